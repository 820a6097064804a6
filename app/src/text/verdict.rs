//! Verdicts in words.

use domain::kep::Stage;
use domain::outcome::Outcome;
use domain::outcome::verdict::{Judgement, Verdict};

use super::Lang;
use super::excerpt::capitalized;

texts! {
    turned_out: "How it turned out", "結果";
    no_verdict: "no verdict", "判定なし";
    as_judged: "as derived", "自動判定";
    judge: "Set the verdict", "判定を変更";
}

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
            (Self::En, Verdict::Open) => "still open",
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

    /// The active filter on the stage that was expected: `Planned: beta`.
    pub fn part_expected(self, stage: Stage) -> String {
        match self {
            Self::En => format!("Planned: {stage}"),
            Self::Ja => format!("予定: {stage}"),
        }
    }

    /// The active filter on a verdict: `Outcome: late`.
    pub fn part_verdict(self, verdict: Verdict) -> String {
        match self {
            Self::En => format!("Outcome: {}", self.verdict(verdict)),
            Self::Ja => format!("結果: {}", self.verdict(verdict)),
        }
    }

    /// A judgement in a line, with what was expected: `2 releases late, beta 1.31 (planned 1.29)`.
    pub fn judgement(self, judgement: &Judgement) -> String {
        let word = self.verdict(judgement.verdict);
        let Some(expected) = judgement.expected.map(|expected| expected.milestone) else {
            return word.to_owned();
        };
        let (stage, version) = (expected.stage, expected.version);
        let releases = judgement.releases_late().map(i32::abs);
        match (self, judgement.verdict, judgement.came_in.zip(releases)) {
            (Self::En, Verdict::Held, _) => format!("{word}, {stage} {version}"),
            (Self::Ja, Verdict::Held, _) => format!("{word} {version} で {stage}"),
            (Self::En, Verdict::Late | Verdict::Early, Some((came_in, releases))) => {
                let unit = if releases == 1 { "release" } else { "releases" };
                format!("{releases} {unit} {word}, {stage} {came_in} (planned {version})")
            }
            (Self::Ja, Verdict::Late, Some((came_in, releases))) => {
                format!("{releases} リリース遅れて {came_in} で {stage}(予定 {version})")
            }
            (Self::Ja, Verdict::Early, Some((came_in, releases))) => {
                format!("{releases} リリース早く {came_in} で {stage}(予定 {version})")
            }
            (Self::En, Verdict::Open, _) => format!("{word}, {stage} planned for {version}"),
            (Self::Ja, Verdict::Open, _) => format!("{word}、{version} で {stage} の予定"),
            (Self::En, ..) => format!("{word}, {stage} was planned for {version}"),
            (Self::Ja, ..) => format!("{word}、{version} で {stage} の予定だった"),
        }
    }

    /// A judgement as a line of its own, with what proves it:
    /// `As planned, beta 1.29 · kep.yaml of 2023-09-27 and 2024-01-10`.
    pub fn judgement_with_proof(self, judgement: &Judgement) -> String {
        let mut pieces = vec![capitalized(&self.judgement(judgement))];
        let mut days: Vec<String> = judgement.revisions.iter().map(ToString::to_string).collect();
        match (self, days.pop()) {
            (_, None) => {}
            (Self::En, Some(last)) if days.is_empty() => pieces.push(format!("kep.yaml of {last}")),
            (Self::En, Some(last)) => pieces.push(format!("kep.yaml of {} and {last}", days.join(", "))),
            (Self::Ja, Some(last)) => {
                days.push(last);
                pieces.push(format!("kep.yaml の {} 版", days.join("・")));
            }
        }
        pieces.extend(judgement.curator.as_ref().map(|curator| match self {
            Self::En => format!("set by {curator}"),
            Self::Ja => format!("{curator} が設定"),
        }));
        pieces.join(" · ")
    }

    /// The judgement on what a citation expected, in a line; `None` where there was nothing to expect: what has
    /// merely moved on is described by its states.
    pub fn expectation_summary(self, outcome: &Outcome) -> Option<String> {
        let judgement = outcome.judgement.as_ref()?;
        (judgement.verdict != Verdict::Overtaken).then(|| self.judgement(judgement))
    }

    /// The states of a citation, and how what was expected turned out:
    /// `alpha 1.28, planned beta 1.29 → stable 1.33; as planned, beta 1.29`.
    pub fn outcome_with_verdict(self, outcome: &Outcome) -> Option<String> {
        let pieces = [self.outcome_summary(outcome), self.expectation_summary(outcome)];
        let pieces: Vec<String> = pieces.into_iter().flatten().collect();
        (!pieces.is_empty()).then(|| pieces.join(if self == Self::En { "; " } else { "。" }))
    }
}

/// The sign of a verdict, next to its text.
pub fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Held => "✓",
        Verdict::Late | Verdict::Missed => "↷",
        Verdict::Early => "↶",
        Verdict::Dropped => "×",
        Verdict::Overtaken => "→",
        Verdict::Open => "…",
        Verdict::Unknown => "?",
    }
}

#[cfg(test)]
mod tests {
    use domain::Date;
    use domain::kep::{Milestone, Stage};
    use domain::outcome::verdict::{Expectation, ExpectationSource};
    use domain::version::Version;

    use super::*;

    #[track_caller]
    fn check(verdict: Verdict, expected: u16, came_in: Option<u16>, en: &str, ja: &str) {
        let version = |minor| Version { minor };
        let milestone = Milestone { stage: Stage::Beta, version: version(expected) };
        let judgement = Judgement {
            verdict,
            expected: Some(Expectation { milestone, source: ExpectationSource::Kep }),
            came_in: came_in.map(version),
            revisions: Vec::new(),
            curator: None,
        };
        assert_eq!(
            (Lang::En.judgement(&judgement).as_str(), Lang::Ja.judgement(&judgement).as_str()),
            (en, ja)
        );
    }

    #[test]
    fn a_judgement_says_what_was_expected() {
        check(Verdict::Held, 29, Some(29), "as planned, beta 1.29", "予定どおり 1.29 で beta");
        check(
            Verdict::Late,
            29,
            Some(31),
            "2 releases late, beta 1.31 (planned 1.29)",
            "2 リリース遅れて 1.31 で beta(予定 1.29)",
        );
        check(
            Verdict::Early,
            29,
            Some(28),
            "1 release early, beta 1.28 (planned 1.29)",
            "1 リリース早く 1.28 で beta(予定 1.29)",
        );
        check(
            Verdict::Missed,
            29,
            None,
            "missed, beta was planned for 1.29",
            "見送り、1.29 で beta の予定だった",
        );
        check(
            Verdict::Dropped,
            29,
            None,
            "dropped, beta was planned for 1.29",
            "中止、1.29 で beta の予定だった",
        );
        check(Verdict::Open, 37, None, "still open, beta planned for 1.37", "未確定、1.37 で beta の予定");
        check(
            Verdict::Unknown,
            29,
            None,
            "unknown, beta was planned for 1.29",
            "不明、1.29 で beta の予定だった",
        );
        // A curator's verdict that the releases contradict is not explained by them.
        check(
            Verdict::Late,
            29,
            Some(29),
            "late, beta was planned for 1.29",
            "遅れて実現、1.29 で beta の予定だった",
        );
    }

    #[test]
    fn what_has_merely_moved_on_is_described_by_its_states() {
        let judged = |verdict| {
            let judgement =
                Judgement { verdict, expected: None, came_in: None, revisions: Vec::new(), curator: None };
            Outcome { judgement: Some(judgement), ..Outcome::default() }
        };
        assert_eq!(Lang::En.expectation_summary(&judged(Verdict::Overtaken)), None);
        assert_eq!(Lang::En.outcome_with_verdict(&judged(Verdict::Overtaken)), None);
        assert_eq!(Lang::En.outcome_with_verdict(&judged(Verdict::Dropped)).as_deref(), Some("dropped"));
    }

    #[test]
    fn a_judgement_names_its_proof() {
        let days = [Date::constant(2023, 9, 27), Date::constant(2024, 1, 10), Date::constant(2024, 6, 3)];
        let line = |lang: Lang, revisions: &[Date], curator: Option<&str>| {
            let judgement = Judgement {
                verdict: Verdict::Overtaken,
                expected: None,
                came_in: None,
                revisions: revisions.to_vec(),
                curator: curator.map(str::to_owned),
            };
            lang.judgement_with_proof(&judgement)
        };
        assert_eq!(line(Lang::En, &[], None), "Moved on");
        assert_eq!(line(Lang::En, &days[..1], None), "Moved on · kep.yaml of 2023-09-27");
        assert_eq!(
            line(Lang::En, &days, Some("kim")),
            "Moved on · kep.yaml of 2023-09-27, 2024-01-10 and 2024-06-03 · set by kim"
        );
        assert_eq!(
            line(Lang::Ja, &days[..2], Some("kim")),
            "その後進展 · kep.yaml の 2023-09-27・2024-01-10 版 · kim が設定"
        );
    }
}
