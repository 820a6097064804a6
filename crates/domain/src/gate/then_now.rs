//! What a gate was on the day of a note, and what it is now.

use serde::{Deserialize, Serialize};

use super::{Gate, GateStanding, GateState, GateStep};
use crate::Date;
use crate::release::Releases;

/// A gate that a note names, in the newest release that was out then and in the newest that is out now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateOutcome {
    /// The gate.
    pub gate: Gate,
    /// The note's day, or the last that it may be of.
    pub then_day: Option<Date>,
    /// What the gate was in the newest release of that day; `None` where there is no day, or no release is known to have been
    /// out.
    pub then: Option<GateStep>,
    /// What it is in the newest release now.
    pub now: GateStep,
}

impl GateOutcome {
    /// What became of a gate between the day of a note and `now`; `None` where no release is known to be out.
    pub fn new(gate: Gate, then_day: Option<Date>, now: Date, releases: &Releases) -> Option<Self> {
        let step_on = |day: Date| {
            let release = releases.latest_on(day)?;
            Some(GateStep { release, state: gate.state_in(release) })
        };
        let (then, now) = (then_day.and_then(step_on), step_on(now)?);
        Some(Self { gate, then_day, then, now })
    }

    /// What it was then, where that is known and something else than now.
    pub fn before(&self) -> Option<GateStep> {
        self.then.filter(|then| then.state != GateState::Unknown && !is_same(then.state, self.now.state))
    }
}

/// Whether a reader would call two states the same: that something is not locked is no news where nobody said so before.
fn is_same(one: GateState, other: GateState) -> bool {
    let facts = |standing: GateStanding| (standing.stage, standing.default, standing.locked_to());
    match (one, other) {
        (GateState::Present(one), GateState::Present(other)) => facts(one) == facts(other),
        (GateState::Absent | GateState::Implied(_), GateState::Absent | GateState::Implied(_)) => true,
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{GateRecord, GateSource, GateSpec};
    use super::*;
    use crate::kep::Stage;
    use crate::version::Version;

    fn outcome(then_day: Option<&str>, now: &str) -> GateOutcome {
        let spec = |minor, stage, on, locked| {
            let standing = GateStanding { stage, default: Some(on), locked };
            GateSpec { from: Version { minor }, until: None, standing }
        };
        let specs = [
            spec(28, Stage::Alpha, false, None),
            spec(29, Stage::Alpha, false, Some(false)),
            spec(33, Stage::Stable, true, Some(true)),
        ];
        let record = GateRecord::new(specs, Version { minor: 37 });
        let gate = Gate {
            name: "PaintShed".parse().unwrap(),
            records: [(GateSource::List, record)].into(),
            removal_notes: Vec::new(),
        };
        let day = then_day.map(|day| day.parse().unwrap());
        GateOutcome::new(gate, day, now.parse().unwrap(), &Releases::built_in()).unwrap()
    }

    #[test]
    fn each_state_is_that_of_the_newest_release_of_its_day() {
        let moved = outcome(Some("2023-11-01"), "2026-11-28");
        assert_eq!(
            (moved.then.unwrap().release, moved.now.release),
            (Version { minor: 28 }, Version { minor: 37 })
        );
        assert_eq!(moved.before(), moved.then);
        let eve = outcome(Some("2023-08-14"), "2023-08-15");
        assert_eq!(eve.then.unwrap().state, GateState::Absent, "1.28 came out a day later");
        assert!(eve.now.state.is_present());
        assert_eq!(eve.before(), eve.then);
    }

    #[test]
    fn what_is_the_same_has_no_state_before() {
        assert_eq!(
            outcome(Some("2023-11-01"), "2024-02-01").before(),
            None,
            "a lock that nobody spoke of is none"
        );
        assert_eq!(outcome(Some("2025-05-01"), "2026-11-28").before(), None);
        assert_eq!(outcome(Some("2023-02-01"), "2023-04-30").before(), None);
        assert_eq!(outcome(None, "2026-11-28").before(), None);
        assert_eq!(
            outcome(Some("2016-01-01"), "2026-11-28").before(),
            None,
            "no release of that day is known"
        );
    }
}
