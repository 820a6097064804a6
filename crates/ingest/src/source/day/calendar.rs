//! What the calendar calls things: months, days of the week and eras, and the days from one to another.

use domain::Date;
use jiff::ToSpan;
use jiff::civil::{ISOWeekDate, Weekday};

/// The years that a date may be of; what is written like a day of another one is none.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// The years that two digits, or four alone, may mean.
const NEAR_YEARS: std::ops::RangeInclusive<i32> = 2014..=2039;

/// All days from one to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::source) struct Span {
    pub first: Date,
    /// Itself one of them.
    pub last: Date,
}

impl Span {
    /// The days from `first` to `last`; `None` where the last comes first.
    pub fn new(first: Date, last: Date) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// A whole year.
    pub fn year(year: i32) -> Option<Self> {
        Self::new(date(year, 1, 1)?, date(year, 12, 31)?)
    }

    /// A whole month.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        let first = date(year, month, 1)?;
        Self::new(first, first.last_of_month())
    }

    /// A third of a month, by its letter as in 上旬.
    pub fn third(self, letter: char) -> Option<Self> {
        let (year, month) = (i32::from(self.first.year()), u32::try_from(self.first.month()).ok()?);
        let day = |day| date(year, month, day);
        match letter {
            '上' => Self::new(self.first, day(10)?),
            '中' => Self::new(day(11)?, day(20)?),
            '下' => Self::new(day(21)?, self.last),
            _ => None,
        }
    }

    /// A week of ISO 8601, from Monday to Sunday.
    pub fn week(year: i32, week: u32) -> Option<Self> {
        let first = week_day(year, week, 1)?;
        Self::new(first, first.checked_add(6.days()).ok()?)
    }

    /// Whether `day` is one of them.
    pub fn contains(self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

impl From<Date> for Span {
    fn from(day: Date) -> Self {
        Self { first: day, last: day }
    }
}

/// A day of a year that a note may be of.
pub(super) fn date(year: i32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| YEARS.contains(&i32::from(*year)))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A day of a week of ISO 8601; Monday is 1.
pub(super) fn week_day(year: i32, week: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| YEARS.contains(&i32::from(*year)))?;
    let weekday = Weekday::from_monday_one_offset(i8::try_from(day).ok()?).ok()?;
    Some(ISOWeekDate::new(year, i8::try_from(week).ok()?, weekday).ok()?.date())
}

/// Whether a number of four digits that stands alone is a year.
pub(super) fn is_near_year(year: i32) -> bool {
    NEAR_YEARS.contains(&year)
}

/// The year that two digits mean.
pub(super) fn short_year(digits: u32) -> Option<i32> {
    i32::try_from(digits).ok().map(|year| 2000 + year).filter(|year| is_near_year(*year))
}

/// The year before the first of an era.
pub(super) fn era(name: [char; 2]) -> Option<i32> {
    match name {
        ['令', '和'] => Some(2018),
        ['平', '成'] => Some(1988),
        ['昭', '和'] => Some(1925),
        _ => None,
    }
}

/// A month by its name in English, German, French or Spanish.
pub(super) fn month(word: &str) -> Option<u32> {
    Some(match word.to_lowercase().as_str() {
        "january" | "jan" | "januar" | "jänner" | "janvier" | "enero" => 1,
        "february" | "feb" | "februar" | "février" | "fevrier" | "febrero" => 2,
        "march" | "mar" | "märz" | "mär" | "mars" | "marzo" => 3,
        "april" | "apr" | "avril" | "abril" => 4,
        "may" | "mai" | "mayo" => 5,
        "june" | "jun" | "juni" | "juin" | "junio" => 6,
        "july" | "jul" | "juli" | "juillet" | "julio" => 7,
        "august" | "aug" | "août" | "aout" | "agosto" => 8,
        "september" | "sep" | "sept" | "septembre" | "septiembre" => 9,
        "october" | "oct" | "oktober" | "okt" | "octobre" | "octubre" => 10,
        "november" | "nov" | "novembre" | "noviembre" => 11,
        "december" | "dec" | "dezember" | "dez" | "décembre" | "decembre" | "diciembre" => 12,
        _ => return None,
    })
}

/// A day of the week by its name in a language that has letters.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    Some(match word.to_lowercase().as_str() {
        "mon" | "monday" | "montag" | "lundi" | "lunes" => Weekday::Monday,
        "tue" | "tues" | "tuesday" | "dienstag" | "mardi" | "martes" => Weekday::Tuesday,
        "wed" | "weds" | "wednesday" | "mittwoch" | "mercredi" | "miércoles" => Weekday::Wednesday,
        "thu" | "thur" | "thurs" | "thursday" | "donnerstag" | "jeudi" | "jueves" => Weekday::Thursday,
        "fri" | "friday" | "freitag" | "vendredi" | "viernes" => Weekday::Friday,
        "sat" | "saturday" | "samstag" | "samedi" | "sábado" => Weekday::Saturday,
        "sun" | "sunday" | "sonntag" | "dimanche" | "domingo" => Weekday::Sunday,
        _ => return None,
    })
}

/// A day of the week by its one letter in Japanese or Korean.
pub(super) fn weekday_letter(letter: char) -> Option<Weekday> {
    Some(match letter {
        '月' | '월' => Weekday::Monday,
        '火' | '화' => Weekday::Tuesday,
        '水' | '수' => Weekday::Wednesday,
        '木' | '목' => Weekday::Thursday,
        '金' | '금' => Weekday::Friday,
        '土' | '토' => Weekday::Saturday,
        '日' | '일' => Weekday::Sunday,
        _ => return None,
    })
}

/// A day of the week by its number in Chinese, as after 星期.
pub(super) fn weekday_number(letter: char) -> Option<Weekday> {
    Some(match letter {
        '一' => Weekday::Monday,
        '二' => Weekday::Tuesday,
        '三' => Weekday::Wednesday,
        '四' => Weekday::Thursday,
        '五' => Weekday::Friday,
        '六' => Weekday::Saturday,
        '日' | '天' => Weekday::Sunday,
        _ => return None,
    })
}
