//! That a note is still true though what it cites has moved, or that it is looked at later.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::id::NoteId;
use crate::notebook::reimport::shown_words;
use crate::notebook::writing::WordsSeen;

/// What a curator says of a note whose citations have moved.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case", parse_err_ty = NotAConfirmation, parse_err_fn = NotAConfirmation::new)]
pub enum Confirmation {
    /// What it says still holds, whatever has moved until now.
    StillTrue,
    /// It is shown again in [`Confirmation::LATER_DAYS`] days, or when something else moves.
    Later,
}

impl Confirmation {
    /// For how many days a note waits that is looked at later.
    pub const LATER_DAYS: i64 = 30;

    /// The word of forms: `still-true`, `later`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A word that is no [`Confirmation`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither `still-true` nor `later`")]
pub struct NotAConfirmation(String);

impl NotAConfirmation {
    fn new(word: &str) -> Self {
        Self(word.chars().take(40).collect())
    }
}

/// A confirmation of a note. It counts as long as the note has the words that were confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmationDecision {
    /// The note that is confirmed.
    pub note: NoteId,
    /// What counts from now on.
    pub confirmation: Confirmation,
    /// By what the words are known that the curator had before them: see [`digest_words`].
    pub words: WordsSeen,
}

/// By what the words of a note's plain text are known, however they are spaced.
pub fn digest_words(text: &str) -> WordsSeen {
    WordsSeen::new(&shown_words(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confirmation_is_read_from_its_word() {
        for confirmation in Confirmation::VARIANTS {
            assert_eq!(confirmation.as_str().parse(), Ok(*confirmation));
        }
        assert!("true".parse::<Confirmation>().is_err());
    }

    #[test]
    fn spaces_are_no_words() {
        assert_eq!(digest_words(" KEP-753\n  は 1.29 "), digest_words("KEP-753 は 1.29"));
        assert_ne!(digest_words("KEP-753 は 1.29"), digest_words("KEP-753 は 1.30"));
    }
}
