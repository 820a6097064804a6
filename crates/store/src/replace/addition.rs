//! A part of a source, joined with what is stored of its notebook.

use domain::Date;
use domain::id::EntryId;
use domain::list::timeline::sort_day;
use domain::notebook::draft::{DraftEntry, DraftNote};
use domain::notebook::posting::Posting;
use domain::notebook::reimport::Addition;

use super::stored::{StoredContent, StoredEntry};

/// The day that sorts an entry: a stored one, one of the source, or both as one.
pub(super) fn joined_day(stored: Option<&StoredEntry>, source: Option<&DraftEntry>) -> Date {
    let Days { date, not_before, not_after } = Days::joined(stored, source);
    sort_day(date, not_before, not_after)
}

/// The whole of a notebook after an addition of `source`, as a source would have it; `known` has the ids of what was stored.
/// Notes that are only stored have no Markdown yet.
pub(super) fn joined_entries(
    addition: &Addition,
    known: &[EntryId],
    stored: &StoredContent,
    mut source: Vec<DraftEntry>,
) -> Vec<DraftEntry> {
    let entries = addition.entries.iter().map(|joined| {
        let stored = joined.known.and_then(|at| stored.entry(&known[at]));
        let mut entry = joined_head(stored, joined.new.map(|at| &source[at]));
        let note = |place: Option<(usize, usize)>| match place {
            Some((entry, note)) => std::mem::replace(&mut source[entry].notes[note], stored_note()),
            None => stored_note(),
        };
        entry.notes = joined.notes.iter().map(|joined| joined.new).map(note).collect();
        entry
    });
    entries.collect()
}

/// A note whose Markdown is stored.
fn stored_note() -> DraftNote {
    DraftNote { line: 1, markdown: String::new() }
}

/// An entry without its notes: what the source says of it, else what is stored.
fn joined_head(stored: Option<&StoredEntry>, source: Option<&DraftEntry>) -> DraftEntry {
    let Days { date, not_before, not_after } = Days::joined(stored, source);
    let key = |entry: Option<&Option<String>>| entry.cloned().flatten();
    let posting = |entry: Option<&Posting>| entry.cloned().unwrap_or_default();
    let before = posting(stored.map(|entry| &entry.posting));
    let Posting { author, time_zone, posted, edited, reply_to } = posting(source.map(|entry| &entry.posting));
    DraftEntry {
        line: source.map_or(1, |entry| entry.line),
        date,
        not_before,
        not_after,
        key: key(source.map(|entry| &entry.key)).or_else(|| key(stored.map(|entry| &entry.key))),
        posting: Posting {
            author: author.or(before.author),
            time_zone: time_zone.or(before.time_zone),
            posted: posted.or(before.posted),
            edited: edited.or(before.edited),
            reply_to: reply_to.or(before.reply_to),
        },
        body_lost: source.is_none_or(|entry| entry.body_lost) && stored.is_none_or(|entry| entry.body_lost),
        notes: Vec::new(),
        ids: source.map(|entry| entry.ids.clone()).unwrap_or_default(),
    }
}

/// The day of an entry, or those that one without a day may be of.
#[derive(Clone, Copy)]
struct Days {
    date: Option<Date>,
    not_before: Option<Date>,
    not_after: Option<Date>,
}

impl Days {
    /// Of an entry that is stored and in the source, the day of the source; without one the days that both allow.
    fn joined(stored: Option<&StoredEntry>, source: Option<&DraftEntry>) -> Self {
        let stored = stored.map(|entry| Self {
            date: entry.date,
            not_before: entry.not_before,
            not_after: entry.not_after,
        });
        let source = source.map(|entry| Self {
            date: entry.date,
            not_before: entry.not_before,
            not_after: entry.not_after,
        });
        let (stored, source) = match (stored, source) {
            (Some(stored), Some(source)) => (stored, source),
            (one, other) => {
                return one.or(other).unwrap_or(Self { date: None, not_before: None, not_after: None });
            }
        };
        if source.date.is_some() {
            return source;
        }
        if stored.date.is_some() {
            return stored;
        }
        let not_before = stored.not_before.max(source.not_before);
        let not_after = match (stored.not_after, source.not_after) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        // Where they contradict each other, what is said last counts.
        match not_before.zip(not_after).is_some_and(|(first, last)| first > last) {
            true => source,
            false => Self { date: None, not_before, not_after },
        }
    }
}
