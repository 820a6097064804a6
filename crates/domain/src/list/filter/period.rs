//! A year, a month or a day, as archives and `in=` name them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Date;

/// How long a [`Period`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// `2023`
    Year,
    /// `2023-10`
    Month,
    /// `2023-10-11`
    Day,
}

/// A year, a month or a day of the years 1 to 9999.
///
/// Ordered by the first day, the longer period first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    first: Date,
    grain: Grain,
}

/// A text that names no period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a year, month or day such as 2023, 2023-10 or 2023-10-11")]
pub struct NotAPeriod(String);

impl Period {
    /// A whole year; `None` outside of 1 to 9999.
    pub fn year(year: i16) -> Option<Self> {
        Self::new(year, 1, 1, Grain::Year)
    }

    /// A whole month, counted from 1; `None` where there is no such month.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        Self::new(year, month, 1, Grain::Month)
    }

    /// One day; `None` before the year 1.
    pub fn day(day: Date) -> Option<Self> {
        Self::new(day.year(), day.month(), day.day(), Grain::Day)
    }

    fn new(year: i16, month: i8, day: i8, grain: Grain) -> Option<Self> {
        let first = Date::new(year, month, day).ok()?;
        (year > 0).then_some(Self { first, grain })
    }

    /// How long it is.
    pub fn grain(self) -> Grain {
        self.grain
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        self.first
    }

    /// Its last day, itself part of it.
    pub fn last_day(self) -> Date {
        match self.grain {
            Grain::Year => self.first.last_of_year(),
            Grain::Month => self.first.last_of_month(),
            Grain::Day => self.first,
        }
    }

    /// Whether `day` lies in it.
    pub fn contains(self, day: Date) -> bool {
        (self.first_day()..=self.last_day()).contains(&day)
    }

    /// The next longer period around it: the month of a day, the year of a month.
    pub fn parent(self) -> Option<Self> {
        match self.grain {
            Grain::Year => None,
            Grain::Month => Self::year(self.first.year()),
            Grain::Day => Self::month(self.first.year(), self.first.month()),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.first.year(), self.first.month(), self.first.day());
        match self.grain {
            Grain::Year => write!(f, "{year:04}"),
            Grain::Month => write!(f, "{year:04}-{month:02}"),
            Grain::Day => write!(f, "{year:04}-{month:02}-{day:02}"),
        }
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;

    /// Accepts `2023`, `2023-10`, `2023-10-11`, slashes instead of hyphens, and
    /// months and days of one digit. A day that no calendar has is an error.
    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let trimmed = text.trim();
        let mark = if trimmed.contains('/') { '/' } else { '-' };
        let mut parts = trimmed.split(mark);
        let year = parts.next().and_then(|part| number(part, 4..=4));
        let rest: Option<Vec<i16>> = parts.map(|part| number(part, 1..=2)).collect();
        let part = |number: i16| i8::try_from(number).unwrap_or(0);
        let period = match (year, rest.as_deref()) {
            (Some(year), Some([])) => Self::year(year),
            (Some(year), Some([month])) => Self::month(year, part(*month)),
            (Some(year), Some([month, day])) => Self::new(year, part(*month), part(*day), Grain::Day),
            _ => None,
        };
        period.ok_or_else(|| NotAPeriod(text.chars().take(40).collect()))
    }
}

/// A number of as many ASCII digits as `digits` allows.
fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<i16> {
    let fits = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

impl TryFrom<String> for Period {
    type Error = NotAPeriod;

    fn try_from(text: String) -> Result<Self, NotAPeriod> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_in_many_spellings_and_printed_in_one() {
        let check = |text: &str, printed: &str, first: &str, last: &str| {
            let period: Period = text.parse().unwrap_or_else(|error| panic!("{error}"));
            let days = (period.first_day().to_string(), period.last_day().to_string());
            assert_eq!((period.to_string(), days), (printed.into(), (first.into(), last.into())), "{text}");
            assert_eq!(printed.parse(), Ok(period), "{text}");
        };
        check("2023", "2023", "2023-01-01", "2023-12-31");
        check("2023-10", "2023-10", "2023-10-01", "2023-10-31");
        check("2023/9", "2023-09", "2023-09-01", "2023-09-30");
        check("2024-02", "2024-02", "2024-02-01", "2024-02-29");
        check("2023/10/11", "2023-10-11", "2023-10-11", "2023-10-11");
        check(" 2023-1-2 ", "2023-01-02", "2023-01-02", "2023-01-02");
        check("0001", "0001", "0001-01-01", "0001-12-31");
        check("9999-12", "9999-12", "9999-12-01", "9999-12-31");
    }

    #[test]
    fn an_impossible_or_half_written_date_is_an_error() {
        for wrong in [
            "",
            "-",
            "23",
            "02023",
            "0000",
            "+2023",
            "2023-",
            "2023-0",
            "2023-13",
            "2023-02-29",
            "2023-04-31",
            "2023-10-00",
            "2023-10-11-1",
            "2023-10/11",
            "2023/10/",
            "2023-010",
            "2023年",
            "２０２３",
            "2023-99-99",
        ] {
            assert!(wrong.parse::<Period>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_period_knows_what_is_around_and_in_it() {
        let period = |text: &str| text.parse::<Period>().expect("a period");
        assert_eq!(period("2023-10-11").parent(), Some(period("2023-10")));
        assert_eq!(period("2023-10").parent(), Some(period("2023")));
        assert_eq!(period("2023").parent(), None);
        assert!(period("2023-10").contains(period("2023-10-31").first_day()));
        assert!(!period("2023-10").contains(period("2023-11-01").first_day()));
        assert!(period("2023") < period("2023-01") && period("2023-01") < period("2023-01-01"));
    }
}
