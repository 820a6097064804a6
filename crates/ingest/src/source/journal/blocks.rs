//! The blocks of a journal, and the links that get their address from a definition.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, OffsetIter, Parser, Tag, TagEnd};

use crate::markdown::OPTIONS;

/// A block of the document that stands in no other, or an item of such a list.
pub(super) struct Block {
    pub range: Range<usize>,
    pub kind: BlockKind,
}

#[derive(PartialEq, Eq)]
pub(super) enum BlockKind {
    Heading { level: HeadingLevel, inner: Range<usize> },
    Item { ordered: bool },
    Rule,
    IndentedCode,
    Other,
}

/// A link that gets its address from a definition.
pub(super) struct Link {
    pub at: usize,
    pub label: String,
    pub address: String,
    pub title: String,
}

/// What the Markdown parser says about a document.
pub(super) struct Blocks {
    pub top: Vec<Block>,
    /// In the order of the text.
    pub links: Vec<Link>,
    pub unused: Vec<Range<usize>>,
}

impl Blocks {
    pub fn parse(body: &str) -> Self {
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
