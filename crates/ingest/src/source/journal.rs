//! Markdown journals.
//!
//! ```text
//! # Kubernetes - 2023        the title, unless the front matter has one
//!
//! ## 2023/10/11              an entry begins: a heading of any level that begins with a day
//!
//! - a note                   each top-level item is one
//!   - what belongs to it
//!
//! > and so does this
//!
//! ## 2023-10-12: KubeCon     a title after the day is a note of its own, the first
//!
//! Words before the first item, or without any list, are a note of their own.
//!
//! ### SIG Node               other headings begin a note of their own: with what follows up to the next item
//!
//! ## Undated                 an entry without a day; `## 日付なし` too
//! ```
//!
//! Text before the first entry is an entry without a day. A heading whose day does not exist
//! (`2023/13/40`) begins an entry without a day and is kept as its first note. The newest day may
//! come first. Rules at the end of a note only part it from the next and are left out. Link
//! definitions are copied to the notes that use them.

mod front_matter;
pub(super) mod writer;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, OffsetIter, Parser, Tag, TagEnd};

use self::front_matter::FrontMatter;
use super::line::{compare_announced, line_number};
use super::{day, markdown_escape};
use crate::markdown::OPTIONS;
use domain::notebook::draft::{Draft, DraftEntry, DraftNote, SourceFormat};
use domain::remark::Remark;

/// Reads a journal; any text is one.
pub(super) fn read(text: &str, remarks: &mut Vec<Remark>) -> Draft {
    let (front, body) = front_matter::read(text, remarks);
    let lines_before = text[..text.len() - body.len()].matches('\n').count();
    let blocks = Blocks::parse(body);
    let line_starts: Vec<usize> =
        std::iter::once(0).chain(body.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let line = |at: usize| {
        let index = line_starts.partition_point(|start| *start <= at) - 1;
        line_number(lines_before + index)
    };
    let FrontMatter {
        mut title,
        author,
        origin,
        time_zone,
        rights,
        announced_entries,
        announced_line,
        lost_links,
    } = front;

    let mut entries: Vec<DraftEntry> = Vec::new();
    let mut builder = Builder { body, links: &blocks.links, notes: Vec::new(), rules: Vec::new() };
    // Whether a heading has begun an entry.
    let mut dated = false;
    for block in &blocks.top {
        let at = block.range.start;
        let BlockKind::Heading { level, inner } = &block.kind else {
            if entries.is_empty() && block.kind != BlockKind::Rule {
                entries.push(entry(line(at)));
            }
            builder.push(block, line(at));
            continue;
        };
        let heading = body[inner.clone()].trim();
        let day = day::leading(heading);
        let is_undated = heading.eq_ignore_ascii_case("undated") || heading == "日付なし";
        if day.is_none() && !is_undated {
            let is_title = *level == HeadingLevel::H1 && !dated && entries.is_empty() && !heading.is_empty();
            let plain = is_title.then(|| plain_text(heading));
            match (plain, &title) {
                (Some(plain), None) => title = Some(plain),
                (Some(plain), Some(known)) if plain == *known => {}
                _ => {
                    if entries.is_empty() {
                        entries.push(entry(line(at)));
                    }
                    builder.push(block, line(at));
                }
            }
            continue;
        }
        builder.finish(entries.last_mut());
        dated = true;
        let mut begun = entry(line(at));
        if let Some(day) = day {
            begun.date = day.date;
            let rest = if day.date.is_some() { day.title } else { heading };
            if !rest.is_empty() {
                let rest: Vec<String> =
                    rest.split('\n').map(|line| markdown_escape::guard_start(line.trim())).collect();
                builder.push_text(rest.join("\n"), inner.clone(), line(at));
            }
            match (day.date, day.weekday) {
                (None, _) => remarks.push(Remark::at(line(at), format!("there is no such day: {heading}"))),
                (Some(date), Some(weekday)) if date.weekday() != weekday => {
                    remarks.push(Remark::at(line(at), format!("{date} is another day of the week")));
                }
                _ => {}
            }
        }
        entries.push(begun);
    }
    builder.finish(entries.last_mut());
    for entry in &mut entries {
        entry.body_lost = entry.notes.is_empty();
    }
    for unused in &blocks.unused {
        let label = body.get(unused.clone()).unwrap_or("").lines().next().unwrap_or("");
        let message =
            format!("nothing uses this link definition: {}", label.chars().take(80).collect::<String>());
        remarks.push(Remark::at(line(unused.start), message));
    }
    compare_announced(announced_line, announced_entries, &entries, remarks);
    Draft {
        format: SourceFormat::Journal,
        title,
        author,
        origin,
        time_zone,
        rights,
        announced_entries,
        lost_links,
        entries,
    }
}

fn entry(line: u32) -> DraftEntry {
    DraftEntry {
        line,
        date: None,
        not_before: None,
        not_after: None,
        key: None,
        body_lost: false,
        notes: Vec::new(),
    }
}

fn plain_text(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, OPTIONS) {
        match event {
            Event::Text(piece) | Event::Code(piece) | Event::InlineHtml(piece) => text.push_str(&piece),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    if text.is_empty() { markdown.to_owned() } else { text }
}

/// A block of the document that stands in no other, or an item of such a list.
struct Block {
    range: Range<usize>,
    kind: BlockKind,
}

#[derive(PartialEq, Eq)]
enum BlockKind {
    Heading { level: HeadingLevel, inner: Range<usize> },
    Item { ordered: bool },
    Rule,
    IndentedCode,
    Other,
}

/// A link that gets its address from a definition.
struct Link {
    at: usize,
    label: String,
    address: String,
    title: String,
}

/// What the Markdown parser says about a document.
struct Blocks {
    top: Vec<Block>,
    /// In the order of the text.
    links: Vec<Link>,
    unused: Vec<Range<usize>>,
}

impl Blocks {
    fn parse(body: &str) -> Self {
        let mut top: Vec<Block> = Vec::new();
        let mut links: Vec<Link> = Vec::new();
        // Whether each open list at the top is ordered; blocks that are no such list stand at depth 0.
        let mut ordered = None;
        let mut depth = 0;
        let mut events: OffsetIter = Parser::new_ext(body, OPTIONS).into_offset_iter();
        for (event, range) in events.by_ref() {
            let level = if ordered.is_some() { 1 } else { 0 };
            if let Some(Block { kind: BlockKind::Heading { inner, .. }, range: heading }) = top.last_mut()
                && depth > 0
                && heading.contains(&range.start)
                && !matches!(event, Event::End(TagEnd::Heading(_)))
            {
                *inner = inner.start.min(range.start)..inner.end.max(range.end);
            }
            match event {
                Event::Start(tag) => {
                    if let Tag::Link { link_type, dest_url, title, id }
                    | Tag::Image { link_type, dest_url, title, id } = &tag
                        && matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut)
                    {
                        let (label, address, title) =
                            (id.to_string(), dest_url.to_string(), title.to_string());
                        links.push(Link { at: range.start, label, address, title });
                    }
                    if depth == level {
                        let kind = match &tag {
                            Tag::List(start) => {
                                ordered = Some(start.is_some());
                                depth += 1;
                                continue;
                            }
                            Tag::Heading { level, .. } => {
                                BlockKind::Heading { level: *level, inner: range.end..range.start }
                            }
                            Tag::Item => BlockKind::Item { ordered: ordered == Some(true) },
                            Tag::CodeBlock(CodeBlockKind::Indented) => BlockKind::IndentedCode,
                            _ => BlockKind::Other,
                        };
                        top.push(Block { range, kind });
                    }
                    depth += 1;
                }
                Event::End(end) => {
                    depth -= 1;
                    if depth == 0 && matches!(end, TagEnd::List(_)) {
                        ordered = None;
                    }
                }
                Event::Rule if depth == 0 => top.push(Block { range, kind: BlockKind::Rule }),
                _ => {}
            }
        }
        for block in &mut top {
            if let BlockKind::Heading { inner, .. } = &mut block.kind
                && inner.start > inner.end
            {
                *inner = block.range.start..block.range.start;
            }
        }
        let definitions = events.reference_definitions();
        let mut spans: Vec<Range<usize>> =
            definitions.iter().map(|(_, definition)| definition.span.clone()).collect();
        spans.sort_by_key(|span| span.start);
        for block in &mut top {
            leave_out_definitions(body, block, &spans);
        }
        let mut used: Vec<String> = links.iter().map(|link| link.label.to_lowercase()).collect();
        used.sort_unstable();
        used.dedup();
        let is_used = |label: &str| used.binary_search(&label.to_lowercase()).is_ok();
        let mut unused: Vec<Range<usize>> = definitions
            .iter()
            .filter(|(label, definition)| {
                // Those inside a block stay where they are.
                let before = top.partition_point(|block| block.range.start <= definition.span.start);
                let inside = before > 0 && top[before - 1].range.contains(&definition.span.start);
                !inside && !is_used(label)
            })
            .map(|(_, definition)| definition.span.clone())
            .collect();
        unused.sort_by_key(|span| span.start);
        Self { top, links, unused }
    }
}

/// Shortens an item by the link definitions after it, which the parser counts to it.
///
/// `definitions` ascend.
fn leave_out_definitions(body: &str, block: &mut Block, definitions: &[Range<usize>]) {
    if !matches!(block.kind, BlockKind::Item { .. }) {
        return;
    }
    let after = definitions.partition_point(|span| span.start < block.range.end);
    for span in definitions[..after].iter().rev() {
        let ends_item = span.end <= block.range.end && body[span.end..block.range.end].trim().is_empty();
        let line_start = body[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let is_below = body[line_start..span.start].len() < 2 && line_start > block.range.start;
        if !ends_item || !is_below {
            return;
        }
        block.range.end = line_start;
    }
}

/// Gathers the notes of one entry.
struct Builder<'a> {
    body: &'a str,
    links: &'a [Link],
    notes: Vec<Note>,
    /// Rules that belong to the last note if something of it follows.
    rules: Vec<Block>,
}

/// A note with the blocks that were cut out of the source for it.
struct Note {
    line: u32,
    pieces: Vec<String>,
    /// What the source of the pieces is.
    span: Range<usize>,
    /// A title after a day: nothing is added to it.
    closed: bool,
    /// It begins with a numbered item, which would take code that is indented below it for its own.
    numbered: bool,
}

impl Builder<'_> {
    fn push_text(&mut self, markdown: String, span: Range<usize>, line: u32) {
        self.notes.push(Note { line, pieces: vec![markdown], span, closed: true, numbered: false });
    }

    /// Adds a block to the note above, or begins one with it.
    fn push(&mut self, block: &Block, line: u32) {
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
            }
            _ => {
                let numbered = matches!(block.kind, BlockKind::Item { ordered: true });
                self.notes.push(Note { line, pieces: vec![piece], span, closed: false, numbered });
            }
        }
    }

    /// Puts the notes into their entry.
    fn finish(&mut self, entry: Option<&mut DraftEntry>) {
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
