//! Where terms are met in a text.

use std::ops::Range;

use super::fold::{Class, FoldedChar, RawChar, Start, clusters, finish, fold, push};
use super::index::needle;
use super::term::Term;

/// Tags that do not part words.
const INLINE: [&str; 15] =
    ["a", "b", "code", "del", "em", "i", "kbd", "mark", "ruby", "s", "span", "strong", "sub", "sup", "u"];

/// The bytes of `text` that meet one of `terms`, in order, without overlaps; terms that are to be left out
/// have no hits.
pub fn hits(text: &str, terms: &[Term]) -> Vec<Range<usize>> {
    find(&fold(text), terms)
}

/// A text in which many terms are looked for, one by one.
#[derive(Debug)]
pub(crate) struct SearchedText(Vec<FoldedChar>);

impl SearchedText {
    pub(crate) fn new(text: &str) -> Self {
        Self(fold(text))
    }

    /// Whether a term has [`hits()`]; whether it is to be left out plays no part.
    pub(crate) fn contains(&self, term: &Term) -> bool {
        let needle = needle(term);
        !needle.is_empty() && (0..self.0.len()).any(|at| is_met(&self.0, at, &needle, term.is_phrase()))
    }
}

/// The same for what is read of HTML, as ranges of its bytes: none of them holds a tag or a part of an
/// entity, so that each can be put into an element of its own.
///
/// `html` is that of a [`PreparedNote`](crate::notebook::prepared::PreparedNote).
pub fn hits_in_html(html: &str, terms: &[Term]) -> Vec<Range<usize>> {
    if terms.iter().all(Term::is_without) { Vec::new() } else { find(&fold_html(html), terms) }
}

fn find(text: &[FoldedChar], terms: &[Term]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for term in terms.iter().filter(|term| !term.is_without()) {
        let needle = needle(term);
        let Some(first) = needle.first() else { continue };
        for at in 0..text.len() {
            if text[at].c == first.c && is_met(text, at, &needle, term.is_phrase()) {
                push_ranges(&mut found, &text[at..at + needle.len()]);
            }
        }
    }
    found.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in found {
        match merged.last_mut().filter(|last| range.start < last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => merged.push(range),
        }
    }
    merged
}

fn is_met(text: &[FoldedChar], at: usize, needle: &[FoldedChar], is_phrase: bool) -> bool {
    let Some(met) = text.get(at..at + needle.len()) else { return false };
    if met.iter().zip(needle).any(|(met, needle)| met.c != needle.c) {
        return false;
    }
    let is_word = |folded: Option<&FoldedChar>| folded.is_some_and(|folded| folded.class == Class::Word);
    let begins = match met.first().map(|first| (first.class, first.start)) {
        Some((Class::Word, Start::Word)) => true,
        Some((Class::Word, Start::Part)) => !is_phrase,
        Some((Class::Word, Start::No)) => false,
        _ => true,
    };
    begins && !(is_phrase && is_word(met.last()) && is_word(text.get(at + needle.len())))
}

/// The bytes of a stretch, in several ranges where tags lie between them.
fn push_ranges(found: &mut Vec<Range<usize>>, stretch: &[FoldedChar]) {
    let mut range: Option<Range<usize>> = None;
    for folded in stretch.iter().filter(|folded| folded.from < folded.to) {
        match &mut range {
            // Several characters may have been one.
            Some(range) if folded.from <= range.end => range.end = range.end.max(folded.to),
            _ => found.extend(range.replace(folded.from..folded.to)),
        }
    }
    found.extend(range);
}

fn fold_html(html: &str) -> Vec<FoldedChar> {
    let mut folded: Vec<RawChar> = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let rest = &html[at..];
        if rest.starts_with('<') {
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            let name = rest[1..end].trim_start_matches('/');
            let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            if !INLINE.contains(&name) {
                push(&mut folded, " ", at, at);
            }
            at += end;
        } else if let Some((c, length)) = entity(rest) {
            push(&mut folded, c.encode_utf8(&mut [0; 4]), at, at + length);
            at += length;
        } else {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let end = rest[first..].find(['<', '&']).map_or(rest.len(), |end| first + end);
            for (from, to) in clusters(&rest[..end]) {
                push(&mut folded, &rest[from..to], at + from, at + to);
            }
            at += end;
        }
    }
    finish(folded)
}

/// The character of the entity that `text` begins with, and the length of that: those that a serialiser writes.
fn entity(text: &str) -> Option<(char, usize)> {
    [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\''), ("&nbsp;", '\u{a0}')]
        .into_iter()
        .find(|(entity, _)| text.starts_with(entity))
        .map(|(entity, c)| (c, entity.len()))
}
