//! Kepline's database: the only crate with SQL.
//!
//! SQLite in WAL mode, with one connection that writes and several that read.
//! Every answer takes a fixed number of statements, however long the page is.

mod error;

// The file of the database: whose it is, whether it is still there, and what is made next to it.
mod file_state;
mod file_watch;
mod new_file;

// The ground floor: statements, rows, and the counters that writes raise.
mod cycles;
mod decision_row;
mod entry_part;
mod file_names;
mod first_notes;
mod generation;
mod generation_cache;
mod list_page;
mod move_rows;
mod rows;
mod schema;
mod sql;
mod statistics;

// A filter as SQL, and what it finds.
mod filter;
mod fts;
mod list_notes;
mod note_sets;

// What is loaded and stored with notes, wherever they are shown.
mod citations;
mod confirmations;
mod follow_ups;
mod gates;
mod noted_gates;
mod notes;
mod rendering;
mod tags;

// What the operator and syncs store.
mod curators;
mod sessions;
mod syncs;
mod tokens;

// What caches compare, and writes change.
mod recent_state;

// From decisions to what is in force, and from facts to outcomes.
mod derive;
mod in_force;
mod snapshot;

// Imports and decisions, which set both off, and what is done with whole notebooks.
mod decide;
mod followed;
mod forget;
mod import_run;
mod notebook;
mod notebook_state;
mod read_again;
mod repeated_note;
mod replace;
mod undo_import;
mod write;

// The timeline and its counts.
mod counts;
mod hits;
mod latest_moves;
mod timeline;

// Notes by themselves, whole, and in feeds.
mod entry;
mod export;
mod feed;
mod selection;

// Other pages.
mod pages;

// What curators see.
mod curation;
mod review;

// The database as a whole: opened, copied, put back, looked through and mended.
mod backup;
mod check;
mod connections;
mod file_access;
mod integrity;
mod repair;
mod restore;
mod row_counts;
mod run_counts;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::sqlite::SqlitePool;
use tempfile::TempDir;

pub use check::CheckReport;
use counts::CountedList;
pub use curators::{Curator, CuratorId};
pub use derive::DerivedChanges;
use domain::Date;
pub use domain::notebook::reimport::ChangeCount;
use domain::outcome::moves::Move;
use domain::pages::{StatusCounts, VerdictPage};
pub use error::{Error, ErrorKind, Result};
pub use export::{ExportedEntry, ExportedNote, ExportedTag, TagState};
pub use feed::{Feed, FeedNote};
pub use file_names::FileSizes;
use file_watch::FileWatch;
pub use forget::{ForgetScope, Forgotten};
pub use generation::LastWrite;
use generation_cache::GenerationCache;
use hits::Hits;
pub use import_run::{RunId, RunOrigin};
pub use integrity::Damage;
use list_notes::ListNotes;
use note_sets::NoteSets;
pub use notebook::StoredNotebook;
pub use read_again::Rereading;
pub use recent_state::RecentState;
use recent_state::{StateWatch, WriteTransaction};
pub use repair::Repair;
pub use replace::{Replacement, Report};
pub use restore::Restoration;
pub use row_counts::RowCounts;
pub use run_counts::{ImportRuns, SyncRuns};
pub use selection::Selection;
pub use sessions::StoredSession;
pub use syncs::{
    CitedItem, FactSource, FetchedItem, KepChange, KepCounts, KepHistory, KepProgress, KepPull, KepSnapshot,
    ReadReleaseNotes, ReleaseNoteFile, SourceProgress, StoredKep, SyncEnd, SyncId, SyncKind, SyncRun,
    UnreadKep,
};
pub use tokens::{NewToken, StoredToken, TokenId};
pub use undo_import::Undone;
pub use write::{NoteWords, Written};

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");

/// How long to wait for the database, and how many read it at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long a write waits for another one: for an import of many thousand notes too, and less than a
    /// request may take.
    pub write_wait: Duration,
    /// How long a reader waits for a connection: a request that reads twice is answered in time too.
    pub read_wait: Duration,
    /// How many connections read at once.
    pub readers: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { write_wait: Duration::from_secs(25), read_wait: Duration::from_secs(10), readers: 4 }
    }
}

/// How long SQLite itself waits for another writer before [`Store::begin`] asks again.
const BUSY_TIMEOUT: Duration = Duration::from_millis(10);

/// How long to wait before asking again for the right to write.
const WRITE_RETRY: Duration = Duration::from_millis(2);

/// The database. Clones share their connections.
#[derive(Clone, Debug)]
pub struct Store {
    writer: SqlitePool,
    reader: SqlitePool,
    /// One more that reads, for [`Self::recent_state`] alone, which never waits until a page is read.
    watcher: SqlitePool,
    file: Arc<FileWatch>,
    /// The folder of the copy that is read instead, removed with the last clone.
    copy: Option<Arc<TempDir>>,
    is_current: bool,
    watch: Arc<StateWatch>,
    write_wait: Duration,
    counts: Arc<GenerationCache<CountedList>>,
    hits: Arc<GenerationCache<Hits>>,
    note_sets: Arc<GenerationCache<NoteSets>>,
    list_notes: Arc<GenerationCache<ListNotes>>,
    moves: Arc<GenerationCache<Vec<Move>>>,
    verdicts: Arc<GenerationCache<VerdictPage>>,
    status: Arc<GenerationCache<StatusCounts>>,
    /// The day that *now* means in what is read; `None` for that of the last sync.
    as_of: Option<Date>,
}

impl Store {
    /// The same database as it was known at the end of `day`: the states of notes, entries, KEPs and items, whole or in
    /// lists, are judged anew. What filters match, what lists are sorted by, counts and feeds stay those of today.
    ///
    /// A day is one of the notebook's zone for what its notes cite, and of UTC on pages of KEPs and items. Corrections of
    /// curators apply, as they say what a note means.
    #[must_use]
    pub fn as_of(&self, day: Option<Date>) -> Self {
        Self { as_of: day, ..self.clone() }
    }

    /// Begins a transaction that writes: the one way to do it.
    ///
    /// Writers of this process take turns. One of another process is waited for by asking again, at short intervals:
    /// SQLite itself asks ten times a second in the end, and never meets the gap between two writes of a busy process.
    async fn begin(&self) -> Result<WriteTransaction> {
        self.expect_same_file().await?;
        let begun = Instant::now();
        loop {
            match self.writer.begin_with("begin immediate").await.map_err(Error::from) {
                Err(error) if error.kind() == ErrorKind::Busy && begun.elapsed() < self.write_wait => {
                    tokio::time::sleep(WRITE_RETRY).await;
                }
                begun => {
                    let transaction = begun?;
                    self.file.check()?;
                    let (watch, file) = (Arc::clone(&self.watch), Arc::clone(&self.file));
                    return Ok(WriteTransaction::new(transaction, watch, file));
                }
            }
        }
    }

    /// The database's file.
    pub fn path(&self) -> PathBuf {
        self.writer.connect_options().get_filename().to_path_buf()
    }

    /// Waits for what is under way and closes the file.
    pub async fn close(&self) {
        self.watcher.close().await;
        self.reader.close().await;
        // Now that nobody reads, the log of a database that was replaced can be emptied.
        let _ = self.expect_same_file().await;
        self.writer.close().await;
    }

    /// Whether the tables are those of this version, as they are unless the database was opened for reading alone.
    pub fn is_current(&self) -> bool {
        self.is_current
    }

    /// Whether the database answers, and is the one that was opened.
    pub async fn check(&self) -> Result<()> {
        self.file.check()?;
        self.generation().await?;
        Ok(())
    }

    /// Fails where the database was replaced. Its log is written into its file then, wherever that is now, and nothing of
    /// it is left at the path: SQLite would take it for that of the new one.
    async fn expect_same_file(&self) -> Result<()> {
        let checked = self.file.check();
        if checked.is_err()
            && let Some(mut writer) = self.writer.try_acquire()
        {
            let _ = sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut *writer).await;
        }
        checked
    }

    /// The connections that read, as long as the database is the one that was opened.
    fn reader(&self) -> Result<&SqlitePool> {
        self.file.check_recently()?;
        Ok(&self.reader)
    }
}
