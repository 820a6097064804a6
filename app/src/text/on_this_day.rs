//! Texts of the page of a day in earlier years.

use domain::list::month_day::MonthDay;

use super::Lang;
use super::date::MONTHS_EN;

texts! {
    on_this_day: "On this day", "この日のメモ";
    on_this_day_hint: "What was noted on this day in earlier years, with what became of it since.",
        "過去の同じ日のメモと、その後の動きです。";
    a_year_ago: "A year ago today", "1 年前の今日";
    nearest_days: "Nearest days with notes:", "メモのある近い日:";
    no_near_days: "No notes in the weeks around it either.", "前後の数週間にもメモはありません。";
    day_before: "The day before", "前の日";
    day_after: "The day after", "次の日";
}

impl Lang {
    /// A day of any year: `28 November`, `11月28日`.
    pub fn month_day(self, day: MonthDay) -> String {
        let date = day.in_leap_year();
        match self {
            Self::En => {
                format!("{} {}", date.day(), MONTHS_EN[usize::from(date.month().unsigned_abs()) - 1])
            }
            Self::Ja => format!("{}月{}日", date.month(), date.day()),
        }
    }

    /// What the page of a day is called: `On this day: 28 November`.
    pub fn on_this_day_title(self, day: MonthDay) -> String {
        let day = self.month_day(day);
        match self {
            Self::En => format!("On this day: {day}"),
            Self::Ja => format!("{day}のメモ"),
        }
    }

    /// How long ago a year was: `2 years ago`.
    pub fn years_ago(self, years: i16) -> String {
        match (self, years) {
            (Self::En, 0) => "This year".to_owned(),
            (Self::En, 1) => "A year ago".to_owned(),
            (Self::En, years) => format!("{years} years ago"),
            (Self::Ja, 0) => "今年".to_owned(),
            (Self::Ja, years) => format!("{years} 年前"),
        }
    }

    /// How many entries a day has: `2 entries`.
    pub fn entries_on_day(self, entries: u32) -> String {
        match self {
            Self::En if entries == 1 => "1 entry".to_owned(),
            Self::En => format!("{entries} entries"),
            Self::Ja => format!("投稿 {entries} 件"),
        }
    }

    /// That nothing was noted on a day.
    pub fn nothing_noted_on(self, day: MonthDay) -> String {
        let day = self.month_day(day);
        match self {
            Self::En => format!("Nothing was noted on {day} in earlier years."),
            Self::Ja => format!("過去の {day} のメモはありません。"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_any_year_is_named() {
        let day: MonthDay = "11-28".parse().unwrap();
        let check = |text: fn(Lang, MonthDay) -> String, en: &str, ja: &str| {
            assert_eq!((text(Lang::En, day).as_str(), text(Lang::Ja, day).as_str()), (en, ja));
        };
        check(Lang::month_day, "28 November", "11月28日");
        check(Lang::on_this_day_title, "On this day: 28 November", "11月28日のメモ");
        check(
            Lang::nothing_noted_on,
            "Nothing was noted on 28 November in earlier years.",
            "過去の 11月28日 のメモはありません。",
        );
        assert_eq!(
            [0, 1, 3].map(|years| Lang::En.years_ago(years)),
            ["This year", "A year ago", "3 years ago"]
        );
    }
}
