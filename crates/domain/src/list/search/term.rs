//! One word or phrase of a search.

use std::fmt;

use serde::{Deserialize, Serialize};

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
pub(crate) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '＂')
}

/// What has no place in a search: control characters, marks without a width, and the mark of what was lost.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffd}')
}
