//! What can be wrong with the query of the list of KEPs.

use crate::filter::MAX_BYTES;

/// The keys of the query, in the order in which they are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KepKey {
    /// `sig`: the group that owns it, or `none`.
    Sig,
    /// `status`: a status of kep.yaml, or `unstated`.
    Status,
    /// `stage`: the stage that came out, or `none`.
    Stage,
    /// `version`: a release or a range of them.
    Version,
    /// `sort`: what they are sorted by.
    Sort,
    /// `order`: `asc` or `desc`.
    Order,
    /// `page`: from 1.
    Page,
}

impl KepKey {
    /// All of them, in order.
    pub const ALL: [Self; 7] =
        [Self::Sig, Self::Status, Self::Stage, Self::Version, Self::Sort, Self::Order, Self::Page];

    /// The key as it stands in a query.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sig => "sig",
            Self::Status => "status",
            Self::Stage => "stage",
            Self::Version => "version",
            Self::Sort => "sort",
            Self::Order => "order",
            Self::Page => "page",
        }
    }

    /// What is right for the key, in English.
    pub fn expects(self) -> &'static str {
        match self {
            Self::Sig => "a SIG or WG such as `node` or `wg-batch`, or `none`",
            Self::Status => "a status such as `implemented`, or `unstated`",
            Self::Stage => "a stage such as `alpha`, `beta` or `stable`, or `none`",
            Self::Version => "a version such as `1.28` or a range such as `1.28..1.29`",
            Self::Sort => "`number`, `title`, `stage`, `moved` or `notes`",
            Self::Order => "`asc` for the least first or `desc` for the greatest first",
            Self::Page => "a number from 1",
        }
    }
}

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
