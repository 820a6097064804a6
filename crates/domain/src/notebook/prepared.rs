//! What is made of a note at import, so that no page has to.

use std::ops::Range;

use crate::cite::Target;
use crate::tag::DerivedTag;

/// The version of the rules by which notes are read. To be raised by one in each change after which some Markdown gives
/// another [`PreparedNote`]: other HTML, text, references or tags. Notes that were read by other rules are then read
/// again from their Markdown, without an import.
pub const READING_VERSION: i64 = 3;

/// What is stored with the Markdown of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparedNote {
    /// Sanitised HTML.
    pub html: String,
    /// All text of the note, code included; blocks parted by line feeds.
    pub text: String,
    /// In the order of the text; ranges ascend and never overlap.
    pub references: Vec<PreparedReference>,
    /// The tags that its prose names.
    pub tags: Vec<DerivedTag>,
    /// What its HTML holds.
    pub content: Content,
}

/// What the HTML of a note holds besides plain paragraphs, for the filter `has=`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// A code block or inline code.
    pub code: bool,
    /// A block quote.
    pub quote: bool,
    /// Words that stood for a link which the copy lost.
    pub lost_link: bool,
}

/// One reference of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparedReference {
    /// The words as they stand in the note (of a link: its text).
    pub literal: String,
    /// `comment`, `commit`, where the note says so.
    pub label: Option<String>,
    /// What it resolves to.
    pub target: Target,
    /// The part of a pull request or an issue that its address leads to: `issuecomment-34`.
    pub fragment: Option<String>,
    /// Whether the literal was misspelt and put right.
    pub corrected: bool,
    /// Where it stands in [`PreparedNote::html`], in bytes, always on character bounds
    /// and never inside a tag or an entity. Its chip replaces these bytes; the range
    /// is empty, after the link, where the reference is (in) a link.
    pub range: Range<usize>,
}
