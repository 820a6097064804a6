//! What an upgrade changes about a feature gate.

use super::{Change, Kind, Source, UpgradeRange};
use crate::gate::{Gate, GateStanding, GateState};
use crate::version::Version;

/// What an upgrade changes about a gate, by kind: the net change, and every flip of its default on the way.
///
/// Each change has the release with which it came. What became of the gate's stage is told as far as it got, where it is
/// gone in the end too; a gate that came and went within the range has [`Change::gone_again`].
pub fn gate_changes(gate: &Gate, range: UpgradeRange) -> Vec<Change> {
    let walk = Walk::new(gate, range);
    let mut changes: Vec<Change> =
        [walk.removal(), walk.lock(), walk.stage()].into_iter().flatten().collect();
    changes.extend(walk.flips());
    for change in &mut changes {
        change.gate = Some(gate.name.clone());
        change.sources = walk.sources(change.release);
        change.contradicted = walk.is_contradicted(change.release);
    }
    changes.sort_by_key(|change| change.kind);
    changes
}

/// A gate on its way through the releases of an upgrade.
struct Walk<'a> {
    gate: &'a Gate,
    /// In the release that runs now.
    before: GateState,
    /// In each release of the range, oldest first.
    states: Vec<(Version, GateState)>,
}

impl<'a> Walk<'a> {
    fn new(gate: &'a Gate, range: UpgradeRange) -> Self {
        let states = range.releases().map(|release| (release, gate.state_in(release))).collect();
        Self { gate, before: gate.state_in(range.from()), states }
    }

    /// How it stands in the end, or stood before it went.
    fn last_standing(&self) -> Option<GateStanding> {
        self.states.iter().rev().find_map(|(_, state)| present(*state))
    }

    /// The release that took it away, where it is gone in the end.
    fn gone_in(&self) -> Option<Version> {
        let (_, last) = self.states.last()?;
        let gone = self.states.iter().rev().take_while(|(_, state)| *state == GateState::Gone).last();
        gone.filter(|_| *last == GateState::Gone).map(|(release, _)| *release)
    }

    fn removal(&self) -> Option<Change> {
        let release = self.gone_in()?;
        let before = present(self.before)?;
        let last = self.last_standing().unwrap_or(before);
        Some(Change {
            stage_from: Some(last.stage),
            default_from: last.default,
            ..Change::new(Kind::GateRemoved, release)
        })
    }

    fn lock(&self) -> Option<Change> {
        let locked_to = |state: GateState| present(state)?.locked_to();
        let (_, last) = self.states.last()?;
        let value = locked_to(*last).filter(|value| locked_to(self.before) != Some(*value))?;
        // The first release from which on it stays so.
        let locked =
            self.states.iter().rev().take_while(|(_, state)| locked_to(*state) == Some(value)).last()?;
        let (from, to) = (self.state_before(locked.0), present(locked.1)?);
        Some(Change { locked_to: Some(value), ..between(from, to, Kind::GateLocked, locked.0) })
    }

    /// The stage that it has in the end, where that is another than now.
    fn stage(&self) -> Option<Change> {
        let last = self.last_standing()?;
        // That the code behaved so before there was a gate is no stage of the gate.
        if present(self.before).is_some_and(|before| before.stage == last.stage) {
            return None;
        }
        let is_it = |state: GateState| present(state).is_some_and(|standing| standing.stage == last.stage);
        let reached = self.states.iter().rev().skip_while(|(_, state)| !is_it(*state));
        let (release, _) = reached.take_while(|(_, state)| is_it(*state)).last()?;
        let is_new = present(self.before).is_none();
        Some(Change {
            gone_again: self.gone_in().filter(|_| is_new),
            ..between(self.before, last, last.stage.into(), *release)
        })
    }

    /// Every flip of its default, oldest first. A gate that comes with its default on flips too, one that comes off does not.
    fn flips(&self) -> Vec<Change> {
        let mut flips = Vec::new();
        let mut before = self.before;
        for (release, state) in &self.states {
            let Some(now) = state.standing() else { continue };
            let was_on = before.standing().and_then(|before| before.default);
            let is_flip = match (was_on, now.default) {
                (Some(one), Some(other)) => one != other,
                (None, Some(on)) => {
                    on && before.standing().is_none() && state.is_present() && self.begins_known()
                }
                (_, None) => false,
            };
            if is_flip {
                let kind = if now.default == Some(true) { Kind::DefaultOn } else { Kind::DefaultOff };
                flips.push(between(before, now, kind, *release));
            }
            before = *state;
        }
        let all: Vec<(Version, bool)> =
            flips.iter().map(|flip| (flip.release, flip.kind == Kind::DefaultOn)).collect();
        if all.len() > 1 {
            for flip in &mut flips {
                flip.flips.clone_from(&all);
            }
        }
        flips
    }

    /// Whether it is known that the gate was not there before.
    fn begins_known(&self) -> bool {
        self.before == GateState::Absent
    }

    /// What it was in the release before one of the range.
    fn state_before(&self, release: Version) -> GateState {
        let earlier = self.states.iter().rev().find(|(at, _)| *at < release);
        earlier.map_or(self.before, |(_, state)| *state)
    }

    /// Who says so: the sources that say what it was in a release.
    fn sources(&self, release: Version) -> Vec<Source> {
        self.gate.states_in(release).into_iter().map(|(source, _)| source.into()).collect()
    }

    fn is_contradicted(&self, release: Version) -> bool {
        self.gate.contradictions().iter().any(|contradiction| contradiction.concerns(release))
    }
}

fn present(state: GateState) -> Option<GateStanding> {
    state.standing().filter(|_| state.is_present())
}

/// A change from a state to a standing. Where the gate is new, what it was before is how the code behaved without it.
fn between(from: GateState, to: GateStanding, kind: Kind, release: Version) -> Change {
    let before = from.standing();
    Change {
        gate_is_new: matches!(from, GateState::Implied(_)),
        stage_from: before.map(|before| before.stage),
        default_from: before.and_then(|before| before.default),
        stage_to: Some(to.stage),
        default_to: to.default,
        ..Change::new(kind, release)
    }
}
