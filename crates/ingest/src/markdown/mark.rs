//! Finds references and words that lost their link, and marks them in the events.
//!
//! A reference is wrapped in `<span data-ref="N">`, N counting from 0. No source can
//! forge one: of its HTML there are elements without attributes, and all else is text.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::citing_block::{BlockCitation, CitationPlace, CitingBlock};
use super::events::{ends_block, parts_words};
use domain::cite::reference::Surroundings;

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
    pub references: Vec<BlockCitation>,
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
            Event::Code(piece) => block.citing.push_code(piece),
            Event::FootnoteReference(_) => block.citing.push_code(""),
            Event::InlineHtml(tag) if parts_words(tag) => block.citing.push_code(""),
            Event::HardBreak => block.citing.text.push('\n'),
            Event::Start(Tag::Link { dest_url, .. }) => block.citing.start_link(dest_url),
            Event::End(TagEnd::Link) => block.citing.end_link(at),
            event if ends_block(event) => {
                blocks.push(std::mem::take(&mut block));
                in_code = matches!(event, Event::Start(Tag::CodeBlock(_)));
            }
            _ => {}
        }
    }
    blocks.push(block);
    // A number without its repository has that with which it stands anywhere in the note.
    let mut around: Surroundings = blocks.iter().flat_map(|block| block.citing.explicit_targets()).collect();
    for block in &blocks {
        if lost_links {
            block.mark_lost_links(&mut marks);
        }
        around.leave();
        for citation in block.citing.citations(&mut around) {
            marks.extend(block.mark(&citation.place, MarkKind::Reference(references.len())));
            references.push(citation);
        }
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

/// A block, with the events that its text comes from.
#[derive(Default)]
struct Block {
    citing: CitingBlock,
    /// Where the text of each event stands in it; ascending.
    segments: Vec<Segment>,
}

struct Segment {
    event: usize,
    range: Range<usize>,
}

impl Block {
    fn push_text(&mut self, event: usize, piece: &str) {
        let start = self.citing.text.len();
        self.citing.push_text(piece);
        self.segments.push(Segment { event, range: start..self.citing.text.len() });
    }

    fn mark(&self, place: &CitationPlace, kind: MarkKind) -> Option<Mark> {
        let range = match place {
            CitationPlace::Link(event) => return Some(Mark { event: *event, range: 0..0, kind }),
            CitationPlace::Text(range) => range,
        };
        let before = self.segments.partition_point(|segment| segment.range.start < range.end);
        let segment = before.checked_sub(1).map(|last| &self.segments[last])?;
        let end = range.end.min(segment.range.end);
        // A reference that other elements part gets its place at its end.
        let start = if range.start >= segment.range.start { range.start.min(end) } else { end };
        let place = start - segment.range.start..end - segment.range.start;
        Some(Mark { event: segment.event, range: place, kind })
    }

    fn mark_lost_links(&self, marks: &mut Vec<Mark>) {
        for range in lost_links(&self.citing.text) {
            let before = self.segments.partition_point(|segment| segment.range.start <= range.start);
            let Some(segment) = before.checked_sub(1).map(|last| &self.segments[last]) else { continue };
            if range.end <= segment.range.end && !self.citing.meets_link(&range) {
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
