//! Authentication of curators by name and password.

use std::fmt;
use std::sync::Arc;

use app::error::AppError;
use app::request::SignedIn;
use axum_login::{AuthSession, AuthUser, AuthnBackend};
use domain::decision::curator::CuratorName;
use sha2::{Digest, Sha256};
use store::{CuratorId, Store};
use tokio::sync::Semaphore;

use super::sessions::record_problem;
use crate::passwords;

/// The key of the time at which the session was renewed last, in seconds since 1970.
pub const SEEN: &str = "seen";

/// The key of the time at which the session began.
pub const BEGAN: &str = "began";

/// How many passwords are hashed at once: each takes 19 MiB and a processor for a while.
const HASHED_AT_ONCE: usize = 2;

/// The curator's session, of a request.
pub type Session = AuthSession<Backend>;

/// Checks curators against the store.
#[derive(Clone, Debug)]
pub struct Backend {
    store: Store,
    hashing: Arc<Semaphore>,
}

/// A curator, as a session knows them.
#[derive(Clone)]
pub struct SessionCurator {
    id: CuratorId,
    name: CuratorName,
    stamp: [u8; 32],
}

/// The name and the password of a form.
pub struct Credentials {
    /// A name, or what somebody typed in its place.
    pub name: String,
    pub password: String,
}

/// Why a curator could not be loaded.
#[derive(Debug)]
pub enum BackendError {
    /// The store did not answer.
    Store(AppError),
    /// The server is about to stop.
    Stopping,
}

impl Backend {
    /// A backend over this store.
    pub fn new(store: Store) -> Self {
        Self { store, hashing: Arc::new(Semaphore::new(HASHED_AT_ONCE)) }
    }
}

impl SessionCurator {
    pub fn curator(&self) -> CuratorId {
        self.id
    }

    /// What pages and server functions know of them.
    pub fn signed_in(&self) -> SignedIn {
        SignedIn { name: self.name.to_string() }
    }
}

impl From<store::Curator> for SessionCurator {
    /// A session is good as long as the password is the one that it began with.
    fn from(curator: store::Curator) -> Self {
        let stamp = Sha256::digest(curator.password_hash.unwrap_or_default()).into();
        Self { id: curator.id, name: curator.name, stamp }
    }
}

impl fmt::Debug for SessionCurator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SessionCurator").field(&self.name).finish()
    }
}

impl AuthUser for SessionCurator {
    type Id = i64;

    fn id(&self) -> i64 {
        self.id.0
    }

    fn session_auth_hash(&self) -> &[u8] {
        &self.stamp
    }
}

impl AuthnBackend for Backend {
    type User = SessionCurator;
    type Credentials = Credentials;
    type Error = BackendError;

    /// Takes as long for a name that nobody has.
    async fn authenticate(&self, credentials: Credentials) -> Result<Option<SessionCurator>, BackendError> {
        let Credentials { name, password } = credentials;
        let curator = match name.trim().parse() {
            Ok(name) => self.store.curator_by_name(&name).await?,
            Err(_) => None,
        };
        let hash = curator.as_ref().and_then(|curator| curator.password_hash.clone());
        let permit = self.hashing.clone().acquire_owned().await.map_err(|_| BackendError::Stopping)?;
        let is_right = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            passwords::is_right(&password, hash.as_deref())
        });
        let is_right = is_right.await.map_err(|_| BackendError::Stopping)?;
        Ok(curator.filter(|_| is_right).map(SessionCurator::from))
    }

    async fn get_user(&self, id: &i64) -> Result<Option<SessionCurator>, BackendError> {
        Ok(self.store.curator(CuratorId(*id)).await?.map(SessionCurator::from))
    }
}

impl From<store::Error> for BackendError {
    fn from(error: store::Error) -> Self {
        Self::Store(record_problem(error))
    }
}

impl fmt::Display for BackendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("curators cannot be loaded now")
    }
}

impl std::error::Error for BackendError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store(error) => Some(error),
            Self::Stopping => None,
        }
    }
}
