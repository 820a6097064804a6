//! What is loaded with notes, wherever they are shown.

use std::collections::HashMap;

use domain::Date;
use domain::list::timeline::{Note, Reference};
use sqlx::sqlite::SqliteConnection;

use crate::Result;
use crate::citations::{self, NoteScope};
use crate::confirmations::load_confirmed_days;
use crate::derive;
use crate::follow_ups::{self, NoteLinks};
use crate::noted_gates::load_gate_outcomes;
use crate::rows::TagRow;
use crate::sql::json_list;

/// References by note, with outcomes now or as of the end of a day: a fixed number of statements for either.
pub(crate) async fn load_references(
    db: &mut SqliteConnection,
    scope: NoteScope<'_>,
    as_of: Option<Date>,
) -> Result<HashMap<String, Vec<Reference>>> {
    match as_of {
        None => citations::load_with_outcomes(db, scope).await,
        Some(day) => derive::load_with_outcomes_as_of(db, scope, day).await,
    }
}

/// Adds to notes what their own pages and lists show: what [`add_references_and_tags`] adds, and what became of the gates that
/// they name, and whether they were confirmed and what follows up on them, in three
/// statements more, or seven where they name any.
pub(crate) async fn add_references_tags_and_gates(
    db: &mut SqliteConnection,
    mut notes: Vec<&mut Note>,
    as_of: Option<Date>,
) -> Result<()> {
    if notes.is_empty() {
        return Ok(());
    }
    let ids: Vec<String> = notes.iter().map(|note| note.id.to_string()).collect();
    let mut gates = load_gate_outcomes(db, &ids, as_of).await?;
    let mut confirmed = load_confirmed_days(db, &ids, as_of).await?;
    let mut links = follow_ups::load(db, &ids, as_of).await?;
    for note in &mut notes {
        let NoteLinks { follows, follow_ups } = links.remove(note.id.as_str()).unwrap_or_default();
        (note.follows, note.follow_ups) = (follows, follow_ups);
        note.confirmed_on = confirmed.remove(note.id.as_str());
        note.gates = gates.remove(note.id.as_str()).unwrap_or_default();
    }
    add_references_and_tags(db, notes, as_of).await
}

/// Adds to notes what they cite, with outcomes now or as of a day, and the tags that they show: two statements,
/// however many notes, and as of a day nine more.
pub(crate) async fn add_references_and_tags(
    db: &mut SqliteConnection,
    mut notes: Vec<&mut Note>,
    as_of: Option<Date>,
) -> Result<()> {
    if notes.is_empty() {
        return Ok(());
    }
    let ids: Vec<String> = notes.iter().map(|note| note.id.to_string()).collect();
    let mut citations = load_references(db, NoteScope::Ids(&ids), as_of).await?;
    let tags: Vec<TagRow> = sqlx::query_as(
        // What was decided on the note itself comes first, on its entry last.
        r#"
        select note_id, kind, value, origin, evidence, 1 as strong, inherited from shown_tag
        where note_id in (select value from json_each(?))
        order by note_id, kind, ordinal, value, inherited, origin <> 'manual', origin
        "#,
    )
    .bind(json_list(ids.iter().cloned()))
    .fetch_all(db)
    .await?;

    for note in &mut notes {
        note.references = citations.remove(note.id.as_str()).unwrap_or_default();
    }
    let index: HashMap<String, usize> = ids.into_iter().enumerate().map(|(n, id)| (id, n)).collect();
    for row in tags {
        if let Some(&n) = index.get(&row.note_id) {
            let tag = row.value()?;
            // Of several origins, the first is shown.
            if notes[n].tags.last().is_none_or(|last| last.tag != tag.tag) {
                notes[n].tags.push(tag);
            }
        }
    }
    Ok(())
}
