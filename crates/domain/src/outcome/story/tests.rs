use super::*;
use crate::kep::{KepStanding, Status};
use crate::outcome::then_now::DatedRevision;
use crate::release::Releases;

/// Lines such as `2023-02-09 implementable alpha: alpha 1.27, beta 1.28`.
fn revised(line: &str) -> DatedRevision {
    let (head, milestones) = line.split_once(':').unwrap();
    let mut words = head.split(' ');
    let day = words.next().unwrap().parse().unwrap();
    let status = Status::read(words.next().unwrap()).0;
    let stage = words.next().map(|word| word.parse().unwrap());
    let milestones = milestones.split(',').map(str::trim).filter(|text| !text.is_empty()).map(|text| {
        let (stage, version) = text.split_once(' ').unwrap();
        Milestone { stage: stage.parse().unwrap(), version: version.parse().unwrap() }
    });
    DatedRevision {
        day,
        standing: KepStanding { status, stage, latest_milestone: None, milestones: milestones.collect() },
    }
}

/// The story in a line a stage: `alpha 1.27 missed, 1.28 shipped`.
fn described(revisions: &[&str], data_day: &str, now: &str, otherwise: &[Milestone]) -> Vec<String> {
    let revisions: Vec<DatedRevision> = revisions.iter().map(|line| revised(line)).collect();
    let releases = Releases::built_in();
    let history = History {
        revisions: &revisions,
        releases: &releases,
        data_day: data_day.parse().unwrap(),
        shipped_overrides: otherwise,
    };
    let fate = |fate: Fate| match fate {
        Fate::Shipped => "shipped".to_owned(),
        Fate::Planned => "planned".to_owned(),
        Fate::Unconfirmed => "unconfirmed".to_owned(),
        Fate::PutOff(day) => format!("put off {day}"),
        Fate::BroughtForward(day) => format!("brought forward {day}"),
        Fate::Missed(None) => "missed".to_owned(),
        Fate::Missed(Some(day)) => format!("missed, noted {day}"),
        Fate::TakenBack(day) => format!("taken back {day}"),
        Fate::GivenUp => "given up".to_owned(),
    };
    let story = stage_stories(&history, now.parse().unwrap());
    let line = |story: &StageStory| {
        let promises: Vec<String> =
            story.promises.iter().map(|it| format!("{} {}", it.version, fate(it.fate))).collect();
        format!("{} {}", story.stage, promises.join("; "))
    };
    story.iter().map(line).collect()
}

#[track_caller]
fn check(revisions: &[&str], expected: &[&str]) {
    assert_eq!(described(revisions, "2026-07-24", "2026-07-24", &[]), expected);
}

#[test]
fn a_release_has_the_last_that_became_of_what_was_promised_for_it() {
    let promise = |minor: u16, fate: Fate| Promise { version: Version { minor }, day: Date::MIN, fate };
    let story = |stage: Stage, promises: &[Promise]| StageStory { stage, promises: promises.to_vec() };
    let stories = [
        story(Stage::Alpha, &[promise(27, Fate::PutOff(Date::MIN)), promise(28, Fate::Shipped)]),
        story(
            Stage::Beta,
            &[
                promise(28, Fate::PutOff(Date::MIN)),
                promise(29, Fate::Missed(None)),
                promise(28, Fate::GivenUp),
            ],
        ),
        story(Stage::Stable, &[promise(30, Fate::Planned)]),
    ];
    let fates = |minor: u16| {
        let fates = fates_in(&stories, Version { minor }).into_iter();
        fates.map(|StageFate { stage, fate }| format!("{stage} {fate:?}")).collect::<Vec<_>>()
    };
    assert_eq!(fates(28), ["alpha Shipped"]);
    assert_eq!(fates(27), ["alpha PutOff(-009999-01-01)"]);
    assert_eq!(fates(29), ["beta Missed(None)"]);
    assert_eq!(fates(31), [""; 0]);
}

#[test]
fn a_kep_that_slipped_has_missed_put_off_and_shipped() {
    check(
        &[
            "2023-02-09 implementable alpha: alpha 1.27, beta 1.28, stable 1.30",
            "2023-06-12 implementable alpha: alpha 1.28, beta 1.29, stable 1.32",
            "2025-02-04 implemented stable: alpha 1.28, beta 1.29, stable 1.33",
        ],
        &[
            "alpha 1.27 missed, noted 2023-06-12; 1.28 shipped",
            "beta 1.28 put off 2023-06-12; 1.29 shipped",
            "stable 1.30 put off 2023-06-12; 1.32 missed, noted 2025-02-04; 1.33 shipped",
        ],
    );
}

#[test]
fn what_is_to_come_is_planned() {
    check(
        &["2026-01-01 implementable alpha: alpha 1.36, beta 1.39"],
        &["alpha 1.36 shipped", "beta 1.39 planned"],
    );
}

#[test]
fn a_release_that_no_file_knows_of_confirms_nothing() {
    let revisions = ["2026-06-16 implementable beta: beta 1.37"];
    assert_eq!(described(&revisions, "2026-07-24", "2026-08-25", &[]), ["beta 1.37 planned"]);
    assert_eq!(described(&revisions, "2026-07-24", "2026-08-26", &[]), ["beta 1.37 unconfirmed"]);
    assert_eq!(described(&revisions, "2026-08-26", "2026-08-26", &[]), ["beta 1.37 shipped"]);
}

#[test]
fn a_stage_beyond_the_files_own_was_missed() {
    check(
        &["2024-02-09 implementable alpha: alpha 1.25, beta 1.30"],
        &["alpha 1.25 shipped", "beta 1.30 missed"],
    );
}

#[test]
fn a_version_that_is_no_longer_named_was_taken_back_or_missed() {
    check(
        &["2023-02-09 implementable: beta 1.30", "2023-03-09 implementable:"],
        &["beta 1.30 taken back 2023-03-09"],
    );
    check(
        &["2023-02-09 implementable: beta 1.28", "2024-03-09 implementable:"],
        &["beta 1.28 missed, noted 2024-03-09"],
    );
    check(
        &[
            "2023-02-09 implementable: beta 1.30",
            "2023-03-09 implementable:",
            "2023-04-09 provisional beta: beta 1.30",
        ],
        &["beta 1.30 shipped"],
    );
}

#[test]
fn an_earlier_version_was_brought_forward() {
    check(
        &["2023-02-09 implementable: beta 1.30", "2023-03-09 implementable beta: beta 1.29"],
        &["beta 1.30 brought forward 2023-03-09; 1.29 shipped"],
    );
}

#[test]
fn plans_of_a_proposal_that_was_given_up_are_given_up() {
    check(
        &[
            "2023-02-09 implementable alpha: alpha 1.26, beta 1.29",
            "2024-02-09 withdrawn alpha: alpha 1.26, beta 1.29",
        ],
        &["alpha 1.26 shipped", "beta 1.29 given up"],
    );
}

#[test]
fn what_no_file_says_any_more_is_described_as_it_was() {
    let beta = Milestone { stage: Stage::Beta, version: Version { minor: 30 } };
    let revisions =
        ["2024-02-08 implementable beta: beta 1.30", "2026-03-24 implemented stable: beta 1.35, stable 1.36"];
    assert_eq!(
        described(&revisions, "2026-07-24", "2026-07-24", &[beta]),
        ["beta 1.30 shipped; 1.35 shipped", "stable 1.36 shipped"]
    );
    let never_named = ["2026-03-24 implemented stable: beta 1.35, stable 1.36"];
    assert_eq!(
        described(&never_named, "2026-07-24", "2026-07-24", &[beta])[0],
        "beta 1.30 shipped; 1.35 shipped"
    );
}

#[test]
fn a_version_that_was_moved_away_and_back_was_not_missed() {
    check(
        &[
            "2022-01-01 implementable alpha: alpha 1.26",
            "2023-01-01 implementable alpha: alpha 1.27",
            "2023-02-01 implementable alpha: alpha 1.26",
        ],
        &["alpha 1.26 shipped; 1.27 brought forward 2023-02-01; 1.26 shipped"],
    );
}
