//! `kepline export`: the versioned JSON document of docs/formats.md, or a journal that imports again.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::{Context, bail};
use domain::filter::Filter;
use domain::import::{JournalEntry, JournalHead, to_journal};
use domain::notebook::NotebookSlug;
use domain::reference::Target;
use domain::tag::Tag;
use domain::timeline::{Notebook, Reference};
use serde::Serialize;
use store::{ExportedEntry, ExportedNote, ExportedTag, Store};

use crate::cli::{Export, ExportFormat};
use crate::commands::say;

/// Raised when a field is removed or changes its meaning, not when one is added.
const SCHEMA_VERSION: u32 = 1;

/// Prints what the options match.
pub async fn run(store: &Store, options: &Export) -> anyhow::Result<ExitCode> {
    let filter = filter(options)?;
    let shelf: Vec<Notebook> = store.notebooks().await?.into_iter().map(|shelved| shelved.notebook).collect();
    for slug in &filter.notebooks {
        if shelf.iter().all(|notebook| notebook.slug != *slug) {
            bail!("there is no notebook `{slug}`");
        }
    }
    let entries = store.export(&filter).await?;
    let text = match options.format {
        ExportFormat::Json => {
            let document = Document::of(&shelf, &entries, jiff::Timestamp::now());
            serde_json::to_string_pretty(&document)? + "\n"
        }
        ExportFormat::Markdown => journal(&shelf, &entries)?,
    };
    say(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The filter of the options, through the same parser as every query.
fn filter(options: &Export) -> anyhow::Result<Filter> {
    let pairs = [
        ("notebook", &options.notebook),
        ("sig", &options.sig),
        ("exclude.sig", &options.exclude_sig),
        ("version", &options.version),
        ("exclude.version", &options.exclude_version),
        ("in", &options.period),
    ];
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (key, values) in pairs {
        for value in values {
            query.append_pair(key, value);
        }
    }
    Ok(Filter::parse(&query.finish())?.filter)
}

/// The journal of one notebook: several in one file could not be told apart again.
fn journal(shelf: &[Notebook], entries: &[ExportedEntry]) -> anyhow::Result<String> {
    let mut slugs: Vec<&NotebookSlug> = entries.iter().map(|entry| &entry.entry.notebook.slug).collect();
    slugs.sort();
    slugs.dedup();
    let slug = match slugs.as_slice() {
        [] => bail!("nothing matches"),
        [slug] => *slug,
        _ => {
            let names: Vec<&str> = slugs.iter().map(|slug| slug.as_str()).collect();
            bail!("a journal is one notebook: choose with --notebook ({})", names.join(", "))
        }
    };
    let notebook =
        shelf.iter().find(|notebook| notebook.slug == *slug).context("the notebook has just gone")?;
    let head = JournalHead {
        title: Some(&notebook.title),
        author: notebook.author.as_deref(),
        origin: notebook.origin.as_deref(),
        time_zone: Some(&notebook.time_zone),
        rights: Some(&notebook.rights),
        announced_entries: notebook.announced_entries,
        lost_links: notebook.lost_links,
    };
    let entries: Vec<JournalEntry<'_>> = entries
        .iter()
        .map(|entry| JournalEntry {
            date: entry.entry.date,
            notes: entry.notes.iter().map(|note| note.markdown.as_str()).collect(),
        })
        .collect();
    Ok(to_journal(&head, &entries))
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    generated_at: String,
    data_as_of: DataAsOf,
    notebooks: Vec<NotebookJson<'a>>,
    entries: Vec<EntryJson<'a>>,
}

/// When the states were read; `null` before any sync.
#[derive(Serialize)]
struct DataAsOf {
    keps: Option<String>,
    github: Option<String>,
}

#[derive(Serialize)]
struct NotebookJson<'a> {
    slug: &'a str,
    title: &'a str,
    author: Option<&'a str>,
    origin: Option<&'a str>,
    time_zone: &'a str,
    rights: &'static str,
    announced_entries: Option<u32>,
}

#[derive(Serialize)]
struct EntryJson<'a> {
    id: &'a str,
    notebook: &'a str,
    position: u32,
    date: Option<String>,
    not_before: Option<String>,
    not_after: Option<String>,
    body_lost: bool,
    notes: Vec<NoteJson<'a>>,
}

#[derive(Serialize)]
struct NoteJson<'a> {
    id: &'a str,
    position: u32,
    markdown: &'a str,
    text: &'a str,
    html: &'a str,
    references: Vec<ReferenceJson<'a>>,
    tags: Vec<TagJson<'a>>,
}

/// States are `null` until there is something to compare.
#[derive(Serialize)]
struct ReferenceJson<'a> {
    literal: &'a str,
    kind: &'static str,
    label: Option<&'a str>,
    owner: Option<&'a str>,
    repo: Option<&'a str>,
    number: Option<u64>,
    tag: Option<&'a str>,
    url: Option<String>,
    kep: Option<u32>,
    corrected: bool,
    then: Option<()>,
    now: Option<()>,
    kep_then: Option<()>,
    kep_now: Option<()>,
    changed: bool,
}

#[derive(Serialize)]
struct TagJson<'a> {
    kind: &'static str,
    value: String,
    origin: &'static str,
    evidence: &'a str,
    state: &'static str,
}

impl<'a> Document<'a> {
    /// The document of what a filter matched; only notebooks that have an entry in it.
    fn of(shelf: &'a [Notebook], entries: &'a [ExportedEntry], at: jiff::Timestamp) -> Self {
        let used: BTreeMap<&str, ()> =
            entries.iter().map(|entry| (entry.entry.notebook.slug.as_str(), ())).collect();
        Self {
            schema_version: SCHEMA_VERSION,
            generated_at: at.to_string(),
            data_as_of: DataAsOf { keps: None, github: None },
            notebooks: shelf
                .iter()
                .filter(|notebook| used.contains_key(notebook.slug.as_str()))
                .map(NotebookJson::of)
                .collect(),
            entries: entries.iter().map(EntryJson::of).collect(),
        }
    }
}

impl<'a> NotebookJson<'a> {
    fn of(notebook: &'a Notebook) -> Self {
        Self {
            slug: notebook.slug.as_str(),
            title: &notebook.title,
            author: notebook.author.as_deref(),
            origin: notebook.origin.as_deref(),
            time_zone: &notebook.time_zone,
            rights: notebook.rights.word(),
            announced_entries: notebook.announced_entries,
        }
    }
}

impl<'a> EntryJson<'a> {
    fn of(exported: &'a ExportedEntry) -> Self {
        let entry = &exported.entry;
        let day = |day: Option<domain::Date>| day.map(|day| day.to_string());
        Self {
            id: entry.id.as_str(),
            notebook: entry.notebook.slug.as_str(),
            position: entry.position,
            date: day(entry.date),
            not_before: day(entry.not_before),
            not_after: day(entry.not_after),
            body_lost: entry.body_lost,
            notes: exported.notes.iter().map(NoteJson::of).collect(),
        }
    }
}

impl<'a> NoteJson<'a> {
    fn of(exported: &'a ExportedNote) -> Self {
        Self {
            id: exported.note.id.as_str(),
            position: exported.position,
            markdown: &exported.markdown,
            text: &exported.note.text,
            html: &exported.note.html,
            references: exported.note.references.iter().map(ReferenceJson::of).collect(),
            tags: exported.tags.iter().map(TagJson::of).collect(),
        }
    }
}

impl<'a> ReferenceJson<'a> {
    fn of(reference: &'a Reference) -> Self {
        let mut json = Self {
            literal: &reference.literal,
            kind: reference.target.kind(),
            label: reference.label.as_deref(),
            owner: None,
            repo: None,
            number: None,
            tag: None,
            url: None,
            kep: None,
            corrected: reference.corrected,
            then: None,
            now: None,
            kep_then: None,
            kep_now: None,
            changed: false,
        };
        match &reference.target {
            Target::Github { repo, number, .. } => {
                json.owner = Some(&repo.owner);
                json.repo = Some(&repo.name);
                json.number = Some(*number);
            }
            Target::Kep(number) => {
                json.number = Some(u64::from(*number));
                json.kep = Some(*number);
            }
            Target::Release { repo, tag } => {
                json.owner = Some(&repo.owner);
                json.repo = Some(&repo.name);
                json.tag = Some(tag);
            }
            Target::Url(_) => {}
        }
        json.url = Some(reference.target.href());
        json
    }
}

impl<'a> TagJson<'a> {
    fn of(exported: &'a ExportedTag) -> Self {
        let (kind, value) = match &exported.tag.tag {
            Tag::Sig(sig) => ("sig", sig.to_string()),
            Tag::Version(version) => ("version", version.to_string()),
        };
        Self {
            kind,
            value,
            origin: exported.tag.origin.word(),
            evidence: &exported.tag.evidence,
            state: if exported.applied { "applied" } else { "suggested" },
        }
    }
}
