//! What became of what notes cite, brought from where it happens.
//!
//! `kepline sync` and the server's own clock call the same function: [`run`].

mod api_root;
pub mod clock;
mod github;
mod keps;
mod lock;
mod progress;
mod releases;
mod settings;
#[cfg(test)]
mod tests;

use anyhow::Context;
use jiff::Timestamp;
use store::{Store, SyncEnd, SyncId, SyncKind};

use keps::{Source, without_secrets};
use lock::Lock;
pub use progress::Progress;
pub use settings::{Github, Settings};

/// How the sync of one kind went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Which kind.
    pub kind: SyncKind,
    /// What it did, or what went wrong, each in a line.
    pub told: Result<String, String>,
}

/// How the reading of one kind ended.
#[derive(Debug)]
struct Ran {
    end: SyncEnd,
    /// Whether facts are other than before.
    changed: bool,
}

/// Syncs these kinds, in the order of [`SyncKind::ALL`], and derives what follows from what came.
///
/// One that fails does not stop the others. Each run is recorded, its failure too. An error when
/// another sync of this database is under way: there is one at a time, in all processes.
pub async fn run(
    store: &Store,
    settings: &Settings,
    kinds: &[SyncKind],
    from: Option<&str>,
    progress: &Progress,
) -> anyhow::Result<Vec<Outcome>> {
    let _lock = Lock::take(&store.path())?;
    let mut outcomes = Vec::new();
    for kind in SyncKind::ALL.iter().copied().filter(|kind| kinds.contains(kind)) {
        let told = one(store, settings, kind, from, progress).await;
        let told = told.map_err(|error| without_secrets(&format!("{error:#}")));
        outcomes.push(Outcome { kind, told });
    }
    Ok(outcomes)
}

/// Syncs one kind; gives what it did.
async fn one(
    store: &Store,
    settings: &Settings,
    kind: SyncKind,
    from: Option<&str>,
    progress: &Progress,
) -> anyhow::Result<String> {
    let named = from.unwrap_or(&settings.keps_git);
    let shown = match kind {
        SyncKind::Keps => without_secrets(named),
        SyncKind::Github | SyncKind::Releases => settings.github.root().to_string(),
    };
    let before = store.last_sync(kind).await?;
    let cut_off = store.sync_runs(kind, 1).await?.first().is_some_and(|run| run.summary.is_none());
    let run = store.begin_sync(kind, &shown, Timestamp::now()).await?;
    let ran = match read(store, settings, kind, run, named, progress).await {
        Ok(ran) => ran,
        Err(error) => {
            let told = Some(without_secrets(&format!("{error:#}")));
            // Of a run that failed at its end, what it had taken over stays said.
            let kept = store.last_sync(kind).await?.filter(|last| Some(last) != before.as_ref());
            let (data_at, cursor) = kept.map(|kept| (kept.data_at, kept.cursor)).unwrap_or_default();
            let end = SyncEnd { summary: None, error: told, data_at, cursor };
            store.end_sync(run, Timestamp::now(), &end).await?;
            return Err(error);
        }
    };
    store.end_sync(run, Timestamp::now(), &ran.end).await?;
    // *Now* moves with the day of the facts, and a run that was cut off may not have come this far.
    let day = |at: Option<Timestamp>| at.map(|at| at.to_zoned(jiff::tz::TimeZone::UTC).date());
    let moved = day(ran.end.data_at).is_some_and(|now| Some(now) != day(before.and_then(|run| run.data_at)));
    if ran.changed || moved || cut_off {
        progress.step(format_args!("{}: judges what notes cite", kind.as_str()));
        if let Err(error) = store.derive().await.context("what follows could not be derived") {
            let end = SyncEnd { summary: None, error: Some(format!("{error:#}")), ..ran.end };
            store.end_sync(run, Timestamp::now(), &end).await?;
            return Err(error);
        }
    }
    match ran.end.error {
        Some(error) => Err(anyhow::Error::msg(error)),
        None => Ok(ran.end.summary.unwrap_or_default()),
    }
}

async fn read(
    store: &Store,
    settings: &Settings,
    kind: SyncKind,
    run: SyncId,
    named: &str,
    progress: &Progress,
) -> anyhow::Result<Ran> {
    match kind {
        SyncKind::Keps => {
            let cache = lock::beside(&store.path(), "keps.git");
            keps::run(store, run, &Source::find(named)?, &cache, progress).await
        }
        SyncKind::Releases => releases::run(store, &settings.github, progress).await,
        SyncKind::Github => github::run(store, &settings.github, progress).await,
    }
}
