//! A document from the parser's events to its passages.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use domain::annotation::{DocumentReference, Passage, Placement, SourceMap};
use domain::cite::Target;
use domain::cite::reference::Surroundings;
use domain::list::timeline::Reference;

use super::super::citing_block::{BlockCitation, CitationPlace, CitingBlock};
use super::super::emphasis::DisguisedText;
use super::super::events::parts_words;
use super::super::html::{self, Piece};
use super::super::options::OPTIONS;

/// Gathers the passages of a document, and its prose.
pub(super) struct Reader<'s> {
    source: &'s str,
    /// Those that are read, with what each cites from.
    passages: Vec<(Passage, Citing)>,
    passage: Passage,
    citing: Citing,
    /// All words that may name versions, with the marks of headings.
    prose: String,
    prose_map: SourceMap,
    /// Where the links and pictures begin that are open.
    links: Vec<usize>,
    verbatim: Verbatim,
}

/// A block as references are looked for in it: without its code.
#[derive(Default)]
struct Citing {
    block: CitingBlock,
    map: SourceMap,
    /// Where each link stands in the source.
    links: Vec<Range<usize>>,
}

/// Which block's lines are text as they stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verbatim {
    None,
    Code,
    Html,
}

impl<'s> Reader<'s> {
    pub fn new(source: &'s str) -> Self {
        Self {
            source,
            passages: Vec::new(),
            passage: Passage::default(),
            citing: Citing::default(),
            prose: String::new(),
            prose_map: SourceMap::default(),
            links: Vec::new(),
            verbatim: Verbatim::None,
        }
    }

    /// Reads what follows `start` as one text without any marks.
    pub fn read_plain(&mut self, start: usize) {
        self.push_text(&self.source[start..], start..self.source.len(), Placement::Adjacent);
        self.end_passage();
    }

    /// Reads what follows `start` as Markdown.
    pub fn read_markdown(&mut self, start: usize) {
        let disguised = DisguisedText::new(&self.source[start..]);
        for (event, range) in Parser::new_ext(disguised.text(), OPTIONS).into_offset_iter() {
            let range = range.start + start..range.end + start;
            self.push(disguised.restore_event(event), range);
        }
        self.end_passage();
    }

    /// The passages with their references, and the prose with its places.
    pub fn finish(self) -> (Vec<Passage>, String, SourceMap) {
        // A number without its repository has that with which it stands anywhere in the document.
        let targets = self.passages.iter().flat_map(|(_, citing)| citing.block.explicit_targets());
        let mut around: Surroundings = targets.collect();
        let passages = self.passages.into_iter().map(|(mut passage, citing)| {
            around.leave();
            passage.references = citing.references(&mut around);
            passage
        });
        (passages.collect(), self.prose, self.prose_map)
    }

    fn push(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(_) | Event::Html(_) if self.verbatim == Verbatim::Html => {}
            Event::Text(text) if self.verbatim == Verbatim::Code => {
                self.push_words(&text, range, Placement::Nowhere);
            }
            Event::Text(text) => self.push_text(&text, range, Placement::Adjacent),
            Event::Code(code) => {
                let place = Placement::After(range.end);
                // The marks around it are no part of it.
                let inner = self.source[range.clone()].find(&*code).map(|at| range.start + at);
                let words = inner.map_or(range, |start| start..start + code.len());
                self.push_words(&code, words, place);
                self.citing.block.push_code(&code);
                self.prose.push(' ');
            }
            Event::SoftBreak | Event::HardBreak => {
                for text in [&mut self.passage.text, &mut self.citing.block.text, &mut self.prose] {
                    text.push('\n');
                }
            }
            Event::FootnoteReference(_) => self.part_words(),
            Event::InlineHtml(tag) if parts_words(&tag) => self.part_words(),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                self.links.push(range.start);
                // One in another one, as a picture in a link, is words of it.
                if self.links.len() == 1 {
                    self.citing.block.start_link(&dest_url);
                }
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.end_link(range.end),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {}
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {
                for map in [&mut self.passage.map, &mut self.citing.map, &mut self.prose_map] {
                    map.end_emphasis(range.end);
                }
            }
            Event::Start(tag) => self.start_block(&tag, range),
            Event::End(_) => {
                self.end_passage();
                self.verbatim = Verbatim::None;
            }
            Event::Rule => self.end_passage(),
            _ => {}
        }
    }

    fn start_block(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        self.end_passage();
        match tag {
            Tag::CodeBlock(_) => self.verbatim = Verbatim::Code,
            Tag::HtmlBlock => {
                self.verbatim = Verbatim::Html;
                self.push_html(range);
            }
            Tag::Heading { level, .. } => self.push_heading(*level),
            _ => {}
        }
    }

    /// The mark of a heading: what stands below is about what it names.
    fn push_heading(&mut self, level: HeadingLevel) {
        self.prose.extend(std::iter::repeat_n('#', level as usize));
        self.prose.push(' ');
    }

    /// The words of an HTML block, without its comments and the tags that count.
    fn push_html(&mut self, block: Range<usize>) {
        let source = self.source;
        let mut from = block.start;
        for piece in html::pieces(&source[block.clone()]) {
            let (Piece::Text(words) | Piece::Tag(_, words)) = piece;
            let Some(start) = source[from..block.end].find(words).map(|at| from + at) else { continue };
            from = start + words.len();
            if matches!(piece, Piece::Text(_)) {
                self.push_text(words, start..from, Placement::Nowhere);
            }
            self.end_passage();
        }
    }

    /// Adds words of prose.
    fn push_text(&mut self, text: &str, range: Range<usize>, placement: Placement) {
        self.push_words(text, range.clone(), placement);
        let start = self.citing.block.text.len();
        self.citing.block.push_text(text);
        let pushed = start..self.citing.block.text.len();
        self.citing.map.push(pushed, range.clone(), placement);
        let start = self.prose.len();
        self.prose.push_str(text);
        self.prose_map.push(start..self.prose.len(), range, placement);
    }

    /// Adds words that are code, or prose too.
    fn push_words(&mut self, text: &str, range: Range<usize>, placement: Placement) {
        let start = self.passage.text.len();
        self.passage.text.push_str(text);
        self.passage.map.push(start..self.passage.text.len(), range, placement);
    }

    /// Words on both sides are not one word.
    fn part_words(&mut self) {
        self.citing.block.push_code("");
        self.prose.push(' ');
    }

    fn end_link(&mut self, end: usize) {
        let Some(start) = self.links.pop() else { return };
        for map in [&mut self.passage.map, &mut self.citing.map, &mut self.prose_map] {
            map.end_link(start, end);
        }
        if self.links.is_empty() {
            self.citing.block.end_link(self.citing.links.len());
            self.citing.links.push(start..end);
        }
    }

    fn end_passage(&mut self) {
        if !self.prose.is_empty() && !self.prose.ends_with('\n') {
            self.prose.push('\n');
        }
        let citing = std::mem::take(&mut self.citing);
        let passage = std::mem::take(&mut self.passage);
        if !passage.text.is_empty() || !citing.links.is_empty() {
            self.passages.push((passage, citing));
        }
    }
}

impl Citing {
    /// What it cites that has states: addresses and releases have none.
    fn references(&self, around: &mut Surroundings) -> Vec<DocumentReference> {
        let citations = self.block.citations(around).into_iter();
        let with_states = citations.filter(|it| matches!(it.target, Target::Github { .. } | Target::Kep(_)));
        with_states.filter_map(|citation| self.reference(citation)).collect()
    }

    fn reference(&self, citation: BlockCitation) -> Option<DocumentReference> {
        let BlockCitation { place, literal, label, target, fragment, corrected } = citation;
        let place = match place {
            CitationPlace::Text(range) => self.map.locate(&range)?,
            CitationPlace::Link(link) => {
                let range = self.links.get(link)?.clone();
                // Where the link stands in emphasis, its last words know.
                let text = self.map.last_within(&range);
                let addition = text.map_or(Some(range.end), |place| place.addition);
                domain::annotation::SourcePlace { range, addition }
            }
        };
        let reference = Reference {
            literal,
            label,
            nth: 0,
            target,
            fragment,
            corrected,
            none: false,
            range: 0..0,
            outcome: None,
            in_cluster: None,
        };
        Some(DocumentReference { place, reference })
    }
}
