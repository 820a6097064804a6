//! The pages about KEPs, pull requests, SIGs, versions and the state of the facts.
//!
//! Each page is loaded in one transaction and in a fixed number of statements.

mod item;
mod kep;
mod kep_rows;
mod notes;
mod sig;
mod site_map;
mod status;
mod suggest;
mod version;

pub(crate) use kep::kep_lines;

use domain::Date;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sqlx::sqlite::SqliteConnection;

use crate::Result;
use crate::syncs::{SyncKind, last_sync};

/// The day of an instant, as these pages mean days.
fn utc(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// How old the facts about KEPs are.
#[derive(Clone, Copy, Debug)]
struct KepDays {
    /// Up to when they are complete.
    data: Date,
    /// The day of the last sync.
    now: Date,
}

/// How old the facts about KEPs are; `None` before the first sync of them.
async fn kep_days(db: &mut SqliteConnection) -> Result<Option<KepDays>> {
    let run = last_sync(db, SyncKind::Keps).await?;
    Ok(run.and_then(|run| {
        let now = utc(run.finished_at.unwrap_or(run.started_at));
        Some(KepDays { data: utc(run.data_at?), now })
    }))
}
