//! What the order of headings proves of their days: the year of `September 30` below `Oct 7, 2020`, and that
//! `July 7th Meeting` between `July 21st` and `June 30` is a day.

use std::collections::HashMap;

use domain::Date;

/// How far a day may lie from its neighbour whose year it takes.
const NEAR: i32 = 120;

/// How far a day among words may lie from the only neighbour that it has.
const CLOSE: i32 = 35;

/// How far a day may lie against the order and leave the order of the others certain.
const SLIP: i32 = 31;

/// A heading that names a day, among those of its level; in the order of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sibling {
    /// The block that it is.
    pub block: usize,
    pub month: i8,
    pub day: i8,
    /// The day, where it says its year or a heading above does.
    pub date: Option<Date>,
    /// Whether the day is set apart from words.
    pub is_apart: bool,
    /// Whether the heading begins with it.
    pub begins: bool,
}

/// In which order most headings stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Rising,
    Falling,
}

impl Direction {
    fn flipped(self) -> Self {
        match self {
            Self::Rising => Self::Falling,
            Self::Falling => Self::Rising,
        }
    }

    fn allows(self, before: Date, after: Date) -> bool {
        match self {
            Self::Rising => before <= after,
            Self::Falling => before >= after,
        }
    }
}

/// The days that the order of `siblings` proves, by block.
///
/// A day without its year gets that of its neighbours, as far as no gap leaves two possible. Of those among
/// words only those are in it that lie in order between their neighbours.
pub(super) fn prove(siblings: &[Sibling]) -> HashMap<usize, Date> {
    let all = || siblings.iter();
    let Some(direction) = direction(all().filter(|sibling| sibling.is_apart)).or_else(|| direction(all()))
    else {
        return HashMap::new();
    };
    let below = chain(siblings.iter(), direction);
    let mut above = chain(siblings.iter().rev(), direction.flipped());
    above.reverse();
    let dates: Vec<Option<Date>> = below
        .into_iter()
        .zip(above)
        .map(|(below, above)| match (below, above) {
            (Some(one), Some(other)) if one != other => None,
            (one, other) => one.or(other),
        })
        .collect();
    let apart = |at: usize| dates[at].filter(|_| siblings[at].is_apart);
    let (before_any, after_any) = (nearest(&dates), nearest_after(&dates));
    let apart_dates: Vec<Option<Date>> = (0..dates.len()).map(apart).collect();
    let (before_apart, after_apart) = (nearest(&apart_dates), nearest_after(&apart_dates));
    let fits = |at: usize, date: Date| {
        let in_order = |before: Option<Date>, after: Option<Date>| {
            before.is_none_or(|before| direction.allows(before, date))
                && after.is_none_or(|after| direction.allows(date, after))
        };
        let is_close = |other: Option<Date>| other.is_some_and(|other| distance(other, date) <= CLOSE);
        let (before, after) = (before_any[at], after_any[at]);
        let is_held = before_apart[at].is_some() && after_apart[at].is_some()
            || siblings[at].begins
                && (is_close(before) && (after.is_none() || is_close(after))
                    || is_close(after) && before.is_none());
        is_held && in_order(before, after) && in_order(before_apart[at], after_apart[at])
    };
    let proven = siblings.iter().enumerate().filter_map(|(at, sibling)| {
        let date = dates[at]?;
        (sibling.is_apart || fits(at, date)).then_some((sibling.block, date))
    });
    proven.collect()
}

fn distance(one: Date, other: Date) -> i32 {
    (one - other).get_days().abs()
}

/// The order of most neighbours, over the turn of years.
fn direction<'s>(siblings: impl Iterator<Item = &'s Sibling>) -> Option<Direction> {
    let days: Vec<i32> =
        siblings.map(|sibling| i32::from(sibling.month) * 31 + i32::from(sibling.day)).collect();
    let (mut rises, mut falls) = (0, 0);
    for pair in days.windows(2) {
        let step = (pair[1] - pair[0]).rem_euclid(12 * 31);
        match step {
            0 => {}
            1..186 => rises += 1,
            _ => falls += 1,
        }
    }
    let (most, least, direction) =
        if rises > falls { (rises, falls, Direction::Rising) } else { (falls, rises, Direction::Falling) };
    (most > 1 && least * 4 <= most).then_some(direction)
}

/// The day of each sibling, from the nearest one before it with a year.
fn chain<'s>(siblings: impl Iterator<Item = &'s Sibling>, direction: Direction) -> Vec<Option<Date>> {
    let mut last: Option<Date> = None;
    siblings
        .map(|sibling| {
            if sibling.date.is_some() {
                // One among words may be about another day, and proves nothing of others.
                last = sibling.date.filter(|_| sibling.is_apart).or(last);
                return sibling.date;
            }
            let before = last?;
            let years = [before.year() - 1, before.year(), before.year() + 1];
            let days = years.map(|year| Date::new(year, sibling.month, sibling.day).ok());
            let nearest = days.into_iter().flatten().min_by_key(|day| distance(before, *day))?;
            if direction.allows(before, nearest) && distance(before, nearest) <= NEAR {
                last = Some(nearest);
                return last;
            }
            // A little out of order it is open by itself.
            if distance(before, nearest) > SLIP {
                last = None;
            }
            None
        })
        .collect()
}

/// For each place the nearest day before it.
fn nearest(dates: &[Option<Date>]) -> Vec<Option<Date>> {
    let mut last = None;
    let with_it = dates.iter().map(|date| {
        let before = last;
        last = date.or(last);
        before
    });
    with_it.collect()
}

fn nearest_after(dates: &[Option<Date>]) -> Vec<Option<Date>> {
    let flipped: Vec<Option<Date>> = dates.iter().rev().copied().collect();
    let mut after = nearest(&flipped);
    after.reverse();
    after
}
