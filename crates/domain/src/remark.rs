//! What a reader of bytes noticed and could not, or did not, put into a value.

use std::fmt;

/// Something odd in a source: reported to the operator, never a reason to stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The line of the source, from 1; `None` when it is about the whole.
    pub line: Option<u32>,
    /// What is odd, in lower case, without a full stop.
    pub message: String,
}

impl Remark {
    /// A remark about one line, counted from 1.
    pub fn at(line: u32, message: impl Into<String>) -> Self {
        Self { line: Some(line), message: message.into() }
    }

    /// A remark about the whole source.
    pub fn whole(message: impl Into<String>) -> Self {
        Self { line: None, message: message.into() }
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
