//! Which start tag and which end tag of a note belong together.
//!
//! Both stand in the same paragraph or in the same container, and elements stand one within the other. A tag without
//! a partner is text.

use pulldown_cmark::{Event, Tag};

use super::html::Role;
use super::items::{Item, Markup};

/// Elements that are open at once, at most.
const MAX_OPEN: usize = 32;

/// What stands between the start and the end of an element of Markdown, or in none.
#[derive(Clone, Copy)]
struct Frame {
    /// Where its tags begin among those that are open.
    from: usize,
    holds_blocks: bool,
    is_paragraph: bool,
}

/// Notes of each tag whether it has a partner. Parts of tables and the like need none.
pub(super) fn find(items: &mut [Item<'_>]) {
    let mut frames = vec![Frame { from: 0, holds_blocks: true, is_paragraph: false }];
    // Start tags without an end yet, with their places.
    let mut open: Vec<(Markup, usize)> = Vec::new();
    let mut pairs = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let Some(frame) = frames.last().copied() else { return };
        match item {
            Item::Event(Event::Start(tag)) => frames.push(Frame {
                from: open.len(),
                holds_blocks: matches!(
                    tag,
                    Tag::Paragraph | Tag::Item | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)
                ),
                is_paragraph: matches!(tag, Tag::Paragraph),
            }),
            Item::Event(Event::End(_)) => {
                let parent_holds_blocks =
                    frames.iter().rev().nth(1).is_some_and(|parent| parent.holds_blocks);
                let from = frame.from;
                if frame.is_paragraph && parent_holds_blocks {
                    // A block that begins within a paragraph may end after it.
                    let blocks: Vec<_> = open.drain(from..).filter(|(markup, _)| is_block(*markup)).collect();
                    open.extend(blocks);
                } else {
                    open.truncate(from);
                }
                if frames.len() > 1 {
                    frames.pop();
                }
            }
            Item::Tag { markup, is_end: false, .. }
                if needs_end(*markup)
                    && open.len() < MAX_OPEN
                    && (frame.holds_blocks || !is_block(*markup)) =>
            {
                open.push((*markup, at));
            }
            Item::Tag { markup, is_end: true, .. } if needs_end(*markup) => {
                let start = open[frame.from..].iter().rposition(|(opened, _)| opened == markup);
                if let Some(start) = start {
                    let start = frame.from + start;
                    pairs.extend([open[start].1, at]);
                    open.truncate(start);
                }
            }
            _ => {}
        }
    }
    for at in pairs {
        if let Item::Tag { has_partner, .. } = &mut items[at] {
            *has_partner = true;
        }
    }
}

fn needs_end(markup: Markup) -> bool {
    match markup {
        Markup::Message => true,
        Markup::Html(element) => matches!(element.role(), Role::Inline | Role::Block),
    }
}

fn is_block(markup: Markup) -> bool {
    match markup {
        Markup::Message => true,
        Markup::Html(element) => element.role() == Role::Block,
    }
}
