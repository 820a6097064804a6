//! The judgement on the real history, where it is at hand.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use domain::Date;
use domain::kep::{Stage, is_kep_file, number_in_path};
use domain::outcome::story;
use domain::outcome::then_now::{DatedRevision, History, KepState, PlannedMilestone};
use domain::release::Releases;
use ingest::kep_yaml::read;
use real_data::{git, keps_repository};
use tempfile::TempDir;

/// Every `kep.yaml` by its path, with its revisions as they were: day in UTC and text.
fn histories(folder: &TempDir) -> BTreeMap<String, Vec<(Date, String)>> {
    let log = git(
        Some(folder),
        &["log", "--reverse", "--format=%ct", "--raw", "--no-abbrev", "--no-renames", "--", "*kep.yaml"],
        "",
    );
    let mut at = Timestamp::UNIX_EPOCH;
    let mut revisions = Vec::new();
    for line in log.lines().filter(|line| !line.is_empty()) {
        let Some(change) = line.strip_prefix(':') else {
            at = Timestamp::from_second(line.parse().unwrap()).unwrap();
            continue;
        };
        let (facts, path) = change.split_once('\t').unwrap();
        let blob = facts.split(' ').nth(3).unwrap();
        if is_kep_file(path) && blob.bytes().any(|byte| byte != b'0') {
            revisions.push((path.to_owned(), at.to_zoned(TimeZone::UTC).date(), blob.to_owned()));
        }
    }
    let wanted: String = revisions.iter().map(|(_, _, blob)| format!("{blob}\n")).collect();
    let mut answer = &git(Some(folder), &["cat-file", "--batch"], &wanted)[..];
    let mut histories = BTreeMap::<_, Vec<_>>::new();
    for (path, day, _) in revisions {
        let (head, rest) = answer.split_once('\n').unwrap();
        let size: usize = head.rsplit(' ').next().unwrap().parse().unwrap();
        histories.entry(path).or_default().push((day, rest[..size].to_owned()));
        answer = &rest[size + 1..];
    }
    histories
}

/// A state in one line.
fn summary(state: &KepState) -> String {
    let mut summary = state.status_name().to_owned();
    if let Some(shipped) = state.shipped {
        summary += &format!("; {shipped} shipped");
    }
    if let Some(PlannedMilestone { milestone, released_since }) = state.planned {
        summary += &format!("; {milestone} planned");
        summary += if released_since { ", released since, not confirmed" } else { "" };
    }
    for missed in &state.missed {
        summary += &format!("; {} missed", missed.milestone);
    }
    summary
}

fn date(day: &str) -> Date {
    day.parse().unwrap()
}

#[test]
fn the_real_history_gives_the_known_facts() {
    let Some(folder) = keps_repository() else { return };
    let tip = git(Some(&folder), &["ls-tree", "-r", "--name-only", "HEAD"], "");
    let tip: Vec<&str> = tip.lines().filter(|path| path.ends_with("/kep.yaml")).collect();
    assert_eq!(tip.len(), 656);
    let histories = histories(&folder);

    // The whole corpus: a KEP or a remark for each.
    let mut odd = 0;
    for path in &tip {
        let text = git(Some(&folder), &["show", &format!("HEAD:{path}")], "");
        let (revision, remarks) = read(&text);
        assert!(revision.title.is_some() || !remarks.is_empty(), "{path}");
        odd += usize::from(!remarks.is_empty());
    }
    assert!((5..60).contains(&odd), "{odd} files are odd");

    let releases = Releases::built_in();
    let standing =
        |(day, text): &(Date, String)| DatedRevision { day: *day, standing: read(text).0.standing };
    let kep = |number: u32| -> Vec<DatedRevision> {
        let mut paths = histories.iter().filter(|(path, _)| number_in_path(path) == Some(number));
        let (_, revisions) = paths.next().unwrap();
        assert!(paths.next().is_none(), "KEP {number} has two folders");
        revisions.iter().map(standing).collect()
    };
    fn history<'a>(revisions: &'a [DatedRevision], releases: &'a Releases) -> History<'a> {
        History { revisions, releases, data_day: date("2026-07-24"), shipped_overrides: &[] }
    }
    let check = |number: u32, day: &str, expected: &str| {
        let revisions = kep(number);
        assert_eq!(
            summary(&history(&revisions, &releases).state_on(date(day))),
            expected,
            "KEP-{number} on {day}"
        );
    };
    // The day after 1.37, with data from before it.
    let now = "2026-08-27";
    check(753, "2023-02-15", "implementable; alpha 1.27 planned");
    check(753, "2023-05-15", "implementable; alpha 1.27 missed");
    check(753, "2023-11-01", "implementable; alpha 1.28 shipped; beta 1.29 planned");
    check(753, now, "implemented; stable 1.33 shipped");
    check(2008, "2023-09-27", "implementable; alpha 1.25 shipped; beta 1.26 missed; stable 1.28 missed");
    check(2008, now, "implementable; beta 1.30 shipped; stable 1.33 missed");
    check(1287, now, "implemented; stable 1.35 shipped");
    check(3063, now, "withdrawn; alpha 1.26 shipped");
    check(127, now, "implemented; stable 1.36 shipped");
    check(4188, now, "implementable; alpha 1.36 shipped; beta 1.37 planned, released since, not confirmed");
    check(4188, "2026-07-24", "implementable; alpha 1.36 shipped; beta 1.37 planned");

    let revisions = kep(1287);
    let stories = story::stage_stories(&history(&revisions, &releases), date(now));
    let alpha = &stories.iter().find(|story| story.stage == Stage::Alpha).unwrap().promises;
    let alpha: Vec<String> =
        alpha.iter().skip(1).map(|promise| format!("{} {}", promise.day, promise.version)).collect();
    assert_eq!(
        alpha,
        ["2021-09-07 1.23", "2022-01-25 1.24", "2022-05-31 1.25", "2022-08-22 1.26", "2023-01-17 1.27"]
    );

    // Judgement on all that are at the tip: how many are at which stage, and how many missed a plan.
    let mut now_at = BTreeMap::new();
    let mut missed = 0;
    for path in tip.iter().filter(|path| is_kep_file(path)) {
        let revisions: Vec<DatedRevision> = histories[*path].iter().map(standing).collect();
        let state = history(&revisions, &releases).state_on(date(now));
        *now_at.entry(state.shipped.map(|shipped| shipped.stage)).or_insert(0) += 1;
        missed += usize::from(!state.missed.is_empty());
    }
    assert_eq!(now_at.values().sum::<i32>(), 654);
    let at = |stage| now_at.get(&stage).copied().unwrap_or_default();
    assert_eq!((at(Some(Stage::Stable)), at(Some(Stage::Beta)), at(Some(Stage::Alpha))), (259, 79, 87));
    assert_eq!((at(None), missed), (222, 37));

    // No revision that ever was stops anything.
    for revisions in histories.values() {
        let revisions: Vec<DatedRevision> = revisions.iter().map(standing).collect();
        let history = history(&revisions, &releases);
        assert!(revisions.iter().all(|revised| history.state_on(revised.day).status.is_some()));
    }
}
