//! Texts of what has moved since the notes, and of how old that is.

use domain::Date;
use domain::outcome::then_now::KepState;
use domain::outcome::verdict::{Judgement, Verdict};
use domain::outcome::{KepOutcome, Outcome};

use super::Lang;
use super::outcome::stage_shape;
use super::verdict::sign;

texts! {
    since_these_notes: "What happened since these notes", "メモのその後";
    /// What stands after an age.
    old: " old", "前";
    all_moves: "All moves", "すべての動き";
    no_facts_yet: "What became of these notes is not known yet. To fetch it:", "その後の状況はまだ取得されていません。取得するには:";
}

/// What became of a KEP, with a sign before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultText {
    /// The sign of the verdict, else the shape of the stage now.
    pub sign: &'static str,
    /// `alpha 1.36, 7 releases late`.
    pub text: String,
    /// Whether what was expected came in time; `None` where nothing was expected, or it is open.
    pub in_time: Option<bool>,
}

impl Lang {
    /// When something was noted, and what was planned or had shipped then: `noted 20 Oct 2023, planned alpha 1.29`.
    pub fn noted_then(self, day: Option<Date>, outcome: &Outcome) -> String {
        let then = outcome.kep.as_ref().map(|kep| self.kep_then_in_short(kep, outcome.judgement.as_ref()));
        let then = then.unwrap_or_default();
        match (self, day) {
            (Self::En, Some(day)) => format!("noted {}, {then}", self.short_day(day)),
            (Self::En, None) => format!("undated note, {then}"),
            (Self::Ja, Some(day)) => format!("{} のメモ、{then}", self.short_day(day)),
            (Self::Ja, None) => format!("日付のないメモ、{then}"),
        }
    }

    /// What was planned for a KEP then, whatever the note made of it, else what it was.
    pub fn kep_then_in_short(self, kep: &KepOutcome, judgement: Option<&Judgement>) -> String {
        let expected = judgement.and_then(|judgement| judgement.expected).map(|expected| expected.milestone);
        let planned = expected.or(kep.then.planned.map(|planned| planned.milestone));
        match (self, planned) {
            (Self::En, Some(milestone)) => format!("planned {milestone}"),
            (Self::Ja, Some(milestone)) => format!("当時の予定 {milestone}"),
            (Self::En, None) => format!("then {}", self.kep_by_what_moved(kep, &kep.then)),
            (Self::Ja, None) => format!("当時 {}", self.kep_by_what_moved(kep, &kep.then)),
        }
    }

    /// A state of a KEP, with its status where that alone has moved: `stable 1.36, implemented`.
    fn kep_by_what_moved(self, kep: &KepOutcome, state: &KepState) -> String {
        let short = self.kep_in_short(state);
        let says_no_move = self.kep_in_short(&kep.then) == self.kep_in_short(&kep.now);
        match state.status.as_ref().filter(|_| says_no_move && kep.then.status != kep.now.status) {
            Some(status) if self == Self::En => format!("{short}, {}", self.status(status)),
            Some(status) => format!("{short}、{}", self.status(status)),
            None => short,
        }
    }

    /// What became of a KEP: `✓ alpha 1.29 as planned, now stable 1.33`.
    pub fn kep_result(self, kep: &KepOutcome, judgement: Option<&Judgement>) -> ResultText {
        let short = || {
            let successor = kep.successor.map(|successor| format!(" → KEP-{successor}")).unwrap_or_default();
            self.kep_by_what_moved(kep, &kep.now) + &successor
        };
        let plain = || ResultText { sign: stage_shape(&kep.now), text: short(), in_time: None };
        let Some(judgement) = judgement else { return plain() };
        let Some(expected) = judgement.expected.map(|expected| expected.milestone) else { return plain() };
        // What a curator says against the facts has no releases to name.
        let by_facts = judgement.releases_late();
        if matches!(judgement.verdict, Verdict::Held | Verdict::Late | Verdict::Early) && by_facts.is_none() {
            let text = format!("{}: {}", self.verdict(judgement.verdict), short());
            let in_time = Some(judgement.verdict != Verdict::Late);
            return ResultText { sign: sign(judgement.verdict), text, in_time };
        }
        let stage = expected.stage;
        let late = by_facts.unwrap_or_default();
        let releases = if late == 1 { "release" } else { "releases" };
        let came_in = judgement.came_in.unwrap_or(expected.version);
        let given_up = kep.now.status.as_ref().is_some_and(|status| status.is_given_up());
        // What it is now, where that is another thing than what was expected.
        let went_on = given_up || kep.now.shipped.is_some_and(|shipped| shipped.stage > stage);
        let and_now = |text: String| match (self, went_on) {
            (_, false) => text,
            (Self::En, true) => format!("{text}, now {}", short()),
            (Self::Ja, true) => format!("{text}、現在 {}", short()),
        };
        let (text, in_time) = match (judgement.verdict, self) {
            (Verdict::Held, Self::En) => (and_now(format!("{expected} as planned")), true),
            (Verdict::Held, Self::Ja) => (and_now(format!("予定どおり {expected}")), true),
            (Verdict::Late, Self::En) => {
                (and_now(format!("{stage} {came_in}, {late} {releases} late")), false)
            }
            (Verdict::Late, Self::Ja) => (and_now(format!("{late} リリース遅れで {stage} {came_in}")), false),
            (Verdict::Early, Self::En) => (and_now(format!("{stage} already {came_in}")), true),
            (Verdict::Early, Self::Ja) => (and_now(format!("前倒しで {stage} {came_in}")), true),
            (Verdict::Missed, _) => {
                let again = kep.now.planned.map(|planned| planned.milestone);
                let text = match (self, again.filter(|again| *again != expected)) {
                    (Self::En, Some(again)) => format!("{expected} missed, now planned {again}"),
                    (Self::En, None) => format!("{expected} missed"),
                    (Self::Ja, Some(again)) => format!("{expected} は見送り、現在の予定 {again}"),
                    (Self::Ja, None) => format!("{expected} は見送り"),
                };
                (text, false)
            }
            (Verdict::Dropped, _) => (short(), false),
            (Verdict::Overtaken | Verdict::Open | Verdict::Unknown, _) => return plain(),
        };
        ResultText { sign: sign(judgement.verdict), text, in_time: Some(in_time) }
    }

    /// Up to which day the facts about KEPs are known.
    pub fn keps_known_until(self, day: Date) -> String {
        match self {
            Self::En => format!("KEP data: {}", self.short_day(day)),
            Self::Ja => format!("KEP データ: {} 時点", self.short_day(day)),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::kep::{Milestone, Stage, Status};
    use domain::outcome::verdict::{Expectation, ExpectationSource};
    use domain::outcome::{Relation, then_now};
    use domain::version::Version;

    use super::*;

    fn milestone(stage: Stage, minor: u16) -> Milestone {
        Milestone { stage, version: Version { minor } }
    }

    fn state(status: Status, shipped: Option<Milestone>) -> then_now::KepState {
        then_now::KepState { status: Some(status), shipped, ..then_now::KepState::default() }
    }

    #[track_caller]
    fn check(verdict: Verdict, came_in: Option<u16>, now: then_now::KepState, en: &str, ja: &str) {
        let expected = Expectation { milestone: milestone(Stage::Alpha, 29), source: ExpectationSource::Kep };
        let judgement = Judgement {
            verdict,
            expected: (verdict != Verdict::Overtaken).then_some(expected),
            came_in: came_in.map(|minor| Version { minor }),
            revisions: Vec::new(),
            curator: None,
        };
        let kep = KepOutcome {
            number: 753,
            relation: Relation::Itself,
            title: None,
            then: then_now::KepState::default(),
            now,
            shipped_on: None,
            successor: None,
        };
        let text = |lang: Lang| {
            let ResultText { sign, text, .. } = lang.kep_result(&kep, Some(&judgement));
            format!("{sign} {text}")
        };
        assert_eq!((text(Lang::En).as_str(), text(Lang::Ja).as_str()), (en, ja));
    }

    #[test]
    fn a_result_says_whether_the_plan_held() {
        use Stage::{Alpha, Stable};
        let now = |stage, minor| state(Status::Implementable, Some(milestone(stage, minor)));
        let nothing = || state(Status::Implementable, None);
        check(Verdict::Held, Some(29), now(Alpha, 29), "✓ alpha 1.29 as planned", "✓ 予定どおり alpha 1.29");
        check(
            Verdict::Held,
            Some(29),
            now(Stable, 33),
            "✓ alpha 1.29 as planned, now stable 1.33",
            "✓ 予定どおり alpha 1.29、現在 stable 1.33",
        );
        let (en, ja) = ("↷ alpha 1.36, 7 releases late", "↷ 7 リリース遅れで alpha 1.36");
        check(Verdict::Late, Some(36), now(Alpha, 36), en, ja);
        check(Verdict::Early, Some(28), now(Alpha, 28), "↶ alpha already 1.28", "↶ 前倒しで alpha 1.28");
        check(Verdict::Missed, None, nothing(), "↷ alpha 1.29 missed", "↷ alpha 1.29 は見送り");
        check(Verdict::Dropped, None, state(Status::Withdrawn, None), "× withdrawn", "× 取り下げ");
        check(Verdict::Overtaken, Some(33), now(Stable, 33), "● stable 1.33", "● stable 1.33");
        check(Verdict::Open, None, nothing(), "○ implementable", "○ 実装可");
    }

    #[test]
    fn where_the_status_alone_has_moved_it_is_named() {
        let stable = Some(milestone(Stage::Stable, 36));
        let kep = KepOutcome {
            number: 2258,
            relation: Relation::Itself,
            title: None,
            then: state(Status::Implementable, stable),
            now: state(Status::Implemented, stable),
            shipped_on: None,
            successor: None,
        };
        assert_eq!(Lang::En.kep_then_in_short(&kep, None), "then stable 1.36, implementable");
        assert_eq!(Lang::En.kep_result(&kep, None).text, "stable 1.36, implemented");
        assert_eq!(Lang::Ja.kep_result(&kep, None).text, "stable 1.36、実装済み");
    }

    #[test]
    fn a_curator_s_verdict_against_the_facts_names_no_releases() {
        let expected = milestone(Stage::Beta, 29);
        let judgement = Judgement {
            verdict: Verdict::Late,
            expected: Some(Expectation { milestone: expected, source: ExpectationSource::Kep }),
            came_in: None,
            revisions: Vec::new(),
            curator: Some("alice".to_owned()),
        };
        let kep = KepOutcome {
            number: 753,
            relation: Relation::Itself,
            title: None,
            then: state(Status::Implementable, Some(milestone(Stage::Alpha, 28))),
            now: state(Status::Implementable, Some(milestone(Stage::Alpha, 28))),
            shipped_on: None,
            successor: None,
        };
        assert_eq!(Lang::En.kep_result(&kep, Some(&judgement)).text, "late: alpha 1.28");
    }
}
