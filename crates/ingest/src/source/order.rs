//! The order of entries, and the days between which those without a date lie.

use std::collections::HashSet;

use domain::Date;
use domain::list::timeline::sort_day;
use domain::notebook::draft::DraftEntry;
use domain::remark::{Remark, RemarkKind};
use jiff::ToSpan;

/// Puts the entries of one file, in its order, into theirs: oldest first.
///
/// An entry without a date gets the days of its neighbours as bounds, unless it has bounds, or
/// `unbounded` holds its line. Days that are odd are remarked; `today` says which lie ahead.
pub(super) fn arrange(
    entries: &mut [DraftEntry],
    unbounded: &HashSet<u32>,
    today: Option<Date>,
    remarks: &mut Vec<Remark>,
) {
    let spans: Vec<(usize, Date, Date)> = entries
        .iter()
        .enumerate()
        .filter_map(|(at, entry)| {
            Some((at, entry.date.or(entry.not_before)?, entry.date.or(entry.not_after)?))
        })
        .collect();
    let rises = spans.windows(2).filter(|pair| pair[0].2 < pair[1].1).count();
    let falls = spans.windows(2).filter(|pair| pair[0].1 > pair[1].2).count();
    if falls > rises {
        entries.reverse();
    }
    if falls.min(rises) > 0 {
        let remark = Remark::whole("the days are out of order: they were sorted");
        remarks.push(remark.as_kind(RemarkKind::OddDay));
        // Where most days are in order, one that is not may be mistaken.
        if falls.min(rises) * 4 <= falls.max(rises) {
            remark_outliers(entries, remarks);
        }
    }
    let mut unbounded = unbounded.clone();
    if rises + falls == 0 {
        // One day does not say whether the newest comes first: what looks like another may lie on either side of it.
        let unread = remarks.iter().filter(|remark| remark.kind == RemarkKind::UnreadDay);
        unbounded.extend(unread.filter_map(|remark| remark.line));
    }
    set_bounds(entries, &unbounded);
    sort(entries);
    remark_odd_days(entries, today, remarks);
}

/// Sorts entries by the days that they can be of at the latest; those of one day stay as they are.
///
/// One of which nothing is known comes first.
pub(super) fn sort(entries: &mut [DraftEntry]) {
    entries.sort_by_key(|entry| sort_day(entry.date, entry.not_before, entry.not_after));
}

/// Remarks each day between two others that are in order without it. The days ascend for the most part.
fn remark_outliers(entries: &[DraftEntry], remarks: &mut Vec<Remark>) {
    let dated: Vec<(u32, Date)> =
        entries.iter().filter_map(|entry| Some((entry.line, entry.date?))).collect();
    for at in 1..dated.len() {
        let ((before_line, before), (line, day)) = (dated[at - 1], dated[at]);
        if before <= day {
            continue;
        }
        // The one before is at fault where this one follows the one before that.
        let follows = at >= 2 && dated[at - 2].1 <= day;
        let leaps = dated.get(at + 1).is_none_or(|(_, next)| *next < before);
        let (line, odd) = if follows && leaps { (before_line, before) } else { (line, day) };
        let remark = Remark::at(line, format!("{odd} is out of order among the days around it"));
        remarks.push(remark.as_kind(RemarkKind::OddDay));
    }
}

/// Remarks days that stand twice, or lie before there was anything to note or far ahead. Entries are sorted.
fn remark_odd_days(entries: &[DraftEntry], today: Option<Date>, remarks: &mut Vec<Remark>) {
    let limit = today.and_then(|today| today.checked_add(1.year()).ok());
    let mut before: Option<Date> = None;
    for entry in entries {
        let Some(date) = entry.date else { continue };
        let mut odd = |message: String| {
            remarks.push(Remark::at(entry.line, message).as_kind(RemarkKind::OddDay));
        };
        if before == Some(date) {
            odd(format!("there is more than one entry of {date}"));
        }
        if date < domain::as_of::FIRST {
            odd(format!("{date} is before the first commit of Kubernetes"));
        }
        if limit.is_some_and(|limit| date > limit) {
            odd(format!("{date} is more than a year ahead"));
        }
        before = Some(date);
    }
}

/// Gives entries without a date the dates of their nearest dated neighbours, as far as those are in order.
fn set_bounds(entries: &mut [DraftEntry], unbounded: &HashSet<u32>) {
    let is_open = |entry: &DraftEntry| {
        entry.date.is_none()
            && entry.not_before.is_none()
            && entry.not_after.is_none()
            && !unbounded.contains(&entry.line)
    };
    let open: Vec<bool> = entries.iter().map(is_open).collect();
    let dates: Vec<Option<Date>> = entries.iter().map(|entry| entry.date).collect();
    let bounds = lower_bounds(&dates);
    // The same from the end, with earlier and later changed over.
    let flipped: Vec<Option<std::cmp::Reverse<Date>>> =
        dates.iter().rev().map(|date| date.map(std::cmp::Reverse)).collect();
    let upper = lower_bounds(&flipped);
    for (at, entry) in entries.iter_mut().enumerate().filter(|(at, _)| open[*at]) {
        entry.not_before = bounds[at];
        entry.not_after = upper[upper.len() - 1 - at].map(|std::cmp::Reverse(date)| date);
    }
}

/// For each place the nearest day before it that no day after it precedes.
fn lower_bounds<T: Ord + Copy>(days: &[Option<T>]) -> Vec<Option<T>> {
    // The earliest day after each place.
    let mut earliest_after: Vec<Option<T>> = vec![None; days.len()];
    let mut earliest: Option<T> = None;
    for (at, day) in days.iter().enumerate().rev() {
        earliest_after[at] = earliest;
        earliest = match (earliest, *day) {
            (Some(earliest), Some(day)) => Some(earliest.min(day)),
            (earliest, day) => earliest.or(day),
        };
    }
    // Days before the place at hand that no later one of them precedes; ascending.
    let mut rising: Vec<T> = Vec::new();
    let mut bounds = Vec::with_capacity(days.len());
    for (at, day) in days.iter().enumerate() {
        let fits = match earliest_after[at] {
            Some(limit) => rising.partition_point(|day| *day <= limit),
            None => rising.len(),
        };
        bounds.push(fits.checked_sub(1).map(|at| rising[at]));
        if let Some(day) = *day {
            while rising.last().is_some_and(|last| *last > day) {
                rising.pop();
            }
            rising.push(day);
        }
    }
    bounds
}
