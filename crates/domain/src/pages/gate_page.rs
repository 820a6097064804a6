//! The list of feature gates, and the page of one.

use serde::{Deserialize, Serialize};

use super::{FactDays, GateKep, GateReleaseNote, KepName, NamingNote};
use crate::gate::{Gate, GateName, GateState, GateStep};
use crate::version::Version;

/// Every gate that a source has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateList {
    /// By name, capitals making no difference.
    pub gates: Vec<GateLine>,
    /// The newest release that was out at the last sync: the one that the states are of.
    pub latest: Version,
    /// Up to when the facts are complete.
    pub ages: FactDays,
}

/// A gate in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateLine {
    /// Its name.
    pub name: GateName,
    /// What it is in the newest release.
    pub state: GateState,
    /// The first release in which it can be named.
    pub first: Option<Version>,
    /// The first release without it.
    pub removed_in: Option<Version>,
    /// The KEPs that name it.
    pub keps: Vec<GateKep>,
    /// How many notes name it.
    pub notes: u32,
}

/// The page of a gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatePage {
    /// What is known of it.
    pub gate: Gate,
    /// What it is in each release from its first one to the newest that anybody knows.
    pub releases: Vec<GateStep>,
    /// The newest release that was out at the last sync.
    pub latest: Version,
    /// The KEPs that name it.
    pub keps: Vec<GateKep>,
    /// The release notes that name it, by release and number.
    pub release_notes: Vec<GateReleaseNote>,
    /// The notes that name it, newest first.
    pub notes: Vec<NamingNote>,
    /// Up to when the facts are complete.
    pub ages: FactDays,
}

impl GateKep {
    /// What its page is called.
    pub fn name(&self) -> KepName {
        let folder = self.folder.rsplit('/').next().unwrap_or(&self.folder);
        self.number.map_or_else(|| KepName::Folder(folder.to_owned()), KepName::Number)
    }
}

impl GateLine {
    /// The line of a gate, as of the newest release.
    pub fn new(gate: &Gate, latest: Version, keps: Vec<GateKep>, notes: u32) -> Self {
        Self {
            name: gate.name.clone(),
            state: gate.state_in(latest),
            first: gate.first_release(),
            removed_in: gate.removal().map(|removal| removal.release),
            keps,
            notes,
        }
    }
}

impl GatePage {
    /// What the gate is in the newest release, or in the last that anybody knows.
    pub fn state_now(&self) -> GateState {
        let now = self.releases.iter().find(|step| step.release == self.latest);
        now.or(self.releases.last()).map_or(GateState::Unknown, |step| step.state)
    }

    /// What a gate was in each release: from the first step on, each release once, up to the last that is known.
    pub fn each_release(gate: &Gate, latest: Version) -> Vec<GateStep> {
        let steps = gate.steps();
        let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return Vec::new() };
        let end = last.release.max(latest).minor;
        let releases = (first.release.minor..=end).map(|minor| Version { minor });
        releases.map(|release| GateStep { release, state: gate.state_in(release) }).collect()
    }
}
