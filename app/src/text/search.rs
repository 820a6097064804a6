//! Words for the search and for what it can be narrowed by.

use domain::list::filter::{ContentKind, Period};
use domain::list::search::Term;

use super::Lang;

texts! {
    most_relevant_first: "Best match first", "関連度順";
    better_matches: "Better matches", "関連度の高いもの";
    further_matches: "Further matches", "関連度の低いもの";
    has_code: "with code", "コードあり";
    has_quote: "with a quotation", "引用あり";
    has_lost_link: "with a lost link", "失われたリンクあり";
}

impl Lang {
    /// The first days that are shown.
    pub fn part_since(self, since: Period) -> String {
        match self {
            Self::En => format!("Since {}", self.period(since)),
            Self::Ja => format!("{}以降", self.period(since)),
        }
    }

    /// The last days that are shown.
    pub fn part_until(self, until: Period) -> String {
        match self {
            Self::En => format!("Until {}", self.period(until)),
            Self::Ja => format!("{}まで", self.period(until)),
        }
    }

    /// What notes have.
    pub fn part_has(self, has: ContentKind) -> &'static str {
        match has {
            ContentKind::Code => self.has_code(),
            ContentKind::Quote => self.has_quote(),
            ContentKind::LostLink => self.has_lost_link(),
        }
    }

    /// A word that is met, or that is not.
    pub fn part_term(self, term: &Term) -> String {
        let text = term.text();
        match (self, term.is_without()) {
            (Self::En, false) => format!("“{text}”"),
            (Self::En, true) => format!("without “{text}”"),
            (Self::Ja, false) => format!("「{text}」"),
            (Self::Ja, true) => format!("「{text}」を除く"),
        }
    }

    /// That the search box has no such field; in Japanese, as English is with the error itself.
    pub(super) fn unknown_field(self, field: &str, nearest: Option<&str>) -> String {
        let meant = nearest.map(|name| format!(" `{name}:` のことですか?")).unwrap_or_default();
        format!(
            "`{field}:` という検索項目はありません。{meant}文字どおりに検索するには引用符で囲んでください"
        )
    }

    /// That `state:` has no such value; in Japanese.
    pub(super) fn bad_state(self, value: &str, suggestion: Option<&str>) -> String {
        match suggestion {
            Some(word) => format!("`state:` に `{value}` は指定できません。`{word}` のことですか?"),
            None => format!(
                "`state:` に `{value}` は指定できません (`merged`、`open`、`beta`、`stable`、`implemented`、`changed` など)"
            ),
        }
    }
}
