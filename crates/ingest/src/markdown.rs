//! Markdown to what is stored with it: safe HTML, plain text, references.

mod events;
mod mark;
mod options;
mod sanitise;

use pulldown_cmark::{Event, Tag, html};

use domain::notebook::prepared::{Content, PreparedReference};

use self::mark::MarkedEvents;
pub(crate) use self::options::OPTIONS;

/// What is made of a note's Markdown at import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedNote {
    /// Sanitised HTML.
    pub html: String,
    /// All text of the note, code included; blocks parted by line feeds.
    pub text: String,
    /// The text without code blocks and inline code: what names versions and SIGs.
    pub prose: String,
    /// In the order of the text; ranges ascend and never overlap.
    pub references: Vec<PreparedReference>,
    /// What the HTML holds besides paragraphs.
    pub content: Content,
}

/// Renders the Markdown of one note.
///
/// Raw HTML becomes text, an image a link to it, a line feed in a paragraph a line break, a
/// heading one of level 3 or deeper; quotes, lists and emphasis nested too deeply lose their
/// marks and keep their words. A link is one reference, to its address. Where `lost_links`
/// says that the source is a copy without its links, the words in brackets that stood for one,
/// as in `(slack)`, get the class `lost-link`; elsewhere they are words.
/// Never fails: any text is Markdown. Takes time linear in the length of the note.
pub fn render(markdown: &str, lost_links: bool) -> RenderedNote {
    let source = markdown.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}");
    let events = events::read(&source);
    let (text, prose) = events::text(&events);
    let has = |is_kind: fn(&Event<'_>) -> bool| events.iter().any(is_kind);
    let code = has(|event| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))));
    let quote = has(|event| matches!(event, Event::Start(Tag::BlockQuote(_))));
    let MarkedEvents { events, references, has_lost_link } = mark::mark(events, lost_links);
    let mut unsafe_html = String::with_capacity(source.len() * 2);
    html::push_html(&mut unsafe_html, events.into_iter());
    let (html, ranges) = sanitise::sanitise(&unsafe_html, references.len());
    let references = references
        .into_iter()
        .zip(ranges)
        .filter_map(|(marked, range)| {
            let mark::MarkedReference { literal, label, target, corrected } = marked;
            Some(PreparedReference { literal, label, target, corrected, range: range? })
        })
        .collect();
    RenderedNote { html, text, prose, references, content: Content { code, quote, lost_link: has_lost_link } }
}

#[cfg(test)]
mod tests;
