//! What the parser reads in a note, with the tags of HTML apart from its text.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd};

use super::containers::{ColonLine, parse_line};
use super::emphasis::DisguisedText;
use super::html::{self, Element, HtmlTag, Piece};
use super::options::OPTIONS;
use super::reserved::{self, BOX, BOX_MARKS, DETAILS_END, MESSAGE_END};
use domain::cite::reference::is_web;

/// An element that is made of a source's own marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Markup {
    Html(Element),
    /// A box between lines of colons.
    Message,
}

/// A part of a note.
#[derive(Clone, Debug)]
pub(super) enum Item<'a> {
    /// All but texts, HTML and footnotes.
    Event(Event<'a>),
    /// A text; so many bytes at its beginning were escaped or spelt out, and mark nothing.
    Text { text: CowStr<'a>, literal: usize },
    /// A tag, with its source; an end tag has a partner if it belongs to a start tag, and the other way round.
    Tag { markup: Markup, is_end: bool, has_partner: bool, source: CowStr<'a> },
    /// A stretch of HTML begins or ends: texts in it that stand in no element are paragraphs.
    HtmlBlock { is_end: bool },
    /// A footnote is cited, by its label.
    FootnoteMark(CowStr<'a>),
    /// The list of footnotes begins or ends.
    Footnotes { is_end: bool },
    /// A footnote in that list begins or ends.
    Footnote { is_end: bool },
}

/// Reads a text. Comments of HTML are left out.
pub(super) fn read<'a>(source: &'a DisguisedText<'_>) -> Vec<Item<'a>> {
    let mut reader = ItemReader::default();
    let text = source.text();
    let mut text_end = 0;
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        let mut literal = 0;
        if let Event::Text(piece) = &event {
            let is_escaped = range.start > text_end && text[..range.start].ends_with('\\');
            if text.get(range.clone()) != Some(piece) {
                literal = piece.len();
            } else if is_escaped {
                literal = piece.chars().next().map_or(0, char::len_utf8);
            }
            text_end = range.end;
        }
        reader.push(source.restore_event(event), literal);
    }
    reader.items
}

/// A text as it stands: a paragraph in which nothing is marked.
pub(super) fn plain(source: &str) -> Vec<Item<'_>> {
    vec![
        Item::Event(Event::Start(Tag::Paragraph)),
        Item::Text { text: source.into(), literal: source.len() },
        Item::Event(Event::End(TagEnd::Paragraph)),
    ]
}

/// A block whose lines are gathered before they are read.
#[derive(Default)]
enum GatheredBlock {
    #[default]
    None,
    Html(String),
    Indented(String),
}

#[derive(Default)]
struct ItemReader<'a> {
    items: Vec<Item<'a>>,
    block: GatheredBlock,
    /// Where the paragraph begins whose first text begins a box or ends one.
    colon_line: Option<usize>,
}

impl<'a> ItemReader<'a> {
    fn push(&mut self, event: Event<'a>, literal: usize) {
        match (&mut self.block, event) {
            (
                GatheredBlock::Html(lines) | GatheredBlock::Indented(lines),
                Event::Html(line) | Event::Text(line),
            ) => {
                lines.push_str(&without_marks(line, false));
            }
            (GatheredBlock::Html(lines), Event::End(TagEnd::HtmlBlock)) => {
                let html = std::mem::take(lines);
                self.block = GatheredBlock::None;
                self.push_html(&html);
            }
            (GatheredBlock::Indented(lines), Event::End(TagEnd::CodeBlock)) => {
                let code = std::mem::take(lines);
                self.block = GatheredBlock::None;
                self.push_indented(code);
            }
            (_, Event::Start(Tag::HtmlBlock)) => self.block = GatheredBlock::Html(String::new()),
            (_, Event::Start(Tag::CodeBlock(CodeBlockKind::Indented))) => {
                self.block = GatheredBlock::Indented(String::new());
            }
            (_, Event::Text(text)) => {
                let begins_paragraph =
                    matches!(self.items.last(), Some(Item::Event(Event::Start(Tag::Paragraph))));
                if begins_paragraph && literal == 0 && text.starts_with(BOX_MARKS) {
                    self.colon_line = Some(self.items.len() - 1);
                    self.items.push(Item::Text { text, literal: 0 });
                } else {
                    self.items.push(Item::Text { text: without_marks(text, literal > 0), literal });
                }
            }
            (_, Event::Code(code)) => self.items.push(Item::Event(Event::Code(without_marks(code, false)))),
            (_, Event::InlineHtml(html)) if html::is_comment(&html) => {}
            (_, Event::InlineHtml(source)) => match html::tag(&source) {
                Some(tag) => self.push_tag(tag, source),
                None => self.push_lines(&source, false),
            },
            (_, Event::FootnoteReference(label)) => self.items.push(Item::FootnoteMark(label)),
            (_, Event::End(TagEnd::Paragraph)) => match self.colon_line.take() {
                Some(start) => self.read_colon_line(start),
                None => self.items.push(Item::Event(Event::End(TagEnd::Paragraph))),
            },
            (_, event) => self.items.push(Item::Event(event)),
        }
    }

    fn push_tag(&mut self, tag: HtmlTag, source: CowStr<'a>) {
        let HtmlTag { element, is_end } = tag;
        self.items.push(Item::Tag { markup: Markup::Html(element), is_end, has_partner: false, source });
    }

    /// The lines of an HTML block. Those of one with tags that count are text as HTML has it, others as they are.
    fn push_html(&mut self, block: &str) {
        let pieces = html::pieces(block.trim_end_matches('\n'));
        let has_tags = pieces.iter().any(|piece| matches!(piece, Piece::Tag(..)));
        self.items.push(Item::HtmlBlock { is_end: false });
        for piece in pieces {
            let text = match piece {
                Piece::Tag(tag, source) => {
                    self.push_tag(tag, source.to_owned().into());
                    continue;
                }
                Piece::Text(text) if has_tags => reserved::replace(&html::decode(text)).into_owned(),
                Piece::Text(text) => text.to_owned(),
            };
            self.push_lines(&text, has_tags);
        }
        self.items.push(Item::HtmlBlock { is_end: true });
    }

    /// Lines of text that mark nothing, without the indents of all but the first where `is_indented` says that they
    /// mean nothing.
    fn push_lines(&mut self, text: &str, is_indented: bool) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.items.push(Item::Event(Event::SoftBreak));
            }
            let line = if is_indented && number > 0 { line.trim_start_matches([' ', '\t']) } else { line };
            if !line.is_empty() {
                self.items.push(Item::Text { text: line.to_owned().into(), literal: line.len() });
            }
        }
    }

    /// Indented code; where it is nothing but addresses or links, it is the text that these make.
    fn push_indented(&mut self, code: String) {
        if is_addresses(&code) {
            for event in Parser::new_ext(&code, OPTIONS) {
                self.push(event.into_static(), 0);
            }
        } else {
            self.items.push(Item::Event(Event::Start(Tag::CodeBlock(CodeBlockKind::Indented))));
            self.items.push(Item::Text { text: code.into(), literal: 0 });
            self.items.push(Item::Event(Event::End(TagEnd::CodeBlock)));
        }
    }

    /// Makes tags of the paragraph from `start` on, which is a line of colons.
    fn read_colon_line(&mut self, start: usize) {
        let mut title = self.items.split_off(start);
        let text = match title.drain(..title.len().min(2)).nth(1) {
            Some(Item::Text { text, .. }) => text,
            _ => return,
        };
        let tag = |markup, is_end, source: &str| Item::Tag {
            markup,
            is_end,
            has_partner: false,
            source: source.to_owned().into(),
        };
        let mark = text.chars().next().unwrap_or(BOX);
        let words = &text[mark.len_utf8()..];
        self.items.push(Item::HtmlBlock { is_end: false });
        match (mark, parse_line(words)) {
            (MESSAGE_END, _) => self.items.push(tag(Markup::Message, true, words)),
            (DETAILS_END, _) => self.items.push(tag(Markup::Html(Element::Details), true, words)),
            (_, Some((_, ColonLine::Details(first)))) => {
                let source = &words[..words.trim_end().len() - first.len()];
                self.items.push(tag(Markup::Html(Element::Details), false, source));
                if !first.is_empty() || !title.is_empty() {
                    self.items.push(tag(Markup::Html(Element::Summary), false, ""));
                    if !first.is_empty() {
                        let first = &words[source.len()..];
                        self.items.push(Item::Text { text: first.to_owned().into(), literal: 0 });
                    }
                    self.items.extend(title);
                    self.items.push(tag(Markup::Html(Element::Summary), true, ""));
                }
            }
            (_, line) => {
                let first = match line {
                    Some((_, ColonLine::Message(first))) => first,
                    _ => "",
                };
                let source = &words[..words.trim_end().len() - first.len()];
                self.items.push(tag(Markup::Message, false, source));
                if !first.is_empty() {
                    self.items.push(Item::Text { text: words[source.len()..].to_owned().into(), literal: 0 });
                }
                self.items.extend(title);
            }
        }
        self.items.push(Item::HtmlBlock { is_end: true });
    }
}

/// Text without the marks of lines of colons, should one stand where none is read, and without those that are spelt
/// as character references.
fn without_marks(text: CowStr<'_>, is_spelt: bool) -> CowStr<'_> {
    if is_spelt {
        return reserved::replace(&text).into_owned().into();
    }
    if text.contains(BOX_MARKS) { text.replace(BOX_MARKS, "").into() } else { text }
}

/// Whether there is nothing in `code` but addresses of the web, links there and punctuation.
fn is_addresses(code: &str) -> bool {
    if !code.contains("://") {
        return false;
    }
    let mut words = String::new();
    let mut has_address = false;
    let mut in_link = false;
    for event in Parser::new_ext(code, OPTIONS) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                has_address |= is_web(&dest_url);
                in_link = true;
                words.push(' ');
            }
            Event::End(TagEnd::Link | TagEnd::Image) => in_link = false,
            Event::Text(_) | Event::Code(_) if in_link => {}
            Event::Text(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => words.push('\n'),
            Event::Start(Tag::Paragraph | Tag::List(_) | Tag::Item)
            | Event::End(TagEnd::Paragraph | TagEnd::List(_) | TagEnd::Item) => words.push('\n'),
            Event::Start(Tag::Emphasis | Tag::Strong) | Event::End(TagEnd::Emphasis | TagEnd::Strong) => {}
            _ => return false,
        }
    }
    words.split_whitespace().all(|word| {
        let is_address = is_web(word.trim_matches(|c: char| c.is_ascii_punctuation()));
        has_address |= is_address;
        is_address || !word.contains(char::is_alphanumeric)
    }) && has_address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_of_addresses_alone_is_text() {
        for code in [
            "https://example.org/a_b_c",
            "https://a.example\nhttps://b.example, <https://c.example>",
            "[two words](https://example.org)",
            "- https://a.example\n- (https://b.example)\n",
        ] {
            assert!(is_addresses(code), "{code}");
        }
        for code in [
            "curl https://example.org",
            "https://example.org x",
            "[a](b.md)",
            "// https://example.org TODO",
            "# https://example.org",
            "url: https://example.org",
            "- - -",
            "",
        ] {
            assert!(!is_addresses(code), "{code}");
        }
    }
}
