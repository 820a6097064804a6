//! Days in the names of files and folders.

use domain::Date;

use super::calendar::{self, Span};
use super::mention::{Place, find};
use super::resolve::Orders;

/// What the path of a file says of its days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::source) struct PathDays {
    /// The day, or the period, that the file is named after: its text is of it.
    pub named: Option<Span>,
    /// The days among which those are that its text writes without a year.
    pub within: Option<Span>,
}

/// Reads `2023-05-22.md`, `2023_05_22-title.md`, `20230522.md`, `2023/05/22.md`, `2023/05-22.md`, `2023-05.md`,
/// `2023-W21.md`, `2023.md`, a day at the end of a name, and the year in `2023-meeting-notes.md`.
///
/// `path` is parted by `/`.
pub(in crate::source) fn days_of_path(path: &str) -> PathDays {
    let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let Some(file) = parts.pop() else { return PathDays::default() };
    let folder = folder_days(&parts);
    let stem = stem(file);
    let named = named_days(stem).or_else(|| folder.and_then(|folder| days_in_folder(stem, folder)));
    let year = only_year(stem);
    PathDays { named, within: named.map(year_around).or(folder).or(year) }
}

/// The one year among the words of a name; numbers after it would be of a date.
fn only_year(name: &str) -> Option<Span> {
    let parts: Vec<&str> = name.split(['-', '_', ' ', '.']).collect();
    let mut years = parts.iter().enumerate().filter_map(|(at, part)| Some((at, year(part)?)));
    let (at, span) = years.next()?;
    let is_date = parts.get(at + 1).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
    (!is_date && years.all(|(_, other)| other == span)).then_some(span)
}

/// A name without its endings, of letters.
fn stem(file: &str) -> &str {
    let mut stem = file;
    while let Some((before, ending)) = stem.rsplit_once('.') {
        let is_ending =
            !before.is_empty() && ending.len() < 10 && ending.starts_with(|c: char| c.is_ascii_alphabetic());
        if !is_ending {
            break;
        }
        stem = before;
    }
    stem
}

fn digits(text: &str, count: usize) -> Option<u32> {
    let is_number = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

fn short(text: &str) -> Option<u32> {
    digits(text, 2).or_else(|| digits(text, 1))
}

fn year(text: &str) -> Option<Span> {
    let year = i32::try_from(digits(text, 4)?).ok()?;
    Span::year(year).filter(|_| calendar::is_near_year(year))
}

fn near_day(year: i32, month: u32, day: u32) -> Option<Date> {
    calendar::date(year, month, day).filter(|_| calendar::is_near_year(year))
}

/// The innermost year, month or day that folders spell.
fn folder_days(folders: &[&str]) -> Option<Span> {
    let mut days: Option<Span> = None;
    for folder in folders {
        days = named_days(folder).or_else(|| days.and_then(|days| days_in_folder(folder, days))).or(days);
    }
    days
}

/// The month of a year, or the day of a month, that `name` is in a folder of those days.
fn days_in_folder(name: &str, folder: Span) -> Option<Span> {
    let year = i32::from(folder.first.year());
    let mut parts = name.splitn(3, ['-', '_', '.', ' ']);
    let first = short(parts.next()?)?;
    if folder.first.month() == folder.last.month() {
        let month = u32::try_from(folder.first.month()).ok()?;
        // `10-11.md` in the folder of October.
        if let Some(second) = parts.next().and_then(short) {
            return near_day(year, first, second).filter(|_| first == month).map(Span::from);
        }
        let is_month = folder.first != folder.last;
        return near_day(year, month, first).filter(|_| is_month).map(Span::from);
    }
    match parts.next().map(short) {
        None => Span::month(year, first),
        Some(Some(second)) => near_day(year, first, second).map(Span::from),
        Some(None) => None,
    }
}

/// The day or period that `name` spells with its year.
fn named_days(name: &str) -> Option<Span> {
    let parts: Vec<&str> = name.splitn(4, ['-', '_', '.', ' ']).collect();
    if let [first, rest @ ..] = &parts[..] {
        if let Some(number) = digits(first, 8) {
            let year = i32::try_from(number / 10_000).ok()?;
            return near_day(year, number / 100 % 100, number % 100).map(Span::from);
        }
        if let Some(whole) = year(first) {
            let year = i32::from(whole.first.year());
            return match rest {
                [] => Some(whole),
                [week] if week.starts_with(['W', 'w']) => Span::week(year, short(&week[1..])?),
                [month] => Span::month(year, short(month)?),
                // More digits after the day would be another thing.
                [month, day, ..] => near_day(year, short(month)?, short(day)?).map(Span::from),
            };
        }
    }
    let last: Vec<&str> = name.rsplitn(4, ['-', '_', '.', ' ']).collect();
    if let [day, month, year_part, _] = &last[..]
        && let (Some(year), Some(month), Some(day)) = (year(year_part), short(month), short(day))
    {
        return near_day(i32::from(year.first.year()), month, day).map(Span::from);
    }
    let mention = find(name).filter(|mention| mention.place != Place::Phrase)?;
    let days = mention.days(None, &Orders::default()).ok()?;
    (days.first == days.last || mention.place == Place::Whole).then_some(days)
}

/// The year that a title begins or ends with, where it names no other.
pub(in crate::source) fn year_at_edge(title: &str) -> Option<Span> {
    let mut numbers = title.split(|c: char| !c.is_ascii_digit()).filter_map(year);
    let span = numbers.next().filter(|span| numbers.all(|other| other == *span))?;
    let edges = [title.split_whitespace().next()?, title.split_whitespace().next_back()?];
    let begins = |edge: &&str| {
        edge.split(['年', '년']).next().and_then(|edge| year(edge.trim_matches(['(', ')', ':'])))
    };
    edges.iter().any(|edge| begins(edge) == Some(span)).then_some(span)
}

fn year_around(days: Span) -> Span {
    if days.first != days.last {
        return days;
    }
    Span { first: days.first.first_of_year(), last: days.last.last_of_year() }
}
