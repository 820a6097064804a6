//! Syncs: what became of what notes cite, fetched from where it happens.
//!
//! `kepline sync` and the schedule of a server call the same function: [`run`].

mod api_root;
pub mod clock;
pub mod files;
mod gates;
pub mod git;
mod github;
mod keps;
pub mod lock;
mod progress;
mod release_notes;
mod releases;
mod report;
pub mod repository;
mod schedule;
mod settings;
#[cfg(test)]
mod tests;

use anyhow::Context;
use domain::gate::GateSource;
use domain::redact::without_secrets;
use jiff::Timestamp;
use store::{Store, SyncEnd, SyncId, SyncKind};

pub use api_root::ApiRoot;
use gates::GateRepository;
pub use keps::read_whole;
pub use lock::Lock;
pub use progress::Progress;
use report::SyncReport;
pub use repository::GitRepository;
pub use schedule::update_and_sync;
pub use settings::{Github, Settings, Token};

/// The kinds that are read from git, where another repository may take the place of the one that is configured.
pub const KINDS_FROM_GIT: [SyncKind; 3] = [SyncKind::Keps, SyncKind::ReleaseNotes, SyncKind::Gates];

/// How the sync of one kind went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncOutcome {
    /// The kind that was synced.
    pub kind: SyncKind,
    /// The summary, or what went wrong, each in a line.
    pub result: Result<String, String>,
}

/// Syncs these kinds, in the order of [`SyncKind::ALL`], and derives what follows from what came.
///
/// Notes that another version of Kepline read are read again first: what they cite is then fetched with the rest.
/// `from` takes the place of the repository of the first of these kinds that is read from git. One that fails does not stop
/// the others. Each run is recorded, its failure too. An error when
/// another sync of this database is under way: there is one at a time, in all processes.
pub async fn run(
    store: &Store,
    settings: &Settings,
    kinds: &[SyncKind],
    from: Option<&str>,
    progress: &Progress,
) -> anyhow::Result<Vec<SyncOutcome>> {
    let _lock = Lock::take(&store.path())?;
    if let Err(error) = read_outdated_locked(store, progress).await {
        tracing::warn!("notes are read again by the next sync: {error:#}");
    }
    let mut outcomes = Vec::new();
    let read_from = KINDS_FROM_GIT.into_iter().find(|kind| kinds.contains(kind));
    for kind in SyncKind::ALL.iter().copied().filter(|kind| kinds.contains(kind)) {
        let from = from.filter(|_| read_from == Some(kind));
        let summary = sync_kind(store, settings, kind, from, progress).await;
        let result = summary.map_err(|error| without_secrets(&format!("{error:#}")));
        outcomes.push(SyncOutcome { kind, result });
    }
    if let Err(error) = derive_outdated_locked(store, progress).await {
        tracing::warn!("states are derived again by the next sync: {error:#}");
    }
    Ok(outcomes)
}

/// Reads notes again and derives all again where that was done by the rules of another version of Kepline; gives whether
/// anything was.
///
/// An error when a sync of this database is under way, which does the same.
pub async fn update_outdated(store: &Store, progress: &Progress) -> anyhow::Result<bool> {
    if !store.is_reading_outdated().await? && !store.is_outdated().await? {
        return Ok(false);
    }
    let _lock = Lock::take(&store.path())?;
    let is_read = read_outdated_locked(store, progress).await?;
    let is_derived = derive_outdated_locked(store, progress).await?;
    Ok(is_read || is_derived)
}

/// Reads notes again by the holder of the lock.
async fn read_outdated_locked(store: &Store, progress: &Progress) -> anyhow::Result<bool> {
    if !store.is_reading_outdated().await? {
        return Ok(false);
    }
    progress.step("reading notes again by the rules of this version");
    let total = store.notes_to_read_again().await?;
    let report = |left: u32| {
        progress.count("notes read again", total.saturating_sub(left) as usize, total as usize);
    };
    let reread = store.read_again(ingest::prepare, report).await.context("cannot read notes again")?;
    progress.step(format_args!(
        "read {} notes again, {} of which are other than before",
        reread.notes, reread.changed
    ));
    Ok(true)
}

/// Derives all again by the holder of the lock.
async fn derive_outdated_locked(store: &Store, progress: &Progress) -> anyhow::Result<bool> {
    if !store.is_outdated().await? {
        return Ok(false);
    }
    progress.step("deriving the states of what notes cite by the rules of this version");
    store.derive().await.context("cannot derive the states of what notes cite")?;
    Ok(true)
}

/// Syncs one kind; gives its summary.
async fn sync_kind(
    store: &Store,
    settings: &Settings,
    kind: SyncKind,
    from: Option<&str>,
    progress: &Progress,
) -> anyhow::Result<String> {
    let source = match (kind, from) {
        (SyncKind::Github | SyncKind::Releases, _) => settings.github.root().to_string(),
        (_, Some(from)) => without_secrets(from),
        (SyncKind::Keps, None) => without_secrets(&settings.keps_git),
        (SyncKind::ReleaseNotes, None) => without_secrets(&settings.release_notes_git),
        (SyncKind::Gates, None) => {
            without_secrets(&format!("{}, {}", settings.kubernetes_git, settings.website_git))
        }
    };
    let before = store.last_sync(kind).await?;
    let cut_off = store.sync_runs(kind, 1).await?.first().is_some_and(|run| run.summary.is_none());
    let run = store.begin_sync(kind, &source, Timestamp::now()).await?;
    let report = match fetch(store, settings, kind, run, from, progress).await {
        Ok(report) => report,
        Err(error) => {
            let message = Some(without_secrets(&format!("{error:#}")));
            // A run that failed at its end keeps what it has stored of its data.
            let stored = store.last_sync(kind).await?.filter(|last| Some(last) != before.as_ref());
            let (data_at, cursor) = stored.map(|stored| (stored.data_at, stored.cursor)).unwrap_or_default();
            let end = SyncEnd { summary: None, error: message, data_at, cursor };
            store.end_sync(run, Timestamp::now(), &end).await?;
            return Err(error);
        }
    };
    store.end_sync(run, Timestamp::now(), &report.end).await?;
    // *Now* moves with the day of the facts, but not with that of gates and release notes; and a run that was cut off may not
    // have come this far.
    let says_now = !matches!(kind, SyncKind::ReleaseNotes | SyncKind::Gates);
    let day = |at: Option<Timestamp>| at.map(|at| at.to_zoned(jiff::tz::TimeZone::UTC).date());
    let moved = says_now
        && day(report.end.data_at).is_some_and(|now| Some(now) != day(before.and_then(|run| run.data_at)));
    if report.changed || moved || cut_off {
        progress.step(format_args!("{}: deriving the states of what notes cite", kind.as_str()));
        if let Err(error) = store.derive().await.context("cannot derive the states of what notes cite") {
            let end = SyncEnd { summary: None, error: Some(format!("{error:#}")), ..report.end };
            store.end_sync(run, Timestamp::now(), &end).await?;
            return Err(error);
        }
    }
    match report.end.error {
        Some(error) => Err(anyhow::Error::msg(error)),
        None => Ok(report.end.summary.unwrap_or_default()),
    }
}

/// Fetches one kind from its source and stores it.
async fn fetch(
    store: &Store,
    settings: &Settings,
    kind: SyncKind,
    run: SyncId,
    from: Option<&str>,
    progress: &Progress,
) -> anyhow::Result<SyncReport> {
    match kind {
        SyncKind::Keps => {
            let cache = lock::sibling_path(&store.path(), "keps.git");
            let repository = GitRepository::find(from.unwrap_or(&settings.keps_git))?;
            keps::run(store, run, &repository, &cache, progress).await
        }
        SyncKind::ReleaseNotes => {
            let cache = lock::sibling_path(&store.path(), "release-notes.git");
            release_notes::run(store, from.unwrap_or(&settings.release_notes_git), &cache, progress).await
        }
        SyncKind::Gates => {
            let repository = |source, configured, cache| GateRepository {
                source,
                name: from.unwrap_or(configured),
                may_lack_it: from.is_some(),
                cache: lock::sibling_path(&store.path(), cache),
            };
            let repositories = [
                repository(GateSource::List, settings.kubernetes_git.as_str(), "kubernetes.git"),
                repository(GateSource::Website, settings.website_git.as_str(), "website.git"),
            ];
            gates::run(store, &repositories, progress).await
        }
        SyncKind::Releases => releases::run(store, &settings.github, progress).await,
        SyncKind::Github => github::run(store, &settings.github, progress).await,
    }
}
