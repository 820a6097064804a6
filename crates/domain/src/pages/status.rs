//! How fresh the facts are, for the operator and everybody else.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::kep::KepLoss;
use crate::pages::sources::SourceCounts;

/// The page of the status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusPage {
    /// The version of the program.
    pub program: String,
    /// The instant at which the page was made.
    pub at: Timestamp,
    /// The numbers of the database.
    pub counts: StatusCounts,
    /// Each kind of sync, in the order in which they are run.
    pub kinds: Vec<KindStatus>,
    /// The files of KEPs that cannot be read.
    pub unread_keps: UnreadFiles,
    /// The sources of release notes and gates that could not be read last: what was read of them before counts.
    pub failing_sources: Vec<FailingSource>,
    /// The sources that notebooks follow.
    pub followed: SourceCounts,
}

/// A source of which the facts of before count, whole or in part, as it cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailingSource {
    /// Its name: `release-notes`, `gate-list`, `gate-pages`.
    pub name: String,
    /// Up to when its facts are complete; `None` where there are none.
    pub data_at: Option<Timestamp>,
    /// When it was tried last.
    pub checked_at: Timestamp,
}

/// Files of KEPs of which the revision before the newest counts, as the newest cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadFiles {
    /// How many have lost what.
    pub counts: Vec<(KepLoss, u32)>,
    /// The first of them by path, at most [`UnreadFiles::SHOWN`].
    pub files: Vec<UnreadFile>,
}

impl UnreadFiles {
    /// How many files are shown.
    pub const SHOWN: usize = 20;

    /// How many there are.
    pub fn total(&self) -> u32 {
        self.counts.iter().map(|(_, files)| files).sum()
    }
}

/// A file of a KEP that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadFile {
    /// Its path in the repository: `keps/sig-node/753-sidecar-containers/kep.yaml`.
    pub path: String,
    /// The instant of the commit that brought it.
    pub at: Timestamp,
    /// What it has lost.
    pub loss: KepLoss,
    /// What its reader remarked, in English.
    pub reason: String,
}

/// What there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusCounts {
    /// Notebooks.
    pub notebooks: u32,
    /// Entries that have not vanished.
    pub entries: u32,
    /// Notes that have not vanished.
    pub notes: u32,
    /// Those among them that are yet to be read again by the rules of this version.
    pub to_read_again: u32,
    /// Citations in them.
    pub references: u32,
    /// Citations that can have a state.
    pub with_state: u32,
    /// Citations of which nothing is known.
    pub unknown: u32,
    /// KEPs.
    pub keps: u32,
    /// Pull requests and issues that were fetched.
    pub items: u32,
}

/// A kind of sync.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindStatus {
    /// The word of the command line: `keps`, `github`, `releases`.
    pub kind: String,
    /// Up to when its facts are complete.
    pub data_at: Option<Timestamp>,
    /// The latest runs, newest first.
    pub runs: Vec<Run>,
}

/// One run of a sync.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended; `None` while it runs, and where it was cut off.
    pub finished_at: Option<Timestamp>,
    /// Whether it failed. What went wrong is in the log and on the command line, not on a public page.
    pub failed: bool,
    /// Whether it is none: the snapshot in the program, stored as if it had been one.
    pub is_snapshot: bool,
    /// What it did, in a line.
    pub summary: Option<String>,
}
