//! What digests hold: notes by their day, moves between both bounds, plans, and what comes next.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::Date;
use domain::digest::{Digest, DigestKind, NoDigest};
use jiff::Timestamp;
use store::{KepChange, KepHistory, SyncEnd, SyncKind};
use support::Database;

const JOURNAL: &str = "\
# Notes

## 2023-08-14

- a: KEP-753 soon

## 2023-08-15

- b: KEP-753 and KEP-127 are out

## 2023-09-03

- c: nothing is cited
- d: KEP-753 again
";

const TODAY: Date = Date::constant(2026, 11, 28);

fn change(number: &str, day: &str, status: &str, stage: &str, milestones: &str) -> KepChange {
    let yaml = format!(
        "title: T{number}\nowning-sig: sig-node\nstatus: {status}\nstage: {stage}\nmilestone:\n{milestones}"
    );
    KepChange {
        folder: format!("sig-node/{number}-feature"),
        moved_from: None,
        at: format!("{day}T00:00:00Z").parse().unwrap(),
        commit: format!("{number}-{day}"),
        revision: Some((ingest::kep_yaml::read(&yaml).0, Vec::new())),
    }
}

/// A sync of KEPs that ended on a day.
async fn sync(db: &Database, day: &str, changes: Vec<KepChange>) {
    let now: Timestamp = format!("{day}T12:00:00Z").parse().unwrap();
    let run = db.store.begin_sync(SyncKind::Keps, "a test", now).await.unwrap();
    let history = KepHistory { whole: false, changes, ..KepHistory::default() };
    db.store.store_keps(&history).await.unwrap();
    db.store.end_sync(run, now, &SyncEnd { data_at: Some(now), ..SyncEnd::default() }).await.unwrap();
    db.store.derive().await.unwrap();
}

/// Two KEPs that notes cite, of which one slipped, and one that none cites.
async fn database() -> Database {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    let changes = vec![
        change("753", "2023-01-10", "implementable", "beta", "  alpha: v1.28\n  beta: v1.29\n"),
        change("127", "2023-01-10", "implementable", "alpha", "  alpha: v1.28\n  beta: v1.29\n"),
        change("999", "2023-01-10", "implementable", "alpha", "  alpha: v1.28\n"),
        change("127", "2023-08-31", "implementable", "alpha", "  alpha: v1.28\n  beta: v1.30\n"),
    ];
    sync(&db, "2024-01-10", changes).await;
    db
}

async fn digest(db: &Database, period: &str) -> Digest {
    db.store.digest(period.parse().unwrap(), TODAY).await.unwrap().unwrap()
}

/// What moved: the day, what, its group and how many notes cite it.
async fn moves(db: &Database, period: &str) -> Vec<String> {
    let digest = digest(db, period).await;
    let line = |it: &domain::digest::DigestMove| {
        format!("{} {} {} {}", it.day, it.subject, it.group().as_str(), it.notes)
    };
    digest.moves.iter().map(line).collect()
}

/// The first letters of the notes.
fn letters(digest: &Digest) -> String {
    digest.entries.iter().flat_map(|entry| &entry.notes).map(|note| &note.text[..1]).collect()
}

#[tokio::test]
async fn a_digest_has_the_notes_and_moves_of_its_days_alone() {
    let db = database().await;
    let month = digest(&db, "2023-08").await;
    assert_eq!((letters(&month).as_str(), month.notes, month.entries_count), ("ab", 2, 2), "oldest first");
    // 1.28 came out on Tuesday, 15 August: KEP-999 came with it too, and no note cites that.
    let shipped = ["2023-08-15 kep/127 shipped 1", "2023-08-15 kep/753 shipped 3"];
    assert_eq!(moves(&db, "2023-W33").await, shipped);
    assert_eq!(letters(&digest(&db, "2023-W33").await), "ab");
    let slipped = "2023-08-31 kep/127 plans 1";
    assert_eq!(moves(&db, "2023-08").await, [shipped[0], shipped[1], slipped]);
    assert_eq!(moves(&db, "2023-W32").await, [""; 0], "the week before");
    assert_eq!(moves(&db, "2023-W34").await, [""; 0], "the week after");
    assert_eq!(moves(&db, "2023-09").await, [""; 0]);
    assert_eq!(letters(&digest(&db, "2023-09").await), "cd");
    // The last day of a cycle is that of its release.
    assert_eq!(moves(&db, "1.28").await, shipped);
    assert_eq!(letters(&digest(&db, "1.28").await), "ab");
    // What came out stands before plans that changed.
    assert_eq!(moves(&db, "1.29").await, ["2023-12-13 kep/753 shipped 3", slipped]);
}

#[tokio::test]
async fn a_digest_names_the_newest_notes_that_cite_what_moved() {
    let db = database().await;
    let week = digest(&db, "2023-W33").await;
    let moved = week.moves.iter().find(|it| it.notes == 3).unwrap();
    assert_eq!(moved.title.as_deref(), Some("T753"));
    assert_eq!(moved.sig.as_ref().map(|sig| sig.as_str()), Some("sig-node"));
    let days: Vec<String> = moved.citing.iter().map(|note| note.day.unwrap().to_string()).collect();
    assert_eq!(days, ["2023-09-03", "2023-08-15", "2023-08-14"]);
}

#[tokio::test]
async fn what_the_facts_take_back_is_no_part_of_a_digest() {
    let db = database().await;
    let later = change("753", "2024-02-01", "implementable", "alpha", "  alpha: v1.30\n  beta: v1.31\n");
    sync(&db, "2024-02-02", vec![later]).await;
    assert_eq!(moves(&db, "2023-W33").await, ["2023-08-15 kep/127 shipped 1", "2023-08-15 kep/753 plans 3"]);
    let feed = db.store.feed(&Default::default(), domain::list::feed::FeedItems::Moves).await.unwrap();
    assert!(feed.moves.iter().any(|it| it.taken_back), "feeds report it");
}

#[tokio::test]
async fn what_comes_next_is_what_was_planned_then_with_what_became_of_it() {
    let db = database().await;
    let planned = async |period: &str| -> Vec<String> {
        let upcoming = digest(&db, period).await.upcoming.unwrap();
        let version = upcoming.release.version;
        upcoming
            .plans
            .iter()
            .map(|plan| format!("{version} {} {} {:?}", plan.kep, plan.stage, plan.fate))
            .collect()
    };
    let put_off = "1.29 127 beta PutOff(2023-08-31)";
    assert_eq!(planned("2023-W34").await, [put_off, "1.29 753 beta Shipped"]);
    assert_eq!(planned("2023-08").await, ["1.29 753 beta Shipped"], "the file had said so on the last day");
    assert_eq!(planned("2023-07").await, ["1.28 127 alpha Shipped", "1.28 753 alpha Shipped"]);
    assert!(digest(&db, "2026-11").await.upcoming.is_none(), "no release after 1.37 is known");
}

#[tokio::test]
async fn a_digest_has_its_neighbours_as_far_as_there_is_something() {
    let db = database().await;
    let neighbours = async |period: &str| {
        let digest = digest(&db, period).await;
        [digest.previous, digest.next]
            .map(|period| period.map(|period| period.to_string()).unwrap_or_default())
    };
    assert_eq!(neighbours("2023-W01").await, ["2022-W52", "2023-W02"]);
    assert_eq!(neighbours("2026-11").await, ["2026-10", ""], "the next month has not begun");
    assert_eq!(neighbours("1.28").await, ["1.27", "1.29"]);
    // Nothing is known before the first release that is: who goes back comes to an end.
    assert_eq!(neighbours("2019-03").await, ["", "2019-04"]);
    let running = digest(&db, "2026-W48").await;
    assert!(running.is_running && running.is_empty());
    let refused = db.store.digest("2026-12".parse().unwrap(), TODAY).await.unwrap();
    assert_eq!(refused.err(), Some(NoDigest::NotBegun(Date::constant(2026, 12, 1))));
}

#[tokio::test]
async fn the_index_lists_periods_with_notes_or_moves() {
    let db = database().await;
    let index = db.store.digest_index(TODAY).await.unwrap();
    let lines = |kind| -> Vec<String> {
        let lines = index.lines(kind).into_iter();
        lines.map(|line| format!("{} {}+{}", line.period, line.notes, line.moves)).collect()
    };
    assert_eq!(lines(DigestKind::Month), ["2023-12 0+1", "2023-09 2+0", "2023-08 2+2"]);
    assert_eq!(lines(DigestKind::Cycle), ["1.29 2+1", "1.28 2+2"]);
}

#[tokio::test]
async fn a_cycle_has_what_its_notes_expected() {
    let db = database().await;
    let cycle = digest(&db, "1.28").await;
    assert!(!cycle.expectations.is_empty(), "{cycle:?}");
    assert!(digest(&db, "2023-08").await.expectations.is_empty(), "a month has no release");
}
