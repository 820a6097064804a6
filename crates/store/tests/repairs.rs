//! What is derived can be made anew, whatever became of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::list::filter::Filter;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Executor};
use support::Database;

const NOTES: &str = "\
---
title: Notes
---

## 2023-10-10
- SIG Node has KEP-753 in beta with 1.29 (k/k#115138)
- kubelet の停止を検証する
";

#[tokio::test]
async fn all_that_is_derived_is_made_anew_and_all_else_stays() {
    let db = Database::new().await;
    db.import("notes", NOTES).await;
    db.store.derive().await.unwrap();
    let exported = async || format!("{:?}", db.store.export(&Filter::default()).await.unwrap());
    let before = exported().await;
    let clean = db.store.check_content().await.unwrap();
    assert_eq!(clean, Default::default());

    let mut other = SqliteConnectOptions::new()
        .filename(db.path("kepline.db"))
        .foreign_keys(false)
        .connect()
        .await
        .unwrap();
    other
        .execute(
            "delete from derived_tag; delete from outcome; delete from note_words; \
             update note set html = 'lost'; delete from cycle; \
             insert into derived_tag (note_id, kind, value, ordinal, origin, evidence, strong) \
                 values ('nowhere0', 'sig', 'sig-node', 0, 'text', 'SIG Node', 1)",
        )
        .await
        .unwrap();
    other.close().await.unwrap();
    let found = db.store.check_content().await.unwrap();
    assert_eq!(found.damage.len(), 1, "{found:?}");
    assert!(found.damage[0].is_derived, "{found:?}");
    assert_eq!(found.notes_indexed_wrongly, 2);
    assert_ne!(exported().await, before);

    let repair = db.store.repair(ingest::prepare, |_| {}).await.unwrap();
    assert_eq!((repair.removed_rows, repair.notes.notes, repair.notes.changed), (1, 2, 2));
    assert_eq!(db.store.check_content().await.unwrap(), clean);
    assert_eq!(exported().await, before);
    assert_eq!(db.found("q=停止").await.len(), 1);
}
