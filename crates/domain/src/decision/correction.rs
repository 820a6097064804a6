//! What a citation really is, as a curator says.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::cite::Target;
use crate::cite::reference::find;
use crate::id::NoteId;

/// One citation of a note, by its words: positions move when a note is edited.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Mention {
    /// The words as they stand in the note.
    pub literal: String,
    /// Which of several citations of a note with the same words, from 0.
    pub nth: u32,
}

/// What a citation means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CorrectedMeaning {
    /// This target, whatever the text says.
    Target(Target),
    /// Nothing: the words are no reference.
    Nothing,
    /// Nothing is decided any more: what the words say counts again.
    Cleared,
}

/// A decision on what a citation means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The note that holds it.
    pub note: NoteId,
    /// Which of its citations.
    pub mention: Mention,
    /// What it means from now on.
    pub meant: CorrectedMeaning,
}

/// A text that does not say what a citation means.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not one reference: write owner/repository#123, KEP-753, an address, or none where it is no reference"
)]
pub struct NotACorrection(String);

impl FromStr for CorrectedMeaning {
    type Err = NotACorrection;

    /// Accepts what notes cite by (`kubernetes/enhancements#4293`, `KEP-4292`, an address), alone
    /// and with white space around, and `none` for what is no reference.
    fn from_str(text: &str) -> Result<Self, NotACorrection> {
        const LONGEST: usize = 2000;
        let wrong = || NotACorrection(text.trim().chars().take(80).collect());
        let text = text.trim();
        if text.eq_ignore_ascii_case("none") {
            return Ok(Self::Nothing);
        }
        if text.len() > LONGEST {
            return Err(wrong());
        }
        let mut found = find(text, None);
        match found.pop() {
            Some(only) if found.is_empty() && only.range == (0..text.len()) => Ok(Self::Target(only.target)),
            _ => Err(wrong()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = match text.parse() {
            Ok(CorrectedMeaning::Target(target)) => format!("{} {}", target.kind(), target.name()),
            Ok(CorrectedMeaning::Nothing) => "nothing".to_owned(),
            Ok(CorrectedMeaning::Cleared) => "cleared".to_owned(),
            Err(_) => "refused".to_owned(),
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_correction_is_written_as_notes_cite() {
        check("kubernetes/enhancements#4293", "github kubernetes/enhancements#4293");
        check(" k/e#4293\n", "github kubernetes/enhancements#4293");
        check("KEP-4292", "kep KEP-4292");
        check("kep 4292", "kep KEP-4292");
        check("containerd/containerd#v1.7.0", "release containerd/containerd v1.7.0");
        check("https://example.org/a?b=c", "url example.org/a?b=c");
        check("https://github.com/kubernetes/kubernetes/pull/115138", "pull kubernetes/kubernetes#115138");
    }

    #[test]
    fn none_says_that_it_is_no_reference() {
        check("none", "nothing");
        check(" None ", "nothing");
    }

    #[test]
    fn what_is_no_single_reference_is_refused() {
        for text in ["", " ", "#12", "753", "k/k#1 k/k#2", "see k/k#1", "comment k/k#1", "k/k#1.", "<script>"]
        {
            check(text, "refused");
        }
        check("javascript:alert(1)", "refused");
        check(&format!("https://example.org/{}", "a".repeat(3000)), "refused");
    }
}
