//! How old the facts of each source are.

use domain::pages::FactDays;
use sqlx::sqlite::SqliteConnection;

use super::kep_days::{KepDays, utc};
use crate::Result;
use crate::syncs::{FactSource, load_sources};

/// Up to when the facts of each source are complete: two statements.
pub(super) async fn fact_days(db: &mut SqliteConnection) -> Result<FactDays> {
    let keps = KepDays::load(&mut *db).await?.map(|days| days.data);
    let mut days = FactDays { keps, ..FactDays::default() };
    for (source, progress) in load_sources(db).await? {
        let Some(day) = progress.data_at.map(utc) else { continue };
        match source {
            FactSource::ReleaseNotes => days.release_notes = Some(day),
            // Of two sources the older one: nothing later is complete.
            FactSource::GateList | FactSource::GatePages => {
                days.gates = Some(days.gates.map_or(day, |other| other.min(day)));
            }
        }
    }
    Ok(days)
}
