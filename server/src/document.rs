//! The JSON document of docs/formats.md, version 1.

use std::collections::BTreeMap;

use domain::reference::Target;
use domain::timeline::{Notebook, Reference};
use serde::Serialize;
use store::{ExportedEntry, ExportedNote, ExportedTag};

mod state;

use state::{State, Told};

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

/// Up to when the states are known; `null` before any sync.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DataAsOf {
    /// Those of KEPs.
    pub keps: Option<String>,
    /// Those of pull requests and issues.
    pub github: Option<String>,
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

/// States are `null` before any sync.
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
    none: bool,
    then: Option<State<'a>>,
    now: Option<State<'a>>,
    kep_then: Option<State<'a>>,
    kep_now: Option<State<'a>>,
    changed: bool,
}

#[derive(Serialize)]
struct TagJson<'a> {
    kind: &'static str,
    value: String,
    origin: &'static str,
    evidence: &'a str,
    inherited: bool,
    state: &'static str,
}

impl<'a> Document<'a> {
    /// The document of what a filter matched; only notebooks that have an entry in it.
    pub fn of(
        shelf: &'a [Notebook],
        entries: &'a [ExportedEntry],
        data_as_of: DataAsOf,
        at: jiff::Timestamp,
    ) -> Self {
        let used: BTreeMap<&str, ()> =
            entries.iter().map(|entry| (entry.entry.notebook.slug.as_str(), ())).collect();
        Self {
            schema_version: SCHEMA_VERSION,
            generated_at: at.to_string(),
            notebooks: shelf
                .iter()
                .filter(|notebook| used.contains_key(notebook.slug.as_str()))
                .map(NotebookJson::of)
                .collect(),
            entries: entries.iter().map(|entry| EntryJson::of(entry, data_as_of.github.is_some())).collect(),
            data_as_of,
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
    fn of(exported: &'a ExportedEntry, asked: bool) -> Self {
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
            notes: exported.notes.iter().map(|note| NoteJson::of(note, asked)).collect(),
        }
    }
}

impl<'a> NoteJson<'a> {
    fn of(exported: &'a ExportedNote, asked: bool) -> Self {
        let references = exported.note.references.iter();
        Self {
            id: exported.note.id.as_str(),
            position: exported.position,
            markdown: &exported.markdown,
            text: &exported.note.text,
            html: &exported.note.html,
            references: references.map(|reference| ReferenceJson::of(reference, asked)).collect(),
            tags: exported.tags.iter().map(TagJson::of).collect(),
        }
    }
}

impl<'a> ReferenceJson<'a> {
    /// `asked` as in [`Told::of`].
    fn of(reference: &'a Reference, asked: bool) -> Self {
        let outcome = reference.outcome.as_deref();
        let told = outcome.map(|outcome| Told::of(outcome, asked)).unwrap_or_default();
        let ([then, now], [kep_then, kep_now]) = (told.then_now, told.kep_then_now);
        let mut json = Self {
            literal: &reference.literal,
            kind: told.kind.unwrap_or(reference.target.kind()),
            label: reference.label.as_deref(),
            owner: None,
            repo: None,
            number: None,
            tag: None,
            url: Some(reference.target.href()),
            kep: told.kep,
            corrected: reference.corrected,
            none: reference.none,
            then,
            now,
            kep_then,
            kep_now,
            changed: outcome.is_some_and(|outcome| outcome.changed),
        };
        match &reference.target {
            Target::Github { repo, number, .. } => {
                json.owner = Some(&repo.owner);
                json.repo = Some(&repo.name);
                json.number = Some(*number);
            }
            Target::Kep(number) => {
                json.number = Some(u64::from(*number));
                // Before a sync it is taken at its word.
                if told.kind.is_none() {
                    json.kep = Some(*number);
                }
                // Whoever writes KEP 3761 for the pull request of KEP-753 means the pull request.
                if let Some(item) =
                    outcome.and_then(|outcome| outcome.item.as_ref()).filter(|_| json.kind != "kep")
                {
                    json.owner = Some(&item.key.repo.owner);
                    json.repo = Some(&item.key.repo.name);
                }
            }
            Target::Release { repo, tag } => {
                json.owner = Some(&repo.owner);
                json.repo = Some(&repo.name);
                json.tag = Some(tag);
            }
            Target::Url(_) => {}
        }
        json
    }
}

impl<'a> TagJson<'a> {
    fn of(exported: &'a ExportedTag) -> Self {
        Self {
            kind: exported.tag.tag.kind(),
            value: exported.tag.tag.value(),
            origin: exported.tag.origin.word(),
            evidence: &exported.tag.evidence,
            inherited: exported.tag.inherited,
            state: exported.state.word(),
        }
    }
}
