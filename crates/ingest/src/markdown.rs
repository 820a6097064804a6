//! Markdown to what is stored with it: safe HTML, plain text, references.

// What the parser is given, and what it reads.
mod complexity;
mod containers;
mod data_url;
mod emphasis;
mod html;
mod items;
mod options;
mod reserved;
mod spans;

// What becomes of it.
mod citing_block;
mod events;
mod footnotes;
mod inline;
mod mark;
mod partners;
mod sanitise;
mod write;

// Documents that stay whole.
pub mod document;

use pulldown_cmark::{Event, Tag};

use domain::notebook::prepared::{Content, PreparedReference};

use self::citing_block::BlockCitation;
pub(crate) use self::data_url::shorten;
use self::emphasis::DisguisedText;
pub(crate) use self::inline::marks_to_escape;
use self::items::Item;
use self::mark::MarkedEvents;
pub(crate) use self::options::OPTIONS;
pub(crate) use self::spans::{CommentBlock, comment_block, spans};

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
/// A few elements of HTML are what they mean, without their attributes; other HTML is text, and comments are nothing.
/// An image becomes a link to it, a line feed in a paragraph a line break, a heading one of level 3 or deeper; quotes,
/// lists and emphasis nested too deeply lose their marks and keep their words. Footnotes are listed at the end. A link is
/// a reference to its address, and to KEPs that its words name besides. Where `lost_links` says that the source is a
/// copy without its links, the words in brackets that stood for one, as in `(slack)`, get the class `lost-link`;
/// elsewhere they are words.
/// Never fails: any text is Markdown; one with very many marks, as no note has, is a paragraph of it as it stands. Takes
/// time linear in the length of the note, and in the worst case two hundred times its length in memory.
pub fn render(markdown: &str, lost_links: bool) -> RenderedNote {
    render_unreserved(&reserved::replace(markdown), lost_links)
}

/// The same of a text in which reserved characters are meant.
fn render_unreserved(markdown: &str, lost_links: bool) -> RenderedNote {
    let source = markdown.replace("\r\n", "\n").replace('\r', "\n");
    let (source, _) = data_url::shorten(&source);
    if complexity::is_excessive(&source) {
        return render_items(items::plain(&source), lost_links);
    }
    let source = containers::separate(&source);
    let source = DisguisedText::new(&source);
    let mut items = items::read(&source);
    partners::find(&mut items);
    render_items(items, lost_links)
}

fn render_items(items: Vec<Item<'_>>, lost_links: bool) -> RenderedNote {
    let events = events::clean(footnotes::place(items));
    let (text, prose) = events::text(&events);
    let has = |is_kind: fn(&Event<'_>) -> bool| events.iter().any(is_kind);
    let code = has(|event| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))));
    let quote = has(|event| matches!(event, Event::Start(Tag::BlockQuote(_))));
    let MarkedEvents { events, references, has_lost_link } = mark::mark(events, lost_links);
    let unsafe_html = write::html(events);
    let (html, ranges) = sanitise::sanitise(&unsafe_html, references.len());
    let references = references
        .into_iter()
        .zip(ranges)
        .filter_map(|(marked, range)| {
            let BlockCitation { literal, label, target, fragment, corrected, .. } = marked;
            Some(PreparedReference { literal, label, target, fragment, corrected, range: range? })
        })
        .collect();
    RenderedNote { html, text, prose, references, content: Content { code, quote, lost_link: has_lost_link } }
}

#[cfg(test)]
mod tests;
