//! What a sync brings, and the record of each: facts of the world, never of notes.

use domain::list::timeline::DataTimes;
use jiff::Timestamp;
use sqlx::FromRow;
use sqlx::sqlite::{SqliteConnection, SqlitePool};

use crate::rows::{read, read_opt};
use crate::{Result, Store, generation};

mod gate_names;
mod gates;
mod github;
mod keps;
mod release_notes;
mod releases;
mod sources;

pub(crate) use gate_names::load_index as load_gate_index;
pub(crate) use gates::read_record;
pub use github::{CitedItem, FetchedItem};
pub(crate) use keps::load_unread;
pub(crate) use keps::store_history;
pub use keps::{KepChange, KepCounts, KepHistory, KepProgress, KepPull, KepSnapshot, StoredKep, UnreadKep};
pub use release_notes::{ReadReleaseNotes, ReleaseNoteFile};
pub(crate) use release_notes::{load as load_release_notes, read_note};
pub(crate) use releases::releases;
pub(crate) use sources::load_sources;
pub use sources::{FactSource, SourceProgress};

/// A kind of sync, in the order in which they are run.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr, strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum SyncKind {
    /// The days of the releases.
    Releases,
    /// The history of the enhancements repository.
    Keps,
    /// The release notes.
    ReleaseNotes,
    /// Feature gates.
    Gates,
    /// Pull requests and issues.
    Github,
}

impl SyncKind {
    /// Every kind, in order.
    pub const ALL: &[Self] = <Self as strum::VariantArray>::VARIANTS;

    /// As the database and the command line spell it.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// One run of a sync.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncRun {
    /// The beginning of the run.
    pub started_at: Timestamp,
    /// The end of the run; `None` while it runs, and where it was cut off.
    pub finished_at: Option<Timestamp>,
    /// The error's text, where it failed.
    pub error: Option<String>,
    /// A line on what it did.
    pub summary: Option<String>,
    /// Up to when its facts are complete; `None` where it brought none.
    pub data_at: Option<Timestamp>,
    /// Where the next run goes on.
    pub cursor: Option<String>,
    /// Its source, as in a URL or a path.
    pub source: Option<String>,
}

impl SyncRun {
    /// Since when its facts are those of now: its end, or its beginning where it was cut off.
    pub fn now(&self) -> Timestamp {
        self.finished_at.unwrap_or(self.started_at)
    }
}

/// How a run ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncEnd {
    /// A line on what it did.
    pub summary: Option<String>,
    /// The error's text, where it failed.
    pub error: Option<String>,
    /// Up to when the facts are complete: the clock for a live source, the newest fact of a copy.
    pub data_at: Option<Timestamp>,
    /// Where the next run goes on.
    pub cursor: Option<String>,
}

/// The id of a run that has begun.
#[derive(Clone, Copy, Debug)]
pub struct SyncId(i64);

/// The source of the snapshot that the program carries, in the record of syncs.
pub(crate) const SNAPSHOT: &str = "snapshot in the program";

/// How many runs of a kind are retained.
const RETAINED: i64 = 20;

#[derive(FromRow)]
struct RunRow {
    started_at: String,
    finished_at: Option<String>,
    error: Option<String>,
    summary: Option<String>,
    data_at: Option<String>,
    cursor: Option<String>,
    source: Option<String>,
}

impl RunRow {
    const COLUMNS: &str = "started_at, finished_at, error, summary, data_at, cursor, source";

    fn value(self) -> Result<SyncRun> {
        Ok(SyncRun {
            started_at: read("instant", &self.started_at)?,
            finished_at: read_opt("instant", self.finished_at.as_deref())?,
            error: self.error,
            summary: self.summary,
            data_at: read_opt("instant", self.data_at.as_deref())?,
            cursor: self.cursor,
            source: self.source,
        })
    }
}

impl Store {
    /// Records that a sync begins.
    pub async fn begin_sync(&self, kind: SyncKind, source: &str, at: Timestamp) -> Result<SyncId> {
        let mut db = self.begin().await?;
        let id: i64 = sqlx::query_scalar(
            "insert into sync_run (kind, started_at, source) values (?, ?, ?) returning id",
        )
        .bind(kind.as_str())
        .bind(at.to_string())
        .bind(source)
        .fetch_one(&mut *db)
        .await?;
        // The age of the facts is that of the last run that brought some, however long ago it was.
        sqlx::query(
            r#"
            delete from sync_run where kind = ?1 and id not in
                (select id from sync_run where kind = ?1 order by id desc limit ?2)
                and id not in (select max(id) from sync_run where kind = ?1 and data_at is not null)
            "#,
        )
        .bind(kind.as_str())
        .bind(RETAINED)
        .execute(&mut *db)
        .await?;
        db.commit().await?;
        Ok(SyncId(id))
    }

    /// Records how a sync ended.
    pub async fn end_sync(&self, run: SyncId, at: Timestamp, end: &SyncEnd) -> Result<()> {
        let mut db = self.begin().await?;
        sqlx::query(
            "update sync_run set finished_at = ?, error = ?, summary = ?, data_at = ?, cursor = ? where id = ?",
        )
        .bind(at.to_string())
        .bind(&end.error)
        .bind(&end.summary)
        .bind(end.data_at.map(|at| at.to_string()))
        .bind(&end.cursor)
        .bind(run.0)
        .execute(&mut *db)
        .await?;
        generation::raise(&mut db).await?;
        db.commit().await?;
        Ok(())
    }

    /// The latest runs of a kind, newest first.
    pub async fn sync_runs(&self, kind: SyncKind, most: u32) -> Result<Vec<SyncRun>> {
        let mut sql = crate::sql::sql();
        sql.push("select ")
            .push(RunRow::COLUMNS)
            .push(" from sync_run where kind = ")
            .push_bind(kind.as_str());
        sql.push(" order by id desc limit ").push_bind(i64::from(most));
        let rows: Vec<RunRow> = sql.build_query_as().fetch_all(self.reader()?).await?;
        rows.into_iter().map(RunRow::value).collect()
    }

    /// The newest run of a kind that brought facts: how old they are, and where the next goes on.
    pub async fn last_sync(&self, kind: SyncKind) -> Result<Option<SyncRun>> {
        last_sync(&mut *self.reader()?.acquire().await?, kind).await
    }

    /// How old the facts are that states follow from: one statement.
    pub async fn data_as_of(&self) -> Result<DataTimes> {
        data_times(self.reader()?).await
    }
}

/// How old the facts are that states follow from.
pub(crate) async fn data_times(reader: &SqlitePool) -> Result<DataTimes> {
    let rows: Vec<(String, String, bool)> = sqlx::query_as(
        r#"
        select kind, data_at, coalesce(source = ?, 0) from sync_run where id in
            (select max(id) from sync_run where data_at is not null group by kind)
        "#,
    )
    .bind(SNAPSHOT)
    .fetch_all(reader)
    .await?;
    let mut as_of = DataTimes::default();
    for (kind, at, is_snapshot) in rows {
        let at = Some(read("instant", &at)?);
        match kind.as_str() {
            "keps" => (as_of.keps, as_of.keps_are_snapshot) = (at, is_snapshot),
            "github" => as_of.github = at,
            _ => {}
        }
    }
    Ok(as_of)
}

pub(crate) async fn last_sync(db: &mut SqliteConnection, kind: SyncKind) -> Result<Option<SyncRun>> {
    let mut sql = crate::sql::sql();
    sql.push("select ").push(RunRow::COLUMNS).push(" from sync_run where kind = ").push_bind(kind.as_str());
    sql.push(" and data_at is not null order by id desc limit 1");
    let row: Option<RunRow> = sql.build_query_as().fetch_optional(db).await?;
    row.map(RunRow::value).transpose()
}
