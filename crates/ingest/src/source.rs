//! Reading a source of notes: bytes in, a draft of a notebook and remarks out.
//!
//! Reading never fails. What is not understood is kept as text of the entry it stands in.

mod decode;
mod order;

mod journal;
mod scrap_text;

mod day;
mod line;
mod markdown_escape;

use domain::notebook::draft::Draft;
use domain::remark::Remark;

pub use self::journal::writer::{JournalEntry, JournalHead, push_item, to_journal};

/// Reads a source; the format is detected.
///
/// Takes time linear in the length of `bytes` (entries out of order are sorted besides).
/// `bytes` that are no UTF-8 are read with replacement characters and a remark; a
/// byte order mark and all three line endings are accepted.
pub fn read(bytes: &[u8]) -> (Draft, Vec<Remark>) {
    let mut remarks = Vec::new();
    let text = decode::decode(bytes, &mut remarks);
    let mut draft = match scrap_text::recognise(&text) {
        Some(scrap) => scrap.read(&mut remarks),
        None => journal::read(&text, &mut remarks),
    };
    order::sort_entries(&mut draft.entries, &mut remarks);
    order::set_bounds(&mut draft.entries);
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
/// stay next to their neighbours of their own file, and have the bounds of their place among
/// all. Lines remain those of their files.
/// No draft at all gives a journal without entries.
pub fn join(drafts: Vec<Draft>) -> Draft {
    let mut drafts = drafts.into_iter();
    let mut joined = drafts.next().unwrap_or_default();
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
    joined.entries = order::sort_files(files);
    order::set_bounds(&mut joined.entries);
    joined
}

#[cfg(test)]
mod tests;
