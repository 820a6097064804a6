//! The sessions of curators.

use jiff::Timestamp;

use crate::curators::CuratorId;
use crate::{Error, Result, Store};

/// A session as the database stores it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSession {
    /// The signed-in curator; `None` before they sign in.
    pub curator: Option<CuratorId>,
    /// The data of the session layer, as JSON.
    pub data: String,
    /// When it ends, in whole seconds.
    pub expires_at: Timestamp,
}

impl Store {
    /// Stores a new session; `false` when the id is taken.
    pub async fn add_session(&self, id: &str, session: &StoredSession) -> Result<bool> {
        let mut db = self.begin().await?;
        let added = sqlx::query(
            "insert into session (id, curator_id, data, expires_at) values (?, ?, ?, ?) on conflict do nothing",
        )
        .bind(id)
        .bind(session.curator.map(|curator| curator.0))
        .bind(&session.data)
        .bind(session.expires_at.as_second())
        .execute(&mut *db)
        .await?;
        db.commit().await?;
        Ok(added.rows_affected() > 0)
    }

    /// Updates a session. One that has ended meanwhile stays ended.
    pub async fn save_session(&self, id: &str, session: &StoredSession) -> Result<()> {
        let mut db = self.begin().await?;
        sqlx::query("update session set curator_id = ?, data = ?, expires_at = ? where id = ?")
            .bind(session.curator.map(|curator| curator.0))
            .bind(&session.data)
            .bind(session.expires_at.as_second())
            .bind(id)
            .execute(&mut *db)
            .await?;
        db.commit().await?;
        Ok(())
    }

    /// A session that has not ended by `now`.
    pub async fn session(&self, id: &str, now: Timestamp) -> Result<Option<StoredSession>> {
        let row: Option<(Option<i64>, String, i64)> = sqlx::query_as(
            "select curator_id, data, expires_at from session where id = ? and expires_at > ?",
        )
        .bind(id)
        .bind(now.as_second())
        .fetch_optional(self.reader()?)
        .await?;
        let Some((curator, data, expires_at)) = row else { return Ok(None) };
        let expires_at = Timestamp::from_second(expires_at)
            .map_err(|_| Error::Row { what: "instant", found: expires_at.to_string() })?;
        Ok(Some(StoredSession { curator: curator.map(CuratorId), data, expires_at }))
    }

    /// Ends a session.
    pub async fn delete_session(&self, id: &str) -> Result<()> {
        let mut db = self.begin().await?;
        sqlx::query("delete from session where id = ?").bind(id).execute(&mut *db).await?;
        db.commit().await?;
        Ok(())
    }

    /// Ends all sessions of a curator; gives how many.
    pub async fn delete_curator_sessions(&self, curator: CuratorId) -> Result<u64> {
        let mut db = self.begin().await?;
        let deleted =
            sqlx::query("delete from session where curator_id = ?").bind(curator.0).execute(&mut *db).await?;
        db.commit().await?;
        Ok(deleted.rows_affected())
    }

    /// Forgets sessions that have ended by `now`; gives how many.
    pub async fn delete_expired_sessions(&self, now: Timestamp) -> Result<u64> {
        let mut db = self.begin().await?;
        let deleted = sqlx::query("delete from session where expires_at <= ?")
            .bind(now.as_second())
            .execute(&mut *db)
            .await?;
        db.commit().await?;
        Ok(deleted.rows_affected())
    }
}
