//! Texts of the page of a pull request or an issue.

use super::Lang;
use domain::version::Version;

texts! {
    its_state_now: "State now", "現在の状態";
    fetched_on: "GitHub asked on", "GitHub に問い合わせた日:";
    labels: "Labels", "ラベル";
    milestone: "Milestone", "マイルストーン";
    about_kep: "About", "関連する KEP";
    cited_as: "Cited as", "表記";
    cited_on: "On", "日付";
    it_was: "It was then", "当時の状態";
    every_citation: "Every citation", "すべての言及";
    newest_citations: "Newest citations", "新しい言及";
    not_known_item: "Nothing here cites this number", "この番号に言及しているメモはありません";
    not_known_item_hint: "Kepline knows the pull requests and issues that its notes cite, and no others.",
        "Kepline が把握しているのは、メモで言及されたプルリクエストと Issue だけです。";
}

impl Lang {
    /// The release that a pull request landed in.
    pub fn landed_in(self, version: Version) -> String {
        match self {
            Self::En => format!("landed in {version}"),
            Self::Ja => format!("{version} に入りました"),
        }
    }
}
