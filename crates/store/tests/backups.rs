//! Copies of the database.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::future::{Future, poll_fn};
use std::task::Poll;

use store::Error;
use support::Database;

const NOTES: &str = "---\ntitle: Notes\n---\n\n## 2023-10-10\n- a note\n- another\n";

/// The files of a folder that are neither the database nor next to it.
fn other_files(db: &Database) -> Vec<String> {
    let folder = db.path("kepline.db").parent().unwrap().to_path_buf();
    let names = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.retain(|name| !name.starts_with("kepline.db"));
    names.sort();
    names
}

#[tokio::test]
async fn a_copy_is_looked_through_before_it_has_its_name() {
    let db = Database::new().await;
    db.import("test", NOTES).await;
    let counts = db.store.verified_backup(&db.path("backup.db")).await.unwrap();
    assert_eq!((counts.notebooks, counts.notes, counts.decisions), (1, 2, 0));
    assert_eq!(counts, db.store.row_counts().await.unwrap());
    let again = db.store.verified_backup(&db.path("backup.db")).await;
    assert!(matches!(again, Err(Error::BackupExists(_))), "{again:?}");
    assert_eq!(other_files(&db), ["backup.db"]);
}

#[tokio::test]
async fn a_backup_that_fails_leaves_nothing() {
    let db = Database::new().await;
    db.import("test", NOTES).await;
    let missing = db.store.backup(&db.path("nowhere/backup.db")).await;
    assert!(matches!(missing, Err(Error::File { .. })), "{missing:?}");
    // Another process writes the file of this name meanwhile.
    let path = db.path("backup.db");
    let mut copying = Box::pin(db.store.backup(&path));
    assert!(poll_fn(|context| Poll::Ready(copying.as_mut().poll(context).is_pending())).await);
    std::fs::write(&path, "theirs").unwrap();
    assert!(matches!(copying.await, Err(Error::BackupExists(_))));
    assert_eq!(std::fs::read(&path).unwrap(), b"theirs");
    assert_eq!(other_files(&db), ["backup.db"]);
}
