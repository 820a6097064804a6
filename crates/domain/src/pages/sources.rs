//! The sources that notebooks follow, for curators; and how they do, for everybody.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{EntryId, NoteId};
use crate::notebook::NotebookSlug;
use crate::notebook::followed::{FollowedSource, LookFailure, Revision, SourceKind, SourceState};
use crate::notebook::reimport::ChangeCount;

/// The page of the sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourcesPage {
    /// By notebook.
    pub sources: Vec<SourceLine>,
}

/// A source as curators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    /// Its number.
    pub id: i64,
    /// How it is read.
    pub kind: SourceKind,
    /// Where it is, without secrets.
    pub address: String,
    /// Its branch, where one is named.
    pub branch: Option<String>,
    /// Its folder in the repository, where one is named.
    pub folder: Option<String>,
    /// The notebook that follows it.
    pub notebook: NotebookSlug,
    /// How often it is looked at.
    pub every: Duration,
    /// What it does.
    pub state: SourceState,
    /// When it was looked at last.
    pub looked_at: Option<Timestamp>,
    /// When it is looked at next; `None` while it is paused.
    pub next_look: Option<Timestamp>,
    /// When something of it was imported last.
    pub changed_at: Option<Timestamp>,
    /// What was imported last.
    pub revision: Option<Revision>,
    /// Why it cannot be read.
    pub failure: Option<LookFailure>,
    /// What waits for a curator.
    pub waiting: Option<WaitingLine>,
}

/// A change that waits, with what would be lost by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingLine {
    /// The revision that would be imported.
    pub revision: Revision,
    /// What it would change of the notes.
    pub notes: ChangeCount,
    /// The first of the notes that would vanish, at most [`WaitingLine::SHOWN`].
    pub vanishing: Vec<VanishingNote>,
}

impl WaitingLine {
    /// How many notes are shown.
    pub const SHOWN: usize = 100;
}

/// A note that would vanish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VanishingNote {
    /// Its entry.
    pub entry: EntryId,
    /// The note.
    pub note: NoteId,
    /// Its words.
    pub text: String,
}

impl SourceLine {
    /// A source with the notes that would vanish by what waits of it.
    pub fn new(followed: FollowedSource, vanishing: Vec<VanishingNote>) -> Self {
        let (state, next_look) = (followed.state(), followed.next_look());
        let FollowedSource { id, source, looks, .. } = followed;
        let waiting = looks.waiting.map(|waiting| WaitingLine {
            revision: waiting.revision,
            notes: waiting.notes,
            vanishing,
        });
        Self {
            id,
            kind: source.address.kind,
            address: source.address.redacted(),
            branch: source.address.branch,
            folder: source.address.folder,
            notebook: source.notebook,
            every: source.every,
            state,
            looked_at: looks.looked_at,
            next_look,
            changed_at: looks.changed_at,
            revision: looks.revision,
            failure: looks.failure,
            waiting,
        }
    }
}

/// How the sources do: what everybody may know of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceCounts {
    /// Sources, those that are paused among them.
    pub followed: u32,
    /// Those that cannot be read.
    pub failing: u32,
    /// Since when the first of them cannot.
    pub failing_since: Option<Timestamp>,
    /// Those of which a change waits for a curator.
    pub waiting: u32,
}

/// What a notebook was imported from last, as far as a viewer may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedRevision {
    /// What was imported.
    pub revision: Revision,
    /// Where it came from.
    pub address: Option<String>,
}
