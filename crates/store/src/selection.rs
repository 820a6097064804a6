//! Whole entries and notes, a page at a time, for Markdown and the API.
//!
//! Those that [`Store::timeline`] finds, each note with all that [`Store::export`] has of it.

use std::collections::HashMap;

use domain::Date;
use domain::id::{EntryId, NoteId};
use domain::list::entry_part::EntryPart;
use domain::list::filter::{Cursor, EntryPlace, Filter, NoteCursor, NotePlace, Order};
use domain::notebook::NotebookSlug;
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Sqlite};

use crate::entry_part;
use crate::export::{ExportedEntry, ExportedNote, WholeNoteRow, load_tags};
use crate::filter::push_note_conditions_on_page;
use crate::hits::EntryScope;
use crate::list_page::{ListPage, Walk};
use crate::notes::add_references_and_tags;
use crate::rows::{EntryRow, NotebookRow};
use crate::sql::sql;
use crate::{Result, Store};

/// How many entries or notes a selection has at most.
const MOST: u16 = 200;

/// A page of entries ends with the entry before the one that would bring more notes than this; of an entry that has
/// more by itself it has the first.
const NOTES_A_PAGE: u32 = 2000;

/// A page of what a filter matches; the default is that of a filter which matches nothing.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// In the filter's order, each with its notes of this page. The tags of each [`ExportedNote`] are
    /// all that there are, those of its [`domain::list::timeline::Note`] are those that pages show.
    pub entries: Vec<ExportedEntry>,
    /// Notes that match the filter, on all pages.
    pub notes: u32,
    /// Entries that match the filter, on all pages.
    pub matching_entries: u32,
    /// Whether there is a page before this one.
    pub has_previous: bool,
    /// Whether there is a page after this one.
    pub has_next: bool,
    /// A notebook that the filter names and that does not exist.
    pub unknown_notebook: Option<NotebookSlug>,
}

impl ExportedEntry {
    /// Where one of its notes stands in a list of notes.
    pub fn note_place(&self, note: &ExportedNote, order: Order) -> NotePlace {
        NotePlace { entry: self.entry.place(order), note: note.position }
    }
}

impl Store {
    /// The page of entries at the filter's cursor, each with its notes that match: `limit` entries
    /// (1 to 200, what is beyond that is taken for the bound), fewer where they have thousands of notes.
    ///
    /// An entry whose body was lost is there as on the timeline.
    pub async fn selection(&self, filter: &Filter, limit: u16) -> Result<Selection> {
        let limit = usize::from(limit.clamp(1, MOST));
        self.with_counts(filter, self.whole_entries(filter, limit)).await
    }

    /// The page of notes at `cursor`: `limit` notes, as in [`Store::selection`]. The filter's own
    /// cursor does not count.
    ///
    /// Entries stand in the filter's order, their notes in that of the source. The first and the last
    /// entry may have more notes on the adjacent pages; none is without notes.
    pub async fn note_selection(
        &self,
        filter: &Filter,
        cursor: Option<&NoteCursor>,
        limit: u16,
    ) -> Result<Selection> {
        let limit = usize::from(limit.clamp(1, MOST));
        self.with_counts(filter, self.whole_notes(filter, cursor, limit)).await
    }

    /// A page with the counts of the whole list.
    async fn with_counts(
        &self,
        filter: &Filter,
        page: impl Future<Output = Result<ListPage<ExportedEntry>>>,
    ) -> Result<Selection> {
        let list = self.counted_list(filter).await?;
        let (ListPage { entries, has_previous, has_next }, totals, unknown_notebook) =
            tokio::try_join!(page, self.totals(&list), self.unknown_notebook(filter))?;
        Ok(Selection {
            entries,
            notes: totals.notes,
            matching_entries: totals.entries,
            has_previous,
            has_next,
            unknown_notebook,
        })
    }

    /// The entry with a part of its notes, at most [`NOTES_A_PAGE`]; `None` when no entry had that id.
    ///
    /// What has left its source: as in [`Store::entry`].
    pub async fn whole_entry(&self, id: &EntryId, part: &EntryPart) -> Result<Option<ExportedEntry>> {
        let mut sql = sql();
        sql.push("select ").push(WholeNoteRow::COLUMNS).push(" from note where ");
        entry_part::push_conditions(&mut sql, id, part, NOTES_A_PAGE);
        let mut found = self.entry_with(id, sql).await?;
        if let Some(ExportedEntry { entry, notes, is_cut }) = &mut found {
            // The notes that are there are counted from 0 without a gap.
            let all_notes = entry.folded + notes.len() as u32;
            *is_cut = notes.last().is_some_and(|last| last.position + 1 < all_notes);
        }
        Ok(found)
    }

    /// The entry with one note alone; `None` when no entry had that id, without a note where it is none of the entry.
    pub async fn whole_note(&self, id: &EntryId, note: &NoteId) -> Result<Option<ExportedEntry>> {
        let mut sql = sql();
        sql.push("select ").push(WholeNoteRow::COLUMNS);
        sql.push(" from note where note.vanished_at is null and note.id = ").push_bind(note.to_string());
        sql.push(" and note.entry_id = ").push_bind(id.to_string());
        self.entry_with(id, sql).await
    }

    /// The entry with the notes that a statement finds.
    async fn entry_with(
        &self,
        id: &EntryId,
        mut notes: QueryBuilder<Sqlite>,
    ) -> Result<Option<ExportedEntry>> {
        let mut db = self.reader()?.begin().await?;
        let Some(row) = entry_row(&mut db, id, "").await? else { return Ok(None) };
        let rows: Vec<WholeNoteRow> = notes.build_query_as().fetch_all(&mut *db).await?;
        let mut notes = rows.into_iter().map(WholeNoteRow::value).collect::<Result<Vec<_>>>()?;
        notes.sort_by_key(|note| note.position);
        add_references_and_all_tags(&mut db, notes.iter_mut().collect(), self.as_of).await?;
        db.rollback().await?;
        Ok(Some(with_notes(row, notes)?))
    }

    /// In one transaction, as a page of the timeline.
    async fn whole_entries(&self, filter: &Filter, limit: usize) -> Result<ListPage<ExportedEntry>> {
        let mut db = self.reader()?.begin().await?;
        let mut rows = self.entry_rows(&mut db, filter, EntryScope::All, limit).await?;
        let found = rows.len();
        rows.truncate(limit.min(entries_within(i64::from(NOTES_A_PAGE), &rows)));
        let more = found > rows.len();
        let walk = Walk::from(filter.cursor.as_ref());
        if walk == Walk::Backwards {
            rows.reverse();
        }
        let most = NOTES_A_PAGE as usize;
        let mut notes =
            load_notes(&mut db, filter, &rows.iter().collect::<Vec<_>>(), None, Some(most + 1)).await?;
        // Only of one entry by itself there can be more.
        let is_cut = notes.values().any(|notes| notes.len() > most);
        notes.values_mut().for_each(|notes| notes.truncate(most));
        add_references_and_all_tags(&mut db, notes.values_mut().flatten().collect(), self.as_of).await?;
        db.rollback().await?;
        let entries = rows.into_iter().map(|row| {
            let notes = notes.remove(&row.id).unwrap_or_default();
            Ok(ExportedEntry { is_cut, ..with_notes(row, notes)? })
        });
        Ok(ListPage::new(entries.collect::<Result<_>>()?, walk, more))
    }

    async fn whole_notes(
        &self,
        filter: &Filter,
        cursor: Option<&NoteCursor>,
        limit: usize,
    ) -> Result<ListPage<ExportedEntry>> {
        let mut db = self.reader()?.begin().await?;
        let from_entry = Filter {
            cursor: cursor.map(|cursor| match cursor {
                NoteCursor::Before(place) => Cursor::Before(place.entry.clone()),
                NoteCursor::After(place) => Cursor::After(place.entry.clone()),
            }),
            ..filter.clone()
        };
        let mut rows = self.entry_rows(&mut db, &from_entry, EntryScope::WithNotes, limit).await?;
        if let Some(place) = cursor.map(NoteCursor::place)
            && let Some(mut row) = entry_row(&mut db, &place.entry.entry, " and vanished_at is null").await?
        {
            // Its day in the list is not read a second time.
            let day = Some(place.entry.day)
                .filter(|day| filter.order == Order::Moved && *day != EntryPlace::NO_DAY);
            row.moved_on = day.map(|day| day.to_string());
            rows.retain(|other| other.id != row.id);
            rows.insert(0, row);
        }
        let walk = Walk::from(cursor);
        let mut notes =
            load_notes(&mut db, filter, &rows.iter().collect::<Vec<_>>(), cursor, Some(limit + 1)).await?;
        let more = notes.values().map(Vec::len).sum::<usize>() > limit;
        let last = rows.iter().rev().find(|row| notes.contains_key(&row.id));
        if let Some(last) = last.filter(|_| more).and_then(|row| notes.get_mut(&row.id)) {
            last.pop();
        }
        if walk == Walk::Backwards {
            rows.reverse();
            notes.values_mut().for_each(|notes| notes.reverse());
        }
        add_references_and_all_tags(&mut db, notes.values_mut().flatten().collect(), self.as_of).await?;
        db.rollback().await?;
        let entries = rows.into_iter().filter_map(|row| {
            let notes = notes.remove(&row.id).filter(|notes| !notes.is_empty())?;
            Some(with_notes(row, notes))
        });
        Ok(ListPage::new(entries.collect::<Result<_>>()?, walk, more))
    }
}

/// How many of the first entries have no more notes than that together; one at least.
fn entries_within(most: i64, rows: &[EntryRow]) -> usize {
    let mut notes = 0;
    let within = rows.iter().take_while(|row| {
        notes += row.all_notes;
        notes <= most
    });
    within.count().max(1)
}

fn with_notes(row: EntryRow, notes: Vec<ExportedNote>) -> Result<ExportedEntry> {
    let mut entry = row.value()?;
    entry.folded = entry.folded.saturating_sub(notes.len() as u32);
    Ok(ExportedEntry { entry, notes, is_cut: false })
}

async fn entry_row(db: &mut SqliteConnection, id: &EntryId, condition: &str) -> Result<Option<EntryRow>> {
    let mut sql = sql();
    sql.push("select ").push(EntryRow::COLUMNS).push(", ").push(NotebookRow::COLUMNS);
    sql.push(" from entry ").push(EntryRow::JOIN_NOTEBOOK).push(" where entry.id = ");
    sql.push_bind(id.to_string()).push(condition);
    Ok(sql.build_query_as().fetch_optional(db).await?)
}

/// The notes of entries that match the filter, by entry, without references and tags: the first `most` in
/// the direction of the cursor, in which the entries stand.
async fn load_notes(
    db: &mut SqliteConnection,
    filter: &Filter,
    entries: &[&EntryRow],
    cursor: Option<&NoteCursor>,
    most: Option<usize>,
) -> Result<HashMap<String, Vec<ExportedNote>>> {
    let ids = serde_json::Value::from_iter(entries.iter().map(|entry| entry.id.as_str()));
    let mut sql = QueryBuilder::<Sqlite>::new("select ");
    sql.push(WholeNoteRow::COLUMNS).push(" from json_each(").push_bind(ids.to_string());
    sql.push(") as listed cross join note on note.entry_id = listed.value where note.vanished_at is null");
    if let Some(cursor) = cursor {
        let NotePlace { entry, note } = cursor.place();
        sql.push(" and (note.entry_id <> ").push_bind(entry.entry.to_string()).push(" or note.position");
        sql.push(if matches!(cursor, NoteCursor::Before(_)) { " < " } else { " > " });
        sql.push_bind(i64::from(*note)).push(")");
    }
    push_note_conditions_on_page(&mut sql, filter);
    sql.push(" order by listed.key, note.position");
    sql.push(if matches!(cursor, Some(NoteCursor::Before(_))) { " desc limit " } else { " limit " });
    sql.push_bind(most.and_then(|most| i64::try_from(most).ok()).unwrap_or(-1));
    let rows: Vec<WholeNoteRow> = sql.build_query_as().fetch_all(db).await?;
    let mut notes: HashMap<String, Vec<ExportedNote>> = HashMap::new();
    for row in rows {
        notes.entry(row.entry_id.clone()).or_default().push(row.value()?);
    }
    Ok(notes)
}

/// Adds to notes what they cite and all of their tags: four statements, however many notes.
async fn add_references_and_all_tags(
    db: &mut SqliteConnection,
    mut notes: Vec<&mut ExportedNote>,
    as_of: Option<Date>,
) -> Result<()> {
    if notes.is_empty() {
        return Ok(());
    }
    add_references_and_tags(db, notes.iter_mut().map(|note| &mut note.note).collect(), as_of).await?;
    let ids: Vec<String> = notes.iter().map(|note| note.note.id.to_string()).collect();
    let mut tags = load_tags(db, Some(&ids)).await?;
    for note in notes {
        note.tags = tags.remove(note.note.id.as_str()).unwrap_or_default();
    }
    Ok(())
}
