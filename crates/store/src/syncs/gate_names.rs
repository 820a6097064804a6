//! The names of gates, and which release notes name which.

use std::collections::BTreeSet;

use domain::gate::{GateIndex, removed_gates};
use domain::release_note::ReleaseNote;
use sqlx::sqlite::SqliteConnection;

use crate::Result;
use crate::rows::read;
use crate::sql::execute_rows;

/// The names of all gates, to look for in texts: one statement.
pub(crate) async fn load_index(db: &mut SqliteConnection) -> Result<GateIndex> {
    let names: Vec<String> =
        sqlx::query_scalar("select distinct gate from gate_record").fetch_all(db).await?;
    names.iter().map(|name| read("gate", name)).collect()
}

/// A gate, the pull request whose note names it, and whether that says that it was removed.
type GateRow = (String, i64, bool);

/// Stores which gates notes name that are stored without.
pub(super) async fn insert<'a>(
    db: &mut SqliteConnection,
    notes: impl IntoIterator<Item = &'a ReleaseNote>,
    index: &GateIndex,
) -> Result<()> {
    let rows: Vec<GateRow> = notes.into_iter().flat_map(|note| rows(note, index)).collect();
    let statement = ("insert into release_note_gate (gate, pull, removes) ", "");
    execute_rows(db, statement, 3, rows, |values, (gate, pull, removes)| {
        values.push_bind(gate).push_bind(pull).push_bind(removes);
    })
    .await
}

/// Removes all that [`insert`] stored.
pub(super) async fn remove_all(db: &mut SqliteConnection) -> Result<()> {
    sqlx::query("delete from release_note_gate").execute(db).await?;
    Ok(())
}

fn rows(note: &ReleaseNote, index: &GateIndex) -> Vec<GateRow> {
    let Some(text) = &note.text else { return Vec::new() };
    let removed = removed_gates(text, index);
    let named: BTreeSet<_> = index.gates_in(text).into_iter().chain(removed.iter().cloned()).collect();
    named.into_iter().map(|gate| (gate.to_string(), note.pull as i64, removed.contains(&gate))).collect()
}
