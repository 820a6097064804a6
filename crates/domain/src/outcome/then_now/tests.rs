use proptest::prelude::*;

use super::*;
use crate::kep::{Milestones, Stage};
use crate::version::Version;

/// A milestone as in `alpha 1.28`.
pub(in crate::outcome) fn milestone(text: &str) -> Milestone {
    let (stage, version) = text.split_once(' ').unwrap();
    Milestone { stage: stage.parse().unwrap(), version: version.parse().unwrap() }
}

/// A revision as in `2023-02-09 implementable alpha: alpha 1.27, beta 1.28`.
fn revised(text: &str) -> DatedRevision {
    let (head, milestones) = text.split_once(':').unwrap();
    let mut head = head.split(' ');
    let (day, status) = (head.next().unwrap().parse().unwrap(), head.next().unwrap().to_owned().into());
    let milestones: Milestones =
        milestones.split(',').map(str::trim).filter(|text| !text.is_empty()).map(milestone).collect();
    let stage = head.next().map(|stage| stage.parse().unwrap());
    DatedRevision { day, standing: KepStanding { status, stage, latest_milestone: None, milestones } }
}

/// A state in words: `provisional; alpha 1.27 shipped; beta 1.28 planned; stable 1.30 missed`.
pub(super) fn described(state: &KepState) -> String {
    let mut described = state.status_name().to_owned();
    if let Some(shipped) = state.shipped {
        described += &format!("; {shipped} shipped");
    }
    if let Some(PlannedMilestone { milestone, released_since }) = state.planned {
        described += &format!("; {milestone} planned");
        described += if released_since { ", released since, not confirmed" } else { "" };
    }
    for missed in &state.missed {
        described += &format!("; {} missed", missed.milestone);
    }
    described
}

/// A KEP's revisions, judged with data that are complete up to a day.
pub(in crate::outcome) struct Kep {
    revisions: Vec<DatedRevision>,
    releases: Releases,
    pub data_day: Date,
    pub shipped_overrides: Vec<Milestone>,
}

impl Kep {
    pub(in crate::outcome) fn new(revisions: &[&str]) -> Self {
        Self {
            revisions: revisions.iter().map(|text| revised(text)).collect(),
            releases: Releases::built_in(),
            data_day: "2026-07-24".parse().unwrap(),
            shipped_overrides: Vec::new(),
        }
    }

    pub(in crate::outcome) fn history(&self) -> History<'_> {
        History {
            revisions: &self.revisions,
            releases: &self.releases,
            data_day: self.data_day,
            shipped_overrides: &self.shipped_overrides,
        }
    }

    fn on(&self, day: &str) -> KepState {
        self.history().state_on(day.parse().unwrap())
    }

    #[track_caller]
    fn check(&self, day: &str, expected: &str) {
        assert_eq!(described(&self.on(day)), expected, "on {day}");
    }
}

/// Alpha slips once, beta comes as planned, stable once more.
fn shed() -> Kep {
    Kep::new(&[
        "2020-12-17 provisional:",
        "2023-02-09 implementable alpha: alpha 1.27, beta 1.28, stable 1.30",
        "2023-06-12 implementable alpha: alpha 1.28, beta 1.29, stable 1.32",
        "2023-10-05 implementable beta: alpha 1.28, beta 1.29, stable 1.32",
        "2025-02-04 implemented stable: alpha 1.28, beta 1.29, stable 1.33",
    ])
}

#[test]
fn before_the_first_file_a_kep_is_absent() {
    shed().check("2020-12-16", "absent");
    shed().check("2020-12-17", "provisional");
    Kep::new(&[]).check("2020-12-16", "absent");
}

#[test]
fn a_planned_release_has_not_shipped() {
    shed().check("2023-02-09", "implementable; alpha 1.27 planned");
    shed().check("2023-04-10", "implementable; alpha 1.27 planned");
}

#[test]
fn a_plan_past_its_release_that_the_newest_file_contradicts_is_missed() {
    shed().check("2023-04-11", "implementable; alpha 1.27 missed");
    shed().check("2023-06-11", "implementable; alpha 1.27 missed");
    let [missed] = shed().on("2023-05-15").missed[..] else { panic!("one plan was missed") };
    assert_eq!(missed.planned_by.to_string(), "2023-02-09");
    assert_eq!(missed.contradicted_by.unwrap().to_string(), "2023-06-12");
}

#[test]
fn a_plan_that_was_put_off_in_time_is_not_missed() {
    shed().check("2023-06-12", "implementable; alpha 1.28 planned");
}

#[test]
fn a_stage_ships_with_its_release() {
    shed().check("2023-08-14", "implementable; alpha 1.28 planned");
    shed().check("2023-08-15", "implementable; alpha 1.28 shipped; beta 1.29 planned");
    shed().check("2023-12-13", "implementable; beta 1.29 shipped; stable 1.32 planned");
    shed().check("2025-01-01", "implementable; beta 1.29 shipped; stable 1.32 missed");
    shed().check("2025-04-22", "implemented; beta 1.29 shipped; stable 1.33 planned");
    shed().check("2025-04-23", "implemented; stable 1.33 shipped");
}

#[test]
fn the_last_of_two_revisions_on_a_day_is_in_force() {
    let kep = Kep::new(&["2023-02-09 provisional:", "2023-02-09 rejected:"]);
    kep.check("2023-02-09", "rejected");
}

#[test]
fn a_stage_beyond_the_files_own_is_not_confirmed() {
    let kep = Kep::new(&["2024-02-09 implementable beta: alpha 1.25, beta 1.30, stable 1.33"]);
    kep.check("2024-02-09", "implementable; alpha 1.25 shipped; beta 1.30 planned");
    kep.check("2026-07-24", "implementable; beta 1.30 shipped; stable 1.33 missed");
    assert_eq!(kep.on("2026-07-24").missed[0].contradicted_by, None);
    let kep = Kep::new(&["2024-02-09 implementable: alpha 1.25"]);
    kep.check("2026-07-24", "implementable; alpha 1.25 missed");
}

#[test]
fn a_release_after_the_datas_day_confirms_nothing() {
    let kep = Kep::new(&["2026-06-16 implementable beta: alpha 1.36, beta 1.37, stable 1.38"]);
    kep.check("2026-07-24", "implementable; alpha 1.36 shipped; beta 1.37 planned");
    kep.check("2026-08-25", "implementable; alpha 1.36 shipped; beta 1.37 planned");
    kep.check(
        "2026-08-26",
        "implementable; alpha 1.36 shipped; beta 1.37 planned, released since, not confirmed",
    );
    let kep = Kep { data_day: "2026-08-26".parse().unwrap(), ..kep };
    kep.check("2026-08-26", "implementable; beta 1.37 shipped; stable 1.38 planned");
}

#[test]
fn a_release_that_is_not_known_is_still_to_come() {
    let kep = Kep::new(&["2026-06-16 implementable stable: alpha 1.4, stable 1.99"]);
    kep.check("2026-07-24", "implementable; alpha 1.4 shipped; stable 1.99 planned");
}

#[test]
fn a_proposal_that_was_given_up_plans_and_misses_nothing() {
    for status in ["withdrawn", "rejected", "replaced", "deferred"] {
        let last = format!("2024-10-05 {status} alpha: alpha 1.26, beta 1.29, stable 1.38");
        let kep = Kep::new(&["2022-11-01 implementable alpha: alpha 1.26, beta 1.29", &last]);
        kep.check("2023-01-01", "implementable; alpha 1.26 shipped; beta 1.29 planned");
        kep.check("2024-01-01", "implementable; alpha 1.26 shipped; beta 1.29 missed");
        kep.check("2024-10-05", &format!("{status}; alpha 1.26 shipped"));
    }
}

#[test]
fn a_skipped_stage_does_not_hide_the_plan_that_came_true() {
    let kep = Kep::new(&[
        "2023-01-01 implementable alpha: alpha 1.26, beta 1.28, stable 1.30",
        "2024-01-01 implemented stable: alpha 1.26, stable 1.30",
    ]);
    kep.check("2023-09-01", "implementable; alpha 1.26 shipped; stable 1.30 planned; beta 1.28 missed");
}

#[test]
fn what_no_file_says_any_more_can_be_known_otherwise() {
    let kep = Kep::new(&[
        "2024-02-08 implementable beta: alpha 1.25, beta 1.30",
        "2026-03-24 implemented stable: alpha 1.25, beta 1.35, stable 1.36",
    ]);
    kep.check("2024-05-01", "implementable; alpha 1.25 shipped; beta 1.30 missed");
    let kep = Kep { shipped_overrides: vec![milestone("beta 1.30")], ..kep };
    kep.check("2024-03-01", "implementable; alpha 1.25 shipped; beta 1.30 planned");
    kep.check("2024-05-01", "implementable; beta 1.30 shipped");
    kep.check("2026-04-01", "implemented; beta 1.30 shipped; stable 1.36 planned");
    kep.check("2026-04-22", "implemented; stable 1.36 shipped");
}

#[test]
fn what_shipped_before_its_file_had_shipped() {
    let kep = Kep::new(&["2021-01-01 implementable beta: alpha 1.14, beta 1.21"]);
    kep.check("2019-03-24", "absent");
    kep.check("2019-03-25", "absent; alpha 1.14 shipped");
}

#[test]
fn a_kep_has_changed_when_its_shipped_stage_or_its_status_has() {
    let kep = shed();
    for (then, now, expected) in [
        ("2023-02-15", "2023-02-15", false),
        ("2023-02-15", "2023-05-15", false), // missed, and nothing else
        ("2023-06-12", "2023-08-15", true),  // alpha came out
        ("2023-08-15", "2023-11-01", false), // only the file's own stage went on
        ("2025-01-01", "2025-02-04", true),  // implemented
        ("2020-12-16", "2020-12-17", true),  // no longer absent
    ] {
        assert_eq!(changed(&kep.on(then), &kep.on(now)), expected, "{then} to {now}");
    }
}

#[test]
fn a_state_goes_over_the_wire() {
    let state = shed().on("2023-05-15");
    let json = serde_json::to_string(&state).unwrap();
    assert_eq!(serde_json::from_str::<KepState>(&json).unwrap(), state);
    assert!(json.contains(r#""milestone":{"stage":"alpha","version":"1.27"}"#), "{json}");
}

proptest! {
    #[test]
    fn no_stage_is_two_things_at_once_and_nothing_unships(
        files in prop::collection::vec(
            (0i16..2500, 0usize..8, prop::option::of(0usize..6), prop::collection::vec(prop::option::of(12u16..40), 6)),
            0..6,
        ),
        day in 0i16..2500,
        data_day in 0i16..2500,
    ) {
        let days = |days: i16| Date::constant(2019, 6, 1).saturating_add(jiff::Span::new().days(days));
        let mut revisions: Vec<DatedRevision> = Vec::new();
        for (day, status, stage, versions) in files {
            let stages = Stage::ALL.iter().copied().zip(versions);
            let milestones =
                stages.filter_map(|(stage, minor)| Some(Milestone { stage, version: Version { minor: minor? } }));
            let standing = KepStanding {
                status: Status::KNOWN.get(status).cloned().unwrap_or_default(),
                stage: stage.map(|stage| Stage::ALL[stage]),
                latest_milestone: None,
                milestones: milestones.collect(),
            };
            revisions.push(DatedRevision { day: days(day), standing });
        }
        revisions.sort_by_key(|revised| revised.day);
        let releases = Releases::built_in();
        let history =
            History { revisions: &revisions, releases: &releases, data_day: days(data_day), shipped_overrides: &[] };
        let state = history.state_on(days(day));
        let shipped = state.shipped.map(|shipped| shipped.stage);
        for missed in &state.missed {
            prop_assert!(Some(missed.milestone.stage) > shipped);
            prop_assert!(releases.is_out(missed.milestone.version, history.data_day));
            prop_assert!(missed.contradicted_by.is_none_or(|later| missed.planned_by <= later));
        }
        if let Some(planned) = state.planned {
            prop_assert!(Some(planned.milestone.stage) > shipped);
            prop_assert!(state.missed.iter().all(|missed| missed.milestone != planned.milestone));
            prop_assert_eq!(planned.released_since, releases.is_out(planned.milestone.version, days(day)));
            prop_assert!(!planned.released_since || days(day) > history.data_day);
        }
        prop_assert_eq!(state.status.is_none(), state.revision.is_none());
        prop_assert!(shipped <= history.shipped_on(days(day + 200)).map(|shipped| shipped.stage));
        prop_assert!(!changed(&state, &state));
    }
}
