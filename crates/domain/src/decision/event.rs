//! Decisions as they were made, and what is in force of them on a note.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CorrectedMeaning, Decision, JudgedVerdict, Mention};
use crate::list::filter::Filter;
use crate::tag::NoteTag;

/// What was decided in one go, and is undone in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BatchId(pub i64);

/// Who took a decision back, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reversal {
    /// The instant of the reversal.
    pub at: Timestamp,
    /// The curator who took it back.
    pub by: String,
}

/// A decision with who took it and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionEvent {
    /// The batch that it belongs to.
    pub batch: BatchId,
    /// The instant of the decision.
    pub at: Timestamp,
    /// The curator who decided.
    pub curator: String,
    /// The decision as it was made.
    pub decision: Decision,
    /// Who took it back and when; `None` while it counts.
    pub undone: Option<Reversal>,
}

/// What was decided in one go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// The id that undoes it.
    pub id: BatchId,
    /// The instant of the decisions.
    pub at: Timestamp,
    /// The curator who decided.
    pub curator: String,
    /// The number of decisions in it.
    pub decisions: u32,
    /// Its first decision; in a decision on a list all others differ in the note alone.
    pub first: Decision,
    /// The list that was decided on as a whole; `None` for single decisions.
    pub list: Option<Filter>,
    /// Who took it back and when; `None` while it counts.
    pub undone: Option<Reversal>,
}

/// A correction that is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionInForce {
    /// Which of the note's citations.
    pub mention: Mention,
    /// What it means; never [`CorrectedMeaning::Cleared`].
    pub meant: CorrectedMeaning,
    /// The curator who decided.
    pub curator: String,
    /// The instant of the decision.
    pub at: Timestamp,
}

/// A decision on a verdict that is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictInForce {
    /// Which of the note's citations.
    pub mention: Mention,
    /// What counts; never [`JudgedVerdict::Cleared`].
    pub judged: JudgedVerdict,
    /// The curator who decided.
    pub curator: String,
    /// The instant of the decision.
    pub at: Timestamp,
}

/// What curators see of a note beyond its tags.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Curation {
    /// Tags with weak evidence on which nothing is decided: SIGs first, then versions, once for each origin.
    pub suggested: Vec<NoteTag>,
    /// Tags that were rejected, with who did; `inherited` where on the entry.
    pub rejected: Vec<NoteTag>,
    /// Citations that mean something else than they say, in the order of the text.
    pub corrected: Vec<CorrectionInForce>,
    /// Citations whose verdict was decided on, in the order of the text.
    pub judged: Vec<VerdictInForce>,
}
