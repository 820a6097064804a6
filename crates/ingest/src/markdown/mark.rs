//! Finds references and words that lost their link, and marks them in the events.
//!
//! A reference is wrapped in `<span data-ref="N">`, N counting from 0. No source can
//! forge one: of its HTML there are elements without attributes, and all else is text.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::events::{ends_block, parts_words};
use domain::cite::reference::{self, TextReference, is_web};
use domain::cite::{Repo, Target};

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
    pub corrected: bool,
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
    let mut around = None;
    let mut block = Block::default();
    let mut in_code = false;
    let mut finish = |block: Block| {
        if lost_links {
            block.mark_lost_links(&mut marks);
        }
        block.mark_references(&mut around, &mut marks, &mut references);
    };
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
                finish(std::mem::take(&mut block));
                in_code = matches!(event, Event::Start(Tag::CodeBlock(_)));
            }
            _ => {}
        }
    }
    finish(block);
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

    fn mark_references(
        &self,
        around: &mut Option<Repo>,
        marks: &mut Vec<Mark>,
        references: &mut Vec<MarkedReference>,
    ) {
        let mut from = 0;
        for link in &self.links {
            let mut within = None;
            for found in self.find(from..link.range.end, around) {
                if found.range.end > link.range.start {
                    within = within.or(Some(found));
                } else {
                    self.cite(found, marks, references);
                }
            }
            if let Some(reference) = link.reference(within) {
                remember(&reference.target, around);
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

    /// The references in a part of the text; ranges are those of the whole text.
    fn find(&self, part: Range<usize>, around: &mut Option<Repo>) -> Vec<TextReference> {
        let mut found = reference::find(&self.text[part.clone()], around.as_ref());
        for found in &mut found {
            found.range = found.range.start + part.start..found.range.end + part.start;
            remember(&found.target, around);
        }
        found
    }

    fn cite(&self, found: TextReference, marks: &mut Vec<Mark>, references: &mut Vec<MarkedReference>) {
        let TextReference { range, label, target, corrected } = found;
        let before = self.segments.partition_point(|segment| segment.range.start < range.end);
        let Some(segment) = before.checked_sub(1).map(|last| &self.segments[last]) else { return };
        let end = range.end.min(segment.range.end);
        // A reference that other elements part gets its place at its end.
        let start = if range.start >= segment.range.start { range.start.min(end) } else { end };
        let place = start - segment.range.start..end - segment.range.start;
        let kind = MarkKind::Reference(references.len());
        marks.push(Mark { event: segment.event, range: place, kind });
        let literal = self.text[range].replace(CODE, "");
        references.push(MarkedReference { literal, label, target, corrected });
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

impl Link {
    /// What it cites: its address or, where that is none of the web, what its words cite.
    fn reference(&self, within: Option<TextReference>) -> Option<MarkedReference> {
        let literal = self.text.clone();
        let label = within.as_ref().and_then(|found| found.label.clone());
        if !is_web(&self.address) {
            let TextReference { target, corrected, .. } = within?;
            return Some(MarkedReference { literal, label, target, corrected });
        }
        let at_address = reference::find(&self.address, None).into_iter().next();
        let (label, target) = match at_address.filter(|found| found.range.start == 0) {
            Some(TextReference { label: own, target, .. }) if !matches!(target, Target::Url(_)) => {
                (label.or(own), target)
            }
            _ => (label, Target::Url(self.address.clone())),
        };
        Some(MarkedReference { literal, label, target, corrected: false })
    }
}

/// Keeps the repository that was cited last.
fn remember(target: &Target, around: &mut Option<Repo>) {
    if let Target::Github { repo, .. } | Target::Release { repo, .. } = target {
        *around = Some(repo.clone());
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
