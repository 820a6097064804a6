//! What reading notes again costs. Alone in its file: it listens to everything that sqlx runs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use support::statement_log::{Statement, StatementLog};
use support::{Database, long_journal};

/// The statements that read so many days of two notes again, of which nothing is other than before.
async fn statements(log: &StatementLog, days: usize) -> Vec<Statement> {
    let db = Database::new().await;
    db.import("notes", &long_journal(days)).await;
    let mut raw = support::large::raw(&db).await;
    sqlx::query("update notebook set reading_version = 0").execute(&mut raw).await.unwrap();
    log.drain();
    let read = db.store.read_again(ingest::prepare, |_| {}).await.unwrap();
    assert_eq!((read.notes, read.changed), (2 * days, 0));
    let statements = log.drain();
    // Each note is met once, in the order of ids.
    let next = statements
        .iter()
        .find(|statement| statement.sql.starts_with("select id, markdown, fidelity from note"));
    let explain = sqlx::AssertSqlSafe(format!("explain query plan {}", next.unwrap().sql));
    let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(explain).fetch_all(&mut raw).await.unwrap();
    let steps: Vec<String> = steps.into_iter().map(|(.., step)| step).collect();
    assert_eq!(steps, ["SEARCH note USING INDEX sqlite_autoindex_note_1 (id>?)"]);
    statements
}

#[tokio::test]
async fn it_reads_some_hundred_notes_at_a_time_by_a_fixed_number_of_statements() {
    let log = StatementLog::listen();
    let mut costs = Vec::new();
    for days in [100, 200, 400] {
        costs.push(statements(&log, days).await.len());
    }
    // A batch has two hundred notes.
    let batch_cost = costs[1] - costs[0];
    assert!((4..=12).contains(&batch_cost), "{costs:?}");
    assert_eq!(costs[2] - costs[1], 2 * batch_cost, "{costs:?}");
}
