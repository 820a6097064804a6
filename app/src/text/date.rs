//! Days, periods and ages.

use domain::Date;
use domain::list::filter::{Grain, Period};

use super::Lang;

/// Days of the week from Monday.
const WEEKDAYS_JA: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];
const WEEKDAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Names of the months in English.
pub(super) const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

texts! {
    undated: "Undated", "日付なし";
}

impl Lang {
    /// A day in full: `11 October 2023 (Wed)`, `2023年10月11日(水)`.
    pub fn day(self, day: Date) -> String {
        self.day_pieces(day).map(|(_, words)| words).concat()
    }

    /// A day without its weekday: `11 October 2023`, `2023年10月11日`.
    pub fn day_without_weekday(self, day: Date) -> String {
        let pieces = self.day_pieces(day).into_iter().filter(|(kind, _)| *kind != "weekday");
        pieces.map(|(_, words)| words).collect::<String>().trim_end().to_owned()
    }

    /// When something was noted: `noted 11 October 2023`.
    pub fn noted_on(self, day: Date) -> String {
        match self {
            Self::En => format!("noted {}", self.day_without_weekday(day)),
            Self::Ja => format!("{}のメモ", self.day_without_weekday(day)),
        }
    }

    /// The same in pieces, each with its kind: `date`, `year` or `weekday`.
    pub fn day_pieces(self, day: Date) -> [(&'static str, String); 3] {
        let weekday = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
        let year = day.year();
        match self {
            Self::En => [
                (
                    "date",
                    format!("{} {} ", day.day(), MONTHS_EN[usize::from(day.month().unsigned_abs()) - 1]),
                ),
                ("year", format!("{year} ")),
                ("weekday", format!("({})", WEEKDAYS_EN[weekday])),
            ],
            Self::Ja => [
                ("year", format!("{year}年")),
                ("date", format!("{}月{}日", day.month(), day.day())),
                ("weekday", format!("({})", WEEKDAYS_JA[weekday])),
            ],
        }
    }

    /// A day within a line: `11 Oct 2023`, `2023-10-11`.
    pub fn short_day(self, day: Date) -> String {
        match self {
            Self::En => {
                let month = MONTHS_EN[usize::from(day.month().unsigned_abs()) - 1];
                format!("{} {} {}", day.day(), &month[..3], day.year())
            }
            Self::Ja => day.to_string(),
        }
    }

    /// A year, month or day: `2023`, `October 2023`, `2023年10月`.
    pub fn period(self, period: Period) -> String {
        let first = period.first_day();
        match (self, period.grain()) {
            (_, Grain::Day) => self.day(first),
            (Self::En, Grain::Year) => first.year().to_string(),
            (Self::Ja, Grain::Year) => format!("{}年", first.year()),
            (Self::En, Grain::Month) => {
                format!("{} {}", MONTHS_EN[usize::from(first.month().unsigned_abs()) - 1], first.year())
            }
            (Self::Ja, Grain::Month) => format!("{}年{}月", first.year(), first.month()),
        }
    }

    /// When an entry without a date was written, as far as the entries around it show.
    pub fn undated_between(self, not_before: Option<Date>, not_after: Option<Date>) -> String {
        let (undated, bounds) = self.undated_pieces(not_before, not_after);
        undated.to_owned() + &bounds
    }

    /// The same in two pieces: that there is no date, and the bounds.
    pub fn undated_pieces(self, not_before: Option<Date>, not_after: Option<Date>) -> (&'static str, String) {
        match (self, not_before, not_after) {
            (_, None, None) => (self.undated(), String::new()),
            (Self::En, None, Some(last)) => ("Undated, ", format!("by {last}")),
            (Self::En, Some(first), None) => ("Undated, ", format!("after {first}")),
            (Self::En, Some(first), Some(last)) => ("Undated, ", format!("{first} to {last}")),
            (Self::Ja, None, Some(last)) => ("日付なし", format!("({last} 以前)")),
            (Self::Ja, Some(first), None) => ("日付なし", format!("({first} 以降)")),
            (Self::Ja, Some(first), Some(last)) => ("日付なし", format!("({first} 〜 {last})")),
        }
    }

    /// An instant, to the minute: `2026-07-24 23:57 UTC`.
    pub fn instant(self, at: domain::Timestamp) -> String {
        at.strftime("%Y-%m-%d %H:%M UTC").to_string()
    }

    /// How old something is.
    pub fn elapsed(self, seconds: i64) -> String {
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
        match (self, days, hours) {
            (Self::En, 0, 0) => format!("{minutes} min"),
            (Self::En, 0, _) => format!("{hours} h"),
            (Self::En, 1, _) => "1 day".to_owned(),
            (Self::En, ..) => format!("{days} days"),
            (Self::Ja, 0, 0) => format!("{minutes} 分"),
            (Self::Ja, 0, _) => format!("{hours} 時間"),
            (Self::Ja, ..) => format!("{days} 日"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_in_both_languages() {
        let day = Date::constant(2023, 10, 11);
        assert_eq!(Lang::En.day(day), "11 October 2023 (Wed)");
        assert_eq!(Lang::En.short_day(day), "11 Oct 2023");
        assert_eq!(Lang::Ja.short_day(day), "2023-10-11");
        assert_eq!(Lang::Ja.day(day), "2023年10月11日(水)");
        assert_eq!(Lang::En.noted_on(day), "noted 11 October 2023");
        assert_eq!(Lang::Ja.noted_on(day), "2023年10月11日のメモ");
    }
}
