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

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the tags of `prose`, each as `value=evidence`; `?` stands behind a suggested one.
    #[track_caller]
    fn check(prose: &str, expected: &[&str]) {
        let show = |derived: Derived| {
            let value = match derived.tag {
                Tag::Sig(sig) => sig.to_string(),
                Tag::Version(version) => version.to_string(),
            };
            format!("{value}={}{}", derived.evidence, if derived.strong { "" } else { "?" })
        };
        assert_eq!(from_text(prose).into_iter().map(show).collect::<Vec<_>>(), expected, "{prose}");
    }

    #[test]
    fn groups_stand_before_versions_in_the_order_of_the_text() {
        check(
            "GKE 1.27 を sig-node と wg-batch で",
            &["sig-node=sig-node", "wg-batch=wg-batch", "1.27=GKE 1.27"],
        );
        check("1.29 と 1.28", &["1.29=1.29", "1.28=1.28"]);
        check("SIGTERM と Go 1.20", &[]);
        check("", &[]);
    }

    #[test]
    fn a_tag_stands_once_with_its_first_evidence() {
        check("SIG Node は sig-node", &["sig-node=SIG Node"]);
        check("EKS 1.28 は GKE 1.28 より後", &["1.28=EKS 1.28"]);
    }

    #[test]
    fn strong_evidence_replaces_weak_evidence() {
        check("Foobar 1.28 は Kubernetes 1.28 用", &["1.28=Kubernetes 1.28"]);
        check("Kubernetes 1.28 用の Foobar 1.28", &["1.28=Kubernetes 1.28"]);
        check("Foobar 1.28", &["1.28=Foobar 1.28?"]);
    }
}
