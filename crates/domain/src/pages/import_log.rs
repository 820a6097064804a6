//! What changed the notebooks last, and what of it can be taken back.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::notebook::reimport::ChangeCount;
use crate::notebook::{NotebookSlug, Viewer};

/// The log of imports and of decisions, each newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunLog {
    /// Imports that changed something, and undos of such.
    pub runs: Vec<LoggedRun>,
    /// What curators decided; empty for strangers.
    pub decisions: Vec<LoggedDecisions>,
}

impl RunLog {
    /// How many runs, and how many batches of decisions, are shown.
    pub const SHOWN: usize = 12;

    /// What of it is for `viewer`: the names of files and of writers, and the decisions, are for curators.
    pub fn for_viewer(mut self, viewer: Viewer) -> Self {
        if viewer == Viewer::Stranger {
            for run in &mut self.runs {
                (run.source, run.written_by) = (None, None);
            }
            self.decisions.clear();
        }
        self
    }

    /// The run of a number, where it is shown.
    pub fn run(&self, id: i64) -> Option<&LoggedRun> {
        self.runs.iter().find(|run| run.id == id)
    }
}

/// An import, or an undo of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedRun {
    /// Its number.
    pub id: i64,
    /// The notebook's name in URLs.
    pub notebook: NotebookSlug,
    /// The notebook's title.
    pub title: String,
    /// When it was.
    pub at: Timestamp,
    /// The names of the imported files, where they are known.
    pub source: Option<String>,
    /// Whether it was written here.
    pub is_written: bool,
    /// The curator who wrote it.
    pub written_by: Option<String>,
    /// The run that it took back.
    pub undoes: Option<i64>,
    /// Entries by what changed of them.
    pub entries: ChangeCount,
    /// Notes by what changed of them.
    pub notes: ChangeCount,
    /// Notes that got back what an earlier source had lost of them.
    pub repaired: u32,
    /// Whether it was taken back.
    pub is_undone: bool,
    /// Whether it can be taken back now.
    pub can_undo: bool,
}

/// What a curator decided in one go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedDecisions {
    /// The number of the batch.
    pub batch: i64,
    /// When it was.
    pub at: Timestamp,
    /// The curator's name.
    pub curator: String,
    /// How many decisions it has.
    pub decisions: u32,
    /// The query of the list on all of whose notes it was decided.
    pub list: Option<String>,
    /// Whether it was taken back.
    pub is_undone: bool,
}

/// A run, and what taking it back would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPage {
    /// The number of the run.
    pub id: i64,
    /// The log, where the run stands unless it is long ago.
    pub log: RunLog,
    /// What taking it back would do; `None` where it cannot be taken back now.
    pub effect: Option<UndoEffect>,
}

/// What taking a run back would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoEffect {
    /// Entries by what would change of them.
    pub entries: ChangeCount,
    /// Notes by what would change of them.
    pub notes: ChangeCount,
    /// Decisions of curators on notes that leave by it: they wait for their return.
    pub waiting_decisions: u32,
}
