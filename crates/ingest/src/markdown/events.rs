//! The events of a note, made harmless and plain: what is rendered and what is read for words.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::data_url::DataUrl;
use super::html::{Element, Role};
use super::inline::{self, Piece};
use super::items::{Item, Markup};
use super::reserved;
use domain::cite::reference::is_web;

/// Quotes, lists and items, and apart from them emphasis, are not nested deeper than this.
const MAX_DEPTH: usize = 32;

/// What is called a link in the words `@[card](address)`.
const EMBEDS: [&str; 17] = [
    "card",
    "tweet",
    "youtube",
    "github",
    "gist",
    "codepen",
    "slideshare",
    "speakerdeck",
    "docswell",
    "jsfiddle",
    "codesandbox",
    "stackblitz",
    "figma",
    "blueprintue",
    "mermaid",
    "x",
    "link",
];

/// Makes events of `items`: without images, soft breaks, links that lead nowhere safe, links in links, headings
/// above level 3, nesting that is too deep, and tags of HTML that have no place.
///
/// Texts that follow each other are one event. HTML in the events is of elements alone, without attributes of the
/// source: `Event::Html` where it parts blocks, `Event::InlineHtml` within them. A footnote is cited by its number.
pub(super) fn clean(items: Vec<Item<'_>>) -> Vec<Event<'_>> {
    let mut cleaner = EventCleaner::default();
    for item in items {
        cleaner.push(item);
    }
    cleaner.pop_to(0);
    cleaner.flush();
    cleaner.events
}

/// What becomes of an element.
enum OpenElement {
    /// Its end, and how it counts.
    Markdown(TagEnd, Nesting),
    /// A paragraph, of Markdown or of a text that stands in none.
    Paragraph,
    /// What is made of the source's own marks.
    Markup(Markup),
    /// A part of the list of footnotes, with its end tag.
    Footnotes(&'static str),
    /// Code with the name of its file.
    File,
    /// A link, and what stands in it if nothing has come after event `from`.
    Link {
        from: usize,
        fallback: String,
        is_embed: bool,
    },
    /// The words of a link that is none, and what follows them.
    LinkText {
        from: usize,
        fallback: String,
        suffix: String,
        embedded: Option<String>,
    },
    /// A container that is too deep.
    FlatBlock,
    FlatInline,
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
    /// The text after them, and what of it marks nothing.
    pending: String,
    literals: Vec<Range<usize>>,
    open: Vec<OpenElement>,
    blocks: usize,
    inlines: usize,
    in_link: bool,
    in_code: bool,
    /// Texts stand in paragraphs here, as opposed to those of tight items, headings and cells.
    in_flow: bool,
}

impl<'a> EventCleaner<'a> {
    fn push(&mut self, item: Item<'a>) {
        match item {
            Item::Text { text, literal } => self.push_text(&text, literal),
            Item::Event(Event::Start(tag)) => self.start(tag),
            Item::Event(Event::End(TagEnd::Paragraph)) => self.end_flow(),
            Item::Event(Event::End(_)) => self.end(),
            Item::Event(Event::SoftBreak | Event::HardBreak) => self.push_break(),
            Item::Event(Event::Rule) => {
                self.enter_block();
                self.emit(Event::Rule);
            }
            Item::Event(event) => {
                self.enter_inline(false);
                self.emit(event);
            }
            Item::Tag { markup, is_end: false, has_partner, source } => {
                if !self.open_markup(markup, has_partner) {
                    self.push_text(&source, source.len());
                }
            }
            Item::Tag { markup, is_end: true, has_partner, source } => {
                if !self.close_markup(markup, has_partner) {
                    self.push_text(&source, source.len());
                }
            }
            Item::HtmlBlock { is_end: false } => {
                self.enter_block();
                self.in_flow = true;
            }
            Item::HtmlBlock { is_end: true } => self.end_flow(),
            Item::Footnotes { is_end: false } => {
                self.pop_to(0);
                self.open_footnotes("<ol class=\"footnotes\">\n", "</ol>\n");
            }
            Item::Footnote { is_end: false } => self.open_footnotes("<li class=\"footnote\">", "</li>\n"),
            Item::Footnotes { is_end: true } | Item::Footnote { is_end: true } => self.end(),
            Item::FootnoteMark(_) => {}
        }
    }

    fn emit(&mut self, event: Event<'a>) {
        self.flush();
        self.events.push(event);
    }

    /// Adds what parts blocks; a line break before it would part nothing.
    fn emit_boundary(&mut self, event: Event<'a>) {
        self.flush();
        if let Some(Event::HardBreak) = self.events.last() {
            self.events.pop();
        }
        self.events.push(event);
    }

    fn push_text(&mut self, text: &str, literal: usize) {
        if self.in_code || self.enter_inline(is_blank(text)) {
            let start = self.pending.len();
            self.pending.push_str(text);
            if literal > 0 {
                self.literals.push(start..start + literal);
            }
        }
    }

    fn push_break(&mut self) {
        let begins = self.pending.is_empty() && self.events.last().is_none_or(ends_block);
        if self.enter_inline(true) && !begins {
            self.emit(Event::HardBreak);
        }
    }

    fn flush(&mut self) {
        let literals = std::mem::take(&mut self.literals);
        let mut text = std::mem::take(&mut self.pending);
        if text.is_empty() {
            return;
        }
        if self.in_code {
            self.events.push(Event::Text(text.into()));
            return;
        }
        let is_literal = |at: usize| {
            let next = literals.partition_point(|range| range.start <= at);
            next > 0 && at < literals[next - 1].end
        };
        let mut from = 0;
        // A note is an item too, without its bullet.
        let begins_item = matches!(
            self.events.as_slice(),
            [] | [Event::Start(Tag::Paragraph)]
                | [.., Event::Start(Tag::Item)]
                | [.., Event::Start(Tag::Item), Event::Start(Tag::Paragraph)]
        );
        let begins_quote = matches!(
            self.events.as_slice(),
            [.., Event::Start(Tag::BlockQuote(_)), Event::Start(Tag::Paragraph)]
        );
        if begins_item
            && !is_literal(0)
            && let Some((is_done, rest)) = inline::task(&text)
        {
            self.events.push(Event::TaskListMarker(is_done));
            from = text.len() - rest.len();
        } else if begins_quote
            && !is_literal(0)
            && let Some(head) = inline::callout(&text)
        {
            self.events.push(Event::Start(Tag::Strong));
            self.events.push(Event::Text(head.into()));
            self.events.push(Event::End(TagEnd::Strong));
            text.clear();
        }
        let text = &text[from..];
        for piece in inline::pieces(text, |at| is_literal(from + at)) {
            match piece {
                Piece::Text(piece) => match self.events.last_mut() {
                    Some(Event::Text(last)) => *last = format!("{last}{piece}").into(),
                    _ => self.events.push(Event::Text(piece.to_owned().into())),
                },
                Piece::Highlight(piece) => self.events.extend([
                    Event::InlineHtml("<mark>".into()),
                    Event::Text(piece.to_owned().into()),
                    Event::InlineHtml("</mark>".into()),
                ]),
            }
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        let element = match tag {
            Tag::Paragraph => {
                self.in_flow = true;
                self.enter_block();
                if let Some(OpenElement::Markup(Markup::Html(element))) = self.open.last()
                    && *element != Element::Details
                {
                    self.open_paragraph();
                }
                return;
            }
            Tag::Link { link_type, dest_url, .. } => {
                let address = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}").into(),
                    _ => dest_url,
                };
                let is_safe = scheme_is(&address, "mailto:") || is_web(&address);
                self.enter_inline(false);
                self.link(address, is_safe, None)
            }
            Tag::Image { dest_url, .. } => {
                let is_safe = is_web(&dest_url);
                self.enter_inline(false);
                self.link(dest_url, is_safe, Some("image"))
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
            Tag::CodeBlock(kind) => self.open_code(kind),
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Item if self.blocks < MAX_DEPTH => {
                self.blocks += 1;
                self.open_element(tag, Nesting::Block)
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough if self.inlines < MAX_DEPTH => {
                self.inlines += 1;
                self.enter_inline(false);
                self.open_element(tag, Nesting::Inline)
            }
            Tag::Item => {
                // What was an item still stands on a line of its own.
                self.flush();
                if !self.events.last().is_none_or(ends_block) {
                    self.emit(Event::HardBreak);
                }
                OpenElement::FlatBlock
            }
            Tag::BlockQuote(_) | Tag::List(_) => OpenElement::FlatBlock,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => OpenElement::FlatInline,
            tag => self.open_element(tag, Nesting::None),
        };
        self.open.push(element);
    }

    fn open_element(&mut self, tag: Tag<'a>, nesting: Nesting) -> OpenElement {
        if nesting != Nesting::Inline {
            self.enter_block();
        }
        let end = tag.to_end();
        self.emit(Event::Start(tag));
        OpenElement::Markdown(end, nesting)
    }

    /// `lang:file` shows the name of the file above the code.
    fn open_code(&mut self, kind: CodeBlockKind<'a>) -> OpenElement {
        let file = match &kind {
            CodeBlockKind::Fenced(info) => info
                .split_once(':')
                .map(|(language, file)| (language.trim().to_owned(), file.trim().to_owned())),
            CodeBlockKind::Indented => None,
        };
        let element = match file.filter(|(_, file)| !file.is_empty()) {
            Some((language, file)) => {
                self.enter_block();
                self.emit_boundary(Event::Html("<figure><figcaption>".into()));
                self.emit(Event::Code(file.into()));
                self.emit(Event::Html("</figcaption>".into()));
                self.emit(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language.into()))));
                OpenElement::File
            }
            None => self.open_element(Tag::CodeBlock(kind), Nesting::None),
        };
        self.in_code = true;
        element
    }

    /// `instead_of_nothing`: what stands for a link without words, if not its address.
    fn link(&mut self, address: CowStr<'a>, is_safe: bool, instead_of_nothing: Option<&str>) -> OpenElement {
        let is_embed = self.pending.ends_with('@') && instead_of_nothing.is_none();
        if self.in_link || !is_safe {
            // Its words alone.
            let fallback = instead_of_nothing.unwrap_or("").to_owned();
            let suffix =
                DataUrl::parse(&address).map_or(String::new(), |file| format!(" (data, {})", file.size()));
            self.flush();
            let embedded = is_embed.then(|| reserved::replace(&address).into_owned());
            return OpenElement::LinkText { from: self.events.len(), fallback, suffix, embedded };
        }
        self.in_link = true;
        let address_text = || reserved::replace(&address).into_owned();
        let fallback = instead_of_nothing.map_or_else(address_text, str::to_owned);
        self.emit(Event::Start(Tag::Link {
            link_type: LinkType::Inline,
            dest_url: address,
            title: "".into(),
            id: "".into(),
        }));
        OpenElement::Link { from: self.events.len(), fallback, is_embed }
    }

    /// Ends a paragraph or a stretch of HTML, and what it leaves open.
    fn end_flow(&mut self) {
        let is_inline = |element: &OpenElement| match element {
            OpenElement::Markup(markup) => matches!(markup_role(*markup), Role::Inline | Role::RubyPart),
            _ => false,
        };
        let mut length = self.open.len();
        while length > 0 && is_inline(&self.open[length - 1]) {
            length -= 1;
        }
        let ends_paragraph = length > 0 && matches!(self.open[length - 1], OpenElement::Paragraph);
        self.pop_to(if ends_paragraph { length - 1 } else { length });
        self.in_flow = false;
    }

    /// Ends an element of Markdown with what it leaves open.
    fn end(&mut self) {
        let is_own =
            |element: &OpenElement| matches!(element, OpenElement::Paragraph | OpenElement::Markup(_));
        let length = self.open.iter().rposition(|element| !is_own(element)).unwrap_or_default();
        self.pop_to(length);
    }

    /// Ends all elements but the first `length`.
    fn pop_to(&mut self, length: usize) {
        while self.open.len() > length
            && let Some(element) = self.open.pop()
        {
            self.end_element(element);
        }
    }

    fn end_element(&mut self, element: OpenElement) {
        match element {
            OpenElement::Markdown(end, nesting) => {
                match nesting {
                    Nesting::Block => self.blocks -= 1,
                    Nesting::Inline => self.inlines -= 1,
                    Nesting::None => {}
                }
                if let TagEnd::Heading(_) = end {
                    self.drop_anchor();
                }
                self.emit(Event::End(end));
                self.in_code = false;
            }
            OpenElement::File => {
                self.emit(Event::End(TagEnd::CodeBlock));
                self.in_code = false;
                self.emit(Event::Html("</figure>\n".into()));
            }
            OpenElement::Paragraph => self.emit_boundary(Event::End(TagEnd::Paragraph)),
            OpenElement::Markup(Markup::Message) => {
                self.blocks -= 1;
                self.emit_boundary(Event::End(TagEnd::BlockQuote(None)));
            }
            OpenElement::Markup(Markup::Html(element)) => {
                let tag = format!("</{}>", element.name());
                match element.role() {
                    Role::Inline | Role::RubyPart | Role::Break => self.emit(Event::InlineHtml(tag.into())),
                    Role::Block | Role::TablePart => {
                        self.emit_boundary(Event::Html(format!("{tag}\n").into()))
                    }
                }
            }
            OpenElement::Footnotes(end) => self.emit_boundary(Event::Html(end.into())),
            OpenElement::Link { from, fallback, is_embed } => {
                if is_embed && self.is_embed_kind(from) && self.drop_at_sign(from - 2) {
                    self.pending.clear();
                }
                self.fill(from, &fallback);
                self.emit(Event::End(TagEnd::Link));
                self.in_link = false;
            }
            OpenElement::LinkText { from, fallback, suffix, embedded } => {
                self.fill(from, &fallback);
                if let Some(address) = embedded
                    && self.is_embed_kind(from)
                    && self.drop_at_sign(from - 1)
                {
                    self.push_literal(&format!(": {address}"));
                }
                self.push_literal(&suffix);
            }
            OpenElement::FlatBlock | OpenElement::FlatInline => {}
        }
    }

    /// Adds text that marks nothing.
    fn push_literal(&mut self, text: &str) {
        let start = self.pending.len();
        self.pending.push_str(text);
        if !text.is_empty() {
            self.literals.push(start..self.pending.len());
        }
    }

    /// Adds `fallback` if nothing has come since event `from`.
    fn fill(&mut self, from: usize, fallback: &str) {
        if self.events.len() <= from && self.pending.is_empty() {
            self.push_literal(fallback);
        }
    }

    /// Whether the words of a link since event `from` say what is embedded.
    fn is_embed_kind(&self, from: usize) -> bool {
        self.events.len() == from && EMBEDS.contains(&self.pending.as_str())
    }

    /// Takes the `@` before an embedded address away, from the text that is event `at`.
    fn drop_at_sign(&mut self, at: usize) -> bool {
        let Some(Event::Text(text)) = self.events.get_mut(at) else { return false };
        let Some(before) = text.strip_suffix('@').filter(|before| !before.ends_with(char::is_alphanumeric))
        else {
            return false;
        };
        if before.is_empty() {
            self.events.remove(at);
        } else {
            *text = before.to_owned().into();
        }
        true
    }

    /// Takes the anchor at the end of a heading away.
    fn drop_anchor(&mut self) {
        if let Some(brace) = self.pending.rfind('{')
            && !self.literals.iter().any(|range| range.contains(&brace))
            && let Some(before) = inline::without_anchor(&self.pending)
        {
            let length = before.len();
            self.pending.truncate(length);
        }
    }

    /// Makes a place for a text, a paragraph or a cell; `false` where white space needs none.
    fn enter_inline(&mut self, is_blank: bool) -> bool {
        let in_flow = self.in_flow;
        let needs_paragraph = match self.open.last() {
            Some(OpenElement::Markup(Markup::Html(element))) if is_table_row(*element) => {
                if !is_blank {
                    self.open_cell();
                }
                return !is_blank;
            }
            Some(OpenElement::Markup(Markup::Html(element))) => *element == Element::Details,
            Some(OpenElement::Markup(Markup::Message)) => true,
            None
            | Some(
                OpenElement::Footnotes(_) | OpenElement::FlatBlock | OpenElement::Markdown(_, Nesting::Block),
            ) => in_flow,
            Some(_) => false,
        };
        if needs_paragraph && !is_blank {
            self.open_paragraph();
        }
        !(needs_paragraph && is_blank)
    }

    /// Makes a place for a block.
    fn enter_block(&mut self) {
        if let Some(OpenElement::Paragraph) = self.open.last() {
            self.pop_to(self.open.len() - 1);
        }
        if let Some(OpenElement::Markup(Markup::Html(element))) = self.open.last()
            && is_table_row(*element)
        {
            self.open_cell();
        }
    }

    fn open_paragraph(&mut self) {
        self.emit(Event::Start(Tag::Paragraph));
        self.open.push(OpenElement::Paragraph);
    }

    fn open_cell(&mut self) {
        if !matches!(self.open.last(), Some(OpenElement::Markup(Markup::Html(Element::Tr)))) {
            self.open_block(Element::Tr);
        }
        self.open_block(Element::Td);
    }

    fn open_block(&mut self, element: Element) {
        self.emit_boundary(Event::Html(format!("<{}>", element.name()).into()));
        self.open.push(OpenElement::Markup(Markup::Html(element)));
    }

    fn open_footnotes(&mut self, start: &'static str, end: &'static str) {
        self.emit_boundary(Event::Html(start.into()));
        self.open.push(OpenElement::Footnotes(end));
    }

    /// Where an element is open, seen from within the innermost element of Markdown.
    fn find_open(&self, is_it: impl Fn(Markup) -> bool) -> Option<usize> {
        let own = self.open.iter().enumerate().rev().map_while(|(at, element)| match element {
            OpenElement::Markup(markup) => Some((at, Some(*markup))),
            OpenElement::Paragraph => Some((at, None)),
            _ => None,
        });
        own.filter_map(|(at, markup)| Some((at, markup?)))
            .find(|(_, markup)| is_it(*markup))
            .map(|(at, _)| at)
    }

    fn find_element(&self, element: Element) -> Option<usize> {
        self.find_open(|markup| markup == Markup::Html(element))
    }

    /// Whether a block may begin here, once the paragraph is ended.
    fn can_hold_block(&self) -> bool {
        let around = self.open.iter().rev().find(|element| !matches!(element, OpenElement::Paragraph));
        match around {
            None
            | Some(
                OpenElement::Markdown(_, Nesting::Block)
                | OpenElement::FlatBlock
                | OpenElement::Footnotes(_)
                | OpenElement::Markup(Markup::Message),
            ) => true,
            Some(OpenElement::Markup(Markup::Html(element))) => {
                let is_table_part = element.role() == Role::TablePart && *element != Element::Caption;
                is_table_part || matches!(element, Element::Details | Element::Table)
            }
            Some(_) => false,
        }
    }

    /// Begins an element; `false` where it has no place and its tag is text.
    fn open_markup(&mut self, markup: Markup, has_partner: bool) -> bool {
        let element = match markup {
            Markup::Message => {
                if !has_partner || self.blocks >= MAX_DEPTH || !self.can_hold_block() {
                    return false;
                }
                self.enter_block();
                self.blocks += 1;
                self.emit(Event::Start(Tag::BlockQuote(None)));
                self.open.push(OpenElement::Markup(markup));
                return true;
            }
            Markup::Html(element) => element,
        };
        match element.role() {
            Role::Break => self.push_break(),
            Role::Inline => {
                if !has_partner {
                    return false;
                }
                self.enter_inline(false);
                self.open_inline(element);
            }
            Role::RubyPart => {
                let Some(ruby) = self.find_element(Element::Ruby) else { return false };
                self.pop_to(ruby + 1);
                self.open_inline(element);
            }
            Role::Block if element == Element::Summary => {
                let is_in_details =
                    self.find_element(Element::Details).is_some_and(|at| at + 1 == self.open.len());
                if !has_partner || !is_in_details {
                    return false;
                }
                self.open_block(element);
            }
            Role::Block => {
                if !has_partner || !self.can_hold_block() {
                    return false;
                }
                self.enter_block();
                self.open_block(element);
            }
            Role::TablePart => return self.open_table_part(element),
        }
        true
    }

    fn open_inline(&mut self, element: Element) {
        self.emit(Event::InlineHtml(format!("<{}>", element.name()).into()));
        self.open.push(OpenElement::Markup(Markup::Html(element)));
    }

    fn open_table_part(&mut self, element: Element) -> bool {
        let Some(table) = self.find_element(Element::Table) else { return false };
        let parents: &[Element] = match element {
            Element::Th | Element::Td => &[Element::Tr, Element::Thead, Element::Tbody],
            Element::Tr => &[Element::Thead, Element::Tbody],
            _ => &[],
        };
        let parent = self.find_open(|markup| matches!(markup, Markup::Html(open) if parents.contains(&open)));
        self.pop_to(parent.filter(|parent| *parent > table).unwrap_or(table) + 1);
        let is_cell = matches!(element, Element::Th | Element::Td);
        if is_cell && !matches!(self.open.last(), Some(OpenElement::Markup(Markup::Html(Element::Tr)))) {
            self.open_block(Element::Tr);
        }
        self.open_block(element);
        true
    }

    /// Ends an element; `false` where there is none that its tag could end.
    fn close_markup(&mut self, markup: Markup, has_partner: bool) -> bool {
        let role = markup_role(markup);
        let around = match role {
            Role::TablePart => Some(Element::Table),
            Role::RubyPart => Some(Element::Ruby),
            Role::Break => return false,
            Role::Inline | Role::Block => None,
        };
        let around = around.map(|element| self.find_element(element));
        if around == Some(None) || around.is_none() && !has_partner {
            return false;
        }
        let at = self.find_open(|open| open == markup);
        match (at, around.flatten()) {
            // The end of a part that another one has ended.
            (None, Some(_)) => true,
            (Some(at), Some(around)) if at < around => true,
            (Some(at), _) => {
                self.pop_to(at);
                true
            }
            (None, None) => false,
        }
    }
}

fn markup_role(markup: Markup) -> Role {
    match markup {
        Markup::Message => Role::Block,
        Markup::Html(element) => element.role(),
    }
}

/// Whether texts stand in cells of it alone.
fn is_table_row(element: Element) -> bool {
    matches!(element, Element::Table | Element::Thead | Element::Tbody | Element::Tr)
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n'))
}

fn scheme_is(address: &str, scheme: &str) -> bool {
    address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

/// All words, and the words without code; blocks parted by line feeds. In the latter, headings keep their mark
/// (`### containerd`), as what stands below is about them.
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
            Event::FootnoteReference(number) => {
                text.push_str(&format!("[{number}]"));
                prose.push(' ');
            }
            Event::TaskListMarker(is_done) => text.push_str(&format!("{} ", task_sign(*is_done))),
            Event::InlineHtml(tag) if parts_words(tag) => prose.push(' '),
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
                if let Event::Start(Tag::Heading { level, .. }) = event {
                    prose.extend(std::iter::repeat_n('#', *level as usize));
                    prose.push(' ');
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

/// The sign of a task that is done, or of one that is not.
pub(super) fn task_sign(is_done: bool) -> char {
    if is_done { '☑' } else { '☐' }
}

/// Whether the numbers and words on both sides of a tag are not one: `v1.2<sup>8</sup>` is not 1.28.
pub(super) fn parts_words(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']).trim_end_matches('>');
    matches!(name, "sub" | "sup" | "rt" | "rp")
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
        Event::Rule | Event::Html(_) => true,
        _ => false,
    }
}
