//! The import of notes: files are read, joined by notebook, and replace what the database has of it.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use domain::direction::isolated;
use domain::notebook::draft::{Draft, DraftEntry};
use domain::notebook::{Notebook, NotebookSlug, Rights};
use domain::remark::{Remark, RemarkKind};
use ingest::source::{self, ReadOptions, SourceFile};
use store::{Error, Replacement, Report, Store};

/// The largest file: the journal of a lifetime is smaller.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The zone of a notebook that names none: most of the readers live in it.
const TIME_ZONE: &str = "Asia/Tokyo";

/// What an operator states of a notebook that its source may not.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// The IANA name of a zone, over that of the source and of an earlier import.
    pub time_zone: Option<String>,
    /// The rights, over those of the source and of an earlier import.
    pub rights: Option<Rights>,
    /// Whether more than half of the notes may vanish.
    pub may_lose: bool,
    /// Whether to report the changes without making them.
    pub dry_run: bool,
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

/// Imports a text under its title, or as `demo`, whatever vanishes by that: for the demo and for tests.
pub async fn import_text(store: &Store, text: &str) -> anyhow::Result<()> {
    let (draft, _) = source::read_text(text);
    let slug = NotebookSlug::from_title(draft.title.as_deref().unwrap_or("demo"))
        .context("the text has no title")?;
    let notebook = notebook(&slug, &draft, &ImportOptions::default(), None)?;
    replace(store, &replacement(notebook, draft.entries, true, false)).await?;
    Ok(())
}

/// Reads every file and joins those of one notebook; `notebook` takes all of them together.
///
/// # Errors
/// Where a file cannot be read, holds no entries, or has no title to name the notebook by.
pub fn read_files(paths: &[PathBuf], notebook: Option<&NotebookSlug>) -> anyhow::Result<Vec<NotebookFiles>> {
    let mut notebooks: Vec<NotebookFiles> = Vec::new();
    for path in paths {
        let (draft, remarks) = read_file(path)?;
        let slug = match notebook {
            Some(slug) => slug.clone(),
            None => slug(&draft, path)?,
        };
        let remarks = remarks.into_iter().map(|remark| (Some(path.clone()), remark));
        match notebooks.iter_mut().find(|files| files.slug == slug) {
            Some(files) => {
                files.paths.push(path.clone());
                files.remarks.extend(remarks);
                files.draft = source::join(vec![std::mem::take(&mut files.draft), draft]);
            }
            None => notebooks.push(NotebookFiles {
                paths: vec![path.clone()],
                slug,
                draft,
                remarks: remarks.collect(),
            }),
        }
    }
    Ok(notebooks)
}

/// Imports a notebook, or reports what that would change. The entries move out of `files`.
///
/// # Errors
/// Where the time zone is unknown, where more than half of the notes would vanish without `may_lose`, and where
/// the database fails.
pub async fn import_files(
    store: &Store,
    files: &mut NotebookFiles,
    options: &ImportOptions,
) -> anyhow::Result<(Notebook, Report)> {
    let stored = store.notebooks().await?.into_iter().find(|stored| stored.notebook.slug == files.slug);
    let stored = stored.map(|stored| stored.notebook);
    let notebook = notebook(&files.slug, &files.draft, options, stored.as_ref())?;
    let entries = std::mem::take(&mut files.draft.entries);
    let replacement = replacement(notebook, entries, options.may_lose, options.dry_run);
    match replace(store, &replacement).await {
        Ok(report) => Ok((replacement.notebook, report)),
        Err(refused @ Error::LosesTooMuch { .. }) => {
            bail!("{refused}; nothing was changed. Use --replace to import anyway")
        }
        Err(error) => Err(error).with_context(|| format!("cannot import `{}`", files.slug)),
    }
}

fn read_file(path: &Path) -> anyhow::Result<(Draft, Vec<Remark>)> {
    let shown = path.display();
    let size = std::fs::metadata(path).with_context(|| format!("cannot read {shown}"))?;
    if size.is_dir() {
        bail!("{shown} is a directory: name the files in it");
    }
    if size.len() > MAX_BYTES {
        bail!("{shown} is larger than {} MiB, the limit of an import", MAX_BYTES / 1024 / 1024);
    }
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {shown}"))?;
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let file = SourceFile { path: &name, bytes: &bytes };
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let options = ReadOptions { today: Some(today), ..ReadOptions::default() };
    let (draft, remarks) = source::read(&file, &options).with_context(|| format!("cannot read {shown}"))?;
    if draft.entries.iter().all(|entry| entry.notes.is_empty() && entry.date.is_none()) {
        let announced = remarks.iter().find(|remark| remark.kind == RemarkKind::Announced);
        let announced = announced.map(|remark| format!(" ({})", remark.message)).unwrap_or_default();
        bail!(
            "{shown} contains no entries{announced}: expected the text copy of a Zenn scrap, or Markdown with dated headings \
             such as `## 2023-10-11`"
        );
    }
    Ok((draft, remarks))
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
    jiff::tz::TimeZone::get(time_zone)
        .with_context(|| format!("`{time_zone}` is not an IANA time zone such as Asia/Tokyo"))?;
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
    })
}

fn replacement(notebook: Notebook, entries: Vec<DraftEntry>, may_lose: bool, dry_run: bool) -> Replacement {
    Replacement { notebook, entries, at: jiff::Timestamp::now(), may_lose, dry_run }
}

/// Replaces the notebook; each note is rendered and tagged as it is stored, so that pages need not do it.
async fn replace(store: &Store, replacement: &Replacement) -> store::Result<Report> {
    let lost_links = replacement.notebook.lost_links;
    store.replace(replacement, |markdown| ingest::prepare(markdown, lost_links)).await
}
