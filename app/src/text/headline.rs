//! Texts of the headline of a citation.

use std::fmt;

use domain::github::ItemState;
use domain::outcome::{Outcome, Relation, Statement};

use super::Lang;
use super::outcome::{github_shape, stage_shape};

/// The text of a statement of a headline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementText {
    /// What it is about, where that is not what is cited: `KEP-753`.
    pub about: Option<String>,
    /// The state then; `None` where it has not moved.
    pub then: Option<String>,
    /// The state now, with what took its place: `withdrawn → KEP-4381`.
    pub now: String,
    /// A shape for the state now.
    pub shape: &'static str,
}

impl fmt::Display for StatementText {
    /// `KEP-753: alpha 1.28 → stable 1.33`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(about) = &self.about {
            write!(f, "{about}: ")?;
        }
        if let Some(then) = &self.then {
            write!(f, "{then} → ")?;
        }
        f.write_str(&self.now)
    }
}

impl Lang {
    /// A statement of a headline.
    pub fn statement(self, statement: &Statement<'_>) -> StatementText {
        match *statement {
            Statement::Kep { kep, then } => {
                let about = match kep.relation {
                    Relation::Itself | Relation::Unknown | Relation::Ambiguous => None,
                    Relation::PullAbout => Some(format!("KEP-{}", kep.number)),
                    Relation::ContinuedAs => Some(self.lives_on(kep.number)),
                };
                let (then, mut now) = match then {
                    Some(then) => {
                        let (then, now) = self.kep_states(then, &kep.now);
                        (Some(then), now)
                    }
                    None => (None, self.kep_in_short(&kep.now)),
                };
                if let Some(successor) = kep.successor {
                    now += &format!(" → KEP-{successor}");
                }
                StatementText { about, then, now, shape: stage_shape(&kep.now) }
            }
            Statement::Item { item, then } => StatementText {
                about: None,
                then: then.map(|then| self.github_state(then).to_owned()),
                now: self.item_now(item),
                shape: github_shape(item.now.state),
            },
            Statement::UnknownKep => self.unknown(self.unknown_kep()),
            Statement::SeveralKeps => self.unknown(self.several_keps()),
            Statement::UnknownItem { .. } => self.unknown(self.github_state(ItemState::Unknown)),
        }
    }

    /// What a statement says was reached, without plans: `alpha 1.36`, `withdrawn`, `merged`.
    pub fn reached_state(self, statement: &Statement<'_>) -> String {
        match *statement {
            Statement::Kep { kep, .. } => {
                let status = kep.now.status.as_ref();
                let given_up = status.filter(|status| status.is_given_up()).map(|status| self.status(status));
                let shipped = || kep.now.shipped.map(|shipped| shipped.to_string());
                given_up.or_else(shipped).or(status.map(|status| self.status(status))).unwrap_or_default()
            }
            Statement::Item { item, .. } => self.github_state(item.now.state).to_owned(),
            Statement::UnknownKep | Statement::SeveralKeps | Statement::UnknownItem { .. } => String::new(),
        }
    }

    fn unknown(self, now: &str) -> StatementText {
        StatementText {
            about: None,
            then: None,
            now: now.to_owned(),
            shape: github_shape(ItemState::Unknown),
        }
    }

    /// The states of a citation, then and now: `alpha 1.28 → stable 1.33`; `None` where nothing is known.
    pub fn outcome_summary(self, outcome: &Outcome) -> Option<String> {
        let known = outcome.headline()?.statements();
        let known = known.filter(|statement| !matches!(statement, Statement::UnknownItem { .. }));
        let texts: Vec<String> = known.map(|statement| self.statement(&statement).to_string()).collect();
        (!texts.is_empty()).then(|| texts.join(if self == Self::En { ", " } else { "、" }))
    }
}

#[cfg(test)]
mod tests {
    use domain::Date;
    use domain::cite::Repo;
    use domain::github::{ItemKey, ItemKind, ItemStanding};
    use domain::kep::{Milestone, Stage, Status};
    use domain::outcome::then_now;
    use domain::outcome::{ItemOutcome, KepOutcome, MissingReason};
    use domain::version::Version;

    use super::*;

    fn kep_state(status: Status, stage: Stage, minor: u16) -> then_now::KepState {
        let shipped = Some(Milestone { stage, version: Version { minor } });
        then_now::KepState { status: Some(status), shipped, ..then_now::KepState::default() }
    }

    fn kep(relation: Relation, then: then_now::KepState, now: then_now::KepState) -> Option<KepOutcome> {
        let number = 753;
        Some(KepOutcome { number, relation, title: None, then, now, shipped_on: None, successor: None })
    }

    fn item(then: ItemState, now: ItemState, missing: Option<MissingReason>) -> Option<ItemOutcome> {
        let standing = |state| ItemStanding { state, since: None };
        let key = ItemKey { repo: Repo::new("kubernetes", "enhancements"), number: 4183 };
        let kind = missing.is_none().then_some(ItemKind::Pull);
        let (then, now) = (standing(then), standing(now));
        Some(ItemOutcome { key, kind, title: None, then, now, release: None, moved_to: None, missing })
    }

    #[track_caller]
    fn check(kep: Option<KepOutcome>, item: Option<ItemOutcome>, en: Option<&str>, ja: Option<&str>) {
        let then_day = Some(Date::constant(2023, 11, 1));
        let outcome = Outcome { then_day, kep, item, ..Outcome::default() };
        assert_eq!(Lang::En.outcome_summary(&outcome).as_deref(), en);
        assert_eq!(Lang::Ja.outcome_summary(&outcome).as_deref(), ja);
    }

    #[test]
    fn a_citation_has_a_short_description() {
        use ItemState::{Merged, Open, Unknown};
        let alpha = || kep_state(Status::Implementable, Stage::Alpha, 28);
        let stable = kep_state(Status::Implemented, Stage::Stable, 33);
        let (en, ja) = ("KEP-753: alpha 1.28 → stable 1.33", "KEP-753: alpha 1.28 → stable 1.33");
        check(kep(Relation::PullAbout, alpha(), stable), item(Merged, Merged, None), Some(en), Some(ja));
        check(
            kep(Relation::PullAbout, alpha(), alpha()),
            item(Open, Merged, None),
            Some("KEP-753: alpha 1.28, open → merged"),
            Some("KEP-753: alpha 1.28、オープン → マージ済み"),
        );
        let withdrawn = kep_state(Status::Withdrawn, Stage::Alpha, 28);
        let given_up = kep(Relation::Itself, alpha(), withdrawn);
        check(
            given_up.map(|kep| KepOutcome { successor: Some(4381), ..kep }),
            None,
            Some("alpha 1.28 → alpha 1.28, withdrawn → KEP-4381"),
            Some("alpha 1.28 → alpha 1.28、取り下げ → KEP-4381"),
        );
        check(None, item(Unknown, Unknown, Some(MissingReason::NotFound)), None, None);
    }

    #[test]
    fn what_was_reached_comes_without_plans() {
        let check = |kep: Option<KepOutcome>, item: Option<ItemOutcome>, expected: &str| {
            let outcome =
                Outcome { then_day: Some(Date::constant(2023, 11, 1)), kep, item, ..Outcome::default() };
            assert_eq!(Lang::En.reached_state(&outcome.headline().unwrap().main()), expected);
        };
        let alpha = || kep_state(Status::Implementable, Stage::Alpha, 28);
        let beta = kep_state(Status::Implementable, Stage::Beta, 30);
        check(kep(Relation::Itself, alpha(), beta), None, "beta 1.30");
        check(
            kep(Relation::Itself, alpha(), kep_state(Status::Withdrawn, Stage::Alpha, 28)),
            None,
            "withdrawn",
        );
        check(None, item(ItemState::Open, ItemState::Merged, None), "merged");
    }

    #[test]
    fn a_number_that_no_kep_has_is_what_github_knows_it_to_be() {
        use ItemState::{Merged, Unknown};
        let absent = then_now::KepState::default;
        let unknown = || kep(Relation::Unknown, absent(), absent());
        check(unknown(), item(Merged, Merged, None), Some("merged"), Some("マージ済み"));
        check(
            unknown(),
            item(Unknown, Unknown, Some(MissingReason::NotFetched)),
            Some("no KEP has this number"),
            Some("この番号の KEP はありません"),
        );
    }
}
