//! Verdicts in words.

use domain::outcome::verdict::Verdict;

use super::Lang;

impl Lang {
    /// How an expectation turned out, in a word or two.
    pub fn verdict(self, verdict: Verdict) -> &'static str {
        match (self, verdict) {
            (Self::En, Verdict::Held) => "as planned",
            (Self::En, Verdict::Late) => "late",
            (Self::En, Verdict::Early) => "early",
            (Self::En, Verdict::Missed) => "missed",
            (Self::En, Verdict::Dropped) => "dropped",
            (Self::En, Verdict::Overtaken) => "moved on",
            (Self::En, Verdict::Open) => "open",
            (Self::En, Verdict::Unknown) => "unknown",
            (Self::Ja, Verdict::Held) => "予定どおり",
            (Self::Ja, Verdict::Late) => "遅れて実現",
            (Self::Ja, Verdict::Early) => "前倒し",
            (Self::Ja, Verdict::Missed) => "見送り",
            (Self::Ja, Verdict::Dropped) => "中止",
            (Self::Ja, Verdict::Overtaken) => "その後進展",
            (Self::Ja, Verdict::Open) => "未確定",
            (Self::Ja, Verdict::Unknown) => "不明",
        }
    }
}

texts! {
    no_verdict: "no verdict", "判定なし";
    as_judged: "as derived", "自動判定";
}
