//! What can be wrong with a query, described so that a reader can put it right.

use super::key::FilterKey;
use crate::list::query::QueryError;
use crate::list::search::MAX_TERM_CHARS;

/// How many values a key may have.
pub const MAX_VALUES: usize = 64;

/// How many words and phrases a search may have.
pub const MAX_TERMS: usize = 16;

/// Why a query is no filter.
///
/// Keys and values in it are fit to be shown: at most 40 characters, none of them
/// a control character. The messages are English; a translation takes the fields.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// What can be wrong with every query.
    #[error(transparent)]
    Query(#[from] QueryError<FilterKey>),
    /// Both `before` and `after`.
    #[error("`before` and `after` cannot be combined")]
    TwoCursors,
    /// A name before a colon in the search box that is no field.
    #[error("there is no field `{field}:`{}; put the words in quotes to search for them as they are", .nearest.as_deref().map(|name| format!("; did you mean `{name}:`?")).unwrap_or_default())]
    UnknownField {
        /// The name as given.
        field: String,
        /// The field that was probably meant.
        nearest: Option<String>,
    },
    /// `state:` with what is no state.
    #[error("`state:` cannot be `{value}`{}", state_advice(suggestion.as_deref()))]
    BadState {
        /// The value as given.
        value: String,
        /// The value that was probably meant.
        suggestion: Option<String>,
    },
    /// A field with a sign that only words, SIGs, versions and cycles can have.
    #[error("`-{field}:` cannot be left out; only words, `-sig:`, `-version:` and `-cycle:` can")]
    CannotExclude {
        /// The field as given.
        field: String,
    },
    /// A search has more than [`MAX_TERMS`] words and phrases.
    #[error("more than {MAX_TERMS} words to search for")]
    TooManyTerms,
    /// A word or phrase is longer than [`MAX_TERM_CHARS`].
    #[error("`{term}…` is longer than {MAX_TERM_CHARS} characters")]
    LongTerm {
        /// The beginning of the term.
        term: String,
    },
    /// A key has more than [`MAX_VALUES`] values.
    #[error("`{}` has more than {MAX_VALUES} values", .key.as_str())]
    TooMany {
        /// The key with too many values.
        key: FilterKey,
    },
}

fn state_advice(suggestion: Option<&str>) -> String {
    match suggestion {
        Some(word) => format!("; did you mean `{word}`?"),
        None => ": expected a state such as `merged`, `open`, `beta`, `stable`, `implemented` or `changed`"
            .to_owned(),
    }
}
