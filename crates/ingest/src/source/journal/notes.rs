//! Blocks to notes: each is cut out of the source so that it reads the same on its own.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Parser, Tag};

use super::blocks::{Block, BlockKind, Link};
use crate::markdown::OPTIONS;
use crate::source::markdown_escape;
use domain::notebook::draft::{DraftEntry, DraftNote};

/// Gathers the notes of one entry.
pub(super) struct Builder<'a> {
    body: &'a str,
    links: &'a [Link],
    notes: Vec<Note>,
    /// Rules that belong to the last note if something of it follows.
    rules: Vec<Block>,
}

/// A note with the blocks that were cut out of the source for it.
pub(super) struct Note {
    line: u32,
    pieces: Vec<String>,
    /// What the source of the pieces is.
    span: Range<usize>,
    /// A title after a day: nothing is added to it.
    closed: bool,
    /// It is a heading of this level, and nothing else.
    heading: Option<u8>,
    /// It begins with a numbered item, which would take code that is indented below it for its own.
    numbered: bool,
}

impl<'a> Builder<'a> {
    /// Cuts notes out of `body`; `links` are all links of it that need a definition, in its order.
    pub fn new(body: &'a str, links: &'a [Link]) -> Self {
        Self { body, links, notes: Vec::new(), rules: Vec::new() }
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
            span,
            closed: true,
            heading: None,
            numbered: false,
        });
    }

    /// Adds a block to the note above, or begins one with it.
    pub fn push(&mut self, block: &Block, line: u32) {
        let begins = match &block.kind {
            BlockKind::Rule => {
                self.rules.push(Block { range: block.range.clone(), kind: BlockKind::Rule });
                return;
            }
            BlockKind::Item { .. } | BlockKind::Heading { .. } => true,
            BlockKind::IndentedCode | BlockKind::Other => self.notes.last().is_none_or(|note| note.closed),
        };
        let rules = std::mem::take(&mut self.rules);
        let piece = cut(self.body, block);
        if piece.is_empty() {
            return;
        }
        let span = block.range.clone();
        match self.notes.last_mut() {
            Some(note) if !begins => {
                note.pieces.extend(rules.iter().map(|rule| cut(self.body, rule)));
                let absorbed = note.numbered && block.kind == BlockKind::IndentedCode;
                note.pieces.push(if absorbed { fenced(&piece) } else { piece });
                note.span.end = span.end;
                note.heading = None;
            }
            _ => {
                let numbered = matches!(block.kind, BlockKind::Item { ordered: true });
                let heading = match block.kind {
                    BlockKind::Heading { level, .. } => Some(level as u8),
                    _ => None,
                };
                self.notes.push(Note { line, pieces: vec![piece], span, closed: false, heading, numbered });
            }
        }
    }

    /// Puts the notes into their entry.
    pub fn finish(&mut self, entry: Option<&mut DraftEntry>) {
        self.rules.clear();
        let notes: Vec<Note> = std::mem::take(&mut self.notes);
        let Some(entry) = entry else { return };
        for note in notes {
            let from = self.links.partition_point(|link| link.at < note.span.start);
            let to = self.links.partition_point(|link| link.at < note.span.end);
            let mut markdown = join(note.pieces);
            if markdown.starts_with(' ') {
                // It begins with code by its indent; a tab in it would reach elsewhere in another place.
                markdown = markdown.split('\n').map(|line| untab(line, 0)).collect::<Vec<_>>().join("\n");
            }
            let markdown = with_definitions(markdown, &self.links[from..to]);
            entry.notes.push(DraftNote { line: note.line, markdown });
        }
    }
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
fn with_definitions(mut markdown: String, links: &[Link]) -> String {
    if links.is_empty() {
        return markdown;
    }
    let parser = Parser::new_ext(&markdown, OPTIONS);
    let known = |label: &str| parser.reference_definitions().get(label).is_some();
    let mut missing: Vec<&Link> = Vec::new();
    let mut labels = std::collections::BTreeSet::new();
    for link in links.iter().filter(|link| !known(&link.label)) {
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
