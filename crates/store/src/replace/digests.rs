//! What Markdown is recognised by: an import reads none of the stored Markdown that its source has too.

use std::borrow::Cow;
use std::collections::HashMap;

use domain::notebook::reimport::SourceEntry;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use sha2::{Digest as _, Sha256};
use sqlx::sqlite::SqliteConnection;

use crate::Result;
use crate::sql::execute_rows;

/// The length of a digest, of the 32 bytes of a SHA-256.
const LENGTH: usize = 16;

/// The digest of a text: texts with the same one are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct NoteDigest([u8; LENGTH]);

impl NoteDigest {
    pub(super) fn new(text: &str) -> Self {
        let mut digest = [0; LENGTH];
        digest.copy_from_slice(&Sha256::digest(text)[..LENGTH]);
        Self(digest)
    }
}

impl<'de> Deserialize<'de> for NoteDigest {
    /// Hexadecimal, as SQLite writes bytes.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = <Cow<'de, str>>::deserialize(deserializer)?;
        let mut digest = [0; LENGTH];
        hex::decode_to_slice(&*text, &mut digest).map_err(D::Error::custom)?;
        Ok(Self(digest))
    }
}

/// The Markdown of a source's notes.
pub(super) struct SourceTexts<'a>(HashMap<NoteDigest, &'a str>);

impl<'a> SourceTexts<'a> {
    pub(super) fn new(source: &[SourceEntry<'a>]) -> Self {
        let texts = source.iter().flat_map(|entry| entry.notes.iter().copied());
        Self(texts.map(|text| (NoteDigest::new(text), text)).collect())
    }

    /// The text of a digest, where the source has it.
    pub(super) fn get(&self, digest: NoteDigest) -> Option<&'a str> {
        self.0.get(&digest).copied()
    }
}

/// Stores the digests of notes by their ids.
pub(super) async fn store(db: &mut SqliteConnection, digests: Vec<(String, NoteDigest)>) -> Result<()> {
    let statement = (
        "insert into note_digest (note_id, digest) ",
        " on conflict (note_id) do update set digest = excluded.digest",
    );
    execute_rows(db, statement, 2, digests, |values, (note, digest)| {
        values.push_bind(note).push_bind(digest.0.to_vec());
    })
    .await
}
