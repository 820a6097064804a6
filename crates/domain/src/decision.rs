//! What curators decide: tags that stand or fall whatever is derived, what a citation really is, and that a note is still
//! true.
//!
//! A decision is an event that is never recomputed; which of them are in force follows from all.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::id::{EntryId, NoteId};
use crate::tag::Tag;

mod allowed;
mod confirmation;
mod correction;
pub mod curator;
mod event;
mod judgement;

pub use allowed::{FIRST_VERSION, TagNotAllowed, check_allowed, newest_allowed};
pub use confirmation::{Confirmation, ConfirmationDecision, NotAConfirmation, digest_words};
pub use correction::{CorrectedMeaning, Correction, Mention, NotACorrection};
pub use event::{Batch, BatchId, CorrectionInForce, Curation, DecisionEvent, Reversal, VerdictInForce};
pub use judgement::{JudgedVerdict, VerdictDecision};

/// What a tag is decided on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DecisionScope {
    /// One note.
    Note(NoteId),
    /// An entry: its notes inherit it.
    Entry(EntryId),
}

/// What was decided on a tag.
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
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "lowercase", parse_err_ty = NotARuling, parse_err_fn = NotARuling::new)]
pub enum Ruling {
    /// It is there, whatever is derived.
    Applied,
    /// It is not there, whatever is derived, and is not suggested again.
    Rejected,
    /// Nothing is decided any more: what is derived, or decided on the entry, counts again.
    Cleared,
}

impl Ruling {
    /// Every ruling.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The word of the store and of forms: `applied`, `rejected`, `cleared`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A word that names no ruling.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no ruling")]
pub struct NotARuling(String);

impl NotARuling {
    fn new(word: &str) -> Self {
        Self(word.chars().take(40).collect())
    }
}

/// A ruling on a tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagDecision {
    /// The note or entry that it is about.
    pub on: DecisionScope,
    /// The tag that is applied or rejected.
    pub tag: Tag,
    /// What counts from now on.
    pub ruling: Ruling,
}

/// One decision of a curator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// A ruling on a tag.
    Tag(TagDecision),
    /// On what a citation is.
    Correction(Correction),
    /// On how what a citation expected turned out.
    Verdict(VerdictDecision),
    /// On whether a note is still true.
    Confirmation(ConfirmationDecision),
}

/// What is in force for a tag on a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RulingInForce {
    /// Whether it is applied, else rejected.
    pub applied: bool,
    /// Whether it was decided on the entry.
    pub inherited: bool,
}

/// What counts for a tag on a note: its own ruling, else that of its entry; `None` where neither
/// says anything. What was cleared says nothing.
pub fn ruling_in_force(own: Option<Ruling>, on_entry: Option<Ruling>) -> Option<RulingInForce> {
    let says = |ruling: Option<Ruling>| match ruling? {
        Ruling::Applied => Some(true),
        Ruling::Rejected => Some(false),
        Ruling::Cleared => None,
    };
    let own = says(own).map(|applied| RulingInForce { applied, inherited: false });
    own.or_else(|| says(on_entry).map(|applied| RulingInForce { applied, inherited: true }))
}

#[cfg(test)]
mod tests {
    use super::Ruling::{Applied, Cleared, Rejected};
    use super::*;

    #[track_caller]
    fn check(own: Option<Ruling>, on_entry: Option<Ruling>, expected: Option<(bool, bool)>) {
        let found = ruling_in_force(own, on_entry).map(|found| (found.applied, found.inherited));
        assert_eq!(found, expected, "{own:?} {on_entry:?}");
    }

    #[test]
    fn what_is_decided_on_the_note_wins() {
        check(Some(Applied), Some(Rejected), Some((true, false)));
        check(Some(Rejected), Some(Applied), Some((false, false)));
        check(Some(Applied), None, Some((true, false)));
    }

    #[test]
    fn what_the_note_leaves_open_is_inherited() {
        check(None, Some(Applied), Some((true, true)));
        check(None, Some(Rejected), Some((false, true)));
        check(Some(Cleared), Some(Applied), Some((true, true)));
    }

    #[test]
    fn what_was_cleared_says_nothing() {
        check(None, None, None);
        check(Some(Cleared), None, None);
        check(None, Some(Cleared), None);
        check(Some(Cleared), Some(Cleared), None);
    }

    #[test]
    fn a_ruling_reads_its_own_word() {
        for ruling in Ruling::ALL {
            assert_eq!(ruling.as_str().parse(), Ok(*ruling));
        }
        assert!("Applied".parse::<Ruling>().is_err());
    }
}
