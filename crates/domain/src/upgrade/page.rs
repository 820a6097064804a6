//! The page of an upgrade: its changes in parts, of which a long one is cut.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Change, Group, NotARange, RangeName, UpgradeFilter, UpgradeRange};
use crate::Date;
use crate::pages::FactDays;
use crate::release::{Release, Releases};
use crate::sig::Sig;
use crate::version::Version;

/// How many changes of a part the page of all parts shows.
const A_PART: usize = 60;

/// How many of the other release notes it has, folded by group: one of several groups counts in each.
const FOLDED: usize = 120;

/// How many changes a page of one part has.
pub const A_PAGE: usize = 100;

/// What an upgrade changes, as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpgradePage {
    /// The releases that it goes through.
    pub range: UpgradeRange,
    /// What is shown of it.
    pub filter: UpgradeFilter,
    /// What is known of the releases of the range, oldest first.
    pub releases: Vec<Release>,
    /// The parts that have changes, in order.
    pub parts: Vec<GroupPage>,
    /// How many changes there are by group, without that restriction; the most first.
    pub sigs: Vec<SigCount>,
    /// How many changes match, on all pages.
    pub matching: u32,
    /// How many of these notes mention.
    pub with_notes: u32,
    /// How many of these have to be looked at before the upgrade.
    pub needing_action: u32,
    /// How many changes there are at all.
    pub all: u32,
    /// Up to when the facts of each source are complete; `None` for one that was never synced.
    pub ages: FactDays,
}

/// What there is to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpgradeStart {
    /// The releases that are known.
    pub releases: Releases,
    /// The newest one that is out.
    pub latest: Version,
}

impl UpgradeStart {
    /// What there is to choose from on a day.
    pub fn on(releases: Releases, day: Date) -> Self {
        let latest = releases.latest_on(day).unwrap_or(Releases::NEWEST_BUILT_IN);
        Self { releases, latest }
    }

    /// The range that an address means.
    ///
    /// # Errors
    /// Where it cannot be read, or is no range.
    pub fn range(&self, name: &str) -> Result<UpgradeRange, NotARange> {
        name.parse::<RangeName>()?.resolve(self.latest, &self.releases)
    }

    /// The upgrades by one release, the newest first: those that are out, and the next.
    pub fn steps(&self) -> impl Iterator<Item = UpgradeRange> {
        let known: Vec<Version> = self.releases.iter().map(|release| release.version).collect();
        let pairs: Vec<UpgradeRange> =
            known.windows(2).filter_map(|pair| UpgradeRange::new(pair[0], pair[1]).ok()).collect();
        pairs.into_iter().rev()
    }
}

/// How many changes are a matter of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigCount {
    /// The group.
    pub sig: Sig,
    /// The changes.
    pub changes: u32,
}

/// A part of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupPage {
    /// Which one.
    pub group: Group,
    /// The changes that are shown: those with notes first, each in the order of kind, release and name.
    pub changes: Vec<Change>,
    /// How many match, on all pages.
    pub matching: u32,
    /// The other release notes by group, on the page of all parts: they have no other changes there.
    pub by_sig: Vec<SigPart>,
}

/// The other release notes that are a matter of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigPart {
    /// The group; `None` for those of none.
    pub sig: Option<Sig>,
    /// The first of them, in the order of [`GroupPage::changes`].
    pub changes: Vec<Change>,
    /// How many there are.
    pub matching: u32,
}

impl GroupPage {
    /// How many pages the part has by itself, one at least.
    pub fn pages(&self) -> u16 {
        u16::try_from((self.matching as usize).div_ceil(A_PAGE)).unwrap_or(u16::MAX).max(1)
    }
}

impl UpgradePage {
    /// What a filter shows of `changes`, which are those of the range with their notes.
    pub fn new(
        range: UpgradeRange,
        filter: UpgradeFilter,
        changes: Vec<Change>,
        releases: Vec<Release>,
        ages: FactDays,
    ) -> Self {
        let all = count(changes.iter());
        let sigs = sig_counts(changes.iter().filter(|change| filter.matches(change, true)));
        let shown: Vec<Change> = changes.into_iter().filter(|change| filter.matches(change, false)).collect();
        let matching = count(shown.iter());
        let with_notes = count(shown.iter().filter(|change| change.notes_count > 0));
        let needing_action = count(shown.iter().filter(|change| change.needs_action()));
        let parts = parts(shown, &filter);
        Self { range, filter, releases, parts, sigs, matching, with_notes, needing_action, all, ages }
    }
}

/// The parts that have changes: all of them by their beginnings, or a page of one.
fn parts(changes: Vec<Change>, filter: &UpgradeFilter) -> Vec<GroupPage> {
    let mut changes = changes;
    // Those with notes first; the order within stays.
    changes.sort_by_key(|change| (change.kind.group(), change.notes_count == 0));
    let mut parts = Vec::new();
    for group in Group::ALL.iter().copied().filter(|group| filter.part.is_none_or(|part| part == *group)) {
        let in_group = || changes.iter().filter(|change| change.kind.group() == group);
        let (skipped, most) = match (filter.part, group) {
            (Some(_), _) => (usize::from(filter.page) * A_PAGE, A_PAGE),
            (None, Group::Other) => (0, 0),
            (None, _) => (0, A_PART),
        };
        let shown = in_group().skip(skipped).take(most).cloned().collect();
        let by_sig = match (filter.part, group) {
            (None, Group::Other) => by_sig(in_group().collect(), filter.sig.as_ref()),
            _ => Vec::new(),
        };
        let part = GroupPage { group, changes: shown, matching: count(in_group()), by_sig };
        if part.matching > 0 {
            parts.push(part);
        }
    }
    parts
}

/// Changes by group, those of most first and those of none last: of all groups, or of one alone. As many of each as let all
/// together be [`FOLDED`] at most.
fn by_sig(changes: Vec<&Change>, only: Option<&Sig>) -> Vec<SigPart> {
    let sigs = sig_counts(changes.iter().copied()).into_iter().map(|count| Some(count.sig));
    let sigs: Vec<Option<Sig>> = match only {
        Some(sig) => vec![Some(sig.clone())],
        None => sigs.chain([None]).collect(),
    };
    let in_sig = |sig: &Option<Sig>| -> Vec<&Change> {
        let is_in = |change: &&&Change| match sig {
            Some(sig) => change.sigs.contains(sig),
            None => change.sigs.is_empty(),
        };
        changes.iter().filter(is_in).copied().collect()
    };
    let groups: Vec<(Option<Sig>, Vec<&Change>)> =
        sigs.into_iter().map(|sig| (sig.clone(), in_sig(&sig))).collect();
    let total = |most: usize| groups.iter().map(|(_, changes)| changes.len().min(most)).sum::<usize>();
    let most = (1..=FOLDED).rev().find(|most| total(*most) <= FOLDED).unwrap_or(1);
    let parts = groups.into_iter().filter(|(_, changes)| !changes.is_empty()).map(|(sig, changes)| SigPart {
        sig,
        matching: count(changes.iter().copied()),
        changes: changes.into_iter().take(most).cloned().collect(),
    });
    parts.collect()
}

fn sig_counts<'a>(changes: impl Iterator<Item = &'a Change>) -> Vec<SigCount> {
    let mut counts: BTreeMap<&Sig, u32> = BTreeMap::new();
    for sig in changes.flat_map(|change| &change.sigs) {
        *counts.entry(sig).or_default() += 1;
    }
    let mut counts: Vec<SigCount> =
        counts.into_iter().map(|(sig, changes)| SigCount { sig: sig.clone(), changes }).collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.changes));
    counts
}

fn count<'a>(changes: impl Iterator<Item = &'a Change>) -> u32 {
    u32::try_from(changes.count()).unwrap_or(u32::MAX)
}
