//! The connections of a process to the database.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use sqlx::Connection;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use tempfile::TempDir;

use crate::file_names::with_suffix;
use crate::file_state::FileState;
use crate::file_watch::FileWatch;
use crate::generation_cache::GenerationCache;
use crate::{BUSY_TIMEOUT, Error, Limits, MIGRATIONS, Result, Store};
use crate::{counts, cycles, feed, fts, hits, list_notes, new_file, syncs};

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

    /// Opens a database that must be there already for reading alone: it stays as it is, with the tables that it has
    /// (see [`Self::is_current`]).
    ///
    /// SQLite needs files of its own next to a database. Where neither they nor a server that has them open are there, and
    /// the folder cannot be written to, a copy in a folder for temporary files is read.
    pub async fn open_read_only(url: &str) -> Result<Self> {
        let path = database_path(url)?;
        match Self::read(&path).await {
            Err(error) if error.cannot_open() => {
                let folder = copy_for_reading(&path)?;
                let name = path.file_name().unwrap_or_default();
                let mut store = Self::read(&folder.path().join(name)).await?;
                store.copy = Some(Arc::new(folder));
                Ok(store)
            }
            store => store,
        }
    }

    async fn read(path: &Path) -> Result<Self> {
        let is_current = match FileState::load(path).await? {
            FileState::Missing => return Err(Error::NotThere(path.to_path_buf())),
            FileState::Empty => return Err(Error::EmptyFile(path.to_path_buf())),
            FileState::Kepline { is_current } => is_current,
        };
        let file = FileWatch::new(path);
        let options = SqliteConnectOptions::new()
            .filename(path)
            .read_only(true)
            .foreign_keys(true)
            .pragma("temp_store", "memory");
        Self::with_connections(options, file, Limits::default(), is_current).await
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
        let store = Self::with_connections(options, file, limits, true).await?;
        // It may have been replaced while it was opened.
        store.file.check()?;
        Ok(store)
    }

    async fn with_connections(
        options: SqliteConnectOptions,
        file: FileWatch,
        limits: Limits,
        is_current: bool,
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
            copy: None,
            is_current,
            watch: Arc::default(),
            write_wait: limits.write_wait,
            counts: Arc::new(GenerationCache::new(counts::KEPT)),
            hits: Arc::new(GenerationCache::new(hits::KEPT)),
            note_sets: Arc::new(GenerationCache::new(1)),
            list_notes: Arc::new(GenerationCache::new(list_notes::KEPT)),
            moves: Arc::new(GenerationCache::new(feed::KEPT)),
            verdicts: Arc::new(GenerationCache::new(1)),
            status: Arc::new(GenerationCache::new(1)),
            as_of: None,
        })
    }
}

/// The file of a database's URL.
pub(crate) fn database_path(url: &str) -> Result<PathBuf> {
    Ok(connect_options(url)?.get_filename().to_path_buf())
}

fn connect_options(url: &str) -> Result<SqliteConnectOptions> {
    // Each connection would have a memory of its own.
    if url.contains(":memory:") {
        return Err(Error::Memory);
    }
    SqliteConnectOptions::from_str(url).map_err(|cause| Error::Url { url: url.to_owned(), cause })
}

/// A folder with a copy of a database and of its log, if there is one.
///
/// Fails when the database is written to meanwhile.
fn copy_for_reading(path: &Path) -> Result<TempDir> {
    let reading = Error::file("read", path);
    let copy = || -> std::io::Result<TempDir> {
        let folder = tempfile::tempdir()?;
        let name = path.file_name().unwrap_or_default();
        for suffix in ["", "-wal"] {
            let original = with_suffix(path, suffix);
            if !suffix.is_empty() && !original.exists() {
                continue;
            }
            let before = std::fs::metadata(&original)?;
            std::io::copy(
                &mut File::open(&original)?,
                &mut File::create(with_suffix(&folder.path().join(name), suffix))?,
            )?;
            let after = std::fs::metadata(&original)?;
            if (before.len(), before.modified()?) != (after.len(), after.modified()?) {
                return Err(std::io::Error::other("it is being written to by another process"));
            }
        }
        Ok(folder)
    };
    copy().map_err(reading)
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
