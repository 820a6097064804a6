//! What the release notes say of pull requests, and which gates they name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::gate::GateIndex;
use domain::release_note::ReleaseNote;
use domain::version::Version;
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Sqlite};

use super::gate_names;
use super::sources::{FactSource, SourceProgress, record_progress};
use crate::rows::unsigned;
use crate::sql::{execute_rows, push_list};
use crate::{Error, Result, Store, generation};

/// The file with the notes of a release, as far as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReleaseNoteFile {
    /// The hash of the content that counts; `None` before any could be read.
    pub blob: Option<String>,
    /// Why a newer content does not count.
    pub error: Option<String>,
    /// How many notes are stored of it.
    pub notes: usize,
}

impl ReleaseNoteFile {
    /// Whether a newer content with so many notes still has most of those of this one, as a file that is whole has.
    pub fn has_most_in(&self, notes: usize) -> bool {
        notes * 2 >= self.notes
    }
}

/// What a sync read of the file of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadReleaseNotes {
    /// The release that the file is about.
    pub release: Version,
    /// The file from now on.
    pub file: ReleaseNoteFile,
    /// Its notes; `None` where those that are stored stay.
    pub notes: Option<Vec<ReleaseNote>>,
}

impl Store {
    /// The files of release notes that are stored, by release: one statement.
    pub async fn release_note_files(&self) -> Result<BTreeMap<Version, ReleaseNoteFile>> {
        let rows: Vec<(i64, Option<String>, Option<String>, i64)> = sqlx::query_as(
            r#"
            select minor, blob, error,
                (select count(*) from release_note where release_note.minor = release_note_file.minor)
            from release_note_file
            "#,
        )
        .fetch_all(self.reader()?)
        .await?;
        rows.into_iter()
            .map(|(minor, blob, error, notes)| {
                let file = ReleaseNoteFile { blob, error, notes: unsigned("count", notes)? };
                Ok((Version { minor: unsigned("release", minor)? }, file))
            })
            .collect()
    }

    /// Stores what a sync read of release notes, whole or not at all, with the gates that they name; gives how many notes
    /// are new or other than before.
    pub async fn store_release_notes(
        &self,
        read: &[ReadReleaseNotes],
        progress: &SourceProgress,
    ) -> Result<usize> {
        let mut db = self.begin().await?;
        let index = gate_names::load_index(&mut db).await?;
        let mut changed = 0;
        for ReadReleaseNotes { release, file, notes } in read {
            sqlx::query(
                r#"
                insert into release_note_file (minor, blob, error) values (?, ?, ?)
                on conflict (minor) do update set blob = excluded.blob, error = excluded.error
                "#,
            )
            .bind(i64::from(release.minor))
            .bind(&file.blob)
            .bind(&file.error)
            .execute(&mut *db)
            .await?;
            if let Some(notes) = notes {
                changed += replace(&mut db, *release, notes, &index).await?;
            }
        }
        record_progress(&mut db, FactSource::ReleaseNotes, progress).await?;
        generation::raise(&mut db).await?;
        db.commit().await?;
        Ok(changed)
    }
}

/// Stores the notes of a release in the place of those before; gives how many are new or other.
async fn replace(
    db: &mut SqliteConnection,
    release: Version,
    notes: &[ReleaseNote],
    index: &GateIndex,
) -> Result<usize> {
    let stored: Vec<(i64, String)> = sqlx::query_as("select pull, note from release_note where minor = ?")
        .bind(i64::from(release.minor))
        .fetch_all(&mut *db)
        .await?;
    let mut stored: HashMap<i64, String> = stored.into_iter().collect();
    let mut changed = Vec::new();
    for note in notes {
        let json = serde_json::to_string(note).unwrap_or_default();
        let pull = note.pull as i64;
        if stored.remove(&pull).as_ref() != Some(&json) {
            changed.push((pull, json, note));
        }
    }
    let count = changed.len() + stored.len();
    let gone = stored.into_keys().chain(changed.iter().map(|(pull, ..)| *pull));
    let mut sql = QueryBuilder::<Sqlite>::new("delete from release_note where pull in (");
    push_list(&mut sql, gone);
    sql.build().execute(&mut *db).await?;
    let texts: Vec<&ReleaseNote> = changed.iter().map(|(_, _, note)| *note).collect();
    let rows: Vec<(i64, String)> = changed.iter().map(|(pull, json, _)| (*pull, json.clone())).collect();
    let statement = ("insert into release_note (pull, minor, note) ", "");
    execute_rows(db, statement, 3, rows, |values, (pull, json)| {
        values.push_bind(pull).push_bind(i64::from(release.minor)).push_bind(json);
    })
    .await?;
    gate_names::insert(db, texts, index).await?;
    Ok(count)
}

/// What the release notes say, or of some pull requests, by number: one statement.
pub(crate) async fn load(
    db: &mut SqliteConnection,
    pulls: Option<&BTreeSet<u64>>,
) -> Result<HashMap<u64, ReleaseNote>> {
    let mut sql = QueryBuilder::<Sqlite>::new("select note from release_note");
    if let Some(pulls) = pulls {
        sql.push(" where pull in (");
        push_list(&mut sql, pulls.iter().copied());
    }
    let rows: Vec<String> = sql.build_query_scalar().fetch_all(db).await?;
    rows.iter().map(|json| read_note(json).map(|note| (note.pull, note))).collect()
}

/// A note as it is stored.
pub(crate) fn read_note(json: &str) -> Result<ReleaseNote> {
    serde_json::from_str(json).map_err(|_| Error::Row { what: "release note", found: json.to_owned() })
}
