//! How what a note expected of a KEP turned out.
//!
//! What is expected is the plan of kep.yaml on the note's day for the stage that comes next; a note's own sentence
//! counts only where it can mean but one thing (see [`Wording`]). A wrong verdict is worse than none: what no
//! revision proves is open, or unknown.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::Date;
use crate::kep::{KepStanding, Milestone, Stage, Status};
use crate::outcome::then_now::{DatedRevision, History, KepState};
use crate::version::Version;

#[cfg(test)]
mod tests;
mod wording;

pub use wording::{CitationPlaces, Wording, WrittenCitation};

/// How an expectation turned out.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase", parse_err_ty = NotAVerdict, parse_err_fn = NotAVerdict::new)]
pub enum Verdict {
    /// The stage came in the release that it was planned for.
    Held,
    /// It came in a later release.
    Late,
    /// It came in an earlier release.
    Early,
    /// Its release came out without it, and it has not come since.
    Missed,
    /// The KEP was withdrawn, replaced, rejected or deferred before it came.
    Dropped,
    /// Nothing was expected, and the KEP went further than it was when the note was written.
    Overtaken,
    /// Its release is not out, or nothing confirms that it came.
    Open,
    /// Something was expected, and what came of it cannot be said.
    Unknown,
}

impl Verdict {
    /// Every verdict, in the order in which they are listed.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The word of addresses, of the API and of the store: `held`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A word that names no verdict.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a verdict such as held, late or dropped")]
pub struct NotAVerdict(String);

impl NotAVerdict {
    fn new(word: &str) -> Self {
        Self(word.chars().take(40).collect())
    }
}

/// The verdict on a citation, with what proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// How it turned out.
    pub verdict: Verdict,
    /// What was expected; `None` for what was overtaken, and where a curator says so of what had no plan.
    pub expected: Option<Expectation>,
    /// The release with which the expected stage came; of what was overtaken, that of the stage now.
    pub came_in: Option<Version>,
    /// The days of the revisions of kep.yaml that prove it, oldest first, each once.
    pub revisions: Vec<Date>,
    /// The curator who set it, where it does not follow from the facts.
    pub curator: Option<String>,
}

/// What was expected on the note's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expectation {
    /// Which stage in which release.
    pub milestone: Milestone,
    /// Who expected it.
    pub source: ExpectationSource,
}

/// Who expected something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum ExpectationSource {
    /// The kep.yaml in force on the note's day.
    Kep,
    /// The note itself, in a sentence that can mean but one thing.
    Note,
}

impl ExpectationSource {
    /// The word of the API: `kep`, `note`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl Judgement {
    /// What a curator decided, with what is known of the same expectation.
    pub fn decided(derived: Option<Self>, verdict: Verdict, curator: &str) -> Self {
        let curator = Some(curator.to_owned());
        match derived {
            // What was overtaken expected nothing.
            Some(derived) if verdict == Verdict::Overtaken => {
                Self { verdict, curator, expected: None, ..derived }
            }
            Some(derived) => Self { verdict, curator, ..derived },
            None => Self { verdict, expected: None, came_in: None, revisions: Vec::new(), curator },
        }
    }

    /// By how many releases the stage came later than expected; negative where it came before, `None` where it did
    /// not come or nothing was expected, and where a curator's verdict contradicts it.
    pub fn releases_late(&self) -> Option<i32> {
        let expected = self.expected?.milestone.version;
        let late = self.came_in.map(|came_in| i32::from(came_in.minor) - i32::from(expected.minor));
        late.filter(|late| match self.verdict {
            Verdict::Held => *late == 0,
            Verdict::Late => *late > 0,
            Verdict::Early => *late < 0,
            _ => false,
        })
    }
}

/// The day of a note, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoteDay {
    /// The last day that it can be of; its own, where it has one.
    pub last: Option<Date>,
    /// The first day that it can be of; its own, where it has one.
    pub first: Option<Date>,
}

impl NoteDay {
    /// A day that is known.
    pub fn new(day: Date) -> Self {
        Self { last: Some(day), first: Some(day) }
    }

    /// Whether the note may have been written after `day`, as far as that is known.
    pub fn may_be_after(self, day: Date) -> bool {
        self.last.is_some_and(|last| last > day)
    }
}

/// The verdict on a citation of a KEP in a note of `day`; `now` is the day of the last sync.
///
/// `None` where nothing was expected and the KEP went no further, where the note denies the plan, and where the note
/// may be of days with different plans.
pub fn judge(history: &History<'_>, day: NoteDay, wording: Wording, now: Date) -> Option<Judgement> {
    let (first, last) = (day.first?, day.last?);
    let expected = expectation(history, last, wording)?;
    if first != last && expectation(history, first, wording)? != expected {
        return None;
    }
    match expected {
        Some(expected) => Some(judge_expected(history, last, expected, now)),
        None => overtaken(&history.state_on(last), &history.state_on(now), history),
    }
}

/// What was expected on a day: `Some(None)` for nothing, `None` where the note denies the plan or contradicts it.
fn expectation(history: &History<'_>, day: Date, wording: Wording) -> Option<Option<Expectation>> {
    let plan = history.planned_on(day).map(|planned| planned.milestone);
    let by = |milestone, source| Some(Some(Expectation { milestone, source }));
    match (wording, plan) {
        (Wording::Silent, Some(plan)) => by(plan, ExpectationSource::Kep),
        (Wording::Silent, None) => Some(None),
        (Wording::Denies { version }, Some(plan)) if version == plan.version => None,
        (Wording::Denies { .. }, Some(plan)) => by(plan, ExpectationSource::Kep),
        (Wording::Denies { .. }, None) => None,
        (Wording::Expects { version, stage }, Some(plan)) if version == plan.version => match stage {
            Some(stage) if stage == plan.stage => by(plan, ExpectationSource::Note),
            None => by(plan, ExpectationSource::Kep),
            Some(_) => None,
        },
        // The note means another release than the plan: only what it says in full can be judged.
        (Wording::Expects { version, stage: Some(stage) }, _)
            if Some(stage) > history.shipped_on(day).map(|shipped| shipped.stage) =>
        {
            by(Milestone { stage, version }, ExpectationSource::Note)
        }
        (Wording::Expects { .. }, _) => None,
    }
}

fn judge_expected(history: &History<'_>, day: Date, expected: Expectation, now: Date) -> Judgement {
    let Milestone { stage, version } = expected.milestone;
    let until = now.min(history.data_day);
    let is_out = |version| history.releases.is_out(version, until);
    let planned = history.in_force_on(day);
    let newest = history.revisions.last();
    let came_in = history.came_in(stage, until);
    let (verdict, proof) = if let Some(came_in) = came_in {
        let verdict = match came_in.cmp(&version) {
            std::cmp::Ordering::Equal => Verdict::Held,
            std::cmp::Ordering::Greater => Verdict::Late,
            std::cmp::Ordering::Less => Verdict::Early,
        };
        let names_it = |standing: &KepStanding| standing.milestones.get(stage) == Some(came_in);
        let confirms = |standing: &KepStanding| names_it(standing) && Some(stage) <= standing.stage;
        (verdict, [begin_of_last_run(history, names_it), begin_of_last_run(history, confirms)])
    } else if newest.is_some_and(|newest| newest.standing.status.is_given_up()) {
        (Verdict::Dropped, [begin_of_last_run(history, |standing| standing.status.is_given_up()), None])
    } else if !is_out(version) {
        (Verdict::Open, [None, None])
    } else if history.shipped_on(until).is_some_and(|shipped| shipped.stage > stage) {
        // A stage was skipped, or its version was lost.
        (Verdict::Unknown, [newest, None])
    } else {
        match newest.and_then(|newest| newest.standing.milestones.get(stage)) {
            // Its file was not touched since, or names a release that came out and does not say that it came.
            Some(named) if named <= version => (Verdict::Open, [newest, None]),
            named => {
                let says_so = |standing: &KepStanding| standing.milestones.get(stage) == named;
                (Verdict::Missed, [begin_of_last_run(history, says_so), None])
            }
        }
    };
    let mut revisions: Vec<Date> =
        planned.into_iter().chain(proof.into_iter().flatten()).map(|it| it.day).collect();
    revisions.sort_unstable();
    revisions.dedup();
    Judgement { verdict, expected: Some(expected), came_in, revisions, curator: None }
}

/// The first of the newest revisions that all satisfy `is_so`; `None` where the newest does not.
fn begin_of_last_run<'h>(
    history: &'h History<'_>,
    is_so: impl Fn(&KepStanding) -> bool,
) -> Option<&'h DatedRevision> {
    history.revisions.iter().rev().take_while(|revised| is_so(&revised.standing)).last()
}

/// The verdict where nothing was expected: that a further stage has shipped since. What was given up is not ahead.
fn overtaken(then: &KepState, now: &KepState, history: &History<'_>) -> Option<Judgement> {
    let stage = |state: &KepState| state.shipped.map(|shipped| shipped.stage);
    let given_up = now.status.as_ref().is_some_and(Status::is_given_up);
    let shipped = now.shipped.filter(|_| stage(now) > stage(then) && !given_up)?;
    let confirms = |standing: &KepStanding| {
        standing.milestones.get(shipped.stage) == Some(shipped.version)
            && Some(shipped.stage) <= standing.stage
    };
    let revisions = begin_of_last_run(history, confirms).map(|revised| revised.day);
    let mut revisions: Vec<Date> = then.revision.into_iter().chain(revisions).collect();
    revisions.sort_unstable();
    revisions.dedup();
    Some(Judgement {
        verdict: Verdict::Overtaken,
        expected: None,
        came_in: Some(shipped.version),
        revisions,
        curator: None,
    })
}

impl History<'_> {
    /// The release with which a stage came, as far as the newest revision or what is known otherwise confirms it and
    /// it was out on `day`; the older of two. What was given up when its release came out did not come with it.
    fn came_in(&self, stage: Stage, day: Date) -> Option<Version> {
        let newest = self.revisions.last().and_then(|newest| newest.standing.milestones.get(stage));
        let overrides = self.shipped_overrides.iter().filter(|known| known.stage == stage);
        newest
            .into_iter()
            .chain(overrides.map(|known| known.version))
            .filter(|&version| {
                self.confirms(Milestone { stage, version }) && self.releases.is_out(version, day)
            })
            .filter(|&version| !self.was_given_up_at(version))
            .min()
    }

    /// Whether the KEP was given up on the day on which a release came out.
    fn was_given_up_at(&self, version: Version) -> bool {
        let in_force = self.releases.day_of(version).and_then(|day| self.in_force_on(day));
        in_force.is_some_and(|revised| revised.standing.status.is_given_up())
    }
}
