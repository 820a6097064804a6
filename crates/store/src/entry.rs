//! One entry, and where a permalink leads.

use domain::id::{EntryId, NoteId};
use domain::list::timeline::{EntryPage, Neighbour, NoteLocation};
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Sqlite};

use crate::notes::add_references_and_tags;
use crate::rows::{EntryRow, NoteRow, NotebookRow, read, read_opt};
use crate::{Result, Store};

impl Store {
    /// The entry with its neighbours, and with all of its notes or only the one that is given.
    ///
    /// `None` when no entry had that id. Notes that have left the source are not shown, an
    /// entry that has left it is. In one transaction, as a page of the timeline.
    pub async fn entry(&self, id: &EntryId, only: Option<&NoteId>) -> Result<Option<EntryPage>> {
        let mut db = self.reader.begin().await?;
        let mut sql = QueryBuilder::<Sqlite>::new("select ");
        sql.push(EntryRow::COLUMNS).push(", ").push(NotebookRow::COLUMNS);
        sql.push(" from entry ").push(EntryRow::JOIN_NOTEBOOK).push(" where entry.id = ");
        sql.push_bind(id.to_string());
        let row: Option<EntryRow> = sql.build_query_as().fetch_optional(&mut *db).await?;
        let Some(row) = row else { return Ok(None) };
        let mut entry = row.value()?;
        let mut sql = QueryBuilder::<Sqlite>::new(
            "select id, entry_id, html, text from note where vanished_at is null and entry_id = ",
        );
        sql.push_bind(id.to_string());
        if let Some(note) = only {
            sql.push(" and id = ").push_bind(note.to_string());
        }
        sql.push(" order by position");
        let rows: Vec<NoteRow> = sql.build_query_as().fetch_all(&mut *db).await?;
        entry.notes = rows.into_iter().map(NoteRow::value).collect::<Result<_>>()?;
        entry.folded = entry.folded.saturating_sub(entry.notes.len() as u32);
        add_references_and_tags(&mut db, entry.notes.iter_mut().collect(), self.as_of).await?;
        let previous = neighbour(&mut db, id, "<", "desc").await?;
        let next = neighbour(&mut db, id, ">", "asc").await?;
        db.rollback().await?;
        Ok(Some(EntryPage { entry, previous, next }))
    }

    /// Where a note stands, or stood; `None` when no note had that id.
    pub async fn note_location(&self, id: &NoteId) -> Result<Option<NoteLocation>> {
        let row: Option<(String, bool)> =
            sqlx::query_as("select entry_id, vanished_at is not null from note where id = ?")
                .bind(id.as_str())
                .fetch_optional(&self.reader)
                .await?;
        row.map(|(entry, gone)| {
            let entry = read("id", &entry)?;
            Ok(if gone { NoteLocation::Gone(entry) } else { NoteLocation::In(entry) })
        })
        .transpose()
    }
}

/// The neighbour of an entry in its notebook, on one side of it.
async fn neighbour(
    db: &mut SqliteConnection,
    id: &EntryId,
    side: &str,
    order: &str,
) -> Result<Option<Neighbour>> {
    let mut sql = QueryBuilder::<Sqlite>::new(
        "select other.id, other.date from entry cross join entry as other on other.notebook_id = entry.notebook_id \
         where other.vanished_at is null and other.position ",
    );
    sql.push(side).push(" entry.position and entry.id = ").push_bind(id.to_string());
    sql.push(" order by other.position ").push(order).push(" limit 1");
    let row: Option<(String, Option<String>)> = sql.build_query_as().fetch_optional(db).await?;
    row.map(|(id, date)| Ok(Neighbour { id: read("id", &id)?, date: read_opt("day", date.as_deref())? }))
        .transpose()
}
