//! The history of the KEPs, read from their repository with the system's git.

mod log;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::process::Stdio;

use anyhow::Context;
use domain::kep::{KepLoss, KepRevision};
use jiff::Timestamp;
use store::{
    KepChange, KepHistory, KepProgress, KepPull, KepSnapshot, Store, SyncEnd, SyncId, SyncKind, UnreadKep,
};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

use log::Commit;

use super::files::content;
use super::git::{Git, History};
use super::progress::Progress;
use super::report::SyncReport;
use super::repository::{GitRepository, OpenRepository};

/// What steps are reported of.
const KIND: &str = "keps";

/// The largest file of a KEP; a larger one is not read.
const LARGEST_BYTES: u64 = 1024 * 1024;

/// How many files one blocking task reads.
const FILES_PER_TASK: usize = 64;

/// A revision, and the remarks of its reader.
type ReadRevision = (KepRevision, Vec<String>);

/// Reads the main line from where the last sync that brought something ended.
///
/// `cache` is the folder for what comes from a remote. The whole history is read again where
/// the main line does not go through that place: the source is another, or it was rewritten.
pub async fn run(
    store: &Store,
    run: SyncId,
    source: &GitRepository,
    cache: &Path,
    progress: &Progress,
) -> anyhow::Result<SyncReport> {
    let last = store.last_sync(SyncKind::Keps).await?;
    let opened = OpenRepository::open(source, cache, KIND, progress).await?;
    let git = &opened.git;
    let started_at = Timestamp::now();
    let main = git.main_line().await?;
    let cursor = last.as_ref().and_then(|last| last.cursor.as_deref());
    if cursor == Some(&main.tip) {
        let data_at =
            if source.is_live() { Some(started_at) } else { last.as_ref().and_then(|last| last.data_at) };
        let summary = Some("nothing is new".to_owned());
        return Ok(SyncReport {
            end: SyncEnd { summary, data_at, cursor: Some(main.tip), error: None },
            changed: false,
        });
    }
    opened.fetch(&main, History::Whole, KIND, progress).await?;
    let since = match cursor {
        Some(cursor) if git.is_ancestor(cursor, &main.tip).await? => Some(cursor),
        _ => None,
    };
    let (mut history, newest) = read(&opened, since, &main.tip, progress).await?;
    let data_at = if source.is_live() {
        Some(started_at)
    } else {
        newest.or(last.as_ref().and_then(|last| last.data_at))
    };
    history.progress = Some(KepProgress { run, data_at, cursor: main.tip.clone() });
    let counts = store.store_keps(&history).await?;
    let summary = format!(
        "{}{} new KEPs, {} revisions, {} pull requests with a KEP{}",
        if since.is_none() { "the whole main branch: " } else { "" },
        counts.new_keps,
        counts.revisions,
        counts.pulls,
        unread_summary(&store.unread_keps().await?),
    );
    let end = SyncEnd { summary: Some(summary), data_at, cursor: Some(main.tip), error: None };
    Ok(SyncReport { end, changed: true })
}

/// What is said of files that cannot be read, after the rest of the summary: some of them with why, and how many have
/// lost what.
fn unread_summary(unread: &[UnreadKep]) -> String {
    const SHOWN: usize = 3;
    if unread.is_empty() {
        return String::new();
    }
    let mut counts = BTreeMap::<KepLoss, usize>::new();
    for kep in unread {
        *counts.entry(kep.loss).or_default() += 1;
    }
    let counts: Vec<String> =
        counts.into_iter().map(|(loss, files)| format!("{files} lost {}", loss.as_str())).collect();
    let shown = unread.iter().take(SHOWN);
    let mut files: Vec<String> =
        shown.map(|kep| format!("keps/{}/kep.yaml ({})", kep.folder, kep.reason)).collect();
    let more = unread.len().saturating_sub(SHOWN);
    files.extend((more > 0).then(|| format!("{more} more")));
    format!("; cannot be read and count as they were ({}): {}", counts.join(", "), files.join(", "))
}

/// The whole main line, without a database: the history, its newest commit of all and the instant of that.
///
/// # Errors
/// Where the repository cannot be read, and where no commit of it touches `keps/`.
pub async fn read_whole(
    source: &GitRepository,
    cache: &Path,
    progress: &Progress,
) -> anyhow::Result<KepSnapshot> {
    let opened = OpenRepository::open(source, cache, KIND, progress).await?;
    let main = opened.git.main_line().await?;
    opened.fetch(&main, History::Whole, KIND, progress).await?;
    let (history, newest) = read(&opened, None, &main.tip, progress).await?;
    let data_at = newest.context("the repository has no KEPs")?;
    Ok(KepSnapshot { history, data_at, cursor: main.tip })
}

/// The history after `since`, or all of it, and the instant of its newest commit of all.
async fn read(
    opened: &OpenRepository,
    since: Option<&str>,
    tip: &str,
    progress: &Progress,
) -> anyhow::Result<(KepHistory, Option<Timestamp>)> {
    progress.step("keps: reading the main branch");
    let (commits, newest) = commits(&opened.git, since, tip).await?;
    let wanted: BTreeSet<&str> =
        commits.iter().flat_map(|commit| &commit.written).map(|file| &file.blob[..]).collect();
    let wanted: Vec<String> = wanted.into_iter().map(str::to_owned).collect();
    if opened.is_remote && !wanted.is_empty() {
        progress.step(format_args!("keps: fetching {} files", wanted.len()));
        opened.git.fetch_blobs(&wanted).await?;
    }
    let revisions = revisions(&opened.git, &wanted, progress).await?;
    Ok((history(&commits, &revisions, since.is_none()), newest))
}

/// The commits of a stretch that touched KEPs, oldest first, and the instant of its newest of all.
async fn commits(
    git: &Git,
    since: Option<&str>,
    tip: &str,
) -> anyhow::Result<(Vec<Commit>, Option<Timestamp>)> {
    let range = since.map_or_else(|| tip.to_owned(), |since| format!("{since}..{tip}"));
    let mut child = git.start(&[&log::ARGUMENTS[..], &[&range, "--", "keps"]].concat(), Stdio::null())?;
    let mut lines = BufReader::new(child.stdout.take().context("git has no standard output")?);
    let (mut commits, mut open, mut newest) = (Vec::new(), None::<Commit>, None);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).await? > 0 {
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        if let Some(next) = Commit::read(text) {
            newest = newest.max(Some(next.at));
            commits.extend(open.replace(next).filter(Commit::concerns_keps));
        } else if let Some(commit) = &mut open {
            commit.read_body_line(text);
            commit.read_file_line(text);
        }
        line.clear();
    }
    commits.extend(open.filter(Commit::concerns_keps));
    git.finish(child).await?;
    Ok((commits, newest))
}

/// The revision of each file, by the hash of its content.
async fn revisions(
    git: &Git,
    wanted: &[String],
    progress: &Progress,
) -> anyhow::Result<HashMap<String, ReadRevision>> {
    let mut revisions = HashMap::new();
    if wanted.is_empty() {
        return Ok(revisions);
    }
    let mut child = git.start(&["cat-file", "--batch"], Stdio::piped())?;
    let mut stdin = child.stdin.take().context("git has no standard input")?;
    let mut answers = BufReader::new(child.stdout.take().context("git has no standard output")?);
    let requests: String = wanted.iter().map(|blob| format!("{blob}\n")).collect();
    let writing = tokio::spawn(async move {
        // Where git has exited, its answers end.
        let _ = stdin.write_all(requests.as_bytes()).await;
    });
    progress.step(format_args!("keps: reading {} files", wanted.len()));
    for task in wanted.chunks(FILES_PER_TASK) {
        let mut files = Vec::new();
        for blob in task {
            let content = content(&mut answers, blob, LARGEST_BYTES).await?;
            files.push((blob.clone(), content));
        }
        revisions.extend(tokio::task::spawn_blocking(move || read_all(files)).await?);
        progress.count("keps: files", revisions.len(), wanted.len());
    }
    writing.await?;
    git.finish(child).await?;
    Ok(revisions)
}

fn read_all(files: Vec<(String, Option<String>)>) -> Vec<(String, ReadRevision)> {
    let read = |content: Option<String>| match content {
        Some(text) => {
            let (revision, remarks) = ingest::kep_yaml::read(&text);
            (revision, remarks.iter().map(ToString::to_string).collect())
        }
        None => (KepRevision::default(), vec!["is too large to be the file of a KEP".to_owned()]),
    };
    files.into_iter().map(|(blob, content)| (blob, read(content))).collect()
}

fn history(commits: &[Commit], revisions: &HashMap<String, ReadRevision>, whole: bool) -> KepHistory {
    let mut history = KepHistory { whole, ..KepHistory::default() };
    for commit in commits {
        let change = |folder: &str, moved_from: Option<&str>, revision: Option<ReadRevision>| KepChange {
            folder: folder.to_owned(),
            moved_from: moved_from.map(str::to_owned),
            at: commit.at,
            commit: commit.hash.clone(),
            revision,
        };
        for (file, moved_from) in commit.written.iter().zip(commit.moved_from()) {
            let revision = revisions.get(&file.blob).cloned();
            history.changes.extend(revision.map(|revision| change(&file.folder, moved_from, Some(revision))));
        }
        history.changes.extend(commit.removed.iter().map(|file| change(&file.folder, None, None)));
        let pulls = commit.pull.into_iter().flat_map(|pull| {
            (0..).zip(commit.touched()).map(move |(position, number)| KepPull {
                pull,
                number,
                position,
                merged_at: commit.at,
            })
        });
        history.pulls.extend(pulls);
        history.titles.extend(commit.pull.zip(commit.title.clone()));
    }
    history
}
