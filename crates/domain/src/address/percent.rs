//! Percent-encoding: what of a text stands as it is in a query or a path.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What is encoded in a value of a query; what RFC 3986 lets stand and no form or attribute reads otherwise
/// stays readable.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b',')
    .remove(b'/')
    .remove(b'@');

/// What is encoded in a part of a path.
const SEGMENT: &AsciiSet = &VALUE.add(b'/');

/// A text as a value of a query, a blank as `+`.
pub(crate) struct QueryValue<'a>(pub &'a str);

impl fmt::Display for QueryValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, word) in self.0.split(' ').enumerate() {
            let blank = if at == 0 { "" } else { "+" };
            write!(f, "{blank}{}", utf8_percent_encode(word, VALUE))?;
        }
        Ok(())
    }
}

/// A text as a part of a path, between two slashes.
pub(crate) struct PathSegment<'a>(pub &'a str);

impl fmt::Display for PathSegment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        utf8_percent_encode(self.0, SEGMENT).fmt(f)
    }
}
