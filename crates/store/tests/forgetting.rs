//! Words that are taken back for good: they are nowhere, and nothing brings them back.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::decision::{Decision, DecisionScope, Ruling, TagDecision};
use domain::id::NoteId;
use domain::list::timeline::NoteLocation;
use domain::notebook::reimport::ChangeCount;
use store::{Error, ForgetScope, Replacement, RunId};
use support::{Database, replace, replacement};

const JOURNAL: &str = "\
# Notes

## 2023-11-01
- zirkonquark was said here, of KEP-753 and k/k#9
- the second note
- the same
- the last of the day

## 2023-11-02
- the same
- xylofrumpel alone, 停止順の秘密
";

/// Words that stand nowhere else.
const SECRET: [&str; 3] = ["zirkonquark", "blorptang", "秘密"];

fn at(minute: u32, text: &str) -> Replacement {
    let at = format!("2031-02-01T10:{minute:02}:00Z").parse().unwrap();
    Replacement { at, may_lose: true, ..replacement("notes", text) }
}

async fn note(db: &Database, begin: &str) -> NoteId {
    let texts = db.texts().await;
    texts.into_iter().find(|(_, text)| text.trim_start().starts_with(begin)).unwrap().0
}

async fn forget(db: &Database, scope: &ForgetScope) -> store::Forgotten {
    db.store.forget(scope, "2031-02-01T12:00:00Z".parse().unwrap(), ingest::prepare).await.unwrap()
}

/// Whether some file of the database holds some bytes.
fn files_hold(db: &Database, word: &str) -> bool {
    ["kepline.db", "kepline.db-wal", "kepline.db-shm"].iter().any(|name| {
        let bytes = std::fs::read(db.path(name)).unwrap_or_default();
        let is_at = |window: &[u8]| window.eq_ignore_ascii_case(word.as_bytes());
        bytes.windows(word.len()).any(is_at)
    })
}

#[tokio::test]
async fn what_is_forgotten_stands_in_no_file_and_does_not_come_back() {
    let db = Database::new().await;
    let earlier = JOURNAL.replace("was said here", "was said here with blorptang");
    replace(&db.store, &at(1, &earlier)).await.unwrap();
    replace(&db.store, &at(2, JOURNAL)).await.unwrap();
    let (first, secret) = (note(&db, "zirkonquark").await, note(&db, "xylofrumpel").await);
    let decision = Decision::Tag(TagDecision {
        on: DecisionScope::Note(first.clone()),
        tag: "sig/cli".parse().unwrap(),
        ruling: Ruling::Applied,
    });
    db.store.decide(&[decision], "alice", "2031-02-01T11:00:00Z".parse().unwrap()).await.unwrap();
    assert!(SECRET.iter().all(|word| files_hold(&db, word)), "the test would see them");

    let scope = ForgetScope::Note(first.clone());
    assert_eq!(db.store.forget_scope(first.as_str()).await.unwrap(), Some(scope.clone()));
    let preview = db.store.forget_preview(&scope).await.unwrap();
    assert_eq!((preview.notes, preview.revisions, preview.decisions), (1, 1, 1));
    assert!(files_hold(&db, SECRET[0]), "a preview removes nothing");
    let forgotten = forget(&db, &scope).await;
    assert!(forgotten.is_log_empty);
    forget(&db, &ForgetScope::Note(secret.clone())).await;
    for word in SECRET {
        assert!(!files_hold(&db, word), "{word}");
    }
    assert!(db.found("q=zirkonquark").await.is_empty() && db.found("q=秘密").await.is_empty());
    assert!(db.found("sig=cli").await.is_empty());
    assert!(matches!(db.store.note_location(&first).await.unwrap(), Some(NoteLocation::Forgotten)));
    assert!(db.store.is_forgotten(first.as_str()).await.unwrap());
    assert!(matches!(
        db.store.forget_preview(&scope).await.unwrap(),
        store::Forgotten { notes: 0, revisions: 0, decisions: 0, .. }
    ));

    // Neither today's file, nor that of before, nor an undo brings them back.
    let ids = db.texts().await;
    for (minute, text) in [(3, JOURNAL), (4, earlier.as_str()), (5, JOURNAL)] {
        let report = replace(&db.store, &at(minute, text)).await.unwrap();
        assert_eq!(report.notes, ChangeCount { unchanged: 4, ..ChangeCount::default() }, "{text}");
        assert_eq!(report.forgotten, 2);
        assert_eq!(db.texts().await, ids);
    }
    db.store
        .undo_run(RunId(2), "2031-02-01T13:00:00Z".parse().unwrap(), false, ingest::prepare)
        .await
        .unwrap();
    for word in SECRET {
        assert!(!files_hold(&db, word), "{word}");
    }
    assert_eq!(db.store.integrity().await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn few_words_are_forgotten_on_their_day_alone() {
    let db = Database::new().await;
    replace(&db.store, &at(1, JOURNAL)).await.unwrap();
    let same = note(&db, "the same").await;
    forget(&db, &ForgetScope::Note(same)).await;
    let left = db.texts().await;
    assert_eq!(replace(&db.store, &at(2, JOURNAL)).await.unwrap().forgotten, 1);
    assert_eq!(db.texts().await, left, "the other one stays, with its id");
    let more = format!("{JOURNAL}\n## 2023-11-03\n- the same\n");
    let report = replace(&db.store, &at(3, &more)).await.unwrap();
    assert_eq!((report.notes.new, report.forgotten), (1, 1), "a new day may say the same");
}

#[tokio::test]
async fn an_entry_is_forgotten_with_its_notes() {
    let db = Database::new().await;
    replace(&db.store, &at(1, JOURNAL)).await.unwrap();
    let entries = db.store.timeline(&support::filter("order=asc")).await.unwrap().entries;
    let entry = entries[0].id.clone();
    let scope = ForgetScope::Entry(entry.clone());
    assert_eq!(db.store.forget_scope(entry.as_str()).await.unwrap(), Some(scope.clone()));
    assert_eq!(forget(&db, &scope).await.notes, 4);
    assert!(!files_hold(&db, "zirkonquark"));
    assert!(db.store.is_forgotten(entry.as_str()).await.unwrap());
    assert!(!db.store.has_entry(&entry).await.unwrap());
    let report = replace(&db.store, &at(2, JOURNAL)).await.unwrap();
    assert_eq!((report.entries.new, report.notes.new, report.forgotten), (0, 0, 4));
    let gone = db.store.forget(&scope, "2031-02-01T12:00:00Z".parse().unwrap(), ingest::prepare).await;
    assert!(matches!(gone, Err(Error::NoEntry(_))));
}

#[tokio::test]
async fn the_notes_that_are_left_are_counted_without_a_gap() {
    let db = Database::new().await;
    replace(&db.store, &at(1, JOURNAL)).await.unwrap();
    let second = note(&db, "the second").await;
    forget(&db, &ForgetScope::Note(second)).await;
    let report = replace(&db.store, &at(2, JOURNAL)).await.unwrap();
    assert_eq!(report.notes, ChangeCount { unchanged: 5, ..ChangeCount::default() });
    let runs = db.store.run_log(true).await.unwrap().runs;
    assert_eq!(runs.len(), 1, "that import changed nothing: {runs:?}");
    assert!(runs[0].can_undo);
}
