//! The import of notes: files are read, joined by notebook, and replace what the database has of it.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use domain::direction::isolated;
use domain::notebook::draft::Draft;
use domain::notebook::{Notebook, NotebookSlug, Rights};
use domain::remark::{Remark, RemarkKind};
use ingest::source::archive::{self, Archive, PackedFile};
use ingest::source::{self, ReadOptions, SourceFile};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use store::{Error, Replacement, Report, RunOrigin, Store};

use crate::sync::Progress;

/// The largest file: the journals of a company are smaller.
const MAX_BYTES: u64 = 1024 * 1024 * 1024;

/// The most files of a folder.
const MAX_FILES: usize = 10_000;

const EXPECTED: &str = "expected Markdown or org-mode with dated headings such as `## 2023-10-11`, an export of a Zenn \
                        scrap, or the text copy of one";

/// From how many notes on the progress of an import is shown.
const MANY_NOTES: usize = 2000;

/// The zone of a notebook that names none: most of the readers live in it.
pub const TIME_ZONE: &str = "Asia/Tokyo";

/// What an operator states of a notebook that its source may not.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// The IANA name of a zone, over that of the source and of an earlier import.
    pub time_zone: Option<String>,
    /// The rights, over those of the source and of an earlier import.
    pub rights: Option<Rights>,
    /// Whether more than half of the notes may vanish.
    pub may_lose: bool,
    /// Whether the files are a part of the notebook, so that what they do not have stays.
    pub append: bool,
    /// Whether to report the changes without making them.
    pub dry_run: bool,
    /// The source that it comes from by itself.
    pub origin: Option<RunOrigin>,
    /// The number of the database for which the changes were shown, where they were.
    pub seen: Option<i64>,
}

/// A file that somebody sent. Its name says what it is called, and is no path of this machine.
pub struct SentFile {
    /// As its sender calls it.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The files of one notebook, read and joined.
pub struct NotebookFiles {
    /// In the order in which they were named.
    pub paths: Vec<PathBuf>,
    /// The notebook's name in URLs.
    pub slug: NotebookSlug,
    /// The entries of all files.
    pub draft: Draft,
    /// Each with the file that it is about.
    pub remarks: Vec<(Option<PathBuf>, Remark)>,
}

/// As [`import_text_at`], now: for tests.
#[cfg(test)]
pub async fn import_text(store: &Store, text: &str) -> anyhow::Result<()> {
    import_text_at(store, text, jiff::Timestamp::now()).await
}

/// Imports a text under its title, or as `demo`, whatever vanishes by that: for the demo.
pub async fn import_text_at(store: &Store, text: &str, at: jiff::Timestamp) -> anyhow::Result<()> {
    let (draft, _) = source::read_text(text);
    let slug = NotebookSlug::from_title(draft.title.as_deref().unwrap_or("demo"))
        .context("the text has no title")?;
    let notebook = notebook(&slug, &draft, &ImportOptions::default(), None)?;
    let options = ImportOptions { may_lose: true, ..ImportOptions::default() };
    let replacement = Replacement { at, ..replacement(notebook, draft, None, &options) };
    replace(store, replacement, &Progress::silent()).await?;
    Ok(())
}

/// Reads every file, folder and archive, and joins those of one notebook; `notebook` takes all of them together.
///
/// A folder or an archive is one notebook, with its name where its files have no title in common. Where
/// `rights_are_stated` for all, those of the files need not agree.
///
/// # Errors
/// Where a file cannot be read, holds no entries, or has no title to name the notebook by, and where files of one
/// notebook state different rights.
pub fn read_files(
    paths: &[PathBuf],
    notebook: Option<&NotebookSlug>,
    options: &ReadOptions<'_>,
    rights_are_stated: bool,
) -> anyhow::Result<Vec<NotebookFiles>> {
    let mut notebooks: Vec<NotebookFiles> = Vec::new();
    // Where the rights that hold for a notebook were stated.
    let check_rights = |one: (&str, &Draft), other: (&str, &Draft)| match rights_are_stated {
        true => Ok(()),
        false => source::check_rights([one, other]),
    };
    for path in paths {
        let (draft, remarks) = read_path(path, options, rights_are_stated)?;
        let slug = match notebook {
            Some(slug) => slug.clone(),
            None => slug(&draft, path)?,
        };
        match notebooks.iter_mut().find(|files| files.slug == slug) {
            Some(files) => {
                let before = files.paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>();
                check_rights((&before.join(", "), &files.draft), (&path.display().to_string(), &draft))?;
                files.paths.push(path.clone());
                files.remarks.extend(remarks);
                files.draft = source::join(vec![std::mem::take(&mut files.draft), draft]);
            }
            None => notebooks.push(NotebookFiles { paths: vec![path.clone()], slug, draft, remarks }),
        }
    }
    Ok(notebooks)
}

/// Reads files that somebody sent as those of one notebook: one as [`read_files`] does, several as a folder of them, with
/// what archives among them hold.
///
/// # Errors
/// As [`read_files`].
pub fn read_sent(
    mut files: Vec<SentFile>,
    notebook: Option<&NotebookSlug>,
    options: &ReadOptions<'_>,
    rights_are_stated: bool,
) -> anyhow::Result<NotebookFiles> {
    let paths: Vec<PathBuf> = files.iter().map(|file| PathBuf::from(&file.name)).collect();
    let (path, read) = match &mut files[..] {
        [file] => {
            let path = PathBuf::from(&file.name);
            let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
            let read =
                read_content(&path, stem, std::mem::take(&mut file.bytes), options, rights_are_stated)?;
            (path, read)
        }
        _ => (
            PathBuf::new(),
            read_folder(Path::new(""), None, sent_folder(files)?, options, rights_are_stated)?,
        ),
    };
    let (draft, remarks) = read;
    let slug = match notebook {
        Some(slug) => slug.clone(),
        None => slug(&draft, &path)?,
    };
    Ok(NotebookFiles { paths, slug, draft, remarks })
}

/// Several files that somebody sent, as a folder.
fn sent_folder(files: Vec<SentFile>) -> anyhow::Result<Folder> {
    let mut folder = Folder::default();
    for SentFile { name, bytes } in files {
        if archive::is_archive(&bytes) {
            let Archive { files, passed_over } =
                archive::unpack(&bytes).with_context(|| format!("cannot read {name}"))?;
            let place = |path: String| format!("{name}/{path}");
            folder.passed_over.extend(passed_over.into_iter().map(place));
            folder.files.extend(
                files
                    .into_iter()
                    .map(|file| FolderFile { place: place(file.path), content: Content::Packed(file.bytes) }),
            );
        } else if archive::may_be_notes(&name) {
            folder.files.push(FolderFile { place: name, content: Content::Packed(bytes) });
        } else {
            folder.passed_over.push(name);
        }
    }
    if folder.files.len() > MAX_FILES {
        bail!("there are more than {MAX_FILES} files, the limit of an import");
    }
    folder.files.sort();
    Ok(folder)
}

/// Imports a notebook, or reports what that would change. The entries move out of `files`; how many notes are done goes
/// to `progress`.
///
/// # Errors
/// Where the time zone is unknown, where more than half of the notes would vanish without `may_lose`, and where
/// the database fails.
pub async fn import_files(
    store: &Store,
    files: &mut NotebookFiles,
    options: &ImportOptions,
    progress: &Progress,
) -> anyhow::Result<(Notebook, Report)> {
    match import_or_refuse(store, files, options, progress).await? {
        Ok(imported) => Ok(imported),
        Err(refused) => bail!(
            "{refused}; nothing was changed. With --append these files are added to the notebook, and what they do not \
             have stays; with --replace they are all of it, and the rest leaves it"
        ),
    }
}

/// As [`import_files`]; where more than half of the notes would vanish without `may_lose`, that is the inner error.
pub async fn import_or_refuse(
    store: &Store,
    files: &mut NotebookFiles,
    options: &ImportOptions,
    progress: &Progress,
) -> anyhow::Result<Result<(Notebook, Report), Error>> {
    let stored = store.notebook(&files.slug).await?;
    let mut draft = Draft { entries: std::mem::take(&mut files.draft.entries), ..files.draft.clone() };
    if let (true, Some(stored)) = (options.append, &stored) {
        draft = added_to(stored, draft, options.rights.is_some())?;
    }
    let notebook = notebook(&files.slug, &draft, options, stored.as_ref())?;
    let replacement = replacement(notebook.clone(), draft, Some(file_names(&files.paths)), options);
    match replace(store, replacement, progress).await {
        Ok(report) => Ok(Ok((notebook, report))),
        Err(refused @ (Error::LosesTooMuch { .. } | Error::LosesWritten { .. })) => Ok(Err(refused)),
        Err(error) => Err(error).with_context(|| format!("cannot import `{}`", files.slug)),
    }
}

/// A draft with its remarks, each with the file that it is about.
type ReadDraft = (Draft, Vec<(Option<PathBuf>, Remark)>);

/// Reads a file, a folder or an archive.
fn read_path(path: &Path, options: &ReadOptions<'_>, rights_are_stated: bool) -> anyhow::Result<ReadDraft> {
    let shown = path.display();
    if std::fs::metadata(path).with_context(|| format!("cannot read {shown}"))?.is_dir() {
        let mut folder = Folder::default();
        folder.collect(path, "")?;
        folder.files.sort();
        return read_folder(path, stem(path), folder, options, rights_are_stated);
    }
    read_content(path, stem(path), read_bytes(path)?, options, rights_are_stated)
}

/// What a folder or an archive is called where it lies, without an ending.
fn stem(path: &Path) -> Option<String> {
    path.canonicalize().ok().and_then(|path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()))
}

/// Reads the content of a file or an archive, which is shown as `path`; `stem` names an archive whose files have no title in
/// common.
fn read_content(
    path: &Path,
    stem: Option<String>,
    bytes: Vec<u8>,
    options: &ReadOptions<'_>,
    rights_are_stated: bool,
) -> anyhow::Result<ReadDraft> {
    let shown = path.display();
    if archive::is_archive(&bytes) {
        let Archive { files, passed_over } =
            archive::unpack(&bytes).with_context(|| format!("cannot read {shown}"))?;
        let packed = |file: PackedFile| FolderFile { place: file.path, content: Content::Packed(file.bytes) };
        let folder = Folder { files: files.into_iter().map(packed).collect(), passed_over };
        return read_folder(path, stem, folder, options, rights_are_stated);
    }
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let file = SourceFile { path: &name, bytes: &bytes };
    let (draft, remarks) = source::read(&file, options).with_context(|| format!("cannot read {shown}"))?;
    if is_empty(&draft) {
        let announced = remarks.iter().find(|remark| remark.kind == RemarkKind::Announced);
        let announced = announced.map(|remark| format!(" ({})", remark.message)).unwrap_or_default();
        bail!("{shown} contains no entries{announced}: {EXPECTED}");
    }
    Ok((draft, remarks.into_iter().map(|remark| (Some(path.to_owned()), remark)).collect()))
}

/// The files below a folder that may be notes, by path; a file that is named itself is the only one.
///
/// # Errors
/// Where one cannot be looked at, and where an import would refuse the folder.
pub fn note_files(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !std::fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut folder = Folder::default();
    folder.collect(path, "")?;
    folder.files.sort();
    Ok(folder.files.into_iter().map(|file| path.join(file.place)).collect())
}

fn read_bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let shown = path.display();
    let cannot_read = || format!("cannot read {shown}");
    // Before it is opened: opening a pipe waits until somebody writes to it.
    if !std::fs::metadata(path).with_context(cannot_read)?.is_file() {
        bail!("{shown} is a device or a pipe: save the notes as a file, and import that");
    }
    read_at_most(File::open(path).with_context(cannot_read)?, MAX_BYTES)
        .with_context(cannot_read)?
        .with_context(|| {
            format!("{shown} is larger than {} MiB, the limit of an import", MAX_BYTES / 1024 / 1024)
        })
}

/// All that a reader gives, or `None` where that is more than `limit` bytes; no more than one beyond is read, however
/// many there are.
fn read_at_most(reader: impl Read, limit: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// Whether nothing of a draft would be shown.
fn is_empty(draft: &Draft) -> bool {
    draft.entries.iter().all(|entry| entry.notes.is_empty() && entry.date.is_none())
}

/// What a folder or an archive holds.
#[derive(Default)]
struct Folder {
    /// The files that may be notes.
    files: Vec<FolderFile>,
    /// The paths of other files.
    passed_over: Vec<String>,
}

/// A file of a folder or an archive.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct FolderFile {
    /// Where it lies below the folder, parted by `/`.
    place: String,
    content: Content,
}

/// The bytes of a file, or where they are to be read: of a folder as many files are in memory as are read at a time.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Content {
    At(PathBuf),
    Packed(Vec<u8>),
}

impl Content {
    fn read(self) -> anyhow::Result<Vec<u8>> {
        match self {
            Self::At(path) => read_bytes(&path),
            Self::Packed(bytes) => Ok(bytes),
        }
    }
}

impl Folder {
    /// Adds the files of a folder, `below` being where it lies in the one that was named.
    fn collect(&mut self, folder: &Path, below: &str) -> anyhow::Result<()> {
        let shown = folder.display();
        for item in std::fs::read_dir(folder).with_context(|| format!("cannot read {shown}"))? {
            let item = item.with_context(|| format!("cannot read {shown}"))?;
            let path = item.path();
            let name = item.file_name().to_string_lossy().into_owned();
            let place = if below.is_empty() { name } else { format!("{below}/{name}") };
            // A name within decides on a hidden folder as on a hidden file.
            let kind = item.file_type().with_context(|| format!("cannot read {}", path.display()))?;
            if kind.is_dir() {
                match archive::may_be_notes(&format!("{place}/a.md")) {
                    true => self.collect(&path, &place)?,
                    false => self.passed_over.push(format!("{place}/")),
                }
            } else if !archive::may_be_notes(&place) {
                self.passed_over.push(place);
            } else if !kind.is_file() {
                bail!("{} is a link or a device: import the file that it leads to", path.display());
            } else if self.files.len() == MAX_FILES {
                bail!("{shown} is in a folder of more than {MAX_FILES} files, the limit of an import");
            } else {
                self.files.push(FolderFile { place, content: Content::At(path) });
            }
        }
        Ok(())
    }
}

/// Reads the files of a folder or an archive as those of one notebook; `stem` names it where they have no title in common.
fn read_folder(
    path: &Path,
    stem: Option<String>,
    folder: Folder,
    options: &ReadOptions<'_>,
    rights_are_stated: bool,
) -> anyhow::Result<ReadDraft> {
    let mut drafts: Vec<(String, Draft)> = Vec::new();
    let mut all_remarks = Vec::new();
    let read_file = |FolderFile { place, content }| {
        let bytes = content.read()?;
        let read = source::read(&SourceFile { path: &place, bytes: &bytes }, options);
        anyhow::Ok((place, read))
    };
    // Several at a time, in their order.
    let files: Vec<_> = folder.files.into_par_iter().map(read_file).collect();
    for file in files {
        let (place, read) = file?;
        let full_path = path.join(&place);
        let extension = place.rsplit('.').next().unwrap_or("").to_lowercase();
        let passed_over = |message: String| Remark::whole(message).as_kind(RemarkKind::PassedOver);
        match read {
            Ok((draft, _)) if is_empty(&draft) => {
                all_remarks.push((Some(full_path), passed_over("there are no notes in it".to_owned())));
            }
            Ok((draft, remarks)) => {
                all_remarks.extend(remarks.into_iter().map(|remark| (Some(full_path.clone()), remark)));
                drafts.push((full_path.display().to_string(), draft));
            }
            Err(refused) if matches!(extension.as_str(), "json" | "html" | "htm") => {
                all_remarks.push((Some(full_path), passed_over(refused.0)));
            }
            Err(refused) => bail!("cannot read {}: {refused}", full_path.display()),
        }
    }
    if drafts.is_empty() {
        bail!("{} contains no notes: {EXPECTED}", path.display());
    }
    if !folder.passed_over.is_empty() {
        let names: Vec<&str> = folder.passed_over.iter().take(3).map(String::as_str).collect();
        let more = if folder.passed_over.len() > names.len() { ", …" } else { "" };
        let message = format!("{} that are no notes: {}{more}", folder.passed_over.len(), names.join(", "));
        let remark = Remark::whole(message).as_kind(RemarkKind::PassedOver);
        all_remarks.push((Some(path.to_owned()), remark));
    }
    if !rights_are_stated {
        source::check_rights(drafts.iter().map(|(name, draft)| (name.as_str(), draft)))?;
    }
    // A zone that some files state says nothing of the others.
    let zone = drafts[0].1.time_zone.clone();
    if drafts.iter().any(|(_, draft)| draft.time_zone != zone) {
        for draft in drafts.iter_mut().map(|(_, draft)| draft) {
            let zone = draft.time_zone.take();
            for entry in &mut draft.entries {
                entry.posting.time_zone = entry.posting.time_zone.take().or(zone.clone());
            }
        }
    }
    let mut titles: Vec<&str> = drafts.iter().filter_map(|(_, draft)| draft.title.as_deref()).collect();
    titles.dedup();
    let title = match titles.as_slice() {
        [title] => Some((*title).to_owned()),
        _ => stem,
    };
    let head = Draft { format: drafts[0].1.format, title, ..Draft::default() };
    let joined =
        source::join(std::iter::once(head).chain(drafts.into_iter().map(|(_, draft)| draft)).collect());
    Ok((joined, all_remarks))
}

fn slug(draft: &Draft, path: &Path) -> anyhow::Result<NotebookSlug> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    draft
        .title
        .as_deref()
        .and_then(NotebookSlug::from_title)
        .or_else(|| NotebookSlug::from_title(&stem?))
        .with_context(|| format!("{} has no title: name the notebook with --notebook SLUG", path.display()))
}

/// Checks the name of a time zone.
///
/// # Errors
/// Where IANA has no such name.
pub fn check_time_zone(name: &str) -> anyhow::Result<()> {
    let zone = jiff::tz::TimeZone::get(name);
    zone.with_context(|| format!("`{name}` is not an IANA time zone such as Asia/Tokyo")).map(drop)
}

/// The notebook: what the options state, else its source, else an earlier import.
fn notebook(
    slug: &NotebookSlug,
    draft: &Draft,
    options: &ImportOptions,
    stored: Option<&Notebook>,
) -> anyhow::Result<Notebook> {
    let time_zone = options
        .time_zone
        .as_deref()
        .or(draft.time_zone.as_deref())
        .or(stored.map(|stored| stored.time_zone.as_str()))
        .unwrap_or(TIME_ZONE);
    check_time_zone(time_zone)?;
    let title = draft.title.clone().or(stored.map(|stored| stored.title.clone()));
    Ok(Notebook {
        slug: slug.clone(),
        title: title.map_or_else(|| slug.to_string(), |title| isolated(&title).into_owned()),
        author: draft.author.clone().or(stored.and_then(|stored| stored.author.clone())),
        origin: draft.origin.clone().or(stored.and_then(|stored| stored.origin.clone())),
        time_zone: time_zone.to_owned(),
        rights: options
            .rights
            .clone()
            .or(draft.rights.clone())
            .or(stored.map(|stored| stored.rights.clone()))
            .unwrap_or_default(),
        announced_entries: draft.announced_entries,
        lost_links: draft.lost_links,
        is_written: draft.is_written || stored.is_some_and(|stored| stored.is_written),
    })
}

/// What is added to a notebook, as a part of what its source says of all of it: its title, author, zone and rights stay, and
/// entries keep what is other.
fn added_to(stored: &Notebook, part: Draft, rights_are_stated: bool) -> anyhow::Result<Draft> {
    let whole = Draft {
        format: part.format,
        title: Some(stored.title.clone()),
        author: stored.author.clone(),
        origin: stored.origin.clone(),
        time_zone: Some(stored.time_zone.clone()),
        rights: Some(stored.rights.clone()),
        announced_entries: stored.announced_entries,
        ..Draft::default()
    };
    if !rights_are_stated {
        source::check_rights([(stored.slug.as_str(), &whole), ("what is added to it", &part)])?;
    }
    let part = Draft { title: None, announced_entries: None, is_written: stored.is_written, ..part };
    Ok(source::join(vec![whole, part]))
}

fn replacement(
    notebook: Notebook,
    draft: Draft,
    source: Option<String>,
    options: &ImportOptions,
) -> Replacement {
    Replacement {
        notebook,
        fidelity: draft.fidelity(),
        entries: draft.entries,
        source,
        origin: options.origin.clone(),
        at: jiff::Timestamp::now(),
        may_lose: options.may_lose,
        is_part: options.append,
        dry_run: options.dry_run,
        seen: options.seen,
    }
}

/// The names of files, without the folders that they lie in: those are nobody's business.
fn file_names(paths: &[PathBuf]) -> String {
    let names = paths.iter().map(|path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy());
    names.collect::<Vec<_>>().join(", ")
}

/// Replaces the notebook; each note is rendered and tagged before it is stored, so that pages need not do it.
async fn replace(store: &Store, replacement: Replacement, progress: &Progress) -> store::Result<Report> {
    let counted = format!("{}: notes", replacement.notebook.slug);
    let report = |done: usize, total: usize| {
        // Fewer are done at once.
        if total >= MANY_NOTES {
            progress.count(&counted, done, total);
        }
    };
    store.replace(replacement, ingest::prepare, report).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_read_than_the_limit_and_a_byte() {
        assert_eq!(read_at_most(&b"notes"[..], 5).unwrap(), Some(b"notes".to_vec()));
        let mut endless = std::io::repeat(b'-');
        assert_eq!(read_at_most(&mut endless, 1000).unwrap(), None);
        // As a file that grows while it is read.
        let mut grown = &b"notes and more"[..];
        assert_eq!(read_at_most(&mut grown, 5).unwrap(), None);
        assert_eq!(grown, b"and more");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_and_a_pipe_are_refused_before_they_are_opened() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("notes.md");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for path in [Path::new("/dev/zero"), &pipe] {
            let error = read_bytes(path).unwrap_err().to_string();
            assert!(
                error.ends_with("is a device or a pipe: save the notes as a file, and import that"),
                "{error}"
            );
        }
    }
}
