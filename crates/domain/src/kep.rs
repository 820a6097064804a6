//! Kubernetes enhancement proposals: what a revision of a `kep.yaml` says.
//!
//! What it says about people (authors, reviewers, approvers, editor) is not read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use crate::sig::Sig;
use crate::version::Version;

mod path;
mod stage;
mod status;
pub use path::{
    is_kep_file, kep_owning_file, number_in_path, pull_in_subject, title_in_subject, touched_keps,
};
pub use stage::{NotAStage, Stage};
pub use status::{NotAStatus, Status};

/// What one revision of a `kep.yaml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KepRevision {
    /// The title, in one line; `None` where the file has none.
    pub title: Option<String>,
    /// The number that the file gives itself. It is missing, a word or another KEP's in some
    /// files; [`number_in_path`] reads the folder's.
    pub number: Option<u32>,
    /// The SIG that owns it.
    pub owning_sig: Option<Sig>,
    /// The SIGs and WGs that take part, in the file's order, each once.
    pub participating_sigs: Vec<Sig>,
    /// How far it is, and what it plans.
    pub standing: KepStanding,
    /// The feature gates that switch it, in the file's order.
    pub feature_gates: Vec<FeatureGate>,
    /// What it points to, as written: paths such as `/keps/sig-node/753-sidecar-containers`, addresses, words.
    pub see_also: Vec<String>,
    /// What it replaces, as written.
    pub replaces: Vec<String>,
    /// What replaces it, as written.
    pub superseded_by: Vec<String>,
    /// What stood where something else was wanted: the field's path in the file and the
    /// raw text, as in `("milestone.stable", "TBD")`.
    pub unread: Vec<(String, String)>,
}

/// What a revision of a file has lost against the one before it: a file that was cut off, or is nothing that can be read.
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
    IntoStaticStr,
    EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum KepLoss {
    /// No field that judgement needs can be read.
    Everything,
    /// The title, which every KEP has.
    Title,
    /// The status, which every KEP has.
    Status,
}

impl KepLoss {
    /// The word of the store: `everything`, `title`, `status`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl KepRevision {
    /// What this revision has lost of the one before it, by which it is no revision of the KEP: the one before still
    /// says what it is. `None` where it takes its place.
    ///
    /// A field that holds something else than it should is not lost: its text is in [`Self::unread`].
    pub fn loss(&self, before: &Self) -> Option<KepLoss> {
        let is_unread = |key: &str| self.unread.iter().any(|(unread, _)| unread == key);
        let is_lost = |had: bool, has: bool, key: &str| had && !has && !is_unread(key);
        let has_status = |revision: &Self| revision.standing.status != Status::Unstated;
        let is_empty = self.title.is_none() && self.standing == KepStanding::default();
        if is_empty && self.unread.is_empty() && *before != *self {
            return Some(KepLoss::Everything);
        }
        if is_lost(before.title.is_some(), self.title.is_some(), "title") {
            return Some(KepLoss::Title);
        }
        is_lost(has_status(before), has_status(self), "status").then_some(KepLoss::Status)
    }
}

/// The part of a revision that says how far a KEP is; [`crate::outcome::then_now`] judges by it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KepStanding {
    /// What became of the proposal.
    pub status: Status,
    /// The stage that the file says it is at, or heads for in the current cycle.
    pub stage: Option<Stage>,
    /// The latest release in which work was, or is, planned.
    pub latest_milestone: Option<Version>,
    /// The release in which each stage was, or is to be, reached.
    pub milestones: Milestones,
}

/// The release of each stage; stages without one are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Milestones(BTreeMap<Stage, Version>);

impl Milestones {
    /// The release in which a stage was, or is to be, reached.
    pub fn get(&self, stage: Stage) -> Option<Version> {
        self.0.get(&stage).copied()
    }

    /// Every stage that has a release, in order of the stages.
    pub fn iter(&self) -> impl Iterator<Item = Milestone> {
        self.0.iter().map(|(&stage, &version)| Milestone { stage, version })
    }
}

impl FromIterator<Milestone> for Milestones {
    /// Of several for one stage the last is meant.
    fn from_iter<T: IntoIterator<Item = Milestone>>(milestones: T) -> Self {
        Self(milestones.into_iter().map(|milestone| (milestone.stage, milestone.version)).collect())
    }
}

/// A stage and the release in which it was, or is to be, reached: `alpha 1.28`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Milestone {
    /// The stage that was, or is to be, reached.
    pub stage: Stage,
    /// The release for it.
    pub version: Version,
}

impl std::fmt::Display for Milestone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.stage, self.version)
    }
}

/// A feature gate of a KEP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeatureGate {
    /// Its name, as in `SidecarContainers`; some files put other words here.
    pub name: String,
    /// The components that know it, as in `kubelet`.
    pub components: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_that_lost_what_every_kep_has_is_none() {
        let whole = KepRevision {
            title: Some("Paint the shed".to_owned()),
            standing: KepStanding { status: Status::Implementable, ..KepStanding::default() },
            ..KepRevision::default()
        };
        let without_title = KepRevision { title: None, ..whole.clone() };
        let without_status = KepRevision { standing: KepStanding::default(), ..whole.clone() };
        let odd_status =
            KepRevision { unread: vec![("status".to_owned(), ": :".to_owned())], ..without_status.clone() };
        let retitled = KepRevision { title: Some("Paint it red".to_owned()), ..whole.clone() };
        let nothing = KepRevision::default();
        for (before, after, loss) in [
            (&whole, &whole, None),
            (&whole, &retitled, None),
            (&whole, &nothing, Some(KepLoss::Everything)),
            (&whole, &without_title, Some(KepLoss::Title)),
            (&whole, &without_status, Some(KepLoss::Status)),
            (&whole, &odd_status, None),
            (&without_title, &without_title, None),
            (&without_title, &whole, None),
            (&without_status, &without_status, None),
            (&without_status, &nothing, Some(KepLoss::Everything)),
            (&nothing, &nothing, None),
            (&nothing, &whole, None),
        ] {
            assert_eq!(after.loss(before), loss, "{before:?} {after:?}");
        }
    }
}
