//! The one filter value: query string, server-function argument, SQL binds, feed.
//!
//! A [`Filter`] is the state of a list in its URL. It is parsed once and printed in
//! one way; on the wire it travels as its printed form.
//!
//! ```text
//! notebook=kubernetes-2023&sig=node&sig=none&exclude.sig=windows&names=node&version=1.28..1.29
//!   &exclude.version=1.30&cycle=1.28..1.29&in=2023-10&stage=beta&stage=none&status=implemented&github=merged
//!   &verdict=late&expected=beta&changed=1&kep=753&ref=kubernetes/kubernetes%23115138&repo=containerd/containerd&since=2023-09
//!   &until=2023-10-11&has=code&q=停止&order=asc&after=2023-10-11.57.0a1b2c3d
//! ```
//!
//! Repeated keys are OR, different keys AND. Each of `stage`, `status`, `github`, `verdict`, `changed`, `kep` and
//! `ref` is met by some citation of the note, not all of them by the same one.
//! `q` is what the search box holds: its fields (`sig:node`) are the keys of the same meaning, so that the
//! printed `q` has terms alone; all of them must be met. What a feed or an API takes besides
//! (`items`, `limit`) is no part of a filter.

mod cited;
mod content_kind;
mod cursor;
mod error;
mod key;
mod link;
mod partial;
mod period;
mod search_box;
mod shipped_stage;
mod version_range;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub(crate) use self::cited::{item as item_key, kep as kep_number};
pub use self::content_kind::{ContentKind, NotAContentKind};
pub use self::cursor::{Cursor, EntryPlace, NotAPlace, NoteCursor, NotePlace};
pub use self::error::{FilterError, MAX_TERMS, MAX_VALUES};
pub use self::key::FilterKey;
pub use self::link::FilterPart;
pub use self::partial::PartialFilter;
pub use self::period::{Grain, NotAPeriod, Period};
pub use self::search_box::{Field, Piece, pieces};
pub use self::shipped_stage::ShippedStage;
pub use self::version_range::{NotAVersionRange, VersionRange};

use crate::cite::Repo;
use crate::github;
use crate::kep::{Stage, Status};
use crate::list::query::{self, MAX_BYTES, NONE, QueryError, RawQuery, excerpt, read_value, set_once};
use crate::list::search::{MAX_TERM_CHARS, Term};
use crate::notebook::NotebookSlug;
use crate::outcome::verdict::Verdict;
use crate::sig::Sig;

/// Which entries and notes a list shows, in which order, from where on.
///
/// Fields are AND, the values within one are OR, an empty field restricts nothing.
/// What [`Filter::parse`] and the methods give is sorted and free of duplicates;
/// a filter put together by hand is printed as if it were.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Filter {
    /// Only these notebooks.
    pub notebooks: Vec<NotebookSlug>,
    /// Notes by the groups they are tagged with.
    pub sigs: TagFilter<Sig>,
    /// Notes that name a component of one of these groups and are not tagged with it, as long as no curator decided so.
    pub names: Vec<Sig>,
    /// Notes by the Kubernetes versions they are tagged with.
    pub versions: TagFilter<VersionRange>,
    /// Entries by the Kubernetes versions that were in the making when they were written.
    pub cycles: CycleFilter,
    /// Only entries dated in one of these.
    pub period: Vec<Period>,
    /// Notes that cite a KEP of which this has shipped by now, or a pull request about one.
    pub stages: Vec<ShippedStage>,
    /// Notes that cite a KEP which has this status now, or a pull request about one.
    pub statuses: Vec<Status>,
    /// Notes that cite a pull request or an issue which is in this state now.
    pub github: Vec<github::ItemState>,
    /// Notes that cite a KEP, or a pull request about one, of which what was expected turned out so.
    pub verdicts: Vec<Verdict>,
    /// Notes that cite a KEP of which one of these stages was expected; with [`Self::verdicts`], an expectation that
    /// turned out so.
    pub expected_stages: Vec<Stage>,
    /// Only notes that cite something which has moved since.
    pub changed: bool,
    /// Notes that cite one of these KEPs, or a pull request about one.
    pub keps: Vec<u32>,
    /// Notes that cite one of these pull requests or issues.
    pub refs: Vec<github::ItemKey>,
    /// Notes that cite something of one of these repositories.
    pub repos: Vec<Repo>,
    /// Only entries dated on or after the first day of this.
    pub since: Option<Period>,
    /// Only entries dated on or before the last day of this.
    pub until: Option<Period>,
    /// Notes that have one of these.
    pub has: Vec<ContentKind>,
    /// Notes that meet all of these, in the order in which they were typed.
    pub terms: Vec<Term>,
    /// What the list is sorted by, and in which direction.
    pub order: Order,
    /// The page; `None` for the first.
    pub cursor: Option<Cursor>,
}

/// The restriction on the tags of one kind on a note.
///
/// A note matches when it has one of `any`, or none at all and `none` is set (where
/// `any` is empty and `none` unset: always), and has none of `without`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TagFilter<T> {
    /// One of these will do.
    pub any: Vec<T>,
    /// None of these.
    pub without: Vec<T>,
    /// Notes without any tag of this kind will do too.
    pub none: bool,
}

impl<T> Default for TagFilter<T> {
    fn default() -> Self {
        Self { any: Vec::new(), without: Vec::new(), none: false }
    }
}

impl<T> TagFilter<T> {
    /// Whether every note matches.
    pub fn is_empty(&self) -> bool {
        self.any.is_empty() && self.without.is_empty() && !self.none
    }
}

/// The restriction on the versions in whose cycle ([`Releases::cycle`]) an entry was written.
///
/// An entry matches when it is of one of `any` (where that is empty: always) and of none of `without`.
///
/// [`Releases::cycle`]: crate::release::Releases::cycle
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CycleFilter {
    /// One of these will do.
    pub any: Vec<VersionRange>,
    /// None of these.
    pub without: Vec<VersionRange>,
}

impl CycleFilter {
    /// Whether every entry matches.
    pub fn is_empty(&self) -> bool {
        self.any.is_empty() && self.without.is_empty()
    }
}

/// What a list is sorted by, and in which direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// The newest entry first.
    #[default]
    Newest,
    /// The oldest entry first: `order=asc`.
    Oldest,
    /// The entry first of whose citations one has moved last: `order=moved`. What has not moved is
    /// not listed, so it goes with [`Filter::changed`]; the day of an [`EntryPlace`] is that of the move,
    /// or [`EntryPlace::NO_DAY`] where that is not known.
    Moved,
    /// The entry first whose note matches the terms best, then the newest: `order=relevance`. Goes with
    /// [`Filter::terms`]; an [`EntryPlace`] is that of the entry by its day.
    Relevance,
}

impl Filter {
    /// Reads a query: what [`Filter::query`] prints, in any spelling.
    ///
    /// Empty values (what a form submits for a field left blank) and the keys that
    /// trackers add are dropped; an empty query is the empty filter.
    ///
    /// # Errors
    /// The first thing that is wrong, from the left: see [`FilterError`].
    pub fn parse(query: &RawQuery) -> Result<Self, FilterError> {
        query.check_length()?;
        let mut filter = Self::default();
        let mut order = None;
        let mut counts = [0; FilterKey::ALL.len()];
        for pair in query.pairs() {
            let (key, value) = pair?;
            counts[key as usize] += 1;
            if counts[key as usize] > MAX_VALUES {
                return Err(FilterError::TooMany { key });
            }
            filter.take(key, value, &mut order)?;
        }
        filter.order = order.unwrap_or_default();
        filter.normalise();
        filter.check_terms()?;
        // A redirect to what the next request refuses would be a dead end.
        if filter.query().len() > MAX_BYTES {
            return Err(QueryError::TooLong.into());
        }
        Ok(filter)
    }

    /// Takes one value of a query.
    fn take(&mut self, key: FilterKey, value: &str, order: &mut Option<Order>) -> Result<(), FilterError> {
        let is_none = value.eq_ignore_ascii_case(NONE);
        let bad = || QueryError::bad_value(key, value);
        let twice = || QueryError::Twice { key };
        match key {
            FilterKey::Notebook => self.notebooks.push(read_value(key, value)?),
            FilterKey::Sig if is_none => self.sigs.none = true,
            FilterKey::Sig => self.sigs.any.push(read_value(key, value)?),
            FilterKey::Version if is_none => self.versions.none = true,
            FilterKey::Version => self.versions.any.push(read_value(key, value)?),
            // What has no tag is no group and no version, so it cannot be excluded like one.
            FilterKey::ExcludeSig | FilterKey::ExcludeVersion if is_none => {
                let value = excerpt(value);
                return Err(QueryError::BadValue { key, value, suggestion: None }.into());
            }
            FilterKey::ExcludeSig => self.sigs.without.push(read_value(key, value)?),
            FilterKey::Names => self.names.push(read_value(key, value)?),
            FilterKey::ExcludeVersion => self.versions.without.push(read_value(key, value)?),
            FilterKey::Cycle => self.cycles.any.push(read_value(key, value)?),
            FilterKey::ExcludeCycle => self.cycles.without.push(read_value(key, value)?),
            FilterKey::In => self.period.push(read_value(key, value)?),
            FilterKey::Stage => self.stages.push(read_value(key, value)?),
            FilterKey::Status => self.statuses.push(read_value(key, value)?),
            FilterKey::Github => {
                let state: github::ItemState = read_value(key, value)?;
                let state = Some(state).filter(|state| state.is_state_now());
                self.github.push(state.ok_or_else(bad)?);
            }
            FilterKey::Verdict => self.verdicts.push(read_value(key, &value.to_ascii_lowercase())?),
            FilterKey::Expected => self.expected_stages.push(read_value(key, value)?),
            // Only what has moved is known for certain: `changed=0` would promise what nobody can know.
            FilterKey::Changed => match value.to_ascii_lowercase().as_str() {
                "1" | "true" | "yes" => self.changed = true,
                _ => return Err(bad().into()),
            },
            FilterKey::Kep => self.keps.push(cited::kep(value).ok_or_else(bad)?),
            FilterKey::Ref => self.refs.push(cited::item(value).ok_or_else(bad)?),
            FilterKey::Repo => self.repos.push(cited::repo(value).ok_or_else(bad)?),
            FilterKey::Since => set_once(&mut self.since, read_value(key, value)?, twice)?,
            FilterKey::Until => set_once(&mut self.until, read_value(key, value)?, twice)?,
            FilterKey::Has => self.has.push(read_value(key, value)?),
            FilterKey::Q => {
                for piece in pieces(value)? {
                    match piece {
                        Piece::Term(term) => self.terms.push(term),
                        Piece::Field(key, value) => self.take(key, &value, order)?,
                    }
                }
            }
            FilterKey::Order => {
                let read = match value.to_ascii_lowercase().as_str() {
                    "asc" | "oldest" => Order::Oldest,
                    "desc" | "newest" => Order::Newest,
                    "moved" => Order::Moved,
                    "relevance" => Order::Relevance,
                    _ => return Err(bad().into()),
                };
                set_once(order, read, twice)?;
            }
            FilterKey::Before | FilterKey::After => {
                let place = value.parse().map_err(|_| bad())?;
                let cursor =
                    if key == FilterKey::Before { Cursor::Before(place) } else { Cursor::After(place) };
                if self.cursor.as_ref().is_some_and(|other| other.key() != key) {
                    return Err(FilterError::TwoCursors);
                }
                set_once(&mut self.cursor, cursor, twice)?;
            }
        }
        Ok(())
    }

    /// The canonical query, without `?`: keys in the order of [`FilterKey`], values sorted,
    /// only what must be percent-encoded encoded. Empty for the empty filter.
    pub fn query(&self) -> String {
        self.to_string()
    }

    /// Keys and values in the order of the query, not encoded: the hidden fields of a form.
    pub fn pairs(&self) -> Vec<(FilterKey, String)> {
        let mut filter = self.clone();
        filter.normalise();
        let mut pairs = Vec::new();
        pairs.extend(filter.notebooks.iter().map(|slug| (FilterKey::Notebook, slug.to_string())));
        pairs.extend(filter.sigs.any.iter().map(|sig| (FilterKey::Sig, sig.short().to_owned())));
        pairs.extend(filter.sigs.none.then(|| (FilterKey::Sig, NONE.to_owned())));
        pairs.extend(filter.sigs.without.iter().map(|sig| (FilterKey::ExcludeSig, sig.short().to_owned())));
        pairs.extend(filter.names.iter().map(|sig| (FilterKey::Names, sig.short().to_owned())));
        pairs.extend(filter.versions.any.iter().map(|range| (FilterKey::Version, range.to_string())));
        pairs.extend(filter.versions.none.then(|| (FilterKey::Version, NONE.to_owned())));
        pairs.extend(
            filter.versions.without.iter().map(|range| (FilterKey::ExcludeVersion, range.to_string())),
        );
        pairs.extend(filter.cycles.any.iter().map(|range| (FilterKey::Cycle, range.to_string())));
        pairs.extend(filter.cycles.without.iter().map(|range| (FilterKey::ExcludeCycle, range.to_string())));
        pairs.extend(filter.period.iter().map(|period| (FilterKey::In, period.to_string())));
        pairs.extend(filter.stages.iter().map(|stage| (FilterKey::Stage, stage.to_string())));
        pairs.extend(filter.statuses.iter().map(|status| (FilterKey::Status, status.to_string())));
        pairs.extend(filter.github.iter().map(|state| (FilterKey::Github, state.to_string())));
        pairs.extend(filter.verdicts.iter().map(|verdict| (FilterKey::Verdict, verdict.as_str().to_owned())));
        pairs.extend(filter.expected_stages.iter().map(|stage| (FilterKey::Expected, stage.to_string())));
        pairs.extend(filter.changed.then(|| (FilterKey::Changed, "1".to_owned())));
        pairs.extend(filter.keps.iter().map(|kep| (FilterKey::Kep, kep.to_string())));
        pairs.extend(filter.refs.iter().map(|item| (FilterKey::Ref, item.to_string())));
        pairs.extend(filter.repos.iter().map(|repo| (FilterKey::Repo, repo.to_string())));
        pairs.extend(filter.since.iter().map(|since| (FilterKey::Since, since.to_string())));
        pairs.extend(filter.until.iter().map(|until| (FilterKey::Until, until.to_string())));
        pairs.extend(filter.has.iter().map(|has| (FilterKey::Has, has.to_string())));
        pairs.extend((!filter.terms.is_empty()).then(|| (FilterKey::Q, filter.search_text())));
        pairs.extend(filter.order.query_value().map(|word| (FilterKey::Order, word.to_owned())));
        pairs.extend(filter.cursor.iter().map(|cursor| (cursor.key(), cursor.place().to_string())));
        pairs
    }

    /// The text of the search box for the terms of this filter, without fields.
    pub fn search_text(&self) -> String {
        self.terms.iter().map(Term::to_string).collect::<Vec<_>>().join(" ")
    }

    fn check_terms(&self) -> Result<(), FilterError> {
        if self.terms.len() > MAX_TERMS {
            return Err(FilterError::TooManyTerms);
        }
        match self.terms.iter().find(|term| term.text().chars().count() > MAX_TERM_CHARS) {
            Some(long) => Err(FilterError::LongTerm { term: excerpt(long.text()) }),
            None => Ok(()),
        }
    }

    /// Sorts the values, drops the second of two equal ones, and says what the order implies.
    fn normalise(&mut self) {
        sort(&mut self.notebooks);
        sort(&mut self.sigs.any);
        sort(&mut self.sigs.without);
        sort(&mut self.names);
        let Self { versions, cycles, .. } = self;
        for ranges in [&mut versions.any, &mut versions.without, &mut cycles.any, &mut cycles.without] {
            for range in ranges.iter_mut() {
                *range = VersionRange::new(range.from, range.to);
            }
            sort(ranges);
        }
        sort(&mut self.period);
        sort(&mut self.stages);
        sort(&mut self.statuses);
        sort(&mut self.github);
        sort(&mut self.verdicts);
        sort(&mut self.expected_stages);
        sort(&mut self.keps);
        sort(&mut self.refs);
        sort(&mut self.repos);
        sort(&mut self.has);
        let mut seen = Vec::new();
        self.terms.retain(|term| {
            let is_new = !seen.contains(term);
            seen.extend(is_new.then(|| term.clone()));
            is_new
        });
        // Without a term that must be met, all notes are equally relevant.
        if self.order == Order::Relevance && self.terms.iter().all(Term::is_without) {
            self.order = Order::default();
        }
        self.changed |= self.order == Order::Moved;
    }
}

impl Order {
    /// The value of `order`; `None` for the one that goes without saying.
    fn query_value(self) -> Option<&'static str> {
        match self {
            Self::Newest => None,
            Self::Oldest => Some("asc"),
            Self::Moved => Some("moved"),
            Self::Relevance => Some("relevance"),
        }
    }
}

impl Cursor {
    /// Where the page ends or begins.
    pub fn place(&self) -> &EntryPlace {
        match self {
            Self::Before(place) | Self::After(place) => place,
        }
    }

    fn key(&self) -> FilterKey {
        match self {
            Self::Before(_) => FilterKey::Before,
            Self::After(_) => FilterKey::After,
        }
    }
}

pub(crate) fn sort<T: Ord>(values: &mut Vec<T>) {
    values.sort();
    values.dedup();
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        query::print(&self.pairs(), f)
    }
}

impl FromStr for Filter {
    type Err = FilterError;

    fn from_str(query: &str) -> Result<Self, FilterError> {
        Self::parse(&RawQuery::parse(query))
    }
}

impl TryFrom<String> for Filter {
    type Error = FilterError;

    fn try_from(query: String) -> Result<Self, FilterError> {
        query.parse()
    }
}

impl From<Filter> for String {
    fn from(filter: Filter) -> Self {
        filter.query()
    }
}

#[cfg(test)]
pub(crate) mod tests;
