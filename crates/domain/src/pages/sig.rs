//! SIGs and WGs, as lists and their own pages show them.

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::list::timeline::{Entry, FacetCount};
use crate::sig::Sig;
use crate::version::Version;

use super::KepLine;

/// A group in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigLine {
    /// The group of the line.
    pub sig: Sig,
    /// Notes that are tagged with it.
    pub notes: u32,
    /// KEPs that it owns.
    pub keps: u32,
}

/// All groups: those of the community's list in its order, then those that only notes or KEPs name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigList {
    /// The groups in the list's order.
    pub sigs: Vec<SigLine>,
}

/// The page of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigPage {
    /// Which one, with its numbers.
    pub line: SigLine,
    /// KEPs that it owns, by number.
    pub owned: Vec<KepLine>,
    /// KEPs that it takes part in, by number.
    pub takes_part: Vec<KepLine>,
    /// The entries with the newest notes that are tagged with it.
    pub entries: Vec<Entry>,
    /// Its notes by the version that was in the making when they were written, newest first.
    pub cycles: Vec<FacetCount<Version>>,
    /// The releases that are out or announced, newest first.
    pub releases: Vec<Version>,
    /// Up to when the facts about KEPs are complete.
    pub data_day: Option<Date>,
}
