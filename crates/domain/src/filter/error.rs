//! What can be wrong with a query, told so that a reader can put it right.

use super::{Key, MAX_BYTES, MAX_TERMS, MAX_VALUES};
use crate::search::MAX_TERM_CHARS;

/// The first of `words` with the fewest slips in it, should `text` be that word misspelt:
/// at most one slip in a short text, one in three characters in a long one.
pub(crate) fn nearest<'a>(text: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let text = text.to_ascii_lowercase();
    let length = text.chars().count();
    // No word is longer: what is much longer is not near, and costs nothing.
    if length > 40 {
        return None;
    }
    let near =
        words.map(|word| (slips(&text, word), word)).filter(|(slips, _)| *slips <= (length / 3).max(1));
    near.min_by_key(|(slips, _)| *slips).map(|(_, word)| word)
}

/// How many insertions, deletions, replacements and swaps of neighbours lie between the two.
fn slips(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut rows = vec![(0..=other.len()).collect::<Vec<usize>>()];
    for i in 1..=one.len() {
        let mut row = vec![i];
        for j in 1..=other.len() {
            let same = one[i - 1] == other[j - 1];
            let mut least =
                (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + usize::from(!same));
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[one.len()][other.len()]
}

/// Why a query is no filter.
///
/// Keys and values in it are fit to be shown: at most 40 characters, none of them
/// a control character. The messages are English; a translation takes the fields.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// A key that is none of [`Key::ALL`].
    #[error("unknown filter `{key}`{}", .nearest.map(|key| format!("; did you mean `{}`?", key.as_str())).unwrap_or_default())]
    UnknownKey {
        /// The key as given.
        key: String,
        /// What was probably meant.
        nearest: Option<Key>,
    },
    /// A value that the key does not take; [`Key::expects`] says what it does.
    #[error("`{}` cannot be `{value}`{}", .key.as_str(), advice(*key, suggestion.as_deref()))]
    BadValue {
        /// The key.
        key: Key,
        /// The value as given.
        value: String,
        /// The value that was probably meant.
        suggestion: Option<String>,
    },
    /// A key that takes one value has two different ones.
    #[error("`{}` can be given only once", .key.as_str())]
    Twice {
        /// The key.
        key: Key,
    },
    /// Both `before` and `after`.
    #[error("`before` and `after` cannot be combined")]
    TwoCursors,
    /// A piece of the query is not percent-encoded UTF-8.
    #[error("`{piece}` is not valid percent-encoded text")]
    BadEncoding {
        /// The piece as given.
        piece: String,
    },
    /// The query is longer than [`MAX_BYTES`].
    #[error("the filter is longer than {MAX_BYTES} bytes")]
    TooLong,
    /// A name before a colon in the search box that is no field.
    #[error("there is no field `{field}:`{}; put the words in quotes to search for them as they are", .nearest.as_deref().map(|name| format!("; did you mean `{name}:`?")).unwrap_or_default())]
    UnknownField {
        /// The name as given.
        field: String,
        /// What was probably meant.
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
    /// A field with a sign that only words and SIGs and versions can have.
    #[error("`-{field}:` cannot be left out; only words, `-sig:` and `-version:` can")]
    CannotExclude {
        /// The field as given.
        field: String,
    },
    /// A search has more than [`MAX_TERMS`] words and phrases.
    #[error("more than {MAX_TERMS} words to search for")]
    TooManyWords,
    /// A word or phrase is longer than [`MAX_TERM_CHARS`].
    #[error("`{word}…` is longer than {MAX_TERM_CHARS} characters")]
    LongWord {
        /// How it begins.
        word: String,
    },
    /// A key has more than [`MAX_VALUES`] values.
    #[error("`{}` has more than {MAX_VALUES} values", .key.as_str())]
    TooMany {
        /// The key.
        key: Key,
    },
}

fn advice(key: Key, suggestion: Option<&str>) -> String {
    match suggestion {
        Some(word) => format!("; did you mean `{word}`?"),
        None => format!(": expected {}", key.expects()),
    }
}

fn state_advice(suggestion: Option<&str>) -> String {
    match suggestion {
        Some(word) => format!("; did you mean `{word}`?"),
        None => ": expected a state such as `merged`, `open`, `beta`, `stable`, `implemented` or `changed`"
            .to_owned(),
    }
}

/// What of `text` is shown in a message: 40 characters without control characters.
pub(crate) fn shown(text: &str) -> String {
    text.chars().filter(|c| !is_unseen(*c)).take(40).collect()
}

/// Control characters, and the marks that turn the direction of the text around them.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
