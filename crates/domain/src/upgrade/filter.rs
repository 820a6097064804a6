//! Which changes of an upgrade a page shows, as the query of its address says.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::{Change, Group};
use crate::list::query::{self, QueryError, QueryKey, RawQuery, read_value, set_once};
use crate::sig::{Group as KnownGroup, Sig};

/// Why a query is no filter of changes.
pub type UpgradeFilterError = QueryError<UpgradeKey>;

/// Which changes of an upgrade are shown, and which part of the page.
///
/// ```text
/// sig=node&notes=1&action=1&part=new&page=2
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UpgradeFilter {
    /// Only what is a matter of this group.
    pub sig: Option<Sig>,
    /// Only what notes mention.
    pub with_notes: bool,
    /// Only what has to be done, or looked at, before the upgrade.
    pub needs_action: bool,
    /// This part of the page alone, whole.
    pub part: Option<Group>,
    /// The page of that part, from 0.
    pub page: u16,
}

/// The keys of the query, in the order in which they are printed.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "lowercase")]
pub enum UpgradeKey {
    /// `sig`: a group.
    Sig,
    /// `notes`: `1` for what notes mention.
    Notes,
    /// `action`: `1` for what has to be done before the upgrade.
    Action,
    /// `part`: one part of the page.
    Part,
    /// `page`: from 1.
    Page,
}

impl UpgradeKey {
    /// All of them, in order.
    pub const ALL: &[Self] = Self::VARIANTS;
}

impl QueryKey for UpgradeKey {
    fn expects(self) -> &'static str {
        match self {
            Self::Sig => "a SIG or WG such as `node` or `wg-batch`",
            Self::Notes => "`1` for what notes mention; leave it out for all",
            Self::Action => "`1` for what has to be done before the upgrade; leave it out for all",
            Self::Part => "`before`, `by_itself`, `deprecated`, `new` or `other`",
            Self::Page => "a number from 1",
        }
    }

    fn choices(self) -> Vec<&'static str> {
        match self {
            Self::Sig => Sig::known().map(KnownGroup::bare_name).collect(),
            Self::Part => Group::ALL.iter().map(|group| group.as_str()).collect(),
            Self::Notes | Self::Action | Self::Page => Vec::new(),
        }
    }
}

impl UpgradeFilter {
    /// Reads a query: what [`Self::query`] prints, in any spelling.
    ///
    /// # Errors
    /// The first thing that is wrong, from the left.
    pub fn parse(query: &RawQuery) -> Result<Self, UpgradeFilterError> {
        query.check_length()?;
        let (mut sig, mut part, mut page) = (None, None, None);
        let mut filter = Self::default();
        for pair in query.pairs() {
            let (key, value) = pair?;
            let twice = || UpgradeFilterError::Twice { key };
            let bad = || UpgradeFilterError::bad_value(key, value);
            match key {
                UpgradeKey::Sig => set_once(&mut sig, read_value(key, value)?, twice)?,
                UpgradeKey::Notes => filter.with_notes = is_set(value).ok_or_else(bad)?,
                UpgradeKey::Action => filter.needs_action = is_set(value).ok_or_else(bad)?,
                UpgradeKey::Part => {
                    let group = value.to_ascii_lowercase().replace('-', "_").parse();
                    set_once(&mut part, group.map_err(|_| bad())?, twice)?;
                }
                UpgradeKey::Page => {
                    let number = value.parse().ok().filter(|page| (1..=1000).contains(page));
                    set_once(&mut page, number.ok_or_else(bad)?, twice)?;
                }
            }
        }
        // Only one part by itself has pages.
        let page = page.filter(|_| part.is_some()).map_or(0, |page: u16| page - 1);
        Ok(Self { sig, part, page, ..filter })
    }

    /// The canonical query, without `?`. Empty for everything.
    pub fn query(&self) -> String {
        self.to_string()
    }

    /// Keys and values in the order of the query, not encoded.
    pub fn pairs(&self) -> Vec<(UpgradeKey, String)> {
        let one = || "1".to_owned();
        let sig = self.sig.as_ref().map(|sig| (UpgradeKey::Sig, sig.short().to_owned()));
        let notes = self.with_notes.then(|| (UpgradeKey::Notes, one()));
        let action = self.needs_action.then(|| (UpgradeKey::Action, one()));
        let part = self.part.map(|part| (UpgradeKey::Part, part.as_str().to_owned()));
        let page = (self.page > 0).then(|| (UpgradeKey::Page, (self.page + 1).to_string()));
        [sig, notes, action, part, page].into_iter().flatten().collect()
    }

    /// Whether everything is shown, though maybe not on one page.
    pub fn is_unfiltered(&self) -> bool {
        self.sig.is_none() && !self.with_notes && !self.needs_action
    }

    /// Whether a change is shown, on whatever page.
    pub fn shows(&self, change: &Change) -> bool {
        self.part.is_none_or(|part| part == change.kind.group()) && self.matches(change, false)
    }

    /// Whether a change is of a part that is shown; its groups are left out of account where `any_sig`.
    pub(super) fn matches(&self, change: &Change, any_sig: bool) -> bool {
        let matches_sig = |sig: &Sig| any_sig || change.sigs.contains(sig);
        self.sig.as_ref().is_none_or(matches_sig)
            && (!self.with_notes || change.notes_count > 0)
            && (!self.needs_action || change.needs_action())
    }

    /// The same of another group, or of all; from the first page.
    #[must_use]
    pub fn with_sig(&self, sig: Option<Sig>) -> Self {
        Self { sig, page: 0, ..self.clone() }
    }

    /// The same with or without what notes do not mention; from the first page.
    #[must_use]
    pub fn toggle_notes(&self) -> Self {
        Self { with_notes: !self.with_notes, page: 0, ..self.clone() }
    }

    /// The same with or without what needs no action; from the first page.
    #[must_use]
    pub fn toggle_action(&self) -> Self {
        Self { needs_action: !self.needs_action, page: 0, ..self.clone() }
    }

    /// One part of the page alone, or all of them.
    #[must_use]
    pub fn with_part(&self, part: Option<Group>) -> Self {
        Self { part, page: 0, ..self.clone() }
    }

    /// Another page of the part.
    #[must_use]
    pub fn at_page(&self, page: u16) -> Self {
        Self { page, ..self.clone() }
    }
}

/// Whether a value says yes; `None` where it says something else.
fn is_set(value: &str) -> Option<bool> {
    matches!(value.to_ascii_lowercase().as_str(), "1" | "true" | "yes").then_some(true)
}

impl fmt::Display for UpgradeFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        query::print(&self.pairs(), f)
    }
}

impl FromStr for UpgradeFilter {
    type Err = UpgradeFilterError;

    fn from_str(query: &str) -> Result<Self, UpgradeFilterError> {
        Self::parse(&RawQuery::parse(query))
    }
}

impl TryFrom<String> for UpgradeFilter {
    type Error = UpgradeFilterError;

    fn try_from(query: String) -> Result<Self, UpgradeFilterError> {
        query.parse()
    }
}

impl From<UpgradeFilter> for String {
    fn from(filter: UpgradeFilter) -> Self {
        filter.query()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_read_in_many_spellings_and_printed_in_one() {
        let check = |query: &str, printed: &str| {
            assert_eq!(
                query.parse::<UpgradeFilter>().map(|filter| filter.query()),
                Ok(printed.into()),
                "{query}"
            );
        };
        check("", "");
        check("action=yes&sig=SIG+Node&notes=true", "sig=node&notes=1&action=1");
        check("part=by-itself&page=2", "part=by_itself&page=2");
        check("page=2", "");
        check("sig=&utm_source=x", "");
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for query in
            ["sig=a%20b", "notes=2", "part=old", "part=new&page=0", "sig=node&sig=apps", "version=1.28"]
        {
            assert!(query.parse::<UpgradeFilter>().is_err(), "{query}");
        }
    }
}
