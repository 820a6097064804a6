//! What a date means, by the file that it stands in.

use std::fmt;

use domain::Date;
use jiff::ToSpan;
use jiff::civil::Weekday;

use super::calendar::{self, Span};
use super::mention::{Mention, Week};
use super::spelling::{DayOrder, Reading, Spelling, YEAR_FIRST};

/// In which orders a file writes months and days, by the mark between them.
#[derive(Clone, Debug, Default)]
pub(in crate::source) struct Orders {
    stated: Option<DayOrder>,
    /// Orders that are certain; `None` is the year first.
    seen: Vec<(char, Option<DayOrder>)>,
}

/// Why something that looks like a date is not read as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::source) enum UnreadReason {
    /// The calendar has none such.
    NoSuchDay,
    /// The month or the day may come first.
    Order,
    /// Nothing says of which year or month it is.
    Year,
    /// Its shape has several meanings.
    Unclear,
    /// It stands in words that may be about another day.
    Phrase,
    /// It is the only line of its kind.
    Alone,
}

impl fmt::Display for UnreadReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSuchDay => "there is no such day",
            Self::Order => "the month or the day may come first",
            Self::Year => "nothing says which year it is of",
            Self::Unclear => "it is not certain which day this is",
            Self::Phrase => "the words around the day may be about another one",
            Self::Alone => "a day stands on a line of its own, and no other does",
        })
    }
}

impl Orders {
    /// What an operator says, before anything of the file is seen.
    pub fn new(stated: Option<DayOrder>) -> Self {
        Self { stated, seen: Vec::new() }
    }

    /// Takes in what `mention` proves: one with a number that can be no month settles its kind.
    pub fn learn(&mut self, mention: &Mention<'_>) {
        let learned = match &mention.spelling {
            Spelling::Days { mark, readings } => match readings[..] {
                [Reading { order, .. }] => (*mark, order),
                _ => return,
            },
            Spelling::MonthDay { mark, readings } => match readings[..] {
                [Reading { order: Some(order), .. }] => (*mark, Some(order)),
                _ => return,
            },
            _ => return,
        };
        if !self.seen.contains(&learned) {
            self.seen.push(learned);
        }
    }

    /// The readings that are left of some by what is known of the file.
    fn settle<T: Copy + PartialEq>(&self, mark: char, readings: &[Reading<T>]) -> Vec<T> {
        let here = |order| readings.iter().any(|reading| reading.order == order);
        let seen: Vec<Option<DayOrder>> = self
            .seen
            .iter()
            .filter(|(other, order)| *other == mark && here(*order))
            .map(|(_, order)| *order)
            .collect();
        let order = match seen[..] {
            [order] => Some(order),
            _ => self.stated.map(Some).filter(|stated| here(*stated)),
        };
        let mut values: Vec<T> = Vec::new();
        for reading in readings.iter().filter(|reading| order.is_none_or(|order| reading.order == order)) {
            if !values.contains(&reading.value) {
                values.push(reading.value);
            }
        }
        values
    }
}

impl Spelling {
    /// Whether one of its readings falls on `weekday`.
    pub(super) fn allows(&self, weekday: Weekday) -> bool {
        match self {
            Self::Days { readings, .. } => {
                readings.iter().any(|reading| reading.value.last.weekday() == weekday)
            }
            _ => false,
        }
    }
}

impl Mention<'_> {
    /// The days that are meant: one, or the first and last of a period.
    ///
    /// A day without its year, or without its month, is one of those `within`; `orders` are those of its file.
    ///
    /// # Errors
    /// Where that is not certain.
    pub fn days(&self, within: Option<Span>, orders: &Orders) -> Result<Span, UnreadReason> {
        let days = self.days_written(within, orders)?;
        let Some(week) = self.week.filter(|_| is_day(days)) else { return Ok(days) };
        let (before, after) = match week {
            Week::First => (0, 6),
            Week::Last => (6, 0),
            Week::Part if days.first.weekday() == Weekday::Monday => (0, 6),
            // Weeks begin on other days elsewhere.
            Week::Part => (6, 6),
        };
        let first = days.first.checked_sub(before.days()).map_err(|_| UnreadReason::NoSuchDay)?;
        let last = days.first.checked_add(after.days()).map_err(|_| UnreadReason::NoSuchDay)?;
        Ok(Span { first, last })
    }

    fn days_written(&self, within: Option<Span>, orders: &Orders) -> Result<Span, UnreadReason> {
        match &self.spelling {
            Spelling::Days { mark, readings } => {
                let left = orders.settle(*mark, readings);
                let on_weekday = |span: &&Span| Some(span.first.weekday()) == self.weekday && is_day(**span);
                match (&left[..], &left.iter().filter(on_weekday).collect::<Vec<_>>()[..]) {
                    ([span], _) => Ok(*span),
                    (_, [span]) => Ok(**span),
                    _ => Err(UnreadReason::Order),
                }
            }
            Spelling::Long(span) => Ok(*span),
            Spelling::NoSuchDay => Err(UnreadReason::NoSuchDay),
            Spelling::Unclear => Err(UnreadReason::Unclear),
            Spelling::MonthDay { .. } | Spelling::Month(_) | Spelling::DayOfMonth(_) | Spelling::Weekday => {
                self.days_within(within.ok_or(UnreadReason::Year)?, orders)
            }
        }
    }

    /// The one day of `within` that a date without its year may be.
    fn days_within(&self, within: Span, orders: &Orders) -> Result<Span, UnreadReason> {
        // Of longer periods too much fits.
        if within.last.year() > within.first.year().saturating_add(1) {
            return Err(UnreadReason::Year);
        }
        let years = i32::from(within.first.year())..=i32::from(within.last.year());
        let months = years.clone().flat_map(|year| (1..=12).map(move |month| (year, month)));
        let is_within = |day: &Date| within.contains(*day);
        let days: Vec<Date> = match &self.spelling {
            Spelling::Month(month) => {
                let spans: Vec<Span> = years
                    .filter_map(|year| Span::month(year, *month))
                    .filter(|span| within.contains(span.first) && within.contains(span.last))
                    .collect();
                return if let [span] = spans[..] { Ok(span) } else { Err(UnreadReason::Year) };
            }
            Spelling::MonthDay { mark, readings } => {
                let year_comes_first = orders.seen.contains(&(YEAR_FIRST, None));
                let settled = match readings[..] {
                    [Reading { value, .. }] => vec![value],
                    _ if self.is_east_asian => orders.month_first(readings),
                    _ => match orders.settle(*mark, readings) {
                        left if left.len() > 1 && year_comes_first => orders.month_first(readings),
                        left => left,
                    },
                };
                let dates = settled.into_iter().flat_map(|(month, day)| {
                    years.clone().filter_map(move |year| calendar::date(year, month, day))
                });
                dates.filter(is_within).collect()
            }
            Spelling::DayOfMonth(day) => months
                .filter_map(|(year, month)| calendar::date(year, month, *day))
                .filter(is_within)
                .collect(),
            _ => within.first.series(1.days()).take(32).filter(is_within).collect(),
        };
        let on_weekday = |day: &Date| self.weekday.is_none_or(|weekday| day.weekday() == weekday);
        let left: Vec<Date> = days.iter().copied().filter(on_weekday).collect();
        match (&days[..], &left[..]) {
            // Another day of the week speaks against the year.
            (_, [day]) if self.weekday.is_some() || days.len() == 1 => Ok(Span::from(*day)),
            ([_, _, ..], _) if matches!(self.spelling, Spelling::MonthDay { .. }) => Err(UnreadReason::Order),
            _ => Err(UnreadReason::Year),
        }
    }

    /// Whether the day of the week that stands with a day is another one than that of `date`.
    pub fn is_on_another_weekday(&self, date: Date) -> bool {
        self.weekday.is_some_and(|weekday| date.weekday() != weekday)
    }

    /// Whether it lacks its year.
    pub fn is_partial(&self) -> bool {
        !self.spelling.is_complete() && !matches!(self.spelling, Spelling::Long(_))
    }

    /// Whether it has month and day and a day of the week, which together are of few years.
    pub fn is_checkable(&self) -> bool {
        self.weekday.is_some() && matches!(self.spelling, Spelling::MonthDay { .. })
    }

    /// The month and the day, where it names both and no year.
    pub fn month_and_day(&self) -> Option<(u32, u32)> {
        match &self.spelling {
            spelling @ Spelling::MonthDay { readings, .. } if spelling.is_named_day() => {
                readings.first().map(|reading| reading.value)
            }
            _ => None,
        }
    }

    /// Whether it is a month or a year by itself, which says of the days below it when they are.
    pub fn is_long(&self) -> bool {
        matches!(self.spelling, Spelling::Long(_) | Spelling::Month(_))
    }

    /// Whether it is nothing but a day of the week.
    pub fn is_weekday(&self) -> bool {
        self.spelling == Spelling::Weekday
    }
}

impl Orders {
    fn month_first(&self, readings: &[Reading<(u32, u32)>]) -> Vec<(u32, u32)> {
        let is_month_first = |reading: &&Reading<(u32, u32)>| reading.order != Some(DayOrder::DayFirst);
        readings.iter().filter(is_month_first).map(|reading| reading.value).collect()
    }
}

fn is_day(span: Span) -> bool {
    span.first == span.last
}
