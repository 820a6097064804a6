//! What the database has of a notebook before an import.

use std::collections::{HashMap, HashSet};

use domain::Date;
use domain::notebook::posting::Posting;
use domain::notebook::reimport::{PreviousEntry, PreviousNote};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::Result;
use crate::rows::{group_by, read, read_opt};

#[derive(FromRow)]
pub(super) struct StoredEntry {
    id: String,
    pub position: i64,
    pub date: Option<String>,
    pub not_before: Option<String>,
    pub not_after: Option<String>,
    pub body_lost: bool,
    pub source_key: Option<String>,
    pub vanished: bool,
    author: Option<String>,
    time_zone: Option<String>,
    posted: Option<String>,
    edited: Option<String>,
    reply_to: Option<String>,
}

impl StoredEntry {
    /// Whether the entry is stored as posted so.
    pub fn has_posting(&self, posting: &Posting) -> bool {
        let text = |day: Option<Date>| day.map(|day| day.to_string());
        self.author == posting.author
            && self.time_zone == posting.time_zone
            && self.posted == text(posting.posted)
            && self.edited == text(posting.edited)
            && self.reply_to == text(posting.reply_to)
    }
}

#[derive(FromRow)]
pub(super) struct StoredNote {
    id: String,
    pub entry_id: String,
    pub position: i64,
    pub markdown: String,
    pub date: Option<String>,
    pub vanished: bool,
}

/// What identity is judged by: the entries and notes of a notebook, vanished ones among them.
pub(super) struct StoredContent {
    /// In order.
    entries: Vec<StoredEntry>,
    /// The index in `entries` of an id.
    index: HashMap<String, usize>,
    notes: HashMap<String, StoredNote>,
    /// Every id of the database, whatever notebook it belongs to.
    taken: HashSet<String>,
}

impl StoredContent {
    pub(super) async fn load(db: &mut SqliteConnection, notebook: i64) -> Result<Self> {
        let entries: Vec<StoredEntry> = sqlx::query_as(
            r#"
            select id, position, date, not_before, not_after, body_lost, source_key,
                vanished_at is not null as vanished, author, time_zone, posted, edited, reply_to
            from entry where notebook_id = ? order by position, id
            "#,
        )
        .bind(notebook)
        .fetch_all(&mut *db)
        .await?;
        let notes: Vec<StoredNote> = sqlx::query_as(
            r#"
            select id, entry_id, position, markdown, date, vanished_at is not null as vanished
            from note where notebook_id = ?
            "#,
        )
        .bind(notebook)
        .fetch_all(&mut *db)
        .await?;
        let taken: Vec<String> = sqlx::query_scalar("select id from entry union all select id from note")
            .fetch_all(&mut *db)
            .await?;
        Ok(Self {
            index: entries.iter().enumerate().map(|(n, entry)| (entry.id.clone(), n)).collect(),
            entries,
            notes: notes.into_iter().map(|note| (note.id.clone(), note)).collect(),
            taken: taken.into_iter().collect(),
        })
    }

    pub(super) fn entry(&self, id: &str) -> Option<&StoredEntry> {
        self.index.get(id).map(|n| &self.entries[*n])
    }

    pub(super) fn note(&self, id: &str) -> Option<&StoredNote> {
        self.notes.get(id)
    }

    /// Whether an id is in use, by this notebook or another.
    pub(super) fn is_taken(&self, id: &str) -> bool {
        self.taken.contains(id)
    }

    /// Notes that have not vanished.
    pub(super) fn present_notes(&self) -> usize {
        self.notes.values().filter(|note| !note.vanished).count()
    }

    /// The same as the values that identity is judged by.
    pub(super) fn previous_entries(&self) -> Result<Vec<PreviousEntry>> {
        let mut notes_by_entry = group_by(self.notes.values(), |note| note.entry_id.as_str());
        self.entries
            .iter()
            .map(|entry| {
                let mut notes = notes_by_entry.remove(entry.id.as_str()).unwrap_or_default();
                notes.sort_by_key(|note| (note.position, &note.id));
                let notes = notes
                    .into_iter()
                    .map(|note| {
                        Ok(PreviousNote {
                            id: read("id", &note.id)?,
                            text: note.markdown.clone(),
                            vanished: note.vanished,
                        })
                    })
                    .collect::<Result<_>>()?;
                Ok(PreviousEntry {
                    id: read("id", &entry.id)?,
                    key: entry.source_key.clone(),
                    date: read_opt("day", entry.date.as_deref())?,
                    vanished: entry.vanished,
                    notes,
                })
            })
            .collect()
    }
}
