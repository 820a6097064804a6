//! A KEP, as lists and its own page show it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::gate::Gate;
use crate::kep::{KepRevision, Milestones, Stage, Status};
use crate::list::timeline::Entry;
use crate::outcome::story::StageStory;
use crate::outcome::then_now::KepState;
use crate::release::Releases;
use crate::sig::Sig;

/// What a path calls a KEP: `753`, or `0000-kep-process` for one that its number alone does not identify.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum KepName {
    /// By its number.
    Number(u32),
    /// By the last part of its folder.
    Folder(String),
}

impl KepName {
    /// The number that it is, or begins with.
    pub fn number(&self) -> Option<u32> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Folder(name) => crate::kep::number_in_path(&format!("keps/{name}")),
        }
    }
}

impl KepName {
    /// What readers call it: `KEP-753`, or the name of its folder.
    pub fn label(&self) -> String {
        match self {
            Self::Number(number) => format!("KEP-{number}"),
            Self::Folder(name) => name.clone(),
        }
    }
}

impl fmt::Display for KepName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Folder(name) => f.write_str(name),
        }
    }
}

/// A text that cannot be the name of a KEP.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a KEP such as 753")]
pub struct NotAKepName(String);

impl FromStr for KepName {
    type Err = NotAKepName;

    /// Accepts `753`, `0753`, `KEP-753`, `kep 753`, and the name of a folder: letters, digits, `-`, `_` and `.`.
    fn from_str(text: &str) -> Result<Self, NotAKepName> {
        let wrong = || NotAKepName(text.chars().take(40).collect());
        let lower = text.trim().to_ascii_lowercase();
        let bare = lower.strip_prefix("kep").map_or(&*lower, |rest| rest.trim_start_matches(['-', ' ']));
        if (1..=6).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit()) {
            return bare.parse().ok().filter(|number| *number > 0).map(Self::Number).ok_or_else(wrong);
        }
        let name = text.trim();
        let is_folder = (2..=120).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
            && name.bytes().any(|byte| byte.is_ascii_alphanumeric());
        if is_folder { Ok(Self::Folder(name.to_owned())) } else { Err(wrong()) }
    }
}

impl TryFrom<String> for KepName {
    type Error = NotAKepName;

    fn try_from(text: String) -> Result<Self, NotAKepName> {
        text.parse()
    }
}

impl From<KepName> for String {
    fn from(name: KepName) -> Self {
        name.to_string()
    }
}

/// A KEP in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KepLine {
    /// What its page is called.
    pub name: KepName,
    /// Its number, where it has one.
    pub number: Option<u32>,
    /// Its title in the newest file.
    pub title: Option<String>,
    /// The feature gates that its newest file names.
    pub gates: Vec<String>,
    /// The SIG that owns it.
    pub owning_sig: Option<Sig>,
    /// Those that take part.
    pub participating_sigs: Vec<Sig>,
    /// Its state as of the last sync.
    pub state: KepState,
    /// The releases that its newest file names.
    pub milestones: Milestones,
    /// When its stage or status moved last.
    pub moved_on: Option<Date>,
    /// Notes that cite it, or a pull request about it.
    pub notes: u32,
    /// Whether it has moved since one of them.
    pub changed: bool,
}

impl KepLine {
    /// The stage that it has reached.
    pub fn stage(&self) -> Option<Stage> {
        self.state.shipped.map(|shipped| shipped.stage)
    }

    /// The status now; unstated where there is no file.
    pub fn status(&self) -> Status {
        self.state.status.clone().unwrap_or_default()
    }
}

/// What a path of a KEP leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KepAnswer {
    /// The KEP with its page.
    One(Box<KepPage>),
    /// The number is that of several KEPs.
    Several(u32, Vec<KepLine>),
    /// The KEP has another name: what its page is called.
    Elsewhere(KepName),
    /// There is no such KEP; what is known of the number all the same.
    Unknown(UnknownKep),
}

/// What is known of a number that no KEP has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownKep {
    /// The number, where the path has a number.
    pub number: Option<u32>,
    /// The KEPs that the pull request of that number touched.
    pub pull_about: Vec<KepLine>,
    /// The KEP that it lives on as.
    pub continued_as: Option<Successor>,
    /// Notes that cite the number as a KEP.
    pub notes: u32,
    /// Whether KEPs were synced at all.
    pub any_kep: bool,
}

/// The KEP that a number lives on as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Successor {
    /// The number of the successor.
    pub number: u32,
    /// Whether it has a page: its proposal may still be open.
    pub has_page: bool,
    /// The evidence for it, in English.
    pub reason: String,
}

/// The page of a KEP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KepPage {
    /// What it is called, and what it is now.
    pub line: KepLine,
    /// Its folder below `keps/`, as in `sig-node/753-sidecar-containers`.
    pub folder: String,
    /// Whether no file lies there any more.
    pub gone: bool,
    /// The newest revision of its file.
    pub newest: KepRevision,
    /// The gates that the file names and that are known; `None` where nothing is known of any gate.
    pub gates: Option<Vec<Gate>>,
    /// The day of its first file.
    pub since: Option<Date>,
    /// What it promised, and what became of that.
    pub story: Vec<StageStory>,
    /// What the files point to: see also, replaces, superseded by.
    pub see_also: Vec<Pointer>,
    /// What it replaces.
    pub replaces: Vec<Pointer>,
    /// What replaces it.
    pub superseded_by: Vec<Pointer>,
    /// The KEP that it lives on as.
    pub continued_as: Option<Successor>,
    /// Up to when the facts are complete; as of an earlier day, that day.
    pub data_day: Date,
    /// Up to when the facts of today are complete.
    pub latest_day: Date,
    /// The days up to [`Self::latest_day`] on which there is something new of it, that day too, ascending.
    pub events: Vec<Date>,
    /// The releases that are known.
    pub releases: Releases,
    /// Entries with the notes that cite it, newest first.
    pub entries: Vec<Entry>,
    /// Every note that cites it with its place, newest first; undated ones last.
    pub cited: Vec<super::NoteCitation>,
    /// Pull requests that touched its folder: those that notes cite first, then newest first.
    pub pulls: Vec<PullLine>,
}

impl KepPage {
    /// Where its folder lies on GitHub.
    pub fn folder_href(&self) -> String {
        format!("https://github.com/kubernetes/enhancements/tree/master/keps/{}", self.folder)
    }
}

/// What a file points to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pointer {
    /// The text as the file has it.
    pub text: String,
    /// The KEP that is meant, where one is.
    pub kep: Option<u32>,
    /// The title of that KEP, where it is known.
    pub title: Option<String>,
}

impl Pointer {
    /// What a text points to; without its title.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let elsewhere = text.starts_with("http") && !text.contains("kubernetes/enhancements");
        let by_path = || crate::kep::number_in_path(text);
        let by_name = || {
            let is_name = text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("kep"));
            let name = text.parse().ok().filter(|_| is_name);
            name.and_then(
                |name: KepName| if let KepName::Number(number) = name { Some(number) } else { None },
            )
        };
        let kep = if elsewhere { None } else { by_path().or_else(by_name) };
        Self { text: text.to_owned(), kep, title: None }
    }

    /// Where it leads outside, where it is an address.
    pub fn address(&self) -> Option<&str> {
        let first = self.text.split_whitespace().next()?;
        crate::cite::reference::is_web(first).then_some(first)
    }
}

/// A pull request that touched a KEP's folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullLine {
    /// Its number in the enhancements repository.
    pub pull: u64,
    /// Its title, where it is known.
    pub title: Option<String>,
    /// The day on which it was merged, in UTC.
    pub merged: Date,
    /// Notes that cite it.
    pub notes: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kep_has_one_name_however_it_is_spelt() {
        let check = |text: &str, expected: Option<&str>| {
            let name = text.parse::<KepName>().ok().map(|name| name.to_string());
            assert_eq!(name.as_deref(), expected, "{text}");
        };
        check("753", Some("753"));
        check("0753", Some("753"));
        check("KEP-753", Some("753"));
        check("kep 753", Some("753"));
        check("753-sidecar-containers", Some("753-sidecar-containers"));
        check("0000-kep-process", Some("0000-kep-process"));
        check("0", None);
        check("", None);
        check("--", None);
        check("../etc", None);
        check("a/b", None);
        check("<script>", None);
        check("九九九", None);
    }

    #[test]
    fn a_pointer_knows_its_kep() {
        let check = |text: &str, kep: Option<u32>, address: bool| {
            let pointer = Pointer::parse(text);
            assert_eq!((pointer.kep, pointer.address().is_some()), (kep, address), "{text}");
        };
        check("/keps/sig-node/753-sidecar-containers", Some(753), false);
        check("/keps/sig-network/0752-endpointslices/README.md", Some(752), false);
        check("KEP-32", Some(32), false);
        check(
            "https://github.com/kubernetes/enhancements/blob/master/keps/sig-apps/3329-x/README.md",
            Some(3329),
            true,
        );
        check("https://github.com/kubernetes-sigs/jobset/tree/main/keps/262-FailurePolicy", None, true);
        check("https://goo.gl/x - Network Proxy design proposal", None, true);
        check("/keps/sig-api-machinery/20191210-consistent-reads-from-cache.md", None, false);
        check("キャップ", None, false);
        check("javascript:alert(1)", None, false);
    }
}
