//! The periods that there are digests of.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{ISOWeekDate, Weekday};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::Date;
use crate::list::filter::{Filter, Order, Period};
use crate::release::Releases;
use crate::version::Version;

/// The kinds of periods, as addresses name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum DigestKind {
    /// From Monday to Sunday.
    Week,
    /// A month of the calendar.
    Month,
    /// The days while which a release was in the making.
    Cycle,
}

impl DigestKind {
    /// All of them, the shortest first.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The word of addresses: `week`, `month`, `cycle`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// The period of this kind that a day lies in; `None` where no release is known that was in the making.
    pub fn containing(self, day: Date, releases: &Releases) -> Option<DigestPeriod> {
        match self {
            Self::Week => Week::containing(day).map(DigestPeriod::Week),
            Self::Month => Period::month(day.year(), day.month()).map(DigestPeriod::Month),
            Self::Cycle => {
                let cycle = releases.cycles().find(|cycle| cycle.first <= day && day <= cycle.last)?;
                Some(DigestPeriod::Cycle(cycle.version))
            }
        }
    }
}

/// A week by ISO 8601, of the years 1 to 9999: from Monday to Sunday, the first of a year with its first Thursday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    monday: Date,
}

impl Week {
    /// The week that a day lies in; `None` at the very end of time, where it is not whole.
    pub fn containing(day: Date) -> Option<Self> {
        let week = day.iso_week_date();
        Self::new(week.year(), week.week())
    }

    fn new(year: i16, week: i8) -> Option<Self> {
        let day = |weekday| ISOWeekDate::new(year, week, weekday).ok();
        let (monday, _) = (day(Weekday::Monday)?.date(), day(Weekday::Sunday)?.date());
        (year > 0).then_some(Self { monday })
    }

    /// The year that it is counted in, and its number there, from 1 to 53.
    pub fn number(self) -> (i16, i8) {
        let week = self.monday.iso_week_date();
        (week.year(), week.week())
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, week) = self.number();
        write!(f, "{year:04}-W{week:02}")
    }
}

/// A stretch of days that there is a digest of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DigestPeriod {
    /// `2026-W47`
    Week(Week),
    /// `2026-11`
    Month(Period),
    /// `1.36`: from the day after the release before it to its own.
    Cycle(Version),
}

/// The days of a period, both of them part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub first: Date,
    /// The last.
    pub last: Date,
}

impl Days {
    /// Whether a day is one of them.
    pub fn contains(self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

/// Why a period has no digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDigest {
    /// The days of the cycle are not known.
    UnknownCycle(Version),
    /// It has not begun; its first day.
    NotBegun(Date),
}

/// A text that names no period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotADigestPeriod {
    /// No year has such a week, or this one has not.
    #[error("the year {year} has weeks 1 to {last}")]
    NoWeek {
        /// The year.
        year: i16,
        /// Its last week.
        last: i8,
    },
    /// No year has such a month.
    #[error("a year has months 1 to 12")]
    NoMonth,
    /// It is spelt as none.
    #[error("`{0}` is not a week, a month or a release such as 2026-W47, 2026-11 or 1.36")]
    Unreadable(String),
}

impl DigestPeriod {
    /// Its kind.
    pub fn kind(self) -> DigestKind {
        match self {
            Self::Week(_) => DigestKind::Week,
            Self::Month(_) => DigestKind::Month,
            Self::Cycle(_) => DigestKind::Cycle,
        }
    }

    /// Its days; `None` for a cycle of which they are not known.
    pub fn days(self, releases: &Releases) -> Option<Days> {
        Some(match self {
            Self::Week(Week { monday }) => {
                let sunday = monday.nth_weekday(1, Weekday::Sunday).unwrap_or(Date::MAX);
                Days { first: monday, last: sunday }
            }
            Self::Month(month) => Days { first: month.first_day(), last: month.last_day() },
            Self::Cycle(version) => {
                let cycle = releases.cycle(version)?;
                Days { first: cycle.first, last: cycle.last }
            }
        })
    }

    /// Its days, where it has begun by `today`.
    ///
    /// # Errors
    /// Why there is no digest of it.
    pub fn begun(self, releases: &Releases, today: Date) -> Result<Days, NoDigest> {
        let days = match self {
            Self::Cycle(version) => self.days(releases).ok_or(NoDigest::UnknownCycle(version)),
            _ => self.days(releases).ok_or(NoDigest::NotBegun(Date::MAX)),
        }?;
        if days.first <= today { Ok(days) } else { Err(NoDigest::NotBegun(days.first)) }
    }

    /// The period of the same kind before it.
    pub fn previous(self, releases: &Releases) -> Option<Self> {
        self.kind().containing(self.days(releases)?.first.yesterday().ok()?, releases)
    }

    /// The period of the same kind after it.
    pub fn next(self, releases: &Releases) -> Option<Self> {
        self.kind().containing(self.days(releases)?.last.tomorrow().ok()?, releases)
    }

    /// Its notes as a list, oldest first.
    pub fn filter(self, days: Days) -> Filter {
        let all = Filter { order: Order::Oldest, ..Filter::default() };
        match self {
            Self::Week(_) => Filter { since: Period::day(days.first), until: Period::day(days.last), ..all },
            Self::Month(month) => Filter { period: vec![month], ..all },
            Self::Cycle(version) => all.toggle_cycle(version.into()),
        }
    }
}

impl fmt::Display for DigestPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Week(week) => week.fmt(f),
            Self::Month(month) => month.fmt(f),
            Self::Cycle(version) => version.fmt(f),
        }
    }
}

impl FromStr for DigestPeriod {
    type Err = NotADigestPeriod;

    /// Accepts numbers of one digit, a small `w`, a week without its hyphen, and versions as [`Version`] does.
    fn from_str(text: &str) -> Result<Self, NotADigestPeriod> {
        let unreadable = || NotADigestPeriod::Unreadable(text.chars().take(40).collect());
        let trimmed = text.trim();
        if let Ok(version) = trimmed.parse() {
            return Ok(Self::Cycle(version));
        }
        let (year, rest) = trimmed.split_at_checked(4).ok_or_else(unreadable)?;
        let year: i16 = digits(year).ok_or_else(unreadable)?;
        let (hyphen, rest) = match rest.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        match rest.strip_prefix(['W', 'w']) {
            Some(week) => {
                let week = digits(week).ok_or_else(unreadable)?;
                let last = ISOWeekDate::new(year, 1, Weekday::Monday).map_or(52, ISOWeekDate::weeks_in_year);
                Week::new(year, week).map(Self::Week).ok_or(NotADigestPeriod::NoWeek { year, last })
            }
            None => {
                let month = digits(rest).filter(|_| hyphen).ok_or_else(unreadable)?;
                Period::month(year, month).map(Self::Month).ok_or(NotADigestPeriod::NoMonth)
            }
        }
    }
}

/// A number of ASCII digits alone: four of a year, one or two of a week or a month.
fn digits<N: FromStr>(text: &str) -> Option<N> {
    let fits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}
