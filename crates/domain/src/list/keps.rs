//! The list of KEPs: the filter in its URL, and what it leaves, in which order.
//!
//! ```text
//! sig=node&sig=none&status=implemented&stage=stable&version=1.28..1.29&changed=1&q=sidecar&sort=moved&order=asc&page=2
//! ```
//!
//! Repeated keys are OR, different keys AND, as on the timeline. There are some hundreds of KEPs:
//! all of them are looked at for each page.

mod key;
mod query;
mod sort;
mod terms;

use serde::{Deserialize, Serialize};

pub use self::key::KepKey;
pub use self::sort::Sort;

use self::terms::SearchedKep;
use crate::kep::{Stage, Status};
use crate::list::filter::VersionRange;
use crate::list::query::QueryError;
use crate::list::search::Term;
use crate::list::timeline::FacetCount;
use crate::pages::KepLine;
use crate::sig::Sig;

#[cfg(test)]
mod tests;

/// How many KEPs a page holds.
pub const A_PAGE: usize = 100;

/// Why a query is no filter of KEPs.
pub type KepFilterError = QueryError<KepKey>;

/// Which KEPs a list shows, in which order, and which page of them.
///
/// Fields are AND, the values within one are OR, an empty field restricts nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KepFilter {
    /// By the group that owns it; `None` for those that none owns.
    pub sigs: Vec<Option<Sig>>,
    /// By what became of the proposal.
    pub statuses: Vec<Status>,
    /// By the furthest stage that came out; `None` for those of which none did.
    pub stages: Vec<Option<Stage>>,
    /// By the releases that the newest file names.
    pub versions: Vec<VersionRange>,
    /// Words and phrases of the number, title, feature gates or group, all of which must be met.
    pub terms: Vec<Term>,
    /// Only those that have moved since a note cited them.
    pub changed: bool,
    /// What they are sorted by.
    pub sort: Sort,
    /// Whether the order is the other way round than is usual for [`Self::sort`].
    pub turned: bool,
    /// The page of the list, from 0.
    pub page: u16,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KepList {
    /// The filter that the answer belongs to.
    pub filter: KepFilter,
    /// Those that notes cite, then the others, each in the filter's order.
    pub keps: Vec<KepLine>,
    /// How many match, on all pages.
    pub matching: u32,
    /// How many of them are cited in notes.
    pub cited: u32,
    /// How many there are at all.
    pub all: u32,
    /// What it can be narrowed by.
    pub facets: KepFacets,
    /// Up to when the facts are complete; `None` before the first sync.
    pub data_day: Option<crate::Date>,
    /// Of an empty list: what may help.
    pub remedies: KepRemedies,
}

/// What may help where no KEP matches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KepRemedies {
    /// The list with words that there are in the place of those that no KEP has; where nothing but that is
    /// found, without what else narrows the list.
    pub respelt: Option<KepFilter>,
    /// How many KEPs match the words without what else narrows the list; none where nothing else does.
    pub terms_alone: u32,
}

impl KepList {
    /// How many pages there are, one at least.
    pub fn pages(&self) -> u16 {
        u16::try_from((self.matching as usize).div_ceil(A_PAGE)).unwrap_or(u16::MAX).max(1)
    }
}

/// What a list of KEPs can be narrowed by. Each facet applies all others and not itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KepFacets {
    /// Most KEPs first.
    pub sigs: Vec<FacetCount<Option<Sig>>>,
    /// In the order of kep.yaml.
    pub statuses: Vec<FacetCount<Status>>,
    /// None first, then in order.
    pub stages: Vec<FacetCount<Option<Stage>>>,
    /// Newest first.
    pub versions: Vec<FacetCount<crate::version::Version>>,
    /// Those that have moved since a note cited them.
    pub changed: u32,
}

/// A facet, for what leaves its own restriction out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Facet {
    Sig,
    Status,
    Stage,
    Version,
    Changed,
}

impl KepFilter {
    /// Whether nothing restricts the list.
    pub fn is_unfiltered(&self) -> bool {
        self.is_text_alone() && self.terms.is_empty()
    }

    /// Whether nothing but words restricts the list.
    fn is_text_alone(&self) -> bool {
        self.sigs.is_empty()
            && self.statuses.is_empty()
            && self.stages.is_empty()
            && self.versions.is_empty()
            && !self.changed
    }

    /// The one group whose KEPs the list shows.
    pub fn one_sig(&self) -> Option<&Sig> {
        match self.sigs.as_slice() {
            [Some(sig)] => Some(sig),
            _ => None,
        }
    }

    /// The page of `keps` that it selects, with the counts of all.
    pub fn list(&self, keps: Vec<KepLine>, data_day: Option<crate::Date>) -> KepList {
        let all = keps.len() as u32;
        // The words are no facet: every count applies them.
        let searched = self.searched(&keps);
        let keps_met: Vec<KepLine> = match self.terms.is_empty() {
            true => keps.clone(),
            false => {
                let pairs = keps.iter().zip(&searched);
                pairs
                    .filter(|(_, searched)| self.terms_are_met(searched))
                    .map(|(kep, _)| kep.clone())
                    .collect()
            }
        };
        let facets = self.facets(&keps_met);
        let terms_alone = if self.is_text_alone() { 0 } else { keps_met.len() as u32 };
        let mut found: Vec<KepLine> =
            keps_met.into_iter().filter(|kep| self.matches_but(kep, None)).collect();
        let remedies = match found.is_empty() && !self.terms.is_empty() {
            true => KepRemedies { respelt: self.respelt(&keps, &searched), terms_alone },
            false => KepRemedies::default(),
        };
        found.sort_by(|one, other| self.compare(one, other));
        KepList {
            filter: self.clone(),
            matching: found.len() as u32,
            cited: found.iter().filter(|kep| kep.notes > 0).count() as u32,
            keps: found.into_iter().skip(usize::from(self.page) * A_PAGE).take(A_PAGE).collect(),
            all,
            facets,
            data_day,
            remedies,
        }
    }

    /// Whether a KEP is in the list.
    pub fn matches(&self, kep: &KepLine) -> bool {
        self.matches_but(kep, None) && (self.terms.is_empty() || self.terms_are_met(&SearchedKep::new(kep)))
    }

    /// What its words are looked for in, KEP by KEP; nothing where it has none.
    fn searched(&self, keps: &[KepLine]) -> Vec<SearchedKep> {
        if self.terms.is_empty() { Vec::new() } else { keps.iter().map(SearchedKep::new).collect() }
    }

    fn terms_are_met(&self, kep: &SearchedKep) -> bool {
        self.terms.iter().all(|term| kep.meets(term))
    }

    /// The same with the nearest words of `keps` for those that none of them has; `None` where there are none
    /// so near, or where each word has its KEPs.
    fn respelt(&self, keps: &[KepLine], searched: &[SearchedKep]) -> Option<Self> {
        let terms = terms::respell(&self.terms, keps, searched)?;
        let respelt = Self { terms, page: 0, ..self.clone() };
        let mut pairs = keps.iter().zip(searched);
        let finds =
            pairs.any(|(kep, searched)| respelt.matches_but(kep, None) && respelt.terms_are_met(searched));
        Some(if finds { respelt } else { respelt.terms_alone() })
    }

    fn matches_but(&self, kep: &KepLine, except: Option<Facet>) -> bool {
        let open = |facet: Facet, is_empty: bool| is_empty || except == Some(facet);
        let names = |range: &VersionRange| {
            let confirmed = kep.state.shipped.iter().map(|shipped| shipped.version);
            kep.milestones
                .iter()
                .map(|milestone| milestone.version)
                .chain(confirmed)
                .any(|version| range.contains(version))
        };
        (open(Facet::Sig, self.sigs.is_empty()) || self.sigs.contains(&kep.owning_sig))
            && (open(Facet::Status, self.statuses.is_empty()) || self.statuses.contains(&kep.status()))
            && (open(Facet::Stage, self.stages.is_empty()) || self.stages.contains(&kep.stage()))
            && (open(Facet::Version, self.versions.is_empty()) || self.versions.iter().any(names))
            && (open(Facet::Changed, !self.changed) || kep.changed)
    }

    fn facets(&self, keps: &[KepLine]) -> KepFacets {
        let matching_but_for =
            |facet: Facet| keps.iter().filter(move |kep| self.matches_but(kep, Some(facet)));
        let mut sigs = tally(matching_but_for(Facet::Sig).map(|kep| kep.owning_sig.clone()));
        sigs.sort_by(|one, other| other.notes.cmp(&one.notes).then_with(|| one.value.cmp(&other.value)));
        let versions = matching_but_for(Facet::Version).flat_map(|kep| {
            let mut named: Vec<_> = kep.milestones.iter().map(|milestone| milestone.version).collect();
            named.extend(kep.state.shipped.map(|shipped| shipped.version));
            named.sort_unstable();
            named.dedup();
            named
        });
        let mut versions = tally(versions);
        versions.reverse();
        KepFacets {
            sigs,
            // What kep.yaml does not know cannot be a filter.
            statuses: tally(
                matching_but_for(Facet::Status)
                    .map(KepLine::status)
                    .filter(|it| !matches!(it, Status::Other(_))),
            ),
            stages: tally(matching_but_for(Facet::Stage).map(KepLine::stage)),
            versions,
            changed: matching_but_for(Facet::Changed).filter(|kep| kep.changed).count() as u32,
        }
    }

    /// Those that notes cite first; then in the order of the filter; of equals by number, then by name.
    fn compare(&self, one: &KepLine, other: &KepLine) -> std::cmp::Ordering {
        let by = match self.sort {
            Sort::Number => one.number.unwrap_or(0).cmp(&other.number.unwrap_or(0)),
            Sort::Title => title(one).cmp(&title(other)),
            Sort::Stage => stage(one).cmp(&stage(other)),
            Sort::Moved => one.moved_on.cmp(&other.moved_on),
            Sort::Notes => one.notes.cmp(&other.notes),
        };
        let by = if self.sort.is_descending() != self.turned { by.reverse() } else { by };
        let cited = |kep: &KepLine| kep.notes == 0;
        cited(one)
            .cmp(&cited(other))
            .then(by)
            .then_with(|| one.number.cmp(&other.number))
            .then_with(|| one.name.to_string().cmp(&other.name.to_string()))
    }
}

fn title(kep: &KepLine) -> String {
    kep.title.as_deref().unwrap_or_default().to_lowercase()
}

fn stage(kep: &KepLine) -> Option<(Stage, u16)> {
    kep.state.shipped.map(|shipped| (shipped.stage, shipped.version.minor))
}

/// How often each value occurs, in order of the values.
fn tally<T: Ord>(values: impl Iterator<Item = T>) -> Vec<FacetCount<T>> {
    let mut counts = std::collections::BTreeMap::new();
    for value in values {
        *counts.entry(value).or_insert(0) += 1;
    }
    counts.into_iter().map(|(value, notes)| FacetCount { value, notes }).collect()
}
