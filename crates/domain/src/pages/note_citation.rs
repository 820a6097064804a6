//! Where notes cite something.

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::github::ItemStanding;
use crate::id::{EntryId, NoteId};

/// A note that cites something, with what that was then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteCitation {
    /// The entry of the note.
    pub entry: EntryId,
    /// The note that cites it.
    pub note: NoteId,
    /// The day of the entry, where it has one.
    pub day: Option<Date>,
    /// The words as they stand in the note.
    pub literal: String,
    /// What the pull request or issue was at the end of that day; `None` where a KEP is cited.
    pub then: Option<ItemStanding>,
}
