//! Notes whose citations have moved: which wait and in which order, and until when a confirmation counts.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::cite::Repo;
use domain::decision::{BatchId, Confirmation, ConfirmationDecision, Decision, digest_words};
use domain::github::{Answer, Item, ItemKey, ItemKind, ItemState};
use domain::id::NoteId;
use domain::outcome::move_weight::MoveWeight;
use domain::pages::{Review, ReviewKind};
use jiff::{SignedDuration, Timestamp};
use store::{FetchedItem, ForgetScope, KepChange, KepHistory, SyncEnd, SyncKind};
use support::keps::change;
use support::{Database, filter};

const JOURNAL: &str = "\
# Notes

## 2023-03-01

- late: KEP-1
- dropped: KEP-2
- held: KEP-3
- merged: k/k#7
- nothing: no citation
- unmoved: KEP-4

## 2025-06-01

- afterwards: KEP-1
";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn yaml(status: &str, stage: &str, milestones: &str) -> String {
    format!("title: T\nowning-sig: sig-node\nstatus: {status}\nstage: {stage}\nmilestone:\n  {milestones}\n")
}

fn keps() -> Vec<KepChange> {
    let planned = yaml("implementable", "alpha", "alpha: v1.27");
    let revised = |folder: &str, day: &str, yaml: &str| change(folder, day, Some(yaml));
    vec![
        revised("sig-node/1-one", "2023-01-10", &planned),
        revised("sig-node/2-two", "2023-01-10", &planned),
        revised("sig-node/3-three", "2023-01-10", &planned),
        revised("sig-node/4-four", "2023-01-10", &yaml("implementable", "alpha", "alpha: v1.60")),
        revised("sig-node/2-two", "2023-06-01", &yaml("withdrawn", "alpha", "alpha: v1.40")),
        revised("sig-node/1-one", "2024-01-10", &yaml("implementable", "alpha", "alpha: v1.32")),
    ]
}

fn pull() -> FetchedItem {
    let item = Item {
        kind: ItemKind::Pull,
        title: "Do it".into(),
        state: ItemState::Merged,
        created_at: Some(at("2023-01-01T00:00:00Z")),
        closed_at: Some(at("2023-05-01T00:00:00Z")),
        merged_at: Some(at("2023-05-01T00:00:00Z")),
        updated_at: None,
        milestone: None,
        labels: Vec::new(),
        events: Some(Vec::new()),
        moved_to: None,
    };
    FetchedItem {
        key: ItemKey { repo: Repo::new("kubernetes", "kubernetes"), number: 7 },
        answer: Some(Answer::Item(Box::new(item))),
        at: at("2026-01-10T00:00:00Z"),
        etag: None,
    }
}

/// A sync of KEPs and of GitHub that ended on a day.
async fn sync(db: &Database, day: &str, changes: Vec<KepChange>) {
    let now = at(&format!("{day}T12:00:00Z"));
    for kind in [SyncKind::Keps, SyncKind::Github] {
        let run = db.store.begin_sync(kind, "a test", now).await.unwrap();
        if kind == SyncKind::Keps {
            let history = KepHistory { changes: changes.clone(), ..KepHistory::default() };
            db.store.store_keps(&history).await.unwrap();
        } else {
            db.store.store_items(&[pull()]).await.unwrap();
        }
        let end = SyncEnd { data_at: Some(now), ..SyncEnd::default() };
        db.store.end_sync(run, now, &end).await.unwrap();
        db.store.derive().await.unwrap();
    }
}

async fn filled() -> Database {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    sync(&db, "2026-01-10", keps()).await;
    db
}

const NOW: &str = "2026-02-01T10:00:00Z";

async fn review_at(db: &Database, now: Timestamp) -> Review {
    db.store.review(ReviewKind::Confirmations, None, now).await.unwrap()
}

/// The first words of the notes that wait, in their order.
async fn waiting_at(db: &Database, now: Timestamp) -> Vec<String> {
    let review = review_at(db, now).await;
    assert_eq!(review.waiting() as usize, review.notes.len());
    let first_word = |text: &str| text.trim().split(':').next().unwrap().to_owned();
    review.notes.iter().map(|reviewed| first_word(&reviewed.note.text)).collect()
}

async fn waiting(db: &Database) -> Vec<String> {
    waiting_at(db, at(NOW)).await
}

/// A note with its text, by its first word.
async fn note(db: &Database, begin: &str) -> (NoteId, String) {
    let mut texts = db.texts().await.into_iter();
    texts.find(|(_, text)| text.trim().starts_with(begin)).unwrap()
}

async fn decide(db: &Database, begin: &str, confirmation: Confirmation) -> BatchId {
    let (note, text) = note(db, begin).await;
    let decision = ConfirmationDecision { note, confirmation, words: digest_words(&text) };
    db.store.decide(&[Decision::Confirmation(decision)], "alice", at(NOW)).await.unwrap()
}

/// Whether readers see that a note was confirmed, on which day.
async fn confirmed(db: &Database, begin: &str) -> Option<String> {
    let page = db.store.timeline(&filter("")).await.unwrap();
    let mut notes = page.entries.iter().flat_map(|entry| &entry.notes);
    let note = notes.find(|note| note.text.trim().starts_with(begin)).unwrap();
    note.confirmed_on.map(|day| day.to_string())
}

#[tokio::test]
async fn notes_wait_whose_citations_have_moved_and_what_misleads_most_comes_first() {
    let db = filled().await;
    assert_eq!(waiting(&db).await, ["dropped", "late", "held", "merged"]);
    let review = review_at(&db, at(NOW)).await;
    let moved: Vec<_> = review.notes.iter().map(|reviewed| reviewed.moved.clone().unwrap()).collect();
    let weights: Vec<MoveWeight> = moved.iter().map(|moved| moved.weight).collect();
    assert_eq!(weights, [MoveWeight::Dropped, MoveWeight::Missed(5), MoveWeight::Kept, MoveWeight::Moved]);
    let days: Vec<Vec<String>> =
        moved.iter().map(|moved| moved.moves.iter().map(|it| it.day.to_string()).collect()).collect();
    assert_eq!(days, [["2023-06-01"], ["2024-12-11"], ["2023-04-11"], ["2023-05-01"]]);
}

#[tokio::test]
async fn what_is_still_true_waits_no_more_and_readers_see_it() {
    let db = filled().await;
    assert_eq!(confirmed(&db, "late").await, None);
    decide(&db, "late", Confirmation::StillTrue).await;
    assert_eq!(waiting(&db).await, ["dropped", "held", "merged"]);
    assert_eq!(confirmed(&db, "late").await.as_deref(), Some("2026-02-01"));
    let earlier = db.store.as_of(Some("2026-01-31".parse().unwrap())).timeline(&filter("")).await.unwrap();
    let mut notes = earlier.entries.iter().flat_map(|entry| &entry.notes);
    assert!(notes.all(|note| note.confirmed_on.is_none()), "nobody had confirmed it on the day before");
}

#[tokio::test]
async fn it_outlives_an_import_a_sync_and_a_derivation_that_change_nothing() {
    let db = filled().await;
    decide(&db, "late", Confirmation::StillTrue).await;
    let more = format!("{JOURNAL}\n- another: SIG Node\n");
    for text in [JOURNAL, &more] {
        db.import("notes", text).await;
        sync(&db, "2026-03-01", Vec::new()).await;
        assert_eq!(waiting(&db).await, ["dropped", "held", "merged"]);
        assert_eq!(confirmed(&db, "late").await.as_deref(), Some("2026-02-01"));
    }
    // What is in force may be made anew.
    db.store.repair(ingest::prepare, |_| {}).await.unwrap();
    assert_eq!(confirmed(&db, "late").await.as_deref(), Some("2026-02-01"));
}

#[tokio::test]
async fn it_ends_when_the_citation_moves_again() {
    let db = filled().await;
    decide(&db, "late", Confirmation::StillTrue).await;
    let beta = yaml("implementable", "beta", "alpha: v1.32\n  beta: v1.34");
    sync(&db, "2026-03-01", vec![change("sig-node/1-one", "2026-02-20", Some(&beta))]).await;
    assert_eq!(confirmed(&db, "late").await, None);
    let review = review_at(&db, at("2026-03-02T00:00:00Z")).await;
    let late = review.notes.iter().find(|reviewed| reviewed.note.text.trim().starts_with("late")).unwrap();
    let days: Vec<String> =
        late.moved.as_ref().unwrap().moves.iter().map(|moved| moved.day.to_string()).collect();
    assert_eq!(days, ["2025-08-27"], "what was confirmed is not shown again");
    // A move that is taken back does not count.
    let alpha = yaml("implementable", "alpha", "alpha: v1.32\n  beta: v1.60");
    sync(&db, "2026-03-05", vec![change("sig-node/1-one", "2026-03-04", Some(&alpha))]).await;
    assert_eq!(confirmed(&db, "late").await.as_deref(), Some("2026-02-01"));
}

#[tokio::test]
async fn it_ends_when_the_words_are_others_and_comes_back_with_them() {
    let db = filled().await;
    decide(&db, "late", Confirmation::StillTrue).await;
    db.import("notes", &JOURNAL.replace("late: KEP-1", "late: KEP-1, says SIG Node")).await;
    assert_eq!(confirmed(&db, "late").await, None);
    assert_eq!(waiting(&db).await, ["dropped", "late", "held", "merged"]);
    db.import("notes", JOURNAL).await;
    assert_eq!(confirmed(&db, "late").await.as_deref(), Some("2026-02-01"));
}

#[tokio::test]
async fn words_that_nobody_had_before_them_are_not_confirmed() {
    let db = filled().await;
    let (note, _) = note(&db, "late").await;
    let words = digest_words("late: what it said before");
    let decision = ConfirmationDecision { note, confirmation: Confirmation::StillTrue, words };
    db.store.decide(&[Decision::Confirmation(decision)], "alice", at(NOW)).await.unwrap();
    assert_eq!(confirmed(&db, "late").await, None);
    assert_eq!(waiting(&db).await, ["dropped", "late", "held", "merged"]);
}

#[tokio::test]
async fn later_is_in_thirty_days_or_when_something_else_moves() {
    let db = filled().await;
    decide(&db, "late", Confirmation::Later).await;
    assert_eq!(waiting(&db).await, ["dropped", "held", "merged"]);
    assert_eq!(confirmed(&db, "late").await, None, "nobody said that it is true");
    let all = ["dropped", "late", "held", "merged"];
    let day = SignedDuration::from_hours(24);
    assert_eq!(waiting_at(&db, at(NOW) + day * 29).await, ["dropped", "held", "merged"]);
    assert_eq!(waiting_at(&db, at(NOW) + day * 30).await, all);
    let beta = yaml("implementable", "beta", "alpha: v1.32\n  beta: v1.34");
    sync(&db, "2026-02-05", vec![change("sig-node/1-one", "2026-02-03", Some(&beta))]).await;
    assert!(waiting_at(&db, at(NOW) + day * 5).await.contains(&"late".to_owned()));
}

#[tokio::test]
async fn an_undo_lets_count_what_was_decided_before() {
    let db = filled().await;
    let batch = decide(&db, "late", Confirmation::StillTrue).await;
    db.store.undo(batch, "alice", at(NOW)).await.unwrap();
    assert_eq!(confirmed(&db, "late").await, None);
    assert_eq!(waiting(&db).await, ["dropped", "late", "held", "merged"]);
    let (id, _) = note(&db, "late").await;
    assert_eq!(db.store.history(&id).await.unwrap().len(), 1, "the decision stays");
}

#[tokio::test]
async fn forgetting_removes_it() {
    let db = filled().await;
    decide(&db, "late", Confirmation::StillTrue).await;
    let (id, _) = note(&db, "late").await;
    let forgotten = db.store.forget(&ForgetScope::Note(id.clone()), at(NOW), ingest::prepare).await.unwrap();
    assert_eq!(forgotten.decisions, 1);
    assert!(db.store.history(&id).await.unwrap().is_empty());
    assert_eq!(waiting(&db).await, ["dropped", "held", "merged"]);
}
