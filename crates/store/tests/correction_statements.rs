//! What a correction reads. Alone in its file: it listens to everything that sqlx runs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::decision::{Correction, Decision, Mention};
use support::Database;
use support::keps::{revisions, sync_keps};
use support::statement_log::StatementLog;

/// A database of so many KEPs besides the two that a note is about.
async fn synced(keps: u32) -> Database {
    let db = Database::new().await;
    db.import("notes", "## 2023-11-01\n- first: KEP-753\n- second: KEP-4381 and KEP-753\n").await;
    let mut changes = revisions("sig-node/753-sidecars", "sig-node", 3);
    changes.extend(revisions("sig-node/4381-structured", "sig-node", 3));
    changes.extend(
        (0..keps).flat_map(|n| revisions(&format!("sig-node/{}-of-many", 10_000 + n), "sig-apps", 3)),
    );
    sync_keps(&db, changes, Vec::new()).await;
    db
}

#[tokio::test]
async fn a_correction_reads_the_keps_that_it_is_about_however_many_there_are() {
    let (few, many) = (synced(10).await, synced(200).await);
    let log = StatementLog::listen();
    let mut costs = Vec::new();
    for db in [&few, &many] {
        let texts = db.texts().await;
        let (first, _) = texts.iter().find(|(_, text)| text.starts_with("first")).unwrap();
        let mention = Mention { literal: "KEP-753".to_owned(), nth: 0 };
        let correction = Correction { note: first.clone(), mention, meant: "KEP-4381".parse().unwrap() };
        log.drain();
        db.store
            .decide(&[Decision::Correction(correction)], "alice", "2026-11-22T10:00:00Z".parse().unwrap())
            .await
            .unwrap();
        let statements = log.drain();
        let revisions = statements.iter().filter(|statement| statement.sql.contains("kep_revision.revision"));
        assert_eq!(revisions.map(|statement| statement.rows).collect::<Vec<_>>(), [3], "of one KEP alone");
        costs.push(
            statements.into_iter().map(|statement| (statement.sql, statement.rows)).collect::<Vec<_>>(),
        );
        assert_eq!(db.found("kep=4381").await.len(), 2);
    }
    assert_eq!(costs[0], costs[1]);
}
