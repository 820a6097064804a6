//! Special interest groups and working groups, and where a text names one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

mod groups;
mod mention;
mod spelling;
#[cfg(test)]
mod tests;

pub use self::groups::Group;
pub use self::mention::{SigMention, mentions};
use self::spelling::{BY_DIRECTORY, is_own_name, listed, nearest, plain};

/// A SIG or WG by its directory name: `sig-node`, `wg-batch`.
///
/// Groups on no list (`wg-sidecar`) are kept under their own name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sig(String);

impl Sig {
    /// The directory name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The shortest name that is read as the group again, as URLs have it: `node`, but `wg-batch`.
    pub fn short(&self) -> &str {
        // A group on no list is never read by its bare name.
        BY_DIRECTORY.get(self.as_str()).map_or(&self.0, |listed| listed.short)
    }

    /// Every group that the community lists, active ones first, archived ones included.
    pub fn known() -> impl Iterator<Item = &'static Group> {
        groups::GROUPS.iter()
    }

    /// The group on the list, or `None` for one that is kept under its own name.
    pub fn group(&self) -> Option<&'static Group> {
        BY_DIRECTORY.get(self.as_str()).map(|listed| listed.group)
    }

    /// The name for people: `SIG Node`, and of a group on no list `WG Sidecar`.
    pub fn label(&self) -> String {
        if let Some(group) = self.group() {
            return group.name.to_owned();
        }
        let (kind, name) = self.0.split_once('-').unwrap_or(("", &self.0));
        let mut label = kind.to_ascii_uppercase();
        for word in name.split('-').filter(|word| !word.is_empty()) {
            // Short names are abbreviations: `WG DRA`.
            let capitals = if word.len() <= 3 { word.len() } else { 1 };
            label.push(' ');
            label.push_str(&word[..capitals].to_ascii_uppercase());
            label.push_str(&word[capitals..]);
        }
        label
    }
}

impl fmt::Display for Sig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that names no group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotASig {
    text: String,
    nearest: Option<&'static str>,
}

impl fmt::Display for NotASig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a SIG", self.text)?;
        match self.nearest {
            Some(nearest) => write!(f, "; did you mean {nearest}?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for NotASig {}

impl FromStr for Sig {
    type Err = NotASig;

    /// Accepts, in any case, a directory (`sig-node`), a label (`sig/node`), a name (`SIG Node`,
    /// `Steering Committee`), a Slack channel (`sig-contribex`), and each of those without its
    /// kind (`node`, `api machinery`, `contribex`).
    ///
    /// Where a bare name is that of several groups, the active one is meant, then the SIG.
    /// What begins with SIG or WG and is on no list is kept under its own name, where that has
    /// 1 to 40 letters, digits and hyphens: `wg-sidecar`. Any other word is an error that
    /// names the nearest group.
    fn from_str(text: &str) -> Result<Self, NotASig> {
        const LONGEST: usize = 64;
        // What is stored, and what links have.
        if let Some(known) = listed(text) {
            return Ok(Self(known.directory.to_owned()));
        }
        let shown = || text.chars().take(40).collect::<String>();
        let wrong = || NotASig { nearest: nearest(&shown()), text: shown() };
        if text.len() > LONGEST {
            return Err(wrong());
        }
        let name = plain(text.trim().trim_start_matches('#'));
        let own =
            name.split_once('-').filter(|(kind, own)| matches!(*kind, "sig" | "wg") && is_own_name(own));
        match listed(&name) {
            Some(group) => Ok(Self(group.directory.to_owned())),
            None if own.is_some() => Ok(Self(name)),
            None => Err(wrong()),
        }
    }
}

impl TryFrom<String> for Sig {
    type Error = NotASig;

    fn try_from(text: String) -> Result<Self, NotASig> {
        text.parse()
    }
}

impl From<Sig> for String {
    fn from(sig: Sig) -> Self {
        sig.0
    }
}
