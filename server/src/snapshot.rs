//! The facts on KEPs that the program carries: a database shows states and verdicts before its first sync.
//!
//! `kepline snapshot` writes the file when a release is made; see docs/operations.md.

use anyhow::Context;
use store::{Store, SyncKind};

use crate::sync::Lock;

mod format;
#[cfg(test)]
mod tests;

pub use format::{read, write};

/// The history of the KEPs up to the day of the release, as `kepline snapshot` wrote it.
const SNAPSHOT: &[u8] = include_bytes!("../data/keps-snapshot.br");

/// Stores the facts that the program carries, where none were stored before; for commands that notes come or are
/// served by. The demo has facts of its own.
///
/// Nothing is done while a sync is under way, which brings newer ones. Notes can do without: what goes wrong is
/// logged, and tried again by the next such command.
pub async fn store_if_never_synced(store: &Store) {
    store_or_warn(store, SNAPSHOT).await;
}

async fn store_or_warn(store: &Store, bytes: &[u8]) {
    if let Err(error) = store_snapshot(store, bytes).await {
        tracing::warn!("nothing is known of KEPs before the first sync: {error:#}");
    }
}

async fn store_snapshot(store: &Store, bytes: &[u8]) -> anyhow::Result<()> {
    if store.last_sync(SyncKind::Keps).await?.is_some() {
        return Ok(());
    }
    let Ok(_lock) = Lock::take(&store.path()) else { return Ok(()) };
    let snapshot = read(bytes).context("cannot read the facts that Kepline carries")?;
    let day = snapshot.data_at.to_zoned(jiff::tz::TimeZone::UTC).date();
    if store.store_kep_snapshot(&snapshot).await?.is_some() {
        tracing::info!("stored the facts on KEPs that Kepline carries, as of {day}");
    }
    Ok(())
}
