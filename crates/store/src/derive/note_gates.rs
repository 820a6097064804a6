//! The gates that notes name.

use std::collections::{BTreeSet, HashMap};

use domain::gate::GateName;
use sqlx::sqlite::SqliteConnection;

use crate::Result;
use crate::rows::read;
use crate::sql::{execute_rows, json_list};

/// The stored gates of notes, by note: one statement.
pub(super) async fn load(
    db: &mut SqliteConnection,
    notes: &[String],
) -> Result<HashMap<String, BTreeSet<GateName>>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "select note_id, gate from note_gate where note_id in (select value from json_each(?)) order by note_id, gate",
    )
    .bind(json_list(notes.iter().cloned()))
    .fetch_all(db)
    .await?;
    let mut gates: HashMap<String, BTreeSet<GateName>> = HashMap::new();
    for (note, gate) in rows {
        gates.entry(note).or_default().insert(read("gate", &gate)?);
    }
    Ok(gates)
}

/// Removes the gates of notes.
pub(super) async fn remove(db: &mut SqliteConnection, notes: &[String]) -> Result<()> {
    sqlx::query("delete from note_gate where note_id in (select value from json_each(?))")
        .bind(json_list(notes.iter().cloned()))
        .execute(db)
        .await?;
    Ok(())
}

/// Inserts gates, each with its note.
pub(super) async fn insert(db: &mut SqliteConnection, rows: Vec<(String, GateName)>) -> Result<()> {
    let statement = ("insert into note_gate (note_id, gate) ", "");
    execute_rows(db, statement, 2, rows, |values, (note, gate)| {
        values.push_bind(note).push_bind(String::from(gate));
    })
    .await
}
