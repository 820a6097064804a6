//! Texts of the queue that curators review.

use domain::outcome::move_weight::MoveWeight;
use domain::outcome::verdict::{ExpectationSource, Judgement};
use domain::pages::{Doubt, ReviewKind};

use super::Lang;

texts! {
    review: "Review", "レビュー";
    review_hint: "j and k go from one to the next, a accepts, r rejects. What was decided does not come back.",
        "j / k で移動、a で採用、r で却下。決めたものは二度と出てきません。";
    untagged_hint: "j and k go from one to the next, 1 to 5 add a SIG, r says that none fits. What was decided does not come back.",
        "j / k で移動、1〜5 で SIG を付け、r で該当なし。決めたものは二度と出てきません。";
    confirmations_hint: "What these notes cite has moved since; the ones that mislead most come first. j and k go from one to the next, a says that a note is still true, r shows it again in 30 days, or when something else moves, 1 writes a follow-up.",
        "引用先にその後の動きがあったメモです。誤解を招きやすいものから並びます。j / k で移動、a で「今も正しい」、r で「後で」(30 日後か、次の動きがあったときに再び表示)、1 で追記。";
    still_true: "Still true", "今も正しい";
    later: "Later", "後で";
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
            (Self::En, ReviewKind::Confirmations) => "To confirm",
            (Self::Ja, ReviewKind::Confirmations) => "要確認",
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

    /// Why a note whose citations have moved stands where it does.
    pub fn move_weight(self, weight: MoveWeight) -> String {
        match (self, weight) {
            (Self::En, MoveWeight::Dropped) => "What it expected was given up".to_owned(),
            (Self::En, MoveWeight::Missed(0)) => "What it expected did not come as planned".to_owned(),
            (Self::En, MoveWeight::Missed(1)) => "What it expected slipped by 1 release".to_owned(),
            (Self::En, MoveWeight::Missed(releases)) => {
                format!("What it expected slipped by {releases} releases")
            }
            (Self::En, MoveWeight::Kept) => "What it expected came in time".to_owned(),
            (Self::En, MoveWeight::Moved) => "What it cites has moved".to_owned(),
            (Self::Ja, MoveWeight::Dropped) => "予定されていたものは中止されました".to_owned(),
            (Self::Ja, MoveWeight::Missed(0)) => "予定どおりには実現しませんでした".to_owned(),
            (Self::Ja, MoveWeight::Missed(releases)) => format!("予定から {releases} リリースずれました"),
            (Self::Ja, MoveWeight::Kept) => "予定どおり実現しました".to_owned(),
            (Self::Ja, MoveWeight::Moved) => "引用先に動きがありました".to_owned(),
        }
    }

    /// What was expected, and who expected it: `expected beta 1.29 (kep.yaml of 2023-09-27)`; `None` where nothing was.
    pub fn expectation_with_source(self, judgement: &Judgement) -> Option<String> {
        let expected = judgement.expected?;
        let source = match (self, expected.source, judgement.revisions.first()) {
            (Self::En, ExpectationSource::Note, _) => " (in its own words)".to_owned(),
            (Self::Ja, ExpectationSource::Note, _) => "(メモの記述による)".to_owned(),
            (Self::En, ExpectationSource::Kep, Some(day)) => format!(" (kep.yaml of {day})"),
            (Self::Ja, ExpectationSource::Kep, Some(day)) => format!("({day} の kep.yaml)"),
            (_, ExpectationSource::Kep, None) => String::new(),
        };
        Some(match self {
            Self::En => format!("expected {}{source}", expected.milestone),
            Self::Ja => format!("予定 {}{source}", expected.milestone),
        })
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

#[cfg(test)]
mod tests {
    use domain::Date;
    use domain::kep::{Milestone, Stage};
    use domain::outcome::verdict::{Expectation, Verdict};
    use domain::version::Version;

    use super::*;

    #[test]
    fn an_expectation_names_who_expected_it() {
        let milestone = Milestone { stage: Stage::Beta, version: Version { minor: 29 } };
        let judgement = |source| Judgement {
            verdict: Verdict::Late,
            expected: Some(Expectation { milestone, source }),
            came_in: None,
            revisions: vec![Date::constant(2023, 9, 27), Date::constant(2024, 1, 10)],
            curator: None,
        };
        let text = |lang: Lang, source| lang.expectation_with_source(&judgement(source)).unwrap();
        assert_eq!(text(Lang::En, ExpectationSource::Kep), "expected beta 1.29 (kep.yaml of 2023-09-27)");
        assert_eq!(text(Lang::En, ExpectationSource::Note), "expected beta 1.29 (in its own words)");
        assert_eq!(text(Lang::Ja, ExpectationSource::Kep), "予定 beta 1.29(2023-09-27 の kep.yaml)");
        let nothing = Judgement { expected: None, ..judgement(ExpectationSource::Kep) };
        assert_eq!(Lang::En.expectation_with_source(&nothing), None);
    }

    #[test]
    fn a_place_is_given_a_reason() {
        let check = |weight, en: &str, ja: &str| {
            assert_eq!(
                (Lang::En.move_weight(weight).as_str(), Lang::Ja.move_weight(weight).as_str()),
                (en, ja)
            );
        };
        check(MoveWeight::Dropped, "What it expected was given up", "予定されていたものは中止されました");
        check(
            MoveWeight::Missed(1),
            "What it expected slipped by 1 release",
            "予定から 1 リリースずれました",
        );
        check(
            MoveWeight::Missed(5),
            "What it expected slipped by 5 releases",
            "予定から 5 リリースずれました",
        );
        check(MoveWeight::Kept, "What it expected came in time", "予定どおり実現しました");
        check(MoveWeight::Moved, "What it cites has moved", "引用先に動きがありました");
    }
}
