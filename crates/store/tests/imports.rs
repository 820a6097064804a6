//! What an import leaves in the database, the second time too.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::notebook::draft::{DraftEntry, DraftNote};
use store::{ChangeCount, Error};
use support::{Database, filter, replace, replacement};

const JOURNAL: &str = "\
# Test

## Undated
- kubelet restarts on its own

## 2023-10-10
- alpha in Kubernetes 1.28 (k/k#1)
- the same words
- SIG Node met

## 2023-10-11
- the same words
- beta in 1.29, see KEP-753
  - nested under it

## 2023-10-12
";

fn count(new: u32, changed: u32, unchanged: u32, vanished: u32) -> ChangeCount {
    ChangeCount { new, changed, unchanged, vanished }
}

#[tokio::test]
async fn the_second_import_changes_nothing() {
    let db = Database::new().await;
    let first = db.import("test", JOURNAL).await;
    assert!(first.is_new);
    assert_eq!((first.entries, first.notes), (count(4, 0, 0, 0), count(6, 0, 0, 0)));
    let before = db.texts().await;
    let second = db.import("test", JOURNAL).await;
    assert!(!second.is_new);
    assert_eq!((second.entries, second.notes), (count(0, 0, 4, 0), count(0, 0, 6, 0)));
    assert_eq!(second.remade, 0);
    assert_eq!(db.texts().await, before);
}

#[tokio::test]
async fn a_fresh_database_gives_the_same_ids() {
    let (one, other) = (Database::new().await, Database::new().await);
    one.import("test", JOURNAL).await;
    other.import("test", JOURNAL).await;
    assert_eq!(one.texts().await, other.texts().await);
}

#[tokio::test]
async fn the_same_notes_in_another_notebook_have_other_ids() {
    let db = Database::new().await;
    db.import("one", JOURNAL).await;
    db.import("other", JOURNAL).await;
    assert_eq!(db.texts().await.len(), 12);
}

#[tokio::test]
async fn losing_more_than_half_is_refused_and_changes_nothing() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    let before = db.texts().await;
    let mut little = replacement("test", "## 2023-10-10\n- SIG Node met\n");
    let refused = replace(&db.store, &little).await;
    assert!(matches!(refused, Err(Error::LosesTooMuch { vanishing: 5, known: 6, .. })), "{refused:?}");
    assert_eq!(db.texts().await, before);
    little.may_lose = true;
    assert_eq!(replace(&db.store, &little).await.unwrap().notes, count(0, 0, 1, 5));
    assert_eq!(db.texts().await.len(), 1);
}

#[tokio::test]
async fn a_dry_run_reports_and_changes_nothing() {
    let db = Database::new().await;
    let mut trial = replacement("test", JOURNAL);
    trial.dry_run = true;
    assert_eq!(replace(&db.store, &trial).await.unwrap().notes, count(6, 0, 0, 0));
    assert!(db.store.notebooks().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_edited_note_keeps_its_id_and_is_filtered_by_its_new_words() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    let before = db.texts().await;
    let report =
        db.import("test", &JOURNAL.replace("alpha in Kubernetes 1.28", "alpha in Kubernetes 1.27")).await;
    assert_eq!(report.notes, count(0, 1, 5, 0));
    assert!(db.texts().await.keys().eq(before.keys()));
    assert!(db.found("version=1.28").await.is_empty());
    assert_eq!(db.found("version=1.27").await, ["alpha in Kubernetes 1.27 (k/k#1)"]);
}

#[tokio::test]
async fn a_note_that_vanished_keeps_its_permalink_and_returns_to_it() {
    use domain::list::timeline::NoteLocation;
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    let before = db.texts().await;
    let id = before.iter().find(|(_, text)| text.contains("SIG Node")).unwrap().0.clone();
    let report = db.import("test", &JOURNAL.replace("- SIG Node met\n", "")).await;
    assert_eq!(report.notes, count(0, 0, 5, 1));
    assert!(matches!(db.store.note_location(&id).await.unwrap(), Some(NoteLocation::Gone(_))));
    assert!(db.found("sig=node").await.is_empty());
    db.import("test", JOURNAL).await;
    assert!(matches!(db.store.note_location(&id).await.unwrap(), Some(NoteLocation::In(_))));
    assert_eq!(db.texts().await, before);
}

#[tokio::test]
async fn a_backup_is_a_database_with_the_same_notes() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    let path = db.path("backup.db");
    db.store.backup(&path).await.unwrap();
    let copy = store::Store::open(&format!("sqlite://{}", path.display())).await.unwrap();
    assert_eq!(copy.timeline(&filter("")).await.unwrap().notes, 6);
    assert!(matches!(db.store.backup(&path).await, Err(Error::BackupExists(_))));
    assert!(db.store.integrity().await.unwrap().is_empty());
}

#[tokio::test]
async fn only_a_command_that_writes_makes_a_database() {
    let db = Database::new().await;
    let url = format!("sqlite://{}", db.path("absent.db").display());
    assert!(matches!(store::Store::open_existing(&url).await, Err(Error::NotThere(_))));
    assert!(!db.path("absent.db").exists());
    assert!(matches!(store::Store::open("sqlite::memory:").await, Err(Error::Memory)));
}

#[tokio::test]
async fn readers_go_on_while_imports_write() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    let other = db.again().await;
    let writes = async {
        for n in 0..20 {
            db.import("test", &JOURNAL.replace("met", &format!("met {n} times"))).await;
        }
    };
    let reads = async {
        for _ in 0..100 {
            assert_eq!(other.timeline(&filter("sig=node")).await.unwrap().notes, 1);
        }
    };
    tokio::join!(writes, reads);
}

#[tokio::test]
async fn days_that_are_read_at_last_keep_every_permalink() {
    let db = Database::new().await;
    let journal: String = (0..60)
        .map(|n| {
            let day = n % 28 + 1;
            format!(
                "\n## 2031-{:02}-{day:02}\n\n- note {n} of KEP-{}\n- the other of {n}\n",
                n / 28 + 1,
                700 + n
            )
        })
        .collect();
    let journal = format!("# Notes\n{journal}");
    // An older Kepline read no day of it: one entry, in which the headings are notes as well.
    let mut unread = replacement("notes", &journal);
    let (mut line, mut notes) = (0, Vec::new());
    for entry in std::mem::take(&mut unread.entries) {
        line += 1;
        notes.push(DraftNote { line, markdown: format!("## {}", entry.date.unwrap()) });
        notes.extend(entry.notes);
    }
    unread.entries = vec![DraftEntry { line: 1, notes, ..DraftEntry::default() }];
    assert_eq!(replace(&db.store, &unread).await.unwrap().notes, count(180, 0, 0, 0));
    let before = db.texts().await;

    let report = db.import("notes", &journal).await;
    // All but those of the one entry that stays have moved into another.
    assert_eq!(report.notes, count(0, 118, 2, 60), "the headings alone have gone");
    let after = db.texts().await;
    assert_eq!(after.len(), 120);
    for (id, text) in &after {
        assert_eq!(before.get(id), Some(text), "{id}");
    }
    assert_eq!(db.found("in=2031-02-03").await, ["note 30 of KEP-730", "the other of 30"]);
}

/// Edits a scrap's text as an author does who goes on writing and tidies up.
fn edited(notes: &str) -> String {
    let mut posts: Vec<String> =
        notes.split("Tsubasa NagasawaTsubasa Nagasawa\n").map(str::to_owned).collect();
    // Five notes at the top.
    let inserted: String = (1..=5).map(|n| format!("  • a new note, the {n}. of five\n")).collect();
    posts[1].insert_str(0, &inserted);
    // The notes of a day with several, swapped: the last one goes to the front.
    let day = posts.iter().position(|post| post.starts_with("\n2023/9/27\n")).unwrap();
    let body = posts[day].clone();
    let (head, items) = body.split_at(body.find("  • ").unwrap());
    let last = items.rfind("\n  • ").unwrap() + 1;
    posts[day] = format!("{head}{}{}", &items[last..], &items[..last]);
    // A note with the same text as one that is there, before it.
    let twin = posts.iter().position(|post| post.starts_with("\n2023/7/8\n")).unwrap();
    let line = posts[twin].lines().find(|line| line.starts_with("  • ")).unwrap().to_owned();
    posts[twin] = posts[twin].replacen(&line, &format!("{line}\n{line}"), 1);
    posts.join("Tsubasa NagasawaTsubasa Nagasawa\n")
}

#[tokio::test]
async fn the_real_notes_keep_their_permalinks_when_the_author_goes_on() {
    let Some(notes) = real_data::notes() else { return };
    let db = Database::new().await;
    let first = db.import("real", &notes).await;
    assert_eq!((first.entries, first.notes), (count(159, 0, 0, 0), count(341, 0, 0, 0)));
    assert_eq!(db.import("real", &notes).await.notes, count(0, 0, 341, 0));
    let before = db.texts().await;
    let report = db.import("real", &edited(&notes)).await;
    assert_eq!((report.notes.new, report.notes.vanished), (6, 0));
    let after = db.texts().await;
    for (id, text) in &before {
        assert_eq!(after.get(id), Some(text), "{id}");
    }
    assert_eq!(after.len(), before.len() + 6);
    assert!(report.remarks.iter().any(|remark| remark.message.contains("uncertain")), "{:?}", report.remarks);
}
