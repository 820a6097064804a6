//! The short, opaque names of entries and notes in permalinks.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How many characters an id has: 40 bits in base 32.
pub const LENGTH: usize = 8;

/// Digits and lower-case letters without those that look alike (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A text that is no id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id has {LENGTH} lower-case letters and digits")]
pub struct NotAnId;

fn check(text: &str) -> Result<(), NotAnId> {
    let fits = text.len() == LENGTH && text.bytes().all(|byte| ALPHABET.contains(&byte));
    if fits { Ok(()) } else { Err(NotAnId) }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(
            // An import holds some hundred thousand of them: in place they take a seventh of the memory.
            [u8; LENGTH],
        );

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0).expect("the alphabet is ASCII")
            }

            /// The characters of the id, for what holds ids of both kinds.
            pub(crate) fn bytes(&self) -> [u8; LENGTH] {
                self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.as_str()).finish()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let bytes = text.as_bytes().try_into().map_err(|_| NotAnId)?;
                check(text).map(|()| Self(bytes))
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.as_str().to_owned()
            }
        }
    };
}

id! {
    /// The id of an entry, as in `/e/{entry}`.
    EntryId
}

id! {
    /// The id of a note, unique over all entries, as in `/e/{entry}/{note}`.
    NoteId
}

mod mint {
    use sha2::{Digest, Sha256};

    use super::{ALPHABET, EntryId, LENGTH, NoteId};
    use crate::notebook::NotebookSlug;

    impl EntryId {
        /// The id of an entry that is seen for the first time.
        ///
        /// `ordinal` counts the entries of the notebook from 0; `text` is what sets
        /// it apart (its date or first words); `salt` is 0 and raised on a collision.
        pub fn mint(notebook: &NotebookSlug, ordinal: u32, text: &str, salt: u32) -> Self {
            Self(digest(&["entry", notebook.as_str(), &ordinal.to_string(), text, &salt.to_string()]))
        }
    }

    impl NoteId {
        /// The id of a note that is seen for the first time.
        ///
        /// `entry` and `note` count from 0, the note within its entry; `salt` is 0
        /// and raised on a collision.
        pub fn mint(notebook: &NotebookSlug, entry: u32, note: u32, text: &str, salt: u32) -> Self {
            let (entry, note, salt) = (entry.to_string(), note.to_string(), salt.to_string());
            Self(digest(&["note", notebook.as_str(), &entry, &note, text, &salt]))
        }
    }

    /// The first 40 bits of the hash of `parts`, each with its length before it so that no two lists meet.
    fn digest(parts: &[&str]) -> [u8; LENGTH] {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let bytes = hash.finalize();
        let bits = bytes.iter().take(5).fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        std::array::from_fn(|place| ALPHABET[(bits >> (5 * (LENGTH - 1 - place)) & 31) as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_itself_and_nothing_else() {
        assert!("0a1b2c3d".parse::<NoteId>().is_ok());
        for wrong in ["", "0a1b2c3", "0a1b2c3d4", "0A1B2C3D", "0a1b2c3'", "0a1b2c3i", "ああ0"] {
            assert_eq!(wrong.parse::<NoteId>(), Err(NotAnId), "{wrong}");
        }
    }

    #[test]
    fn the_same_state_gives_the_same_id_and_the_salt_another() {
        let slug = "k8s".parse().expect("a slug");
        let id = NoteId::mint(&slug, 1, 2, "text", 0);
        assert_eq!(id, NoteId::mint(&slug, 1, 2, "text", 0));
        assert_ne!(id, NoteId::mint(&slug, 1, 2, "text", 1));
        assert_ne!(id, NoteId::mint(&slug, 12, 2, "text", 0));
        assert!(id.as_str().parse::<NoteId>().is_ok());
    }
}
