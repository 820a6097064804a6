//! What notes expected of a release, and what came of it.

use serde::{Deserialize, Serialize};

use super::VerdictCounts;
use crate::Date;
use crate::id::{EntryId, NoteId};
use crate::kep::Stage;
use crate::outcome::verdict::Verdict;
use crate::version::Version;

/// A stage of a KEP that notes expected of a release, and how that turned out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseExpectation {
    /// The number of the KEP.
    pub kep: u32,
    /// Its title in its newest file.
    pub title: Option<String>,
    /// The stage.
    pub stage: Stage,
    /// How it turned out.
    pub verdict: Verdict,
    /// The release that it came with.
    pub came_in: Option<Version>,
    /// The day of that release, where it is known.
    pub released: Option<Date>,
    /// The first notes that expected it, oldest first: at most [`ReleaseExpectation::NOTES`].
    pub notes: Vec<ExpectingNote>,
    /// How many notes expected it.
    pub notes_count: u32,
}

/// A note that expected something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectingNote {
    /// The entry of the note.
    pub entry: EntryId,
    /// The note.
    pub note: NoteId,
    /// The day of the entry, where it has one.
    pub day: Option<Date>,
}

impl ReleaseExpectation {
    /// How many notes are named.
    pub const NOTES: u32 = 3;

    /// How many expectations turned out how: each stage of a KEP once.
    pub fn count<'a>(expectations: impl IntoIterator<Item = &'a Self>) -> VerdictCounts {
        let mut counts = VerdictCounts::default();
        for expectation in expectations {
            counts.notes += 1;
            counts.set(expectation.verdict, counts.get(expectation.verdict) + 1);
        }
        counts
    }
}
