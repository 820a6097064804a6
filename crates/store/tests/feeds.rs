//! The items of feeds: notes by their changes, and moves as they become known.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::cite::Repo;
use domain::github::{Answer, Item, ItemEvent, ItemEventKind, ItemKey, ItemKind, ItemState};
use domain::list::feed::FeedItems;
use ingest::kep_yaml::read;
use jiff::Timestamp;
use store::{FetchedItem, KepChange, KepHistory, SyncEnd, SyncKind};
use support::{Database, filter, replace, replacement};

const JOURNAL: &str = "\
# Notes

## 2023-11-01

- a: KEP-753
- b: k/k#1 of SIG Node

## 2023-11-02

- c: KEP-753 and kubernetes/kubernetes#1
- d: nothing is cited
";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn change(day: &str, status: &str, stage: &str, milestones: &str) -> KepChange {
    let yaml =
        format!("title: T\nowning-sig: sig-node\nstatus: {status}\nstage: {stage}\nmilestone:\n{milestones}");
    KepChange {
        folder: "sig-node/753-sidecars".into(),
        moved_from: None,
        at: at(&format!("{day}T00:00:00Z")),
        commit: day.into(),
        revision: Some((read(&yaml).0, Vec::new())),
    }
}

fn pull(state: ItemState, ended: Option<&str>) -> FetchedItem {
    let ended = ended.map(|day| at(&format!("{day}T00:00:00Z")));
    let merged = state == ItemState::Merged;
    let what = if merged { ItemEventKind::Merged } else { ItemEventKind::Closed(state) };
    let item = Item {
        kind: ItemKind::Pull,
        title: "Do it".into(),
        state,
        created_at: Some(at("2023-01-01T00:00:00Z")),
        closed_at: ended,
        merged_at: ended.filter(|_| merged),
        updated_at: ended,
        milestone: None,
        labels: Vec::new(),
        events: Some(ended.into_iter().map(|at| ItemEvent { at, what }).collect()),
        moved_to: None,
    };
    FetchedItem {
        key: ItemKey { repo: Repo::new("kubernetes", "kubernetes"), number: 1 },
        answer: Some(Answer::Item(Box::new(item))),
        at: at("2026-11-22T00:00:00Z"),
        etag: None,
    }
}

/// A sync of KEPs and of GitHub that ended on a day.
async fn sync(db: &Database, day: &str, changes: Vec<KepChange>, items: &[FetchedItem]) {
    let now = at(&format!("{day}T12:00:00Z"));
    for kind in [SyncKind::Keps, SyncKind::Github] {
        let run = db.store.begin_sync(kind, "a test", now).await.unwrap();
        if kind == SyncKind::Keps {
            let history = KepHistory { whole: false, changes: changes.clone(), ..KepHistory::default() };
            db.store.store_keps(&history).await.unwrap();
        } else {
            db.store.store_items(items).await.unwrap();
        }
        let end = SyncEnd { data_at: Some(now), ..SyncEnd::default() };
        db.store.end_sync(run, now, &end).await.unwrap();
    }
    db.store.derive().await.unwrap();
}

const ALPHA: &str = "  alpha: v1.28\n";
const STABLE: &str = "  alpha: v1.28\n  stable: v1.33\n";

/// The moves of a feed: what, since when it is listed, and by how many notes it is cited.
async fn moves(db: &Database, query: &str) -> Vec<String> {
    let feed = db.store.feed(&filter(query), FeedItems::Moves).await.unwrap();
    assert!(feed.notes.is_empty());
    let listed = feed.moves.iter().map(|it| {
        let back = if it.taken_back { " (taken back)" } else { "" };
        format!("{}/{} {} {}{back}", it.subject, it.reached, it.updated_at, it.notes)
    });
    listed.collect()
}

/// The first letters of the notes of a feed, with the days of their changes.
async fn notes(db: &Database, query: &str) -> Vec<String> {
    let feed = db.store.feed(&filter(query), FeedItems::Notes).await.unwrap();
    assert!(feed.moves.is_empty());
    let listed = feed.notes.iter().map(|it| {
        let day = |at: Timestamp| at.strftime("%Y-%m-%d").to_string();
        format!("{} {} {}", &it.note.text[..1], day(it.added_at), day(it.changed_at))
    });
    listed.collect()
}

#[tokio::test]
async fn only_a_note_whose_words_change_is_news() {
    let db = Database::new().await;
    let import_on = async |text: &str, day: &str| {
        let mut replacement = replacement("notes", text);
        replacement.at = at(&format!("{day}T00:00:00Z"));
        replace(&db.store, &replacement).await.unwrap();
    };
    import_on(JOURNAL, "2026-01-01").await;
    let all = ["d", "c", "b", "a"].map(|letter| format!("{letter} 2026-01-01 2026-01-01"));
    assert_eq!(notes(&db, "").await, all);
    assert_eq!(notes(&db, "sig=node").await, [all[2].clone()], "exactly the notes of the list");

    import_on(JOURNAL, "2026-02-01").await;
    assert_eq!(notes(&db, "").await, all, "the same notes once more are no news");

    let moved =
        JOURNAL.replace("- a: KEP-753\n- b: k/k#1 of SIG Node\n", "- b: k/k#1 of SIG Node\n- a: KEP-753\n");
    import_on(&moved, "2026-03-01").await;
    let mut listed = notes(&db, "").await;
    listed.sort();
    let mut same = all.to_vec();
    same.sort();
    assert_eq!(listed, same, "that a note stands elsewhere is none");

    let edited = JOURNAL.replace("nothing is cited", "nothing is cited here");
    import_on(&edited, "2026-04-01").await;
    let listed = notes(&db, "").await;
    assert_eq!(listed[0], "d 2026-01-01 2026-04-01");
    assert!(listed[1..].iter().all(|note| note.ends_with("2026-01-01")), "{listed:?}");

    let without = JOURNAL.replace("- a: KEP-753\n", "");
    import_on(&without, "2026-05-01").await;
    assert_eq!(notes(&db, "").await.len(), 3, "what has left its source is not listed");
    import_on(JOURNAL, "2026-06-01").await;
    let listed = notes(&db, "").await;
    assert!(listed.contains(&"a 2026-01-01 2026-06-01".to_owned()), "what comes back is news: {listed:?}");
}

#[tokio::test]
async fn a_move_is_listed_once_when_it_becomes_known() {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    assert_eq!(moves(&db, "").await, [""; 0], "before any sync nothing is known");
    let alpha = change("2023-06-12", "implementable", "alpha", ALPHA);
    sync(&db, "2024-01-01", vec![alpha], &[pull(ItemState::Open, None)]).await;
    assert_eq!(moves(&db, "").await, [""; 0], "nothing has moved since the notes");

    let stable = change("2025-03-01", "implementable", "stable", STABLE);
    sync(&db, "2025-05-01", vec![stable.clone()], &[pull(ItemState::Merged, Some("2023-12-05"))]).await;
    let listed = [
        "ref/kubernetes/kubernetes/1/merged 2025-05-01T12:00:00Z 2",
        "kep/753/stable/1.33 2025-05-01T12:00:00Z 2",
    ];
    assert_eq!(moves(&db, "").await, listed);

    sync(&db, "2025-06-01", vec![], &[pull(ItemState::Merged, Some("2023-12-05"))]).await;
    assert_eq!(moves(&db, "").await, listed, "a sync without news adds none");

    let implemented = change("2025-07-01", "implemented", "stable", STABLE);
    sync(&db, "2025-07-02", vec![implemented], &[]).await;
    let all = moves(&db, "").await;
    assert_eq!(
        all[0], "kep/753/implemented/2025-07-01 2025-07-02T12:00:00Z 2",
        "a later move is another item"
    );
    assert_eq!(all[1..], listed);
}

#[tokio::test]
async fn what_was_before_the_first_sync_is_dated_by_its_day() {
    let db = Database::new().await;
    let history = vec![
        change("2023-06-12", "implementable", "alpha", ALPHA),
        change("2025-03-01", "implementable", "stable", STABLE),
    ];
    let merged = pull(ItemState::Merged, Some("2023-12-05"));
    // Either order of import and sync gives the same.
    let first = Database::new().await;
    first.import("notes", JOURNAL).await;
    sync(&first, "2025-05-01", history.clone(), std::slice::from_ref(&merged)).await;
    sync(&db, "2025-05-01", history, &[merged]).await;
    db.import("notes", JOURNAL).await;
    let listed = [
        "kep/753/stable/1.33 2025-04-23T00:00:00Z 2",
        "ref/kubernetes/kubernetes/1/merged 2023-12-05T00:00:00Z 2",
    ];
    assert_eq!(moves(&first, "").await, listed);
    assert_eq!(moves(&db, "").await, listed);
}

#[tokio::test]
async fn a_move_is_listed_for_the_notes_that_match_and_were_there_before_it() {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    db.import("later", "# Later\n\n## 2025-06-01\n\n- e: KEP-753 and k/k#1\n").await;
    let history = vec![
        change("2023-06-12", "implementable", "alpha", ALPHA),
        change("2025-03-01", "implementable", "stable", STABLE),
    ];
    sync(&db, "2025-07-01", history, &[pull(ItemState::Merged, Some("2023-12-05"))]).await;
    let (kep, item) = (
        "kep/753/stable/1.33 2025-04-23T00:00:00Z",
        "ref/kubernetes/kubernetes/1/merged 2023-12-05T00:00:00Z",
    );
    for (query, listed) in [
        ("", vec![format!("{kep} 2"), format!("{item} 2")]),
        ("in=2023-11-01", vec![format!("{kep} 1"), format!("{item} 1")]),
        ("kep=753&in=2023-11-02", vec![format!("{kep} 1"), format!("{item} 1")]),
        ("kep=753&in=2023-11-01", vec![format!("{kep} 1")]),
        ("sig=none", vec![]),
        ("notebook=later", vec![]),
    ] {
        assert_eq!(moves(&db, query).await, listed, "{query}");
    }
    let feed = db.store.feed(&filter("in=2023-11-01"), FeedItems::All).await.unwrap();
    assert_eq!((feed.notes.len(), feed.moves.len()), (2, 2));
    let listed = &feed.moves[1];
    assert_eq!((listed.title.as_deref(), listed.kind), (Some("Do it"), Some(ItemKind::Pull)));
    assert_eq!(listed.cited[0].day.map(|day| day.to_string()).as_deref(), Some("2023-11-01"));
    assert_eq!(feed.moves[0].title.as_deref(), Some("T"));

    let keps = db.store.kep_feed(&"stage=stable".parse().unwrap()).await.unwrap();
    assert_eq!(keps.moves.len(), 3, "provisional or not, every move of it: {:?}", keps.moves);
    assert_eq!(db.store.kep_feed(&"stage=alpha".parse().unwrap()).await.unwrap().moves, []);
}

#[tokio::test]
async fn a_move_that_the_facts_take_back_is_marked_as_such() {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    sync(&db, "2024-01-01", vec![change("2023-06-12", "implementable", "alpha", ALPHA)], &[]).await;
    sync(&db, "2025-05-01", vec![change("2025-03-01", "implementable", "stable", STABLE)], &[]).await;
    assert_eq!(moves(&db, "").await, ["kep/753/stable/1.33 2025-05-01T12:00:00Z 2"]);
    let corrected = change("2025-06-01", "implementable", "alpha", "  alpha: v1.28\n  stable: v1.40\n");
    sync(&db, "2025-06-02", vec![corrected], &[]).await;
    assert_eq!(moves(&db, "").await, ["kep/753/stable/1.33 2025-06-02T12:00:00Z 2 (taken back)"]);
    let again = change("2025-07-01", "implementable", "stable", STABLE);
    sync(&db, "2025-07-02", vec![again], &[]).await;
    assert_eq!(moves(&db, "").await, ["kep/753/stable/1.33 2025-07-02T12:00:00Z 2"]);
}

#[tokio::test]
async fn a_feed_is_bounded_and_found_by_its_indexes() {
    let db = Database::new().await;
    db.import("notes", &support::long_journal(150)).await;
    let merged = pull(ItemState::Merged, Some("2023-12-05"));
    sync(&db, "2025-05-01", vec![change("2023-06-12", "implementable", "alpha", ALPHA)], &[merged]).await;
    let feed = db.store.feed(&filter(""), FeedItems::All).await.unwrap();
    assert_eq!(feed.notes.len() + feed.moves.len(), store::Feed::MAX_ITEMS);
    for query in ["", "sig=node&changed=1"] {
        for (name, steps) in db.store.feed_plans(&filter(query)).await.unwrap() {
            // A walk down an index in the order of the feed; only the name of a KEP is sorted for.
            let (walk, sorts) = match name {
                "notes" => ("note_by_change", 0),
                "moves" => ("move_by_time", 1),
                _ => continue,
            };
            assert!(steps[0].contains(walk), "{query}, {name}: {steps:#?}");
            let sorted = steps.iter().filter(|step| step.contains("ORDER BY")).count();
            assert_eq!(sorted, sorts, "{query}, {name}: {steps:#?}");
        }
    }
}

#[tokio::test]
async fn every_write_is_dated() {
    let db = Database::new().await;
    let before = db.store.last_write().await.unwrap();
    db.import("notes", JOURNAL).await;
    let after = db.store.last_write().await.unwrap();
    assert!(before.generation < after.generation && before.at <= after.at);
}
