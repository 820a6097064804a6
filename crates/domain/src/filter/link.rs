//! The filters that are one click away from a filter.

use super::{Choice, Cursor, Filter, Order, Period, VersionRange};
use serde::{Deserialize, Serialize};

use crate::notebook::NotebookSlug;
use crate::sig::Sig;

/// One restriction of a filter: what a chip shows and takes away.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Part {
    /// Only this notebook.
    Notebook(NotebookSlug),
    /// Notes of this group.
    Sig(Sig),
    /// Notes of no group.
    NoSig,
    /// No notes of this group.
    WithoutSig(Sig),
    /// Notes about these versions.
    Version(VersionRange),
    /// Notes about no version.
    NoVersion,
    /// No notes about these versions.
    WithoutVersion(VersionRange),
    /// Entries of this time.
    Period(Period),
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

    /// The same list in this order, from its first page.
    #[must_use]
    pub fn with_order(&self, order: Order) -> Self {
        Self { order, ..self.without_cursor() }
    }

    /// With or without notes of `sig`; a group that was excluded no longer is.
    #[must_use]
    pub fn toggle_sig(&self, sig: &Sig) -> Self {
        self.changed(|filter| choose(&mut filter.sigs, sig))
    }

    /// With or without notes of no group.
    #[must_use]
    pub fn toggle_no_sig(&self) -> Self {
        self.changed(|filter| filter.sigs.none = !filter.sigs.none)
    }

    /// No notes of `sig`.
    #[must_use]
    pub fn exclude_sig(&self, sig: &Sig) -> Self {
        self.changed(|filter| exclude(&mut filter.sigs, sig))
    }

    /// With or without notes about `versions`; what was excluded no longer is.
    #[must_use]
    pub fn toggle_version(&self, versions: VersionRange) -> Self {
        self.changed(|filter| choose(&mut filter.versions, &versions))
    }

    /// With or without notes about no version.
    #[must_use]
    pub fn toggle_no_version(&self) -> Self {
        self.changed(|filter| filter.versions.none = !filter.versions.none)
    }

    /// No notes about `versions`.
    #[must_use]
    pub fn exclude_version(&self, versions: VersionRange) -> Self {
        self.changed(|filter| exclude(&mut filter.versions, &versions))
    }

    /// With or without entries of `notebook`.
    #[must_use]
    pub fn toggle_notebook(&self, notebook: &NotebookSlug) -> Self {
        self.changed(|filter| toggle(&mut filter.notebooks, notebook))
    }

    /// With or without entries of `period`.
    #[must_use]
    pub fn toggle_period(&self, period: Period) -> Self {
        self.changed(|filter| toggle(&mut filter.period, &period))
    }

    /// Whether the list shows everything; order and page do not count.
    pub fn is_unfiltered(&self) -> bool {
        self.notebooks.is_empty()
            && self.sigs.is_empty()
            && self.versions.is_empty()
            && self.period.is_empty()
    }

    /// Every restriction, in the order of the query.
    pub fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        parts.extend(self.notebooks.iter().cloned().map(Part::Notebook));
        parts.extend(self.sigs.any.iter().cloned().map(Part::Sig));
        parts.extend(self.sigs.none.then_some(Part::NoSig));
        parts.extend(self.sigs.without.iter().cloned().map(Part::WithoutSig));
        parts.extend(self.versions.any.iter().copied().map(Part::Version));
        parts.extend(self.versions.none.then_some(Part::NoVersion));
        parts.extend(self.versions.without.iter().copied().map(Part::WithoutVersion));
        parts.extend(self.period.iter().copied().map(Part::Period));
        parts
    }

    /// Without this restriction; a part that is not there changes nothing but the page.
    #[must_use]
    pub fn remove(&self, part: &Part) -> Self {
        self.changed(|filter| match part {
            Part::Notebook(notebook) => filter.notebooks.retain(|other| other != notebook),
            Part::Sig(sig) => filter.sigs.any.retain(|other| other != sig),
            Part::NoSig => filter.sigs.none = false,
            Part::WithoutSig(sig) => filter.sigs.without.retain(|other| other != sig),
            Part::Version(range) => filter.versions.any.retain(|other| other != range),
            Part::NoVersion => filter.versions.none = false,
            Part::WithoutVersion(range) => filter.versions.without.retain(|other| other != range),
            Part::Period(period) => filter.period.retain(|other| other != period),
        })
    }

    fn changed(&self, change: impl FnOnce(&mut Self)) -> Self {
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

fn choose<T: Clone + PartialEq>(choice: &mut Choice<T>, value: &T) {
    choice.without.retain(|other| other != value);
    toggle(&mut choice.any, value);
}

fn exclude<T: Clone + PartialEq>(choice: &mut Choice<T>, value: &T) {
    choice.any.retain(|other| other != value);
    choice.without.push(value.clone());
}
