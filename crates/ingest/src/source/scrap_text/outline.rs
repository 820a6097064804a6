//! A note as a tree of items and blocks, and its Markdown.

use crate::source::markdown_escape;

/// What a list item begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// No item at all: a run of blocks outside any list.
    Run,
    /// A bullet.
    Bullet,
    /// An ordinal.
    Number(u32),
}

/// A list item, or a run of blocks, with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item<'a> {
    pub marker: Marker,
    /// In the order of the source; the item's own text is the first.
    pub blocks: Vec<Block<'a>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block<'a> {
    /// Lines of text.
    Paragraph(Vec<&'a str>),
    /// Paragraphs of lines of text.
    Quote(Vec<Vec<&'a str>>),
    /// Lines, literally.
    Code(Vec<&'a str>),
    /// Items of one kind: bullets, or ordinals.
    List(Vec<Item<'a>>),
}

impl<'a> Item<'a> {
    /// Adds `child` to the list at the end, or begins one.
    pub fn push(&mut self, child: Item<'a>) {
        let ordered = |marker| matches!(marker, Marker::Number(_));
        match self.blocks.last_mut() {
            Some(Block::List(items))
                if items.first().is_some_and(|item| ordered(item.marker) == ordered(child.marker)) =>
            {
                items.push(child);
            }
            _ => self.blocks.push(Block::List(vec![child])),
        }
    }

    /// Whether it and all below it have no text.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The Markdown of a note: without the bullet of the item itself, with its ordinal.
    pub fn to_markdown(&self) -> String {
        let blocks = block_lines(&self.blocks, Spacing::Loose);
        let lines = match self.marker {
            Marker::Run | Marker::Bullet => blocks,
            Marker::Number(number) => indent(&format!("{number}. "), blocks),
        };
        lines.join("\n")
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Spacing {
    /// Blocks are parted by blank lines.
    Loose,
    /// Only where they would run together otherwise.
    Tight,
}

fn block_lines(blocks: &[Block<'_>], spacing: Spacing) -> Vec<String> {
    let mut lines = Vec::new();
    let mut before: Option<&Block<'_>> = None;
    for block in blocks {
        let runs_together = match (before, block) {
            (None, _) => false,
            (Some(Block::Code(_)), Block::Paragraph(_)) => false,
            (Some(_), Block::Paragraph(_)) => true,
            (Some(Block::Quote(_)), Block::Quote(_)) => true,
            // A list that does not begin with 1 cannot end a paragraph.
            (Some(_), Block::List(items)) => {
                !matches!(items.first().map(|item| item.marker), Some(Marker::Bullet | Marker::Number(1)))
            }
            _ => false,
        };
        if before.is_some() && (spacing == Spacing::Loose || runs_together) {
            lines.push(String::new());
        }
        match block {
            Block::Paragraph(text) => lines.extend(markdown_escape::paragraph(text)),
            Block::Quote(paragraphs) => lines.extend(quote_lines(paragraphs)),
            Block::Code(code) => lines.extend(code_lines(code)),
            Block::List(items) => lines.extend(list_lines(items)),
        }
        before = Some(block);
    }
    lines
}

fn quote_lines(paragraphs: &[Vec<&str>]) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in paragraphs {
        if !lines.is_empty() {
            lines.push(">".to_owned());
        }
        lines.extend(markdown_escape::paragraph(paragraph).iter().map(|line| format!("> {line}")));
    }
    lines
}

fn code_lines(code: &[&str]) -> Vec<String> {
    let longest = code.iter().flat_map(|line| line.split(|c| c != '`')).map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    let mut lines = vec![fence.clone()];
    lines.extend(code.iter().map(|&line| line.to_owned()));
    lines.push(fence);
    lines
}

fn list_lines(items: &[Item<'_>]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut before = None;
    let mut delimiter = '.';
    for item in items {
        let marker = match item.marker {
            Marker::Run | Marker::Bullet => "- ".to_owned(),
            Marker::Number(number) => {
                // Markdown counts on by itself, so a leap begins another list.
                if before.is_some_and(|before: u32| before.checked_add(1) != Some(number)) {
                    delimiter = if delimiter == '.' { ')' } else { '.' };
                    lines.push(String::new());
                }
                before = Some(number);
                format!("{number}{delimiter} ")
            }
        };
        lines.extend(indent(&marker, block_lines(&item.blocks, Spacing::Tight)));
    }
    lines
}

/// `lines` with `marker` before the first and its width of spaces before the others.
fn indent(marker: &str, mut lines: Vec<String>) -> Vec<String> {
    for (number, line) in lines.iter_mut().enumerate() {
        if number == 0 {
            line.insert_str(0, marker);
        } else if !line.is_empty() {
            line.insert_str(0, &" ".repeat(marker.len()));
        }
    }
    lines
}
