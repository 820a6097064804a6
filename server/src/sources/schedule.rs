//! The schedule of a server: sources are looked at when they are due, while pages are served.

use std::time::Duration;

use domain::notebook::followed::FollowedSource;
use store::Store;
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use super::look::{LookOutcome, LossConsent, look};
use super::settings::SourceSettings;

/// When the first check is made: pages come first after the start.
const FIRST_CHECK: Duration = Duration::from_secs(5);

/// How often the schedule checks what is due.
const CHECK_EVERY: Duration = Duration::from_secs(15);

/// Looks at sources when they are due, one after the other, for as long as it is polled.
pub async fn follow(store: Store, settings: SourceSettings) {
    let mut checks = interval_at(Instant::now() + FIRST_CHECK, CHECK_EVERY);
    checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        checks.tick().await;
        if let Err(error) = look_at_due(&store, &settings).await {
            tracing::error!("cannot look at the sources: {error:#}");
        }
    }
}

/// Looks at each source that is due now.
pub async fn look_at_due(store: &Store, settings: &SourceSettings) -> anyhow::Result<()> {
    for followed in store.followed_sources().await? {
        if !followed.is_due(settings.clock.now()) {
            continue;
        }
        // Another process looks; what it leaves is found at the next check.
        let Some(outcome) = look(store, settings, &followed, &LossConsent::Nothing).await? else { break };
        log(&followed, &outcome);
    }
    Ok(())
}

/// Logs what came of a look; a failure and a change that waits once, and the end of a failure, for those who have read of it.
pub fn log(followed: &FollowedSource, outcome: &LookOutcome) {
    let notebook = followed.source.notebook.as_str();
    let address = followed.source.address.redacted();
    let failed_before = followed.looks.failure.is_some();
    match outcome {
        LookOutcome::Failed(message) if failed_before => {
            tracing::debug!(notebook, address, "a source still cannot be read: {message}");
        }
        LookOutcome::Failed(message) => {
            tracing::warn!(notebook, address, "a source cannot be read and will be tried again: {message}");
        }
        LookOutcome::Unsettled => {}
        _ if failed_before => tracing::warn!(notebook, address, "a source can be read again"),
        LookOutcome::Waits(_) if followed.looks.waiting.is_none() => {
            tracing::warn!(notebook, address, "a change of a source waits for a curator at /sources");
        }
        LookOutcome::Imported(revision, report) => {
            let notes = &report.notes;
            tracing::info!(
                notebook,
                address,
                revision = revision.short(),
                new = notes.new,
                changed = notes.changed,
                vanished = notes.vanished,
                "a source was imported"
            );
        }
        LookOutcome::Waits(_) | LookOutcome::Unchanged => {}
    }
}
