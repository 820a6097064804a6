use super::*;
use crate::outcome::then_now::tests::{Kep, milestone};

/// A judgement in a line: `late by 3: alpha 1.27 planned, came in 1.30 [2023-02-09 2023-06-12]`.
fn described(judgement: Option<Judgement>) -> String {
    let Some(judgement) = judgement else { return "none".to_owned() };
    let mut described = judgement.verdict.as_str().to_owned();
    if let Some(Expectation { milestone, source }) = judgement.expected {
        described += &format!(": {milestone} by {}", source.as_str());
    }
    if let Some(came_in) = judgement.came_in {
        described += &format!(", came in {came_in}");
    }
    if let Some(late) = judgement.releases_late().filter(|late| *late != 0) {
        described += &format!(", {late} late");
    }
    let revisions: Vec<String> = judgement.revisions.iter().map(ToString::to_string).collect();
    format!("{described} [{}]", revisions.join(" "))
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn judged(kep: &Kep, note: NoteDay, wording: Wording) -> String {
    described(judge(&kep.history(), note, wording, kep.data_day))
}

#[track_caller]
fn check(revisions: &[&str], note: &str, expected: &str) {
    assert_eq!(
        judged(&Kep::new(revisions), NoteDay::new(day(note)), Wording::Silent),
        expected,
        "noted on {note}"
    );
}

/// Alpha slips once, beta comes as planned, stable once more.
const SHED: &[&str] = &[
    "2020-12-17 provisional:",
    "2023-02-09 implementable alpha: alpha 1.27, beta 1.28, stable 1.30",
    "2023-06-12 implementable alpha: alpha 1.28, beta 1.29, stable 1.32",
    "2023-10-05 implementable beta: alpha 1.28, beta 1.29, stable 1.32",
    "2025-02-04 implemented stable: alpha 1.28, beta 1.29, stable 1.33",
];

#[test]
fn what_came_in_its_release_held() {
    check(SHED, "2023-07-01", "held: alpha 1.28 by kep, came in 1.28 [2023-06-12]");
    check(SHED, "2023-09-01", "held: beta 1.29 by kep, came in 1.29 [2023-06-12 2023-10-05]");
}

#[test]
fn what_came_later_is_late_by_so_many_releases() {
    check(SHED, "2023-03-01", "late: alpha 1.27 by kep, came in 1.28, 1 late [2023-02-09 2023-06-12]");
    check(SHED, "2024-01-01", "late: stable 1.32 by kep, came in 1.33, 1 late [2023-10-05 2025-02-04]");
}

#[test]
fn what_came_before_its_release_is_early() {
    let hurried =
        ["2023-02-09 implementable alpha: alpha 1.29", "2023-05-01 implementable alpha: alpha 1.28"];
    check(&hurried, "2023-03-01", "early: alpha 1.29 by kep, came in 1.28, -1 late [2023-02-09 2023-05-01]");
}

#[test]
fn what_is_planned_again_after_its_release_is_missed() {
    let late = [
        "2023-02-09 implementable alpha: alpha 1.27",
        "2023-06-01 implementable alpha: alpha 1.29",
        "2026-06-01 implementable alpha: alpha 1.38",
    ];
    check(&late, "2023-03-01", "missed: alpha 1.27 by kep [2023-02-09 2026-06-01]");
    let silent = ["2023-02-09 implementable alpha: alpha 1.27", "2023-06-01 implementable:"];
    check(&silent, "2023-03-01", "missed: alpha 1.27 by kep [2023-02-09 2023-06-01]");
}

#[test]
fn what_was_given_up_before_it_came_is_dropped() {
    for status in ["withdrawn", "replaced", "rejected", "deferred"] {
        let given_up = [
            "2023-02-09 implementable alpha: alpha 1.27",
            "2023-06-01 implementable alpha: alpha 1.28",
            &format!("2023-07-01 {status} alpha: alpha 1.28"),
            &format!("2023-08-01 {status} alpha: alpha 1.28"),
        ];
        // The newest file still says alpha 1.28, but it was given up when 1.28 came out.
        check(&given_up, "2023-03-01", "dropped: alpha 1.27 by kep [2023-02-09 2023-07-01]");
        let unbuilt = [
            "2023-02-09 implementable alpha: alpha 1.27",
            &format!("2023-07-01 {status}: alpha 1.27"),
            &format!("2023-08-01 {status}:"),
        ];
        check(&unbuilt, "2023-03-01", "dropped: alpha 1.27 by kep [2023-02-09 2023-07-01]");
    }
}

#[test]
fn what_came_before_it_was_given_up_held() {
    let classic = ["2022-09-01 implementable alpha: alpha 1.26", "2024-10-05 withdrawn alpha: alpha 1.26"];
    check(&classic, "2022-10-01", "held: alpha 1.26 by kep, came in 1.26 [2022-09-01]");
}

#[test]
fn what_is_to_come_or_confirmed_by_nothing_is_open() {
    check(
        &["2026-06-01 implementable alpha: alpha 1.37"],
        "2026-06-02",
        "open: alpha 1.37 by kep [2026-06-01]",
    );
    // The release came out after the day of the data.
    let mut kep = Kep::new(&["2026-06-01 implementable beta: alpha 1.36, beta 1.37"]);
    assert!(judged(&kep, NoteDay::new(day("2026-06-02")), Wording::Silent).starts_with("open: beta 1.37"));
    kep.data_day = day("2026-07-24");
    let later = judge(&kep.history(), NoteDay::new(day("2026-06-02")), Wording::Silent, day("2026-09-01"));
    assert_eq!(described(later), "open: beta 1.37 by kep [2026-06-01]");
    // A file that nobody touched since does not say that it came.
    let stale = [
        "2023-02-09 implementable alpha: alpha 1.27, beta 1.28",
        "2023-06-01 implementable alpha: alpha 1.27, beta 1.29",
    ];
    check(&stale, "2023-07-01", "open: beta 1.29 by kep [2023-06-01]");
}

#[test]
fn a_stage_that_was_skipped_is_unknown() {
    let skipped = ["2023-02-09 implementable alpha: alpha 1.28", "2023-09-01 implementable beta: beta 1.29"];
    check(&skipped, "2023-03-01", "unknown: alpha 1.28 by kep [2023-02-09 2023-09-01]");
}

#[test]
fn what_went_further_without_an_expectation_is_overtaken() {
    check(SHED, "2021-01-01", "overtaken, came in 1.33 [2020-12-17 2025-02-04]");
    check(SHED, "2020-01-01", "overtaken, came in 1.33 [2025-02-04]");
    check(SHED, "2023-05-01", "overtaken, came in 1.33 [2023-02-09 2025-02-04]");
    check(SHED, "2025-06-01", "none");
    check(&["2023-02-09 provisional:", "2023-06-01 implementable:"], "2023-03-01", "none");
    check(&[], "2023-03-01", "none");
    let replaced = ["2023-10-05 implementable alpha: alpha 1.29", "2025-02-13 replaced alpha: alpha 1.29"];
    check(&replaced, "2023-10-01", "none");
}

#[test]
fn what_is_known_otherwise_counts_as_confirmed() {
    let mut kep =
        Kep::new(&["2023-02-09 implementable beta: beta 1.30", "2025-01-01 implementable beta: beta 1.33"]);
    kep.shipped_overrides.push(milestone("beta 1.30"));
    assert_eq!(
        judged(&kep, NoteDay::new(day("2023-03-01")), Wording::Silent),
        "held: beta 1.30 by kep, came in 1.30 [2023-02-09]"
    );
}

#[test]
fn a_note_of_uncertain_day_is_judged_where_the_plan_is_the_same() {
    let kep = Kep::new(SHED);
    let between = |first: &str, last: &str| NoteDay { first: Some(day(first)), last: Some(day(last)) };
    assert_eq!(
        judged(&kep, between("2023-07-01", "2023-07-20"), Wording::Silent),
        "held: alpha 1.28 by kep, came in 1.28 [2023-06-12]"
    );
    assert_eq!(judged(&kep, between("2023-03-01", "2023-07-20"), Wording::Silent), "none");
    let unbound = NoteDay { first: None, last: Some(day("2023-07-20")) };
    assert_eq!(judged(&kep, unbound, Wording::Silent), "none");
    assert_eq!(judged(&kep, NoteDay::default(), Wording::Silent), "none");
}

#[test]
fn the_words_of_a_note_count_where_they_can_mean_one_thing() {
    let kep = Kep::new(SHED);
    let noted = |wording| judged(&kep, NoteDay::new(day("2023-09-01")), wording);
    let version = |minor| Version { minor };
    let expects = |minor, stage| Wording::Expects { version: version(minor), stage };
    let by_kep = "held: beta 1.29 by kep, came in 1.29 [2023-06-12 2023-10-05]";
    assert_eq!(noted(Wording::Silent), by_kep);
    assert_eq!(noted(expects(29, None)), by_kep, "the plan is not quoted as the note's own words");
    assert_eq!(
        noted(expects(29, Some(Stage::Beta))),
        "held: beta 1.29 by note, came in 1.29 [2023-06-12 2023-10-05]"
    );
    // Another release than the plan's: judged where the note names the stage too.
    assert_eq!(
        noted(expects(30, Some(Stage::Beta))),
        "early: beta 1.30 by note, came in 1.29, -1 late [2023-06-12 2023-10-05]"
    );
    assert_eq!(noted(expects(30, None)), "none");
    assert_eq!(noted(expects(30, Some(Stage::Alpha))), "none", "it was alpha already");
    assert_eq!(noted(expects(29, Some(Stage::Stable))), "none", "it contradicts the plan");
    // A denial of the plan leaves nothing to judge; one of another release does.
    assert_eq!(noted(Wording::Denies { version: version(29) }), "none");
    assert_eq!(noted(Wording::Denies { version: version(30) }), by_kep);
}

#[test]
fn a_verdict_reads_its_own_word() {
    for verdict in Verdict::ALL {
        assert_eq!(verdict.as_str().parse(), Ok(*verdict));
        assert_eq!(serde_json::to_string(verdict).unwrap(), format!("\"{}\"", verdict.as_str()));
    }
    assert!("Held".parse::<Verdict>().is_err());
}
