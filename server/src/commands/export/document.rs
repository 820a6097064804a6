//! The JSON document of docs/formats.md, version 1.

use std::collections::BTreeMap;

use domain::reference::Target;
use domain::tag::Tag;
use domain::timeline::{Notebook, Reference};
use serde::Serialize;
use store::{ExportedEntry, ExportedNote, ExportedTag};

/// Raised when a field is removed or changes its meaning, not when one is added.
const SCHEMA_VERSION: u32 = 1;

/// Everything that was asked for.
#[derive(Serialize)]
pub struct Document<'a> {
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
    pub fn of(shelf: &'a [Notebook], entries: &'a [ExportedEntry], at: jiff::Timestamp) -> Self {
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
