//! The filters that are one click away from a filter.

use super::{ContentKind, Cursor, Filter, Order, Period, ShippedStage, TagFilter, VersionRange};
use serde::{Deserialize, Serialize};

use crate::cite::Repo;
use crate::github;
use crate::kep::{Stage, Status};
use crate::list::search::Term;
use crate::notebook::NotebookSlug;
use crate::outcome::verdict::Verdict;
use crate::sig::Sig;

/// One restriction of a filter: what a chip shows and takes away.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FilterPart {
    /// Only this notebook.
    Notebook(NotebookSlug),
    /// Notes of this group.
    Sig(Sig),
    /// Notes of no group.
    NoSig,
    /// No notes of this group.
    WithoutSig(Sig),
    /// Notes that name a component of this group without being tagged with it.
    Names(Sig),
    /// Notes about these versions.
    Version(VersionRange),
    /// Notes about no version.
    NoVersion,
    /// No notes about these versions.
    WithoutVersion(VersionRange),
    /// Entries from when these versions were in the making.
    Cycle(VersionRange),
    /// No entries from when these versions were in the making.
    WithoutCycle(VersionRange),
    /// Entries of this time.
    Period(Period),
    /// Notes on KEPs of which this has shipped by now.
    Stage(ShippedStage),
    /// Notes on KEPs of this status now.
    Status(Status),
    /// Notes on pull requests and issues in this state now.
    Github(github::ItemState),
    /// Notes on KEPs of which what was expected turned out so.
    Verdict(Verdict),
    /// The stage that was expected.
    Expected(Stage),
    /// Notes on what has moved since.
    Changed,
    /// Notes on this KEP.
    Kep(u32),
    /// Notes on this pull request or issue.
    Ref(github::ItemKey),
    /// Notes on something of this repository.
    Repo(Repo),
    /// Entries from the first day of this on.
    Since(Period),
    /// Entries up to the last day of this.
    Until(Period),
    /// Notes that have this.
    Has(ContentKind),
    /// Notes that meet this word or phrase, or do not.
    Term(Term),
}

/// Every method gives a new filter; where the list changes, it begins at its first page.
impl Filter {
    /// The first page of the same list.
    #[must_use]
    pub fn without_cursor(&self) -> Self {
        Self { cursor: None, ..self.clone() }
    }

    /// Another page of the same list.
    #[must_use]
    pub fn at(&self, cursor: Cursor) -> Self {
        Self { cursor: Some(cursor), ..self.clone() }
    }

    /// The same list in this order, from its first page; by moves, only what has moved.
    #[must_use]
    pub fn with_order(&self, order: Order) -> Self {
        self.altered(|filter| filter.order = order)
    }

    /// With or without notes of `sig`; a group that was excluded no longer is.
    #[must_use]
    pub fn toggle_sig(&self, sig: &Sig) -> Self {
        self.altered(|filter| choose(&mut filter.sigs, sig))
    }

    /// No notes of `sig`.
    #[must_use]
    pub fn exclude_sig(&self, sig: &Sig) -> Self {
        self.altered(|filter| exclude(&mut filter.sigs, sig))
    }

    /// Where notes of certain groups are listed: those of no group that name a component of these.
    #[must_use]
    pub fn untagged_naming(&self) -> Option<Self> {
        let chosen = self.sigs.any.clone();
        (!chosen.is_empty() && !self.sigs.none && self.names.is_empty()).then(|| {
            self.altered(|filter| {
                filter.sigs = TagFilter { none: true, ..TagFilter::default() };
                filter.names = chosen;
            })
        })
    }

    /// With or without notes about `versions`; what was excluded no longer is.
    #[must_use]
    pub fn toggle_version(&self, versions: VersionRange) -> Self {
        self.altered(|filter| choose(&mut filter.versions, &versions))
    }

    /// No notes about `versions`.
    #[must_use]
    pub fn exclude_version(&self, versions: VersionRange) -> Self {
        self.altered(|filter| exclude(&mut filter.versions, &versions))
    }

    /// With or without what was written while `versions` were in the making; what was excluded no longer is.
    #[must_use]
    pub fn toggle_cycle(&self, versions: VersionRange) -> Self {
        self.altered(|filter| {
            filter.cycles.without.retain(|other| *other != versions);
            toggle(&mut filter.cycles.any, &versions);
        })
    }

    /// With or without entries of `notebook`.
    #[must_use]
    pub fn toggle_notebook(&self, notebook: &NotebookSlug) -> Self {
        self.altered(|filter| toggle(&mut filter.notebooks, notebook))
    }

    /// With or without notes on a KEP.
    #[must_use]
    pub fn toggle_kep(&self, number: u32) -> Self {
        self.altered(|filter| toggle(&mut filter.keps, &number))
    }

    /// With or without notes on a pull request or an issue.
    #[must_use]
    pub fn toggle_ref(&self, item: &github::ItemKey) -> Self {
        self.altered(|filter| toggle(&mut filter.refs, item))
    }

    /// Only what is dated within these, both included; whatever periods were chosen before.
    #[must_use]
    pub fn between(&self, since: Option<Period>, until: Option<Period>) -> Self {
        self.altered(|filter| {
            filter.period.clear();
            (filter.since, filter.until) = (since, until);
        })
    }

    /// The same list with other terms.
    #[must_use]
    pub fn with_terms(&self, terms: Vec<Term>) -> Self {
        self.altered(|filter| filter.terms = terms)
    }

    /// Whether the list shows everything; order and page do not count.
    pub fn is_unfiltered(&self) -> bool {
        self.parts().is_empty()
    }

    /// Every restriction, in the order of the query.
    pub fn parts(&self) -> Vec<FilterPart> {
        let mut parts = Vec::new();
        parts.extend(self.notebooks.iter().cloned().map(FilterPart::Notebook));
        parts.extend(self.sigs.any.iter().cloned().map(FilterPart::Sig));
        parts.extend(self.sigs.none.then_some(FilterPart::NoSig));
        parts.extend(self.sigs.without.iter().cloned().map(FilterPart::WithoutSig));
        parts.extend(self.names.iter().cloned().map(FilterPart::Names));
        parts.extend(self.versions.any.iter().copied().map(FilterPart::Version));
        parts.extend(self.versions.none.then_some(FilterPart::NoVersion));
        parts.extend(self.versions.without.iter().copied().map(FilterPart::WithoutVersion));
        parts.extend(self.cycles.any.iter().copied().map(FilterPart::Cycle));
        parts.extend(self.cycles.without.iter().copied().map(FilterPart::WithoutCycle));
        parts.extend(self.period.iter().copied().map(FilterPart::Period));
        parts.extend(self.stages.iter().copied().map(FilterPart::Stage));
        parts.extend(self.statuses.iter().cloned().map(FilterPart::Status));
        parts.extend(self.github.iter().copied().map(FilterPart::Github));
        parts.extend(self.verdicts.iter().copied().map(FilterPart::Verdict));
        parts.extend(self.expected_stages.iter().copied().map(FilterPart::Expected));
        parts.extend(self.changed.then_some(FilterPart::Changed));
        parts.extend(self.keps.iter().copied().map(FilterPart::Kep));
        parts.extend(self.refs.iter().cloned().map(FilterPart::Ref));
        parts.extend(self.repos.iter().cloned().map(FilterPart::Repo));
        parts.extend(self.since.map(FilterPart::Since));
        parts.extend(self.until.map(FilterPart::Until));
        parts.extend(self.has.iter().copied().map(FilterPart::Has));
        parts.extend(self.terms.iter().cloned().map(FilterPart::Term));
        parts
    }

    /// Without this restriction; a part that is not there changes nothing but the page.
    #[must_use]
    pub fn remove(&self, part: &FilterPart) -> Self {
        self.altered(|filter| match part {
            FilterPart::Notebook(notebook) => filter.notebooks.retain(|other| other != notebook),
            FilterPart::Sig(sig) => filter.sigs.any.retain(|other| other != sig),
            FilterPart::NoSig => filter.sigs.none = false,
            FilterPart::WithoutSig(sig) => filter.sigs.without.retain(|other| other != sig),
            FilterPart::Names(sig) => filter.names.retain(|other| other != sig),
            FilterPart::Version(range) => filter.versions.any.retain(|other| other != range),
            FilterPart::NoVersion => filter.versions.none = false,
            FilterPart::WithoutVersion(range) => filter.versions.without.retain(|other| other != range),
            FilterPart::Cycle(range) => filter.cycles.any.retain(|other| other != range),
            FilterPart::WithoutCycle(range) => filter.cycles.without.retain(|other| other != range),
            FilterPart::Period(period) => filter.period.retain(|other| other != period),
            FilterPart::Stage(stage) => filter.stages.retain(|other| other != stage),
            FilterPart::Status(status) => filter.statuses.retain(|other| other != status),
            FilterPart::Github(state) => filter.github.retain(|other| other != state),
            FilterPart::Verdict(verdict) => filter.verdicts.retain(|other| other != verdict),
            FilterPart::Expected(stage) => filter.expected_stages.retain(|other| other != stage),
            FilterPart::Changed => {
                filter.changed = false;
                // By moves only what has moved can be listed.
                if filter.order == Order::Moved {
                    filter.order = Order::default();
                }
            }
            FilterPart::Kep(number) => filter.keps.retain(|other| other != number),
            FilterPart::Ref(item) => filter.refs.retain(|other| other != item),
            FilterPart::Repo(repo) => filter.repos.retain(|other| other != repo),
            FilterPart::Since(since) => filter.since = filter.since.filter(|other| other != since),
            FilterPart::Until(until) => filter.until = filter.until.filter(|other| other != until),
            FilterPart::Has(has) => filter.has.retain(|other| other != has),
            FilterPart::Term(word) => filter.terms.retain(|other| other != word),
        })
    }

    /// The same list by the other meaning of its versions: what was written while they were in the making in the place
    /// of what is about them, or the other way round. `None` where it names none, or both.
    #[must_use]
    pub fn other_reading(&self) -> Option<Self> {
        let (about, written) = (!self.versions.any.is_empty(), !self.cycles.any.is_empty());
        (about != written && !self.versions.none)
            .then(|| self.altered(|filter| std::mem::swap(&mut filter.versions.any, &mut filter.cycles.any)))
    }

    /// The whole timeline in the same order, where that restricts nothing.
    #[must_use]
    pub fn cleared(&self) -> Self {
        let order = match self.order {
            Order::Moved | Order::Relevance => Order::default(),
            Order::Newest | Order::Oldest => self.order,
        };
        Self { order, ..Self::default() }
    }

    fn altered(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut filter = self.without_cursor();
        change(&mut filter);
        filter.normalise();
        filter
    }
}

fn toggle<T: Clone + PartialEq>(values: &mut Vec<T>, value: &T) {
    let before = values.len();
    values.retain(|other| other != value);
    if values.len() == before {
        values.push(value.clone());
    }
}

fn choose<T: Clone + PartialEq>(choice: &mut TagFilter<T>, value: &T) {
    choice.without.retain(|other| other != value);
    toggle(&mut choice.any, value);
}

fn exclude<T: Clone + PartialEq>(choice: &mut TagFilter<T>, value: &T) {
    choice.any.retain(|other| other != value);
    choice.without.push(value.clone());
}
