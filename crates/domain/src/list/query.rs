//! The query string of an address, taken apart once, for whoever its page belongs to.
//!
//! Taking apart never fails. Readers take the parameters that are theirs and meet what is wrong with the
//! rest as a [`QueryError`], the first from the left. Each parameter is kept with its values as it was
//! written, so that a reader can judge whether the query has its one canonical spelling.
//!
//! ```
//! use domain::list::filter::Filter;
//! use domain::list::query::RawQuery;
//!
//! let mut query = RawQuery::parse("limit=5&sig=SIG+Node");
//! assert_eq!(query.take("limit"), ["5"]);
//! let filter = Filter::parse(&query)?;
//! assert_eq!(filter.query(), "sig=node");
//! assert!(!query.is_written_as("sig=node"));
//! # Ok::<(), domain::list::filter::FilterError>(())
//! ```

mod error;
mod hint;
mod key;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

pub use self::error::{MAX_BYTES, QueryError};
pub(crate) use self::hint::{excerpt, nearest};
pub(crate) use self::key::NONE;
pub use self::key::QueryKey;
use crate::address::percent::QueryValue;
use crate::width::plain_width;

/// A query string by its parameters, in their order. Printed as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawQuery {
    parameters: Vec<Parameter>,
}

/// What stands between two `&`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Parameter {
    /// As it was written.
    raw: String,
    /// Decoded, as far as that goes.
    key: String,
    /// Decoded, as far as that goes.
    value: String,
    /// Whether it is percent-encoded UTF-8.
    is_text: bool,
}

impl RawQuery {
    /// Takes a query string apart, without its `?`.
    pub fn parse(query: &str) -> Self {
        Self { parameters: query.split('&').map(Parameter::parse).collect() }
    }

    /// Whether it was spelt just like `canonical`.
    pub fn is_written_as(&self, canonical: &str) -> bool {
        self.to_string() == canonical
    }

    /// Every key with its value, in their order.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        let written = self.parameters.iter().filter(|parameter| !parameter.raw.is_empty());
        written.map(|parameter| (parameter.key.as_str(), parameter.value.as_str()))
    }

    /// The values of a key, as far as they can be decoded.
    pub fn values(&self, key: &str) -> impl Iterator<Item = &str> {
        let parameters = self.parameters.iter().filter(move |parameter| parameter.key == key);
        parameters.map(|parameter| parameter.value.as_str())
    }

    /// The same query without a key.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        self.parameters.retain(|parameter| parameter.key != key);
        self
    }

    /// The same query with one key alone.
    #[must_use]
    pub fn with_only(mut self, key: &str) -> Self {
        self.parameters.retain(|parameter| parameter.key == key);
        self
    }

    /// Takes a key out and gives its values, trimmed and without empty ones.
    ///
    /// What cannot be decoded stays, for the reader of the rest to refuse.
    pub fn take(&mut self, key: &str) -> Vec<String> {
        let is_taken = |parameter: &mut Parameter| parameter.is_text && parameter.key == key;
        let values = self.parameters.extract_if(.., is_taken).map(|it| it.value.trim().to_owned());
        values.filter(|value| !value.is_empty()).collect()
    }

    /// Every key with its value, for the reader that knows all of `K`.
    ///
    /// Values are trimmed. Empty ones (what a form submits for a field left blank) and the keys that
    /// trackers add are left out; what is wrong comes in its place.
    pub fn pairs<K: QueryKey>(&self) -> impl Iterator<Item = Result<(K, &str), QueryError<K>>> {
        self.parameters.iter().filter_map(Parameter::pair)
    }

    /// Refuses what is longer than [`MAX_BYTES`].
    pub fn check_length<K: QueryKey>(&self) -> Result<(), QueryError<K>> {
        let bytes: usize = self.parameters.iter().map(|parameter| parameter.raw.len() + 1).sum();
        // One `&` less than there are parameters.
        if bytes > MAX_BYTES + 1 { Err(QueryError::TooLong) } else { Ok(()) }
    }
}

impl Parameter {
    fn parse(raw: &str) -> Self {
        let (key, value) = form_urlencoded::parse(raw.as_bytes()).next().unwrap_or_default();
        // The decoder puts U+FFFD where there is no UTF-8; whoever sends that character gets the same answer.
        let is_text = is_percent_encoded(raw)
            && [&key, &value].iter().all(|text| !text.contains(char::REPLACEMENT_CHARACTER));
        Self { raw: raw.to_owned(), key: key.into_owned(), value: value.into_owned(), is_text }
    }

    /// What it says to the reader of `K`; `None` for nothing.
    fn pair<K: QueryKey>(&self) -> Option<Result<(K, &str), QueryError<K>>> {
        if !self.is_text {
            return Some(Err(QueryError::BadEncoding { piece: excerpt(&self.raw) }));
        }
        if self.raw.is_empty() || is_tracking(&self.key) || is_referrer(&self.key, self.value.trim()) {
            return None;
        }
        let Ok(key) = self.key.parse() else { return Some(Err(QueryError::unknown_key(&self.key))) };
        let value = self.value.trim();
        (!value.is_empty()).then_some(Ok((key, value)))
    }
}

impl fmt::Display for RawQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, parameter) in self.parameters.iter().enumerate() {
            let mark = if at == 0 { "" } else { "&" };
            write!(f, "{mark}{}", parameter.raw)?;
        }
        Ok(())
    }
}

/// Whether each `%` has its two digits.
fn is_percent_encoded(text: &str) -> bool {
    let mut after_marks = text.as_bytes().split(|byte| *byte == b'%').skip(1);
    after_marks.all(|after| after.len() >= 2 && after[..2].iter().all(u8::is_ascii_hexdigit))
}

/// What mailers, networks and advertisers add to links.
fn is_tracking(key: &str) -> bool {
    const PREFIXES: [&str; 5] = ["utm_", "mc_", "_ga", "_gl", "_hs"];
    const NAMES: [&str; 14] = [
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "ttclid", "yclid",
        "igshid", "igsh", "ref_src", "ref_url",
    ];
    PREFIXES.iter().any(|prefix| key.starts_with(prefix)) || NAMES.contains(&key)
}

/// Where a link was shared, which some sites add: `ref=example.com`. What is cited has a slash in it.
fn is_referrer(key: &str, value: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_host =
        value.rsplit_once('.').is_some_and(|(_, last)| last.bytes().all(|it| it.is_ascii_alphabetic()));
    key == "ref" && is_host && value.split('.').all(is_label)
}

/// A value, of whatever width, that is printed as something that is read again.
pub(crate) fn read_value<K, T>(key: K, value: &str) -> Result<T, QueryError<K>>
where
    K: QueryKey,
    T: FromStr + ToString + PartialEq,
{
    let read = plain_width(value).trim().parse::<T>().ok();
    read.filter(|read| read.to_string().parse().is_ok_and(|again: T| again == *read))
        .ok_or_else(|| QueryError::bad_value(key, value))
}

/// Sets what can be given only once; the same value again is no other.
///
/// # Errors
/// `twice`, where another value is set already.
pub fn set_once<T: PartialEq, E>(slot: &mut Option<T>, value: T, twice: impl FnOnce() -> E) -> Result<(), E> {
    if slot.as_ref().is_some_and(|other| *other != value) {
        return Err(twice());
    }
    *slot = Some(value);
    Ok(())
}

/// Writes keys and values as a query, with only what must be percent-encoded encoded.
pub(crate) fn print<K: QueryKey>(pairs: &[(K, String)], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (at, (key, value)) in pairs.iter().enumerate() {
        let mark = if at == 0 { "" } else { "&" };
        let key: &str = (*key).into();
        write!(f, "{mark}{key}={}", QueryValue(value))?;
    }
    Ok(())
}
