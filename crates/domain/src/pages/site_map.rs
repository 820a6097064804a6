//! What search engines may read, with the day of its last news.

use crate::Date;
use crate::id::{EntryId, NoteId};
use crate::sig::Sig;
use crate::version::Version;

use super::KepName;

/// Every page that may be indexed: none that shows notes whose rights are unstated.
///
/// Each has the day of its last news, where one is known: the latest day that it was written on, or
/// on which something moved that it cites.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteMap {
    /// Whether the timeline itself may be: all notebooks allow it, and there is one.
    pub timeline: bool,
    /// Whether there is a list of KEPs.
    pub any_kep: bool,
    /// In the order of the timeline, newest first.
    pub entries: Vec<(EntryId, Option<Date>)>,
    /// In the same order, each with its entry.
    pub notes: Vec<(EntryId, NoteId, Option<Date>)>,
    /// Those that notes cite, by number.
    pub keps: Vec<(KepName, Option<Date>)>,
    /// Those that notes are tagged with, by name.
    pub sigs: Vec<(Sig, Option<Date>)>,
    /// Those that notes are tagged with, newest first.
    pub versions: Vec<(Version, Option<Date>)>,
}
