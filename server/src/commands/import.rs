//! `kepline import`: files in, a notebook in the database out, and a report of what happened.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use domain::list::timeline::Notebook;
use domain::notebook::draft::{Draft, Format};
use domain::notebook::{NotebookSlug, Rights};
use domain::remark::Remark;
use ingest::import;
use serde_json::json;
use store::{Count, Error, Replacement, Report, Store};

use crate::cli::{Import, RightsWord};
use crate::commands::say;

/// No journal of a lifetime is longer.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The zone of a notebook that names none: most of the readers live in it.
const TIME_ZONE: &str = "Asia/Tokyo";

/// Imports the files, a notebook at a time; one that is refused leaves those before it in.
pub async fn run(store: &Store, options: &Import) -> anyhow::Result<ExitCode> {
    let mut reports = Vec::new();
    let mut refused = Ok(ExitCode::SUCCESS);
    for source in read_all(options)? {
        match import_source(store, &source, options).await {
            Ok((notebook, imported)) if options.json => reports.push(as_json(&source, &notebook, &imported)),
            Ok((notebook, imported)) => say(&as_text(&source, &notebook, &imported, options.dry_run))?,
            Err(error) => {
                reports.push(json!({ "notebook": source.slug, "error": format!("{error:#}") }));
                refused = Err(error);
                break;
            }
        }
    }
    if options.json {
        say(&format!("{:#}\n", json!({ "dry_run": options.dry_run, "notebooks": reports })))?;
    }
    refused
}

/// Imports what was compiled into the program.
pub async fn import_demo(store: &Store, text: &str) -> anyhow::Result<()> {
    let (draft, _) = import::read(text.as_bytes());
    let slug = NotebookSlug::from_title(draft.title.as_deref().unwrap_or("demo"))
        .context("the demo has no title")?;
    let source = Source { paths: Vec::new(), slug, draft, remarks: Vec::new() };
    let head = head(&source, None, None, None)?;
    replace(store, &replacement(head, source.draft, true, false)).await?;
    Ok(())
}

/// One notebook's worth of files.
struct Source {
    paths: Vec<PathBuf>,
    slug: NotebookSlug,
    draft: Draft,
    /// Each with the file that it is about.
    remarks: Vec<(Option<PathBuf>, Remark)>,
}

/// Reads every file and joins those of one notebook.
fn read_all(options: &Import) -> anyhow::Result<Vec<Source>> {
    let mut sources: Vec<Source> = Vec::new();
    for path in &options.paths {
        let (draft, remarks) = read(path)?;
        let slug = match &options.notebook {
            Some(slug) => slug.clone(),
            None => slug_of(&draft, path)?,
        };
        let remarks = remarks.into_iter().map(|remark| (Some(path.clone()), remark));
        match sources.iter_mut().find(|source| source.slug == slug) {
            Some(source) => {
                source.paths.push(path.clone());
                source.remarks.extend(remarks);
                source.draft = import::join(vec![source.draft.clone(), draft]);
            }
            None => {
                sources.push(Source { paths: vec![path.clone()], slug, draft, remarks: remarks.collect() });
            }
        }
    }
    Ok(sources)
}

fn read(path: &Path) -> anyhow::Result<(Draft, Vec<Remark>)> {
    let shown = path.display();
    let size = std::fs::metadata(path).with_context(|| format!("cannot read {shown}"))?;
    if size.is_dir() {
        bail!("{shown} is a folder: name the files in it");
    }
    if size.len() > MAX_BYTES {
        bail!("{shown} is larger than {} MiB: no notes are", MAX_BYTES / 1024 / 1024);
    }
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {shown}"))?;
    let (draft, remarks) = import::read(&bytes);
    if draft.entries.iter().all(|entry| entry.notes.is_empty() && entry.date.is_none()) {
        bail!(
            "{shown} holds no entries: expected the text copy of a Zenn scrap, or Markdown with dated headings \
             such as `## 2023-10-11`"
        );
    }
    Ok((draft, remarks))
}

fn slug_of(draft: &Draft, path: &Path) -> anyhow::Result<NotebookSlug> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    draft
        .title
        .as_deref()
        .and_then(NotebookSlug::from_title)
        .or_else(|| NotebookSlug::from_title(&stem?))
        .with_context(|| format!("{} has no title: name the notebook with --notebook", path.display()))
}

async fn import_source(
    store: &Store,
    source: &Source,
    options: &Import,
) -> anyhow::Result<(Notebook, Report)> {
    let known = store.notebooks().await?.into_iter().find(|known| known.notebook.slug == source.slug);
    let head = head(
        source,
        options.time_zone.as_deref(),
        rights(options)?,
        known.map(|known| known.notebook).as_ref(),
    )?;
    let replacement = replacement(head, source.draft.clone(), options.replace, options.dry_run);
    match replace(store, &replacement).await {
        Ok(report) => Ok((replacement.notebook, report)),
        Err(refused @ Error::LosesTooMuch { .. }) => {
            bail!("{refused}; nothing was changed. If that is what you want, say --replace")
        }
        Err(error) => Err(error).with_context(|| format!("`{}` was not imported", source.slug)),
    }
}

/// What the command line says of the rights.
fn rights(options: &Import) -> anyhow::Result<Option<Rights>> {
    Ok(match (options.rights, &options.licence) {
        (None, _) => None,
        (Some(RightsWord::Licensed), Some(licence)) => Some(Rights::Licensed(licence.clone())),
        (Some(RightsWord::Licensed), None) => {
            bail!("--rights licensed needs the licence: --licence \"CC BY 4.0\"")
        }
        (Some(_), Some(_)) => bail!("--licence goes with --rights licensed"),
        (Some(RightsWord::Own), None) => Some(Rights::Own),
        (Some(RightsWord::Unstated), None) => Some(Rights::Unstated),
    })
}

/// The notebook's head: what the command line says, else the source, else an earlier import.
fn head(
    source: &Source,
    time_zone: Option<&str>,
    rights: Option<Rights>,
    known: Option<&Notebook>,
) -> anyhow::Result<Notebook> {
    let draft = &source.draft;
    let time_zone = time_zone
        .or(draft.time_zone.as_deref())
        .or(known.map(|known| known.time_zone.as_str()))
        .unwrap_or(TIME_ZONE);
    jiff::tz::TimeZone::get(time_zone)
        .with_context(|| format!("`{time_zone}` is not a time zone such as Asia/Tokyo"))?;
    let title = draft.title.clone().or(known.map(|known| known.title.clone()));
    Ok(Notebook {
        slug: source.slug.clone(),
        title: title.unwrap_or_else(|| source.slug.to_string()),
        author: draft.author.clone().or(known.and_then(|known| known.author.clone())),
        origin: draft.origin.clone().or(known.and_then(|known| known.origin.clone())),
        time_zone: time_zone.to_owned(),
        rights: rights
            .or(draft.rights.clone())
            .or(known.map(|known| known.rights.clone()))
            .unwrap_or_default(),
        announced_entries: draft.announced_entries,
        lost_links: draft.lost_links,
    })
}

fn replacement(notebook: Notebook, draft: Draft, may_lose: bool, dry_run: bool) -> Replacement {
    Replacement { notebook, entries: draft.entries, at: jiff::Timestamp::now(), may_lose, dry_run }
}

/// Renders and tags every note: all the work that a page must not do.
async fn replace(store: &Store, replacement: &Replacement) -> store::Result<Report> {
    let lost_links = replacement.notebook.lost_links;
    store.replace(replacement, |markdown| ingest::prepare(markdown, lost_links)).await
}

fn as_text(source: &Source, notebook: &Notebook, report: &Report, dry_run: bool) -> String {
    let paths: Vec<String> = source.paths.iter().map(|path| path.display().to_string()).collect();
    let verb = match (dry_run, report.is_new) {
        (true, _) => "would import",
        (false, true) => "imported",
        (false, false) => "imported again",
    };
    let format = match source.draft.format {
        Format::ScrapText => "text copy of a Zenn scrap",
        Format::Journal => "Markdown journal",
    };
    let mut lines = vec![
        format!("{verb} {} as `{}` ({format})", paths.join(", "), notebook.slug),
        format!("  entries: {}", line(&report.entries)),
        format!("  notes:   {}", line(&report.notes)),
    ];
    if report.remade > 0 {
        lines.push(format!(
            "  {} unchanged notes were made into HTML, references and tags anew",
            report.remade
        ));
    }
    // Of several files, a line number alone would not say where to look.
    let several = source.paths.len() > 1;
    for (path, remark) in &source.remarks {
        lines.push(match path {
            Some(path) if several => format!("  remark: {}: {remark}", path.display()),
            _ => format!("  remark: {remark}"),
        });
    }
    lines.extend(report.remarks.iter().map(|remark| format!("  remark: {remark}")));
    if notebook.rights == Rights::Unstated {
        lines.push(
            "  rights are unstated: pages ask search engines to stay away (--rights own, if you wrote it)"
                .to_owned(),
        );
    }
    lines.join("\n") + "\n"
}

fn line(counts: &Count) -> String {
    let Count { new, changed, unchanged, vanished } = counts;
    format!("{new} new, {changed} changed, {unchanged} unchanged, {vanished} vanished")
}

fn as_json(source: &Source, notebook: &Notebook, report: &Report) -> serde_json::Value {
    let told = |path: Option<&PathBuf>, remark: &Remark| {
        let file = path.map(|path| path.display().to_string());
        json!({ "file": file, "line": remark.line, "message": remark.message })
    };
    let remarks: Vec<_> = source
        .remarks
        .iter()
        .map(|(path, remark)| told(path.as_ref(), remark))
        .chain(report.remarks.iter().map(|remark| told(None, remark)))
        .collect();
    json!({
        "notebook": notebook.slug,
        "new": report.is_new,
        "entries": report.entries,
        "notes": report.notes,
        "remade": report.remade,
        "remarks": remarks,
    })
}
