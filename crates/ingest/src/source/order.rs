//! The order of entries, and the days between which those without a date lie.

use domain::Date;
use domain::notebook::draft::DraftEntry;
use domain::remark::{Remark, RemarkKind};

/// Oldest first. An entry without a date stays next to its neighbours.
pub(super) fn sort_entries(entries: &mut Vec<DraftEntry>, remarks: &mut Vec<Remark>) {
    let days: Vec<Date> = entries.iter().filter_map(|entry| entry.date).collect();
    let rises = days.windows(2).filter(|pair| pair[0] < pair[1]).count();
    let falls = days.windows(2).filter(|pair| pair[0] > pair[1]).count();
    if falls > rises {
        entries.reverse();
    }
    if falls.min(rises) > 0 {
        remarks
            .push(Remark::whole("the days are out of order: they were sorted").as_kind(RemarkKind::OddDay));
        *entries = sort_files([std::mem::take(entries)]);
    }
    let mut before: Option<Date> = None;
    for entry in entries.iter() {
        let Some(date) = entry.date else { continue };
        if before == Some(date) {
            let remark = Remark::at(entry.line, format!("there is more than one entry of {date}"));
            remarks.push(remark.as_kind(RemarkKind::OddDay));
        }
        before = Some(date);
    }
}

/// The entries of all files, each in its order, by their days.
///
/// A group is a dated entry with the undated ones after it in its file; those at the top of a
/// file lead its first group. A file without any day is part of the one before it.
pub(super) fn sort_files(files: impl IntoIterator<Item = Vec<DraftEntry>>) -> Vec<DraftEntry> {
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
pub(super) fn set_bounds(entries: &mut [DraftEntry]) {
    let mut before = None;
    for entry in entries.iter_mut() {
        match entry.date {
            Some(date) => before = Some(date),
            None => entry.not_before = before,
        }
    }
    let mut after = None;
    for entry in entries.iter_mut().rev() {
        match entry.date {
            Some(date) => after = Some(date),
            None => entry.not_after = after,
        }
    }
}
