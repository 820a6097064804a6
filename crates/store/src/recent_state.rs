//! The state of the database as caches compare it: known to this process without asking each time.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::list::timeline::DataTimes;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Sqlite, Transaction};

use crate::file_watch::FileWatch;
use crate::{Result, Store, syncs};

/// How long what another process writes may go unnoticed by [`Store::recent_state`].
const NOTICED_WITHIN: Duration = Duration::from_millis(25);

/// A state of the database, as far as answers follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecentState {
    /// A number that every write raises.
    pub generation: i64,
    /// How old the facts are.
    pub as_of: DataTimes,
}

/// What this process knows of the state of the database without asking it.
#[derive(Debug, Default)]
pub(crate) struct StateWatch {
    /// How many transactions this process has committed, or tried to.
    commits: AtomicU64,
    seen: Mutex<Option<SeenState>>,
    /// Held by the one who asks, for all who wait.
    query: tokio::sync::Mutex<()>,
}

/// A state, and when it was asked for.
#[derive(Clone, Copy, Debug)]
struct SeenState {
    state: RecentState,
    /// As of before it was asked for.
    commits: u64,
    at: Instant,
}

impl StateWatch {
    fn seen(&self) -> Option<SeenState> {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state that was seen last, where it is recent enough and this process has not written since.
    fn recent(&self) -> Option<RecentState> {
        let seen = self.seen()?;
        let is_recent =
            seen.commits == self.commits.load(Ordering::Acquire) && seen.at.elapsed() < NOTICED_WITHIN;
        is_recent.then_some(seen.state)
    }
}

/// A transaction that writes. What it commits is seen by [`Store::recent_state`] of this process at once.
#[derive(Debug)]
pub(crate) struct WriteTransaction {
    transaction: Transaction<'static, Sqlite>,
    watch: Arc<StateWatch>,
    file: Arc<FileWatch>,
}

impl WriteTransaction {
    pub(crate) fn new(
        transaction: Transaction<'static, Sqlite>,
        watch: Arc<StateWatch>,
        file: Arc<FileWatch>,
    ) -> Self {
        Self { transaction, watch, file }
    }

    /// Fails as well where what was written is in a file that was replaced meanwhile.
    pub(crate) async fn commit(self) -> Result<()> {
        let committed = self.transaction.commit().await;
        // One that failed may be there all the same.
        self.watch.commits.fetch_add(1, Ordering::Release);
        committed?;
        self.file.check()
    }

    pub(crate) async fn rollback(self) -> sqlx::Result<()> {
        self.transaction.rollback().await
    }
}

impl Deref for WriteTransaction {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.transaction
    }
}

impl DerefMut for WriteTransaction {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }
}

impl Store {
    /// The state of the database, asked for only now and then: what this process has written is in it, what another one
    /// has written within 25 ms.
    ///
    /// Where it is as before, so are all answers but those about syncs under way, sessions and curators. It is read
    /// before anything that is read after this returns, so that nothing older is ever taken for it.
    pub async fn recent_state(&self) -> Result<RecentState> {
        self.file.check_recently()?;
        if let Some(state) = self.watch.recent() {
            return Ok(state);
        }
        let _query = self.watch.query.lock().await;
        if let Some(state) = self.watch.recent() {
            return Ok(state);
        }
        let (commits, at) = (self.watch.commits.load(Ordering::Acquire), Instant::now());
        let generation = sqlx::query_scalar("select number from generation").fetch_one(&self.watcher).await?;
        let before = self.watch.seen().map(|seen| seen.state).filter(|state| state.generation == generation);
        let state = match before {
            Some(state) => state,
            None => RecentState { generation, as_of: syncs::data_times(&self.watcher).await? },
        };
        let seen = SeenState { state, commits, at };
        *self.watch.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(seen);
        Ok(state)
    }
}
