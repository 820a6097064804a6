//! What a reader types into the search box, and what it finds in a text.
//!
//! ```text
//! 停止 sig:node version:1.28 "graceful shutdown" -windows k/k#115138 has:code since:2023-09
//! ```
//!
//! Words are [`Term`]s, all of which a note must meet. What stands in quotes is met word by word;
//! what begins with `-` must not be met. A name and a colon is a field: the same as a key of
//! [`Filter`](crate::list::filter::Filter), which it becomes when the filter is read.
//!
//! What a term finds (the whole of it is [`hits`](self::hits()), and the full-text index gives the same notes):
//!
//! - Text and term are compared folded: NFKC, small letters, a long dash as `--`, any white space as one.
//! - Japanese, Chinese and Korean are found anywhere, from one character on.
//! - A word of another script is found from its beginning, or from the beginning of a part of it
//!   (`grace`, `period` and `28` find `terminationGracePeriod` and `v1.28`), and need not be typed to
//!   its end. In quotes it is the whole word.
//! - Marks such as the `#` and `/` of `k/k#115138` stand for themselves.

mod fold;
mod hits;
mod index;
mod snippet;
mod term;
#[cfg(test)]
mod tests;

pub use self::term::{MAX_TERM_CHARS, Term};
pub(crate) use self::term::{is_quote, is_unseen};

pub(crate) use self::hits::SearchedText;
pub use self::hits::{hits, hits_in_html};
pub use self::index::{INDEX_VERSION, IndexQuery, IndexText, index_query, index_text};
pub use self::snippet::{Snippet, snippet};
