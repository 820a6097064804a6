//! A day of any year, by which notes of earlier years are found again.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Date;

/// The first year whose notes are looked for.
const FIRST_YEAR: i16 = 1970;

/// A year that has every day.
const LEAP_YEAR: i16 = 2024;

/// A day of any year, as text `11-28`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MonthDay {
    month: i8,
    day: i8,
}

impl MonthDay {
    /// That of a date.
    pub fn new(date: Date) -> Self {
        Self { month: date.month(), day: date.day() }
    }

    /// It in a year that has it.
    pub fn in_leap_year(self) -> Date {
        Date::new(LEAP_YEAR, self.month, self.day).unwrap_or(Date::MIN)
    }

    /// The dates of it before `today`, newest first; the 29th of February is not in every year.
    pub fn dates_before(self, today: Date) -> impl Iterator<Item = Date> {
        let dates = (FIRST_YEAR..=today.year())
            .rev()
            .filter_map(move |year| Date::new(year, self.month, self.day).ok());
        dates.filter(move |date| *date < today)
    }

    /// The day so many days later, in a year that has the 29th of February.
    pub fn after_days(self, days: i32) -> Self {
        let later = self.in_leap_year().checked_add(jiff::Span::new().days(days));
        later.map_or(self, Self::new)
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

/// A text that is no [`MonthDay`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a month and a day such as 11-28 are expected")]
pub struct NotAMonthDay;

impl FromStr for MonthDay {
    type Err = NotAMonthDay;

    /// Accepts the one spelling of two digits each.
    fn from_str(text: &str) -> Result<Self, NotAMonthDay> {
        let (month, day) = text.split_once('-').ok_or(NotAMonthDay)?;
        let number = |part: &str| {
            let is_number = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| part.parse::<i8>().ok()).flatten().ok_or(NotAMonthDay)
        };
        let date = Date::new(LEAP_YEAR, number(month)?, number(day)?).map_err(|_| NotAMonthDay)?;
        Ok(Self::new(date))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(day: &str, today: &str, most: usize) -> Vec<String> {
        let day: MonthDay = day.parse().unwrap();
        day.dates_before(today.parse().unwrap()).take(most).map(|date| date.to_string()).collect()
    }

    #[test]
    fn its_dates_are_those_before_today() {
        assert_eq!(dates("11-28", "2026-11-28", 2), ["2025-11-28", "2024-11-28"]);
        assert_eq!(dates("11-27", "2026-11-28", 1), ["2026-11-27"]);
        assert_eq!(dates("11-29", "2026-11-28", 1), ["2025-11-29"]);
        assert_eq!(dates("02-29", "2026-11-28", 2), ["2024-02-29", "2020-02-29"]);
    }

    #[test]
    fn days_follow_one_another_over_the_end_of_the_year() {
        let after = |day: &str, days| day.parse::<MonthDay>().unwrap().after_days(days).to_string();
        assert_eq!((after("12-31", 1), after("01-01", -1)), ("01-01".to_owned(), "12-31".to_owned()));
        assert_eq!(after("02-28", 1), "02-29");
    }

    #[test]
    fn it_has_one_spelling() {
        for day in ["01-01", "02-29", "11-28", "12-31"] {
            assert_eq!(day.parse::<MonthDay>().unwrap().to_string(), day);
        }
        for wrong in ["", "11", "1-1", "02-30", "13-01", "00-10", "+1-01", "11-28-1", "１１-２８"] {
            assert_eq!(wrong.parse::<MonthDay>(), Err(NotAMonthDay), "{wrong}");
        }
    }
}
