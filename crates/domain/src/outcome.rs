//! What became of a citation: how it is read, and its state then and now.
//!
//! *Then* is the end of the note's day in its notebook's zone, *now* the day up to which the
//! facts are known: never the wall clock.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::Date;
use crate::cite::{GithubKind, Target};
use crate::github::{ItemKey, ItemKind, ItemStanding};
use crate::outcome::verdict::{Judgement, Verdict};
use crate::version::Version;

mod headline;
pub mod in_release;
mod judge;
pub mod move_weight;
pub mod moves;
pub mod ruler;
pub mod story;
#[cfg(test)]
mod tests;
pub mod then_now;
pub mod verdict;

pub use headline::{CitedSubject, Headline, Statement};
pub use judge::{FactBase, Judge, KepDataTimes, KepFacts, known_revisions};

/// The version of the rules of judgement. To be raised when one of them changes: every outcome is derived again then.
pub const DERIVATION_VERSION: i64 = 3;

/// What became of one citation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The day that *then* means: the entry's own, else the last that it can be of. `None` where
    /// neither is known: nothing is known of then.
    pub then_day: Option<Date>,
    /// What is meant instead of what is written, and why.
    pub read_as: Option<ReadAs>,
    /// The KEP that is cited, or that the cited pull request is about; `None` where there is none, or none is known.
    pub kep: Option<KepOutcome>,
    /// The pull request or issue that is cited; `None` for other targets and for KEPs.
    pub item: Option<ItemOutcome>,
    /// Whether the shipped stage, the status or the state is another one now.
    pub changed: bool,
    /// The day of the latest move, where it has changed and the day is known.
    pub moved_on: Option<Date>,
    /// How what was expected of the KEP turned out; `None` where there is nothing to judge.
    pub judgement: Option<Judgement>,
}

impl Outcome {
    /// Replaces what was judged by what a curator says: a verdict, or that there is none. Of what is about no KEP
    /// there is no verdict.
    pub fn decide_verdict(&mut self, verdict: Option<Verdict>, curator: &str) {
        let has_kep = self.kep.as_ref().is_some_and(|kep| kep.relation.is_known());
        let derived = self.judgement.take();
        self.judgement =
            verdict.filter(|_| has_kep).map(|verdict| Judgement::decided(derived, verdict, curator));
    }

    /// What a citation leads to: the KEP that is cited or that goes on under another number, where that has
    /// a page; else the pull request or issue of the number; else what is `cited`.
    pub fn destination(&self, cited: &Target) -> Target {
        if let Some(kep) = self.kep.as_ref().filter(|kep| kep.relation == Relation::Ambiguous) {
            // Its page names all of them.
            return Target::Kep(kep.number);
        }
        let is_cited = |kep: &&KepOutcome| matches!(kep.relation, Relation::Itself | Relation::ContinuedAs);
        match (self.kep.as_ref().filter(is_cited).filter(|kep| kep.has_page()), &self.item, cited) {
            (Some(kep), _, _) => Target::Kep(kep.number),
            (None, Some(item), Target::Kep(_)) => {
                let ItemKey { repo, number } = item.key.clone();
                Target::Github { repo, number, kind: GithubKind::Unknown }
            }
            (None, _, cited) => cited.clone(),
        }
    }
}

/// A reading that differs from what is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadAs {
    /// The target that is meant.
    pub target: Target,
    /// The evidence for it, in English.
    pub reason: String,
}

/// How a citation relates to a KEP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Relation {
    /// The KEP itself is cited.
    Itself,
    /// A pull request about the KEP is cited.
    PullAbout,
    /// A number is cited that has no KEP of its own and lives on as this one.
    ContinuedAs,
    /// A KEP's number is cited that no KEP has: `then` and `now` say nothing.
    Unknown,
    /// A KEP's number is cited that several have, and nobody says which is meant: `then` and `now` say nothing.
    Ambiguous,
}

impl Relation {
    /// Whether it is known which KEP is meant.
    pub fn is_known(self) -> bool {
        match self {
            Self::Itself | Self::PullAbout | Self::ContinuedAs => true,
            Self::Unknown | Self::Ambiguous => false,
        }
    }

    /// The word of the store: `itself`, `pull_about`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A KEP then and now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KepOutcome {
    /// The number of the KEP.
    pub number: u32,
    /// What it has to do with the citation.
    pub relation: Relation,
    /// The title in its newest file.
    pub title: Option<String>,
    /// What it was then; everything absent where then is not known.
    pub then: then_now::KepState,
    /// Its state as of the last sync.
    pub now: then_now::KepState,
    /// The day on which the stage that it is at now was released.
    pub shipped_on: Option<Date>,
    /// The KEP that took its place, where the facts name one.
    pub successor: Option<u32>,
}

impl KepOutcome {
    /// Whether the KEP has a page here: whether a file of it was ever seen.
    pub fn has_page(&self) -> bool {
        self.now.status.is_some()
    }
}

/// A pull request or an issue then and now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemOutcome {
    /// Where it is fetched from, spelt as it was cited or read.
    pub key: ItemKey,
    /// Which of the two, where that is known.
    pub kind: Option<ItemKind>,
    /// Its title, where it was fetched.
    pub title: Option<String>,
    /// Its state on the note's day.
    pub then: ItemStanding,
    /// Its state as of the last sync.
    pub now: ItemStanding,
    /// The Kubernetes version it landed in, as its milestone says.
    pub release: Option<Version>,
    /// Where it lives now, where it has moved.
    pub moved_to: Option<ItemKey>,
    /// Why nothing is known of it.
    pub missing: Option<MissingReason>,
}

/// Why nothing is known of a pull request or an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingReason {
    /// It was never fetched.
    #[serde(rename = "not_asked")]
    NotFetched,
    /// GitHub shows nothing to the public under that number.
    NotFound,
    /// It lives on as a discussion.
    Discussion,
}
