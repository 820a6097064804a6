//! Kubernetes versions, as lists and their own pages show them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::kep::Stage;
use crate::list::timeline::Entry;
use crate::release::Release;
use crate::sig::Sig;
use crate::version::Version;

use super::{KepLine, KepName, ReleaseExpectation};

/// A version in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    /// The version of the line.
    pub version: Version,
    /// Its days, where they are known.
    pub release: Option<Release>,
    /// Notes that are tagged with it.
    pub notes: u32,
    /// Notes of its cycle: from the day after the release before it to its own.
    pub cycle_notes: u32,
}

/// All versions, newest first: those that are known and those that notes name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionList {
    /// The versions, newest first.
    pub versions: Vec<VersionLine>,
    /// The day as of which something is upcoming: that of the newest sync; `None` before the first.
    pub as_of: Option<Date>,
}

impl VersionPage {
    /// The groups that own its KEPs, each with how many: most first, then by name.
    pub fn owners(&self) -> Vec<(Sig, usize)> {
        let mut owners: BTreeMap<&Sig, BTreeSet<&KepName>> = BTreeMap::new();
        let lists = [&self.shipped, &self.planned, &self.missed];
        for kep in lists.into_iter().flatten().flat_map(|(_, keps)| keps) {
            if let Some(sig) = &kep.owning_sig {
                owners.entry(sig).or_default().insert(&kep.name);
            }
        }
        let mut owners: Vec<(Sig, usize)> =
            owners.into_iter().map(|(sig, keps)| (sig.clone(), keps.len())).collect();
        owners.sort_by_key(|(_, keps)| Reverse(*keps));
        owners
    }
}

/// The page of a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionPage {
    /// Which one, with its days and numbers.
    pub line: VersionLine,
    /// The days of its cycle, first and last, where they are known.
    pub cycle: Option<(Date, Date)>,
    /// KEPs that reached a stage with it, by stage, then number.
    pub shipped: Vec<(Stage, Vec<KepLine>)>,
    /// KEPs that plan a stage for it.
    pub planned: Vec<(Stage, Vec<KepLine>)>,
    /// KEPs that had planned a stage for it when it came out, and did not reach it.
    pub missed: Vec<(Stage, Vec<KepLine>)>,
    /// What the notes of its cycle expected of it, by how that turned out.
    pub expectations: Vec<ReleaseExpectation>,
    /// The entries with the newest notes that are tagged with it.
    pub entries: Vec<Entry>,
    /// The day as of which something is upcoming.
    pub as_of: Option<Date>,
    /// Up to when the facts about KEPs are complete.
    pub data_day: Option<Date>,
    /// The version before it, where it is known.
    pub previous: Option<Version>,
    /// The version after it, where it is known.
    pub next: Option<Version>,
}
