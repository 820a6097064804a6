//! Release notes of Kubernetes: what a merged pull request of kubernetes/kubernetes brought, in which release.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::cite::{GithubKind, Repo, Target};
use crate::sig::Sig;
use crate::version::Version;

mod keps;
mod text;

pub use keps::linked_kep;
pub use text::{says_action_required, shown_text};

/// What the release notes say of a pull request: that it is there at all says that it was merged for that release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseNote {
    /// The number of the pull request in kubernetes/kubernetes.
    pub pull: u64,
    /// The release that it came with.
    pub release: Version,
    /// The SIGs of its labels, in order, each once.
    pub sigs: Vec<Sig>,
    /// The kinds of its labels, in order, each once.
    pub kinds: Vec<ChangeKind>,
    /// Its `area/` labels, without that word, in order, each once: `kubelet`.
    pub areas: Vec<String>,
    /// Whether who upgrades has to do something: by its label or by its text.
    pub action_required: bool,
    /// The text in Markdown; `None` where there is none to show: it says `NONE`, is what is left of a form, or is not to be
    /// published.
    pub text: Option<String>,
    /// The KEPs that its documentation links, ascending.
    pub keps: Vec<u32>,
}

impl ReleaseNote {
    /// Up to how many SIGs a note is about all of them; with more it touches them all a little.
    pub const MOST_SIGS: usize = 3;

    /// The pull request.
    pub fn target(&self) -> Target {
        Target::Github { repo: Repo::kubernetes(), number: self.pull, kind: GithubKind::Pull }
    }

    /// Whether it is about one of its SIGs, so that who cites it is, too: they are few, and SIG Testing is not just there
    /// because a test was changed with the rest.
    pub fn is_about(&self, sig: &Sig) -> bool {
        let is_few = self.sigs.len() <= Self::MOST_SIGS;
        is_few && (sig.as_str() != "sig-testing" || self.sigs.len() == 1)
    }

    /// Where the evidence is, in English: `release notes of 1.28, kubernetes/kubernetes#115138`.
    pub fn evidence(&self) -> String {
        format!("release notes of {}, {}", self.release, self.target().name())
    }
}

/// What a change is, by the `kind/` labels of Kubernetes.
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
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ChangeKind {
    /// An API changed.
    ApiChange,
    /// Something was repaired.
    Bug,
    /// Code was put in order.
    Cleanup,
    /// Code of others is newer.
    Dependency,
    /// Something is to be given up.
    Deprecation,
    /// How something is to be.
    Design,
    /// Words for readers.
    Documentation,
    /// A test failed.
    FailingTest,
    /// Something is new.
    Feature,
    /// A test failed now and then.
    Flake,
    /// Something had become worse.
    Regression,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The word of the label: `api-change`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_reads_its_own_word() {
        for kind in ChangeKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{}\"", kind.as_str()));
        }
        assert!(ChangeKind::ALL.iter().map(|kind| kind.as_str()).is_sorted());
    }

    #[test]
    fn the_evidence_names_the_release_and_the_pull_request() {
        let sigs: Vec<Sig> =
            ["sig-apps", "sig-cli", "sig-node"].iter().map(|sig| sig.parse().unwrap()).collect();
        let mut note = ReleaseNote {
            pull: 115138,
            release: Version { minor: 28 },
            sigs,
            kinds: vec![ChangeKind::Feature],
            areas: Vec::new(),
            action_required: false,
            text: None,
            keps: Vec::new(),
        };
        assert_eq!(note.evidence(), "release notes of 1.28, kubernetes/kubernetes#115138");
        let (node, testing): (Sig, Sig) = ("sig-node".parse().unwrap(), "sig-testing".parse().unwrap());
        assert!(note.is_about(&node));
        note.sigs.push("sig-auth".parse().unwrap());
        assert!(!note.is_about(&node), "four SIGs");
        note.sigs = vec![node.clone(), testing.clone()];
        assert!(note.is_about(&node) && !note.is_about(&testing));
        note.sigs = vec![testing.clone()];
        assert!(note.is_about(&testing));
    }
}
