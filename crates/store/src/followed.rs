//! The sources that notebooks follow.

use std::time::Duration;

use domain::Timestamp;
use domain::id::NoteId;
use domain::notebook::NotebookSlug;
use domain::notebook::followed::{
    FollowedSource, LookFailure, LookState, NewSource, SourceAddress, WaitingChange,
};
use domain::pages::{ImportedRevision, SourceCounts, VanishingNote};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::rows::{read, read_opt, rights, unsigned};
use crate::sql::json_list;
use crate::{Error, Result, Store, generation};

#[derive(FromRow)]
struct FollowedRow {
    id: i64,
    notebook: String,
    kind: String,
    location: String,
    branch: Option<String>,
    folder: Option<String>,
    every_seconds: i64,
    rights: Option<String>,
    licence: Option<String>,
    added_at: String,
    is_paused: bool,
    looked_at: Option<String>,
    succeeded_at: Option<String>,
    changed_at: Option<String>,
    revision: Option<String>,
    stamp: Option<String>,
    unsettled: Option<String>,
    error: Option<String>,
    failing_since: Option<String>,
    tries: i64,
    waiting: Option<String>,
}

impl FollowedRow {
    fn value(self) -> Result<FollowedSource> {
        let failure = match (self.error, self.failing_since) {
            (Some(message), Some(since)) => Some(LookFailure {
                since: read("instant", &since)?,
                tries: unsigned("count", self.tries)?,
                message,
            }),
            _ => None,
        };
        let address = SourceAddress {
            kind: read("source", &self.kind)?,
            location: self.location,
            branch: self.branch,
            folder: self.folder,
        };
        let looks = LookState {
            looked_at: read_opt("instant", self.looked_at.as_deref())?,
            succeeded_at: read_opt("instant", self.succeeded_at.as_deref())?,
            changed_at: read_opt("instant", self.changed_at.as_deref())?,
            revision: read_opt("revision", self.revision.as_deref())?,
            stamp: self.stamp,
            unsettled: self.unsettled,
            failure,
            waiting: self.waiting.as_deref().map(read_waiting).transpose()?,
        };
        Ok(FollowedSource {
            id: self.id,
            source: NewSource {
                address,
                notebook: read("notebook", &self.notebook)?,
                every: Duration::from_secs(unsigned("time span", self.every_seconds)?),
                rights: self.rights.map(|text| rights(&text, self.licence)).transpose()?,
            },
            added_at: read("instant", &self.added_at)?,
            is_paused: self.is_paused,
            looks,
        })
    }
}

fn read_waiting(json: &str) -> Result<WaitingChange> {
    serde_json::from_str(json).map_err(|_| Error::Row { what: "waiting change", found: json.to_owned() })
}

#[derive(FromRow)]
struct VanishingRow {
    id: String,
    entry_id: String,
    text: String,
}

impl Store {
    /// Every source, by notebook.
    pub async fn followed_sources(&self) -> Result<Vec<FollowedSource>> {
        let rows: Vec<FollowedRow> =
            sqlx::query_as("select * from source order by notebook").fetch_all(self.reader()?).await?;
        rows.into_iter().map(FollowedRow::value).collect()
    }

    /// The source of a number.
    ///
    /// # Errors
    /// [`Error::NoSource`] where there is none.
    pub async fn followed_source(&self, id: i64) -> Result<FollowedSource> {
        let row: Option<FollowedRow> = sqlx::query_as("select * from source where id = ?")
            .bind(id)
            .fetch_optional(self.reader()?)
            .await?;
        row.ok_or_else(|| Error::NoSource(id.to_string()))?.value()
    }

    /// Adds a source; gives its number.
    ///
    /// # Errors
    /// [`Error::HasSource`] where its notebook follows another one, [`Error::WrittenHere`] where its notes are written here.
    pub async fn add_source(&self, source: &NewSource, at: Timestamp) -> Result<i64> {
        let mut db = self.begin().await?;
        expect_no_source(&mut db, &source.notebook).await?;
        let rights = source.rights.as_ref();
        let licence = match rights {
            Some(domain::notebook::Rights::Licensed(licence)) => Some(licence),
            _ => None,
        };
        let id = sqlx::query_scalar(
            r#"
            insert into source (notebook, kind, location, branch, folder, every_seconds, rights, licence, added_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning id
            "#,
        )
        .bind(source.notebook.as_str())
        .bind(source.address.kind.as_str())
        .bind(&source.address.location)
        .bind(&source.address.branch)
        .bind(&source.address.folder)
        .bind(i64::try_from(source.every.as_secs()).unwrap_or(i64::MAX))
        .bind(rights.map(|rights| rights.as_str()))
        .bind(licence)
        .bind(at.to_string())
        .fetch_one(&mut *db)
        .await?;
        db.commit().await?;
        Ok(id)
    }

    /// Fails where a notebook cannot get a source: it follows one already, or its notes are written here.
    pub async fn expect_no_source(&self, notebook: &NotebookSlug) -> Result<()> {
        expect_no_source(&mut *self.reader()?.acquire().await?, notebook).await
    }

    /// Records what came of a look. Pages do not follow from it, so that none in memory is out of date by it.
    pub async fn record_look(&self, id: i64, looks: &LookState) -> Result<()> {
        let text = |at: Option<Timestamp>| at.map(|at| at.to_string());
        let failure = looks.failure.as_ref();
        let waiting = looks.waiting.as_ref().map(|waiting| serde_json::json!(waiting).to_string());
        let mut db = self.begin().await?;
        sqlx::query(
            r#"
            update source set looked_at = ?, succeeded_at = ?, changed_at = ?, revision = ?, stamp = ?, unsettled = ?,
                error = ?, failing_since = ?, tries = ?, waiting = ?
            where id = ?
            "#,
        )
        .bind(text(looks.looked_at))
        .bind(text(looks.succeeded_at))
        .bind(text(looks.changed_at))
        .bind(looks.revision.as_ref().map(ToString::to_string))
        .bind(&looks.stamp)
        .bind(&looks.unsettled)
        .bind(failure.map(|failure| &failure.message))
        .bind(text(failure.map(|failure| failure.since)))
        .bind(failure.map_or(0, |failure| i64::from(failure.tries)))
        .bind(waiting)
        .bind(id)
        .execute(&mut *db)
        .await?;
        db.commit().await?;
        Ok(())
    }

    /// Pauses a source, or lets it go on.
    ///
    /// # Errors
    /// [`Error::NoSource`] where there is none.
    pub async fn pause_source(&self, id: i64, is_paused: bool) -> Result<()> {
        let mut db = self.begin().await?;
        let paused = sqlx::query("update source set is_paused = ? where id = ?")
            .bind(is_paused)
            .bind(id)
            .execute(&mut *db)
            .await?;
        if paused.rows_affected() == 0 {
            return Err(Error::NoSource(id.to_string()));
        }
        db.commit().await?;
        Ok(())
    }

    /// Removes a source; its notebook keeps its notes.
    ///
    /// # Errors
    /// [`Error::NoSource`] where there is none.
    pub async fn remove_source(&self, id: i64) -> Result<()> {
        let mut db = self.begin().await?;
        let removed = sqlx::query("delete from source where id = ?").bind(id).execute(&mut *db).await?;
        if removed.rows_affected() == 0 {
            return Err(Error::NoSource(id.to_string()));
        }
        generation::raise(&mut db).await?;
        db.commit().await?;
        Ok(())
    }

    /// Those of the notes that are there, in the order of the timeline: one statement.
    pub async fn vanishing_notes(&self, ids: &[NoteId]) -> Result<Vec<VanishingNote>> {
        let rows: Vec<VanishingRow> = sqlx::query_as(
            r#"
            select note.id, note.entry_id, note.text from note join entry on entry.id = note.entry_id
            where note.vanished_at is null and note.id in (select value from json_each(?))
            order by entry.sort_day desc, entry.position desc, note.position
            "#,
        )
        .bind(json_list(ids.iter().map(NoteId::as_str)))
        .fetch_all(self.reader()?)
        .await?;
        let note = |row: VanishingRow| {
            Ok(VanishingNote {
                entry: read("id", &row.entry_id)?,
                note: read("id", &row.id)?,
                text: row.text,
            })
        };
        rows.into_iter().map(note).collect()
    }

    /// What a notebook was imported from last, where that was its source: with the address for curators, and for strangers
    /// where everybody knows it. One statement.
    pub async fn imported_revision(
        &self,
        notebook: &NotebookSlug,
        for_curator: bool,
    ) -> Result<Option<ImportedRevision>> {
        #[derive(FromRow)]
        struct Row {
            imported: String,
            #[sqlx(flatten)]
            source: FollowedRow,
        }
        let row: Option<Row> = sqlx::query_as(
            r#"
            select run.revision as imported, source.* from import_run as run join source on source.id = run.source_id
            where run.id = (
                select import_run.id from import_run join notebook on notebook.id = import_run.notebook_id
                where notebook.slug = ? order by import_run.id desc limit 1
            )
            "#,
        )
        .bind(notebook.as_str())
        .fetch_optional(self.reader()?)
        .await?;
        let Some(Row { imported, source }) = row else { return Ok(None) };
        let address = source.value()?.source.address;
        let address = if for_curator { Some(address.redacted()) } else { address.public() };
        Ok(Some(ImportedRevision { revision: read("revision", &imported)?, address }))
    }
}

/// Fails where a notebook cannot get a source.
async fn expect_no_source(db: &mut SqliteConnection, notebook: &NotebookSlug) -> Result<()> {
    let (has_source, is_written): (bool, bool) = sqlx::query_as(
        r#"
        select exists (select 1 from source where notebook = ?1),
            exists (select 1 from notebook where slug = ?1 and is_written = 1)
        "#,
    )
    .bind(notebook.as_str())
    .fetch_one(db)
    .await?;
    match (has_source, is_written) {
        (true, _) => Err(Error::HasSource(notebook.to_string())),
        (_, true) => Err(Error::WrittenHere(notebook.to_string())),
        (false, false) => Ok(()),
    }
}

/// How the sources do: one statement.
pub(crate) async fn count_sources(db: &mut SqliteConnection) -> Result<SourceCounts> {
    let (followed, failing, failing_since, waiting): (i64, i64, Option<String>, i64) = sqlx::query_as(
        r#"
        select count(*), count(error) filter (where is_paused = 0),
            min(failing_since) filter (where is_paused = 0), count(waiting)
        from source
        "#,
    )
    .fetch_one(db)
    .await?;
    Ok(SourceCounts {
        followed: unsigned("count", followed)?,
        failing: unsigned("count", failing)?,
        failing_since: read_opt("instant", failing_since.as_deref())?,
        waiting: unsigned("count", waiting)?,
    })
}

/// The source of a notebook that gets another name.
pub(crate) async fn rename_source(
    db: &mut SqliteConnection,
    from: &NotebookSlug,
    to: &NotebookSlug,
) -> Result<()> {
    sqlx::query("update source set notebook = ? where notebook = ?")
        .bind(to.as_str())
        .bind(from.as_str())
        .execute(db)
        .await?;
    Ok(())
}

/// Removes the source of a notebook that is removed: it would bring the notebook back.
pub(crate) async fn remove_source_of_notebook(
    db: &mut SqliteConnection,
    notebook: &NotebookSlug,
) -> Result<()> {
    sqlx::query("delete from source where notebook = ?").bind(notebook.as_str()).execute(db).await?;
    Ok(())
}
