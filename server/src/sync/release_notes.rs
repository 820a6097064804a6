//! The release notes of Kubernetes, read from the repository of SIG Release with the system's git.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, ensure};
use domain::redact::without_secrets;
use domain::release_note::ReleaseNote;
use domain::version::Version;
use ingest::release_notes;
use jiff::Timestamp;
use store::{FactSource, ReadReleaseNotes, ReleaseNoteFile, SourceProgress, Store, SyncEnd};

use super::files::{committed_at, contents, earlier_blobs, files};
use super::git::History;
use super::progress::Progress;
use super::report::SyncReport;
use super::repository::{GitRepository, OpenRepository};

/// What steps are reported of.
const KIND: &str = "release-notes";

/// Where the files of all releases lie.
const FOLDER: &str = "releases";

/// How many earlier contents of a file are tried where its newest cannot be read and none is stored.
const EARLIER: usize = 20;

/// Reads the files that are other than before, and stores their notes.
///
/// A file that cannot be read, or has lost most of its notes, leaves those that are stored as they are; where none are, the
/// last content counts that can be read. Either is reported. `cache` is the folder for what comes from a remote.
pub async fn run(
    store: &Store,
    repository: &str,
    cache: &Path,
    progress: &Progress,
) -> anyhow::Result<SyncReport> {
    let started_at = Timestamp::now();
    let report = read(store, repository, cache, progress, started_at).await;
    if let Err(error) = &report {
        let error = without_secrets(&format!("{error:#}"));
        store.record_source_failure(FactSource::ReleaseNotes, started_at, &error).await?;
    }
    report
}

async fn read(
    store: &Store,
    repository: &str,
    cache: &Path,
    progress: &Progress,
    started_at: Timestamp,
) -> anyhow::Result<SyncReport> {
    let source = GitRepository::find(repository)?;
    let opened = OpenRepository::open(&source, cache, KIND, progress).await?;
    let main = opened.git.main_line().await?;
    opened.fetch(&main, History::Whole, KIND, progress).await?;
    let data_at = if source.is_live() { started_at } else { committed_at(&opened.git, &main.tip).await? };
    let found = files(&opened.git, &main.tip, FOLDER).await?;
    let found: BTreeMap<Version, (String, String)> =
        found.into_iter().filter_map(|(path, blob)| Some((release(&path)?, (path, blob)))).collect();
    ensure!(!found.is_empty(), "the repository has no release notes in `{FOLDER}/`");
    let stored = store.release_note_files().await?;
    let is_new = |release: &Version, blob: &str| {
        stored.get(release).is_none_or(|file| file.error.is_some() || file.blob.as_deref() != Some(blob))
    };
    let wanted = found.iter().filter(|(release, (_, blob))| is_new(release, blob));
    let wanted: Vec<(Version, String, String)> =
        wanted.map(|(release, (path, blob))| (*release, path.clone(), blob.clone())).collect();
    progress.step(format_args!("release-notes: reading {} files", wanted.len()));
    let blobs: Vec<String> = wanted.iter().map(|(_, _, blob)| blob.clone()).collect();
    let mut texts = contents(&opened, &blobs).await?;
    let mut read = Vec::new();
    for (release, path, blob) in wanted {
        let text = texts.remove(&blob).flatten();
        let before = stored.get(&release).cloned().unwrap_or_default();
        let notes = match parse(text, release).await? {
            Ok(notes) if before.has_most_in(notes.len()) => Ok(notes),
            Ok(notes) => Err(format!("has only {} of its {} notes", notes.len(), before.notes)),
            Err(why) => Err(why),
        };
        read.push(match notes {
            Ok(notes) => read_file(release, blob, notes, None),
            Err(why) if before.blob.is_none() => earlier(&opened, &main.tip, &path, release, &why).await?,
            Err(why) => {
                let file = ReleaseNoteFile { error: Some(why), ..before };
                ReadReleaseNotes { release, file, notes: None }
            }
        });
    }
    for (release, file) in stored.iter().filter(|(release, _)| !found.contains_key(release)) {
        let file = ReleaseNoteFile { error: Some("is no longer there".to_owned()), ..file.clone() };
        read.push(ReadReleaseNotes { release: *release, file, notes: None });
    }
    let errors: Vec<String> = read
        .iter()
        .filter_map(|read| Some(format!("{} {}", read.release, read.file.error.as_deref()?)))
        .collect();
    let error = (!errors.is_empty()).then(|| errors.join("; "));
    let record = SourceProgress {
        commit: Some(main.tip.clone()),
        data_at: Some(data_at),
        checked_at: started_at,
        error: error.clone(),
    };
    let changed = store.store_release_notes(&read, &record).await?;
    let odd = error.map(|error| format!("; the notes of before count: {error}")).unwrap_or_default();
    let summary = match changed {
        0 => format!("nothing is new{odd}"),
        _ => format!("{changed} notes new or changed, of {} releases{odd}", found.len()),
    };
    let end = SyncEnd { summary: Some(summary), data_at: Some(data_at), cursor: Some(main.tip), error: None };
    Ok(SyncReport { end, changed: changed > 0 })
}

/// The release whose notes lie at a path.
fn release(path: &str) -> Option<Version> {
    let (folder, rest) = path.strip_prefix("releases/release-")?.split_once('/')?;
    let is_notes = matches!(rest, "release-notes-draft.json" | "release-notes/release-notes-draft.json");
    folder.parse().ok().filter(|_| is_notes)
}

/// The notes of a file, or why it cannot be read.
async fn parse(text: Option<String>, release: Version) -> anyhow::Result<Result<Vec<ReleaseNote>, String>> {
    let Some(text) = text else { return Ok(Err("is too large to be a file of release notes".to_owned())) };
    let read = tokio::task::spawn_blocking(move || release_notes::read(&text, release)).await?;
    Ok(match read {
        Ok((notes, remarks)) => {
            for remark in &remarks {
                tracing::debug!("release-notes: {release}: {remark}");
            }
            Ok(notes)
        }
        Err(remark) => Err(remark.to_string()),
    })
}

/// The newest content of a file that can be read, of those before the one that cannot.
async fn earlier(
    opened: &OpenRepository,
    tip: &str,
    path: &str,
    release: Version,
    why: &str,
) -> anyhow::Result<ReadReleaseNotes> {
    let blobs = earlier_blobs(&opened.git, tip, path).await.context("cannot read the history of a file")?;
    for blob in blobs.into_iter().skip(1).take(EARLIER) {
        let text = contents(opened, std::slice::from_ref(&blob)).await?.remove(&blob).flatten();
        if let Ok(notes) = parse(text, release).await? {
            return Ok(read_file(release, blob, notes, Some(why.to_owned())));
        }
    }
    let file = ReleaseNoteFile { error: Some(why.to_owned()), ..ReleaseNoteFile::default() };
    Ok(ReadReleaseNotes { release, file, notes: None })
}

fn read_file(
    release: Version,
    blob: String,
    notes: Vec<ReleaseNote>,
    error: Option<String>,
) -> ReadReleaseNotes {
    let file = ReleaseNoteFile { blob: Some(blob), error, notes: notes.len() };
    ReadReleaseNotes { release, file, notes: Some(notes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_names_the_release() {
        let minor = |path: &str| release(path).map(|release| release.minor);
        assert_eq!(minor("releases/release-1.20/release-notes-draft.json"), Some(20));
        assert_eq!(minor("releases/release-1.31/release-notes/release-notes-draft.json"), Some(31));
        for other in [
            "releases/release-1.31/release-notes/maps/pr-1-map.yaml",
            "releases/release-1.31/release-notes/release-notes-draft.md",
            "releases/release-next/release-notes-draft.json",
            "release-notes-draft.json",
        ] {
            assert_eq!(minor(other), None, "{other}");
        }
    }
}
