//! A notebook written as a journal.

use super::entry_comment::EntryComment;
use super::front_matter::quote;
use domain::Date;
use domain::notebook::Rights;
use domain::notebook::draft::{Draft, DraftEntry, StatedIds};
use domain::notebook::posting::Posting;

/// What a journal says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JournalHead<'a> {
    /// The notebook's title.
    pub title: Option<&'a str>,
    /// The author of the notebook.
    pub author: Option<&'a str>,
    /// The address it came from.
    pub origin: Option<&'a str>,
    /// An IANA time zone name.
    pub time_zone: Option<&'a str>,
    /// What the author allows.
    pub rights: Option<&'a Rights>,
    /// How many entries its source announced.
    pub announced_entries: Option<u32>,
    /// Whether it lost links; printed where it did.
    pub lost_links: bool,
    /// Whether it is written in Kepline; printed where it is.
    pub is_written: bool,
}

/// One entry of a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry<'a> {
    /// The day, `None` where undated.
    pub date: Option<Date>,
    /// The first day that it can be of, where undated.
    pub not_before: Option<Date>,
    /// The last day that it can be of, where undated.
    pub not_after: Option<Date>,
    /// Who posted it and when.
    pub posting: &'a Posting,
    /// Its name in the source from which it came.
    pub key: Option<&'a str>,
    /// The ids that are to be those of the entry and its notes where the journal is imported.
    pub ids: &'a StatedIds,
    /// The Markdown of its notes, none where the body was lost.
    pub notes: Vec<&'a str>,
}

impl<'a> From<&'a Draft> for JournalHead<'a> {
    fn from(draft: &'a Draft) -> Self {
        Self {
            title: draft.title.as_deref(),
            author: draft.author.as_deref(),
            origin: draft.origin.as_deref(),
            time_zone: draft.time_zone.as_deref(),
            rights: draft.rights.as_ref(),
            announced_entries: draft.announced_entries,
            lost_links: draft.lost_links,
            is_written: draft.is_written,
        }
    }
}

impl<'a> From<&'a DraftEntry> for JournalEntry<'a> {
    fn from(entry: &'a DraftEntry) -> Self {
        Self {
            date: entry.date,
            not_before: entry.not_before,
            not_after: entry.not_after,
            posting: &entry.posting,
            key: entry.key.as_deref(),
            ids: &entry.ids,
            notes: entry.notes.iter().map(|note| note.markdown.as_str()).collect(),
        }
    }
}

/// Prints a journal: front matter, a heading for each entry, a bullet for each note.
///
/// A note stands two columns after its bullet; four where it has a tab.
/// `entries` are oldest first. [`read`](crate::source::read_text) gives the same head, entries, days and notes back,
/// byte for byte, provided that each note is as `read` makes it (its Markdown neither begins nor
/// ends with blank lines).
pub fn to_journal(head: &JournalHead<'_>, entries: &[JournalEntry<'_>]) -> String {
    let mut out = front_matter(head);
    for (entry, neighbours) in entries.iter().zip(neighbours(entries)) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&heading(entry, neighbours));
        out.push_str(&EntryComment::new(entry.posting, entry.key, entry.ids).line());
        let mut before_is_line = false;
        for (number, note) in entry.notes.iter().enumerate() {
            let is_line = !note.contains('\n') && !note.starts_with([' ', '\t']);
            // Notes of one line stand close, longer ones apart.
            if number == 0 || !(is_line && before_is_line) {
                out.push('\n');
            }
            push_item(&mut out, note);
            before_is_line = is_line;
        }
    }
    out
}

/// For each entry the days of the nearest dated ones before and after it.
fn neighbours(entries: &[JournalEntry<'_>]) -> Vec<(Option<Date>, Option<Date>)> {
    let mut neighbours = vec![(None, None); entries.len()];
    let mut before = None;
    for (entry, days) in entries.iter().zip(&mut neighbours) {
        days.0 = before;
        before = entry.date.or(before);
    }
    let mut after = None;
    for (entry, days) in entries.iter().zip(&mut neighbours).rev() {
        days.1 = after;
        after = entry.date.or(after);
    }
    neighbours
}

/// The heading of an entry: bounds stand in it where they do not follow from its neighbours.
fn heading(entry: &JournalEntry<'_>, neighbours: (Option<Date>, Option<Date>)) -> String {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    match (entry.date, entry.not_before, entry.not_after) {
        (Some(date), ..) => format!("## {date}\n"),
        (None, first, last) if (first, last) == neighbours => "## Undated\n".to_owned(),
        (None, Some(first), Some(last)) if first < last => format!("## {first} ~ {last}\n"),
        (None, first, last) => format!("## Undated ({} ~ {})\n", day(first), day(last)),
    }
}

/// Adds a note as a bullet of a list, and gives how many columns after the margin it stands.
pub fn push_item(out: &mut String, note: &str) -> usize {
    let leads_with_space = note.starts_with([' ', '\t']);
    // Four columns further right, a tab reaches as far as before.
    let width = if note.contains('\t') && !leads_with_space { 4 } else { 2 };
    for (number, line) in note.split('\n').enumerate() {
        match number {
            // White space after a bullet would be the bullet's.
            0 if leads_with_space => out.push_str("-\n  "),
            0 => {
                // `- - -` would be a rule.
                let is_rule = line.chars().all(|c| matches!(c, '-' | ' ' | '\t'));
                let bullet = if is_rule { '*' } else { '-' };
                out.push_str(&format!("{bullet:<width$}"));
            }
            _ if line.is_empty() => {}
            _ => out.push_str(&" ".repeat(width)),
        }
        out.push_str(line);
        out.push('\n');
    }
    width
}

fn front_matter(head: &JournalHead<'_>) -> String {
    let licence = match head.rights {
        Some(Rights::Licensed(licence)) => Some(licence.as_str()),
        _ => None,
    };
    let announced = head.announced_entries.map(|announced| announced.to_string());
    let values = [
        ("title", head.title),
        ("author", head.author),
        ("origin", head.origin),
        ("time_zone", head.time_zone),
        ("rights", head.rights.map(Rights::as_str)),
        ("licence", licence),
        ("announced_entries", announced.as_deref()),
        ("lost_links", head.lost_links.then_some("true")),
        ("written_in_kepline", head.is_written.then_some("true")),
    ];
    let lines: String =
        values.iter().filter_map(|(key, value)| Some(format!("{key}: {}\n", quote((*value)?)))).collect();
    if lines.is_empty() { lines } else { format!("---\n{lines}---\n") }
}
