//! What a full-text index must contain so that a query for phrases gives exactly what [`hits`](super::hits()) gives.
//!
//! A word is a token. Scripts without spaces give overlapping pairs of characters and, at the end of a run,
//! the last character alone: any stretch of them is a phrase of pairs, and one character the beginning of a
//! token. Marks and white space are tokens too, so that `k/k#115138` is five in a row and nothing else is.
//! What begins amid a word stands in a second text, from each such place on.

use super::fold::{Class, FoldedChar, Start, fold};
use super::term::{MAX_TERM_CHARS, Term};

/// Raised when what is indexed changes: what an older Kepline indexed is then indexed anew.
pub const INDEX_VERSION: i64 = 1;

/// The token of white space. Marks of ASCII have theirs next to it, so that all tokens are letters,
/// digits or not ASCII.
const MARKS: u32 = 0xe000;

/// What stands between the stretches of [`IndexText::parts`]; no term can have it in it.
const BETWEEN: char = '\u{e0ff}';

/// No term is longer once it is folded, however many characters one becomes.
const MAX_STRETCH: usize = 4 * MAX_TERM_CHARS;

/// A note as the index takes it: tokens with single spaces between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexText {
    /// The tokens of all of its text.
    pub tokens: String,
    /// From each part of a word that is not its beginning up to the next white space.
    pub parts: String,
}

/// Tokens to look for, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexQuery {
    /// At least one, without spaces and quotes in them.
    pub tokens: Vec<String>,
    /// Whether the last one may go on.
    pub is_open: bool,
    /// Whether to look at [`IndexText::parts`] as well.
    pub in_parts: bool,
}

/// What the index holds of a text.
pub fn index_text(text: &str) -> IndexText {
    let folded = fold(text);
    let mut tokens = String::new();
    push_tokens(&mut tokens, &folded, true);
    let mut parts = String::new();
    for (at, _) in folded.iter().enumerate().filter(|(_, folded)| folded.start == Start::Part) {
        let stretch = &folded[at..folded.len().min(at + MAX_STRETCH)];
        let end = stretch.iter().position(|folded| folded.class == Class::Space).unwrap_or(stretch.len());
        push_tokens(&mut parts, &stretch[..end], true);
        push_token(&mut parts, [BETWEEN]);
    }
    IndexText { tokens, parts }
}

/// The query for a term; `None` where folding leaves nothing of it, so that no text has a hit.
pub fn index_query(term: &Term) -> Option<IndexQuery> {
    let needle = needle(term);
    let (first, last) = (needle.first()?, needle.last()?);
    let alone = needle.len() < 2 || needle[needle.len() - 2].class != Class::Dense;
    let is_open = match last.class {
        Class::Word => !term.is_phrase(),
        Class::Dense => alone,
        Class::Space | Class::Mark => false,
    };
    Some(IndexQuery {
        tokens: tokens(&needle, alone),
        is_open,
        in_parts: first.class == Class::Word && !term.is_phrase(),
    })
}

/// The folded characters of a term, without space around them.
pub(super) fn needle(term: &Term) -> Vec<FoldedChar> {
    let mut needle = fold(term.text());
    while needle.last().is_some_and(|last| last.class == Class::Space) {
        needle.pop();
    }
    let first = needle.iter().position(|folded| folded.class != Class::Space).unwrap_or(needle.len());
    needle.drain(..first);
    needle
}

/// The tokens of a stretch; `ends` says whether a run of a script without spaces ends with it.
fn tokens(stretch: &[FoldedChar], ends: bool) -> Vec<String> {
    let mut tokens = String::new();
    push_tokens(&mut tokens, stretch, ends);
    tokens.split_terminator(' ').map(str::to_owned).collect()
}

/// Appends the same tokens, with single spaces between them.
fn push_tokens(tokens: &mut String, stretch: &[FoldedChar], ends: bool) {
    let mut in_word = false;
    for (n, folded) in stretch.iter().enumerate() {
        let next = stretch.get(n + 1).filter(|next| next.class == folded.class);
        match folded.class {
            Class::Word if in_word => tokens.push(folded.c),
            Class::Word => push_token(tokens, [folded.c]),
            Class::Dense => match next {
                Some(next) => push_token(tokens, [folded.c, next.c]),
                None if ends || n + 1 < stretch.len() => push_token(tokens, [folded.c]),
                None => {}
            },
            Class::Space | Class::Mark => push_token(tokens, [mark(folded.c)]),
        }
        in_word = folded.class == Class::Word && next.is_some();
    }
}

/// Appends a token, or the beginning of one.
fn push_token<const N: usize>(tokens: &mut String, token: [char; N]) {
    if !tokens.is_empty() {
        tokens.push(' ');
    }
    tokens.extend(token);
}

/// The token of a mark or of white space.
fn mark(c: char) -> char {
    if c.is_ascii() { char::from_u32(MARKS + c as u32).unwrap_or(c) } else { c }
}
