//! The query of a feed: a list's filter, and which items.
//!
//! ```text
//! items=moves&lang=ja&sig=node&changed=1
//! ```
//!
//! `items` and `lang` are keys of feeds alone and stand in front of the filter. A feed has an order of
//! its own and no pages: `order`, `before` and `after` are taken off.

use crate::list::filter::{Filter, FilterError};
use crate::list::query::{RawQuery, excerpt, nearest, set_once};

/// Which items a feed holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FeedItems {
    /// Notes and moves.
    #[default]
    All,
    /// Notes that came or changed.
    Notes,
    /// What has moved of what they cite.
    Moves,
}

impl FeedItems {
    /// The value of `items`; `None` for the one that goes without saying.
    pub fn query_value(self) -> Option<&'static str> {
        match self {
            Self::All => None,
            Self::Notes => Some("notes"),
            Self::Moves => Some("moves"),
        }
    }

    /// Whether notes are among them.
    pub fn has_notes(self) -> bool {
        self != Self::Moves
    }

    /// Whether moves are among them.
    pub fn has_moves(self) -> bool {
        self != Self::Notes
    }
}

/// The languages that `lang` takes.
const LANGS: [&str; 2] = ["en", "ja"];

/// What the keys of feeds in a query say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedQuery {
    /// The items that the feed has.
    pub items: FeedItems,
    /// The value of `lang`: `en` or `ja`; `None` for the reader's own.
    pub lang: Option<&'static str>,
}

/// Why a query is none of a feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// A value of `items` that is none.
    #[error("`items` cannot be `{value}`{}", .nearest.map_or_else(|| ": expected `notes` or `moves`".to_owned(), |word| format!("; did you mean `{word}`?")))]
    Items {
        /// The value as given, shortened.
        value: String,
        /// The value that was probably meant.
        nearest: Option<&'static str>,
    },
    /// A value of `lang` that is none.
    #[error("`lang` cannot be `{value}`: expected `en` or `ja`")]
    Lang {
        /// The value as given, shortened.
        value: String,
    },
    /// `lang` has two different values.
    #[error("`lang` can be given only once")]
    TwoLangs,
    /// The rest of the query is no filter.
    #[error(transparent)]
    Filter(#[from] FilterError),
}

impl FeedQuery {
    /// Takes the keys of feeds off a query.
    ///
    /// Both kinds of items are as good as none.
    ///
    /// # Errors
    /// The first value that is wrong: of `items` from the left, then of `lang`. What the rest says is not
    /// looked at.
    pub fn take(query: &mut RawQuery) -> Result<Self, FeedError> {
        let (mut notes, mut moves) = (false, false);
        for value in query.take("items") {
            match value.to_ascii_lowercase().as_str() {
                "notes" => notes = true,
                "moves" => moves = true,
                _ => {
                    let nearest = nearest(&value, ["notes", "moves"].into_iter());
                    return Err(FeedError::Items { value: excerpt(&value), nearest });
                }
            }
        }
        let items = match (notes, moves) {
            (true, false) => FeedItems::Notes,
            (false, true) => FeedItems::Moves,
            _ => FeedItems::All,
        };
        let mut lang = None;
        for value in query.take("lang") {
            let known = LANGS.into_iter().find(|lang| lang.eq_ignore_ascii_case(&value));
            let known = known.ok_or_else(|| FeedError::Lang { value: excerpt(&value) })?;
            set_once(&mut lang, known, || FeedError::TwoLangs)?;
        }
        Ok(Self { items, lang })
    }

    /// The one spelling of the query of this feed of the list whose own query is `list`.
    pub fn query(&self, list: &str) -> String {
        let items = self.items.query_value().map(|word| format!("items={word}"));
        let lang = self.lang.map(|lang| format!("lang={lang}"));
        let list = (!list.is_empty()).then(|| list.to_owned());
        [items, lang, list].into_iter().flatten().collect::<Vec<_>>().join("&")
    }
}

/// The same notes, in no order and on one page; what an order implies stays.
pub fn unordered(filter: Filter) -> Filter {
    Filter { order: Default::default(), cursor: None, ..filter }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(query: &str) -> Result<String, String> {
        let read = |mut query| {
            let wanted = FeedQuery::take(&mut query)?;
            Ok(wanted.query(&unordered(Filter::parse(&query)?).query()))
        };
        read(RawQuery::parse(query)).map_err(|error: FeedError| error.to_string())
    }

    #[test]
    fn a_feed_has_one_spelling() {
        let check = |query: &str, expected: &str| assert_eq!(canonical(query).as_deref(), Ok(expected));
        check("", "");
        check("sig=node&items=moves", "items=moves&sig=node");
        check("items=Notes", "items=notes");
        check("items=notes&items=moves", "");
        check("items=&lang=&sig=", "");
        check("lang=JA&sig=SIG+Node", "lang=ja&sig=node");
        check("order=asc&before=2023-10-11.57.0a1b2c3d", "");
        check("order=moved", "changed=1");
        check("utm_source=x&version=v1.29", "version=1.29");
    }

    #[test]
    fn what_is_wrong_is_reported() {
        let check = |query: &str, expected: &str| assert_eq!(canonical(query), Err(expected.to_owned()));
        check("items=move", "`items` cannot be `move`; did you mean `moves`?");
        check("items=everything", "`items` cannot be `everything`: expected `notes` or `moves`");
        check("lang=fr", "`lang` cannot be `fr`: expected `en` or `ja`");
        check("lang=en&lang=ja", "`lang` can be given only once");
        check("sgi=node", "unknown filter `sgi`; did you mean `sig`?");
        check("items=%zz", "`items=%zz` is not valid percent-encoded text");
    }

    #[test]
    fn every_canonical_query_reads_itself() {
        for query in ["items=moves&lang=en&sig=node&changed=1", "lang=ja", "items=notes&kep=753"] {
            assert_eq!(canonical(query).as_deref(), Ok(query));
        }
    }
}
