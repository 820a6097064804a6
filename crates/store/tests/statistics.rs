//! What imports and syncs leave for SQLite to plan by.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use support::{Database, large, long_journal};

/// More than `pragma optimize` looks at.
const ENTRIES: i64 = 30 * large::DAYS as i64;

#[tokio::test]
async fn an_import_counts_all_rows_where_there_are_many_more() {
    let db = misled().await;
    db.import("other", &long_journal(ENTRIES as usize / 2)).await;
    db.store.close().await;
    assert_eq!(large::believed_entries(&db).await, ENTRIES * 3 / 4);
}

#[tokio::test]
async fn an_import_of_few_notes_counts_nothing() {
    let db = misled().await;
    db.import("other", "## 2023-10-11\n- one more\n").await;
    db.store.close().await;
    assert!(large::believed_entries(&db).await <= 2001);
}

#[tokio::test]
async fn a_sync_counts_all_rows() {
    let db = misled().await;
    large::sync(&db).await;
    db.store.close().await;
    assert_eq!(large::believed_entries(&db).await, ENTRIES);
}

/// A large notebook with statistics of its first rows.
async fn misled() -> Database {
    let db = Database::new().await;
    db.import("large", &large::journal()).await;
    large::multiply(&db, 30).await;
    large::optimize(&db).await;
    assert!(large::believed_entries(&db).await <= 2001);
    db
}
