//! What was noted on a day of earlier years, and what became of it.

use serde::{Deserialize, Serialize};

use crate::list::month_day::MonthDay;
use crate::list::timeline::{Entry, RelatedNote};
use crate::outcome::Outcome;

/// The page of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnThisDay {
    /// The day.
    pub day: MonthDay,
    /// The entries of it in earlier years, newest first.
    pub entries: Vec<Entry>,
    /// Where there are none: the nearest days that have some, the one before and the one after it, each with how many.
    pub nearest: Vec<(MonthDay, u32)>,
}

/// A note of a year ago, with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearOldNote {
    /// Of the notes of the day, the one of whose citations most has become known.
    pub note: RelatedNote,
    /// What became of what it cites; `None` where it cites nothing that has states.
    pub outcome: Option<Outcome>,
}
