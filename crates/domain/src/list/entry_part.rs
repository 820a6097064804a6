//! Which notes of an entry its page shows: an entry may have very many.
//!
//! A part begins or ends at a note, by its id, so that a link to it leads to the same notes after an import. As a query:
//!
//! ```
//! use domain::list::entry_part::EntryPart;
//! use domain::list::query::RawQuery;
//!
//! let mut query = RawQuery::parse("notes_after=0a1b2c3d&lang=ja");
//! let part = EntryPart::take(&mut query)?;
//! assert_eq!(part.query(), "notes_after=0a1b2c3d");
//! assert_eq!(query.to_string(), "lang=ja");
//! # Ok::<(), domain::list::entry_part::NotAPart>(())
//! ```

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::NoteId;
use crate::list::query::RawQuery;

/// How many notes of an entry its page shows at once.
pub const NOTES_A_PART: u32 = 200;

/// A part of the notes of an entry. Where its note is none of the entry, it is the first part, of those before a note the last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum EntryPart {
    /// From the first note on.
    #[default]
    First,
    /// The notes after this one.
    After(NoteId),
    /// The last notes before this one.
    Before(NoteId),
    /// The notes from this one on.
    From(NoteId),
}

/// A query that names no part of an entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` expects the id of a note, and one of these keys once")]
pub struct NotAPart(&'static str);

impl EntryPart {
    /// The keys of a query that name a part.
    pub const KEYS: [&str; 3] = ["notes_after", "notes_before", "notes_from"];

    /// Takes the part out of a query; the first where it names none.
    ///
    /// # Errors
    /// For what is no id of a note, and where several are named.
    pub fn take(query: &mut RawQuery) -> Result<Self, NotAPart> {
        let mut part = None;
        for key in Self::KEYS {
            for value in query.take(key) {
                let note = value.parse().map_err(|_| NotAPart(key))?;
                if part.replace(Self::new(key, note)).is_some() {
                    return Err(NotAPart(key));
                }
            }
        }
        Ok(part.unwrap_or_default())
    }

    fn new(key: &str, note: NoteId) -> Self {
        match key {
            "notes_after" => Self::After(note),
            "notes_before" => Self::Before(note),
            _ => Self::From(note),
        }
    }

    /// The note that it begins or ends at, with the key for that.
    fn bound(&self) -> Option<(&'static str, &NoteId)> {
        let [after, before, from] = Self::KEYS;
        match self {
            Self::First => None,
            Self::After(note) => Some((after, note)),
            Self::Before(note) => Some((before, note)),
            Self::From(note) => Some((from, note)),
        }
    }

    /// The note that it begins or ends at.
    pub fn note(&self) -> Option<&NoteId> {
        self.bound().map(|(_, note)| note)
    }

    /// Its query, without `?`; empty for the first part.
    pub fn query(&self) -> String {
        self.bound().map(|(key, note)| format!("{key}={note}")).unwrap_or_default()
    }
}

impl fmt::Display for EntryPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.query())
    }
}

impl FromStr for EntryPart {
    type Err = NotAPart;

    /// Reads a query that holds nothing else.
    fn from_str(query: &str) -> Result<Self, NotAPart> {
        let mut query = RawQuery::parse(query);
        let part = Self::take(&mut query)?;
        if query.all().next().is_some() { Err(NotAPart(Self::KEYS[0])) } else { Ok(part) }
    }
}

impl TryFrom<String> for EntryPart {
    type Error = NotAPart;

    fn try_from(query: String) -> Result<Self, NotAPart> {
        query.parse()
    }
}

impl From<EntryPart> for String {
    fn from(part: EntryPart) -> Self {
        part.query()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_reads_itself() {
        for right in ["", "notes_after=0a1b2c3d", "notes_before=0a1b2c3d", "notes_from=zzzzzzzz"] {
            assert_eq!(right.parse::<EntryPart>().map(|part| part.query()), Ok(right.to_owned()));
            let json = serde_json::to_string(&right.parse::<EntryPart>().unwrap()).unwrap();
            assert_eq!(json, format!("\"{right}\""));
            assert_eq!(serde_json::from_str::<EntryPart>(&json).unwrap().query(), right);
        }
        for wrong in [
            "notes_after=0a1b2c3",
            "notes_after=0A1B2C3D'",
            "notes_after=0a1b2c3d&notes_after=0a1b2c3e",
            "notes_after=0a1b2c3d&notes_before=0a1b2c3d",
            "after=0a1b2c3d",
            "notes_after=0a1b2c3d&sig=node",
        ] {
            assert!(wrong.parse::<EntryPart>().is_err(), "{wrong}");
        }
    }
}
