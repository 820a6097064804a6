//! Days as these pages mean them, and how old the facts about KEPs are.

use domain::Date;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sqlx::sqlite::SqliteConnection;

use crate::Result;
use crate::syncs::{SyncKind, last_sync};

/// The day of an instant, as these pages mean days.
pub(super) fn utc(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// How old the facts about KEPs are.
#[derive(Clone, Copy, Debug)]
pub(super) struct KepDays {
    /// Up to when they are complete.
    pub data: Date,
    /// The day of the last sync.
    pub now: Date,
}

impl KepDays {
    /// `None` before the first sync of KEPs.
    pub(super) async fn load(db: &mut SqliteConnection) -> Result<Option<Self>> {
        let run = last_sync(db, SyncKind::Keps).await?;
        Ok(run.and_then(|run| {
            let now = utc(run.finished_at.unwrap_or(run.started_at));
            Some(Self { data: utc(run.data_at?), now })
        }))
    }
}
