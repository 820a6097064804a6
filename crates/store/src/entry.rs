//! One entry, and where a permalink leads.

use domain::id::{EntryId, NoteId};
use domain::list::entry_part::{EntryPart, NOTES_A_PART};
use domain::list::timeline::{Entry, EntryPage, Neighbour, NoteLocation, NotePage, OTHER_NOTES};
use sqlx::sqlite::SqliteConnection;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use crate::entry_part;
use crate::notes::add_references_tags_and_gates;
use crate::rows::{EntryRow, NoteRow, NotebookRow, read, read_opt, unsigned};
use crate::sql::sql;
use crate::{Result, Store};

mod related;

/// A note with its place in its entry.
#[derive(FromRow)]
struct PlacedNoteRow {
    position: i64,
    #[sqlx(flatten)]
    note: NoteRow,
}

impl Store {
    /// The entry with its neighbours, and with a part of its notes: at most [`NOTES_A_PART`].
    ///
    /// `None` when no entry had that id. Notes that have left the source are not shown, an
    /// entry that has left it is. In one transaction, as a page of the timeline.
    pub async fn entry(&self, id: &EntryId, part: &EntryPart) -> Result<Option<EntryPage>> {
        let mut db = self.reader()?.begin().await?;
        let Some(row) = entry_row(&mut db, id).await? else { return Ok(None) };
        let mut entry = row.value()?;
        let mut sql = sql();
        sql.push("select note.id, note.entry_id, note.html, note.text, note.position from note where ");
        entry_part::push_conditions(&mut sql, id, part, NOTES_A_PART);
        let mut rows: Vec<PlacedNoteRow> = sql.build_query_as().fetch_all(&mut *db).await?;
        rows.sort_by_key(|row| row.position);
        let all_notes = entry.folded;
        // The notes that are there are counted from 0 without a gap.
        let notes_before =
            rows.first().map(|row| unsigned("position", row.position)).transpose()?.unwrap_or_default();
        entry.notes = rows.into_iter().map(|row| row.note.value()).collect::<Result<_>>()?;
        entry.folded = all_notes.saturating_sub(entry.notes.len() as u32);
        let notes_after = entry.folded.saturating_sub(notes_before);
        add_references_tags_and_gates(&mut db, entry.notes.iter_mut().collect(), self.as_of).await?;
        let previous = neighbour(&mut db, id, "<", "desc").await?;
        let next = neighbour(&mut db, id, ">", "asc").await?;
        db.rollback().await?;
        Ok(Some(EntryPage { entry, notes_before, notes_after, previous, next }))
    }

    /// The entry with one note alone; `None` when no entry had that id, without a note where it is none of the entry.
    pub async fn entry_with_note(&self, id: &EntryId, note: &NoteId) -> Result<Option<Entry>> {
        let mut db = self.reader()?.begin().await?;
        let Some(row) = entry_row(&mut db, id).await? else { return Ok(None) };
        let mut entry = row.value()?;
        let rows: Vec<NoteRow> = sqlx::query_as(
            "select id, entry_id, html, text from note where vanished_at is null and id = ? and entry_id = ?",
        )
        .bind(note.as_str())
        .bind(id.as_str())
        .fetch_all(&mut *db)
        .await?;
        entry.notes = rows.into_iter().map(NoteRow::value).collect::<Result<_>>()?;
        entry.folded = entry.folded.saturating_sub(entry.notes.len() as u32);
        add_references_tags_and_gates(&mut db, entry.notes.iter_mut().collect(), self.as_of).await?;
        db.rollback().await?;
        Ok(Some(entry))
    }

    /// A note by itself, with the others of its entry and those on what it cites; `None` when the entry does not
    /// hold it. In one transaction, in a fixed number of statements.
    pub async fn note_page(&self, entry: &EntryId, id: &NoteId) -> Result<Option<NotePage>> {
        let mut db = self.reader()?.begin().await?;
        let Some(row) = entry_row(&mut db, entry).await? else { return Ok(None) };
        let mut entry = row.value()?;
        // Of a very long entry the notes around the one.
        let rows: Vec<NoteRow> = sqlx::query_as(
            "select id, entry_id, html, text from (select note.id, note.entry_id, note.html, note.text, note.position \
             from note cross join note as own on own.id = ?1 and own.entry_id = note.entry_id \
             where note.vanished_at is null and note.entry_id = ?2 \
             and note.position between own.position - ?3 and own.position + ?3 order by abs(note.position - own.position), note.position limit ?3) order by position",
        )
        .bind(id.as_str())
        .bind(entry.id.as_str())
        .bind(OTHER_NOTES as i64 + 1)
        .fetch_all(&mut *db)
        .await?;
        let mut others = rows.into_iter().map(NoteRow::value).collect::<Result<Vec<_>>>()?;
        add_references_tags_and_gates(&mut db, others.iter_mut().collect(), self.as_of).await?;
        let Some(place) = others.iter().position(|note| note.id == *id) else { return Ok(None) };
        entry.notes = vec![others.remove(place)];
        entry.folded = entry.folded.saturating_sub(1 + others.len() as u32);
        let previous = neighbour(&mut db, &entry.id, "<", "desc").await?;
        let next = neighbour(&mut db, &entry.id, ">", "asc").await?;
        let related = related::load(&mut db, id).await?;
        db.rollback().await?;
        Ok(Some(NotePage { entry, others, others_before: place as u32, related, previous, next }))
    }

    /// Whether there is an entry of that id.
    pub async fn has_entry(&self, id: &EntryId) -> Result<bool> {
        Ok(sqlx::query_scalar("select exists (select 1 from entry where id = ?)")
            .bind(id.as_str())
            .fetch_one(self.reader()?)
            .await?)
    }

    /// The entry that its source calls `key`, the newest of several.
    pub async fn entry_of_key(&self, key: &str) -> Result<Option<EntryId>> {
        let id: Option<String> = sqlx::query_scalar(
            r#"
            select id from entry where source_key = ? and vanished_at is null order by sort_day desc, id limit 1
            "#,
        )
        .bind(key)
        .fetch_optional(self.reader()?)
        .await?;
        id.map(|id| read("id", &id)).transpose()
    }

    /// Where a note stands, or stood; `None` when no note had that id.
    pub async fn note_location(&self, id: &NoteId) -> Result<Option<NoteLocation>> {
        let row: Option<(String, bool)> =
            sqlx::query_as("select entry_id, vanished_at is not null from note where id = ?")
                .bind(id.as_str())
                .fetch_optional(self.reader()?)
                .await?;
        match row {
            Some((entry, true)) => Ok(Some(NoteLocation::Gone(read("id", &entry)?))),
            Some((entry, false)) => Ok(Some(NoteLocation::In(read("id", &entry)?))),
            None => Ok(self.is_forgotten(id.as_str()).await?.then_some(NoteLocation::Forgotten)),
        }
    }
}

pub(crate) async fn entry_row(db: &mut SqliteConnection, id: &EntryId) -> Result<Option<EntryRow>> {
    let mut sql = QueryBuilder::<Sqlite>::new("select ");
    sql.push(EntryRow::COLUMNS).push(", ").push(NotebookRow::COLUMNS);
    sql.push(" from entry ").push(EntryRow::JOIN_NOTEBOOK).push(" where entry.id = ");
    sql.push_bind(id.to_string());
    Ok(sql.build_query_as().fetch_optional(db).await?)
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
