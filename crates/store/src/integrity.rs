//! What SQLite itself finds wrong with a database.

use std::fmt;

use sqlx::sqlite::SqliteConnection;

use crate::Result;

/// The tables whose rows follow from others, each with the id of a note in `note_id`.
pub(crate) const DERIVED_FROM_NOTES: [&str; 6] =
    ["derived_tag", "note_correction", "note_gate", "note_judgement", "note_ruling", "outcome"];

/// Something that is wrong with a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// What SQLite says of it.
    pub message: String,
    /// Whether only indexes and rows are concerned that follow from others.
    pub is_derived: bool,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// All that SQLite finds wrong; empty where the database is sound.
pub(crate) async fn damage(db: &mut SqliteConnection) -> Result<Vec<Damage>> {
    let mut lines: Vec<String> = sqlx::query_scalar("pragma integrity_check").fetch_all(&mut *db).await?;
    lines.retain(|line| line != "ok");
    let mut damage: Vec<Damage> =
        lines.into_iter().map(|message| Damage { is_derived: is_about_index(&message), message }).collect();
    let broken: Vec<(String, Option<i64>, String, i64)> =
        sqlx::query_as("pragma foreign_key_check").fetch_all(db).await?;
    damage.extend(broken.into_iter().map(|(table, row, parent, _)| {
        let row = row.map_or_else(|| "?".to_owned(), |row| row.to_string());
        Damage {
            message: format!("row {row} of {table} points to nothing in {parent}"),
            is_derived: DERIVED_FROM_NOTES.contains(&table.as_str()),
        }
    }));
    Ok(damage)
}

/// `row 3 missing from index note_by_date`, `wrong # of entries in index …`, and what SQLite says of the index of words.
fn is_about_index(message: &str) -> bool {
    message.contains(" index ")
}
