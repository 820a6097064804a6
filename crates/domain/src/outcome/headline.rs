//! What is stated of a citation in a line: which state comes first, and what is left out.
//!
//! One rule for chips, feeds, share cards and documents, each of which prints it in its own form: a KEP
//! says more than a pull request about it, unless that alone has moved; what has not moved is stated
//! without *then*; a number that no KEP has is what GitHub knows it to be.

use super::{ItemOutcome, KepOutcome, MissingReason, Outcome, Relation};
use crate::github::{self, ItemKind, ItemState};
use crate::kep::Status;
use crate::outcome::then_now::{self, KepState};
use crate::outcome::verdict::Verdict;

#[cfg(test)]
mod tests;

/// What a citation cites, as far as the facts say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CitedSubject<'a> {
    /// A KEP: the one that is written, or the one as which its number lives on.
    Kep(&'a KepOutcome),
    /// A pull request about a KEP.
    PullAbout(&'a KepOutcome),
    /// A number that was written as a KEP's, that no KEP has and of which GitHub says nothing.
    UnknownKep(&'a KepOutcome),
    /// A number that was written as a KEP's and that several KEPs have.
    SeveralKeps(&'a KepOutcome),
    /// A pull request or an issue that has to do with no KEP.
    Item(&'a ItemOutcome),
}

/// What is stated of a citation: one thing, and a second where the pull request or issue has moved as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Headline<'a> {
    /// Of the KEP, where there is one.
    pub first: Statement<'a>,
    /// Of the pull request or issue next to its KEP; `None` unless it has moved.
    pub second: Option<Statement<'a>>,
}

/// A state, with what it was then where it is another one now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statement<'a> {
    /// Of a KEP; its successor belongs to its state now.
    Kep {
        /// The KEP, with its relation to the citation.
        kep: &'a KepOutcome,
        /// `None` where it has not moved.
        then: Option<&'a then_now::KepState>,
    },
    /// That no KEP has the number.
    UnknownKep,
    /// That several KEPs have it: their states may differ, and none is stated.
    SeveralKeps,
    /// Of a pull request or an issue.
    Item {
        /// The pull request or issue.
        item: &'a ItemOutcome,
        /// `None` where it has not moved.
        then: Option<github::ItemState>,
    },
    /// That the state of a pull request or an issue is not known, and why.
    UnknownItem {
        /// The pull request or issue.
        item: &'a ItemOutcome,
        /// Why nothing is known.
        missing: MissingReason,
    },
}

impl Outcome {
    /// What is cited; `None` where nothing is known of anything.
    pub fn subject(&self) -> Option<CitedSubject<'_>> {
        let Some(kep) = &self.kep else { return self.item.as_ref().map(CitedSubject::Item) };
        let known_item = self.item.as_ref().filter(|item| item.missing.is_none());
        Some(match (kep.relation, known_item) {
            (Relation::Itself | Relation::ContinuedAs, _) => CitedSubject::Kep(kep),
            (Relation::PullAbout, _) => CitedSubject::PullAbout(kep),
            (Relation::Unknown | Relation::Ambiguous, Some(item)) => CitedSubject::Item(item),
            (Relation::Unknown, None) => CitedSubject::UnknownKep(kep),
            (Relation::Ambiguous, None) => CitedSubject::SeveralKeps(kep),
        })
    }

    /// What is stated of the citation; `None` where nothing is known of anything.
    pub fn headline(&self) -> Option<Headline<'_>> {
        Some(match self.subject()? {
            CitedSubject::Kep(kep) | CitedSubject::PullAbout(kep) => {
                let then = self.kep_moved().then_some(&kep.then);
                let moved = self.item.as_ref().filter(|_| self.item_moved());
                Headline {
                    first: Statement::Kep { kep, then },
                    second: moved.map(|item| self.item_statement(item)),
                }
            }
            CitedSubject::SeveralKeps(_) => Headline { first: Statement::SeveralKeps, second: None },
            CitedSubject::UnknownKep(_) => Headline { first: Statement::UnknownKep, second: None },
            CitedSubject::Item(item) => Headline { first: self.item_statement(item), second: None },
        })
    }

    /// What is stated of its latest move, that of [`Self::moved_on`]; `None` where it has not moved, or on an unknown day.
    pub fn latest_move(&self) -> Option<Statement<'_>> {
        let day = self.moved_on?;
        let item_moved_on = self.item.as_ref().filter(|_| self.item_moved()).and_then(|item| item.now.since);
        let moved: Vec<Statement<'_>> = self.headline()?.statements().filter(Statement::moved).collect();
        let is_latest = |statement: &&Statement<'_>| {
            matches!(statement, Statement::Item { .. }) == (item_moved_on == Some(day))
        };
        moved.iter().find(is_latest).or(moved.first()).copied()
    }

    /// Whether the KEP's shipped stage or status is another one now.
    pub fn kep_moved(&self) -> bool {
        self.then_day.is_some() && self.kep.as_ref().is_some_and(|kep| then_now::changed(&kep.then, &kep.now))
    }

    /// Whether the state of the pull request or issue is another one now.
    pub fn item_moved(&self) -> bool {
        self.then_day.is_some()
            && self.item.as_ref().is_some_and(|item| github::changed(item.then.state, item.now.state))
    }

    /// Whether what became of the KEP is to catch the eye: its stage moved, it slipped, or it was given up since.
    pub fn kep_stands_out(&self) -> bool {
        let Some(kep) = &self.kep else { return false };
        let stage = |state: &KepState| state.shipped.map(|shipped| shipped.stage);
        let given_up = |state: &KepState| state.status.as_ref().is_some_and(Status::is_given_up);
        let moved = stage(&kep.then) != stage(&kep.now) || given_up(&kep.then) != given_up(&kep.now);
        let verdict = self.judgement.as_ref().map(|judgement| judgement.verdict);
        (self.then_day.is_some() && moved)
            || matches!(verdict, Some(Verdict::Late | Verdict::Missed | Verdict::Dropped))
    }

    /// Whether what became of the pull request or issue is to catch the eye: it was closed without being done.
    /// That it was merged is what one expects.
    pub fn item_stands_out(&self) -> bool {
        let dropped = |item: &ItemOutcome| match item.now.state {
            // Why an issue was closed is not always known.
            ItemState::Closed => item.kind == Some(ItemKind::Pull),
            state => state == ItemState::NotPlanned,
        };
        self.item_moved() && self.item.as_ref().is_some_and(dropped)
    }

    fn item_statement<'a>(&self, item: &'a ItemOutcome) -> Statement<'a> {
        match item.missing {
            Some(missing) => Statement::UnknownItem { item, missing },
            None => Statement::Item { item, then: self.item_moved().then_some(item.then.state) },
        }
    }
}

impl<'a> Headline<'a> {
    /// The statements in their order.
    pub fn statements(&self) -> impl Iterator<Item = Statement<'a>> + use<'a> {
        [Some(self.first), self.second].into_iter().flatten()
    }

    /// The one that says most: the first, unless only the second has moved.
    pub fn main(&self) -> Statement<'a> {
        self.second.filter(|_| !self.first.moved()).unwrap_or(self.first)
    }
}

impl Statement<'_> {
    /// Whether the state is another one now.
    pub fn moved(&self) -> bool {
        matches!(self, Statement::Kep { then: Some(_), .. } | Statement::Item { then: Some(_), .. })
    }
}
