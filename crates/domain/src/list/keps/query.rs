//! The filter of KEPs to and from the query of a URL.

use std::fmt;
use std::str::FromStr;

use super::{KepFilter, KepFilterError, KepKey, Sort, terms};
use crate::kep::{Stage, Status};
use crate::list::filter::{VersionRange, sort};
use crate::list::query::{self, MAX_BYTES, NONE, RawQuery, read_value, set_once};
use crate::list::search::Term;
use crate::sig::Sig;

impl KepFilter {
    /// Reads a query: what [`Self::query`] prints, in any spelling.
    ///
    /// Empty values and the keys that trackers add are dropped.
    ///
    /// # Errors
    /// The first thing that is wrong, from the left.
    pub fn parse(query: &RawQuery) -> Result<Self, KepFilterError> {
        query.check_length()?;
        let mut filter = Self::default();
        let (mut sort_by, mut ascending, mut page) = (None, None, None);
        let mut typed: Vec<&str> = Vec::new();
        for pair in query.pairs() {
            let (key, value) = pair?;
            let twice = || KepFilterError::Twice { key };
            let is_none = value.eq_ignore_ascii_case(NONE);
            match key {
                KepKey::Sig if is_none => filter.sigs.push(None),
                KepKey::Sig => filter.sigs.push(Some(read_value(key, value)?)),
                KepKey::Status => filter.statuses.push(status(value)?),
                KepKey::Stage if is_none => filter.stages.push(None),
                KepKey::Stage => filter.stages.push(Some(read_value(key, value)?)),
                KepKey::Version => filter.versions.push(read_value::<_, VersionRange>(key, value)?),
                KepKey::Changed => match value.to_ascii_lowercase().as_str() {
                    "1" | "true" | "yes" => filter.changed = true,
                    _ => return Err(bad(key, value)),
                },
                KepKey::Q => typed.push(value),
                KepKey::Sort => set_once(&mut sort_by, value.parse().map_err(|_| bad(key, value))?, twice)?,
                KepKey::Order => set_once(&mut ascending, is_ascending(value)?, twice)?,
                KepKey::Page => {
                    let number = value.parse().ok().filter(|page| (1..=1000).contains(page));
                    set_once(&mut page, number.ok_or_else(|| bad(key, value))?, twice)?;
                }
            }
        }
        let typed = typed.join(" ");
        filter.terms = terms::parse(&typed).ok_or_else(|| bad(KepKey::Q, &typed))?;
        filter.sort = sort_by.unwrap_or_default();
        filter.turned = ascending.is_some_and(|ascending| ascending == filter.sort.is_descending());
        filter.page = page.map_or(0, |page: u16| page - 1);
        filter.normalise();
        // A redirect to what the next request refuses would be a dead end.
        if filter.query().len() > MAX_BYTES {
            return Err(KepFilterError::TooLong);
        }
        Ok(filter)
    }

    /// The canonical query, without `?`. Empty for all KEPs in the usual order.
    pub fn query(&self) -> String {
        self.to_string()
    }

    /// Keys and values in the order of the query, not encoded.
    pub fn pairs(&self) -> Vec<(KepKey, String)> {
        let mut filter = self.clone();
        filter.normalise();
        let none = || NONE.to_owned();
        let mut pairs = Vec::new();
        pairs.extend(
            filter
                .sigs
                .iter()
                .map(|sig| (KepKey::Sig, sig.as_ref().map_or_else(none, |sig| sig.short().to_owned()))),
        );
        pairs.extend(filter.statuses.iter().map(|status| (KepKey::Status, status.as_str().to_owned())));
        pairs.extend(
            filter.stages.iter().map(|stage| (KepKey::Stage, stage.map_or_else(none, |it| it.to_string()))),
        );
        pairs.extend(filter.versions.iter().map(|range| (KepKey::Version, range.to_string())));
        pairs.extend(filter.changed.then(|| (KepKey::Changed, "1".to_owned())));
        pairs.extend((!filter.terms.is_empty()).then(|| (KepKey::Q, filter.search_text())));
        pairs.extend(
            (filter.sort != Sort::default()).then(|| (KepKey::Sort, filter.sort.as_str().to_owned())),
        );
        let order = if filter.sort.is_descending() { "asc" } else { "desc" };
        pairs.extend(filter.turned.then(|| (KepKey::Order, order.to_owned())));
        pairs.extend((filter.page > 0).then(|| (KepKey::Page, (filter.page + 1).to_string())));
        pairs
    }

    /// The text of the search box.
    pub fn search_text(&self) -> String {
        self.terms.iter().map(Term::to_string).collect::<Vec<_>>().join(" ")
    }

    /// The first page of the words alone, in the same order.
    pub fn terms_alone(&self) -> Self {
        let terms = self.terms.clone();
        Self { terms, sort: self.sort, turned: self.turned, ..Self::default() }
    }

    /// The first page in another order; the same order again turns it round.
    pub fn sorted_by(&self, by: Sort) -> Self {
        let turned = self.sort == by && !self.turned;
        Self { sort: by, turned, page: 0, ..self.clone() }
    }

    /// The same KEPs, in the usual order and from the first page.
    pub fn unordered(&self) -> Self {
        Self { sort: Sort::default(), turned: false, page: 0, ..self.clone() }
    }

    /// Another page.
    pub fn at_page(&self, page: u16) -> Self {
        Self { page, ..self.clone() }
    }

    /// The first page without one of the restrictions of [`Self::pairs`].
    pub fn without(&self, key: KepKey, value: &str) -> Self {
        let mut filter = Self { page: 0, ..self.clone() };
        let is = |other: Option<&str>| other.unwrap_or(NONE) == value;
        match key {
            KepKey::Sig => filter.sigs.retain(|sig| !is(sig.as_ref().map(Sig::short))),
            KepKey::Status => filter.statuses.retain(|status| status.as_str() != value),
            KepKey::Stage => filter.stages.retain(|stage| !is(stage.map(Stage::as_str))),
            KepKey::Version => filter.versions.retain(|range| range.to_string() != value),
            KepKey::Changed => filter.changed = false,
            KepKey::Q => filter.terms.clear(),
            KepKey::Sort | KepKey::Order | KepKey::Page => {}
        }
        filter
    }

    fn normalise(&mut self) {
        sort(&mut self.sigs);
        sort(&mut self.statuses);
        sort(&mut self.stages);
        for range in &mut self.versions {
            *range = VersionRange::new(range.from, range.to);
        }
        sort(&mut self.versions);
    }
}

fn status(value: &str) -> Result<Status, KepFilterError> {
    let known = Status::KNOWN.into_iter().chain([Status::Unstated]);
    let mut found = known.filter(|status| status.as_str().eq_ignore_ascii_case(value));
    found.next().ok_or_else(|| bad(KepKey::Status, value))
}

fn is_ascending(value: &str) -> Result<bool, KepFilterError> {
    match value.to_ascii_lowercase().as_str() {
        "asc" => Ok(true),
        "desc" => Ok(false),
        _ => Err(bad(KepKey::Order, value)),
    }
}

fn bad(key: KepKey, value: &str) -> KepFilterError {
    KepFilterError::bad_value(key, value)
}

impl fmt::Display for KepFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        query::print(&self.pairs(), f)
    }
}

impl FromStr for KepFilter {
    type Err = KepFilterError;

    fn from_str(query: &str) -> Result<Self, KepFilterError> {
        Self::parse(&RawQuery::parse(query))
    }
}

impl TryFrom<String> for KepFilter {
    type Error = KepFilterError;

    fn try_from(query: String) -> Result<Self, KepFilterError> {
        query.parse()
    }
}

impl From<KepFilter> for String {
    fn from(filter: KepFilter) -> Self {
        filter.query()
    }
}
