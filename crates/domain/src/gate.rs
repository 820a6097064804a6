//! Feature gates: what each source says of one, release by release, and what they say together.
//!
//! Two sources list gates. Kubernetes' own versioned list says what the code does, and forgets a gate that is removed; the
//! website remembers removed gates and the last release of each stage, and says little of locks. See [`Gate`] for which
//! counts for what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::kep::Stage;
use crate::version::Version;

mod ambiguous;
mod history;
mod mention;
mod name;
mod overrides;
mod removal;
#[cfg(test)]
mod tests;
mod then_now;

pub use history::{GateContradiction, GateRemoval, GateStep, assemble};
pub use mention::{GateIndex, GateMention};
pub use name::{GateName, NotAGateName};
pub use overrides::{GateLock, lock_override};
pub use removal::removed_gates;
pub use then_now::GateOutcome;

/// Who says something of a gate, in the order in which their words count for its stages and defaults.
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
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum GateSource {
    /// The versioned list of kubernetes/kubernetes.
    List,
    /// The pages of kubernetes/website.
    Website,
    /// The release notes, which say that a gate was removed.
    ReleaseNotes,
}

impl GateSource {
    /// Every source, in order.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The word of the store and the API: `list`, `website`, `release_notes`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// What a gate is from a release on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateSpec {
    /// The first release; 1.0 in [`GateSpec::is_implied`] ones.
    pub from: Version,
    /// The last release, where the source names one: the next spec ends this one as well.
    pub until: Option<Version>,
    /// How it stands in these releases.
    #[serde(flatten)]
    pub standing: GateStanding,
}

impl GateSpec {
    /// Whether it says how the code behaved before there was a gate: the list gives that 1.0.
    pub fn is_implied(&self) -> bool {
        self.from.minor == 0
    }

    fn state(&self) -> GateState {
        if self.is_implied() { GateState::Implied(self.standing) } else { GateState::Present(self.standing) }
    }
}

/// How a gate stands in a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct GateStanding {
    /// Alpha, beta, stable or deprecated.
    pub stage: Stage,
    /// Whether it is on unless it is set; `None` where the source does not say.
    pub default: Option<bool>,
    /// Whether it can no longer be set otherwise; `None` where the source does not say.
    pub locked: Option<bool>,
}

impl GateStanding {
    /// The value that it is locked to, where it is.
    pub fn locked_to(self) -> Option<bool> {
        self.default.filter(|_| self.locked == Some(true))
    }
}

/// What became of a gate by a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum GateState {
    /// Nobody says.
    Unknown,
    /// It is not there yet.
    Absent,
    /// It is not there yet, and the code behaves as if it were and stood so.
    Implied(GateStanding),
    /// It is there.
    Present(GateStanding),
    /// It was removed: a component that is started with it does not start.
    Gone,
}

impl GateState {
    /// How it stands, or would stand if it were there.
    pub fn standing(self) -> Option<GateStanding> {
        match self {
            Self::Implied(standing) | Self::Present(standing) => Some(standing),
            Self::Unknown | Self::Absent | Self::Gone => None,
        }
    }

    /// Whether the gate can be named in that release.
    pub fn is_present(self) -> bool {
        matches!(self, Self::Present(_))
    }
}

/// What one source says of a gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateRecord {
    /// Oldest first; of several of one release the last counts.
    specs: Vec<GateSpec>,
    /// Up to which release the source knows: the newest that it names of any gate.
    known_until: Version,
    removal: Option<RemovalSpan>,
}

/// The releases between which a gate was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct RemovalSpan {
    /// The last release in which it surely was there.
    after: Version,
    /// The first in which it surely was not.
    by: Version,
}

impl GateRecord {
    /// A gate with these specs, in the order of the source.
    pub fn new(specs: impl IntoIterator<Item = GateSpec>, known_until: Version) -> Self {
        let mut specs: Vec<GateSpec> = specs.into_iter().collect();
        specs.sort_by_key(|spec| spec.from);
        Self { specs, known_until, removal: None }
    }

    /// The same gate, gone: in the release after the last that the source names as the end of a spec. Where it names none,
    /// nobody knows since when.
    #[must_use]
    pub fn removed(mut self) -> Self {
        let last = self.specs.last();
        let until = last.and_then(|spec| spec.until);
        let after = until.or(last.map(|spec| spec.from)).unwrap_or(self.known_until);
        let by = until.map_or(self.known_until, next);
        self.removal = Some(RemovalSpan { after, by });
        self
    }

    /// The same gate, which a newer state of its source no longer has; that state knows up to `known_until`.
    #[must_use]
    pub fn vanished(mut self, known_until: Version) -> Self {
        if self.removal.is_none() {
            self.removal = Some(RemovalSpan { after: self.known_until, by: known_until });
        }
        self.known_until = self.known_until.max(known_until);
        self
    }

    /// Oldest first; of several of one release the last counts, as one of a patch release does.
    pub fn specs(&self) -> &[GateSpec] {
        &self.specs
    }

    /// Up to which release the source knows.
    pub fn known_until(&self) -> Version {
        self.known_until
    }

    /// Whether the source says that the gate was removed.
    pub fn is_removed(&self) -> bool {
        self.removal.is_some()
    }

    /// The first release without the gate, where the source says so.
    pub fn removed_in(&self) -> Option<Version> {
        self.removal.filter(|removal| removal.by <= next(removal.after)).map(|removal| removal.by)
    }

    /// What the gate is in a release by this source alone.
    pub fn state_in(&self, release: Version) -> GateState {
        match self.removal {
            Some(removal) if removal.by <= release => return GateState::Gone,
            Some(removal) if removal.after < release => return GateState::Unknown,
            None if release > self.known_until => return GateState::Unknown,
            _ => {}
        }
        match self.specs.iter().rfind(|spec| spec.from <= release) {
            None if self.specs.is_empty() => GateState::Unknown,
            None => GateState::Absent,
            Some(spec) if spec.until.is_some_and(|until| until < release) => GateState::Unknown,
            Some(spec) => spec.state(),
        }
    }

    /// What the gate was in a release before the spec of it that counts, in the order of the source.
    fn earlier_in(&self, release: Version) -> impl Iterator<Item = GateState> {
        let same_release = self.specs.iter().filter(move |spec| spec.from == release);
        let counting = self.specs.iter().rfind(|spec| spec.from <= release);
        same_release
            .filter(move |spec| counting.is_some_and(|last| !std::ptr::eq(*spec, last)))
            .map(GateSpec::state)
    }
}

/// The release after another one.
fn next(release: Version) -> Version {
    Version { minor: release.minor.saturating_add(1) }
}

/// A feature gate, as all sources together know it.
///
/// Stage and default of a release are those of the list, else of the website. A lock is that of the list, else of the
/// table of [`lock_override`], else of the website. When a gate was removed says the website, else the list that no longer has
/// it, else a release note; where the newest list has a gate, it is there, whoever says otherwise. What they do not agree
/// on is in [`Gate::contradictions`], with both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// Its name, as in `SidecarContainers`.
    pub name: GateName,
    /// What each source says that has it.
    pub records: BTreeMap<GateSource, GateRecord>,
    /// The release notes that say that it was removed, oldest first: claims of the day on which each was merged.
    pub removal_notes: Vec<RemovalNote>,
}

/// A release note that says that a gate was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RemovalNote {
    /// The release that the note belongs to.
    pub release: Version,
    /// The pull request in kubernetes/kubernetes.
    pub pull: u64,
}
