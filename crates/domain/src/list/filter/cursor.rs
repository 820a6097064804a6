//! Where a page of a list begins or ends.

use std::fmt;
use std::str::FromStr;

use crate::Date;
use crate::id::EntryId;

/// The place of an entry in the list of all entries. Ordered as `order=asc` lists them.
///
/// Printed as one token, `2023-10-11.57.0a1b2c3d`, that nobody but [`EntryPlace`] takes apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryPlace {
    /// The day that the entry sorts at: its date; without one, its upper bound;
    /// without that, 0001-01-01.
    pub day: Date,
    /// The entry's position in its notebook.
    pub position: u32,
    /// The entry itself: what distinguishes entries of two notebooks.
    pub entry: EntryId,
}

impl EntryPlace {
    /// Where entries without date and bound sort.
    pub const NO_DAY: Date = Date::constant(1, 1, 1);
}

/// Which page of a list is meant: the one that ends or that begins at an entry.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Cursor {
    /// The entries that stand before the place in the list as it is ordered: the page before.
    Before(EntryPlace),
    /// The entries that stand after the place in the list as it is ordered: the next page.
    After(EntryPlace),
}

/// The place of a note in a list of notes: as the entries are ordered, and within an entry in the
/// order of its source, whatever the order of the entries.
///
/// Printed as one token, `2023-10-11.57.0a1b2c3d.2`: the entry's place, and the note's position.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NotePlace {
    /// The place of its entry.
    pub entry: EntryPlace,
    /// The note's position in its entry, from 0.
    pub note: u32,
}

/// Which page of a list of notes is meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NoteCursor {
    /// The notes that stand before the place in the list as it is ordered.
    Before(NotePlace),
    /// The notes that stand after the place in the list as it is ordered.
    After(NotePlace),
}

impl NoteCursor {
    /// Where the page ends or begins.
    pub fn place(&self) -> &NotePlace {
        match self {
            Self::Before(place) | Self::After(place) => place,
        }
    }
}

/// A text that is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a position in a list")]
pub struct NotAPlace;

impl fmt::Display for EntryPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.day, self.position, self.entry)
    }
}

impl FromStr for EntryPlace {
    type Err = NotAPlace;

    /// Accepts exactly what is printed.
    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        let mut parts = text.splitn(3, '.');
        let (Some(day), Some(position), Some(entry)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NotAPlace);
        };
        let place = Self {
            day: day.parse().map_err(|_| NotAPlace)?,
            position: position.parse().map_err(|_| NotAPlace)?,
            entry: entry.parse().map_err(|_| NotAPlace)?,
        };
        if place.to_string() == text { Ok(place) } else { Err(NotAPlace) }
    }
}

impl fmt::Display for NotePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.entry, self.note)
    }
}

impl FromStr for NotePlace {
    type Err = NotAPlace;

    /// Accepts exactly what is printed.
    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        let (entry, note) = text.rsplit_once('.').ok_or(NotAPlace)?;
        let place = Self { entry: entry.parse()?, note: note.parse().map_err(|_| NotAPlace)? };
        if place.to_string() == text { Ok(place) } else { Err(NotAPlace) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_itself_and_nothing_else() {
        for right in ["2023-10-11.57.0a1b2c3d", "0001-01-01.0.00000000", "9999-12-31.4294967295.zzzzzzzz"] {
            assert_eq!(right.parse::<EntryPlace>().map(|place| place.to_string()), Ok(right.into()));
        }
        for wrong in [
            "",
            "2023-10-11",
            "2023-10-11.57",
            "2023-10-11.57.",
            "2023-10-11.57.0A1B2C3D",
            "2023-10-11.057.0a1b2c3d",
            "2023-10-11.-1.0a1b2c3d",
            "2023-10-11.4294967296.0a1b2c3d",
            "2023-13-11.57.0a1b2c3d",
            "20231011.57.0a1b2c3d",
            "2023-10-11T00:00.57.0a1b2c3d",
            "2023-10-11.57.0a1b2c3d.x",
            " 2023-10-11.57.0a1b2c3d",
        ] {
            assert_eq!(wrong.parse::<EntryPlace>(), Err(NotAPlace), "{wrong}");
        }
    }

    #[test]
    fn the_place_of_a_note_reads_itself_and_nothing_else() {
        for right in ["2023-10-11.57.0a1b2c3d.0", "0001-01-01.0.00000000.4294967295"] {
            assert_eq!(right.parse::<NotePlace>().map(|place| place.to_string()), Ok(right.into()));
        }
        for wrong in [
            "",
            "2023-10-11.57.0a1b2c3d",
            "2023-10-11.57.0a1b2c3d.",
            "2023-10-11.57.0a1b2c3d.01",
            "2023-10-11.57.0a1b2c3d.+1",
            "2023-10-11.57.0a1b2c3d.4294967296",
            "2023-10-11.57.0a1b2c3d.1.2",
        ] {
            assert_eq!(wrong.parse::<NotePlace>(), Err(NotAPlace), "{wrong}");
        }
    }

    #[test]
    fn places_sort_by_day_then_position_then_entry() {
        let place = |text: &str| text.parse::<EntryPlace>().expect("a place");
        let sorted = [
            "0001-01-01.9.zzzzzzzz",
            "2023-10-10.58.0a1b2c3d",
            "2023-10-11.9.0a1b2c3d",
            "2023-10-11.57.0a1b2c3d",
            "2023-10-11.57.0a1b2c3e",
        ];
        assert!(sorted.map(place).is_sorted());
    }
}
