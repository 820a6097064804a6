//! Finds references and words that lost their link, and marks them in the events.
//!
//! A reference is wrapped in `<span data-ref="N">`, N counting from 0. No source can
//! forge one: of its HTML there are elements without attributes, and all else is text.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::events::{ends_block, parts_words};
use domain::cite::Target;
use domain::cite::reference::{self, AddressCitation, Surroundings, TextReference, is_web};

/// Stands for inline code in the text that is searched: neither a word nor white space.
const CODE: char = '\u{fffc}';

/// What links were called on pages before a copy lost their addresses.
const LOST: [&str; 24] = [
    "slack",
    "blog",
    "twitter",
    "doc",
    "docs",
    "link",
    "youtube",
    "video",
    "release note",
    "release notes",
    "release",
    "releases",
    "gist",
    "site",
    "example",
    "slide",
    "slides",
    "meeting",
    "mailing list",
    "google groups",
    "playground",
    "source",
    "security bulletin",
    "security bulletins",
];

/// A reference whose place is marked.
pub(super) struct MarkedReference {
    pub literal: String,
    pub label: Option<String>,
    pub target: Target,
    pub fragment: Option<String>,
    pub corrected: bool,
}

impl MarkedReference {
    fn new(literal: String, found: TextReference) -> Self {
        let TextReference { label, target, fragment, corrected, .. } = found;
        Self { literal, label, target, fragment, corrected }
    }
}

/// Where a mark goes: within the text of an event, or (empty, at 0) after an event that is none.
struct Mark {
    event: usize,
    range: Range<usize>,
    kind: MarkKind,
}

#[derive(Clone, Copy)]
enum MarkKind {
    Reference(usize),
    LostLink,
}

impl MarkKind {
    fn opening(self) -> CowStr<'static> {
        match self {
            Self::Reference(number) => format!("<span data-ref=\"{number}\">").into(),
            Self::LostLink => "<span class=\"lost-link\">".into(),
        }
    }
}

/// Events with marks in them.
pub(super) struct MarkedEvents<'a> {
    pub events: Vec<Event<'a>>,
    /// What the marks of references stand for, by number.
    pub references: Vec<MarkedReference>,
    /// Whether words that stood for a link are marked.
    pub has_lost_link: bool,
}

/// Marks references and, only with `lost_links`, words that stood for a link.
pub(super) fn mark(events: Vec<Event<'_>>, lost_links: bool) -> MarkedEvents<'_> {
    let mut marks = Vec::new();
    let mut references = Vec::new();
    let mut blocks = Vec::new();
    let mut block = Block::default();
    let mut in_code = false;
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::Text(piece) if !in_code => block.push_text(at, piece),
            Event::Code(piece) => block.push_code(piece),
            Event::FootnoteReference(_) => block.push_code(""),
            Event::InlineHtml(tag) if parts_words(tag) => block.push_code(""),
            Event::HardBreak => block.text.push('\n'),
            Event::Start(Tag::Link { dest_url, .. }) => block.start_link(dest_url),
            Event::End(TagEnd::Link) => block.end_link(at),
            event if ends_block(event) => {
                blocks.push(std::mem::take(&mut block));
                in_code = matches!(event, Event::Start(Tag::CodeBlock(_)));
            }
            _ => {}
        }
    }
    blocks.push(block);
    // A number without its repository has that with which it stands anywhere in the note.
    let mut around: Surroundings = blocks.iter().flat_map(Block::explicit_targets).collect();
    for block in &blocks {
        if lost_links {
            block.mark_lost_links(&mut marks);
        }
        around.leave();
        block.mark_references(&mut around, &mut marks, &mut references);
    }
    marks.sort_by_key(|mark: &Mark| (mark.event, mark.range.start));
    let events = insert(events, &marks);
    // A mark within a reference is not inserted. No element of a source has a class, so nothing else looks like this.
    let lost_link = MarkKind::LostLink.opening();
    let has_lost_link =
        events.iter().any(|event| matches!(event, Event::InlineHtml(html) if *html == lost_link));
    MarkedEvents { events, references, has_lost_link }
}

fn insert<'a>(events: Vec<Event<'a>>, marks: &[Mark]) -> Vec<Event<'a>> {
    let mut out = Vec::with_capacity(events.len() + 4 * marks.len());
    let mut marks = marks.iter().peekable();
    for (at, event) in events.into_iter().enumerate() {
        let piece = match &event {
            Event::Text(piece) => piece.to_string(),
            _ => String::new(),
        };
        let is_text = matches!(event, Event::Text(_));
        let mut done = 0;
        let mut waiting = Some(event);
        while let Some(mark) = marks.next_if(|mark| mark.event == at) {
            if let Some(event) = waiting.take()
                && !is_text
            {
                out.push(event);
            }
            if mark.range.start < done {
                continue;
            }
            if mark.range.start > done {
                out.push(Event::Text(piece[done..mark.range.start].to_owned().into()));
            }
            out.push(Event::InlineHtml(mark.kind.opening()));
            if !mark.range.is_empty() {
                out.push(Event::Text(piece[mark.range.clone()].to_owned().into()));
            }
            out.push(Event::InlineHtml("</span>".into()));
            done = mark.range.end;
        }
        match waiting {
            Some(event) => out.push(event),
            None if done < piece.len() => out.push(Event::Text(piece[done..].to_owned().into())),
            None => {}
        }
    }
    out
}

/// The text of one block: a paragraph, a heading, a cell, the words of an item.
#[derive(Default)]
struct Block {
    text: String,
    /// Where the text of each event stands in it; ascending.
    segments: Vec<Segment>,
    /// Where links stand in it; ascending.
    links: Vec<Link>,
    open_link: Option<(usize, String, String)>,
}

struct Segment {
    event: usize,
    range: Range<usize>,
}

struct Link {
    /// The event that ends it.
    event: usize,
    range: Range<usize>,
    text: String,
    address: String,
}

impl Block {
    fn push_text(&mut self, event: usize, piece: &str) {
        let start = self.text.len();
        self.text.push_str(piece);
        self.segments.push(Segment { event, range: start..self.text.len() });
        if let Some((_, _, literal)) = &mut self.open_link {
            literal.push_str(piece);
        }
    }

    fn push_code(&mut self, piece: &str) {
        self.text.push(CODE);
        if let Some((_, _, literal)) = &mut self.open_link {
            literal.push_str(piece);
        }
    }

    fn start_link(&mut self, address: &str) {
        self.open_link = Some((self.text.len(), address.to_owned(), String::new()));
    }

    fn end_link(&mut self, event: usize) {
        if let Some((start, address, text)) = self.open_link.take() {
            self.links.push(Link { event, range: start..self.text.len(), text, address });
        }
    }

    /// What it cites, but for numbers without their repository.
    fn explicit_targets(&self) -> Vec<Target> {
        let mut targets = reference::explicit_targets(&self.text);
        let addresses = self.links.iter().filter(|link| is_web(&link.address));
        targets.extend(addresses.map(|link| AddressCitation::read(&link.address).target));
        targets
    }

    fn mark_references(
        &self,
        around: &mut Surroundings,
        marks: &mut Vec<Mark>,
        references: &mut Vec<MarkedReference>,
    ) {
        let mut from = 0;
        for link in &self.links {
            let mut within = Vec::new();
            for found in self.find(from..link.range.end, around) {
                if found.range.end > link.range.start {
                    within.push(found);
                } else {
                    self.cite(found, marks, references);
                }
            }
            for reference in self.cited_by(link, within) {
                around.pass(&reference.target, true);
                let kind = MarkKind::Reference(references.len());
                marks.push(Mark { event: link.event, range: 0..0, kind });
                references.push(reference);
            }
            from = link.range.end;
        }
        for found in self.find(from..self.text.len(), around) {
            self.cite(found, marks, references);
        }
    }

    /// What a link cites: its address and the KEPs that its words name besides, or, where the address is none of the
    /// web, what its words cite first.
    fn cited_by(&self, link: &Link, within: Vec<TextReference>) -> Vec<MarkedReference> {
        let literal = link.text.clone();
        if !is_web(&link.address) {
            return within
                .into_iter()
                .take(1)
                .map(|found| MarkedReference::new(literal.clone(), found))
                .collect();
        }
        let AddressCitation { target, fragment } = AddressCitation::read(&link.address);
        let label = within.first().and_then(|found| found.label.clone());
        // A KEP has the number of its issue.
        let mut known = BTreeSet::from([target.item_key()]);
        let mut cited = Vec::new();
        for found in within {
            if matches!(found.target, Target::Kep(_)) && known.insert(found.target.item_key()) {
                let literal = self.literal(found.range.clone());
                cited.push(MarkedReference::new(literal, TextReference { label: None, ..found }));
            }
        }
        cited.push(MarkedReference { literal, label, target, fragment, corrected: false });
        cited
    }

    /// The references in a part of the text; ranges are those of the whole text.
    fn find(&self, part: Range<usize>, around: &mut Surroundings) -> Vec<TextReference> {
        let mut found = reference::find(&self.text[part.clone()], Some(around));
        for found in &mut found {
            found.range = found.range.start + part.start..found.range.end + part.start;
            around.pass(&found.target, false);
        }
        around.leave();
        found
    }

    /// The words that stand in the text, without what stands there for code.
    fn literal(&self, range: Range<usize>) -> String {
        self.text[range].replace(CODE, "")
    }

    fn cite(&self, found: TextReference, marks: &mut Vec<Mark>, references: &mut Vec<MarkedReference>) {
        let range = found.range.clone();
        let before = self.segments.partition_point(|segment| segment.range.start < range.end);
        let Some(segment) = before.checked_sub(1).map(|last| &self.segments[last]) else { return };
        let end = range.end.min(segment.range.end);
        // A reference that other elements part gets its place at its end.
        let start = if range.start >= segment.range.start { range.start.min(end) } else { end };
        let place = start - segment.range.start..end - segment.range.start;
        let kind = MarkKind::Reference(references.len());
        marks.push(Mark { event: segment.event, range: place, kind });
        references.push(MarkedReference::new(self.literal(range), found));
    }

    fn mark_lost_links(&self, marks: &mut Vec<Mark>) {
        for range in lost_links(&self.text) {
            let before = self.segments.partition_point(|segment| segment.range.start <= range.start);
            let Some(segment) = before.checked_sub(1).map(|last| &self.segments[last]) else { continue };
            let link = self.links.partition_point(|link| link.range.end <= range.start);
            let in_link = self.links.get(link).is_some_and(|link| link.range.start < range.end);
            if range.end <= segment.range.end && !in_link {
                let start = segment.range.start;
                let range = range.start - start..range.end - start;
                marks.push(Mark { event: segment.event, range, kind: MarkKind::LostLink });
            }
        }
    }
}

/// The words of `text` that stood for a link: alone in brackets, or in a list in brackets.
fn lost_links(text: &str) -> Vec<Range<usize>> {
    let mut lost = Vec::new();
    let mut open = None;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' => open = Some(at + c.len_utf8()),
            ',' | '、' | '，' | ')' | '）' => {
                if let Some(start) = open {
                    let piece = text[start..at].trim();
                    if LOST.iter().any(|word| word.eq_ignore_ascii_case(piece)) || piece == "X" {
                        let start = at - text[start..at].trim_start().len();
                        lost.push(start..start + piece.len());
                    }
                    open = if matches!(c, ')' | '）') { None } else { Some(at + c.len_utf8()) };
                }
            }
            _ => {}
        }
    }
    lost
}
