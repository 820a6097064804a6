//! A git repository: the newest commit of a branch, of which the files of one folder are imported.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail, ensure};
use domain::notebook::followed::{LookState, Revision, SourceAddress};
use ingest::source::archive::may_be_notes;
use sha2::{Digest, Sha256};
use url::Url;

use super::fetched::{Content, Fetched};
use super::settings::SourceSettings;
use crate::sync::Progress;
use crate::sync::files::read_each;
use crate::sync::git::{Git, History};
use crate::sync::lock::sibling_path;
use crate::sync::repository::{GitRepository, OpenRepository};

/// What steps are reported of.
const KIND: &str = "source";

/// The largest file that is read.
const LARGEST_BYTES: u64 = 64 * 1024 * 1024;

/// The most files of a repository that are read.
const MAX_FILES: usize = 10_000;

/// The newest commit of a repository, where it is another one than before.
///
/// `database` is the file next to which what comes from a remote is kept.
///
/// # Errors
/// Where git fails, where the branch or the folder is not there, and where the repository is on a host that may not be reached.
pub async fn fetch(
    address: &SourceAddress,
    looks: &LookState,
    database: &Path,
    settings: &SourceSettings,
) -> anyhow::Result<Fetched> {
    let limit = settings.limits.git_time;
    tokio::time::timeout(limit, fetch_unlimited(address, looks, database, settings))
        .await
        .unwrap_or_else(|_| bail!("git did not finish within {} minutes", limit.as_secs() / 60))
}

/// The folder next to the database for what comes from the repository of an address.
pub fn cache(database: &Path, address: &SourceAddress) -> PathBuf {
    let digest = hex::encode(Sha256::digest(&address.location));
    sibling_path(database, &format!("source-{}.git", &digest[..12]))
}

async fn fetch_unlimited(
    address: &SourceAddress,
    looks: &LookState,
    database: &Path,
    settings: &SourceSettings,
) -> anyhow::Result<Fetched> {
    let source = GitRepository::find(&address.location)?;
    let pinned = match address.web_url() {
        Some(url) => pin(&url, settings).await?,
        None => Vec::new(),
    };
    let progress = Progress::logged();
    let cache = cache(database, address);
    if matches!(source, GitRepository::Remote(_)) {
        create_private(&cache)?;
    }
    let mut opened = OpenRepository::open(&source, &cache, KIND, &progress).await?;
    opened.git = opened.git.with_settings(pinned);
    let main = match &address.branch {
        Some(branch) => opened.git.branch(branch).await?,
        None => opened.git.main_line().await?,
    };
    let revision = Revision::Commit(main.tip.clone());
    if looks.revision.as_ref() == Some(&revision) {
        return Ok(Fetched::Unchanged { stamp: None });
    }
    opened.fetch(&main, History::Tip, KIND, &progress).await?;
    let folder = tempfile::tempdir().context("cannot create a temporary folder")?;
    let path = check_out(&opened, &main.tip, address, folder.path(), settings.limits.bytes).await?;
    Ok(Fetched::Content(Content { path, revision, stamp: main.tip, folder: Some(folder) }))
}

/// Makes a folder for its owner alone, as notes that only some may read lie in it.
fn create_private(folder: &Path) -> anyhow::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).with_context(|| format!("cannot create {}", folder.display()))
}

/// Settings by which git connects to what was checked of a host, and follows no redirect to another one.
///
/// git before 2.37 knows no such pin, and looks the host up itself.
async fn pin(url: &Url, settings: &SourceSettings) -> anyhow::Result<Vec<(String, String)>> {
    let addresses = settings.hosts.resolve(url).await?;
    let mut pinned = vec![("http.followRedirects".to_owned(), "false".to_owned())];
    if let (Some(name), Some(port)) = (url.domain(), url.port_or_known_default()) {
        let addresses: Vec<String> = addresses.iter().map(|address| address.ip().to_string()).collect();
        pinned.push(("http.curloptResolve".to_owned(), format!("{name}:{port}:{}", addresses.join(","))));
    }
    Ok(pinned)
}

/// A file of a commit.
struct TreeFile {
    path: String,
    blob: String,
}

/// Writes the files that may be notes into a folder of the name that their own has; gives what is to be imported.
async fn check_out(
    opened: &OpenRepository,
    commit: &str,
    address: &SourceAddress,
    into: &Path,
    limit: u64,
) -> anyhow::Result<PathBuf> {
    let folder = address.folder.as_deref();
    let files = list(&opened.git, commit, folder).await?;
    let root = into.join(address.name());
    let place = |file: &TreeFile| match folder {
        Some(folder) if file.path == folder => Ok(root.clone()),
        Some(folder) => {
            below(&root, file.path.strip_prefix(folder).unwrap_or(&file.path).trim_start_matches('/'))
        }
        None => below(&root, &file.path),
    };
    let mut places = Vec::new();
    for file in &files {
        places.push(place(file)?);
    }
    let blobs: Vec<String> = files.into_iter().map(|file| file.blob).collect();
    let (mut written, mut places) = (0, places.into_iter());
    read_each(opened, &blobs, LARGEST_BYTES, |_, bytes| {
        let place = places.next().context("git answers more than it was asked for")?;
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        let bytes =
            bytes.with_context(|| format!("{name} is larger than {} MiB", LARGEST_BYTES / 1024 / 1024))?;
        written += bytes.len() as u64;
        ensure!(written <= limit, "the notes are larger than {} MiB together", limit / 1024 / 1024);
        if let Some(parent) = place.parent() {
            std::fs::create_dir_all(parent).context("cannot create a temporary folder")?;
        }
        std::fs::write(&place, bytes).context("cannot write a temporary file")
    })
    .await?;
    Ok(root)
}

/// The files of a commit that may be notes, below a folder; or the one that is named.
async fn list(git: &Git, commit: &str, folder: Option<&str>) -> anyhow::Result<Vec<TreeFile>> {
    let mut arguments = vec!["--literal-pathspecs", "ls-tree", "-r", "-z", "--full-tree", commit];
    if let Some(folder) = folder {
        arguments.extend(["--", folder]);
    }
    let listed = git.run(&arguments, None).await?;
    let parse = |line: &str| {
        let (entry, path) = line.split_once('\t')?;
        let (mode, blob) = (entry.split(' ').next()?, entry.rsplit(' ').next()?);
        // Links and submodules hold no notes.
        let is_file = matches!(mode, "100644" | "100755" | "100664");
        let place =
            folder.and_then(|folder| path.strip_prefix(folder)).unwrap_or(path).trim_start_matches('/');
        let is_wanted = is_file && (place.is_empty() || may_be_notes(place));
        is_wanted.then(|| TreeFile { path: path.to_owned(), blob: blob.to_owned() })
    };
    let files: Vec<TreeFile> = listed.split('\0').filter_map(parse).collect();
    match folder {
        _ if files.len() > MAX_FILES => bail!("the repository has more than {MAX_FILES} files of notes"),
        Some(folder) if files.is_empty() => bail!("the repository has no notes in `{folder}`"),
        None if files.is_empty() => bail!("the repository has no notes"),
        _ => Ok(files),
    }
}

/// A path below a folder: nothing in it leads out.
fn below(root: &Path, path: &str) -> anyhow::Result<PathBuf> {
    let path = Path::new(path);
    ensure!(
        path.components().all(|part| matches!(part, Component::Normal(_))),
        "the repository has a file whose path leads out of it"
    );
    Ok(root.join(path))
}
