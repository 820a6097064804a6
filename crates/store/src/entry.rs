//! One entry, and where a permalink leads.

use domain::id::{EntryId, NoteId};
use domain::timeline::{EntryPage, Neighbour, NotePlace};
use sqlx::{QueryBuilder, Sqlite};

use crate::rows::{EntryRow, NoteRow, NotebookRow, read, read_opt};
use crate::{Result, Store};

impl Store {
    /// The entry with all of its notes and its neighbours; `None` when no entry had that id.
    ///
    /// Notes that have left the source are not shown, an entry that has left it is.
    pub async fn entry(&self, id: &EntryId) -> Result<Option<EntryPage>> {
        let mut sql = QueryBuilder::<Sqlite>::new("select ");
        sql.push(EntryRow::COLUMNS).push(", ").push(NotebookRow::COLUMNS);
        sql.push(" from entry join notebook on notebook.id = entry.notebook_id where entry.id = ");
        sql.push_bind(id.to_string());
        let row: Option<EntryRow> = sql.build_query_as().fetch_optional(&self.reader).await?;
        let Some(row) = row else { return Ok(None) };
        let mut entry = row.value()?;
        let rows: Vec<NoteRow> = sqlx::query_as(
            "select id, entry_id, html, text from note where entry_id = ? and vanished_at is null order by position",
        )
        .bind(id.as_str())
        .fetch_all(&self.reader)
        .await?;
        entry.notes = rows.into_iter().map(NoteRow::value).collect::<Result<_>>()?;
        entry.folded = 0;
        self.put_references_and_tags(entry.notes.iter_mut().collect()).await?;
        let previous = self.neighbour(id, "<", "desc").await?;
        let next = self.neighbour(id, ">", "asc").await?;
        Ok(Some(EntryPage { entry, previous, next }))
    }

    async fn neighbour(&self, id: &EntryId, side: &str, order: &str) -> Result<Option<Neighbour>> {
        let mut sql = QueryBuilder::<Sqlite>::new(
            "select other.id, other.date from entry join entry as other on other.notebook_id = entry.notebook_id \
             where other.vanished_at is null and other.position ",
        );
        sql.push(side).push(" entry.position and entry.id = ").push_bind(id.to_string());
        sql.push(" order by other.position ").push(order).push(" limit 1");
        let row: Option<(String, Option<String>)> = sql.build_query_as().fetch_optional(&self.reader).await?;
        row.map(|(id, date)| Ok(Neighbour { id: read("id", &id)?, date: read_opt("day", date.as_deref())? }))
            .transpose()
    }

    /// Where a note stands, or stood; `None` when no note had that id.
    pub async fn note_place(&self, id: &NoteId) -> Result<Option<NotePlace>> {
        let row: Option<(String, bool)> =
            sqlx::query_as("select entry_id, vanished_at is not null from note where id = ?")
                .bind(id.as_str())
                .fetch_optional(&self.reader)
                .await?;
        row.map(|(entry, gone)| {
            let entry = read("id", &entry)?;
            Ok(if gone { NotePlace::Gone(entry) } else { NotePlace::In(entry) })
        })
        .transpose()
    }
}
