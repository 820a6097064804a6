//! What of a document belongs together although blank lines and lists part it for the parser.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::containers;
use super::html::{self, Element, Piece};
use super::options::OPTIONS;

/// Elements that are open at once, at most.
const MAX_OPEN: usize = 32;

/// The boxes, details and tables of HTML of a document that stand in no other, in order.
///
/// Each reaches from its first line, or the HTML block that begins it, to the end of what ends it.
pub(crate) fn spans(source: &str) -> Vec<Range<usize>> {
    let mut spans = containers::boxes(source);
    if source.contains("</") {
        spans.extend(elements(source));
    }
    spans.sort_by_key(|span| span.start);
    let mut outermost: Vec<Range<usize>> = Vec::new();
    for span in spans {
        match outermost.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => outermost.push(span),
        }
    }
    outermost
}

/// Details and tables whose tags stand in HTML blocks of the document itself.
fn elements(source: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut open: Vec<(Element, usize)> = Vec::new();
    let mut depth = 0;
    for (event, range) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) if depth == 0 => {
                for piece in html::pieces(&source[range.clone()]) {
                    let Piece::Tag(tag, _) = piece else { continue };
                    if !matches!(tag.element, Element::Details | Element::Table) {
                        continue;
                    }
                    if !tag.is_end {
                        if open.len() < MAX_OPEN {
                            open.push((tag.element, range.start));
                        }
                    } else if let Some(at) = open.iter().rposition(|(element, _)| *element == tag.element) {
                        spans.push(open[at].1..range.end);
                        open.truncate(at);
                    }
                }
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(TagEnd::MetadataBlock(_)) => {}
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    spans
}

/// What an HTML block of comments alone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CommentBlock {
    Ended,
    /// The comment has no end, and hides what follows.
    Endless,
}

/// Whether an HTML block is nothing but comments.
pub(crate) fn comment_block(html: &str) -> Option<CommentBlock> {
    let is_blank = |piece: &Piece<'_>| matches!(piece, Piece::Text(text) if text.trim().is_empty());
    if !html::is_comment(html.trim_start()) || !html::pieces(html).iter().all(is_blank) {
        return None;
    }
    Some(if html.trim_end().ends_with("-->") { CommentBlock::Ended } else { CommentBlock::Endless })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_and_elements_are_found() {
        let check = |source: &str, expected: &[&str]| {
            let found: Vec<&str> = spans(source).into_iter().map(|span| &source[span]).collect();
            assert_eq!(found, expected, "{source}");
        };
        check("a\n\n:::message\n- b\n:::\nc", &[":::message\n- b\n:::\n"]);
        check("<details>\n\n- a\n\n</details>\n\nb", &["<details>\n\n- a\n\n</details>\n"]);
        check(
            "<table><tr><td>\n\na\n\n</table>\n\n<details>\n\n<details>\n\nb\n\n</details>\n\n</details>",
            &[
                "<table><tr><td>\n\na\n\n</table>\n",
                "<details>\n\n<details>\n\nb\n\n</details>\n\n</details>",
            ],
        );
        check("<details>\n\na", &[]);
        check("- a\n  :::message\n- b\n\n  :::\n", &[]);
        check("- <details>\n\n</details>\n", &[]);
        check("`<details>` a </details>", &[]);
    }

    #[test]
    fn comments_alone_are_a_block_of_them() {
        let check = |html: &str, expected| assert_eq!(comment_block(html), expected, "{html}");
        check("<!-- a -->\n", Some(CommentBlock::Ended));
        check("<!-- a\n\nb --> <!-- c -->", Some(CommentBlock::Ended));
        check("<!-- a\n\nb", Some(CommentBlock::Endless));
        check("<!-- a --> b", None);
        check("<div> <!-- a -->", None);
    }
}
