//! Tags: a SIG or a Kubernetes version on a note, with why it is there.

use serde::{Deserialize, Serialize};

use crate::sig::{self, Sig};
use crate::version::{self, Version};

/// What a note is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tag {
    /// A special interest or working group.
    Sig(Sig),
    /// A Kubernetes minor version.
    Version(Version),
}

/// Where a derived tag comes from. More origins come with what is cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// The note's own words name it.
    Text,
}

impl Origin {
    /// The word of the store and the export: `text`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
        }
    }
}

/// A tag that was derived, with its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// What was derived.
    pub tag: Tag,
    /// From what.
    pub origin: Origin,
    /// The words that say so, as they stand in the note: `GKE 1.27.2`.
    pub evidence: String,
    /// Strong tags are applied; the others are suggested.
    pub strong: bool,
}

/// The tags that the prose of a note names, each once with its strongest and then
/// first evidence; SIGs before versions, in the order of the text.
pub fn from_text(prose: &str) -> Vec<Derived> {
    let sigs = sig::find(prose).into_iter().map(|named| (Tag::Sig(named.sig), named.range, true));
    let versions = version::find(prose)
        .into_iter()
        .map(|named| (Tag::Version(named.version), named.range, named.certain));
    let mut tags: Vec<Derived> = Vec::new();
    for (tag, range, strong) in sigs.chain(versions) {
        let derived = Derived { tag, origin: Origin::Text, evidence: prose[range].to_owned(), strong };
        match tags.iter_mut().find(|known| known.tag == derived.tag) {
            Some(known) if strong && !known.strong => *known = derived,
            Some(_) => {}
            None => tags.push(derived),
        }
    }
    tags
}

/// A word that names no origin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no origin of a tag")]
pub struct NotAnOrigin(String);

impl std::str::FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(word: &str) -> Result<Self, NotAnOrigin> {
        match word {
            "text" => Ok(Self::Text),
            _ => Err(NotAnOrigin(word.to_owned())),
        }
    }
}
