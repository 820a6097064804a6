//! The filter of KEPs to and from the query of a URL.

use std::fmt;
use std::str::FromStr;

use super::{KepFilter, KepFilterError, KepKey, Sort};
use crate::filter::{
    MAX_BYTES, VersionRange, decode_pair, encode, is_of_the_framework, is_tracking, nearest, shown, sort,
};
use crate::kep::{Stage, Status};
use crate::sig::Sig;

/// The value for KEPs that have none.
const NONE: &str = "none";

impl KepFilter {
    /// Reads a raw query string, without its `?`; true where it was spelt as [`Self::query`] spells it.
    ///
    /// Empty values and the keys that trackers and the framework add are dropped.
    ///
    /// # Errors
    /// The first thing that is wrong, from the left.
    pub fn parse(query: &str) -> Result<(Self, bool), KepFilterError> {
        if query.len() > MAX_BYTES {
            return Err(KepFilterError::TooLong);
        }
        let mut filter = Self::default();
        let (mut sort_by, mut ascending, mut page) = (None, None, None);
        let mut kept = Vec::new();
        for piece in query.split('&') {
            let (name, value) =
                decode_pair(piece).ok_or_else(|| KepFilterError::BadEncoding { piece: shown(piece) })?;
            if is_of_the_framework(&name) {
                continue;
            }
            kept.push(piece);
            if piece.is_empty() || is_tracking(&name) {
                continue;
            }
            let words = || KepKey::ALL.into_iter().map(KepKey::as_str);
            let named = |text: &str| KepKey::ALL.into_iter().find(|key| key.as_str() == text);
            let Some(key) = named(&name) else {
                let nearest = nearest(&name, words()).and_then(named);
                return Err(KepFilterError::UnknownKey { key: shown(&name), nearest });
            };
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            let is_none = value.eq_ignore_ascii_case(NONE);
            match key {
                KepKey::Sig if is_none => filter.sigs.push(None),
                KepKey::Sig => filter.sigs.push(Some(read(key, value)?)),
                KepKey::Status => filter.statuses.push(status(value)?),
                KepKey::Stage if is_none => filter.stages.push(None),
                KepKey::Stage => filter.stages.push(Some(read(key, value)?)),
                KepKey::Version => filter.versions.push(read::<VersionRange>(key, value)?),
                KepKey::Sort => once(key, &mut sort_by, sort_of(value)?)?,
                KepKey::Order => once(key, &mut ascending, is_ascending(value)?)?,
                KepKey::Page => {
                    let number = value.parse().ok().filter(|page| (1..=1000).contains(page));
                    once(key, &mut page, number.ok_or_else(|| bad(key, value))?)?;
                }
            }
        }
        filter.sort = sort_by.unwrap_or_default();
        filter.turned = ascending.is_some_and(|ascending| ascending == filter.sort.is_descending());
        filter.page = page.map_or(0, |page: u16| page - 1);
        filter.normalise();
        let canonical = kept.join("&") == filter.query();
        Ok((filter, canonical))
    }

    /// The canonical query, without `?`. Empty for all KEPs in the usual order.
    pub fn query(&self) -> String {
        self.to_string()
    }

    /// The link to the list.
    pub fn href(&self) -> String {
        let query = self.query();
        if query.is_empty() { "/keps".to_owned() } else { format!("/keps?{query}") }
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
        pairs.extend((filter.sort != Sort::default()).then(|| (KepKey::Sort, filter.sort.word().to_owned())));
        let order = if filter.sort.is_descending() { "asc" } else { "desc" };
        pairs.extend(filter.turned.then(|| (KepKey::Order, order.to_owned())));
        pairs.extend((filter.page > 0).then(|| (KepKey::Page, (filter.page + 1).to_string())));
        pairs
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

fn once<T: PartialEq>(key: KepKey, place: &mut Option<T>, value: T) -> Result<(), KepFilterError> {
    if place.as_ref().is_some_and(|other| *other != value) {
        return Err(KepFilterError::Twice { key });
    }
    *place = Some(value);
    Ok(())
}

fn status(value: &str) -> Result<Status, KepFilterError> {
    let known = Status::KNOWN.into_iter().chain([Status::Unstated]);
    let mut found = known.filter(|status| status.as_str().eq_ignore_ascii_case(value));
    found.next().ok_or_else(|| bad(KepKey::Status, value))
}

fn sort_of(value: &str) -> Result<Sort, KepFilterError> {
    let found = Sort::ALL.into_iter().find(|sort| sort.word().eq_ignore_ascii_case(value));
    found.ok_or_else(|| bad(KepKey::Sort, value))
}

fn is_ascending(value: &str) -> Result<bool, KepFilterError> {
    match value.to_ascii_lowercase().as_str() {
        "asc" => Ok(true),
        "desc" => Ok(false),
        _ => Err(bad(KepKey::Order, value)),
    }
}

/// A value that is printed as something that is read again.
fn read<T: FromStr + ToString + PartialEq>(key: KepKey, value: &str) -> Result<T, KepFilterError> {
    let read = value.parse::<T>().ok();
    read.filter(|read| read.to_string().parse().is_ok_and(|again: T| again == *read))
        .ok_or_else(|| bad(key, value))
}

fn bad(key: KepKey, value: &str) -> KepFilterError {
    let suggestion = match key {
        KepKey::Sig => nearest(
            value,
            Sig::known().map(|group| group.directory.strip_prefix("sig-").unwrap_or(group.directory)),
        ),
        KepKey::Status => nearest(value, Status::KNOWN.iter().map(Status::as_str).chain(["unstated"])),
        KepKey::Stage => nearest(value, Stage::ALL.into_iter().map(Stage::as_str).chain([NONE])),
        KepKey::Sort => nearest(value, Sort::ALL.into_iter().map(Sort::word)),
        KepKey::Order => nearest(value, ["asc", "desc"].into_iter()),
        KepKey::Version | KepKey::Page => None,
    };
    KepFilterError::BadValue { key, value: shown(value), suggestion: suggestion.map(str::to_owned) }
}

impl fmt::Display for KepFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (key, value)) in self.pairs().iter().enumerate() {
            let mark = if at == 0 { "" } else { "&" };
            write!(f, "{mark}{}=", key.as_str())?;
            encode(value, f)?;
        }
        Ok(())
    }
}

impl FromStr for KepFilter {
    type Err = KepFilterError;

    fn from_str(query: &str) -> Result<Self, KepFilterError> {
        Self::parse(query).map(|(filter, _)| filter)
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
