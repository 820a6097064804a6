//! Markdown to what is stored beside it: safe HTML, plain text, references.

mod events;
mod mark;
mod sanitise;

use std::ops::Range;

use pulldown_cmark::{Options, html};

use crate::reference::Target;

/// The Markdown that notes are written in: CommonMark with tables and strikethrough.
pub(crate) const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// One reference of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The words as they stand in the note (of a link: its text).
    pub literal: String,
    /// `comment`, `commit`, where the note says so.
    pub label: Option<String>,
    /// What it resolves to.
    pub target: Target,
    /// Whether the literal was misspelt and put right.
    pub corrected: bool,
    /// Where it stands in [`Rendered::html`], in bytes, always on character bounds
    /// and never inside a tag or an entity. Its chip replaces these bytes; the range
    /// is empty, after the link, where the reference is (in) a link.
    pub range: Range<usize>,
}

/// What is made of a note's Markdown at import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// Sanitised HTML.
    pub html: String,
    /// All text of the note, code included; blocks parted by line feeds.
    pub text: String,
    /// The text without code blocks and inline code: what names versions and SIGs.
    pub prose: String,
    /// In the order of the text; ranges ascend and never overlap.
    pub references: Vec<Reference>,
}

/// Renders the Markdown of one note.
///
/// Raw HTML becomes text, an image a link to it, a line feed in a paragraph a line break, a
/// heading one of level 3 or deeper; quotes, lists and emphasis nested too deeply lose their
/// marks and keep their words. A link is one reference, to its address. Where `lost_links`
/// says that the source is a copy without its links, the words in brackets that stood for one,
/// as in `(slack)`, get the class `lost-link`; elsewhere they are words.
/// Never fails: any text is Markdown. Takes time linear in the length of the note.
pub fn render(markdown: &str, lost_links: bool) -> Rendered {
    let source = markdown.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}");
    let events = events::read(&source);
    let (text, prose) = events::text(&events);
    let (marked, found) = mark::mark(events, lost_links);
    let mut unsafe_html = String::with_capacity(source.len() * 2);
    html::push_html(&mut unsafe_html, marked.into_iter());
    let (html, ranges) = sanitise::sanitise(&unsafe_html, found.len());
    let references = found
        .into_iter()
        .zip(ranges)
        .filter_map(|(found, range)| {
            let mark::Citation { literal, label, target, corrected } = found;
            Some(Reference { literal, label, target, corrected, range: range? })
        })
        .collect();
    Rendered { html, text, prose, references }
}

#[cfg(test)]
mod tests;
