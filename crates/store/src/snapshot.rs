//! The facts on KEPs that the program carries, stored as if they were an earlier sync.

use crate::syncs::{KepCounts, KepSnapshot, SNAPSHOT, SyncKind, last_sync, store_history};
use crate::{Result, Store, derive, generation};

impl Store {
    /// Stores a snapshot and derives what follows, whole or not at all; `None` where facts on KEPs are there already.
    ///
    /// It is recorded as a sync of the day of its facts, which *now* means until the first real one: that is due
    /// at once, and goes on where the snapshot ends. All that a snapshot says is history, nothing news.
    pub async fn store_kep_snapshot(&self, snapshot: &KepSnapshot) -> Result<Option<KepCounts>> {
        let mut db = self.begin().await?;
        if last_sync(&mut db, SyncKind::Keps).await?.is_some() {
            return Ok(None);
        }
        let counts = store_history(&mut db, &snapshot.history).await?;
        sqlx::query(
            r#"
            insert into sync_run (kind, started_at, finished_at, summary, data_at, cursor, source)
            values (?1, ?2, ?2, ?3, ?2, ?4, ?5)
            "#,
        )
        .bind(SyncKind::Keps.as_str())
        .bind(snapshot.data_at.to_string())
        .bind(format!("snapshot in Kepline: {} KEPs, {} revisions", counts.new_keps, counts.revisions))
        .bind(&snapshot.cursor)
        .bind(SNAPSHOT)
        .execute(&mut *db)
        .await?;
        derive::derive_all(&mut db).await?;
        generation::raise(&mut db).await?;
        db.commit().await?;
        Ok(Some(counts))
    }
}
