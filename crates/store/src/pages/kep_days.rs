//! Days as these pages mean them, and how old the facts about KEPs are.

use domain::Date;
/// The day of an instant, as these pages mean days.
pub(super) use domain::utc_day as utc;
use sqlx::sqlite::SqliteConnection;

use crate::Result;
use crate::syncs::{SyncKind, last_sync};

/// The instant at which a day ends, as the database spells it.
pub(super) fn end_of(day: Date) -> String {
    day.tomorrow().unwrap_or(day).to_string()
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
    /// The same where nothing later than `day` is known.
    pub(super) fn known_on(self, day: Option<Date>) -> Self {
        let by = |own: Date| day.map_or(own, |day| own.min(day));
        Self { data: by(self.data), now: by(self.now) }
    }

    /// `None` before the first sync of KEPs.
    pub(super) async fn load(db: &mut SqliteConnection) -> Result<Option<Self>> {
        let run = last_sync(db, SyncKind::Keps).await?;
        Ok(run.and_then(|run| {
            let now = utc(run.now());
            Some(Self { data: utc(run.data_at?), now })
        }))
    }
}
