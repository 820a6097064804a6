//! What forgetting a note or an entry would remove.

use serde::{Deserialize, Serialize};

use crate::address::Page;
use crate::id::{EntryId, NoteId};

/// A note, or an entry with its notes, that may be forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForgetPage {
    /// The entry, or that of the note.
    pub entry: EntryId,
    /// The note; `None` for the entry as a whole.
    pub note: Option<NoteId>,
    /// Notes, those that had left their source among them.
    pub notes: u32,
    /// Earlier words of these notes.
    pub revisions: u32,
    /// Decisions of curators on them.
    pub decisions: u32,
}

impl ForgetPage {
    /// Where the note or the entry stands.
    pub fn subject(&self) -> Page {
        match &self.note {
            Some(note) => Page::Note(self.entry.clone(), note.clone()),
            None => Page::Entry(self.entry.clone()),
        }
    }

    /// Its own address.
    pub fn page(&self) -> Page {
        Page::Forget(self.note.as_ref().map_or_else(|| self.entry.to_string(), NoteId::to_string))
    }
}
