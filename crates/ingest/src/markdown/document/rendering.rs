//! A document as HTML, with marks where something can be added.

use domain::notebook::prepared::Content;

use super::super::reserved::{self, DIGITS};
use super::super::{RenderedNote, render_unreserved};

/// How many digits a number has: for more places than a document of a megabyte can have.
const NUMBER_LENGTH: usize = 5;

/// The HTML of a document, in pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedHtml {
    /// Safe HTML, each piece with the number of the place at its end, which the last one has none of.
    ///
    /// A piece may end within elements; all together are whole. Places may be missing, and never come twice.
    pub pieces: Vec<(String, Option<usize>)>,
    /// What the HTML holds besides paragraphs.
    pub content: Content,
}

/// Renders a document as [`render`](super::super::render) renders a note, with marks at places of its source: ascending ones, in bytes.
///
/// `from` is where its text begins, after the front matter.
pub fn render_with_marks(source: &str, from: usize, places: &[usize]) -> MarkedHtml {
    let mut marked = String::with_capacity(source.len() + places.len() * 3 * NUMBER_LENGTH);
    let mut done = from;
    for (number, place) in places.iter().enumerate() {
        let Some(text) = source.get(done..*place) else { continue };
        marked.push_str(&reserved::replace(text));
        let digit = |at: usize| DIGITS[number >> (4 * (NUMBER_LENGTH - 1 - at)) & 15];
        marked.extend((0..NUMBER_LENGTH).map(digit));
        done = *place;
    }
    marked.push_str(&reserved::replace(source.get(done..).unwrap_or_default()));
    let RenderedNote { html, content, .. } = render_unreserved(&marked, false);
    MarkedHtml { pieces: pieces(&html, places.len()), content }
}

/// Parts HTML at its marks.
fn pieces(html: &str, places: usize) -> Vec<(String, Option<usize>)> {
    let mut pieces = Vec::new();
    let mut seen = vec![false; places];
    let mut piece = String::new();
    let mut digits: Vec<usize> = Vec::new();
    for c in html.chars() {
        let Some(digit) = DIGITS.iter().position(|known| *known == c) else {
            digits.clear();
            piece.push(c);
            continue;
        };
        digits.push(digit);
        if digits.len() == NUMBER_LENGTH {
            let number = digits.drain(..).fold(0, |number, digit| number << 4 | digit);
            if seen.get(number) == Some(&false) {
                seen[number] = true;
                pieces.push((std::mem::take(&mut piece), Some(number)));
            }
        }
    }
    pieces.push((piece, None));
    pieces
}
