//! The files of a commit, and what they held before.

use std::collections::BTreeMap;
use std::process::Stdio;

use anyhow::{Context, bail};
use jiff::Timestamp;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};

use super::git::Git;
use super::repository::OpenRepository;

/// The largest file that is read.
const LARGEST_BYTES: u64 = 16 * 1024 * 1024;

/// The files below a folder at a commit: the hash of the content of each by its path.
pub async fn files(git: &Git, commit: &str, folder: &str) -> anyhow::Result<BTreeMap<String, String>> {
    let listed = git.run(&["ls-tree", "-r", "-z", "--full-tree", commit, "--", folder], None).await?;
    let files = listed.split('\0').filter_map(|line| {
        let (entry, path) = line.split_once('\t')?;
        let blob = entry.rsplit(' ').next()?;
        Some((path.to_owned(), blob.to_owned()))
    });
    Ok(files.collect())
}

/// When a commit was made.
pub async fn committed_at(git: &Git, commit: &str) -> anyhow::Result<Timestamp> {
    let seconds = git.run(&["log", "-1", "--format=%ct", commit], None).await?;
    let seconds = seconds.trim().parse().context("git does not say when a commit was made")?;
    Ok(Timestamp::from_second(seconds)?)
}

/// The contents that a file had on the main line up to a commit, newest first, by their hashes.
pub async fn earlier_blobs(git: &Git, commit: &str, path: &str) -> anyhow::Result<Vec<String>> {
    let arguments = ["log", "--first-parent", "-m", "--format=", "--raw", "--no-abbrev", "--no-renames"];
    let lines = git.run(&[&arguments[..], &["--diff-filter=AM", commit, "--", path]].concat(), None).await?;
    // `:100644 100644 <before> <after> M<tab>path`
    Ok(lines.lines().filter_map(|line| line.split(' ').nth(3).map(str::to_owned)).collect())
}

/// The contents of files by their hashes, fetched where they lie elsewhere; `None` for a file that is too large.
pub async fn contents(
    opened: &OpenRepository,
    blobs: &[String],
) -> anyhow::Result<BTreeMap<String, Option<String>>> {
    let mut contents = BTreeMap::new();
    read_each(opened, blobs, LARGEST_BYTES, |blob, bytes| {
        contents.insert(blob.to_owned(), bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
        Ok(())
    })
    .await?;
    Ok(contents)
}

/// Calls `each` with the hash and the bytes of every file, in their order, fetched where they lie elsewhere; with `None`
/// for one of more than `largest` bytes.
pub async fn read_each(
    opened: &OpenRepository,
    blobs: &[String],
    largest: u64,
    mut each: impl FnMut(&str, Option<Vec<u8>>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    if blobs.is_empty() {
        return Ok(());
    }
    if opened.is_remote {
        opened.git.fetch_blobs(blobs).await?;
    }
    let mut child = opened.git.start(&["cat-file", "--batch"], Stdio::piped())?;
    let mut stdin = child.stdin.take().context("git has no standard input")?;
    let mut answers = BufReader::new(child.stdout.take().context("git has no standard output")?);
    let requests: String = blobs.iter().map(|blob| format!("{blob}\n")).collect();
    let writing = tokio::spawn(async move {
        // Where git has exited, its answers end.
        let _ = stdin.write_all(requests.as_bytes()).await;
    });
    for blob in blobs {
        each(blob, bytes(&mut answers, blob, largest).await?)?;
    }
    writing.await?;
    opened.git.finish(child).await
}

/// The next answer of `git cat-file --batch`: a head with the size, the content, a line's end. Of a file with more than
/// `largest` bytes nothing.
pub async fn content(
    answers: &mut (impl AsyncBufReadExt + Unpin),
    blob: &str,
    largest: u64,
) -> anyhow::Result<Option<String>> {
    let bytes = bytes(answers, blob, largest).await?;
    Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

/// As [`content`], as it is.
async fn bytes(
    answers: &mut (impl AsyncBufReadExt + Unpin),
    blob: &str,
    largest: u64,
) -> anyhow::Result<Option<Vec<u8>>> {
    let mut head = String::new();
    answers.read_line(&mut head).await?;
    let size: Option<u64> = head.trim_end().rsplit(' ').next().and_then(|size| size.parse().ok());
    let Some(size) = size.filter(|_| head.starts_with(blob)) else {
        bail!("git does not have the content of a file: `{}`", head.trim_end());
    };
    let is_read = size <= largest;
    let mut content = Vec::new();
    let mut rest = answers.take(size + 1);
    if is_read {
        rest.read_to_end(&mut content).await?;
        content.pop();
    } else {
        tokio::io::copy_buf(&mut rest, &mut tokio::io::sink()).await?;
    }
    Ok(is_read.then_some(content))
}
