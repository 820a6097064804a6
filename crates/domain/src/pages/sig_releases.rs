//! What happened in a group in some releases, and what became of it.

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::list::filter::{CycleFilter, Filter, TagFilter, VersionRange};
use crate::list::timeline::Entry;
use crate::outcome::story::StageFate;
use crate::release::{Release, Releases};
use crate::sig::Sig;
use crate::version::Version;

use super::KepLine;

/// How many releases the page shows at most.
pub const MOST_RELEASES: usize = 8;

/// How many releases before and after the shown ones it leads to.
const NEARBY: u16 = 2;

/// The page of a group in some releases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigReleasesPage {
    /// The group.
    pub sig: Sig,
    /// The releases that were asked for.
    pub range: VersionRange,
    /// Those that are shown, oldest first: the newest [`MOST_RELEASES`] of which a day is known.
    pub releases: Vec<Release>,
    /// Those that it leads to, oldest first: the shown ones, and some before and after them.
    pub nearby: Vec<Version>,
    /// The KEPs with what they did in these releases: those that notes cite first, then by number.
    pub keps: Vec<KepReleases>,
    /// The entries with the newest notes of the group that were written while these releases were in the making.
    pub entries: Vec<Entry>,
    /// How many such notes there are.
    pub notes: u32,
    /// How many notes of the group are about these releases, whenever they were written.
    pub about: u32,
    /// Up to when the facts about KEPs are complete; `None` before the first sync.
    pub data_day: Option<Date>,
}

/// What a KEP did in some releases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KepReleases {
    /// The KEP, with its state now.
    pub kep: KepLine,
    /// What became of what it promised for each of the releases of the page.
    pub fates: Vec<Vec<StageFate>>,
    /// Whether the notes of the page cite it.
    pub cited: bool,
}

impl VersionRange {
    /// The releases of the range of which a day is known, oldest first: the newest `most` of them.
    pub fn known_releases(self, releases: &Releases, most: usize) -> Vec<Release> {
        let mut known: Vec<Release> =
            releases.iter().filter(|release| self.contains(release.version)).copied().collect();
        known.split_off(known.len().saturating_sub(most))
    }

    /// The known versions of the range, and some before and after it, oldest first.
    pub fn nearby(self, releases: &Releases) -> Vec<Version> {
        let wider = Self {
            from: Version { minor: self.from.minor.saturating_sub(NEARBY) },
            to: Version { minor: self.to.minor.saturating_add(NEARBY) },
        };
        releases.iter().map(|release| release.version).filter(|version| wider.contains(*version)).collect()
    }

    /// The range that a tick of `version` leads to: a wider one, or one without it where it is an end; one in
    /// the middle is left alone. `None` where nothing would be left.
    #[must_use]
    pub fn toggle(self, version: Version) -> Option<Self> {
        let Self { from, to } = self;
        let next = |minor: u16| Version { minor };
        match version {
            _ if from == to && version == from => None,
            _ if version == from => Some(Self { from: next(from.minor.saturating_add(1)), to }),
            _ if version == to => Some(Self { from, to: next(to.minor.saturating_sub(1)) }),
            _ if self.contains(version) => Some(version.into()),
            _ => Some(Self { from: from.min(version), to: to.max(version) }),
        }
    }
}

impl SigReleasesPage {
    /// The notes of the page: those of the group that were written while these releases were in the making.
    pub fn written(sig: &Sig, range: VersionRange) -> Filter {
        let cycles = CycleFilter { any: vec![range], ..CycleFilter::default() };
        Filter { cycles, ..Filter::default().toggle_sig(sig) }
    }

    /// The notes of the group that are about these releases.
    pub fn about(sig: &Sig, range: VersionRange) -> Filter {
        let versions = TagFilter { any: vec![range], ..TagFilter::default() };
        Filter { versions, ..Filter::default().toggle_sig(sig) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> VersionRange {
        text.parse().unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn the_newest_known_releases_of_a_range_are_shown() {
        let check = |text: &str, expected: &[u16]| {
            let known = range(text).known_releases(&Releases::built_in(), 3);
            let minors: Vec<u16> = known.iter().map(|release| release.version.minor).collect();
            assert_eq!(minors, expected, "{text}");
        };
        check("1.28", &[28]);
        check("1.28..1.29", &[28, 29]);
        check("1.1..1.15", &[14, 15]);
        check("1.20..1.29", &[27, 28, 29]);
        check("1.36..1.99", &[36, 37]);
        check("1.38..1.99", &[]);
        check("1.5", &[]);
    }

    #[test]
    fn a_tick_widens_the_range_or_takes_an_end_away() {
        let check = |text: &str, version: &str, expected: Option<&str>| {
            let version = version.parse().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(range(text).toggle(version), expected.map(range), "{text} {version}");
        };
        check("1.28", "1.29", Some("1.28..1.29"));
        check("1.28", "1.26", Some("1.26..1.28"));
        check("1.28", "1.28", None);
        check("1.28..1.29", "1.28", Some("1.29"));
        check("1.28..1.29", "1.29", Some("1.28"));
        check("1.27..1.29", "1.28", Some("1.28"));
    }

    #[test]
    fn the_releases_next_to_a_range_are_a_link_away() {
        let nearby = |text: &str| {
            let nearby = range(text).nearby(&Releases::built_in());
            nearby.iter().map(|version| version.minor).collect::<Vec<_>>()
        };
        assert_eq!(nearby("1.28..1.29"), [26, 27, 28, 29, 30, 31]);
        assert_eq!(nearby("1.36"), [34, 35, 36, 37]);
        assert_eq!(nearby("1.14"), [14, 15, 16]);
        assert_eq!(nearby("1.0"), [0; 0]);
    }
}
