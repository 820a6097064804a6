//! The words around the first hit, for hits that lie deep in a note.

use super::hits::hits;
use super::term::Term;

/// How many characters stand before the first hit, and how many from it on.
const BEFORE: usize = 30;
const FROM: usize = 90;

/// A stretch of a text around the first hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// In order; `true` for what was met. White space is single spaces.
    pub pieces: Vec<(String, bool)>,
    /// Whether text stands before it.
    pub cut_before: bool,
    /// Whether text stands after it.
    pub cut_after: bool,
    /// How many characters of the text stand before the first hit.
    pub depth: usize,
}

/// What stands around the first hit of `text`; `None` where nothing is met.
pub fn snippet(text: &str, terms: &[Term]) -> Option<Snippet> {
    let hits = hits(text, terms);
    let first = hits.first()?.start;
    let from = text[..first].char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
    let to = text[first..].char_indices().nth(FROM).map_or(text.len(), |(at, _)| first + at);
    let mut pieces = Vec::new();
    let mut at = from;
    for hit in hits.iter().filter(|hit| hit.start < to) {
        pieces.push((text[at..hit.start].to_owned(), false));
        at = hit.end.min(to);
        pieces.push((text[hit.start..at].to_owned(), true));
    }
    pieces.push((text[at..to].to_owned(), false));
    for (piece, _) in &mut pieces {
        *piece = one_line(piece);
    }
    pieces.retain(|(piece, _)| !piece.is_empty());
    let depth = text[..first].chars().count();
    Some(Snippet { pieces, cut_before: from > 0, cut_after: to < text.len(), depth })
}

fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_whitespace() {
            true if line.ends_with(' ') => {}
            true => line.push(' '),
            false => line.push(c),
        }
    }
    line
}
