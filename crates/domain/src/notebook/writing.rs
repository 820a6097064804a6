//! Notes that are written in Kepline: what a curator changes of a notebook that lives here, and where it goes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Date;
use crate::id::NoteId;

/// What a curator changes of a notebook that lives here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Notes of a day, each as Markdown: they join the last entry of that day, or begin one.
    Add {
        /// In the notebook's zone.
        day: Date,
        /// In their order; never empty.
        notes: Vec<String>,
    },
    /// Other words of a note, and perhaps another day.
    Edit {
        /// The note.
        note: NoteId,
        /// What the editor had before them.
        seen: WordsSeen,
        /// The whole of it.
        markdown: String,
        /// Where the note goes, unless it is there; `None` leaves it where it is.
        day: Option<Date>,
    },
    /// Notes of a day that follow up on an older note, of this notebook or another one.
    FollowUp {
        /// The older note.
        follows: NoteId,
        /// In the notebook's zone.
        day: Date,
        /// What each says.
        notes: Vec<String>,
    },
    /// A note leaves the notebook; its words stay in its history.
    Withdraw {
        /// The note.
        note: NoteId,
        /// What the curator had before them.
        seen: WordsSeen,
    },
    /// A note that was withdrawn comes back.
    Restore {
        /// The note.
        note: NoteId,
    },
}

/// By what an editor's view of a note is known: where it is another one than that of the note, somebody else has changed
/// the note meanwhile.
///
/// Text as 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WordsSeen(u64);

impl WordsSeen {
    /// That of a note's Markdown.
    pub fn new(markdown: &str) -> Self {
        let digest = Sha256::digest(markdown);
        Self(digest.iter().take(8).fold(0, |bits, byte| bits << 8 | u64::from(*byte)))
    }
}

impl fmt::Display for WordsSeen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// A text that is no [`WordsSeen`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("16 hexadecimal digits are expected")]
pub struct NotWordsSeen;

impl FromStr for WordsSeen {
    type Err = NotWordsSeen;

    fn from_str(text: &str) -> Result<Self, NotWordsSeen> {
        let is_hex = text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !is_hex {
            return Err(NotWordsSeen);
        }
        u64::from_str_radix(text, 16).map(Self).map_err(|_| NotWordsSeen)
    }
}

impl TryFrom<String> for WordsSeen {
    type Error = NotWordsSeen;

    fn try_from(text: String) -> Result<Self, NotWordsSeen> {
        text.parse()
    }
}

impl From<WordsSeen> for String {
    fn from(seen: WordsSeen) -> Self {
        seen.to_string()
    }
}

/// Where the notes of a day go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayPlace {
    /// To the end of this entry.
    Join(usize),
    /// Into an entry of their own, which takes this place.
    Begin(usize),
}

impl DayPlace {
    /// Where notes of `day` go among the entries of a notebook, by their days, oldest first; an entry without one stays with
    /// the entry before it.
    pub fn new(days: &[Option<Date>], day: Date) -> Self {
        if let Some(same) = days.iter().rposition(|other| *other == Some(day)) {
            return Self::Join(same);
        }
        let later = days.iter().position(|other| other.is_some_and(|other| other > day));
        Self::Begin(later.unwrap_or(days.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn notes_join_the_last_entry_of_their_day() {
        let days = ["2024-01-01", "2024-01-02", "2024-01-02", ""].map(|text| text.parse().ok());
        assert_eq!(DayPlace::new(&days, day("2024-01-02")), DayPlace::Join(2));
        assert_eq!(DayPlace::new(&days, day("2024-01-01")), DayPlace::Join(0));
    }

    #[test]
    fn notes_of_a_new_day_stand_before_those_of_later_ones() {
        let days = ["", "2024-01-02", "", "2024-01-05"].map(|text| text.parse().ok());
        assert_eq!(DayPlace::new(&days, day("2024-01-01")), DayPlace::Begin(1));
        assert_eq!(DayPlace::new(&days, day("2024-01-03")), DayPlace::Begin(3));
        assert_eq!(DayPlace::new(&days, day("2024-02-01")), DayPlace::Begin(4));
        assert_eq!(DayPlace::new(&[], day("2024-02-01")), DayPlace::Begin(0));
    }

    #[test]
    fn what_was_seen_reads_itself_and_nothing_else() {
        let seen = WordsSeen::new("KEP-753 は 1.29 で beta");
        assert_eq!(seen.to_string().parse(), Ok(seen));
        assert_ne!(seen, WordsSeen::new("KEP-753 は 1.29 で GA"));
        assert_eq!(WordsSeen(10).to_string(), "000000000000000a");
        for wrong in ["", "0", "+00000000000000a", "000000000000000A", "ああああああ"] {
            assert_eq!(wrong.parse::<WordsSeen>(), Err(NotWordsSeen), "{wrong}");
        }
    }
}
