//! What a reader of bytes noticed and could not, or did not, put into a value.

use std::fmt;

use serde::Serialize;
use strum::IntoStaticStr;

/// What a remark is about: those of one kind are shown together.
///
/// In the order in which an operator wants to know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RemarkKind {
    /// Something looks like a day and was not read as one.
    UnreadDay,
    /// A day was read, and is odd: no such day, another day of the week, long ago, out of order, twice.
    OddDay,
    /// Something of the original is missing in the source.
    Lost,
    /// The source announces something else than it holds.
    Announced,
    /// What the source says of itself at its top could not be read.
    FrontMatter,
    /// The bytes were not what they should be.
    Encoding,
    /// Something was kept in another form than the source has it.
    Form,
    /// Files of a folder or an archive that are no notes.
    PassedOver,
    /// What was known before was not found again with certainty.
    Match,
    /// Anything else.
    #[default]
    Other,
}

/// Something odd in a source: reported to the operator, never a reason to stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What it is about.
    pub kind: RemarkKind,
    /// The line of the source, from 1; `None` when it is about the whole.
    pub line: Option<u32>,
    /// What is odd, in lower case, without a full stop.
    pub message: String,
}

impl Remark {
    /// A remark about one line, counted from 1.
    pub fn at(line: u32, message: impl Into<String>) -> Self {
        Self { kind: RemarkKind::Other, line: Some(line), message: message.into() }
    }

    /// A remark about the whole source.
    pub fn whole(message: impl Into<String>) -> Self {
        Self { kind: RemarkKind::Other, line: None, message: message.into() }
    }

    /// The same remark as one of `kind`.
    #[must_use]
    pub fn as_kind(self, kind: RemarkKind) -> Self {
        Self { kind, ..self }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}
