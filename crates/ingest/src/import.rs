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

pub use print::{JournalEntry, JournalHead, push_item, to_journal};

use domain::Date;
use domain::notebook::draft::{Draft, DraftEntry, SourceFormat};
use domain::remark::Remark;

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

/// Joins what several files say of one notebook, each as [`read`] gives it.
///
/// The format is that of the first; of each value of the head the first that is there holds;
/// the announced entries are summed; links were lost where any of them lost some. The entries
/// of all are oldest first, those of one day in the order of the files; entries without a date
/// stay beside their neighbours of their own file, and have the bounds of their place among
/// all. Lines remain those of their files.
/// No draft at all gives a journal without entries.
pub fn join(drafts: Vec<Draft>) -> Draft {
    let mut drafts = drafts.into_iter();
    let mut joined = drafts.next().unwrap_or(Draft {
        format: SourceFormat::Journal,
        title: None,
        author: None,
        origin: None,
        time_zone: None,
        rights: None,
        announced_entries: None,
        lost_links: false,
        entries: Vec::new(),
    });
    let mut files = vec![std::mem::take(&mut joined.entries)];
    for draft in drafts {
        // Taken apart by name, so that a new value of the head is not forgotten here.
        let Draft {
            format: _,
            title,
            author,
            origin,
            time_zone,
            rights,
            announced_entries,
            lost_links,
            entries,
        } = draft;
        joined.title = joined.title.or(title);
        joined.author = joined.author.or(author);
        joined.origin = joined.origin.or(origin);
        joined.time_zone = joined.time_zone.or(time_zone);
        joined.rights = joined.rights.or(rights);
        joined.announced_entries = match (joined.announced_entries, announced_entries) {
            (Some(before), Some(more)) => Some(before.saturating_add(more)),
            (before, more) => before.or(more),
        };
        joined.lost_links |= lost_links;
        files.push(entries);
    }
    joined.entries = sort(files);
    set_bounds(&mut joined.entries);
    joined
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
        *entries = sort([std::mem::take(entries)]);
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

/// The entries of all files, each in its order, by their days.
///
/// A group is a dated entry with the undated ones behind it in its file; those at the top of a
/// file lead its first group. A file without any day is part of the one before it.
fn sort(files: impl IntoIterator<Item = Vec<DraftEntry>>) -> Vec<DraftEntry> {
    let mut groups: Vec<(Date, Vec<DraftEntry>)> = Vec::new();
    let mut leading = Vec::new();
    for entries in files {
        let is_dated = entries.iter().any(|entry| entry.date.is_some());
        let first = if is_dated { groups.len() } else { 0 };
        for entry in entries {
            match (entry.date, groups[first..].last_mut()) {
                (Some(date), _) => {
                    leading.push(entry);
                    groups.push((date, std::mem::take(&mut leading)));
                }
                (None, Some((_, group))) => group.push(entry),
                (None, None) => leading.push(entry),
            }
        }
    }
    groups.sort_by_key(|(date, _)| *date);
    // Where nothing has a day, everything leads.
    groups.into_iter().flat_map(|(_, group)| group).chain(leading).collect()
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
