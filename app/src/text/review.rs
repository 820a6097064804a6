//! Texts of the queue that curators review.

use domain::pages::{Doubt, ReviewKind};

use super::Lang;

texts! {
    review: "Review", "レビュー";
    review_hint: "j and k go from one to the next, a accepts, r rejects. What was decided does not come back.",
        "j / k で移動、a で採用、r で却下。決めたものは二度と出てきません。";
    untagged_hint: "j and k go from one to the next, 1 to 5 add a SIG, r says that none fits. What was decided does not come back.",
        "j / k で移動、1〜5 で SIG を付け、r で該当なし。決めたものは二度と出てきません。";
    none_fits: "None fits", "該当なし";
    review_next: "Further notes", "続きのメモ";
    nothing_waits: "Nothing waits here.", "待っているものはありません。";
}

impl Lang {
    /// What a tab of the queue is called.
    pub fn review_kind(self, kind: ReviewKind) -> &'static str {
        match (self, kind) {
            (Self::En, ReviewKind::Suggestions) => "Suggested tags",
            (Self::En, ReviewKind::References) => "Doubtful references",
            (Self::En, ReviewKind::Untagged) => "Untagged",
            (Self::Ja, ReviewKind::Untagged) => "SIG なし",
            (Self::Ja, ReviewKind::Suggestions) => "タグの候補",
            (Self::Ja, ReviewKind::References) => "疑わしい参照",
        }
    }

    /// How long the queue is.
    pub fn waiting(self, notes: u32) -> String {
        match self {
            Self::En if notes == 1 => "1 note waits".to_owned(),
            Self::En => format!("{notes} notes wait"),
            Self::Ja => format!("{notes} 件のメモが待機中"),
        }
    }

    /// What is wrong with a citation.
    pub fn doubt(self, doubt: Doubt) -> &'static str {
        match (self, doubt) {
            (Self::En, Doubt::UnknownKep) => "no KEP has this number",
            (Self::En, Doubt::NotFound) => "GitHub shows nothing under this number",
            (Self::En, Doubt::Misspelt) => "misspelt; what is meant was guessed",
            (Self::Ja, Doubt::UnknownKep) => "この番号の KEP はありません",
            (Self::Ja, Doubt::NotFound) => "この番号は GitHub に見つかりません",
            (Self::Ja, Doubt::Misspelt) => "綴りが違うため推測しました",
        }
    }
}
