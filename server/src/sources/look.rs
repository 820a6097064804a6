//! A look at a source: what came of it is recorded, what changed is imported as the command imports it.

use std::time::Duration;

use anyhow::Context;
use domain::Timestamp;
use domain::notebook::Notebook;
use domain::notebook::followed::{
    FollowedSource, LookState, Revision, SourceAddress, SourceKind, WaitingChange,
};
use domain::redact::without_secrets;
use ingest::source::ReadOptions;
use jiff::tz::TimeZone;
use store::{Report, RunOrigin, Store};

use super::fetched::{Content, Fetched};
use super::settings::SourceSettings;
use super::{files, repository, web};
use crate::import::{ImportOptions, NotebookFiles, import_or_refuse, read_files};
use crate::sync::{Lock, Progress};

/// The lock of looks: there is one at a time, in all processes.
const LOCK: &str = "sources.lock";

/// How often somebody who waits tries to get it, and after which pause.
const LOCK_TRIES: (u32, Duration) = (40, Duration::from_millis(250));

/// How long somebody who waits for a look leaves a file alone that was just changed.
const SETTLING: Duration = Duration::from_secs(2);

/// What came of a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookOutcome {
    /// Nothing is new.
    Unchanged,
    /// It changed, and may still be changing.
    Unsettled,
    /// It was imported.
    Imported(Revision, Report),
    /// More than half of the notes would vanish: a curator decides.
    Waits(WaitingChange),
    /// It could not be read, and why, without secrets.
    Failed(String),
}

/// Whether more than half of the notes may vanish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LossConsent {
    /// They may not.
    Nothing,
    /// By an import of this revision, of which somebody has seen what it takes.
    To(Revision),
    /// By whatever is there.
    Anything,
}

impl LossConsent {
    fn covers(&self, revision: &Revision) -> bool {
        match self {
            Self::Nothing => false,
            Self::To(seen) => seen == revision,
            Self::Anything => true,
        }
    }
}

/// Looks at a source once; `None` where another look is under way.
///
/// # Errors
/// Where the database fails. What is wrong with the source is an outcome.
pub async fn look(
    store: &Store,
    settings: &SourceSettings,
    followed: &FollowedSource,
    consent: &LossConsent,
) -> anyhow::Result<Option<LookOutcome>> {
    let Some(_lock) = Lock::try_take(&store.path(), LOCK)? else { return Ok(None) };
    look_locked(store, settings, followed, consent).await.map(Some)
}

/// Looks at a source for somebody who waits: other looks are waited for, and what was just changed is looked at again.
///
/// # Errors
/// Where other looks take too long, where there is no such source, and where the database fails.
pub async fn look_settled(
    store: &Store,
    settings: &SourceSettings,
    id: i64,
    consent: &LossConsent,
) -> anyhow::Result<LookOutcome> {
    let _lock = wait_for_lock(store).await?;
    let outcome = look_locked(store, settings, &store.followed_source(id).await?, consent).await?;
    if outcome != LookOutcome::Unsettled {
        return Ok(outcome);
    }
    settings.clock.sleep(SETTLING).await;
    look_locked(store, settings, &store.followed_source(id).await?, consent).await
}

/// The lock of looks, once others have given it back.
pub async fn wait_for_lock(store: &Store) -> anyhow::Result<Lock> {
    let (tries, pause) = LOCK_TRIES;
    for _ in 0..tries {
        if let Some(lock) = Lock::try_take(&store.path(), LOCK)? {
            return Ok(lock);
        }
        tokio::time::sleep(pause).await;
    }
    anyhow::bail!("the sources are being looked at: try again in a moment")
}

async fn look_locked(
    store: &Store,
    settings: &SourceSettings,
    followed: &FollowedSource,
    consent: &LossConsent,
) -> anyhow::Result<LookOutcome> {
    let fetched = fetch(store, settings, &followed.source.address, &followed.looks).await;
    record(store, settings, followed, fetched, consent).await
}

/// What is there, compared with what came of the looks before.
pub async fn fetch(
    store: &Store,
    settings: &SourceSettings,
    address: &SourceAddress,
    looks: &LookState,
) -> anyhow::Result<Fetched> {
    match address.kind {
        SourceKind::Path => files::fetch(&address.location, looks).await,
        SourceKind::Git => repository::fetch(address, looks, &store.path(), settings).await,
        SourceKind::Http => web::fetch(address, looks, settings).await,
    }
}

/// Imports what was fetched, where it is new, and records what came of it.
pub async fn record(
    store: &Store,
    settings: &SourceSettings,
    followed: &FollowedSource,
    fetched: anyhow::Result<Fetched>,
    consent: &LossConsent,
) -> anyhow::Result<LookOutcome> {
    let (at, looks) = (settings.clock.now(), followed.looks.clone());
    let applied = match fetched {
        Ok(Fetched::Unchanged { stamp }) => Ok((looks.clone().unchanged(at, stamp), LookOutcome::Unchanged)),
        Ok(Fetched::Content(content)) => {
            let applied = apply(store, followed, &content, consent, at).await;
            applied.map_err(|error| content.describe(&error))
        }
        Err(error) => Err(format!("{error:#}")),
    };
    let (looks, outcome) = applied.unwrap_or_else(|message| {
        let message = without_secrets(&message);
        (looks.failed(at, message.clone()), LookOutcome::Failed(message))
    });
    store.record_look(followed.id, &looks).await?;
    Ok(outcome)
}

async fn apply(
    store: &Store,
    followed: &FollowedSource,
    content: &Content,
    consent: &LossConsent,
    at: Timestamp,
) -> anyhow::Result<(LookState, LookOutcome)> {
    let looks = followed.looks.clone();
    let unsettled = |looks: LookState| (looks.unsettled(at, content.stamp.clone()), LookOutcome::Unsettled);
    // What somebody adds is what they see.
    let is_file = followed.source.address.kind == SourceKind::Path;
    let is_first = looks.looked_at.is_none();
    if is_file && !is_first && looks.unsettled.as_ref() != Some(&content.stamp) {
        return Ok(unsettled(looks));
    }
    let revision = content.revision.clone();
    let options = ImportOptions {
        time_zone: None,
        rights: followed.source.rights.clone(),
        may_lose: consent.covers(&revision),
        dry_run: false,
        origin: Some(RunOrigin { source: followed.id, revision: revision.clone() }),
        ..ImportOptions::default()
    };
    let files = read(followed, content, at).await?;
    // It was written to while it was read.
    if is_file && files::stamp(&content.path)? != content.stamp {
        return Ok(unsettled(looks));
    }
    if let Ok((_, report)) = import(store, files, &options).await? {
        let looks = looks.imported(at, revision.clone(), content.stamp.clone());
        return Ok((looks, LookOutcome::Imported(revision, report)));
    }
    let trial = ImportOptions { may_lose: true, dry_run: true, ..options };
    let (_, report) = import(store, read(followed, content, at).await?, &trial).await??;
    let waiting = WaitingChange { revision, notes: report.notes, vanishing: report.vanished };
    Ok((looks.waits(at, waiting.clone()), LookOutcome::Waits(waiting)))
}

/// Reads the content as the notebook of the source.
async fn read(followed: &FollowedSource, content: &Content, at: Timestamp) -> anyhow::Result<NotebookFiles> {
    let (path, source) = (content.path.clone(), followed.source.clone());
    let files = tokio::task::spawn_blocking(move || {
        let today = Some(at.to_zoned(TimeZone::UTC).date());
        let options = ReadOptions { time_zone: None, day_order: None, today };
        read_files(&[path], Some(&source.notebook), &options, source.rights.is_some())
    });
    files.await??.into_iter().next().context("there are no notes in it")
}

async fn import(
    store: &Store,
    mut files: NotebookFiles,
    options: &ImportOptions,
) -> anyhow::Result<Result<(Notebook, Report), store::Error>> {
    import_or_refuse(store, &mut files, options, &Progress::logged()).await
}

/// Removes a source with what is kept of it next to the database; its notebook keeps its notes.
///
/// # Errors
/// Where there is no such source, and where the database fails.
pub async fn remove(store: &Store, id: i64) -> anyhow::Result<()> {
    let _lock = wait_for_lock(store).await?;
    let address = store.followed_source(id).await?.source.address;
    store.remove_source(id).await?;
    let is_used =
        store.followed_sources().await?.iter().any(|other| other.source.address.location == address.location);
    let cache = repository::cache(&store.path(), &address);
    if !is_used && cache.exists() {
        tokio::fs::remove_dir_all(&cache)
            .await
            .with_context(|| format!("cannot remove {}", cache.display()))?;
    }
    Ok(())
}
