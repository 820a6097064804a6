//! What can be wrong with the query of the list of KEPs.

use super::KepKey;
use crate::filter::MAX_BYTES;

/// Why a query is no filter of KEPs. Keys and values in it are fit to be shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KepFilterError {
    /// A key that is none of [`KepKey::ALL`].
    #[error("unknown filter `{key}`{}", .nearest.map(|key| format!("; did you mean `{}`?", key.as_str())).unwrap_or_default())]
    UnknownKey {
        /// The key as given.
        key: String,
        /// What was probably meant.
        nearest: Option<KepKey>,
    },
    /// A value that the key does not take.
    #[error("`{}` cannot be `{value}`{}", .key.as_str(), advice(*key, suggestion.as_deref()))]
    BadValue {
        /// The key.
        key: KepKey,
        /// The value as given.
        value: String,
        /// The value that was probably meant.
        suggestion: Option<String>,
    },
    /// A key that takes one value has two different ones.
    #[error("`{}` can be given only once", .key.as_str())]
    Twice {
        /// The key.
        key: KepKey,
    },
    /// A piece of the query is not percent-encoded UTF-8.
    #[error("`{piece}` is not valid percent-encoded text")]
    BadEncoding {
        /// The piece as given.
        piece: String,
    },
    /// The query is too long.
    #[error("the filter is longer than {MAX_BYTES} bytes")]
    TooLong,
}

fn advice(key: KepKey, suggestion: Option<&str>) -> String {
    match suggestion {
        Some(word) => format!("; did you mean `{word}`?"),
        None => format!(": expected {}", key.expects()),
    }
}
