//! Notes over time as bars: years, months or weeks to scale, with the releases among them.
//!
//! The overview covers everything that the filter's other restrictions leave, so that a reader sees
//! where else notes are. Where the filter selects a shorter time, a second strip shows that one closer.
//!
//! Places are in [`WHOLE`]ths of the width, heights in units of the drawing.

use jiff::ToSpan;

use crate::Date;
use crate::list::filter::{Filter, Period};
use crate::list::timeline::{FacetCount, Facets};
use crate::release::Releases;
use crate::version::Version;

mod label_room;
mod scale;
#[cfg(test)]
mod tests;

pub use self::label_room::{Anchor, Room};
pub use self::scale::WHOLE;
use self::scale::{Scale, days};

/// How high the highest bar is.
pub const HEIGHT: u32 = 40;

/// A bar of few notes next to one of many is still seen.
const LOWEST: u32 = 3;

/// Up to how many months are shown by weeks.
const MONTHS_BY_WEEK: usize = 3;

/// Up to how many months are shown by months: more would be too narrow on a phone.
const MONTHS_BY_MONTH: usize = 48;

/// How many years there is room for; older ones are left out.
const MOST_YEARS: usize = 60;

/// What one bar stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// From Monday to Sunday, cut off where the strip begins or ends.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// A row of bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strip {
    /// What each bar stands for.
    pub step: Step,
    /// The first day that it covers.
    pub first: Date,
    /// The last day that it covers.
    pub last: Date,
    /// Those with notes, oldest first: between them is as much room as there is time.
    pub bars: Vec<Bar>,
    /// Releases that came out in its time, oldest first.
    pub releases: Vec<StripTick>,
    /// What stands below the bars, oldest first.
    pub labels: Vec<Label>,
}

/// The notes of a span of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// How many, at least one.
    pub notes: u32,
    /// Its left edge, of [`WHOLE`].
    pub x: i64,
    /// Its width, of [`WHOLE`].
    pub width: i64,
    /// How high it is, of [`HEIGHT`].
    pub height: u32,
    /// Whether the filter selects it.
    pub chosen: BarSelection,
    /// The filter that it leads to: its own time, or without it where it is what the filter selects.
    pub leads_to: Filter,
}

/// How a bar relates to the time that a filter selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarSelection {
    /// Outside of it, or no time is selected.
    No,
    /// It is a part of what is selected.
    Within,
    /// It is what is selected.
    Itself,
}

/// A release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StripTick {
    /// The release that came out.
    pub version: Version,
    /// The day of the release.
    pub day: Date,
    /// Its place, of [`WHOLE`].
    pub x: i64,
    /// Whether its name has room.
    pub room: Room,
    /// On which side of its place the name stands.
    pub anchor: Anchor,
}

/// A span to be named below the bars: a year where months are many, else the bar's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its first day.
    pub day: Date,
    /// How much of the day is shown.
    pub step: Step,
    /// Its place, of [`WHOLE`].
    pub x: i64,
    /// Whether it has room.
    pub room: Room,
    /// On which side of its place it stands.
    pub anchor: Anchor,
}

/// The strips of a list: the overview and, where a short time is selected, that one closer.
///
/// Empty where there is nothing to choose from: no day is known, or all are of one bar.
pub fn strips(filter: &Filter, facets: &Facets, releases: &Releases) -> Vec<Strip> {
    let mut months: Vec<&FacetCount<Period>> = facets.months.iter().collect();
    months.sort_by_key(|count| count.value);
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Vec::new() };
    let (first, last) = (first.value.first_day(), last.value.last_day());
    let whole = match step_for(first, last) {
        Step::Week => {
            let days = || facets.days.iter().map(|count| count.value.first_day());
            (days().min().unwrap_or(first), days().max().unwrap_or(last))
        }
        _ => (first, last),
    };
    let overview = step_for(first, last);
    let mut strips = vec![Strip::new(overview, whole, filter, facets, releases)];
    if let Some((first, last)) = closer(filter) {
        let step = step_for(first, last);
        if step < overview {
            strips.push(Strip::new(step, (first, last), filter, facets, releases));
        }
    }
    strips
        .retain(|strip| strip.bars.len() > 1 || strip.bars.iter().any(|bar| bar.chosen != BarSelection::No));
    strips
}

/// The days whose notes are counted one by one because a list looks at them closely: the whole months
/// around what its filter selects, where these are few; `None` elsewhere.
pub fn detailed_days(filter: &Filter) -> Option<(Date, Date)> {
    closer(filter).filter(|(first, last)| step_for(*first, *last) == Step::Week)
}

/// The time that a filter selects, in whole months: that of its periods, else of its two bounds.
fn closer(filter: &Filter) -> Option<(Date, Date)> {
    let first = filter.period.iter().map(|period| period.first_day()).min();
    let last = filter.period.iter().map(|period| period.last_day()).max();
    let first = first.or_else(|| filter.since.map(Period::first_day))?;
    let last = last.or_else(|| filter.until.map(Period::last_day))?;
    if last < first {
        return None;
    }
    Some((first.first_of_month(), last.last_of_month()))
}

/// The finest step that a time of whole months has room for.
fn step_for(first: Date, last: Date) -> Step {
    match count_months(first, last) {
        months if months <= MONTHS_BY_WEEK => Step::Week,
        months if months <= MONTHS_BY_MONTH => Step::Month,
        _ => Step::Year,
    }
}

/// How many calendar months a time touches.
fn count_months(first: Date, last: Date) -> usize {
    let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    usize::try_from(months(last) - months(first) + 1).unwrap_or_default()
}

impl Strip {
    fn new(
        step: Step,
        (first, last): (Date, Date),
        filter: &Filter,
        facets: &Facets,
        releases: &Releases,
    ) -> Self {
        let mut spans = spans(step, first, last);
        if step == Step::Year {
            spans.drain(..spans.len().saturating_sub(MOST_YEARS));
        }
        let first = spans.first().map_or(first, |(first, _)| *first);
        let last = spans.last().map_or(last, |(_, last)| *last);
        let scale = Scale { first, days: days(first, last) + 1 };
        let counts = if step == Step::Week { &facets.days } else { &facets.months };
        let notes: Vec<u32> = spans.iter().map(|stretch| count_notes(*stretch, counts)).collect();
        let most = notes.iter().copied().max().unwrap_or_default().max(1);
        let bars =
            spans.iter().zip(&notes).filter(|(_, notes)| **notes > 0).map(|(&(first, last), &notes)| {
                let x = scale.at(first);
                let (chosen, leads_to) = choose(filter, step, first, last);
                Bar {
                    first,
                    last,
                    notes,
                    x,
                    width: scale.end(last) - x,
                    height: (u64::from(notes) * u64::from(HEIGHT) / u64::from(most)).max(LOWEST.into())
                        as u32,
                    chosen,
                    leads_to,
                }
            });
        Self {
            step,
            first,
            last,
            bars: bars.collect(),
            releases: ticks(scale, releases, last),
            labels: labels(scale, step, &spans),
        }
    }

    /// The bar with the most notes, the newest of several.
    pub fn most(&self) -> Option<&Bar> {
        self.bars.iter().max_by_key(|bar| bar.notes)
    }
}

/// The years, months or weeks from `first` to `last`, oldest first. Years and months are whole.
fn spans(step: Step, first: Date, last: Date) -> Vec<(Date, Date)> {
    let mut spans = Vec::new();
    let mut at = first;
    while at <= last {
        let end = match step {
            Step::Week => {
                let to_sunday = 6 - i64::from(at.weekday().to_monday_zero_offset());
                at.saturating_add(to_sunday.days()).min(last)
            }
            Step::Month => at.last_of_month(),
            Step::Year => at.last_of_year(),
        };
        let start = match step {
            Step::Week => at,
            Step::Month => at.first_of_month(),
            Step::Year => at.first_of_year(),
        };
        spans.push((start, end));
        let Ok(next) = end.tomorrow() else { break };
        at = next;
    }
    spans
}

fn count_notes((first, last): (Date, Date), counts: &[FacetCount<Period>]) -> u32 {
    let within = |count: &&FacetCount<Period>| (first..=last).contains(&count.value.first_day());
    counts.iter().filter(within).map(|count| count.notes).sum()
}

/// How a span relates to what the filter selects, and where its bar leads.
///
/// A year or a month takes the place of whatever time was selected. A week stays within it, so that
/// the way back from a week of a month is that month.
fn choose(filter: &Filter, step: Step, first: Date, last: Date) -> (BarSelection, Filter) {
    let rest = filter.without_cursor();
    let whole = match step {
        Step::Year => Period::year(first.year()),
        Step::Month => Period::month(first.year(), first.month()),
        Step::Week => None,
    };
    let Some(period) = whole else {
        let (since, until) = (Period::day(first), Period::day(last));
        return match (filter.since, filter.until) == (since, until) {
            true => (BarSelection::Itself, Filter { since: None, until: None, ..rest }),
            false => (within(filter, first, last), Filter { since, until, ..rest }),
        };
    };
    let rest = rest.between(None, None);
    if filter.period.contains(&period) {
        let others = filter.period.iter().filter(|other| **other != period).copied().collect();
        return (BarSelection::Itself, Filter { period: others, ..rest });
    }
    (within(filter, first, last), Filter { period: vec![period], ..rest })
}

/// Whether all of a span is selected.
fn within(filter: &Filter, first: Date, last: Date) -> BarSelection {
    let in_period = |day: Date| filter.period.iter().any(|period| period.contains(day));
    let restricts_time = !filter.period.is_empty() || filter.since.is_some() || filter.until.is_some();
    let is_within = restricts_time
        && (filter.period.is_empty() || (in_period(first) && in_period(last)))
        && filter.since.is_none_or(|since| since.first_day() <= first)
        && filter.until.is_none_or(|until| last <= until.last_day());
    if is_within { BarSelection::Within } else { BarSelection::No }
}

/// The releases of a strip's time; where names would collide, the newer one is shown.
fn ticks(scale: Scale, releases: &Releases, last: Date) -> Vec<StripTick> {
    let releases_within: Vec<_> =
        releases.iter().filter(|it| (scale.first..=last).contains(&it.day)).collect();
    let places = releases_within.iter().map(|release| (scale.at(release.day), label_room::VERSION));
    let rooms = label_room::allot(&places.collect::<Vec<_>>());
    let tick = |(release, (room, anchor)): (&&crate::release::Release, (Room, Anchor))| StripTick {
        version: release.version,
        day: release.day,
        x: scale.at(release.day),
        room,
        anchor,
    };
    releases_within.iter().zip(rooms).map(tick).collect()
}

/// More months than this are labelled by their years.
const NAMED_MONTHS: usize = 14;

/// The labels below the bars.
fn labels(scale: Scale, step: Step, spans: &[(Date, Date)]) -> Vec<Label> {
    let by_year = step == Step::Month && spans.len() > NAMED_MONTHS;
    let named = spans.iter().enumerate().filter(|(n, (first, _))| !by_year || *n == 0 || first.month() == 1);
    let places: Vec<(Date, i64)> = named
        .map(|(_, &(first, last))| {
            let (start, end) = (scale.at(first), scale.end(last));
            (first, if by_year { start } else { (start + end) / 2 })
        })
        .collect();
    let (step, width) = match step {
        Step::Week => (Step::Week, label_room::DAY),
        Step::Month if !by_year => (Step::Month, label_room::MONTH),
        Step::Month | Step::Year => (Step::Year, label_room::YEAR),
    };
    let rooms = label_room::allot(&places.iter().map(|(_, x)| (*x, width)).collect::<Vec<_>>());
    let labels = places.into_iter().zip(rooms);
    labels.map(|((day, x), (room, anchor))| Label { day, step, x, room, anchor }).collect()
}
