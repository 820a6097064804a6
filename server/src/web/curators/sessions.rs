//! Sessions in the database: the session layer's own trait over plain methods of the store.

use async_trait::async_trait;
use axum_login::tower_sessions::SessionStore;
use axum_login::tower_sessions::cookie::time::OffsetDateTime;
use axum_login::tower_sessions::session::{Id, Record};
use axum_login::tower_sessions::session_store::{Error, Result};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use store::{CuratorId, KeptSession, Store};

/// Under which key the session layer keeps who is signed in.
pub const CURATOR: &str = "curator";

/// Keeps sessions in the store.
#[derive(Clone, Debug)]
pub struct Sessions {
    store: Store,
}

impl Sessions {
    /// In this store.
    pub fn new(store: Store) -> Self {
        Self { store }
    }
}

/// Under what a session is kept: the cookie's id has 128 random bits, so that a plain digest hides it.
fn key(id: &Id) -> String {
    hex::encode(Sha256::digest(id.to_string()))
}

fn kept(record: &Record) -> Result<KeptSession> {
    let curator = record.data.get(CURATOR).and_then(|known| known.get("user_id")?.as_i64()).map(CuratorId);
    let data = serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?;
    let expires_at = Timestamp::from_second(record.expiry_date.unix_timestamp())
        .map_err(|error| Error::Encode(error.to_string()))?;
    Ok(KeptSession { curator, data, expires_at })
}

fn failed(error: store::Error) -> Error {
    tracing::error!(error = &error as &dyn std::error::Error, "the store failed");
    Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let session = kept(record)?;
        while !self.store.add_session(&key(&record.id), &session).await.map_err(failed)? {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.store.save_session(&key(&record.id), &kept(record)?).await.map_err(failed)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some(session) = self.store.session(&key(id), Timestamp::now()).await.map_err(failed)? else {
            return Ok(None);
        };
        let data = serde_json::from_str(&session.data).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(session.expires_at.as_second())
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.store.delete_session(&key(id)).await.map_err(failed)
    }
}
