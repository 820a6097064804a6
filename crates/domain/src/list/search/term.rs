//! One word or phrase of a search, and the kinds of content that can be asked for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::{Display, IntoStaticStr, VariantArray};

/// The longest term, in characters.
pub const MAX_TERM_CHARS: usize = 100;

/// A word or phrase that a note must meet, or must not.
///
/// Printed as it is typed: `停止`, `"graceful shutdown"`, `-windows`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Term {
    text: String,
    phrase: bool,
    without: bool,
}

impl Term {
    /// A word as typed, without white space, quotes at its start and what cannot be seen; `None` where
    /// nothing is left of it.
    pub fn word(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace() && !is_unseen(*c)).collect();
        let text = text.trim_start_matches(is_quote).to_owned();
        (!text.is_empty()).then_some(Self { text, phrase: false, without: false })
    }

    /// What stood in quotes, with single spaces; `None` where nothing did.
    pub fn phrase(text: &str) -> Option<Self> {
        let seen: String = text.chars().filter(|c| !is_quote(*c)).collect();
        let seen: String = seen.chars().filter(|c| c.is_whitespace() || !is_unseen(*c)).collect();
        let text = seen.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(Self { text, phrase: true, without: false })
    }

    /// The same, where notes that meet it are left out.
    #[must_use]
    pub fn without(self) -> Self {
        Self { without: true, ..self }
    }

    /// The words, without quotes and sign, neither empty nor longer than a query can be.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it stood in quotes: words are whole.
    pub fn is_phrase(&self) -> bool {
        self.phrase
    }

    /// Whether notes that meet it are left out.
    pub fn is_without(&self) -> bool {
        self.without
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.without { "-" } else { "" };
        let quote = if self.phrase { "\"" } else { "" };
        write!(f, "{sign}{quote}{}{quote}", self.text)
    }
}

/// The marks that open and close a phrase, on any keyboard.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '＂')
}

/// What has no place in a search: control characters, marks without a width, and the mark of what was lost.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffd}')
}

/// What a note has, whatever it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(Display, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum ContentKind {
    /// A block of code, or code within a line.
    Code,
    /// A quotation.
    Quote,
    /// A link whose address was lost in the copy.
    LostLink,
}

/// A word that names nothing that a note can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not `code`, `quote` or `lost-link`")]
pub struct NotAContentKind;

impl ContentKind {
    /// All of them, in order.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The word of queries: `code`, `quote`, `lost-link`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl FromStr for ContentKind {
    type Err = NotAContentKind;

    fn from_str(text: &str) -> Result<Self, NotAContentKind> {
        let text = text.trim().to_ascii_lowercase().replace('_', "-");
        Self::ALL.iter().copied().find(|has| has.as_str() == text).ok_or(NotAContentKind)
    }
}
