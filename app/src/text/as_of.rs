//! Texts of the day that a page looks from.

use domain::Date;
use domain::as_of::{FIRST, NotADay};

use super::Lang;

texts! {
    as_of: "As of an earlier day", "過去の時点の表示";
    looks_from_hint: "Here “now” is that day, and what became known later does not count.",
        "このページの「現在」はこの日です。それより後にわかったことは含みません。";
    states_stay_today: "What is listed by state, and in which order, is that of today.",
        "状態による絞り込みと並べ替えは現在のものです。";
    back_to_today: "Back to today", "現在の表示に戻る";
    look_from: "As of", "この日の時点で見る";
    show: "Show", "表示";
    feeds_look_from_today: "`as_of` is for pages: feeds and Markdown show the states of today",
        "`as_of` はページ用です。フィードと Markdown は現在の状態だけを示します";
}

impl Lang {
    /// That a page looks from a day: `As of 2024-06-01.`
    pub fn looks_from(self, day: Date) -> String {
        match self {
            Self::En => format!("As of {day}."),
            Self::Ja => format!("{day} 時点の表示です。"),
        }
    }

    /// The day of the facts: `2026-07-24 (today)`.
    pub fn today_of(self, day: Date) -> String {
        match self {
            Self::En => format!("{day} (latest)"),
            Self::Ja => format!("{day} (最新)"),
        }
    }

    /// Why a day cannot be looked from.
    pub fn not_a_day(self, error: NotADay) -> String {
        match (self, error) {
            (Self::En, error) => error.to_string(),
            (Self::Ja, NotADay::OutOfRange { latest }) => {
                format!("`as_of` には {FIRST} から {latest} までの日を指定してください")
            }
            (Self::Ja, NotADay::NoFacts) => "まだ何も同期していないため、`as_of` は使えません".to_owned(),
        }
    }
}
