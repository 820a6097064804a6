//! What became of a proposal.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::kep::Stage;

/// What became of a proposal, by its own file.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Status {
    /// The file says nothing.
    #[default]
    Unstated,
    /// Proposed, not yet agreed.
    Provisional,
    /// Agreed: it may be built.
    Implementable,
    /// Built, as its file states.
    Implemented,
    /// Put off to an unknown time.
    Deferred,
    /// Decided against.
    Rejected,
    /// Taken back by those who proposed it.
    Withdrawn,
    /// Another proposal stands in its place; some files say superseded.
    Replaced,
    /// A word that kep.yaml does not know, as written.
    Other(String),
}

impl Status {
    /// Every status that kep.yaml knows, in its order.
    pub const KNOWN: [Self; 7] = [
        Self::Provisional,
        Self::Implementable,
        Self::Implemented,
        Self::Deferred,
        Self::Rejected,
        Self::Withdrawn,
        Self::Replaced,
    ];

    /// The word of kep.yaml, the file's own for one that it does not know, or `unstated`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unstated => "unstated",
            Self::Provisional => "provisional",
            Self::Implementable => "implementable",
            Self::Implemented => "implemented",
            Self::Deferred => "deferred",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Replaced => "replaced",
            Self::Other(word) => word,
        }
    }

    /// Whether nobody means to build it any more, for now or for good: its plans are none.
    pub fn is_given_up(&self) -> bool {
        matches!(self, Self::Deferred | Self::Rejected | Self::Withdrawn | Self::Replaced)
    }

    /// What a file's word means, and whether it was spelt otherwise.
    ///
    /// Typos with one certain reading are put right, and what stands in parentheses after a
    /// known word is left out (`implemented (alpha)`).
    pub fn read(text: &str) -> (Self, bool) {
        let text = text.trim();
        if let Ok(status) = text.parse() {
            return (status, false);
        }
        let word = text.split_once('(').map_or(text, |(word, _)| word).trim().to_ascii_lowercase();
        match word.as_str() {
            "" => (Self::Unstated, !text.is_empty()),
            "implementeable" | "implementible" | "implementabel" | "implemetable" => {
                (Self::Implementable, true)
            }
            "imlpemented" | "implmented" | "implemeted" | "implimented" => (Self::Implemented, true),
            "superseded" => (Self::Replaced, true),
            word => (word.parse().unwrap_or_else(|_| Self::other(text)), true),
        }
    }
}

impl Status {
    /// The status of a text that kep.yaml does not know: unstated unless it is a word, and no stage.
    fn other(text: &str) -> Self {
        let is_word = (3..=30).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
            && text.bytes().any(|byte| byte.is_ascii_alphabetic());
        let is_stage = matches!(text.parse(), Ok(Stage::Alpha | Stage::Beta | Stage::Stable));
        match is_word && !is_stage && !PLACEHOLDERS.contains(&text.to_ascii_lowercase().as_str()) {
            true => Self::Other(text.to_owned()),
            false => Self::Unstated,
        }
    }
}

/// Words that stand for a status that nobody gave.
const PLACEHOLDERS: [&str; 8] = ["tbd", "todo", "none", "null", "n-a", "nnnn", "unknown", "unstated"];

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that is no status.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a KEP status such as implementable or withdrawn")]
pub struct NotAStatus(String);

impl FromStr for Status {
    type Err = NotAStatus;

    /// Accepts the seven words of kep.yaml, in any case, with white space around.
    fn from_str(text: &str) -> Result<Self, NotAStatus> {
        let word = text.trim().to_ascii_lowercase();
        let status = Self::KNOWN.into_iter().find(|status| status.as_str() == word);
        status.ok_or_else(|| NotAStatus(text.chars().take(40).collect()))
    }
}

impl From<String> for Status {
    /// The status that prints as this word.
    fn from(word: String) -> Self {
        match word.parse() {
            Ok(status) => status,
            Err(_) => Self::other(&word),
        }
    }
}

impl From<Status> for String {
    fn from(status: Status) -> Self {
        status.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_a_file_is_read_as_what_it_certainly_means() {
        for (text, expected, odd) in [
            ("implementable", Status::Implementable, false),
            (" Implemented ", Status::Implemented, false),
            ("imlpemented", Status::Implemented, true),
            ("implementeable", Status::Implementable, true),
            ("implemented (alpha)", Status::Implemented, true),
            ("superseded", Status::Replaced, true),
            ("removed", Status::Other("removed".into()), true),
            ("in-progress", Status::Other("in-progress".into()), true),
            ("alpha", Status::Unstated, true),
            ("provisional|implementable", Status::Unstated, true),
            (": :", Status::Unstated, true),
            ("--", Status::Unstated, true),
            ("---", Status::Unstated, true),
            ("TBD", Status::Unstated, true),
            ("停止", Status::Unstated, true),
            ("it will be agreed soon", Status::Unstated, true),
            ("", Status::Unstated, false),
            ("(", Status::Unstated, true),
        ] {
            assert_eq!(Status::read(text), (expected, odd), "{text}");
        }
    }

    #[test]
    fn a_status_goes_over_the_wire_as_its_word() {
        for status in Status::KNOWN.into_iter().chain([Status::Unstated, Status::Other("removed".into())]) {
            let json = serde_json::to_string(&status).unwrap();
            assert_eq!(json, format!("\"{status}\""));
            assert_eq!(serde_json::from_str::<Status>(&json).unwrap(), status);
        }
    }
}
