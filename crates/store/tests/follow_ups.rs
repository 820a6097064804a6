//! Notes that follow up on older ones: where they are shown, and until when.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::Date;
use domain::id::NoteId;
use domain::list::timeline::Note;
use domain::notebook::Notebook;
use domain::notebook::writing::{Change, WordsSeen};
use domain::pages::ReviewKind;
use store::{Error, ForgetScope, Result, Written};
use support::keps::{change, sync_keps};
use support::{Database, filter, replacement};

const JOURNAL: &str = "# Notes\n\n## 2023-10-11\n\n- KEP-1 is planned\n- another\n";

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// An imported notebook whose first note cites what has moved since, and one that is written here.
async fn filled() -> Database {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    let diary = Notebook { title: "Diary".to_owned(), ..replacement("diary", "").notebook };
    db.store.begin_notebook(&diary, "2026-02-01T09:00:00Z".parse().unwrap()).await.unwrap();
    let yaml = |stage: &str, milestones: &str| {
        format!(
            "title: T\nowning-sig: sig-node\nstatus: implementable\nstage: {stage}\nmilestone:\n  {milestones}\n"
        )
    };
    let changes = vec![
        change("sig-node/1-one", "2023-01-10", Some(&yaml("alpha", "alpha: v1.29"))),
        change("sig-node/1-one", "2025-01-10", Some(&yaml("beta", "alpha: v1.29\n  beta: v1.33"))),
    ];
    sync_keps(&db, changes, Vec::new()).await;
    db
}

async fn write(db: &Database, change: Change) -> Result<Written> {
    let at = "2026-02-01T10:00:00Z".parse().unwrap();
    db.store
        .write(&"diary".parse().unwrap(), change, Some(&"kim".parse().unwrap()), at, ingest::prepare)
        .await
}

fn follow_up(follows: &NoteId, on: &str) -> Change {
    Change::FollowUp { follows: follows.clone(), day: day(on), notes: vec!["it came".to_owned()] }
}

async fn notes(db: &Database) -> Vec<Note> {
    let page = db.store.timeline(&filter("")).await.unwrap();
    page.entries.into_iter().flat_map(|entry| entry.notes).collect()
}

async fn note(db: &Database, begin: &str) -> Note {
    notes(db).await.into_iter().find(|note| note.text.trim().starts_with(begin)).unwrap()
}

/// The days of the follow-ups of the first note.
async fn follow_ups(db: &Database) -> Vec<String> {
    let note = note(db, "KEP-1").await;
    note.follow_ups.iter().map(|note| note.day.unwrap().to_string()).collect()
}

async fn waiting(db: &Database) -> u32 {
    let now = "2026-08-01T00:00:00Z".parse().unwrap();
    db.store.review(ReviewKind::Confirmations, None, now).await.unwrap().waiting()
}

#[tokio::test]
async fn a_follow_up_hangs_below_the_older_note_and_leads_back_to_it() {
    let db = filled().await;
    let old = note(&db, "KEP-1").await;
    write(&db, follow_up(&old.id, "2026-01-01")).await.unwrap();
    write(&db, follow_up(&old.id, "2025-06-01")).await.unwrap();
    assert_eq!(follow_ups(&db).await, ["2025-06-01", "2026-01-01"], "the oldest first");
    let page = db.store.timeline(&filter("in=2026")).await.unwrap();
    let newer = &page.entries[0].notes[0];
    let follows = newer.follows.as_ref().unwrap();
    assert_eq!((&follows.note, follows.day), (&old.id, Some(day("2023-10-11"))));
    assert!(newer.follow_ups.is_empty() && note(&db, "another").await.follow_ups.is_empty());
    let earlier = db.store.as_of(Some(day("2025-12-31")));
    let page = earlier.timeline(&filter("in=2023")).await.unwrap();
    assert_eq!(page.entries[0].notes[0].follow_ups.len(), 1, "one was not written yet");
}

#[tokio::test]
async fn it_confirms_the_older_note_as_of_its_day() {
    let db = filled().await;
    assert_eq!(waiting(&db).await, 1);
    let old = note(&db, "KEP-1").await;
    // Beta came after it.
    write(&db, follow_up(&old.id, "2024-01-01")).await.unwrap();
    assert_eq!(waiting(&db).await, 1);
    let written = write(&db, follow_up(&old.id, "2026-01-01")).await.unwrap();
    assert_eq!(waiting(&db).await, 0);
    let withdraw = Change::Withdraw { note: written.notes[0].clone(), seen: WordsSeen::new("it came") };
    write(&db, withdraw).await.unwrap();
    assert_eq!(waiting(&db).await, 1);
}

#[tokio::test]
async fn one_that_is_undone_or_withdrawn_no_longer_hangs_there() {
    let db = filled().await;
    let old = note(&db, "KEP-1").await;
    let written = write(&db, follow_up(&old.id, "2026-01-01")).await.unwrap();
    let at = "2026-02-02T00:00:00Z".parse().unwrap();
    db.store.undo_run(written.run, at, false, ingest::prepare).await.unwrap();
    assert!(follow_ups(&db).await.is_empty());
    let written = write(&db, follow_up(&old.id, "2026-01-02")).await.unwrap();
    let note = written.notes[0].clone();
    let withdraw = Change::Withdraw { note: note.clone(), seen: WordsSeen::new("it came") };
    write(&db, withdraw).await.unwrap();
    assert!(follow_ups(&db).await.is_empty());
    write(&db, Change::Restore { note }).await.unwrap();
    assert_eq!(follow_ups(&db).await, ["2026-01-02"]);
}

#[tokio::test]
async fn an_import_and_an_edit_of_the_older_note_leave_it() {
    let db = filled().await;
    let old = note(&db, "KEP-1").await;
    write(&db, follow_up(&old.id, "2026-01-01")).await.unwrap();
    db.import("notes", &JOURNAL.replace("is planned", "is planned for beta")).await;
    assert_eq!(follow_ups(&db).await, ["2026-01-01"]);
}

#[tokio::test]
async fn forgetting_either_note_removes_the_link() {
    for forgets_newer in [true, false] {
        let db = filled().await;
        let old = note(&db, "KEP-1").await;
        let written = write(&db, follow_up(&old.id, "2026-01-01")).await.unwrap();
        let forgotten = if forgets_newer { written.notes[0].clone() } else { old.id };
        let at = "2026-02-02T00:00:00Z".parse().unwrap();
        db.store.forget(&ForgetScope::Note(forgotten), at, ingest::prepare).await.unwrap();
        assert!(notes(&db).await.iter().all(|note| note.follow_ups.is_empty() && note.follows.is_none()));
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_followed_up_on_and_nothing_is_written() {
    let db = filled().await;
    let refused = write(&db, follow_up(&"0a1b2c3d".parse().unwrap(), "2026-01-01")).await;
    assert!(matches!(refused, Err(Error::NoNote(_))), "{refused:?}");
    assert_eq!(notes(&db).await.len(), 2);
}
