//! Runs that change a notebook: imports, and what takes one back.

use domain::notebook::Notebook;
use domain::notebook::followed::Revision;
use domain::notebook::import_log::RunKind;
use serde_json::Value;
use sqlx::sqlite::SqliteConnection;

use crate::rows::NotebookRow;
use crate::{Error, Result, generation};

/// The number of a run; later ones are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(pub i64);

/// The source that an import came from by itself, and what of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunOrigin {
    /// The number of the source.
    pub source: i64,
    /// What was imported.
    pub revision: Revision,
}

/// A run that begins.
pub(crate) struct NewRun<'a> {
    pub notebook: i64,
    pub at: &'a str,
    pub kind: RunKind,
    /// The run that it takes back.
    pub undoes: Option<RunId>,
    /// The notebook as it was before.
    pub before: Option<&'a Notebook>,
    /// The names of the files.
    pub source: Option<&'a str>,
    /// Whether it was written here.
    pub is_written: bool,
    /// The curator who wrote it.
    pub written_by: Option<&'a str>,
    /// Where it came from by itself.
    pub origin: Option<&'a RunOrigin>,
}

impl NewRun<'_> {
    /// Stores it without a report: what it changes is kept under its number.
    pub(crate) async fn begin(&self, db: &mut SqliteConnection) -> Result<RunId> {
        let before = self.before.map(|notebook| serde_json::json!(notebook).to_string());
        let id = sqlx::query_scalar(
            r#"
            insert into import_run (
                notebook_id, at, report, kind, undoes, notebook_before, source, is_written, written_by, source_id, revision,
                is_kept
            ) values (?, ?, '{}', ?, ?, ?, ?, ?, ?, ?, ?, 1) returning id
            "#,
        )
        .bind(self.notebook)
        .bind(self.at)
        .bind(self.kind.as_str())
        .bind(self.undoes.map(|run| run.0))
        .bind(before)
        .bind(self.source)
        .bind(self.is_written)
        .bind(self.written_by)
        .bind(self.origin.map(|origin| origin.source))
        .bind(self.origin.map(|origin| origin.revision.to_string()))
        .fetch_one(db)
        .await?;
        Ok(RunId(id))
    }
}

impl RunId {
    /// Stores what the run did.
    pub(crate) async fn end(self, db: &mut SqliteConnection, report: &Value) -> Result<()> {
        sqlx::query("update import_run set report = ? where id = ?")
            .bind(report.to_string())
            .bind(self.0)
            .execute(&mut *db)
            .await?;
        generation::raise(db).await
    }
}

/// The notebook of a slug, without its entries.
pub(crate) async fn load_notebook(db: &mut SqliteConnection, slug: &str) -> Result<Option<Notebook>> {
    let mut sql = crate::sql::sql();
    sql.push("select ").push(NotebookRow::COLUMNS).push(" from notebook where slug = ").push_bind(slug);
    let row: Option<NotebookRow> = sql.build_query_as().fetch_optional(db).await?;
    row.map(NotebookRow::value).transpose()
}

/// A notebook as it was stored with a run.
pub(crate) fn read_notebook(json: &str) -> Result<Notebook> {
    serde_json::from_str(json).map_err(|_| Error::Row { what: "notebook", found: json.to_owned() })
}
