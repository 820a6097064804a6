//! The history of the KEPs, read from their repository with the system's git.

mod git;
mod log;
mod repository;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, bail};
use domain::kep::{KepLoss, KepRevision};
use jiff::Timestamp;
use store::{
    KepChange, KepHistory, KepProgress, KepPull, KepSnapshot, Store, SyncEnd, SyncId, SyncKind, UnreadKep,
};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};

use git::{Git, MainLine};
use log::Commit;
pub use repository::KepRepository;

use super::progress::Progress;
use super::report::SyncReport;

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
    source: &KepRepository,
    cache: &Path,
    progress: &Progress,
) -> anyhow::Result<SyncReport> {
    let last = store.last_sync(SyncKind::Keps).await?;
    let opened = OpenRepository::open(source, cache, progress).await?;
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
    opened.fetch(&main, progress).await?;
    let since = match cursor {
        Some(cursor) if git.is_ancestor(cursor, &main.tip).await? => Some(cursor),
        _ => None,
    };
    let (mut history, newest) = opened.read(since, &main.tip, progress).await?;
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
    source: &KepRepository,
    cache: &Path,
    progress: &Progress,
) -> anyhow::Result<KepSnapshot> {
    let opened = OpenRepository::open(source, cache, progress).await?;
    let main = opened.git.main_line().await?;
    opened.fetch(&main, progress).await?;
    let (history, newest) = opened.read(None, &main.tip, progress).await?;
    let data_at = newest.context("the repository has no KEPs")?;
    Ok(KepSnapshot { history, data_at, cursor: main.tip })
}

/// A repository whose main line can be read, with what it needs for that.
struct OpenRepository {
    git: Git,
    /// Whether the content of files is fetched by itself.
    is_remote: bool,
    /// Whether the main line lies in the cache, not in the repository itself.
    is_cached: bool,
    /// Where a bundle is unpacked; removed at the end.
    _folder: TempDir,
}

impl OpenRepository {
    async fn open(source: &KepRepository, cache: &Path, progress: &Progress) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir().context("cannot create a temporary folder")?;
        progress.step(format_args!("keps: connecting to {}", source.redacted()));
        let git = match source {
            KepRepository::Folder(folder) => Git::at(folder),
            KepRepository::Bundle(file) => {
                let file = file.canonicalize()?;
                Git::cache(folder.path(), &file.to_string_lossy()).await?
            }
            KepRepository::Remote(url) => Git::cache(cache, url).await?,
        };
        let is_remote = matches!(source, KepRepository::Remote(_));
        let is_cached = !matches!(source, KepRepository::Folder(_));
        Ok(Self { git, is_remote, is_cached, _folder: folder })
    }

    /// Brings the main line into the cache, where it lies in one.
    async fn fetch(&self, main: &MainLine, progress: &Progress) -> anyhow::Result<()> {
        if self.is_cached {
            progress.step("keps: fetching the main branch");
            self.git.fetch(main, self.is_remote).await?;
        }
        Ok(())
    }

    /// The history after `since`, or all of it, and the instant of its newest commit of all.
    async fn read(
        &self,
        since: Option<&str>,
        tip: &str,
        progress: &Progress,
    ) -> anyhow::Result<(KepHistory, Option<Timestamp>)> {
        progress.step("keps: reading the main branch");
        let (commits, newest) = commits(&self.git, since, tip).await?;
        let wanted: BTreeSet<&str> =
            commits.iter().flat_map(|commit| &commit.written).map(|file| &file.blob[..]).collect();
        let wanted: Vec<String> = wanted.into_iter().map(str::to_owned).collect();
        if self.is_remote && !wanted.is_empty() {
            progress.step(format_args!("keps: fetching {} files", wanted.len()));
            self.git.fetch_blobs(&wanted).await?;
        }
        let revisions = revisions(&self.git, &wanted, progress).await?;
        Ok((history(&commits, &revisions, since.is_none()), newest))
    }
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
            let content = content(&mut answers, blob).await?;
            files.push((blob.clone(), content));
        }
        revisions.extend(tokio::task::spawn_blocking(move || read_all(files)).await?);
        progress.count("keps: files", revisions.len(), wanted.len());
    }
    writing.await?;
    git.finish(child).await?;
    Ok(revisions)
}

/// The next answer of `git cat-file --batch`: a head with the size, the content, a line's end.
async fn content(answers: &mut (impl AsyncBufReadExt + Unpin), blob: &str) -> anyhow::Result<Option<String>> {
    let mut head = String::new();
    answers.read_line(&mut head).await?;
    let size: Option<u64> = head.trim_end().rsplit(' ').next().and_then(|size| size.parse().ok());
    let Some(size) = size.filter(|_| head.starts_with(blob)) else {
        bail!("git does not have the content of a file: `{}`", head.trim_end());
    };
    let is_read = size <= LARGEST_BYTES;
    let mut content = Vec::new();
    let mut rest = answers.take(size + 1);
    if is_read {
        rest.read_to_end(&mut content).await?;
        content.pop();
    } else {
        tokio::io::copy_buf(&mut rest, &mut tokio::io::sink()).await?;
    }
    Ok(is_read.then(|| String::from_utf8_lossy(&content).into_owned()))
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
