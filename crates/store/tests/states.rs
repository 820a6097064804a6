//! Filters, counts and an order by the outcomes of references.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::cite::Repo;
use domain::github::{Answer, Item, ItemEvent, ItemEventKind, ItemKey, ItemKind, ItemState};
use domain::list::filter::{Cursor, Filter};
use domain::list::timeline::CitedKepCounts;
use ingest::kep_yaml::read;
use jiff::Timestamp;
use store::{FetchedItem, KepChange, KepHistory, KepPull, SyncEnd, SyncKind};
use support::{Database, filter};

/// Two KEPs, a pull request about each, one of another repository, an issue and a number of no KEP.
const JOURNAL: &str = "\
---
title: Notes
time_zone: Asia/Tokyo
---
## 2023-11-01

- a: KEP-753
- b: kubernetes/enhancements#4183 is about it
- c: k/k#1
- d: nothing is cited

## 2023-11-02

- e: KEP-1287 and KEP-753
- f: k/k#2

## 2025-06-01

- g: KEP-753, which has not moved since
- h: KEP-3990 and Cilium/Cilium#3
";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn change(folder: &str, day: &str, status: &str, stage: &str, milestones: &str) -> KepChange {
    let yaml =
        format!("title: T\nowning-sig: sig-node\nstatus: {status}\nstage: {stage}\nmilestone:\n{milestones}");
    KepChange {
        folder: format!("sig-node/{folder}"),
        moved_from: None,
        at: at(&format!("{day}T00:00:00Z")),
        commit: day.into(),
        revision: Some((read(&yaml).0, Vec::new())),
    }
}

/// 753 goes from alpha to stable on 2025-04-23; 1287 is withdrawn on 2024-02-03 without having shipped.
fn history() -> KepHistory {
    KepHistory {
        progress: None,
        titles: Vec::new(),
        whole: true,
        changes: vec![
            change("1287-in-place", "2023-01-01", "implementable", "alpha", "  alpha: v1.40\n"),
            change("753-sidecars", "2023-06-12", "implementable", "alpha", "  alpha: v1.28\n"),
            change("1287-in-place", "2024-02-03", "withdrawn", "alpha", "  alpha: v1.40\n"),
            change(
                "753-sidecars",
                "2025-03-01",
                "implemented",
                "stable",
                "  alpha: v1.28\n  stable: v1.33\n",
            ),
        ],
        pulls: vec![KepPull { pull: 4183, number: 753, position: 0, merged_at: at("2023-10-05T19:27:00Z") }],
    }
}

fn item(repo: &str, number: u64, kind: ItemKind, state: ItemState, closed: &str) -> FetchedItem {
    let closed = at(&format!("{closed}T00:00:00Z"));
    let what = if state == ItemState::Merged { ItemEventKind::Merged } else { ItemEventKind::Closed(state) };
    let item = Item {
        kind,
        title: "Do it".into(),
        state,
        created_at: Some(at("2023-01-01T00:00:00Z")),
        closed_at: Some(closed),
        merged_at: (state == ItemState::Merged).then_some(closed),
        updated_at: Some(closed),
        milestone: None,
        labels: Vec::new(),
        events: Some(vec![ItemEvent { at: closed, what }]),
        moved_to: None,
    };
    FetchedItem {
        key: ItemKey { repo: Repo::new(repo, repo), number },
        answer: Some(Answer::Item(Box::new(item))),
        at: at("2026-11-22T00:00:00Z"),
        etag: None,
    }
}

/// A database that knows what became of everything.
async fn synced(journal: &str) -> Database {
    let db = Database::new().await;
    db.import("notes", journal).await;
    let run = db.store.begin_sync(SyncKind::Keps, "a test", at("2026-11-22T00:00:00Z")).await.unwrap();
    db.store.store_keps(&history()).await.unwrap();
    let end = SyncEnd { data_at: Some(at("2026-07-24T00:00:00Z")), ..SyncEnd::default() };
    db.store.end_sync(run, at("2026-11-22T00:01:00Z"), &end).await.unwrap();
    let items = [
        item("kubernetes", 1, ItemKind::Pull, ItemState::Merged, "2023-12-05"),
        item("kubernetes", 2, ItemKind::Issue, ItemState::NotPlanned, "2023-10-01"),
    ];
    db.store.store_items(&items).await.unwrap();
    db.store.derive().await.unwrap();
    db
}

/// The first letters of the notes that a query finds, in the order of the page.
async fn letters(db: &Database, query: &str) -> String {
    db.found(query).await.iter().filter_map(|text| text.chars().next()).collect()
}

#[tokio::test]
async fn a_note_is_found_by_what_some_citation_of_it_has_become() {
    let db = synced(JOURNAL).await;
    for (query, found) in [
        ("kep=753", "geab"),
        ("kep=1287", "e"),
        ("kep=1287&kep=753", "geab"),
        ("kep=3990", "h"),
        ("kep=9", ""),
        ("stage=stable", "geab"),
        ("stage=none", "e"),
        ("stage=alpha", ""),
        ("stage=stable&stage=none", "geab"),
        ("status=implemented", "geab"),
        ("status=withdrawn", "e"),
        ("github=merged", "bc"),
        ("github=not_planned", "f"),
        ("github=merged&github=not_planned", "fbc"),
        ("github=unknown", "h"),
        ("verdict=overtaken", "eab"),
        ("verdict=dropped", "e"),
        ("verdict=held&verdict=late", ""),
        ("verdict=overtaken&github=merged", "b"),
        ("changed=1", "eabc"),
        ("ref=kubernetes/kubernetes%231", "c"),
        ("ref=kubernetes/enhancements%234183", "b"),
        ("ref=cilium/cilium%233", "h"),
        ("ref=cilium/Cilium%233&ref=k/k%232", "hf"),
        ("ref=kubernetes/kubernetes%233", ""),
        // Each key is met by some citation, not by the same one.
        ("stage=none&status=implemented", "e"),
        ("kep=1287&stage=stable", "e"),
        ("github=merged&stage=stable", "b"),
        ("changed=1&github=merged&sig=none", "c"),
        ("kep=753&in=2023-11-02", "e"),
        ("kep=753&order=asc", "abeg"),
    ] {
        let query = filter(query).query();
        assert_eq!(letters(&db, &query).await, found, "{query}");
    }
}

#[tokio::test]
async fn before_a_sync_there_is_nothing_to_narrow_by() {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    let page = db.store.timeline(&filter("")).await.unwrap();
    assert!(page.facets.stages.is_empty() && page.facets.statuses.is_empty());
    assert_eq!((page.facets.changed, page.keps), (0, CitedKepCounts::default()));
    assert!(page.facets.github.iter().all(|count| count.value == ItemState::Unknown), "never open");
    assert_eq!(letters(&db, "order=moved").await, "");
}

/// What a facet counts, as in `stable 4`.
fn shown<T: ToString>(counts: &[domain::list::timeline::FacetCount<T>]) -> Vec<String> {
    counts.iter().map(|count| format!("{} {}", count.value.to_string(), count.notes)).collect()
}

#[tokio::test]
async fn facets_count_notes_with_all_other_facets_applied() {
    let db = synced(JOURNAL).await;
    let page = db.store.timeline(&filter("")).await.unwrap();
    assert_eq!(shown(&page.facets.stages), ["stable 4", "none 1"]);
    assert_eq!(shown(&page.facets.statuses), ["implemented 4", "withdrawn 1"]);
    assert_eq!(shown(&page.facets.github), ["merged 2", "not_planned 1", "unknown 1"]);
    let verdicts: Vec<(&str, u32)> =
        page.facets.verdicts.iter().map(|count| (count.value.as_str(), count.notes)).collect();
    assert_eq!(verdicts, [("dropped", 1), ("overtaken", 3)]);
    assert_eq!((page.facets.changed, page.keps), (4, CitedKepCounts { cited: 2, moved: 2 }));

    let page = db.store.timeline(&filter("github=merged")).await.unwrap();
    assert_eq!(shown(&page.facets.stages), ["stable 1"]);
    assert_eq!(page.keps, CitedKepCounts { cited: 1, moved: 1 }, "a pull request about a KEP cites it");

    let page = db.store.timeline(&filter("in=2025")).await.unwrap();
    assert_eq!(shown(&page.facets.stages), ["stable 1"]);
    assert_eq!((page.facets.changed, page.keps), (0, CitedKepCounts { cited: 1, moved: 0 }));
    assert_eq!(page.facets.months.len(), 2, "the period leaves itself out");
}

/// What the headline of the timeline counts is what the list of KEPs shows.
#[tokio::test]
async fn a_kep_is_cited_by_its_number_or_by_a_pull_request_about_it() {
    let db = synced("# Notes\n\n## 2023-11-01\n\n- kubernetes/enhancements#4183 alone\n").await;
    let page = db.store.timeline(&filter("")).await.unwrap();
    assert_eq!(page.keps, CitedKepCounts { cited: 1, moved: 1 });
    let keps = db.store.keps(&Default::default()).await.unwrap();
    assert_eq!((keps.cited, keps.facets.changed), (1, 1));
    for journal in [JOURNAL, "# Notes\n\n## 2025-06-01\n\n- KEP-753 and kubernetes/enhancements#4183\n"] {
        let db = synced(journal).await;
        let page = db.store.timeline(&filter("")).await.unwrap();
        let all = db.store.keps(&Default::default()).await.unwrap();
        let moved = db.store.keps(&"changed=1".parse().unwrap()).await.unwrap();
        assert_eq!(page.keps, CitedKepCounts { cited: all.cited, moved: moved.matching });
        assert!(moved.keps.iter().all(|kep| kep.changed && kep.notes > 0));
    }
}

#[tokio::test]
async fn every_count_is_what_one_finds_by_it() {
    let db = synced(JOURNAL).await;
    for query in [
        "",
        "changed=1",
        "stage=none",
        "status=implemented&changed=1",
        "github=merged",
        "kep=753&in=2023",
        "sig=node",
        "exclude.sig=node&version=none",
        "ref=k/k/1",
        "verdict=overtaken",
        "verdict=held&verdict=late&sig=node",
        "order=moved",
    ] {
        let list = filter(query);
        let page = db.store.timeline(&list).await.unwrap();
        let found = async |wanted: &Filter, count: u32| {
            assert_eq!(db.store.timeline(wanted).await.unwrap().notes, count, "{query}: {wanted}");
            assert_eq!(letters(&db, &wanted.query()).await.len() as u32, count, "{query}: {wanted}");
        };
        for count in &page.facets.stages {
            found(&Filter { stages: vec![count.value], ..list.clone() }, count.notes).await;
        }
        for count in &page.facets.statuses {
            found(&Filter { statuses: vec![count.value.clone()], ..list.clone() }, count.notes).await;
        }
        for count in &page.facets.github {
            found(&Filter { github: vec![count.value], ..list.clone() }, count.notes).await;
        }
        for count in &page.facets.verdicts {
            found(&Filter { verdicts: vec![count.value], ..list.clone() }, count.notes).await;
        }
        for count in &page.facets.sigs {
            let sigs =
                domain::list::filter::TagFilter { any: vec![count.value.clone()], ..list.sigs.clone() };
            found(&Filter { sigs, ..list.clone() }, count.notes).await;
        }
        found(&Filter { changed: true, ..list.clone() }, page.facets.changed).await;
    }
}

/// Entries whose citations move on as many days, and on the same.
fn moving(entries: usize) -> (String, Vec<FetchedItem>) {
    let mut journal = String::from("# Moving\n");
    let mut items = Vec::new();
    let mut day = domain::Date::constant(2020, 1, 1);
    for n in 0..entries {
        // Two pull requests an entry, one of them merged on a day that it shares with others.
        let (one, other) = (100 + n as u64, 10_100 + n as u64);
        journal += &format!("\n## {day}\n- {n} cites k/k#{one}\n- {n} cites k/k#{other} too\n");
        let merged = format!("2024-{:02}-{:02}", 1 + n % 3, 1 + n % 5);
        items.push(item("kubernetes", one, ItemKind::Pull, ItemState::Merged, &merged));
        if n % 4 == 0 {
            items.push(item("kubernetes", other, ItemKind::Pull, ItemState::Merged, "2025-01-01"));
        }
        day = day.tomorrow().unwrap();
    }
    // Closed on an unknown day: it has moved all the same.
    (journal, items)
}

#[tokio::test]
async fn a_list_by_moves_begins_with_the_latest() {
    let db = synced(JOURNAL).await;
    // 753 moved on 2025-04-23, 1287 on 2024-02-03, k/k#1 on 2023-12-05.
    let page = db.store.timeline(&filter("order=moved")).await.unwrap();
    let days: Vec<String> = page.entries.iter().map(|entry| entry.moved_on.unwrap().to_string()).collect();
    assert_eq!(days, ["2025-04-23", "2025-04-23"]);
    assert_eq!(letters(&db, "order=moved").await, "eabc", "of one day the newer entry comes first");
    assert_eq!((page.notes, page.matching_entries), (4, 2));
    // Only the citations of the notes that match count.
    let page = db.store.timeline(&filter("order=moved&github=merged")).await.unwrap();
    assert_eq!(page.entries[0].moved_on.unwrap().to_string(), "2025-04-23");
    let page = db.store.timeline(&filter("order=moved&ref=k/k/1")).await.unwrap();
    assert_eq!(page.entries[0].moved_on.unwrap().to_string(), "2023-12-05");
    assert_eq!(letters(&db, "order=moved&in=2023-11-01").await, "abc");
}

#[tokio::test]
async fn pages_by_moves_join_without_gap_in_both_directions() {
    let db = Database::new().await;
    let (journal, items) = moving(40);
    db.import("moving", &journal).await;
    db.store.store_items(&items).await.unwrap();
    let run = db.store.begin_sync(SyncKind::Keps, "a test", at("2026-11-22T00:00:00Z")).await.unwrap();
    db.store.end_sync(run, at("2026-11-22T00:01:00Z"), &SyncEnd::default()).await.unwrap();
    db.store.derive().await.unwrap();
    for query in ["order=moved", "order=moved&in=2020-01&github=merged"] {
        let mut list = filter(query);
        let mut pages = Vec::new();
        let mut places = Vec::new();
        loop {
            let page = db.store.timeline(&list).await.unwrap();
            assert_eq!(page.has_previous, !pages.is_empty());
            places.extend(page.entries.iter().map(|entry| entry.place(list.order)));
            pages.push(page.entries.clone());
            if !page.has_next {
                assert_eq!(places.len() as u32, page.matching_entries);
                break;
            }
            list = list.at(Cursor::After(page.entries.last().unwrap().place(list.order)));
        }
        assert!(pages.len() > 2, "{query}");
        assert!(places.windows(2).all(|pair| pair[0] > pair[1]), "strictly downwards: {places:?}");
        for pair in pages.windows(2) {
            let first = pair[1][0].place(list.order);
            let back = db.store.timeline(&list.at(Cursor::Before(first))).await.unwrap();
            assert_eq!(back.entries, pair[0], "{query}");
            assert!(back.has_next);
        }
    }
}

#[tokio::test]
async fn tags_are_found_by_their_index_or_their_note() {
    let db = synced(JOURNAL).await;
    for query in ["", "sig=node&version=1.28", "sig=none&exclude.version=1.28"] {
        for (name, plan) in db.store.plans(&filter(query)).await.unwrap() {
            let whole = |step: &&String| step.contains("SCAN derived_tag") || step.contains("AUTOMATIC");
            assert_eq!(plan.iter().find(whole), None, "{query} {name}");
        }
    }
}

#[tokio::test]
async fn indexes_are_used() {
    let db = synced(JOURNAL).await;
    let all =
        "stage=stable&stage=none&status=implemented&github=merged&verdict=late&changed=1&kep=753&ref=k/k/1";
    for query in [
        "",
        all,
        "verdict=held&verdict=late",
        "order=moved",
        "in=2023&order=moved&after=2024-01-01.5.0a1b2c3d",
    ] {
        for (name, plan) in db.store.plans(&filter(query)).await.unwrap() {
            let whole = |step: &&String| ["SCAN outcome", "SCAN move", "SCAN later"].contains(&step.as_str());
            assert_eq!(plan.iter().find(whole), None, "{query} {name}");
            // Note by note, its own citations are looked at, not all that have moved.
            // The latest moves of all go from KEP to KEP instead, as the count of all KEPs does.
            let by_kep = name == "latest moves" || (name == "KEPs moved" && query.is_empty());
            let other = |step: &&String| {
                step.contains("outcome EXISTS") && !by_kep && !step.contains("PRIMARY KEY (note_id=?)")
            };
            assert_eq!(plan.iter().find(other), None, "{query} {name}");
        }
    }
    let plans = db.store.plans(&filter("")).await.unwrap();
    let (_, verdicts) = plans.iter().find(|(name, _)| *name == "verdicts").unwrap();
    let is_covering = |step: &String| step.contains("COVERING INDEX outcome_by_verdict");
    assert!(verdicts.iter().any(is_covering), "{verdicts:?}");
}
