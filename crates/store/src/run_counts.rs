//! How often notes were imported and facts synced, and what came of it.

use sqlx::FromRow;

use crate::{Result, Store, SyncKind};

/// The imports of a notebook, and what the last one did to its notes.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ImportRuns {
    /// The slug of the notebook.
    pub notebook: String,
    /// Imports, without those that failed: they leave nothing.
    #[sqlx(try_from = "i64")]
    pub imports: u64,
    /// Notes that were seen for the first time.
    #[sqlx(try_from = "i64")]
    pub new: u64,
    /// Notes that were edited, moved or returned.
    #[sqlx(try_from = "i64")]
    pub changed: u64,
    /// Notes that stayed as they were.
    #[sqlx(try_from = "i64")]
    pub unchanged: u64,
    /// Notes that were no longer in the source.
    #[sqlx(try_from = "i64")]
    pub vanished: u64,
}

/// The syncs of a kind that came to their end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
pub struct SyncRuns {
    /// Those that succeeded, whether anything was new or not.
    #[sqlx(try_from = "i64")]
    pub succeeded: u64,
    /// Those that failed.
    #[sqlx(try_from = "i64")]
    pub failed: u64,
}

impl Store {
    /// The imports of each notebook: one statement.
    pub async fn import_runs(&self) -> Result<Vec<ImportRuns>> {
        let runs = sqlx::query_as(
            r#"
            with run (notebook_id, imports, last) as (select notebook_id, count(*), max(id) from import_run group by notebook_id)
            select notebook.slug as notebook, run.imports,
                coalesce(report ->> '$.notes.new', 0) as new, coalesce(report ->> '$.notes.changed', 0) as changed,
                coalesce(report ->> '$.notes.unchanged', 0) as unchanged, coalesce(report ->> '$.notes.vanished', 0) as vanished
            from run join import_run on import_run.id = run.last join notebook on notebook.id = run.notebook_id
            order by notebook.slug
            "#,
        );
        Ok(runs.fetch_all(self.reader()?).await?)
    }

    /// The syncs of a kind: one statement.
    pub async fn sync_run_counts(&self, kind: SyncKind) -> Result<SyncRuns> {
        let counts = sqlx::query_as(
            r#"
            select count(*) filter (where error is null) as succeeded, count(*) filter (where error is not null) as failed
            from sync_run where kind = ? and finished_at is not null
            "#,
        );
        Ok(counts.bind(kind.as_str()).fetch_one(self.reader()?).await?)
    }
}
