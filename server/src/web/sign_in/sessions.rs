//! Sessions in the database: the session layer's own trait over plain methods of the store.

use std::cell::RefCell;

use app::error::AppError;
use app::request::Reader;
use async_trait::async_trait;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use axum_login::tower_sessions::SessionStore;
use axum_login::tower_sessions::cookie::time::OffsetDateTime;
use axum_login::tower_sessions::session::{Id, Record};
use axum_login::tower_sessions::session_store::{Error, Result};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use store::{CuratorId, Store, StoredSession};

use crate::web::problem;

/// The key under which the session layer stores who is signed in.
pub const CURATOR: &str = "curator";

/// Sessions in the store.
#[derive(Clone, Debug)]
pub struct Sessions {
    store: Store,
}

impl Sessions {
    /// Sessions of this store.
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// Whether the value of a cookie names a session, as far as the store answers.
    pub async fn may_exist(&self, value: &str) -> bool {
        let Ok(id) = value.parse::<Id>() else { return false };
        !matches!(self.store.session(&key(&id), Timestamp::now()).await, Ok(None))
    }
}

/// The key of a session in the store: the cookie's id has 128 random bits, so that a plain digest hides it.
fn key(id: &Id) -> String {
    hex::encode(Sha256::digest(id.to_string()))
}

fn stored_session(record: &Record) -> Result<StoredSession> {
    let curator = record.data.get(CURATOR).and_then(|known| known.get("user_id")?.as_i64()).map(CuratorId);
    let data = serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?;
    let expires_at = Timestamp::from_second(record.expiry_date.unix_timestamp())
        .map_err(|error| Error::Encode(error.to_string()))?;
    Ok(StoredSession { curator, data, expires_at })
}

tokio::task_local! {
    /// The error of the store while a session was loaded or saved for the current request: the session
    /// layer takes errors as texts, and answers all of them with a bare 500.
    static PROBLEM: RefCell<Option<AppError>>;
}

/// Describes the error of the store in place of the bare 500 of the session layer.
pub async fn describe_problem(request: Request, next: Next) -> Response {
    let lang = request.extensions().get::<Reader>().copied().unwrap_or_default().lang;
    let is_script = request.uri().path().starts_with("/fn/") && !problem::accepts_html(request.headers());
    let answer = async {
        let response = next.run(request).await;
        let error = PROBLEM.with(RefCell::take);
        match error.filter(|_| response.status() == StatusCode::INTERNAL_SERVER_ERROR) {
            Some(error) if is_script => problem::serialised(&error),
            Some(error) => problem::text(&error, lang),
            None => response,
        }
    };
    PROBLEM.scope(RefCell::default(), answer).await
}

/// Records an error for [`describe_problem`].
pub fn record_problem(error: store::Error) -> AppError {
    let error = AppError::from(error);
    // Outside of a request there is no answer to describe it in.
    let _ = PROBLEM.try_with(|problem| problem.replace(Some(error.clone())));
    error
}

fn backend_error(error: store::Error) -> Error {
    Error::Backend(record_problem(error).to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let session = stored_session(record)?;
        while !self.store.add_session(&key(&record.id), &session).await.map_err(backend_error)? {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.store.save_session(&key(&record.id), &stored_session(record)?).await.map_err(backend_error)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some(session) = self.store.session(&key(id), Timestamp::now()).await.map_err(backend_error)?
        else {
            return Ok(None);
        };
        let data = serde_json::from_str(&session.data).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(session.expires_at.as_second())
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.store.delete_session(&key(id)).await.map_err(backend_error)
    }
}
