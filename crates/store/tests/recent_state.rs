//! What caches compare. Alone in its file: it listens to everything that sqlx runs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use support::statement_log::StatementLog;
use support::{Database, replace, replacement};

const NOTES: &str = "---\ntitle: Notes\n---\n\n## 2023-10-10\n- a note\n";

/// Longer than a write of another process may go unnoticed.
const A_MOMENT: Duration = Duration::from_millis(50);

#[tokio::test]
async fn a_write_is_seen_at_once_by_its_process_and_soon_by_others() {
    let db = Database::new().await;
    let other = db.again().await;
    let log = StatementLog::listen();
    let (before, there) = (db.store.recent_state().await.unwrap(), other.recent_state().await.unwrap());
    assert_eq!(before, there);

    db.import("notes", NOTES).await;
    let after = db.store.recent_state().await.unwrap();
    assert!(after.generation > before.generation);
    assert_eq!(after.generation, db.store.generation().await.unwrap());
    tokio::time::sleep(A_MOMENT).await;
    assert_eq!(other.recent_state().await.unwrap(), after);

    // Whatever happens meanwhile, an unchanged database costs no statement for each of those who ask.
    log.drain();
    for _ in 0..10_000 {
        db.store.recent_state().await.unwrap();
    }
    let statements = log.drain().len();
    assert!(statements < 1_000, "{statements}");

    let at = "2026-07-25T00:00:00Z".parse().unwrap();
    let run = other.begin_sync(store::SyncKind::Keps, "a test", at).await.unwrap();
    other.end_sync(run, at, &store::SyncEnd { data_at: Some(at), ..Default::default() }).await.unwrap();
    assert_eq!(other.recent_state().await.unwrap().as_of.keps, Some(at));
    tokio::time::sleep(A_MOMENT).await;
    assert_eq!(db.store.recent_state().await.unwrap().as_of.keps, Some(at));
}

#[tokio::test]
async fn pages_that_wait_for_a_connection_hold_nobody_up() {
    let db = Database::new().await;
    let limits = store::Limits { read_wait: Duration::from_millis(100), readers: 1, ..Default::default() };
    let store = store::Store::open_with(&db.url(), limits).await.unwrap();
    replace(&store, &replacement("notes", NOTES)).await.unwrap();
    let filter = Default::default();
    let _export = loop {
        let mut export = Box::pin(store.export(&filter));
        // It has taken the one connection and does not go on, if it is not done already.
        let waits = poll_fn(|context| Poll::Ready(export.as_mut().poll(context).is_pending()));
        if waits.await {
            break export;
        }
    };
    assert!(store.generation().await.is_err(), "no connection is free");
    assert!(store.recent_state().await.is_ok());
}
