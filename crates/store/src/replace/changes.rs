//! The rows of a notebook, its entries and its notes, stored where they are other than before.

use domain::Date;
use domain::id::{EntryId, NoteId};
use domain::list::timeline::sort_day;
use domain::notebook::draft::DraftEntry;
use domain::notebook::prepared::PreparedNote;
use domain::notebook::reimport::PlannedEntry;
use domain::notebook::{Notebook, Rights};
use sqlx::sqlite::SqliteConnection;

use super::stored::StoredContent;
use crate::rendering::StoredRenderings;
use crate::{Result, fts};

/// Stores the notebook's own row and gives its id.
pub(super) async fn store_head(db: &mut SqliteConnection, head: &Notebook, at: &str) -> Result<i64> {
    let licence = match &head.rights {
        Rights::Licensed(licence) => Some(licence),
        Rights::Own | Rights::Unstated => None,
    };
    Ok(sqlx::query_scalar(
        r#"
        insert into notebook (
            slug, title, author, origin, time_zone, rights, licence, announced_entries, lost_links, imported_at
        ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (slug) do update set title = excluded.title, author = excluded.author,
            origin = excluded.origin, time_zone = excluded.time_zone, rights = excluded.rights,
            licence = excluded.licence, announced_entries = excluded.announced_entries,
            lost_links = excluded.lost_links, imported_at = excluded.imported_at
        returning id
        "#,
    )
    .bind(head.slug.as_str())
    .bind(&head.title)
    .bind(&head.author)
    .bind(&head.origin)
    .bind(&head.time_zone)
    .bind(head.rights.as_str())
    .bind(licence)
    .bind(head.announced_entries)
    .bind(head.lost_links)
    .bind(at)
    .fetch_one(db)
    .await?)
}

/// Stores an entry where it is other than before.
pub(super) async fn store_entry(
    db: &mut SqliteConnection,
    notebook: i64,
    position: usize,
    entry: &DraftEntry,
    planned: &PlannedEntry,
    stored: &StoredContent,
) -> Result<()> {
    let text = |day: Option<Date>| day.map(|day| day.to_string());
    let same = stored.entry(planned.id.as_str()).is_some_and(|stored| {
        !stored.vanished
            && stored.position == position as i64
            && stored.date == text(entry.date)
            && stored.not_before == text(entry.not_before)
            && stored.not_after == text(entry.not_after)
            && stored.body_lost == entry.body_lost
            && stored.has_posting(&entry.posting)
            && stored.source_key == entry.key
    });
    if same {
        return Ok(());
    }
    sqlx::query(
        r#"
        insert into entry (
            id, notebook_id, position, date, not_before, not_after, sort_day, body_lost, source_key, author,
            time_zone, posted, edited, reply_to
        ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (id) do update set position = excluded.position, date = excluded.date,
            not_before = excluded.not_before, not_after = excluded.not_after, sort_day = excluded.sort_day,
            body_lost = excluded.body_lost, source_key = excluded.source_key, author = excluded.author,
            time_zone = excluded.time_zone, posted = excluded.posted, edited = excluded.edited,
            reply_to = excluded.reply_to, vanished_at = null
        "#,
    )
    .bind(planned.id.as_str())
    .bind(notebook)
    .bind(position as i64)
    .bind(text(entry.date))
    .bind(text(entry.not_before))
    .bind(text(entry.not_after))
    .bind(sort_day(entry.date, entry.not_before, entry.not_after).to_string())
    .bind(entry.body_lost)
    .bind(&entry.key)
    .bind(&entry.posting.author)
    .bind(&entry.posting.time_zone)
    .bind(text(entry.posting.posted))
    .bind(text(entry.posting.edited))
    .bind(text(entry.posting.reply_to))
    .execute(db)
    .await?;
    Ok(())
}

/// A note of the source, with its id and its place.
pub(super) struct NewNote<'a> {
    pub id: &'a NoteId,
    pub notebook: i64,
    pub entry: &'a EntryId,
    pub position: usize,
    pub date: Option<Date>,
    pub markdown: &'a str,
    pub prepared: PreparedNote,
    /// When it was imported.
    pub at: &'a str,
}

/// Stores a note with what follows from it; true when only what follows from it is new.
pub(super) async fn store_note(
    db: &mut SqliteConnection,
    note: &NewNote<'_>,
    stored: &StoredContent,
    renderings: &StoredRenderings,
) -> Result<bool> {
    let NewNote { id, markdown, prepared, .. } = note;
    let before = stored.note(id.as_str());
    let date = note.date.map(|day| day.to_string());
    let same_place = before.is_some_and(|before| {
        !before.vanished
            && before.entry_id == note.entry.as_str()
            && before.position == note.position as i64
            && before.markdown == *markdown
            && before.date == date
    });
    let same_html = renderings.has_texts(id.as_str(), prepared);
    if !(same_place && same_html) {
        // A note that moved, or was rendered again, is no news to those who have read it.
        let same_source = before.is_some_and(|before| !before.vanished && before.markdown == *markdown);
        sqlx::query(
            r#"
            insert into note (
                id, entry_id, position, markdown, html, text, notebook_id, date, added_at, changed_at,
                has_code, has_quote, has_lost_link
            ) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?11, ?12, ?13)
            on conflict (id) do update set entry_id = excluded.entry_id, position = excluded.position,
                markdown = excluded.markdown, html = excluded.html, text = excluded.text,
                date = excluded.date, vanished_at = null, has_code = excluded.has_code,
                has_quote = excluded.has_quote, has_lost_link = excluded.has_lost_link,
                changed_at = iif(?10, note.changed_at, excluded.changed_at)
            "#,
        )
        .bind(id.as_str())
        .bind(note.entry.as_str())
        .bind(note.position as i64)
        .bind(markdown)
        .bind(&prepared.html)
        .bind(&prepared.text)
        .bind(note.notebook)
        .bind(&date)
        .bind(note.at)
        .bind(same_source)
        .bind(prepared.content.code)
        .bind(prepared.content.quote)
        .bind(prepared.content.lost_link)
        .execute(&mut *db)
        .await?;
    }
    if !same_html || before.is_none_or(|before| before.vanished) {
        fts::index_note(db, id.as_str(), &prepared.text).await?;
    }
    let new_references = renderings.store_references(db, id.as_str(), prepared).await?;
    let new_tags = renderings.store_tags(db, id.as_str(), prepared).await?;
    Ok(same_place && (!same_html || new_references || new_tags))
}
