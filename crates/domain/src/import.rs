//! Reading a source of notes: bytes in, a draft of a notebook and remarks out.
//!
//! Reading never fails. What is not understood is kept as text of the entry it stands in.

mod day;
mod escape;
mod front_matter;
mod journal;
mod outline;
mod print;
mod scrap_text;

use std::borrow::Cow;

pub use print::{JournalEntry, JournalHead, to_journal};

use crate::Date;
use crate::notebook::Rights;
use crate::remark::Remark;

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The plain-text copy of a Zenn scrap's page.
    ScrapText,
    /// A Markdown journal with dated headings.
    Journal,
}

/// What a source says, before ids and rendering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// How it was read.
    pub format: Format,
    /// The notebook's title, where the source has one.
    pub title: Option<String>,
    /// Its author.
    pub author: Option<String>,
    /// The address it came from.
    pub origin: Option<String>,
    /// An IANA time zone name, as in `Asia/Tokyo`.
    pub time_zone: Option<String>,
    /// What the author allows.
    pub rights: Option<Rights>,
    /// How many entries the source says it has.
    pub announced_entries: Option<u32>,
    /// Oldest first, also where the source has the newest first.
    pub entries: Vec<DraftEntry>,
}

/// One post of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftEntry {
    /// Where it begins, from 1.
    pub line: u32,
    /// Its day, where it names one.
    pub date: Option<Date>,
    /// Not before this day: the nearest date before it, for entries without a date.
    pub not_before: Option<Date>,
    /// Not after this day: the nearest date behind it, for entries without a date.
    pub not_after: Option<Date>,
    /// The source's own name of the entry, where it has one.
    pub key: Option<String>,
    /// Nothing but a date came over: the body was an image or the like.
    pub body_lost: bool,
    /// In the order of the source.
    pub notes: Vec<DraftNote>,
}

/// One note: a top-level item with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftNote {
    /// Where it begins, from 1.
    pub line: u32,
    /// The whole of it as Markdown (CommonMark with tables and strikethrough), without the
    /// bullet of the top-level item: what follows the bullet is the first paragraph, what
    /// was nested in it follows as lists, quotes and code blocks at column 0.
    pub markdown: String,
}

/// Reads a source; the format is detected.
///
/// Takes time linear in the length of `bytes` (entries out of order are sorted besides).
/// `bytes` that are no UTF-8 are read with replacement characters and a remark; a
/// byte order mark and all three line endings are accepted.
pub fn read(bytes: &[u8]) -> (Draft, Vec<Remark>) {
    let mut remarks = Vec::new();
    let text = decode(bytes, &mut remarks);
    let mut draft = match scrap_text::recognise(&text) {
        Some(scrap) => scrap.read(&mut remarks),
        None => journal::read(&text, &mut remarks),
    };
    put_in_order(&mut draft.entries, &mut remarks);
    set_bounds(&mut draft.entries);
    if draft.entries.is_empty() {
        remarks.push(Remark::whole("there is no entry in it"));
    }
    remarks.sort_by_key(|remark| remark.line);
    (draft, remarks)
}

/// The text of a source: without byte order mark and NUL, every line ended by a line feed alone.
fn decode<'a>(bytes: &'a [u8], remarks: &mut Vec<Remark>) -> Cow<'a, str> {
    let mut text = String::from_utf8_lossy(bytes);
    if let Cow::Owned(_) = text {
        remarks.push(Remark::whole("it is not UTF-8: unreadable bytes were replaced"));
    }
    if text.contains('\0') {
        remarks.push(Remark::whole("there are NUL characters in it: they were replaced"));
        text = text.replace('\0', "\u{fffd}").into();
    }
    if text.contains('\r') {
        text = text.replace("\r\n", "\n").replace('\r', "\n").into();
    }
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned().into(),
        None => text,
    }
}

/// Oldest first. An entry without a date stays beside its neighbours.
fn put_in_order(entries: &mut Vec<DraftEntry>, remarks: &mut Vec<Remark>) {
    let days: Vec<Date> = entries.iter().filter_map(|entry| entry.date).collect();
    let rises = days.windows(2).filter(|pair| pair[0] < pair[1]).count();
    let falls = days.windows(2).filter(|pair| pair[0] > pair[1]).count();
    if falls > rises {
        entries.reverse();
    }
    if falls.min(rises) > 0 {
        remarks.push(Remark::whole("the days are out of order: they were sorted"));
        // A group is a dated entry with the undated ones behind it; those at the top lead the first group.
        let mut groups: Vec<(Date, Vec<DraftEntry>)> = Vec::new();
        let mut leading = Vec::new();
        for entry in entries.drain(..) {
            match (entry.date, groups.last_mut()) {
                (Some(date), _) => {
                    leading.push(entry);
                    groups.push((date, std::mem::take(&mut leading)));
                }
                (None, Some((_, group))) => group.push(entry),
                (None, None) => leading.push(entry),
            }
        }
        groups.sort_by_key(|(date, _)| *date);
        entries.extend(groups.into_iter().flat_map(|(_, group)| group));
    }
    let mut before: Option<Date> = None;
    for entry in entries.iter() {
        let Some(date) = entry.date else { continue };
        if before == Some(date) {
            remarks.push(Remark::at(entry.line, format!("there is more than one entry of {date}")));
        }
        before = Some(date);
    }
}

/// Gives entries without a date the dates of their nearest dated neighbours.
fn set_bounds(entries: &mut [DraftEntry]) {
    let mut before = None;
    for entry in entries.iter_mut() {
        match entry.date {
            Some(date) => before = Some(date),
            None => entry.not_before = before,
        }
    }
    let mut behind = None;
    for entry in entries.iter_mut().rev() {
        match entry.date {
            Some(date) => behind = Some(date),
            None => entry.not_after = behind,
        }
    }
}

/// A remark when the source announces another number of entries than it has.
fn compare_announced(line: u32, announced: Option<u32>, entries: &[DraftEntry], remarks: &mut Vec<Remark>) {
    if let Some(announced) = announced.filter(|announced| *announced as usize != entries.len()) {
        let found = entries.len();
        remarks.push(Remark::at(line, format!("{announced} entries announced, {found} found")));
    }
}

/// A line number of a remark or a draft, from 1.
fn line_number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
