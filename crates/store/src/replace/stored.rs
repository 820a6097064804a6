//! What the database has of a notebook before an import.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use domain::Date;
use domain::id::{EntryId, NoteId};
use domain::notebook::draft::{DraftEntry, Fidelity};
use domain::notebook::posting::Posting;
use domain::notebook::reimport::{KnownWords, PreviousEntry, PreviousNote, SourceEntry, shown_words};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use super::digests::{self, NoteDigest, SourceTexts};
use crate::rows::{read, read_opt, unsigned};
use crate::sql::json_list;
use crate::{Error, Result};

/// How many notes are loaded at once, and ids looked for.
const NOTES_AT_ONCE: i64 = 5000;

/// The row of a notebook, as far as it decides on what is other than before.
#[derive(Clone, Debug, FromRow)]
pub(crate) struct StoredHead {
    pub time_zone: String,
    pub reading_version: i64,
}

impl StoredHead {
    /// That of a notebook's slug, where it is there.
    pub(crate) async fn load(db: &mut SqliteConnection, slug: &str) -> Result<Option<Self>> {
        Ok(sqlx::query_as("select time_zone, reading_version from notebook where slug = ?")
            .bind(slug)
            .fetch_optional(db)
            .await?)
    }
}

/// An entry as [`load_entries`] has it.
#[derive(Deserialize)]
struct EntryRow {
    id: String,
    position: i64,
    date: Option<String>,
    not_before: Option<String>,
    not_after: Option<String>,
    body_lost: u8,
    source_key: Option<String>,
    vanished: u8,
    author: Option<String>,
    time_zone: Option<String>,
    posted: Option<String>,
    edited: Option<String>,
    reply_to: Option<String>,
}

/// An entry as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredEntry {
    pub position: usize,
    pub date: Option<Date>,
    pub not_before: Option<Date>,
    pub not_after: Option<Date>,
    pub body_lost: bool,
    pub key: Option<String>,
    pub posting: Posting,
    pub vanished: bool,
}

impl StoredEntry {
    /// As which an entry of a source is stored at a position.
    pub(super) fn new(entry: &DraftEntry, position: usize) -> Self {
        Self {
            position,
            date: entry.date,
            not_before: entry.not_before,
            not_after: entry.not_after,
            body_lost: entry.body_lost,
            key: entry.key.clone(),
            posting: entry.posting.clone(),
            vanished: false,
        }
    }

    /// An entry of a day of which no more is known.
    pub(crate) fn with_day(day: Date) -> Self {
        Self::new(&DraftEntry { date: Some(day), ..DraftEntry::default() }, 0)
    }

    /// The entry with notes to come, as a source would have it.
    pub(crate) fn draft(&self) -> DraftEntry {
        DraftEntry {
            date: self.date,
            not_before: self.not_before,
            not_after: self.not_after,
            key: self.key.clone(),
            posting: self.posting.clone(),
            body_lost: self.body_lost,
            ..DraftEntry::default()
        }
    }

    /// Whether its notes are judged as of the same days in the same zone as those of another.
    pub(super) fn has_days_of(&self, other: &Self) -> bool {
        let days = |it: &Self| (it.date, it.not_before, it.not_after);
        days(self) == days(other) && self.posting.time_zone == other.posting.time_zone
    }
}

/// A note as [`StoredContent::load_notes`] has it.
#[derive(Deserialize)]
struct NoteRow {
    id: String,
    entry_id: String,
    position: i64,
    date: Option<String>,
    fidelity: String,
    digest: Option<NoteDigest>,
}

/// Where a note stands in its source.
#[derive(Clone, Debug)]
pub(crate) struct NotePlace {
    pub id: NoteId,
    pub entry: EntryId,
    pub position: usize,
    pub date: Option<Date>,
}

/// Where a note is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StoredNote {
    /// The index of its entry.
    entry: u32,
    position: u32,
    date: Option<Date>,
    pub fidelity: Fidelity,
    pub vanished: bool,
}

/// The entries and notes of a notebook, vanished ones among them; without the text of notes.
#[derive(Default)]
pub(crate) struct StoredContent {
    /// In order.
    entries: Vec<(EntryId, StoredEntry)>,
    /// The index in `entries` of an id.
    index: HashMap<EntryId, u32>,
    notes: HashMap<NoteId, StoredNote>,
}

impl StoredContent {
    /// What is stored of a notebook, and the same as the values that identity is judged by.
    ///
    /// Of a note whose Markdown stands in the source the text is that of the source, and is recognised by its digest: only
    /// other Markdown is read. Digests that were not stored are stored.
    pub(crate) async fn load<'a>(
        db: &mut SqliteConnection,
        notebook: i64,
        source: &[SourceEntry<'a>],
    ) -> Result<(Self, Vec<PreviousEntry<'a>>)> {
        let rows = load_entries(db, notebook).await?;
        let mut stored = Self::default();
        let mut previous = Vec::new();
        for row in rows {
            let day = |text: Option<String>| read_opt("day", text.as_deref());
            let id: EntryId = read("id", &row.id)?;
            let entry = StoredEntry {
                position: unsigned("position", row.position)?,
                date: day(row.date)?,
                not_before: day(row.not_before)?,
                not_after: day(row.not_after)?,
                body_lost: row.body_lost != 0,
                key: row.source_key.clone(),
                posting: Posting {
                    author: row.author,
                    time_zone: row.time_zone,
                    posted: day(row.posted)?,
                    edited: day(row.edited)?,
                    reply_to: day(row.reply_to)?,
                },
                vanished: row.vanished != 0,
            };
            let (key, date, vanished) = (row.source_key, entry.date, entry.vanished);
            previous.push(PreviousEntry { id: id.clone(), key, date, notes: Vec::new(), vanished });
            stored.index.insert(id.clone(), stored.entries.len() as u32);
            stored.entries.push((id, entry));
        }
        if !previous.is_empty() {
            let texts = SourceTexts::new(source);
            for vanished in [false, true] {
                stored.load_notes(db, notebook, vanished, &texts, &mut previous).await?;
            }
        }
        for entry in &mut previous {
            entry
                .notes
                .sort_by_key(|note| (stored.notes.get(&note.id).map(|note| note.position), note.id.clone()));
            entry.notes.shrink_to_fit();
        }
        Ok((stored, previous))
    }

    async fn load_notes<'a>(
        &mut self,
        db: &mut SqliteConnection,
        notebook: i64,
        vanished: bool,
        texts: &SourceTexts<'a>,
        previous: &mut [PreviousEntry<'a>],
    ) -> Result<()> {
        // From indexes alone: what they do not have lies beyond the texts of a note.
        let sql = if vanished {
            r#"
            select json_group_array(json_array(id, entry_id, position, date, fidelity, digest)) from (
                select place.id, place.entry_id, place.position, place.date, place.fidelity,
                    iif(note_digest.digest is null, null, hex(note_digest.digest)) as digest
                from note as listed indexed by note_vanished
                cross join note as place indexed by note_place on place.id = listed.id
                left join note_digest on note_digest.note_id = place.id
                where listed.notebook_id = ? and listed.vanished_at is not null and listed.id > ?
                order by listed.id limit ?
            )
            "#
        } else {
            r#"
            select json_group_array(json_array(id, entry_id, position, date, fidelity, digest)) from (
                select place.id, place.entry_id, place.position, place.date, place.fidelity,
                    iif(note_digest.digest is null, null, hex(note_digest.digest)) as digest
                from note as listed indexed by note_of_notebook
                cross join note as place indexed by note_place on place.id = listed.id
                left join note_digest on note_digest.note_id = place.id
                where listed.notebook_id = ? and listed.vanished_at is null and listed.id > ?
                order by listed.id limit ?
            )
            "#
        };
        let mut after = String::new();
        loop {
            let json: String = sqlx::query_scalar(sql)
                .bind(notebook)
                .bind(&after)
                .bind(NOTES_AT_ONCE)
                .fetch_one(&mut *db)
                .await?;
            let rows: Vec<NoteRow> = rows_of_json(&json)?;
            let Some(last) = rows.iter().map(|row| &row.id).max() else { return Ok(()) };
            after.clone_from(last);
            let recognised: Vec<Option<&'a str>> = rows.iter().map(|row| texts.get(row.digest?)).collect();
            let others = rows.iter().zip(&recognised).filter(|(_, text)| text.is_none());
            let others: Vec<String> = others.map(|(row, _)| row.id.clone()).collect();
            let mut markdown = load_markdown(db, others).await?;
            let mut digests = Vec::new();
            for (row, recognised) in rows.into_iter().zip(recognised) {
                let id: NoteId = read("id", &row.id)?;
                let entry: EntryId = read("id", &row.entry_id)?;
                let odd = || Error::Row { what: "entry of a note", found: row.entry_id.clone() };
                let entry = *self.index.get(&entry).ok_or_else(odd)?;
                let position = unsigned("position", row.position)?;
                let date = read_opt("day", row.date.as_deref())?;
                let fidelity = read("fidelity", &row.fidelity)?;
                let text = match recognised {
                    Some(text) => Cow::Borrowed(text),
                    None => {
                        let text = markdown.remove(&row.id).unwrap_or_default();
                        let digest = NoteDigest::new(&text);
                        if row.digest.is_none() {
                            digests.push((row.id, digest));
                        }
                        texts.get(digest).map_or(Cow::Owned(text), Cow::Borrowed)
                    }
                };
                previous[entry as usize].notes.push(PreviousNote { id: id.clone(), text, vanished });
                self.notes.insert(id, StoredNote { entry, position, date, fidelity, vanished });
            }
            digests::store(db, digests).await?;
        }
    }

    /// Whether some note has more or less of what was written than a source.
    pub(super) fn has_other_fidelity(&self, source: Fidelity) -> bool {
        self.notes.values().any(|note| note.fidelity != source)
    }

    /// What readers see of the notes, in the order of `previous`.
    pub(super) async fn load_words(
        &self,
        db: &mut SqliteConnection,
        notebook: i64,
        previous: &[PreviousEntry<'_>],
    ) -> Result<Vec<Vec<KnownWords>>> {
        let rows: Vec<(String, String)> = sqlx::query_as("select id, text from note where notebook_id = ?")
            .bind(notebook)
            .fetch_all(db)
            .await?;
        let mut words: HashMap<String, String> =
            rows.into_iter().map(|(id, text)| (id, shown_words(&text))).collect();
        let mut known = |note: &PreviousNote<'_>| KnownWords {
            words: words.remove(note.id.as_str()).unwrap_or_default(),
            fidelity: self.notes.get(&note.id).map_or(Fidelity::Written, |note| note.fidelity),
        };
        Ok(previous.iter().map(|entry| entry.notes.iter().map(&mut known).collect()).collect())
    }

    pub(crate) fn entry(&self, id: &EntryId) -> Option<&StoredEntry> {
        self.index.get(id).map(|n| &self.entries[*n as usize].1)
    }

    pub(crate) fn note(&self, id: &NoteId) -> Option<&StoredNote> {
        self.notes.get(id)
    }

    /// Where a note is stored: the id of its entry, and its place in it.
    pub(crate) fn place(&self, note: &StoredNote) -> (&EntryId, usize) {
        (&self.entries[note.entry as usize].0, note.position as usize)
    }

    /// Whether a note is stored where it stands in its source.
    pub(super) fn has_place(&self, note: &StoredNote, place: &NotePlace) -> bool {
        let (entry, _) = &self.entries[note.entry as usize];
        let stored = (entry, note.position as usize, note.date);
        !note.vanished && stored == (&place.entry, place.position, place.date)
    }

    /// Notes that have not vanished.
    pub(super) fn present_notes(&self) -> usize {
        self.notes.values().filter(|note| !note.vanished).count()
    }
}

/// The entries of a notebook, vanished ones among them, in their order.
async fn load_entries(db: &mut SqliteConnection, notebook: i64) -> Result<Vec<EntryRow>> {
    let json: String = sqlx::query_scalar(
        r#"
        select json_group_array(json_array(
            id, position, date, not_before, not_after, body_lost, source_key, vanished_at is not null, author,
            time_zone, posted, edited, reply_to
        )) from entry where notebook_id = ?
        "#,
    )
    .bind(notebook)
    .fetch_one(db)
    .await?;
    let mut rows: Vec<EntryRow> = rows_of_json(&json)?;
    rows.sort_unstable_by(|one, other| (one.position, &one.id).cmp(&(other.position, &other.id)));
    Ok(rows)
}

/// Rows that a statement gives as one text: some hundred thousand rows by themselves cost far more than they hold.
fn rows_of_json<T: DeserializeOwned>(json: &str) -> Result<Vec<T>> {
    serde_json::from_str(json).map_err(|error| Error::Row { what: "rows as JSON", found: error.to_string() })
}

/// The Markdown of notes by their ids: one statement, and none for none.
async fn load_markdown(db: &mut SqliteConnection, ids: Vec<String>) -> Result<HashMap<String, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(String, String)> =
        sqlx::query_as("select id, markdown from note where id in (select value from json_each(?))")
            .bind(json_list(ids))
            .fetch_all(db)
            .await?;
    Ok(rows.into_iter().collect())
}

/// Which of some ids are in use, by entries or notes of any notebook.
pub(super) async fn taken_ids(db: &mut SqliteConnection, ids: &[&str]) -> Result<HashSet<String>> {
    let mut taken = HashSet::new();
    for ids in ids.chunks(NOTES_AT_ONCE as usize) {
        let found: Vec<String> = sqlx::query_scalar(
            r#"
            select id from entry where id in (select value from json_each(?1))
            union all select id from note where id in (select value from json_each(?1))
            union all select id from forgotten where id in (select value from json_each(?1))
            "#,
        )
        .bind(json_list(ids.iter().copied()))
        .fetch_all(&mut *db)
        .await?;
        taken.extend(found);
    }
    Ok(taken)
}
