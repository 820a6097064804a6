//! A pull request or an issue, and where notes cite something.

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::github::{Answer, ItemKey, ItemStanding};
use crate::list::timeline::Entry;
use crate::outcome::MissingReason;
use crate::version::Version;

use super::KepLine;
use super::note_citation::NoteCitation;

/// The page of a pull request or an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemPage {
    /// Which one, spelt as it is cited.
    pub key: ItemKey,
    /// What GitHub answered last, and on which day in UTC.
    pub answer: Option<(Answer, Date)>,
    /// What it is now, by all that is known.
    pub now: ItemStanding,
    /// Why nothing is known of it.
    pub missing: Option<MissingReason>,
    /// The Kubernetes version it landed in, as its milestone says.
    pub release: Option<Version>,
    /// The KEPs that it is about.
    pub keps: Vec<KepLine>,
    /// How many notes cite it.
    pub notes: u32,
    /// Its citations in the newest of them, newest first: all, or some hundred.
    pub cited: Vec<NoteCitation>,
    /// The newest entries with notes that cite it, newest first.
    pub entries: Vec<Entry>,
}
