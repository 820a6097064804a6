//! What a KEP is in one release, such as the one that a reader runs.

use serde::{Deserialize, Serialize};

use super::then_now::{DatedRevision, History};
use crate::Date;
use crate::cite::overrides;
use crate::gate::{Gate, GateStanding, GateState};
use crate::kep::{KepStanding, Milestone, Stage};
use crate::release::Releases;
use crate::version::Version;

/// What a KEP is in a release, and what comes after it.
///
/// The stage is that of its newest file, else that of its gates; whether it is on is what its gates of that stage say, where
/// they agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KepInRelease {
    /// The release.
    pub release: Version,
    /// The stage that it has there, with the release that it came with; `None` where it is not there, or nobody says.
    pub reached: Option<Milestone>,
    /// Whether it is on there unless it is set otherwise.
    pub default: Option<bool>,
    /// The first release without it, where it was given up before it was stable.
    pub gone_in: Option<Version>,
    /// The next stage that it reaches after the release.
    pub next: Option<NextStage>,
}

/// A stage that comes after a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextStage {
    /// Which stage, with which release.
    pub milestone: Milestone,
    /// Whether that is a plan: the release is not out, or nothing confirms it.
    pub is_planned: bool,
}

/// What is known of a KEP, whatever release is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KepInReleases {
    /// Its number, where it has one.
    pub number: Option<u32>,
    /// What its newest file says.
    pub standing: KepStanding,
    /// The gates that the file names and that are known.
    pub gates: Vec<Gate>,
}

impl KepInReleases {
    /// What it is in a release, by facts that are complete up to `data_day`.
    pub fn in_release(&self, release: Version, releases: &Releases, data_day: Date) -> KepInRelease {
        let newest = [DatedRevision { day: Date::MIN, standing: self.standing.clone() }];
        let overrides = self
            .number
            .map(|number| overrides::shipped_milestones(number, Some(data_day)))
            .unwrap_or_default();
        let history = History { revisions: &newest, releases, data_day, shipped_overrides: &overrides };
        let has_come = |milestone: &Milestone| {
            history.confirms(*milestone) && releases.is_out(milestone.version, data_day)
        };
        let milestones: Vec<Milestone> =
            self.standing.milestones.iter().chain(overrides.iter().copied()).collect();
        let came: Vec<Milestone> = milestones.iter().copied().filter(has_come).collect();
        let by_file = came
            .iter()
            .filter(|milestone| milestone.version <= release)
            .max_by_key(|milestone| (milestone.stage, std::cmp::Reverse(milestone.version)));
        let reached = by_file.copied().or_else(|| self.reached_by_gates(release));
        let gone_in = self.gone_in(&came);
        let is_gone = gone_in.is_some_and(|gone| gone <= release);
        let given_up = self.standing.status.is_given_up();
        let next = milestones
            .iter()
            .filter(|milestone| {
                milestone.version > release && reached.is_none_or(|it| it.stage < milestone.stage)
            })
            .filter(|milestone| has_come(milestone) || !given_up)
            .min_by_key(|milestone| (milestone.version, milestone.stage));
        KepInRelease {
            release,
            reached: reached.filter(|_| !is_gone),
            default: reached.and_then(|reached| self.default_at(reached.stage, release)),
            gone_in,
            next: next
                .filter(|next| gone_in.is_none_or(|gone| next.version < gone))
                .map(|next| NextStage { milestone: *next, is_planned: !has_come(next) }),
        }
    }

    /// How its gates stand in a release, those that are there.
    fn standings(&self, release: Version) -> impl Iterator<Item = GateStanding> {
        self.gates
            .iter()
            .map(move |gate| gate.state_in(release))
            .filter(|state| state.is_present())
            .filter_map(GateState::standing)
    }

    /// The stage that all of its gates have in a release, since the last of them has it.
    fn reached_by_gates(&self, release: Version) -> Option<Milestone> {
        let stage = agreed(self.standings(release).map(|standing| standing.stage))?;
        let has_it =
            |state: GateState| state.is_present() && state.standing().is_some_and(|it| it.stage == stage);
        let since = self.gates.iter().filter_map(|gate| {
            let steps = gate.steps();
            let before = steps.iter().rev().filter(|step| step.release <= release);
            before.take_while(|step| has_it(step.state)).last().map(|step| step.release)
        });
        Some(Milestone { stage, version: since.max()? })
    }

    /// Whether those of its gates are on that have a stage in a release, where they agree: others are of parts of it.
    fn default_at(&self, stage: Stage, release: Version) -> Option<bool> {
        let at_stage = self.standings(release).filter(|standing| standing.stage == stage);
        agreed(at_stage.map(|standing| standing.default)).flatten()
    }

    /// The first release without it: the one that its file says, else the first without any of its gates, where it never
    /// became stable. What is stable outlives its gate.
    fn gone_in(&self, came: &[Milestone]) -> Option<Version> {
        if let Some(removed) = came.iter().find(|milestone| milestone.stage == Stage::Removed) {
            return Some(removed.version);
        }
        let is_stable = |state: GateState| {
            state.is_present() && state.standing().is_some_and(|standing| standing.stage == Stage::Stable)
        };
        let was_stable = came.iter().any(|milestone| milestone.stage >= Stage::Stable)
            || self.gates.iter().flat_map(Gate::steps).any(|step| is_stable(step.state));
        if was_stable {
            return None;
        }
        let removals: Option<Vec<Version>> =
            self.gates.iter().map(|gate| gate.removal().map(|removal| removal.release)).collect();
        removals?.into_iter().max()
    }
}

/// The value that all of some are; `None` of none.
fn agreed<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::{GateRecord, GateSource, GateSpec};
    use crate::kep::Status;

    fn v(minor: u16) -> Version {
        Version { minor }
    }

    fn kep(stage: Stage, milestones: &[(Stage, u16)], gates: Vec<Gate>) -> KepInReleases {
        let milestones =
            milestones.iter().map(|(stage, minor)| Milestone { stage: *stage, version: v(*minor) });
        let standing = KepStanding {
            status: Status::Implementable,
            stage: Some(stage),
            latest_milestone: None,
            milestones: milestones.collect(),
        };
        KepInReleases { number: Some(1), standing, gates }
    }

    fn gate(specs: &[(u16, Stage, bool)]) -> GateRecord {
        let specs = specs.iter().map(|(minor, stage, on)| GateSpec {
            from: v(*minor),
            until: None,
            standing: GateStanding { stage: *stage, default: Some(*on), locked: None },
        });
        GateRecord::new(specs, v(37))
    }

    fn named(record: GateRecord) -> Gate {
        Gate {
            name: "PaintShed".parse().unwrap(),
            records: [(GateSource::List, record)].into(),
            removal_notes: Vec::new(),
        }
    }

    /// What a KEP is, as `beta 1.29 on, then stable 1.33?, gone in 1.35`.
    fn shown(kep: &KepInReleases, minor: u16) -> String {
        let data_day = "2026-07-24".parse().unwrap();
        let it = kep.in_release(v(minor), &Releases::built_in(), data_day);
        let reached = it.reached.map_or("nothing".to_owned(), |reached| reached.to_string());
        let default = it.default.map_or("", |on| if on { " on" } else { " off" });
        let next = it.next.map_or(String::new(), |next| {
            format!(", then {}{}", next.milestone, if next.is_planned { "?" } else { "" })
        });
        let gone = it.gone_in.map_or(String::new(), |gone| format!(", gone in {gone}"));
        format!("{reached}{default}{next}{gone}")
    }

    const STAGES: [(Stage, u16); 3] = [(Stage::Alpha, 28), (Stage::Beta, 29), (Stage::Stable, 33)];

    #[test]
    fn a_kep_is_what_its_file_and_its_gates_say_of_the_release() {
        let specs = [(28, Stage::Alpha, false), (29, Stage::Beta, true), (33, Stage::Stable, true)];
        let kep = kep(Stage::Stable, &STAGES, vec![named(gate(&specs))]);
        assert_eq!(shown(&kep, 27), "nothing, then alpha 1.28");
        assert_eq!(shown(&kep, 28), "alpha 1.28 off, then beta 1.29");
        assert_eq!(shown(&kep, 31), "beta 1.29 on, then stable 1.33");
        assert_eq!(shown(&kep, 36), "stable 1.33 on");
    }

    #[test]
    fn what_no_release_confirms_is_a_plan() {
        let kep = kep(Stage::Beta, &[(Stage::Alpha, 36), (Stage::Beta, 37), (Stage::Stable, 39)], Vec::new());
        assert_eq!(shown(&kep, 35), "nothing, then alpha 1.36");
        assert_eq!(shown(&kep, 36), "alpha 1.36, then beta 1.37?", "1.37 came out after the facts");
        let given_up = KepInReleases {
            standing: KepStanding { status: Status::Withdrawn, ..kep.standing.clone() },
            ..kep
        };
        assert_eq!(shown(&given_up, 36), "alpha 1.36", "a proposal that was given up plans nothing");
    }

    #[test]
    fn what_never_became_stable_goes_with_its_gate_and_what_did_stays() {
        let website = |record: GateRecord| Gate {
            records: [(GateSource::Website, record.removed())].into(),
            ..named(gate(&[]))
        };
        let spec = |from: u16, until: u16, stage| GateSpec {
            from: v(from),
            until: Some(v(until)),
            standing: GateStanding { stage, default: Some(false), locked: None },
        };
        let dropped = website(GateRecord::new([spec(28, 33, Stage::Alpha)], v(35)));
        let kept = website(GateRecord::new([spec(28, 33, Stage::Stable)], v(35)));
        let kep_of = |gates| kep(Stage::Alpha, &[(Stage::Alpha, 28)], gates);
        assert_eq!(shown(&kep_of(vec![dropped.clone()]), 31), "alpha 1.28 off, gone in 1.34");
        assert_eq!(shown(&kep_of(vec![dropped.clone()]), 34), "nothing, gone in 1.34");
        assert_eq!(shown(&kep_of(vec![kept]), 36), "alpha 1.28");
        assert_eq!(
            shown(&kep_of(vec![dropped, named(gate(&[(28, Stage::Alpha, false)]))]), 36),
            "alpha 1.28 off"
        );
    }

    #[test]
    fn gates_say_the_stage_where_the_file_does_not_and_nothing_where_they_differ() {
        let beta = named(gate(&[(28, Stage::Alpha, false), (30, Stage::Beta, true)]));
        let alpha = named(gate(&[(29, Stage::Alpha, false)]));
        assert_eq!(shown(&kep(Stage::Alpha, &[], vec![beta.clone()]), 31), "beta 1.30 on");
        assert_eq!(shown(&kep(Stage::Alpha, &[], vec![beta.clone(), alpha.clone()]), 31), "nothing");
        let filed = |gates| kep(Stage::Stable, &STAGES, gates);
        assert_eq!(shown(&filed(vec![beta.clone(), alpha]), 31), "beta 1.29 on, then stable 1.33");
        let off = named(gate(&[(30, Stage::Beta, false)]));
        assert_eq!(
            shown(&filed(vec![beta, off]), 31),
            "beta 1.29, then stable 1.33",
            "nobody says whether it is on"
        );
    }
}
