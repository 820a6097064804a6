//! How old the facts of each source are.

use domain::pages::FactDays;
use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;

use super::kep_days::{KepDays, utc};
use crate::Result;
use crate::rows::read;

/// Up to when the facts of each source are complete: two statements.
pub(super) async fn fact_days(db: &mut SqliteConnection) -> Result<FactDays> {
    let rows: Vec<(String, Option<String>)> =
        sqlx::query_as("select name, data_at from fact_source order by name").fetch_all(&mut *db).await?;
    let keps = KepDays::load(&mut *db).await?.map(|days| days.data);
    let mut days = FactDays { keps, ..FactDays::default() };
    for (name, at) in rows {
        let Some(day) = at.map(|at| read::<Timestamp>("instant", &at)).transpose()?.map(utc) else {
            continue;
        };
        match name.as_str() {
            "release-notes" => days.release_notes = Some(day),
            // Of two sources the older one: nothing later is complete.
            _ => days.gates = Some(days.gates.map_or(day, |other| other.min(day))),
        }
    }
    Ok(days)
}
