//! Decisions as they were made, and what is in force of them on a note.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CorrectedMeaning, Decision, Mention};
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
    /// What it was decided with.
    pub batch: BatchId,
    /// The instant of the decision.
    pub at: Timestamp,
    /// The curator who decided.
    pub curator: String,
    /// The decision as it was made.
    pub decision: Decision,
    /// Where it was taken back.
    pub undone: Option<Reversal>,
}

/// What was decided in one go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// By this it is undone.
    pub id: BatchId,
    /// The instant of the decisions.
    pub at: Timestamp,
    /// The curator who decided.
    pub curator: String,
    /// The number of decisions in it.
    pub decisions: u32,
    /// Its first decision; of one on a list it has all but the note.
    pub first: Decision,
    /// The list on all of whose notes it was decided.
    pub list: Option<Filter>,
    /// Where it was taken back.
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

/// What curators see of a note beyond its tags.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Curation {
    /// Tags with weak evidence on which nothing is decided: SIGs first, then versions, once for each origin.
    pub suggested: Vec<NoteTag>,
    /// Tags that were rejected, with who did; `inherited` where on the entry.
    pub rejected: Vec<NoteTag>,
    /// Citations that mean something else than they say, in the order of the text.
    pub corrected: Vec<CorrectionInForce>,
}
