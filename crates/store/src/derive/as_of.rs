//! What notes cite, judged anew as of a day by only the facts that this needs: nothing of it is stored.

use std::collections::HashMap;

use domain::Date;
use domain::list::timeline::Reference;
use domain::outcome::Judge;
use sqlx::sqlite::SqliteConnection;

use super::facts::SyncedFacts;
use super::notes::{self, DatedNoteRow};
use crate::Result;
use crate::citations::{self, NoteScope};

/// References by note, in the order of its text, with corrections and with outcomes as of the end of `day` in the zone of
/// their notebook: ten statements, however many notes.
///
/// Notes that may be newer than the day have no outcomes. Verdicts follow from the facts alone.
pub(crate) async fn load_with_outcomes_as_of(
    db: &mut SqliteConnection,
    scope: NoteScope<'_>,
    day: Date,
) -> Result<HashMap<String, Vec<Reference>>> {
    let mut citations = citations::load_corrected(db, scope).await?;
    let notes = DatedNoteRow::load(db, scope).await?;
    let cited = citations.references.values().flatten().filter(|it| !it.none).map(|it| &it.target);
    let facts = SyncedFacts::load_for_any_day(db, cited).await?;
    for (time_zone, notes) in notes::by_zone(&notes) {
        let zone = notes::zone(time_zone)?;
        let known = facts.base.known_on(day, &zone);
        let mut judge = Judge::new(&known, zone);
        for note in notes {
            let Some(references) = citations.references.get_mut(&note.id) else { continue };
            if note.day()?.may_be_after(day) {
                continue;
            }
            for (position, outcome) in notes::outcomes(&mut judge, note, references, &mut citations.reasons)?
            {
                references[position].outcome = Some(Box::new(outcome));
            }
        }
    }
    Ok(citations.references)
}
