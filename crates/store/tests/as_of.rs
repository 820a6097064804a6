//! The database as it was known on an earlier day.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::Date;
use domain::cite::Repo;
use domain::decision::{CorrectedMeaning, Correction, Decision, Mention};
use domain::github::{Answer, Item, ItemEvent, ItemEventKind, ItemKey, ItemKind, ItemState};
use domain::list::entry_part::EntryPart;
use domain::list::keps::KepFilter;
use domain::list::subject::{Subject, SubjectAnswer};
use domain::outcome::Outcome;
use domain::pages::{KepAnswer, KepPage};
use jiff::Timestamp;
use store::{FetchedItem, KepPull, Store};
use support::keps::{change, revisions, sync_keps};
use support::{Database, filter};

const JOURNAL: &str = "\
---
title: Notes
time_zone: Asia/Tokyo
---
## 2023-02-01

- of KEP-1001 and k/k#9
- of kubernetes/enhancements#4183

## 2023-11-01

- later, of KEP-1001
";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A KEP with an alpha in 1.28 (2023-08-15), a beta in 1.30 and a stable in 1.33; one that came in 2025; a pull request.
async fn database() -> Database {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    let item = Item {
        kind: ItemKind::Pull,
        title: "Do it".into(),
        state: ItemState::Merged,
        created_at: Some(at("2023-01-01T00:00:00Z")),
        closed_at: Some(at("2023-12-05T00:00:00Z")),
        merged_at: Some(at("2023-12-05T00:00:00Z")),
        updated_at: None,
        milestone: Some("v1.29".into()),
        labels: Vec::new(),
        events: Some(vec![ItemEvent { at: at("2023-12-05T00:00:00Z"), what: ItemEventKind::Merged }]),
        moved_to: None,
    };
    let item = FetchedItem {
        key: ItemKey { repo: Repo::new("kubernetes", "kubernetes"), number: 9 },
        answer: Some(Answer::Item(Box::new(item))),
        at: at("2026-11-22T00:00:00Z"),
        etag: None,
    };
    db.store.store_items(&[item]).await.unwrap();
    let mut changes = revisions("sig-node/1001-one", "sig-node", 3);
    changes.push(change("sig-node/1002-two", "2025-01-01", Some("title: Two\nstatus: provisional\n")));
    let pulls =
        vec![KepPull { pull: 4183, number: 1001, position: 0, merged_at: at("2023-10-05T19:27:00Z") }];
    sync_keps(&db, changes, pulls).await;
    db
}

/// The outcomes of the references of the timeline, oldest first.
async fn outcomes(store: &Store) -> Vec<Option<Outcome>> {
    let page = store.timeline(&filter("order=asc")).await.unwrap();
    let notes = page.entries.into_iter().flat_map(|entry| entry.notes);
    notes.flat_map(|note| note.references).map(|it| it.outcome.map(|outcome| *outcome)).collect()
}

/// A KEP's state now, as in `alpha 1.28`.
fn now(outcome: &Option<Outcome>) -> Option<String> {
    outcome.as_ref()?.kep.as_ref()?.now.shipped.map(|shipped| shipped.to_string())
}

#[tokio::test]
async fn what_notes_cite_is_as_it_was_on_the_day() {
    let db = database().await;
    let known = outcomes(&db.store.as_of(Some(day("2023-09-30")))).await;
    assert_eq!(now(&known[0]).as_deref(), Some("alpha 1.28"));
    assert_eq!(known[1].as_ref().and_then(|it| Some(it.item.as_ref()?.now.state)), Some(ItemState::Open));
    // The merge that says what it is about came later.
    assert_eq!(known[2].as_ref().map(|it| (it.kep.is_some(), it.changed)), Some((false, false)));
    assert_eq!(known[3], None, "the note is newer than the day");
    let later = outcomes(&db.store.as_of(Some(day("2023-12-31")))).await;
    assert_eq!(later[1].as_ref().and_then(|it| Some(it.item.as_ref()?.now.state)), Some(ItemState::Merged));
    assert!(later[2].as_ref().is_some_and(|it| it.kep.is_some()));
    assert_eq!(now(&later[3]).as_deref(), Some("alpha 1.28"));
    assert_eq!(now(&outcomes(&db.store).await[0]).as_deref(), Some("stable 1.33"));
}

#[tokio::test]
async fn as_of_the_last_day_all_is_as_it_is_today() {
    let db = database().await;
    let today = outcomes(&db.store).await;
    assert_eq!(outcomes(&db.store.as_of(Some(day("2026-07-24")))).await, today);
}

#[tokio::test]
async fn entries_notes_and_exports_look_from_the_same_day() {
    let db = database().await;
    let known = db.store.as_of(Some(day("2023-09-30")));
    let expected = outcomes(&known).await;
    let exported = known.export(&filter("")).await.unwrap();
    let references = exported.iter().flat_map(|entry| &entry.notes).flat_map(|note| &note.note.references);
    let found: Vec<_> = references.map(|it| it.outcome.as_deref().cloned()).collect();
    assert_eq!(found, expected);
    let selected = known.note_selection(&filter("order=asc"), None, 50).await.unwrap().entries;
    let references = selected.iter().flat_map(|entry| &entry.notes).flat_map(|note| &note.note.references);
    assert_eq!(references.map(|it| it.outcome.as_deref().cloned()).collect::<Vec<_>>(), expected);
    let entry = known.entry(&exported[0].entry.id, &EntryPart::First).await.unwrap().unwrap().entry;
    assert_eq!(now(&entry.notes[0].references[0].outcome.as_deref().cloned()).as_deref(), Some("alpha 1.28"));
}

#[tokio::test]
async fn what_a_filter_matches_stays_that_of_today() {
    let db = database().await;
    let known = db.store.as_of(Some(day("2023-09-30")));
    for query in ["stage=stable", "changed=1", "github=merged", "order=moved", ""] {
        let (then, today) = (known.timeline(&filter(query)).await, db.store.timeline(&filter(query)).await);
        let (then, today) = (then.unwrap(), today.unwrap());
        assert_eq!((then.notes, then.facets), (today.notes, today.facets), "{query}");
    }
}

#[tokio::test]
async fn corrections_of_curators_apply() {
    let db = database().await;
    let entries = db.store.export(&filter("in=2023-02-01")).await.unwrap();
    let note = entries[0].notes[0].note.id.clone();
    let meant = "KEP-1001".parse::<CorrectedMeaning>().unwrap();
    let mention = Mention { literal: "k/k#9".into(), nth: 0 };
    let decision = Decision::Correction(Correction { note, mention, meant });
    db.store.decide(&[decision], "alice", at("2026-01-01T00:00:00Z")).await.unwrap();
    let known = outcomes(&db.store.as_of(Some(day("2023-09-30")))).await;
    assert_eq!(now(&known[1]).as_deref(), Some("alpha 1.28"));
    assert!(known[1].as_ref().is_some_and(|it| it.read_as.is_some()));
}

async fn page(store: &Store, number: &str) -> Option<Box<KepPage>> {
    match store.kep(&number.parse().unwrap()).await.unwrap() {
        KepAnswer::One(page) => Some(page),
        _ => None,
    }
}

#[tokio::test]
async fn a_kep_and_the_list_of_them_are_as_they_were() {
    let db = database().await;
    let known = db.store.as_of(Some(day("2023-09-30")));
    let (then, today) = (page(&known, "1001").await.unwrap(), page(&db.store, "1001").await.unwrap());
    let shipped = |page: &KepPage| page.line.state.shipped.map(|shipped| shipped.to_string());
    assert_eq!(
        (shipped(&then).as_deref(), shipped(&today).as_deref()),
        (Some("alpha 1.28"), Some("stable 1.33"))
    );
    assert_eq!((then.data_day, then.latest_day), (day("2023-09-30"), day("2026-07-24")));
    assert_eq!((then.pulls.len(), today.pulls.len()), (0, 1));
    assert_eq!(then.events, today.events, "the slider reaches the same days");
    assert_eq!(then.events.first(), Some(&day("2023-01-12")));
    assert_eq!(then.events.last(), Some(&day("2026-07-24")));
    assert!(page(&known, "1002").await.is_none() && page(&db.store, "1002").await.is_some());
    let before = db.store.as_of(Some(day("2023-02-11")));
    assert_eq!(page(&before, "1001").await.unwrap().line.title.as_deref(), Some("sig-node/1001-one 0"));
    let list = known.keps(&KepFilter::default()).await.unwrap();
    assert_eq!((list.all, list.keps.len(), list.data_day), (1, 1, Some(day("2023-09-30"))));
    assert_eq!(list.keps[0], then.line);
}

#[tokio::test]
async fn what_a_search_names_is_as_it_was() {
    let db = database().await;
    let key = ItemKey { repo: Repo::new("kubernetes", "kubernetes"), number: 9 };
    let state = |store: Store| {
        let subject = Subject::Item(key.clone());
        async move {
            match store.subject(&subject).await.unwrap() {
                Some(SubjectAnswer::Item { now, .. }) => now.state,
                _ => ItemState::Unknown,
            }
        }
    };
    assert_eq!(state(db.store.as_of(Some(day("2023-09-30")))).await, ItemState::Open);
    assert_eq!(state(db.store.clone()).await, ItemState::Merged);
}

#[tokio::test]
async fn a_kep_says_nothing_of_what_came_later() {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    let pointing = "title: One\nstatus: provisional\nsee-also:\n  - /keps/sig-node/1002-two\n";
    let changes = vec![
        change("sig-node/1001-one", "2023-01-12", Some(pointing)),
        change("sig-node/1002-two", "2025-01-01", Some("title: Two\nstatus: provisional\n")),
        change("sig-node/1001-one", "2026-01-01", None),
    ];
    sync_keps(&db, changes, Vec::new()).await;
    let known = page(&db.store.as_of(Some(day("2023-09-30"))), "1001").await.unwrap();
    let today = page(&db.store, "1001").await.unwrap();
    let pointer = |page: &KepPage| (page.see_also[0].kep, page.see_also[0].title.clone());
    assert_eq!((known.gone, pointer(&known)), (false, (None, None)));
    assert_eq!((today.gone, pointer(&today)), (true, (Some(1002), Some("Two".into()))));
    assert!(page(&db.store.as_of(Some(day("2026-07-24"))), "1001").await.unwrap().gone);
}

#[tokio::test]
async fn a_pull_request_is_as_it_was() {
    let db = database().await;
    let key = ItemKey { repo: Repo::new("kubernetes", "kubernetes"), number: 9 };
    let known = db.store.as_of(Some(day("2023-09-30"))).item(&key).await.unwrap().unwrap();
    assert_eq!((known.now.state, known.release), (ItemState::Open, None));
    let today = db.store.item(&key).await.unwrap().unwrap();
    assert_eq!(today.now.state, ItemState::Merged);
    let key = ItemKey { repo: Repo::enhancements(), number: 4183 };
    let about = |store: Store| async move {
        let item = store.item(&key).await.unwrap().unwrap();
        (item.keps.len(), item.now.state)
    };
    assert_eq!(about.clone()(db.store.as_of(Some(day("2023-10-04")))).await, (0, ItemState::Unknown));
    assert_eq!(about(db.store.as_of(Some(day("2023-10-06")))).await, (1, ItemState::Merged));
}
