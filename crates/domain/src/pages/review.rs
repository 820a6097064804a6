//! What waits for a curator: suggestions, citations that look wrong, and notes whose citations have moved.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::Date;
use crate::decision::Mention;
use crate::id::{EntryId, NoteId};
use crate::list::timeline::Note;
use crate::outcome::move_weight::MoveWeight;
use crate::outcome::moves::{MoveSubject, StateChange};
use crate::tag::NoteTag;

use super::likely_sigs::LikelySig;

/// What is reviewed.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "lowercase")]
pub enum ReviewKind {
    /// Tags with weak evidence on which nothing was decided.
    Suggestions,
    /// Citations that lead nowhere or were put right, on which nothing was decided.
    References,
    /// Notes without a SIG, as long as nothing was decided on any.
    Untagged,
    /// Notes whose citations have moved since they were written or confirmed.
    Confirmations,
}

impl ReviewKind {
    /// All kinds.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The word of URLs: `suggestions`, `references`, `untagged`, `confirmations`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A page of what waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// What is reviewed.
    pub kind: ReviewKind,
    /// Notes with something that waits, newest entry first; of confirmations, those first that mislead most.
    pub notes: Vec<ReviewNote>,
    /// How many notes wait in all, of each kind in order.
    pub queues: Vec<(ReviewKind, u32)>,
    /// The last note of this page, where there is a page after it: the cursor of that page. Of confirmations there is
    /// none: the next notes follow when these are decided.
    pub next: Option<NoteId>,
}

impl Review {
    /// How many notes of its kind wait in all.
    pub fn waiting(&self) -> u32 {
        self.queues.iter().find(|(kind, _)| *kind == self.kind).map_or(0, |(_, waiting)| *waiting)
    }
}

/// A note with something that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewNote {
    /// The entry that holds it.
    pub entry: EntryId,
    /// The entry's day.
    pub day: Option<Date>,
    /// The note with its references and tags.
    pub note: Note,
    /// What waits, of suggestions: SIGs first, then versions, once for each origin.
    pub suggested: Vec<NoteTag>,
    /// What waits, of references: in the order of the text.
    pub doubtful: Vec<DoubtfulReference>,
    /// The groups that it may be about, where it has none: the likeliest first.
    pub likely: Vec<LikelySig>,
    /// What waits, of confirmations.
    pub moved: Option<MovedNote>,
}

/// A note whose citations have moved since it was written or confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedNote {
    /// How much it misleads, by that of its citations which weighs most.
    pub weight: MoveWeight,
    /// What has moved, in the order of the text, newest move first.
    pub moves: Vec<CitationMove>,
}

/// A move of what a note cites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitationMove {
    /// The place of the citation in [`Note::references`].
    pub position: u32,
    /// The KEP or item that has moved.
    pub subject: MoveSubject,
    /// On which day, in UTC.
    pub day: Date,
    /// What it was and what it became.
    pub change: StateChange,
}

/// A citation that looks wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoubtfulReference {
    /// Which of the note's citations.
    pub mention: Mention,
    /// Its place in [`Note::references`].
    pub position: u32,
    /// The reason for the doubt.
    pub why: Doubt,
}

/// What is wrong with a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Doubt {
    /// No KEP has the number.
    UnknownKep,
    /// GitHub shows nothing under the number.
    NotFound,
    /// It was misspelt, and what is meant was guessed.
    Misspelt,
}
