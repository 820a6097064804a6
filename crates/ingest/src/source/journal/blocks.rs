//! The blocks of a journal, and the links that get their address from a definition.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, OffsetIter, Parser, Tag, TagEnd};

use crate::markdown;
use crate::markdown::{CommentBlock, OPTIONS, comment_block};

/// A block of the document that stands in no other, or an item of such a list.
pub(super) struct Block {
    pub range: Range<usize>,
    pub kind: BlockKind,
}

#[derive(PartialEq, Eq)]
pub(super) enum BlockKind {
    Heading {
        level: HeadingLevel,
        inner: Range<usize>,
    },
    Item {
        ordered: bool,
    },
    Rule,
    IndentedCode,
    /// Comments of HTML alone.
    Comment,
    /// Definitions of links or footnotes that nothing uses, or that another one has made before.
    Unused,
    Other,
}

/// A link that gets its address from a definition.
pub(super) struct Link {
    pub at: usize,
    pub label: String,
    pub address: String,
    pub title: String,
}

/// A definition of a footnote.
pub(super) struct Footnote {
    pub range: Range<usize>,
    /// In lower case.
    pub label: String,
}

/// What needs a definition, and may be cut from it.
pub(super) struct Citations {
    /// In the order of the text.
    pub links: Vec<Link>,
    /// Where footnotes are cited, with their labels in lower case; in the order of the text.
    pub footnote_marks: Vec<(usize, String)>,
    /// Of each label the first definition, by label.
    pub footnotes: Vec<Footnote>,
}

/// What the Markdown parser says about a document.
pub(super) struct Blocks {
    pub top: Vec<Block>,
    pub citations: Citations,
    /// What is odd, with its place.
    pub oddities: Vec<(usize, String)>,
}

impl Blocks {
    pub fn parse(body: &str) -> Self {
        let mut top: Vec<Block> = Vec::new();
        let mut links: Vec<Link> = Vec::new();
        let mut footnote_marks: Vec<(usize, String)> = Vec::new();
        let mut footnotes: Vec<Footnote> = Vec::new();
        // Those at the top.
        let mut top_footnotes: Vec<(Range<usize>, String)> = Vec::new();
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
                // An escape is no part of what it escapes.
                let escape = usize::from(body[heading.start..range.start].ends_with('\\'));
                *inner = inner.start.min(range.start - escape)..inner.end.max(range.end);
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
                    if let Tag::FootnoteDefinition(label) = &tag {
                        let label = label.to_lowercase();
                        if depth == 0 {
                            top_footnotes.push((range.clone(), label.clone()));
                        }
                        footnotes.push(Footnote { range: range.clone(), label });
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
                            Tag::HtmlBlock if comment_block(&body[range.clone()]).is_some() => {
                                BlockKind::Comment
                            }
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
                Event::FootnoteReference(label) => footnote_marks.push((range.start, label.to_lowercase())),
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
        let mut labels = BTreeSet::new();
        footnotes.retain(|footnote| labels.insert(footnote.label.clone()));
        let top_footnotes: BTreeMap<usize, String> =
            top_footnotes.into_iter().map(|(range, label)| (range.start, label)).collect();
        let cited: BTreeSet<&str> = footnote_marks.iter().map(|(_, label)| label.as_str()).collect();
        let first: BTreeSet<usize> = footnotes.iter().map(|footnote| footnote.range.start).collect();
        let is_used_footnote = |start: usize, label: &str| cited.contains(label) && first.contains(&start);
        let mut oddities = Vec::new();
        for block in &mut top {
            if let Some(label) = top_footnotes.get(&block.range.start)
                && !is_used_footnote(block.range.start, label)
            {
                block.kind = BlockKind::Unused;
            }
            let html = &body[block.range.clone()];
            if block.kind == BlockKind::Comment && comment_block(html) == Some(CommentBlock::Endless) {
                let lines = html.trim_end().matches('\n').count() + 1;
                oddities.push((block.range.start, format!("a comment without an end hides {lines} lines")));
            }
        }
        let used: BTreeSet<String> = links.iter().map(|link| link.label.to_lowercase()).collect();
        let mut known: Vec<Range<usize>> = definitions
            .iter()
            .filter(|(label, _)| used.contains(&label.to_lowercase()))
            .map(|(_, definition)| definition.span.clone())
            .collect();
        known.sort_by_key(|span| span.start);
        let mut top = with_unused(body, top, &known);
        for block in top.iter().filter(|block| block.kind == BlockKind::Unused) {
            for (start, line) in lines(body, block.range.clone()) {
                if line.trim_start().starts_with('[') {
                    let line: String = line.trim().chars().take(80).collect();
                    oddities.push((start, format!("nothing uses this definition: {line}")));
                }
            }
        }
        top.retain(|block| match top_footnotes.get(&block.range.start) {
            Some(label) => !is_used_footnote(block.range.start, label),
            None => true,
        });
        footnotes.sort_by(|a, b| a.label.cmp(&b.label));
        let top = joined(top, &markdown::spans(body));
        Self { top, citations: Citations { links, footnote_marks, footnotes }, oddities }
    }
}

/// The lines of a part of `body`, with their places.
fn lines(body: &str, range: Range<usize>) -> impl Iterator<Item = (usize, &str)> {
    let mut start = range.start;
    body[range].split_inclusive('\n').map(move |line| {
        start += line.len();
        (start - line.len(), line)
    })
}

/// The blocks, and between them what is in none: definitions of links, but those in `known`, which ascend.
fn with_unused(body: &str, blocks: Vec<Block>, known: &[Range<usize>]) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut done = 0;
    let push_gap = |out: &mut Vec<Block>, gap: Range<usize>| {
        let mut start = gap.start;
        let from = known.partition_point(|span| span.end <= gap.start);
        let within = known[from..].iter().take_while(|span| span.start < gap.end);
        for span in within.cloned().chain(std::iter::once(gap.end..gap.end)) {
            let range = start..span.start.max(start);
            let text = &body[range.clone()];
            if text.contains(|c: char| c.is_alphanumeric() || c == '[') {
                let blank = text.len() - text.trim_start_matches('\n').len();
                out.push(Block { range: range.start + blank..range.end, kind: BlockKind::Unused });
            }
            start = span.end.max(start);
        }
    };
    for block in blocks {
        if done < block.range.start {
            push_gap(&mut out, done..block.range.start);
        }
        done = done.max(block.range.end);
        out.push(block);
    }
    push_gap(&mut out, done..body.len().max(done));
    out
}

/// The blocks with those as one that stand in one of `spans`, which ascend, unless a heading is among them.
fn joined(blocks: Vec<Block>, spans: &[Range<usize>]) -> Vec<Block> {
    if spans.is_empty() {
        return blocks;
    }
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut spans = spans.iter().peekable();
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        while spans.next_if(|span| span.end <= block.range.start).is_some() {}
        let Some(span) = spans.peek().filter(|span| span.start < block.range.end) else {
            out.push(block);
            continue;
        };
        let mut group = vec![block];
        while let Some(next) = blocks.next_if(|next| next.range.start < span.end) {
            group.push(next);
        }
        let has_heading = group.iter().any(|block| matches!(block.kind, BlockKind::Heading { .. }));
        let end = group.last().map_or(span.end, |last| last.range.end);
        if group.len() == 1 || has_heading {
            out.extend(group);
        } else if let Some(first) = group.into_iter().next() {
            let kind = match first.kind {
                BlockKind::Item { .. } | BlockKind::Unused => first.kind,
                _ => BlockKind::Other,
            };
            out.push(Block { range: first.range.start..end, kind });
        }
    }
    out
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
