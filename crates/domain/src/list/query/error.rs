//! What can be wrong with a query, described so that a reader can put it right.

use super::hint::{excerpt, nearest};
use super::key::QueryKey;

/// The longest query that a filter is read from, in bytes.
pub const MAX_BYTES: usize = 4096;

/// Why a query cannot be read.
///
/// Keys and values in it are fit to be shown: at most 40 characters, none of them
/// a control character. The messages are English; a translation takes the fields.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError<K: QueryKey> {
    /// A key that is none of `K`.
    #[error("unknown filter `{key}`{}", .nearest.map(|key| did_you_mean(key.into())).unwrap_or_default())]
    UnknownKey {
        /// The key as given.
        key: String,
        /// The key that was probably meant.
        nearest: Option<K>,
    },
    /// A value that the key does not take; [`QueryKey::expects`] says what it does.
    #[error("`{}` cannot be `{value}`{}", name(*key), advice(*key, suggestion.as_deref()))]
    BadValue {
        /// The key that the value belongs to.
        key: K,
        /// The value as given.
        value: String,
        /// The value that was probably meant.
        suggestion: Option<String>,
    },
    /// A key that takes one value has two different ones.
    #[error("`{}` can be given only once", name(*key))]
    Twice {
        /// The key that the value belongs to.
        key: K,
    },
    /// A piece of the query is not percent-encoded UTF-8.
    #[error("`{piece}` is not valid percent-encoded text")]
    BadEncoding {
        /// The piece as given.
        piece: String,
    },
    /// The query is longer than [`MAX_BYTES`].
    #[error("the filter is longer than {MAX_BYTES} bytes")]
    TooLong,
}

impl<K: QueryKey> QueryError<K> {
    /// For a key that is none of `K`.
    pub(super) fn unknown_key(key: &str) -> Self {
        Self::UnknownKey { key: excerpt(key), nearest: K::nearest(key) }
    }

    /// For a value that the key does not take, with the choice that was probably meant.
    pub(crate) fn bad_value(key: K, value: &str) -> Self {
        let suggestion = nearest(value, key.choices().into_iter()).map(str::to_owned);
        Self::BadValue { key, value: excerpt(value), suggestion }
    }
}

fn name(key: impl QueryKey) -> &'static str {
    key.into()
}

fn advice(key: impl QueryKey, suggestion: Option<&str>) -> String {
    suggestion.map_or_else(|| format!(": expected {}", key.expects()), did_you_mean)
}

fn did_you_mean(word: &str) -> String {
    format!("; did you mean `{word}`?")
}
