//! The connections of a process to the database.

use std::str::FromStr;
use std::sync::Arc;

use sqlx::Connection;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};

use crate::file_state::FileState;
use crate::file_watch::FileWatch;
use crate::generation_cache::GenerationCache;
use crate::{BUSY_TIMEOUT, Error, Limits, MIGRATIONS, Result, Store};
use crate::{counts, cycles, feed, fts, hits, new_file, syncs};

impl Store {
    /// Opens the database of a URL such as `sqlite://kepline.db`, makes it when it is
    /// not there, and brings its tables up to date.
    pub async fn open(url: &str) -> Result<Self> {
        Self::open_with(url, Limits::default()).await
    }

    /// The same with other limits.
    pub async fn open_with(url: &str, limits: Limits) -> Result<Self> {
        Self::connect(url, true, limits).await
    }

    /// The same for a database that must be there already.
    pub async fn open_existing(url: &str) -> Result<Self> {
        Self::connect(url, false, Limits::default()).await
    }

    async fn connect(url: &str, make: bool, limits: Limits) -> Result<Self> {
        let options = connect_options(url)?;
        let path = options.get_filename().to_path_buf();
        match FileState::load(&path).await? {
            FileState::Missing if make => new_file::create_private(&path)?,
            FileState::Missing => return Err(Error::NotThere(path)),
            FileState::Empty if !make => return Err(Error::EmptyFile(path)),
            FileState::Empty | FileState::Kepline { .. } => {}
        }
        let file = FileWatch::new(&path);
        let options = options
            .create_if_missing(false)
            .journal_mode(SqliteJournalMode::Wal)
            // What was acknowledged is on the disk: see docs/operations.md for what it costs.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .pragma("temp_store", "memory");
        let migrating = options.clone().busy_timeout(limits.write_wait);
        let mut migrating =
            SqliteConnection::connect_with(&migrating).await.map_err(|cause| Error::opening(&path, cause))?;
        MIGRATIONS.run(&mut migrating).await?;
        fts::reindex_if_outdated(&mut migrating).await?;
        let releases = syncs::releases(&mut migrating).await?;
        cycles::refresh_if_outdated(&mut migrating, &releases).await?;
        migrating.close().await?;
        let store = Self::with_connections(options, file, limits).await?;
        // It may have been replaced while it was opened.
        store.file.check()?;
        Ok(store)
    }

    async fn with_connections(
        options: SqliteConnectOptions,
        file: FileWatch,
        limits: Limits,
    ) -> Result<Self> {
        let path = options.get_filename().to_path_buf();
        let file = Arc::new(file);
        // Connections are opened again now and then: never to another file than the first ones.
        let pool = {
            let file = Arc::clone(&file);
            SqlitePoolOptions::new().after_connect(move |_, _| {
                let checked = file.check().map_err(|replaced| sqlx::Error::Configuration(replaced.into()));
                Box::pin(std::future::ready(checked))
            })
        };
        let writer = pool
            .clone()
            .max_connections(1)
            .acquire_timeout(limits.write_wait)
            .connect_with(options.clone().busy_timeout(BUSY_TIMEOUT))
            .await
            .map_err(|cause| Error::opening(&path, cause))?;
        let reading = options.busy_timeout(limits.read_wait).read_only(true).pragma("query_only", "on");
        let reader = pool
            .clone()
            .max_connections(limits.readers)
            .acquire_timeout(limits.read_wait)
            // A connection to a file does not break: each statement would take two trips to its thread.
            .test_before_acquire(false)
            .connect_with(reading.clone())
            .await
            .map_err(|cause| Error::opening(&path, cause))?;
        let watcher = pool
            .max_connections(1)
            .acquire_timeout(limits.read_wait)
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_lazy_with(reading);
        Ok(Self {
            writer,
            reader,
            watcher,
            file,
            watch: Arc::default(),
            write_wait: limits.write_wait,
            counts: Arc::new(GenerationCache::new(counts::KEPT)),
            hits: Arc::new(GenerationCache::new(hits::KEPT)),
            moves: Arc::new(GenerationCache::new(feed::KEPT)),
            as_of: None,
        })
    }
}

fn connect_options(url: &str) -> Result<SqliteConnectOptions> {
    // Each connection would have a memory of its own.
    if url.contains(":memory:") {
        return Err(Error::Memory);
    }
    SqliteConnectOptions::from_str(url).map_err(|cause| Error::Url { url: url.to_owned(), cause })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_acknowledged_is_on_the_disk() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
        let store = Store::open(&url).await.expect("a database");
        let synchronous: i64 =
            sqlx::query_scalar("pragma synchronous").fetch_one(&store.writer).await.expect("a number");
        assert_eq!(synchronous, 2, "2 is FULL");
    }
}
