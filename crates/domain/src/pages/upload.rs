//! What an import of uploaded files would change, and what it did.

use super::sources::VanishingNote;
use crate::notebook::reimport::ChangeCount;
use crate::notebook::{NotebookSlug, Rights};
use crate::remark::{Remark, RemarkKind};

/// What the import of an upload would change: shown before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadPreview {
    /// The names of the files.
    pub files: Vec<String>,
    /// The notebook's name in URLs.
    pub notebook: NotebookSlug,
    /// The notebook's title.
    pub title: String,
    /// The IANA name of the zone of its days.
    pub time_zone: String,
    /// What its author allows.
    pub rights: Rights,
    /// Whether it is not there yet.
    pub is_new: bool,
    /// Whether the files are added to it, and what they do not have stays.
    pub is_part: bool,
    /// Entries by what would change of them.
    pub entries: ChangeCount,
    /// Notes by what would change of them.
    pub notes: ChangeCount,
    /// Unchanged notes that the files do not have.
    pub not_in_part: usize,
    /// Notes of the files that were forgotten, and are left out.
    pub forgotten: usize,
    /// The first of the notes that would vanish, at most [`UploadPreview::SHOWN`].
    pub vanishing: Vec<VanishingNote>,
    /// Whether more vanishes than may without a word: more than half of the notes, or what was written here.
    pub needs_consent: bool,
    /// What was noticed while the files were read and notes were found again: each kind once.
    pub remarks: Vec<UploadRemarks>,
    /// Whether something else changed the database since it was shown before.
    pub is_renewed: bool,
}

impl UploadPreview {
    /// How many notes that would vanish, and how many remarks of a kind, are shown.
    pub const SHOWN: usize = 50;

    /// Whether nothing would change.
    pub fn is_unchanged(&self) -> bool {
        let untouched = |count: &ChangeCount| count.new + count.changed + count.vanished == 0;
        untouched(&self.entries) && untouched(&self.notes)
    }
}

/// Remarks of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadRemarks {
    /// What they are about.
    pub kind: RemarkKind,
    /// How many there are.
    pub count: usize,
    /// The first of them, each with the name of its file; at most [`UploadPreview::SHOWN`].
    pub shown: Vec<(Option<String>, Remark)>,
}

/// What the import of an upload did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadResult {
    /// The notebook's name in URLs.
    pub notebook: NotebookSlug,
    /// The notebook's title.
    pub title: String,
    /// Notes by what changed of them.
    pub notes: ChangeCount,
    /// The number of the run, by which it is undone; `None` where nothing changed.
    pub run: Option<i64>,
}
