//! The database as a file: whose it is, who may read it, and whether it is still the one that was opened.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use store::{Error, Store};
use support::{Database, filter, replace, replacement};

const NOTES: &str = "---\ntitle: Notes\n---\n\n## 2023-10-10\n- a note on KEP-753\n- another\n";

fn url(path: &Path) -> String {
    format!("sqlite://{}", path.display())
}

async fn connect(path: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(path).create_if_missing(true).connect().await.unwrap()
}

/// A database that these statements make.
async fn make(path: &Path, statements: &str) {
    let mut db = connect(path).await;
    db.execute(AssertSqlSafe(statements.to_owned())).await.unwrap();
    db.close().await.unwrap();
}

/// The names of all files of a folder.
fn names(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_left_as_it_is() {
    let migrated =
        "create table _sqlx_migrations (version integer, description text, checksum blob, success integer);
        insert into _sqlx_migrations values (1, 'notes', x'00', 1)";
    for statements in [
        "create table bookmarks (x)",
        "create table note (x)",
        "create table bookmarks (x); pragma application_id = 7",
        &format!("{migrated}; create table bookmarks (x)"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("other.db");
        make(&path, statements).await;
        let before = std::fs::read(&path).unwrap();
        let opened = [
            Store::open(&url(&path)).await,
            Store::open_existing(&url(&path)).await,
            Store::open_read_only(&url(&path)).await,
        ];
        for opened in opened {
            let error = opened.unwrap_err();
            assert!(matches!(error, Error::OtherProgram { .. }), "{statements}: {error:?}");
            assert!(
                error.to_string().contains("a database of another program, with tables such as"),
                "{error}"
            );
        }
        assert_eq!(std::fs::read(&path).unwrap(), before, "{statements}");
        assert_eq!(names(folder.path()), ["other.db"], "{statements}");
    }
}

#[tokio::test]
async fn what_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.md");
    std::fs::write(&path, "# Notes\n".repeat(200)).unwrap();
    let error = Store::open(&url(&path)).await.unwrap_err();
    assert!(matches!(error, Error::NoDatabase(_)), "{error:?}");
    assert_eq!(names(folder.path()), ["notes.md"]);
}

#[tokio::test]
async fn a_database_of_a_newer_kepline_is_refused_in_words() {
    let db = Database::new().await;
    db.store.close().await;
    let newer = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
        values (9999, 'later', 1, x'00', 0)";
    make(&db.path("kepline.db"), newer).await;
    for opened in [Store::open(&db.url()).await, Store::open_read_only(&db.url()).await] {
        let error = opened.unwrap_err();
        assert!(
            error.to_string().contains("was made by a newer Kepline (schema 9999, this one knows"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn an_empty_file_becomes_a_database_where_one_is_made_and_is_none_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kepline.db");
    std::fs::write(&path, "").unwrap();
    assert!(matches!(Store::open_existing(&url(&path)).await, Err(Error::EmptyFile(_))));
    assert!(matches!(Store::open_read_only(&url(&path)).await, Err(Error::EmptyFile(_))));
    assert_eq!(names(folder.path()), ["kepline.db"]);
    let store = Store::open(&url(&path)).await.unwrap();
    replace(&store, &replacement("notes", NOTES)).await.unwrap();
    store.close().await;
    let store = Store::open_existing(&url(&path)).await.unwrap();
    assert_eq!(store.timeline(&filter("")).await.unwrap().notes, 2);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_reads_the_files_of_a_database() {
    use std::os::unix::fs::PermissionsExt;
    let db = Database::new().await;
    db.import("notes", NOTES).await;
    db.store.backup(&db.path("backup.db")).await.unwrap();
    let folder = db.path("kepline.db").parent().unwrap().to_path_buf();
    let files = names(&folder);
    assert_eq!(files, ["backup.db", "kepline.db", "kepline.db-shm", "kepline.db-wal"]);
    for file in files {
        let mode = std::fs::metadata(folder.join(&file)).unwrap().permissions().mode();
        assert_eq!(format!("{:o}", mode & 0o777), "600", "{file}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn files_that_others_may_read_are_found_and_closed() {
    use std::os::unix::fs::PermissionsExt;
    let set_mode =
        |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    let db = Database::new().await;
    db.import("notes", NOTES).await;
    let names =
        ["kepline.db", "kepline-20261127T213000Z.db", "kepline.db-wal", "kepline-notes.md", "other.db"];
    db.store.backup(&db.path(names[1])).await.unwrap();
    for name in &names[3..] {
        std::fs::write(db.path(name), "").unwrap();
        set_mode(&db.path(name), 0o644);
    }
    let folder = db.path("kepline.db").parent().unwrap().to_path_buf();
    set_mode(&folder, 0o755);
    assert!(db.store.files_open_to_others().unwrap().is_empty());
    for (name, mode) in [(names[0], 0o640), (names[1], 0o604), (names[2], 0o666)] {
        set_mode(&db.path(name), mode);
    }
    assert_eq!(
        db.store.files_open_to_others().unwrap(),
        [names[1], names[0], names[2]].map(|name| folder.join(name))
    );
    set_mode(&folder, 0o700);
    assert!(db.store.files_open_to_others().unwrap().is_empty(), "nobody else gets to them");
    set_mode(&folder, 0o755);
    // Neither is a file of the database, whatever its name.
    std::fs::create_dir(folder.join("kepline.db-old")).unwrap();
    std::os::unix::fs::symlink(db.path("kepline-notes.md"), folder.join("kepline.db.link")).unwrap();
    let closed = db.store.close_files_to_others().unwrap();
    assert_eq!(closed, [names[1], names[0], names[2]].map(|name| folder.join(name)));
    assert!(db.store.close_files_to_others().unwrap().is_empty(), "once is enough");
    let mode = |name: &str| std::fs::metadata(folder.join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(names.map(mode), [0o600, 0o600, 0o600, 0o644, 0o644]);
}

#[tokio::test]
async fn a_reader_leaves_the_file_as_it_is() {
    let db = Database::new().await;
    db.import("notes", NOTES).await;
    db.store.close().await;
    let path = db.path("kepline.db");
    let before = std::fs::read(&path).unwrap();
    let store = Store::open_read_only(&db.url()).await.unwrap();
    assert!(store.is_current());
    assert_eq!(store.export(&filter("")).await.unwrap().len(), 1);
    assert_eq!(store.check_content().await.unwrap(), Default::default());
    let error = replace(&store, &replacement("notes", NOTES)).await.unwrap_err();
    assert!(matches!(error, Error::ReadOnly(_)), "{error:?}");
    store.backup(&db.path("backup.db")).await.unwrap();
    store.close().await;
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[cfg(unix)]
#[tokio::test]
async fn a_reader_reads_a_copy_where_sqlite_cannot_make_its_files() {
    let db = Database::new().await;
    db.import("notes", NOTES).await;
    db.store.close().await;
    // As little as in a folder without the right to write, which an administrator has everywhere.
    std::os::unix::fs::symlink(db.path("nowhere/index"), db.path("kepline.db-shm")).unwrap();
    let store = Store::open_read_only(&db.url()).await.unwrap();
    assert_eq!(store.timeline(&filter("")).await.unwrap().notes, 2);
    assert_ne!(store.path(), db.path("kepline.db"));
    assert!(matches!(Store::open(&db.url()).await, Err(Error::Open { .. })));
}

#[tokio::test]
async fn nothing_is_written_or_read_once_another_file_is_at_the_path() {
    let db = Database::new().await;
    db.import("notes", NOTES).await;
    db.store.backup(&db.path("other.db")).await.unwrap();
    db.store.check().await.unwrap();
    std::fs::rename(db.path("other.db"), db.path("kepline.db")).unwrap();
    let written = replace(&db.store, &replacement("more", NOTES)).await;
    assert!(matches!(written, Err(Error::Replaced(_))), "{written:?}");
    assert!(matches!(db.store.recent_state().await, Err(Error::Replaced(_))));
    assert!(matches!(db.store.timeline(&filter("")).await, Err(Error::Replaced(_))));
    assert!(matches!(db.store.backup(&db.path("late.db")).await, Err(Error::Replaced(_))));
    // The new one is whole.
    db.store.close().await;
    let other = db.again().await;
    assert_eq!(other.integrity().await.unwrap(), [""; 0]);
    assert_eq!(other.timeline(&filter("")).await.unwrap().notes, 2);
}

#[tokio::test]
async fn a_file_that_is_gone_is_noticed() {
    let db = Database::new().await;
    std::fs::remove_file(db.path("kepline.db")).unwrap();
    assert!(matches!(db.store.check().await, Err(Error::Replaced(_))));
}
