//! What the notes of an entry said before, and when that changed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::NoteId;
use crate::list::timeline::Entry;
use crate::notebook::Viewer;
use crate::notebook::word_diff::DiffPart;

/// The history of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    /// Without its notes.
    pub entry: Entry,
    /// Notes that were changed after they came, or left, in the order of the entry.
    pub notes: Vec<NoteHistory>,
    /// How many notes are as they came.
    pub unchanged: u32,
    /// Whether there are older changes than are shown.
    pub is_cut: bool,
}

impl HistoryPage {
    /// How many changes are shown.
    pub const CHANGES: usize = 200;

    /// Whether `viewer` may read what the notes said before.
    pub fn allows_words(&self, viewer: Viewer) -> bool {
        self.entry.notebook.rights.allow_text(viewer)
    }

    /// What of it is for `viewer`: the names of files and of writers are for curators, and so are the words of notes that left their
    /// source, and all words where the rights withhold them.
    pub fn for_viewer(mut self, viewer: Viewer) -> Self {
        if viewer == Viewer::Curator {
            return self;
        }
        let allows_words = self.allows_words(viewer);
        for note in &mut self.notes {
            if !allows_words || note.vanished_at.is_some() {
                note.remove_words();
            }
            for step in &mut note.steps {
                (step.source, step.written_by) = (None, None);
            }
        }
        self
    }
}

/// The history of a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteHistory {
    /// Its id.
    pub id: NoteId,
    /// Its Markdown now, or as it was last.
    pub markdown: String,
    /// When it left its source; `None` where it is in it.
    pub vanished_at: Option<Timestamp>,
    /// When it was first seen.
    pub added_at: Option<Timestamp>,
    /// What happened since, newest first.
    pub steps: Vec<Step>,
}

impl NoteHistory {
    fn remove_words(&mut self) {
        self.markdown.clear();
        for step in &mut self.steps {
            match &mut step.kind {
                StepKind::Edited(diff) | StepKind::Repaired(diff) | StepKind::Returned(diff) => diff.clear(),
                StepKind::Moved | StepKind::Vanished => {}
            }
        }
    }
}

/// Something that happened to a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When it was imported, or taken back.
    pub at: Timestamp,
    /// The number of the import or undo.
    pub run: i64,
    /// Whether an import was taken back.
    pub is_undo: bool,
    /// The names of the imported files.
    pub source: Option<String>,
    /// Whether it was written here.
    pub is_written: bool,
    /// The curator who wrote it.
    pub written_by: Option<String>,
    /// What it was.
    pub kind: StepKind,
}

/// What happened to a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepKind {
    /// Its words changed.
    Edited(Vec<DiffPart>),
    /// Its words are the same, and it got what an earlier source had lost of them.
    Repaired(Vec<DiffPart>),
    /// It came from another entry.
    Moved,
    /// It left its source.
    Vanished,
    /// It came back, perhaps with other words.
    Returned(Vec<DiffPart>),
}

impl StepKind {
    /// What is other between the words before and after; nothing where they are the same.
    pub fn diff(&self) -> &[DiffPart] {
        match self {
            Self::Edited(diff) | Self::Repaired(diff) | Self::Returned(diff) => diff,
            Self::Moved | Self::Vanished => &[],
        }
    }
}
