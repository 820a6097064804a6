//! The gates that notes name, as they stood on the notes' days and as they stand now.

use std::collections::{BTreeSet, HashMap};

use domain::Date;
use domain::gate::{GateName, GateOutcome};
use sqlx::sqlite::SqliteConnection;

use crate::Result;
use crate::gates::{GateSelection, gates_now, load_gates};
use crate::rows::{read, read_opt};
use crate::sql::json_list;
use crate::syncs::releases;

/// What became of the gates that notes name, by note and in the order of names, now or as of the end of a day: one
/// statement, and four more where any is named, however many notes. As of a day, notes that may be newer have none.
///
/// Nobody dates what the sources say of a release: as of a day, a release that was out by then is what it is known to be today.
pub(crate) async fn load_gate_outcomes(
    db: &mut SqliteConnection,
    notes: &[String],
    as_of: Option<Date>,
) -> Result<HashMap<String, Vec<GateOutcome>>> {
    let mentions = load_mentions(db, notes).await?;
    if mentions.is_empty() {
        return Ok(HashMap::new());
    }
    let names: BTreeSet<String> = mentions.iter().map(|mention| mention.gate.to_string()).collect();
    let names: Vec<String> = names.into_iter().collect();
    let gates = load_gates(db, GateSelection::AnyOf(&names)).await?;
    let releases = releases(db).await?;
    let Some(synced) = gates_now(db).await? else { return Ok(HashMap::new()) };
    let now = as_of.map_or(synced, |day| synced.min(day));
    let mut outcomes: HashMap<String, Vec<GateOutcome>> = HashMap::new();
    for GateMention { note, gate, day } in mentions {
        if as_of.is_some_and(|as_of| day.is_none_or(|day| day > as_of)) {
            continue;
        }
        let outcome = gates.get(&gate).and_then(|gate| GateOutcome::new(gate.clone(), day, now, &releases));
        if let Some(outcome) = outcome {
            outcomes.entry(note).or_default().push(outcome);
        }
    }
    Ok(outcomes)
}

/// A gate that a note names.
struct GateMention {
    note: String,
    gate: GateName,
    /// The day of the note, or the last that it may be of.
    day: Option<Date>,
}

async fn load_mentions(db: &mut SqliteConnection, notes: &[String]) -> Result<Vec<GateMention>> {
    let rows: Vec<(String, String, Option<String>)> = sqlx::query_as(
        r#"
        select note_gate.note_id, note_gate.gate, coalesce(entry.date, entry.not_after)
        from json_each(?) as shown cross join note_gate on note_gate.note_id = shown.value
            cross join note on note.id = note_gate.note_id cross join entry on entry.id = note.entry_id
        order by shown.key, note_gate.gate
        "#,
    )
    .bind(json_list(notes.iter().cloned()))
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|(note, gate, day)| {
            Ok(GateMention { note, gate: read("gate", &gate)?, day: read_opt("day", day.as_deref())? })
        })
        .collect()
}
