//! The rows of a notebook, its entries and its notes, stored where they are other than before: some hundred a statement.

use domain::Date;
use domain::id::{EntryId, NoteId};
use domain::list::search::IndexText;
use domain::list::timeline::sort_day;
use domain::notebook::draft::Fidelity;
use domain::notebook::import_log::NoteChange;
use domain::notebook::prepared::Content;
use domain::notebook::reimport::Plan;
use domain::notebook::{Notebook, Rights};
use sqlx::sqlite::SqliteConnection;

use super::change_log::{keep_entries, keep_notes};
use super::digests::{self, NoteDigest};
use super::stored::{NotePlace, StoredContent, StoredEntry};
use crate::Result;
use crate::fts::{self, IndexRow};
use crate::import_run::RunId;
use crate::sql::{execute_rows, json_list};

/// Stores the notebook's own row and gives its id.
pub(crate) async fn store_head(db: &mut SqliteConnection, head: &Notebook, at: &str) -> Result<i64> {
    let licence = match &head.rights {
        Rights::Licensed(licence) => Some(licence),
        Rights::Own | Rights::Unstated => None,
    };
    Ok(sqlx::query_scalar(
        r#"
        insert into notebook (
            slug, title, author, origin, time_zone, rights, licence, announced_entries, lost_links, is_written,
            imported_at
        ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (slug) do update set title = excluded.title, author = excluded.author,
            origin = excluded.origin, time_zone = excluded.time_zone, rights = excluded.rights,
            licence = excluded.licence, announced_entries = excluded.announced_entries,
            lost_links = excluded.lost_links, is_written = excluded.is_written, imported_at = excluded.imported_at
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
    .bind(head.is_written)
    .bind(at)
    .fetch_one(db)
    .await?)
}

/// Stores whether some note of a notebook lost its links.
pub(super) async fn store_lost_links(
    db: &mut SqliteConnection,
    notebook: i64,
    lost_links: bool,
) -> Result<()> {
    sqlx::query("update notebook set lost_links = ? where id = ?")
        .bind(lost_links)
        .bind(notebook)
        .execute(db)
        .await?;
    Ok(())
}

/// Stores entries that are other than before, in a run.
pub(super) async fn store_entries(
    db: &mut SqliteConnection,
    notebook: i64,
    run: RunId,
    entries: Vec<(EntryId, StoredEntry)>,
) -> Result<()> {
    let text = |day: Option<Date>| day.map(|day| day.to_string());
    let statement = (
        r#"
        insert into entry (
            id, notebook_id, position, date, not_before, not_after, sort_day, body_lost, source_key, author,
            time_zone, posted, edited, reply_to, added_in
        )
        "#,
        r#"
        on conflict (id) do update set position = excluded.position, date = excluded.date,
            not_before = excluded.not_before, not_after = excluded.not_after, sort_day = excluded.sort_day,
            body_lost = excluded.body_lost, source_key = excluded.source_key, author = excluded.author,
            time_zone = excluded.time_zone, posted = excluded.posted, edited = excluded.edited,
            reply_to = excluded.reply_to, vanished_at = null
        "#,
    );
    execute_rows(db, statement, 15, entries, |values, (id, entry)| {
        let StoredEntry { date, not_before, not_after, posting, .. } = entry;
        values.push_bind(String::from(id)).push_bind(notebook).push_bind(entry.position as i64);
        values.push_bind(text(date)).push_bind(text(not_before)).push_bind(text(not_after));
        values.push_bind(sort_day(date, not_before, not_after).to_string());
        values.push_bind(entry.body_lost).push_bind(entry.key);
        values.push_bind(posting.author).push_bind(posting.time_zone).push_bind(text(posting.posted));
        values.push_bind(text(posting.edited)).push_bind(text(posting.reply_to)).push_bind(run.0);
    })
    .await
}

/// Stores where notes stand that moved and are otherwise as they were.
pub(super) async fn store_places(db: &mut SqliteConnection, places: Vec<NotePlace>) -> Result<()> {
    let statement = (
        r#"
        update note set entry_id = moved.column2, position = moved.column3, date = moved.column4 from (
        "#,
        ") as moved where note.id = moved.column1",
    );
    execute_rows(db, statement, 4, places, |values, place| {
        values.push_bind(String::from(place.id)).push_bind(String::from(place.entry));
        values.push_bind(place.position as i64).push_bind(place.date.map(|day| day.to_string()));
    })
    .await
}

/// The row of a note.
pub(super) struct NoteRow {
    pub place: NotePlace,
    pub markdown: String,
    pub html: String,
    pub text: String,
    pub content: Content,
    pub fidelity: Fidelity,
    pub words_id: i64,
    /// Whether its Markdown is the same as before: a note that moved, or was rendered again, is no news to those who
    /// have read it.
    pub is_no_news: bool,
}

/// Stores notes that are new, or other than before, as of `at`, in a run, with their digests.
pub(super) async fn store_notes(
    db: &mut SqliteConnection,
    notebook: i64,
    run: RunId,
    at: &str,
    notes: Vec<NoteRow>,
) -> Result<()> {
    let statement = (
        r#"
        insert into note (
            id, entry_id, position, markdown, html, text, notebook_id, date, added_at, changed_at,
            has_code, has_quote, has_lost_link, words_id, fidelity, added_in
        )
        "#,
        r#"
        on conflict (id) do update set entry_id = excluded.entry_id, position = excluded.position,
            markdown = excluded.markdown, html = excluded.html, text = excluded.text,
            date = excluded.date, vanished_at = null, has_code = excluded.has_code,
            has_quote = excluded.has_quote, has_lost_link = excluded.has_lost_link, words_id = excluded.words_id,
            fidelity = excluded.fidelity, changed_at = iif(excluded.changed_at = '', note.changed_at, excluded.changed_at)
        "#,
    );
    let digest = |note: &NoteRow| (note.place.id.to_string(), NoteDigest::new(&note.markdown));
    let digests = notes.iter().map(digest).collect();
    execute_rows(db, statement, 16, notes, |values, note| {
        let NoteRow { place, markdown, html, text, content, fidelity, words_id, is_no_news } = note;
        values.push_bind(String::from(place.id)).push_bind(String::from(place.entry));
        values.push_bind(place.position as i64).push_bind(markdown).push_bind(html).push_bind(text);
        values.push_bind(notebook).push_bind(place.date.map(|day| day.to_string()));
        values.push_bind(at.to_owned()).push_bind(if is_no_news { String::new() } else { at.to_owned() });
        values.push_bind(content.code).push_bind(content.quote).push_bind(content.lost_link);
        values.push_bind(words_id).push_bind(fidelity.as_str()).push_bind(run.0);
    })
    .await?;
    digests::store(db, digests).await
}

/// Marks what is no longer in the source, and removes what was derived of it.
pub(super) async fn store_vanished(
    db: &mut SqliteConnection,
    run: RunId,
    plan: &Plan,
    stored: &StoredContent,
    at: &str,
) -> Result<()> {
    if !plan.vanished_notes.is_empty() {
        keep_notes(db, run, NoteChange::Vanished, plan.vanished_notes.iter()).await?;
        let ids = json_list(plan.vanished_notes.iter().map(NoteId::as_str));
        for sql in [
            // Counts of tags need not check which notes have vanished.
            "delete from derived_tag where note_id in (select value from json_each(?))",
            "delete from note_ruling where note_id in (select value from json_each(?))",
            "delete from note_correction where note_id in (select value from json_each(?))",
            "delete from note_judgement where note_id in (select value from json_each(?))",
        ] {
            sqlx::query(sql).bind(&ids).execute(&mut *db).await?;
        }
        let words: Vec<i64> = sqlx::query_scalar(
            "select words_id from note where id in (select value from json_each(?)) and words_id is not null",
        )
        .bind(&ids)
        .fetch_all(&mut *db)
        .await?;
        fts::remove(db, &words).await?;
        sqlx::query("update note set vanished_at = ? where id in (select value from json_each(?))")
            .bind(at)
            .bind(&ids)
            .execute(&mut *db)
            .await?;
    }
    if !plan.vanished_entries.is_empty() {
        let before =
            plan.vanished_entries.iter().filter_map(|id| Some((id.clone(), stored.entry(id)?.clone())));
        keep_entries(db, run, before.collect()).await?;
        sqlx::query("update entry set vanished_at = ? where id in (select value from json_each(?))")
            .bind(at)
            .bind(json_list(plan.vanished_entries.iter().map(EntryId::as_str)))
            .execute(db)
            .await?;
    }
    Ok(())
}

/// What of the index of words is other than before.
#[derive(Default)]
pub(super) struct IndexChanges {
    removed: Vec<i64>,
    added: Vec<IndexRow>,
}

impl IndexChanges {
    /// A note that has another text than before, or none before.
    pub(super) fn add(&mut self, words_id: i64, text: IndexText, was_indexed: bool) {
        if was_indexed {
            self.removed.push(words_id);
        }
        self.added.push(IndexRow { words_id, text });
    }

    pub(super) async fn store(self, db: &mut SqliteConnection) -> Result<()> {
        fts::remove(db, &self.removed).await?;
        fts::insert(db, self.added).await
    }
}
