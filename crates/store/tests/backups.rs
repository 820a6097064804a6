//! Copies of the database, and how one takes its place.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::future::{Future, poll_fn};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::task::Poll;

use store::{Error, Restoration, Store};
use support::{Database, filter};

const NOTES: &str = "---\ntitle: Notes\n---\n\n## 2023-10-10\n- a note\n- another\n";
const MORE: &str = "---\ntitle: Notes\n---\n\n## 2023-10-10\n- a note\n- another\n- a third\n";

fn at() -> jiff::Timestamp {
    "2026-11-27T21:30:00Z".parse().unwrap()
}

/// The files of a folder that are neither the database nor next to it.
fn other_files(db: &Database) -> Vec<String> {
    let folder = db.path("kepline.db").parent().unwrap().to_path_buf();
    let names = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.retain(|name| !name.starts_with("kepline.db"));
    names.sort();
    names
}

async fn notes(path: &Path) -> u32 {
    let store = Store::open_read_only(&format!("sqlite://{}", path.display())).await.unwrap();
    store.timeline(&filter("")).await.unwrap().notes
}

/// A closed database of [`MORE`], and a backup of when it had [`NOTES`].
async fn closed_with_a_backup() -> (Database, PathBuf) {
    let db = Database::new().await;
    db.import("test", NOTES).await;
    let backup = db.path("backup.db");
    db.store.backup(&backup).await.unwrap();
    db.import("test", MORE).await;
    db.store.close().await;
    (db, backup)
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

#[tokio::test]
async fn a_backup_takes_the_place_of_the_database_which_is_kept() {
    let (db, backup) = closed_with_a_backup().await;
    let restoration = Restoration::new(&db.url(), &backup).await.unwrap();
    assert_eq!((restoration.database.clone(), restoration.counts.notes), (db.path("kepline.db"), 2));
    assert_eq!(notes(&db.path("kepline.db")).await, 3, "nothing has changed yet");
    let kept = restoration.run(at()).await.unwrap().unwrap();
    assert_eq!(kept, db.path("kepline-replaced-20261127T213000Z.db"));
    assert_eq!((notes(&db.path("kepline.db")).await, notes(&kept).await), (2, 3));
    assert_eq!(notes(&backup).await, 2, "the backup stays");
}

#[tokio::test]
async fn what_a_killed_server_left_in_the_log_is_kept_with_the_old_database() {
    let db = Database::new().await;
    db.import("test", NOTES).await;
    let backup = db.path("backup.db");
    db.store.backup(&backup).await.unwrap();
    db.import("test", MORE).await;
    // As a kill leaves them: the last import is in the log alone.
    let killed = tempfile::tempdir().unwrap();
    let path = killed.path().join("kepline.db");
    for suffix in ["", "-wal"] {
        let with_suffix = |path: &Path| PathBuf::from(format!("{}{suffix}", path.display()));
        std::fs::copy(with_suffix(&db.path("kepline.db")), with_suffix(&path)).unwrap();
    }
    let restoration = Restoration::new(&format!("sqlite://{}", path.display()), &backup).await.unwrap();
    let kept = restoration.run(at()).await.unwrap().unwrap();
    // Moved one after the other, they could be parted by a power cut.
    let logs = [&path, &kept].map(|path| PathBuf::from(format!("{}-wal", path.display())));
    assert!(logs.iter().all(|log| !log.exists()), "the log was folded into the file before that moved");
    assert_eq!((notes(&path).await, notes(&kept).await), (2, 3));
}

#[tokio::test]
async fn a_database_that_is_damaged_or_missing_is_replaced_too() {
    let db = Database::new().await;
    db.import("test", NOTES).await;
    let backup = db.path("backup.db");
    db.store.backup(&backup).await.unwrap();
    db.store.close().await;
    let path = db.path("kepline.db");
    std::fs::write(&path, "garbage".repeat(1000)).unwrap();
    let kept = Restoration::new(&db.url(), &backup).await.unwrap().run(at()).await.unwrap();
    assert_eq!(std::fs::read(kept.unwrap()).unwrap(), "garbage".repeat(1000).into_bytes());
    assert_eq!(notes(&path).await, 2);
    std::fs::remove_file(&path).unwrap();
    let kept = Restoration::new(&db.url(), &backup).await.unwrap().run(at()).await.unwrap();
    assert_eq!((kept, notes(&path).await), (None, 2));
}

#[tokio::test]
async fn what_is_no_sound_backup_is_refused() {
    let db = Database::new().await;
    db.import("test", NOTES).await;
    let backup = db.path("backup.db");
    db.store.backup(&backup).await.unwrap();
    let mut bytes = std::fs::read(&backup).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 20_000].fill(0x5a);
    std::fs::write(db.path("damaged.db"), &bytes).unwrap();
    std::fs::write(db.path("short.db"), &bytes[..20_000]).unwrap();
    std::fs::write(db.path("empty.db"), "").unwrap();
    std::fs::write(db.path("text.db"), "## 2023-10-10\n".repeat(100)).unwrap();
    for (name, expected) in [
        ("damaged.db", "damaged"),
        ("short.db", "damaged"),
        ("empty.db", "is empty"),
        ("text.db", "is no database"),
        ("missing.db", "there is no backup"),
    ] {
        let error = Restoration::new(&db.url(), &db.path(name)).await.unwrap_err().to_string();
        assert!(error.contains(expected), "{name}: {error}");
    }
}

/// Where [`a_process_with_the_database_open`] finds it.
const OPEN_DATABASE: &str = "KEPLINE_TEST_OPEN_DATABASE";

/// A process of its own, for the test below: locks are seen by other processes alone.
#[tokio::test]
#[ignore = "the test below starts it in a process of its own"]
async fn a_process_with_the_database_open() {
    let store = Store::open(&std::env::var(OPEN_DATABASE).unwrap()).await.unwrap();
    println!("\nopen");
    std::io::stdin().read_line(&mut String::new()).unwrap();
    store.close().await;
}

#[tokio::test]
async fn a_database_that_another_process_has_open_is_not_replaced() {
    let (db, backup) = closed_with_a_backup().await;
    let mut other = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "a_process_with_the_database_open", "--nocapture"])
        .env(OPEN_DATABASE, db.url())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(other.stdout.take().unwrap()).lines();
    assert!(lines.by_ref().map_while(Result::ok).any(|line| line == "open"));
    let restoration = Restoration::new(&db.url(), &backup).await.unwrap();
    let refused = restoration.run(at()).await;
    assert!(matches!(refused, Err(Error::InUse(_))), "{refused:?}");
    assert_eq!(other_files(&db), ["backup.db"]);
    other.stdin.take().unwrap().write_all(b"\n").unwrap();
    assert!(other.wait().unwrap().success());
    restoration.run(at()).await.unwrap();
    assert_eq!(notes(&db.path("kepline.db")).await, 2);
}
