//! Blocks to notes: each is cut out of the source so that it reads the same on its own.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Parser, Tag};

use super::blocks::{Block, BlockKind, Citations, Footnote, Link};
use crate::markdown::OPTIONS;
use crate::source::markdown_escape;
use domain::notebook::draft::{DraftEntry, DraftNote};

/// So many bytes of footnotes may be copied once more however short a source is.
const MIN_ROOM: usize = 100_000;

/// Gathers the notes of one entry.
pub(super) struct Builder<'a> {
    body: &'a str,
    citations: &'a Citations,
    notes: Vec<Note>,
    /// Rules that belong to the last note if something of it follows.
    rules: Vec<Block>,
    /// Comments before the first note, with the line of the first: they begin it.
    comments: Vec<(u32, Range<usize>, String)>,
    /// What nothing uses: a note at the end.
    unused: Vec<(u32, Range<usize>, String)>,
    /// Where the footnotes begin that a note has got, and how many bytes may yet be copied once more: no source
    /// becomes much longer than it is.
    copied: BTreeSet<usize>,
    room: usize,
}

/// A note with the blocks that were cut out of the source for it.
pub(super) struct Note {
    line: u32,
    pieces: Vec<String>,
    /// Where the pieces stand in the source.
    spans: Vec<Range<usize>>,
    /// A title after a day: nothing is added to it.
    closed: bool,
    /// It is a heading of this level, and nothing else.
    heading: Option<u8>,
    /// It begins with a numbered item, which would take code that is indented below it for its own.
    numbered: bool,
    /// It ends with an item so far, which may hold such a list.
    ends_in_item: bool,
}

impl<'a> Builder<'a> {
    /// Cuts notes out of `body`; `citations` is all in it that needs a definition.
    pub fn new(body: &'a str, citations: &'a Citations) -> Self {
        Self {
            body,
            citations,
            notes: Vec::new(),
            rules: Vec::new(),
            comments: Vec::new(),
            unused: Vec::new(),
            copied: BTreeSet::new(),
            room: body.len().max(MIN_ROOM),
        }
    }

    /// Whether it has no note.
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    /// Takes out the last notes that are headings of a level from `highest` on and above `level`, and nothing else.
    pub fn split_headings(&mut self, highest: u8, level: u8) -> Vec<Note> {
        let leads = |note: &Note| note.heading.is_some_and(|heading| (highest..level).contains(&heading));
        let kept = self.notes.iter().rposition(|note| !leads(note)).map_or(0, |last| last + 1);
        self.notes.split_off(kept)
    }

    /// Adds notes that were taken out.
    pub fn extend(&mut self, notes: Vec<Note>) {
        self.notes.extend(notes);
    }

    /// Adds a note that is no block of the source: a title after a day.
    pub fn push_text(&mut self, markdown: String, span: Range<usize>, line: u32) {
        self.notes.push(Note {
            line,
            pieces: vec![markdown],
            spans: vec![span],
            closed: true,
            heading: None,
            numbered: false,
            ends_in_item: false,
        });
    }

    /// Adds a block to the note above, or begins one with it.
    pub fn push(&mut self, block: &Block, line: u32) {
        let begins = match &block.kind {
            BlockKind::Rule => {
                self.rules.push(Block { range: block.range.clone(), kind: BlockKind::Rule });
                return;
            }
            BlockKind::Unused => {
                self.unused.push((line, block.range.clone(), unused(self.body, block)));
                return;
            }
            BlockKind::Comment if self.notes.last().is_none_or(|note| note.closed) => {
                self.comments.push((line, block.range.clone(), cut(self.body, block)));
                return;
            }
            BlockKind::Item { .. } | BlockKind::Heading { .. } => true,
            BlockKind::IndentedCode | BlockKind::Comment | BlockKind::Other => {
                self.notes.last().is_none_or(|note| note.closed)
            }
        };
        let rules = std::mem::take(&mut self.rules);
        let piece = cut(self.body, block);
        // An ideographic space alone is a paragraph to Markdown, and nothing to a reader.
        if piece.trim().is_empty() {
            return;
        }
        let span = block.range.clone();
        match self.notes.last_mut() {
            Some(note) if !begins => {
                note.pieces.extend(rules.iter().map(|rule| cut(self.body, rule)));
                let absorbed = (note.numbered || note.ends_in_item) && block.kind == BlockKind::IndentedCode;
                note.ends_in_item = false;
                note.pieces.push(if absorbed { fenced(&piece) } else { piece });
                match note.spans.last_mut() {
                    Some(last) => last.end = span.end,
                    None => note.spans.push(span),
                }
                note.heading = None;
            }
            _ => {
                let numbered = matches!(block.kind, BlockKind::Item { ordered: true });
                let ends_in_item = matches!(block.kind, BlockKind::Item { .. });
                let heading = match block.kind {
                    BlockKind::Heading { level, .. } => Some(level as u8),
                    _ => None,
                };
                let mut pieces: Vec<String> =
                    self.comments.drain(..).map(|(_, _, comment)| comment).collect();
                pieces.push(piece);
                let spans = vec![span];
                let note = Note { line, pieces, spans, closed: false, heading, numbered, ends_in_item };
                self.notes.push(note);
            }
        }
    }

    /// Whether there are comments that no note has got.
    pub fn has_comments(&self) -> bool {
        !self.comments.is_empty()
    }

    /// Puts the notes into their entry; without one, comments are those of the first note to come.
    pub fn finish(&mut self, entry: Option<&mut DraftEntry>) {
        self.rules.clear();
        let Some(entry) = entry else { return };
        for gathered in [std::mem::take(&mut self.comments), std::mem::take(&mut self.unused)] {
            let Some((line, ..)) = gathered.first() else { continue };
            let line = *line;
            let (spans, pieces) = gathered.into_iter().map(|(_, span, piece)| (span, piece)).unzip();
            self.notes.push(Note {
                line,
                pieces,
                spans,
                closed: true,
                heading: None,
                numbered: false,
                ends_in_item: false,
            });
        }
        let notes: Vec<Note> = std::mem::take(&mut self.notes);
        for note in notes {
            let mut markdown = join(note.pieces);
            if markdown.starts_with(' ') {
                // It begins with code by its indent; a tab in it would reach elsewhere in another place.
                markdown = markdown.split('\n').map(|line| untab(line, 0)).collect::<Vec<_>>().join("\n");
            }
            let footnotes = self.footnotes(&note.spans);
            let spans = note.spans.iter().chain(footnotes.iter().map(|footnote| &footnote.range));
            let links: Vec<&Link> = spans.flat_map(|span| self.links(span)).collect();
            let markdown = with_definitions(markdown, &links);
            let mut markdown = with_footnotes(markdown, self.body, &footnotes);
            // All notes of a source are in memory together.
            markdown.shrink_to_fit();
            entry.notes.push(DraftNote { line: note.line, markdown });
        }
    }

    fn links(&self, span: &Range<usize>) -> &'a [Link] {
        let links = &self.citations.links;
        let from = links.partition_point(|link| link.at < span.start);
        let to = links.partition_point(|link| link.at < span.end);
        &links[from..to.max(from)]
    }

    /// The footnotes that parts of the source cite, and those that these cite.
    fn footnotes(&mut self, spans: &[Range<usize>]) -> Vec<&'a Footnote> {
        let Citations { footnote_marks: marks, footnotes, .. } = self.citations;
        let mut found: Vec<&Footnote> = Vec::new();
        let mut places = BTreeSet::new();
        let mut spans = spans.to_vec();
        let mut next = 0;
        while let Some(part) = spans.get(next).cloned() {
            next += 1;
            let from = marks.partition_point(|(at, _)| *at < part.start);
            for (_, label) in marks[from..].iter().take_while(|(at, _)| *at < part.end) {
                let cited = footnotes.binary_search_by(|footnote| footnote.label.as_str().cmp(label));
                let Some(footnote) = cited.ok().map(|at| &footnotes[at]) else { continue };
                let length = footnote.range.len();
                let is_first = self.copied.insert(footnote.range.start);
                if !places.insert(footnote.range.start) || !is_first && length > self.room {
                    continue;
                }
                if !is_first {
                    self.room -= length;
                }
                found.push(footnote);
                spans.push(footnote.range.clone());
            }
        }
        found
    }
}

/// The source of definitions that nothing uses: those of links as text that says what they define.
fn unused(body: &str, block: &Block) -> String {
    let source = &body[block.range.clone()];
    if source.trim_start().starts_with("[^") && !source.trim_start().starts_with("[^]") {
        return cut(body, &Block { range: block.range.clone(), kind: BlockKind::Other });
    }
    let lines = source.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines = lines.map(|line| match line.strip_prefix('[') {
        Some(_) => format!("\\{line}"),
        None => markdown_escape::guard_start(line),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The source of a block at column 0; of a bulleted item without its bullet.
///
/// Blank lines at both ends are left out.
fn cut(body: &str, block: &Block) -> String {
    let line_start = body[..block.range.start].rfind('\n').map_or(0, |at| at + 1);
    let source = &body[line_start..block.range.end];
    let source = source.trim_end_matches([' ', '\t', '\n']);
    let (first, rest) = source.split_once('\n').unwrap_or((source, ""));
    let indent = first.len() - first.trim_start_matches(' ').len();
    if block.kind == BlockKind::IndentedCode {
        let lines: Vec<String> =
            source.split('\n').map(|line| format!("    {}", dedent(line, 0, 4))).collect();
        return lines.join("\n");
    }
    let mut lines = Vec::new();
    let column = match block.kind {
        BlockKind::Item { ordered: false } => {
            let rest = first.get(indent + 1..).unwrap_or("");
            let column = text_column(rest, indent + 1);
            lines.push(untab(&dedent(rest, indent + 1, column), column));
            column
        }
        _ => {
            lines.push(dedent(first, 0, indent));
            indent
        }
    };
    if source.contains('\n') {
        let is_item = matches!(block.kind, BlockKind::Item { .. });
        lines.extend(rest.split('\n').map(|line| match dedent(line, 0, column) {
            // A line that continues a paragraph from further left could begin something at column 0.
            rest if is_item && untab(line, 0).bytes().take_while(|byte| *byte == b' ').count() < column => {
                markdown_escape::guard_start(&rest)
            }
            rest => rest,
        }));
    }
    let filled = lines.iter().position(|line| !line.trim_matches([' ', '\t']).is_empty());
    lines.split_off(filled.unwrap_or(lines.len())).join("\n")
}

/// Indented code between fences: the same code, wherever it stands.
fn fenced(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat((longest + 1).max(3));
    let lines: Vec<&str> = code.split('\n').map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
    format!("{fence}\n{}\n{fence}", lines.join("\n"))
}

/// The column at which the text of an item begins, with `rest` after its bullet at column `from`.
fn text_column(rest: &str, from: usize) -> usize {
    let mut column = from;
    for c in rest.chars() {
        match c {
            ' ' => column += 1,
            '\t' => column = (column / 4 + 1) * 4,
            // Further right it is code that is indented within the item.
            _ if column - from > 4 => return from + 1,
            _ => return column,
        }
    }
    from + 1
}

/// `line`, which begins at column `from`, without its white space before column `to`.
fn dedent(line: &str, from: usize, to: usize) -> String {
    let mut column = from;
    let mut rest = line;
    while column < to {
        if let Some(after) = rest.strip_prefix(' ') {
            column += 1;
            rest = after;
        } else if let Some(after) = rest.strip_prefix('\t') {
            column = (column / 4 + 1) * 4;
            rest = after;
        } else {
            return rest.to_owned();
        }
    }
    format!("{}{rest}", " ".repeat(column - to))
}

/// `line`, which begins at column `from`, with spaces for the tabs before its words.
fn untab(line: &str, from: usize) -> String {
    let text = line.trim_start_matches([' ', '\t']);
    let mut column = from;
    for c in line[..line.len() - text.len()].chars() {
        column = if c == '\t' { (column / 4 + 1) * 4 } else { column + 1 };
    }
    format!("{}{text}", " ".repeat(column - from))
}

/// The pieces of a note, parted by blank lines, with each fence closed before the next piece.
fn join(pieces: Vec<String>) -> String {
    let mut joined = String::new();
    for (number, piece) in pieces.iter().enumerate() {
        if number > 0 {
            joined.push_str("\n\n");
        }
        joined.push_str(piece);
        if number + 1 < pieces.len()
            && let Some(fence) = open_fence(piece)
        {
            joined.push('\n');
            joined.push_str(&fence);
        }
    }
    joined
}

/// The fence that would close `markdown`, if it ends within fenced code.
fn open_fence(markdown: &str) -> Option<String> {
    const NEXT: &str = "\n\n.";
    let continued = format!("{markdown}{NEXT}");
    let mut last = None;
    let mut depth = 0;
    for (event, range) in Parser::new_ext(&continued, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    last = matches!(tag, Tag::CodeBlock(CodeBlockKind::Fenced(_))).then_some(range);
                }
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            Event::Rule if depth == 0 => last = None,
            _ => {}
        }
    }
    let opening = continued[last?.start..].trim_start();
    let mark = opening.chars().next()?;
    Some(opening.chars().take_while(|c| *c == mark).collect())
}

/// A note with the definitions of its links at its end, unless it has them itself.
fn with_definitions(mut markdown: String, links: &[&Link]) -> String {
    if links.is_empty() {
        return markdown;
    }
    let parser = Parser::new_ext(&markdown, OPTIONS);
    let known = |label: &str| parser.reference_definitions().get(label).is_some();
    let mut missing: Vec<&Link> = Vec::new();
    let mut labels = BTreeSet::new();
    for link in links.iter().copied().filter(|link| !known(&link.label)) {
        if labels.insert(link.label.to_lowercase()) {
            missing.push(link);
        }
    }
    let definitions: String = missing.iter().map(|link| format!("\n{}", definition(link))).collect();
    drop(parser);
    if definitions.is_empty() {
        return markdown;
    }
    let fence = open_fence(&markdown).map(|fence| format!("\n{fence}")).unwrap_or_default();
    let complete = format!("{markdown}{fence}\n{definitions}");
    let parser = Parser::new_ext(&complete, OPTIONS);
    let reads = |link: &&Link| {
        parser
            .reference_definitions()
            .get(&link.label)
            .is_some_and(|definition| definition.dest == CowStr::from(link.address.as_str()))
    };
    if missing.iter().all(reads) {
        drop(parser);
        markdown = complete;
    }
    markdown
}

/// A note with the footnotes that it cites at its end, unless it has them itself.
fn with_footnotes(markdown: String, body: &str, footnotes: &[&Footnote]) -> String {
    if footnotes.is_empty() {
        return markdown;
    }
    let known = footnote_labels(&markdown);
    let mut complete = markdown.clone();
    let mut fence = open_fence(&complete).map(|fence| format!("\n{fence}")).unwrap_or_default();
    for footnote in footnotes.iter().filter(|footnote| !known.contains(&footnote.label)) {
        let mark = format!("[^{}]:", footnote.label);
        let definition = cut_definition(body, &footnote.range);
        if definition.get(..mark.len()).is_some_and(|begin| begin.to_lowercase() == mark) {
            complete.push_str(&format!("{}\n\n{definition}", std::mem::take(&mut fence)));
        }
    }
    // The end of a note may hide what follows.
    let read = footnote_labels(&complete);
    if footnotes.iter().all(|footnote| read.contains(&footnote.label)) { complete } else { markdown }
}

/// The labels of the footnotes that a text defines, in lower case.
fn footnote_labels(markdown: &str) -> BTreeSet<String> {
    let labels = Parser::new_ext(markdown, OPTIONS).filter_map(|event| match event {
        Event::Start(Tag::FootnoteDefinition(label)) => Some(label.to_lowercase()),
        _ => None,
    });
    labels.collect()
}

/// A definition at column 0, wherever it stands.
fn cut_definition(body: &str, range: &Range<usize>) -> String {
    let line_start = body[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let column = body[line_start..range.start].chars().count();
    let source = body[range.clone()].trim_end_matches([' ', '\t', '\n']);
    // Tabs reach elsewhere in another place.
    let lines = source.split('\n').enumerate().map(|(number, line)| match number {
        0 => line.to_owned(),
        _ => dedent(&untab(line, 0), 0, column),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn definition(link: &Link) -> String {
    let escape = |text: &str, marks: &[char]| -> String {
        text.chars().flat_map(|c| marks.contains(&c).then_some('\\').into_iter().chain([c])).collect()
    };
    let plain = |c: char| c.is_alphanumeric() || "-._~:/?#@!$*+,;=%".contains(c);
    let address = if !link.address.is_empty() && link.address.chars().all(plain) {
        link.address.clone()
    } else {
        format!("<{}>", escape(&link.address, &['<', '>', '\\', '&']))
    };
    let title = match link.title.as_str() {
        "" => String::new(),
        title => format!(" \"{}\"", escape(title, &['"', '\\', '&'])),
    };
    format!("[{}]: {address}{title}", link.label)
}
