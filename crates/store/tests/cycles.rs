//! Lists and counts by the cycles in which entries were written: the rule of `domain`, as SQL.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::Date;
use domain::list::filter::VersionRange;
use domain::list::timeline::Entry;
use domain::notebook::draft::{DraftEntry, DraftNote};
use domain::release::Release;
use domain::version::Version;
use support::{Database, filter, replacement};

/// Days about the releases of 1.27 (11 April 2023), 1.28 (15 August) and 1.29 (13 December), with undated entries between.
const DAYS: [(&str, &str, &str); 11] = [
    ("2018-01-01", "", ""),
    ("2023-04-11", "", ""),
    ("", "2023-04-11", "2023-04-12"),
    ("2023-04-12", "", ""),
    ("", "2023-04-12", "2023-08-15"),
    ("2023-08-15", "", ""),
    ("", "2023-08-15", "2023-08-16"),
    ("2023-08-16", "", ""),
    ("", "2023-08-16", "2023-12-13"),
    ("2023-12-13", "", ""),
    ("", "2023-12-13", ""),
];

/// A notebook of these entries, one of them without its body.
async fn database() -> Database {
    let db = Database::new().await;
    let day = |text: &str| (!text.is_empty()).then(|| text.parse::<Date>().unwrap());
    let entry = |(n, (date, not_before, not_after)): (usize, (&str, &str, &str))| DraftEntry {
        line: 1,
        date: day(date),
        not_before: day(not_before),
        not_after: day(not_after),
        notes: vec![DraftNote { line: 1, markdown: format!("note {n} of SIG Node") }],
        ..DraftEntry::default()
    };
    let mut journal = replacement("test", "");
    journal.entries = DAYS.into_iter().enumerate().map(entry).collect();
    let lost = DraftEntry {
        date: day("2023-08-14"),
        body_lost: true,
        notes: Vec::new(),
        ..journal.entries[4].clone()
    };
    journal.entries.insert(5, DraftEntry { not_before: None, not_after: None, ..lost });
    support::replace(&db.store, &journal).await.unwrap();
    db
}

async fn found(db: &Database, query: &str) -> Vec<Entry> {
    db.store.timeline(&filter(query)).await.unwrap().entries
}

#[tokio::test]
async fn entries_are_of_the_cycles_that_the_rule_says() {
    let db = database().await;
    let all = found(&db, "order=asc").await;
    assert_eq!(all.len(), DAYS.len() + 1);
    let releases = db.store.releases().await.unwrap();
    for minor in 14..40 {
        let cycle = releases.cycle(Version { minor });
        let is_within = |entry: &&Entry| {
            cycle.is_some_and(|cycle| cycle.contains(entry.date, entry.not_before, entry.not_after))
        };
        for (query, lost_too) in [("cycle", true), ("sig=node&cycle", false)] {
            let query = format!("{query}=1.{minor}&order=asc");
            let expected: Vec<_> = all
                .iter()
                .filter(is_within)
                .filter(|entry| lost_too || !entry.body_lost)
                .map(|entry| &entry.id)
                .collect();
            let page = db.store.timeline(&filter(&query)).await.unwrap();
            assert_eq!(page.entries.iter().map(|entry| &entry.id).collect::<Vec<_>>(), expected, "{query}");
            assert_eq!(page.matching_entries as usize, expected.len(), "{query}");
            let notes = all.iter().filter(is_within).filter(|entry| !entry.body_lost).count();
            assert_eq!(page.notes as usize, notes, "{query}");
            let counted = page.facets.cycles.iter().find(|count| count.value.minor == minor);
            assert_eq!(counted.map_or(0, |count| count.notes as usize), notes, "{query}: the facet");
        }
        let others = format!("exclude.cycle=1.{minor}&order=asc");
        assert_eq!(
            found(&db, &others).await.len(),
            all.len() - all.iter().filter(is_within).count(),
            "{others}"
        );
        let page = db.store.version(Version { minor }).await.unwrap();
        let notes = all.iter().filter(is_within).filter(|entry| !entry.body_lost).count();
        assert_eq!(page.map_or(0, |page| page.line.cycle_notes as usize), notes, "1.{minor}: its page");
    }
}

#[tokio::test]
async fn a_range_of_cycles_is_all_of_their_days() {
    let db = database().await;
    for (query, entries) in [
        // The undated entry between two of them is of the range, and of neither alone.
        ("cycle=1.28..1.29", 8),
        ("cycle=1.28&cycle=1.29", 7),
        ("cycle=1.28&cycle=1.20", 4),
        ("cycle=1.1..1.27", 1),
        ("cycle=1.28..1.200", 8),
        ("cycle=1.38..1.200", 0),
        ("exclude.cycle=1.38..1.200", 12),
        ("exclude.cycle=1.28..1.29", 4),
        ("cycle=1.28..1.29&exclude.cycle=1.28", 4),
        ("cycle=1.28&in=2023-08", 2),
    ] {
        assert_eq!(found(&db, query).await.len(), entries, "{query}");
    }
}

#[tokio::test]
async fn a_release_on_another_day_moves_the_cycles() {
    let db = database().await;
    let release = *db.store.releases().await.unwrap().get(Version { minor: 28 }).unwrap();
    let counts = |db: &Database| {
        let store = db.store.clone();
        async move {
            let facets = store.timeline(&filter("")).await.unwrap().facets;
            facets.cycles.iter().map(|count| format!("{} {}", count.value, count.notes)).collect::<Vec<_>>()
        }
    };
    assert_eq!(counts(&db).await, ["1.29 3", "1.28 3", "1.27 1"]);
    db.store.store_releases(&[Release { day: "2023-08-16".parse().unwrap(), ..release }]).await.unwrap();
    assert_eq!(counts(&db).await, ["1.29 1", "1.28 5", "1.27 1"]);
    let line = db
        .store
        .versions()
        .await
        .unwrap()
        .versions
        .into_iter()
        .find(|line| line.version.minor == 28)
        .unwrap();
    assert_eq!(line.cycle_notes, 5);
    let range = VersionRange::from(Version { minor: 28 });
    assert_eq!(db.again().await.timeline(&filter(&format!("cycle={range}"))).await.unwrap().notes, 5);
}
