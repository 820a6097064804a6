//! The events of a note, made harmless and plain: what is rendered and what is read for words.

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd};

use super::options::OPTIONS;
use domain::cite::reference::is_web;

/// Quotes, lists and items, and apart from them emphasis, are not nested deeper than this.
const MAX_DEPTH: usize = 32;

/// Reads `source` into events without raw HTML, images, soft breaks, links that lead nowhere
/// safe, links in links, headings above level 3 and nesting that is too deep.
///
/// Texts that follow each other are one event.
pub(super) fn read(source: &str) -> Vec<Event<'_>> {
    let mut cleaner = EventCleaner::default();
    for event in Parser::new_ext(source, OPTIONS) {
        cleaner.push(event);
    }
    cleaner.flush();
    cleaner.events
}

/// What becomes of an element.
enum OpenElement {
    /// Its end, and whether it counts as a container or as emphasis.
    Yes(TagEnd, Nesting),
    /// A link, and what stands in it if nothing has come after event `from`.
    Link {
        from: usize,
        fallback: String,
    },
    /// The words of a link that is none.
    LinkText {
        from: usize,
        fallback: String,
    },
    RawHtml,
    No,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Nesting {
    Block,
    Inline,
    None,
}

#[derive(Default)]
struct EventCleaner<'a> {
    events: Vec<Event<'a>>,
    /// The text after them.
    pending: String,
    open: Vec<OpenElement>,
    blocks: usize,
    inlines: usize,
    in_link: bool,
}

impl<'a> EventCleaner<'a> {
    fn push(&mut self, event: Event<'a>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(_) => self.end(),
            Event::Text(piece) => self.pending.push_str(&piece),
            Event::Html(lines) | Event::InlineHtml(lines) => {
                for line in lines.split_inclusive('\n') {
                    self.pending.push_str(line.trim_end_matches('\n'));
                    if line.ends_with('\n') {
                        self.emit(Event::HardBreak);
                    }
                }
            }
            Event::SoftBreak => self.emit(Event::HardBreak),
            other => self.emit(other),
        }
    }

    fn emit(&mut self, event: Event<'a>) {
        self.flush();
        self.events.push(event);
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            self.events.push(Event::Text(std::mem::take(&mut self.pending).into()));
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        let element = match tag {
            Tag::Link { link_type, dest_url, .. } => {
                let address = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}").into(),
                    _ => dest_url,
                };
                let is_safe = scheme_is(&address, "mailto:") || is_web(&address);
                self.link(address, is_safe, None)
            }
            Tag::Image { dest_url, .. } => {
                let is_safe = is_web(&dest_url);
                self.link(dest_url, is_safe, Some("image"))
            }
            Tag::HtmlBlock => {
                self.emit(Event::Start(Tag::Paragraph));
                OpenElement::RawHtml
            }
            Tag::Heading { level, .. } => {
                let level = match level {
                    HeadingLevel::H1 => HeadingLevel::H3,
                    HeadingLevel::H2 => HeadingLevel::H4,
                    HeadingLevel::H3 => HeadingLevel::H5,
                    _ => HeadingLevel::H6,
                };
                self.open_element(
                    Tag::Heading { level, id: None, classes: vec![], attrs: vec![] },
                    Nesting::None,
                )
            }
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Item if self.blocks < MAX_DEPTH => {
                self.blocks += 1;
                self.open_element(tag, Nesting::Block)
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough if self.inlines < MAX_DEPTH => {
                self.inlines += 1;
                self.open_element(tag, Nesting::Inline)
            }
            Tag::Item => {
                // What was an item still stands on a line of its own.
                self.flush();
                if !matches!(self.events.last(), None | Some(Event::Start(_) | Event::End(_))) {
                    self.emit(Event::HardBreak);
                }
                OpenElement::No
            }
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {
                OpenElement::No
            }
            tag => self.open_element(tag, Nesting::None),
        };
        self.open.push(element);
    }

    fn open_element(&mut self, tag: Tag<'a>, nesting: Nesting) -> OpenElement {
        let end = tag.to_end();
        self.emit(Event::Start(tag));
        OpenElement::Yes(end, nesting)
    }

    /// `instead_of_nothing`: what stands for a link without words, if not its address.
    fn link(&mut self, address: CowStr<'a>, is_safe: bool, instead_of_nothing: Option<&str>) -> OpenElement {
        if self.in_link || !is_safe {
            // Its words alone.
            let fallback = instead_of_nothing.unwrap_or("").to_owned();
            self.flush();
            return OpenElement::LinkText { from: self.events.len(), fallback };
        }
        self.in_link = true;
        let fallback = instead_of_nothing.map_or_else(|| address.to_string(), str::to_owned);
        self.emit(Event::Start(Tag::Link {
            link_type: LinkType::Inline,
            dest_url: address,
            title: "".into(),
            id: "".into(),
        }));
        OpenElement::Link { from: self.events.len(), fallback }
    }

    /// Adds `fallback` if nothing has come since event `from`.
    fn fill(&mut self, from: usize, fallback: String) {
        if self.events.len() <= from && self.pending.is_empty() {
            self.pending.push_str(&fallback);
        }
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(OpenElement::Yes(end, nesting)) => {
                match nesting {
                    Nesting::Block => self.blocks -= 1,
                    Nesting::Inline => self.inlines -= 1,
                    Nesting::None => {}
                }
                self.emit(Event::End(end));
            }
            Some(OpenElement::Link { from, fallback }) => {
                self.fill(from, fallback);
                self.emit(Event::End(TagEnd::Link));
                self.in_link = false;
            }
            Some(OpenElement::LinkText { from, fallback }) => self.fill(from, fallback),
            Some(OpenElement::RawHtml) => {
                self.flush();
                if let Some(Event::HardBreak) = self.events.last() {
                    self.events.pop();
                }
                self.emit(Event::End(TagEnd::Paragraph));
            }
            Some(OpenElement::No) | None => {}
        }
    }
}

fn scheme_is(address: &str, scheme: &str) -> bool {
    address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

/// All words, and the words without code; blocks parted by line feeds.
pub(super) fn text(events: &[Event<'_>]) -> (String, String) {
    let mut text = String::new();
    let mut prose = String::new();
    let mut in_code = false;
    for event in events {
        match event {
            Event::Text(piece) => {
                text.push_str(piece);
                if !in_code {
                    prose.push_str(piece);
                }
            }
            Event::Code(piece) => {
                text.push_str(piece);
                // Words on both sides of code are not one word.
                prose.push(' ');
            }
            Event::HardBreak => {
                text.push('\n');
                prose.push('\n');
            }
            event if ends_block(event) => {
                in_code = matches!(event, Event::Start(Tag::CodeBlock(_)));
                for out in [&mut text, &mut prose] {
                    if !out.is_empty() && !out.ends_with('\n') {
                        out.push('\n');
                    }
                }
            }
            _ => {}
        }
    }
    for out in [&mut text, &mut prose] {
        out.truncate(out.trim_end_matches('\n').len());
    }
    (text, prose)
}

/// Whether the text on both sides of `event` is that of different blocks.
pub(super) fn ends_block(event: &Event<'_>) -> bool {
    let is_inline_tag =
        |tag: &Tag| matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. });
    let is_inline_end = |end: &TagEnd| {
        matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link)
    };
    match event {
        Event::Start(tag) => !is_inline_tag(tag),
        Event::End(end) => !is_inline_end(end),
        Event::Rule => true,
        _ => false,
    }
}
