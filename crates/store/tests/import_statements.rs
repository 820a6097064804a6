//! What an import costs. Alone in its file: it listens to everything that sqlx runs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use support::statement_log::StatementLog;
use support::{Database, long_journal};

/// How many statements an import of a notebook runs.
async fn cost(log: &StatementLog, db: &Database, journal: &str) -> usize {
    log.drain();
    db.import("notes", journal).await;
    log.drain().len()
}

#[tokio::test]
async fn statements_are_for_some_hundred_notes_each() {
    let log = StatementLog::listen_to_writes();
    let (few, many) = (Database::new().await, Database::new().await);
    let (short, long) = (long_journal(5), long_journal(500));

    let first = (cost(&log, &few, &short).await, cost(&log, &many, &long).await);
    assert!(first.0 > 10 && first.1 <= first.0 + 40, "for 10 and 1,000 new notes: {first:?}");

    let again = (cost(&log, &few, &short).await, cost(&log, &many, &long).await);
    assert_eq!(again.0, again.1, "for 10 and 1,000 notes as they were");

    let more = "\n## 2025-01-01\n- one more, KEP-753\n";
    let added = (cost(&log, &few, &(short + more)).await, cost(&log, &many, &(long.clone() + more)).await);
    assert_eq!(added.0, added.1, "for a note more");

    let is_kept =
        |line: &&str| !["0", "2", "4", "6", "8"].iter().any(|n| line.ends_with(&format!("{n} of KEP-753")));
    let without = long.lines().filter(is_kept).collect::<Vec<_>>().join("\n");
    let vanished = cost(&log, &many, &without).await;
    assert!(vanished <= first.1, "for 250 notes that vanished: {vanished}");
    let edited = cost(&log, &many, &without.replace("of Kubernetes", "with Kubernetes")).await;
    assert!(edited <= 2 * first.1, "for 500 notes that were edited: {edited}");
}
