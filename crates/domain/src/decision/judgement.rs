//! How an expectation turned out, as a curator says.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Mention;
use crate::id::NoteId;
use crate::outcome::verdict::{NotAVerdict, Verdict};

/// The verdict on a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum JudgedVerdict {
    /// This one, whatever is derived.
    Verdict(Verdict),
    /// None, whatever is derived.
    Nothing,
    /// Nothing is decided any more: what is derived counts again.
    Cleared,
}

/// A decision on the verdict on a citation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictDecision {
    /// The note that holds it.
    pub note: NoteId,
    /// Which of its citations.
    pub mention: Mention,
    /// What counts from now on.
    pub judged: JudgedVerdict,
}

impl JudgedVerdict {
    /// The word of forms: that of a verdict, `none`, `cleared`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verdict(verdict) => verdict.as_str(),
            Self::Nothing => "none",
            Self::Cleared => "cleared",
        }
    }
}

impl FromStr for JudgedVerdict {
    type Err = NotAVerdict;

    /// Accepts the word of a verdict, `none` and `cleared`.
    fn from_str(text: &str) -> Result<Self, NotAVerdict> {
        match text {
            "none" => Ok(Self::Nothing),
            "cleared" => Ok(Self::Cleared),
            word => word.parse().map(Self::Verdict),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_judged_verdict_is_read_from_its_word() {
        for verdict in Verdict::ALL {
            assert_eq!(verdict.as_str().parse(), Ok(JudgedVerdict::Verdict(*verdict)));
        }
        for judged in [JudgedVerdict::Nothing, JudgedVerdict::Cleared] {
            assert_eq!(judged.as_str().parse(), Ok(judged));
        }
        assert!("kept".parse::<JudgedVerdict>().is_err());
    }
}
