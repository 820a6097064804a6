//! What all sources together say of a gate, and where they do not agree.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::name::GateName;
use super::overrides::lock_override;
use super::{Gate, GateRecord, GateSource, GateStanding, GateState, RemovalNote};
use crate::version::Version;

/// When a gate was removed, and who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateRemoval {
    /// The first release without the gate.
    pub release: Version,
    /// The source that counts.
    pub source: GateSource,
    /// The pull request of the release note, where one says so.
    pub pull: Option<u64>,
}

/// The state of a gate from a release on, until the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateStep {
    /// The first release in which it is so.
    pub release: Version,
    /// What it is then.
    #[serde(flatten)]
    pub state: GateState,
}

/// What sources say of a gate that cannot all be true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum GateContradiction {
    /// What the gate was in some releases.
    State {
        /// The first release of which they differ.
        from: Version,
        /// The last.
        until: Version,
        /// What each says, in the order of the sources; then what it said before within one release.
        states: Vec<(GateSource, GateState)>,
    },
    /// When it was removed.
    Removal {
        /// What each says.
        removals: Vec<GateRemoval>,
    },
}

impl GateContradiction {
    /// Whether it is about what the gate was in a release.
    pub fn concerns(&self, release: Version) -> bool {
        match self {
            Self::State { from, until, .. } => (*from..=*until).contains(&release),
            Self::Removal { removals } => removals.iter().any(|removal| removal.release == release),
        }
    }
}

/// The gates that sources have, by name, with the notes on their removal; a note on a gate that no source has is left out.
pub fn assemble(
    records: impl IntoIterator<Item = (GateName, GateSource, GateRecord)>,
    removal_notes: impl IntoIterator<Item = (GateName, RemovalNote)>,
) -> BTreeMap<GateName, Gate> {
    let mut gates: BTreeMap<GateName, Gate> = BTreeMap::new();
    for (name, source, record) in records {
        let gate = gates.entry(name).or_insert_with_key(|name| Gate {
            name: name.clone(),
            records: BTreeMap::new(),
            removal_notes: Vec::new(),
        });
        gate.records.insert(source, record);
    }
    for (name, note) in removal_notes {
        if let Some(gate) = gates.get_mut(&name) {
            gate.removal_notes.push(note);
            gate.removal_notes.sort_unstable();
        }
    }
    gates
}

impl Gate {
    /// When it was removed, by the source that counts; `None` where it is there, and where nobody knows since when it is not.
    pub fn removal(&self) -> Option<GateRemoval> {
        if self.record(GateSource::List).is_some_and(|list| !list.is_removed()) {
            return None;
        }
        let by_page = [GateSource::Website, GateSource::List].into_iter().find_map(|source| {
            let release = self.record(source)?.removed_in()?;
            Some(GateRemoval { release, source, pull: None })
        });
        by_page.or_else(|| {
            let first_without = self.last_beginning();
            let note = self.removal_notes.iter().find(|note| Some(note.release) > first_without)?;
            Some(removal_by(*note))
        })
    }

    /// What the gate is in a release. Where it is known when it was removed, it was until then what it had become.
    pub fn state_in(&self, release: Version) -> GateState {
        let removal = self.removal();
        if removal.is_some_and(|removal| removal.release <= release) {
            return GateState::Gone;
        }
        let is_listed = self.record(GateSource::List).is_some_and(|list| !list.is_removed());
        let known = self.stage_records().find_map(|record| {
            let state = record.state_in(release);
            let is_overruled = state == GateState::Gone && (is_listed || removal.is_some());
            (state != GateState::Unknown && !is_overruled).then_some(state)
        });
        let last = || {
            let last = self
                .stage_records()
                .find_map(|record| record.specs().last())
                .filter(|_| removal.is_some())?;
            Some(GateState::Present(last.standing))
        };
        match known.or_else(last) {
            Some(GateState::Present(standing)) => GateState::Present(self.with_lock(standing, release)),
            Some(state) => state,
            None => GateState::Unknown,
        }
    }

    /// What each source says of the gate in a release, in the order of the sources; those that say nothing are left out.
    pub fn states_in(&self, release: Version) -> Vec<(GateSource, GateState)> {
        let records = self.records.iter().map(|(source, record)| (*source, record.state_in(release)));
        let is_removed = self.removal_notes.iter().any(|note| note.release <= release);
        let by_note = is_removed.then_some((GateSource::ReleaseNotes, GateState::Gone));
        records.filter(|(_, state)| *state != GateState::Unknown).chain(by_note).collect()
    }

    /// The first release in which the gate can be named.
    pub fn first_release(&self) -> Option<Version> {
        self.steps().into_iter().find(|step| step.state.is_present()).map(|step| step.release)
    }

    /// What the gate became, oldest first: each step is another state than the one before. The first is never that it is
    /// absent or unknown; the last may be that it is gone or no longer known.
    pub fn steps(&self) -> Vec<GateStep> {
        let mut steps: Vec<GateStep> = Vec::new();
        for release in self.releases() {
            let state = self.state_in(release);
            let is_same = steps
                .last()
                .map_or(matches!(state, GateState::Absent | GateState::Unknown), |last| last.state == state);
            if !is_same {
                steps.push(GateStep { release, state });
            }
        }
        steps
    }

    /// What the sources do not agree on, oldest first.
    ///
    /// A source that says nothing of a lock or a default contradicts nobody, nor does one that says how the code behaved
    /// before there was the gate.
    pub fn contradictions(&self) -> Vec<GateContradiction> {
        let mut contradictions: Vec<GateContradiction> = Vec::new();
        for release in self.releases() {
            let mut states = self.states_in(release);
            for (source, record) in &self.records {
                states.extend(record.earlier_in(release).map(|state| (*source, state)));
            }
            let disagree = |(at, one): (usize, &(GateSource, GateState))| {
                states[at + 1..].iter().any(|other| one.0 != other.0 && differ(one.1, other.1))
            };
            if !states.iter().enumerate().any(disagree) {
                continue;
            }
            match contradictions.last_mut() {
                Some(GateContradiction::State { until, states: last, .. })
                    if *last == states && until.minor + 1 == release.minor =>
                {
                    *until = release;
                }
                _ => contradictions.push(GateContradiction::State { from: release, until: release, states }),
            }
        }
        contradictions.extend(self.removal_contradiction());
        contradictions
    }

    /// What the sources say of stages, the one that counts first.
    fn stage_records(&self) -> impl Iterator<Item = &GateRecord> {
        [GateSource::List, GateSource::Website].into_iter().filter_map(|source| self.record(source))
    }

    fn record(&self, source: GateSource) -> Option<&GateRecord> {
        self.records.get(&source)
    }

    /// Sources that name several releases as the first without the gate.
    fn removal_contradiction(&self) -> Option<GateContradiction> {
        let by_page = [GateSource::List, GateSource::Website].into_iter().filter_map(|source| {
            let release = self.record(source)?.removed_in()?;
            Some(GateRemoval { release, source, pull: None })
        });
        let by_note = self.removal_notes.iter().copied().map(removal_by);
        let removals: Vec<GateRemoval> = by_page.chain(by_note).collect();
        let is_contradicted = removals.windows(2).any(|pair| pair[0].release != pair[1].release);
        is_contradicted.then_some(GateContradiction::Removal { removals })
    }

    /// The release in which the last spec of any source begins.
    fn last_beginning(&self) -> Option<Version> {
        self.records.values().filter_map(|record| Some(record.specs().last()?.from)).max()
    }

    /// Every release from the first that a source names to the one after the last that says anything.
    fn releases(&self) -> impl Iterator<Item = Version> + use<> {
        let begins = self.records.values().flat_map(|record| record.specs()).map(|spec| spec.from);
        let first = begins.filter(|from| from.minor > 0).min();
        let notes = self.removal_notes.iter().map(|note| note.release);
        let last = self.records.values().flat_map(|record| [Some(record.known_until()), record.removed_in()]);
        let last = last.flatten().chain(notes).max();
        // A gate of which only that is known how the code behaved before it.
        let first = first.or(last).map_or(1, |first| first.minor);
        (first..=last.map_or(0, |last| last.minor)).map(|minor| Version { minor })
    }

    /// The standing with a lock that its own source does not state.
    fn with_lock(&self, standing: GateStanding, release: Version) -> GateStanding {
        let by_website = || match self.record(GateSource::Website)?.state_in(release) {
            GateState::Present(other) if other.stage == standing.stage => other.locked,
            _ => None,
        };
        let by_table = || lock_override(&self.name).filter(|lock| lock.from <= release).map(|_| true);
        GateStanding { locked: standing.locked.or_else(by_table).or_else(by_website), ..standing }
    }
}

fn removal_by(note: RemovalNote) -> GateRemoval {
    GateRemoval { release: note.release, source: GateSource::ReleaseNotes, pull: Some(note.pull) }
}

/// Whether two states cannot both be true.
fn differ(one: GateState, other: GateState) -> bool {
    use GateState::{Absent, Gone, Implied, Present, Unknown};
    let stated =
        |one: Option<bool>, other: Option<bool>| one.zip(other).is_some_and(|(one, other)| one != other);
    match (one, other) {
        (Unknown, _) | (_, Unknown) | (Absent | Implied(_), Absent | Implied(_)) | (Gone, Gone) => false,
        (Present(one), Present(other)) => {
            one.stage != other.stage || stated(one.default, other.default) || stated(one.locked, other.locked)
        }
        (Present(_), Absent | Implied(_) | Gone) | (Absent | Implied(_) | Gone, Present(_)) => true,
        (Gone, Absent | Implied(_)) | (Absent | Implied(_), Gone) => true,
    }
}
