//! What can be wrong with a query, told so that a reader can put it right.

use super::{MAX_BYTES, MAX_TERMS, MAX_VALUES};
use crate::search::MAX_TERM_CHARS;

/// The keys of a query, in the order in which they are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// `notebook`: a notebook by its slug.
    Notebook,
    /// `sig`: a SIG or WG, or `none` for notes without one.
    Sig,
    /// `exclude.sig`: a SIG or WG that no shown note has.
    ExcludeSig,
    /// `version`: a Kubernetes version or range, or `none` for notes without one.
    Version,
    /// `exclude.version`: a Kubernetes version or range that no shown note has.
    ExcludeVersion,
    /// `in`: a year, month or day.
    In,
    /// `stage`: what has shipped by now of a KEP that is cited, or `none`.
    Stage,
    /// `status`: the status now of a KEP that is cited.
    Status,
    /// `github`: the state now of a pull request or an issue that is cited.
    Github,
    /// `changed`: `1` for notes that cite something which has moved since.
    Changed,
    /// `kep`: a KEP that is cited.
    Kep,
    /// `ref`: a pull request or an issue that is cited.
    Ref,
    /// `repo`: a repository of which something is cited.
    Repo,
    /// `since`: the year, month or day that entries are of at the earliest.
    Since,
    /// `until`: the year, month or day that entries are of at the latest.
    Until,
    /// `has`: what a note has, as code.
    Has,
    /// `q`: what the search box holds.
    Q,
    /// `order`: `asc` for the oldest first, `moved` for the latest move first, `relevance` for the best hit first.
    Order,
    /// `before`: the page before a place.
    Before,
    /// `after`: the page behind a place.
    After,
}

impl Key {
    /// All of them, in order.
    pub const ALL: [Self; 20] = [
        Self::Notebook,
        Self::Sig,
        Self::ExcludeSig,
        Self::Version,
        Self::ExcludeVersion,
        Self::In,
        Self::Stage,
        Self::Status,
        Self::Github,
        Self::Changed,
        Self::Kep,
        Self::Ref,
        Self::Repo,
        Self::Since,
        Self::Until,
        Self::Has,
        Self::Q,
        Self::Order,
        Self::Before,
        Self::After,
    ];

    /// The key as it stands in a query.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Notebook => "notebook",
            Self::Sig => "sig",
            Self::ExcludeSig => "exclude.sig",
            Self::Version => "version",
            Self::ExcludeVersion => "exclude.version",
            Self::In => "in",
            Self::Stage => "stage",
            Self::Status => "status",
            Self::Github => "github",
            Self::Changed => "changed",
            Self::Kep => "kep",
            Self::Ref => "ref",
            Self::Repo => "repo",
            Self::Since => "since",
            Self::Until => "until",
            Self::Has => "has",
            Self::Q => "q",
            Self::Order => "order",
            Self::Before => "before",
            Self::After => "after",
        }
    }

    /// The key that `text` is, exactly.
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.as_str() == text)
    }

    /// The key that `text` was probably meant to be.
    pub fn nearest(text: &str) -> Option<Self> {
        if ["Q", "query", "search", "s", "text"].contains(&text) {
            return Some(Self::Q);
        }
        // One letter is near to every other.
        let words = Self::ALL.into_iter().filter(|key| *key != Self::Q).map(Self::as_str);
        nearest(text, words).and_then(Self::named)
    }

    /// What is right for the key, in English.
    pub fn expects(self) -> &'static str {
        match self {
            Self::Notebook => "the name of a notebook, such as `kubernetes-2023`",
            Self::Sig => "a SIG or WG such as `node` or `wg-batch`, or `none`",
            Self::ExcludeSig => "a SIG or WG such as `node` or `wg-batch`",
            Self::Version => "a version such as `1.28`, a range such as `1.28..1.29`, or `none`",
            Self::ExcludeVersion => "a version such as `1.28` or a range such as `1.28..1.29`",
            Self::In | Self::Since | Self::Until => {
                "a year, month or day such as `2023`, `2023-10` or `2023-10-11`"
            }
            Self::Stage => "a stage such as `alpha`, `beta` or `stable`, or `none` for what has not shipped",
            Self::Status => "a KEP status such as `implementable`, `implemented` or `withdrawn`",
            Self::Github => "a state such as `open`, `merged`, `closed` or `not_planned`",
            Self::Changed => "`1` for notes that cite something which has moved since; leave it out for all",
            Self::Kep => "the number of a KEP, such as `753`",
            Self::Ref => {
                "a pull request or issue such as `kubernetes/kubernetes%23115138`, with `%23` for `#`"
            }
            Self::Repo => "a repository such as `containerd/containerd`",
            Self::Has => "`code`, `quote` or `lost-link`",
            Self::Q => "words to search for",
            Self::Order => {
                "`asc` for the oldest first, `desc` for the newest first, `moved` for the latest move first or `relevance` for the best hit first"
            }
            Self::Before | Self::After => "a position from a link of this site",
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_key_finds_the_key() {
        let check = |text: &str, near: Option<&str>| {
            assert_eq!(Key::nearest(text).map(Key::as_str), near, "{text}");
        };
        check("sgi", Some("sig"));
        check("sigs", Some("sig"));
        check("SIG", Some("sig"));
        check("verison", Some("version"));
        check("exclude_sig", Some("exclude.sig"));
        check("exclude-version", Some("exclude.version"));
        check("notebok", Some("notebook"));
        check("oder", Some("order"));
        check("on", Some("in"));
        check("stages", Some("stage"));
        check("state", Some("stage"));
        check("GitHub", Some("github"));
        check("change", Some("changed"));
        check("keps", Some("kep"));
        check("refs", Some("ref"));
        check("g", None);
        check("query", Some("q"));
        check("page", None);
        check("kubernetes", None);
        check("バージョン", None);
        check("", None);
        check(&"sig".repeat(1_000), None);
    }

    #[test]
    fn every_key_reads_itself() {
        for key in Key::ALL {
            assert_eq!(Key::named(key.as_str()), Some(key));
        }
        assert!(Key::ALL.is_sorted());
    }
}
