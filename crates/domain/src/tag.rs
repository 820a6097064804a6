//! Tags: a SIG or a Kubernetes version on a note, with why it is there.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::sig::{self, Sig};
use crate::version::{self, Version};
use crate::width::plain_width;

mod cited;
mod component;
mod repository;

pub use cited::{CitedKep, CitedTarget, cited_tags};
pub use component::component_tags;

/// What a note is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tag {
    /// A special interest or working group.
    Sig(Sig),
    /// A Kubernetes minor version.
    Version(Version),
}

impl Tag {
    /// The word of the store and the export: `sig` or `version`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Sig(_) => "sig",
            Self::Version(_) => "version",
        }
    }

    /// The value of the store and the export: `sig-node`, `1.28`.
    pub fn value(&self) -> String {
        match self {
            Self::Sig(sig) => sig.to_string(),
            Self::Version(version) => version.to_string(),
        }
    }
}

/// A text that is no tag.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotATag {
    /// It is no group.
    #[error(transparent)]
    Sig(#[from] sig::NotASig),
    /// It is no version.
    #[error(transparent)]
    Version(#[from] version::NotAVersion),
}

impl std::str::FromStr for Tag {
    type Err = NotATag;

    /// What begins as a version does (`1.28`, `v1.28`) is one; everything else is a group, as
    /// [`Sig`] reads it. Letters and digits may be of any width.
    fn from_str(text: &str) -> Result<Self, NotATag> {
        let text = &*plain_width(text);
        let begin = text.trim().trim_start_matches(['v', 'V']);
        if begin.starts_with(|c: char| c.is_ascii_digit()) {
            Ok(Self::Version(text.parse()?))
        } else {
            Ok(Self::Sig(text.parse()?))
        }
    }
}

/// Where a tag comes from.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "lowercase", parse_err_ty = NotAnOrigin, parse_err_fn = NotAnOrigin::new)]
pub enum Origin {
    /// The note's own words name it.
    Text,
    /// A KEP that the note cites, or that what it cites is about.
    Kep,
    /// A label of a pull request or an issue that the note cites.
    Label,
    /// The milestone of a pull request or an issue that the note cites.
    Milestone,
    /// The release notes of Kubernetes, on a pull request that the note cites.
    #[strum(serialize = "release-notes")]
    ReleaseNotes,
    /// The repository of what the note cites.
    Repository,
    /// The note's own words name a component of the group.
    Component,
    /// A curator set it.
    Manual,
}

impl Origin {
    /// Every origin.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The word of the store and the export: `text`, `kep`, `label`, `milestone`,
    /// `release-notes`, `repository`, `component`, `manual`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A tag on a note, with why it is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteTag {
    /// What the note is about.
    pub tag: Tag,
    /// The origin of the tag.
    pub origin: Origin,
    /// The words that say so; the curator and the day (`alice, 2026-11-22`) of a manual one.
    pub evidence: String,
    /// Whether it was decided on the entry.
    pub inherited: bool,
}

/// A tag that was derived, with its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DerivedTag {
    /// The tag that follows.
    pub tag: Tag,
    /// The kind of its evidence.
    pub origin: Origin,
    /// What says so: words as they stand in the note (`GKE 1.27.2`, `kubelet`), or what is known of
    /// what it cites, in English (`owns KEP-753`, `sig/network on kubernetes/kubernetes#115138`).
    pub evidence: String,
    /// Strong tags are applied; the others are suggested.
    pub strong: bool,
}

/// The tags that the prose of a note names, each once with its strongest and then
/// first evidence; SIGs before versions, in the order of the text.
pub fn text_tags(prose: &str) -> Vec<DerivedTag> {
    let sigs =
        sig::mentions(prose).into_iter().map(|named| (Tag::Sig(named.sig), named.range, named.certain));
    let versions = version::mentions(prose)
        .into_iter()
        .map(|named| (Tag::Version(named.version), named.range, named.certain));
    once(sigs.chain(versions).map(|(tag, range, strong)| DerivedTag {
        tag,
        origin: Origin::Text,
        evidence: prose[range].to_owned(),
        strong,
    }))
}

/// Each tag once for each origin, with its strongest and then first evidence, where it first stood.
fn once(derived: impl IntoIterator<Item = DerivedTag>) -> Vec<DerivedTag> {
    let mut tags: Vec<DerivedTag> = Vec::new();
    for derived in derived {
        let same = |known: &&mut DerivedTag| known.tag == derived.tag && known.origin == derived.origin;
        match tags.iter_mut().find(same) {
            Some(known) if derived.strong && !known.strong => *known = derived,
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

impl NotAnOrigin {
    fn new(word: &str) -> Self {
        Self(word.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the tags of `prose`, each as `value=evidence`; `?` follows a suggested one.
    #[track_caller]
    fn check(prose: &str, expected: &[&str]) {
        let derived = text_tags(prose);
        assert!(derived.iter().all(|derived| derived.origin == Origin::Text));
        assert_eq!(derived.iter().map(shown).collect::<Vec<_>>(), expected, "{prose}");
    }

    /// A tag as `value=evidence`, and `?` after a suggested one.
    pub(super) fn shown(derived: &DerivedTag) -> String {
        let value = match &derived.tag {
            Tag::Sig(sig) => sig.to_string(),
            Tag::Version(version) => version.to_string(),
        };
        format!("{value}={}{}", derived.evidence, if derived.strong { "" } else { "?" })
    }

    #[test]
    fn an_origin_reads_its_own_word() {
        for origin in Origin::ALL {
            assert_eq!(origin.as_str().parse(), Ok(*origin));
        }
        for wrong in ["", "Text", "by-hand"] {
            assert!(wrong.parse::<Origin>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_tag_reads_what_people_write() {
        let read = |text: &str| text.parse::<Tag>().map(|tag| (tag.kind(), tag.value())).ok();
        for (text, kind, value) in [
            ("SIG Node", "sig", "sig-node"),
            ("sig/node", "sig", "sig-node"),
            ("node", "sig", "sig-node"),
            ("wg-sidecar", "sig", "wg-sidecar"),
            (" v1.28 ", "version", "1.28"),
            ("1.28.3", "version", "1.28"),
        ] {
            assert_eq!(read(text), Some((kind, value.to_owned())), "{text}");
        }
        for wrong in ["", "<script>", "2.0", "1.x", "no such group", "v"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn groups_stand_before_versions_in_the_order_of_the_text() {
        check(
            "GKE 1.27 を sig-node と wg-batch で",
            &["sig-node=sig-node", "wg-batch=wg-batch", "1.27=GKE 1.27"],
        );
        check("WG-sidecar は sig-leads と", &["wg-sidecar=WG-sidecar", "sig-leads=sig-leads?"]);
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
