//! The public JSON shapes of docs/formats.md, version 1: those of `kepline export` and of the API.
//!
//! Names in the API's description follow from `#[schema(as = …)]`; every field is always there.

use std::collections::BTreeMap;

use domain::Date;
use domain::list::timeline::Entry;
use domain::notebook::Notebook;
use domain::notebook::posting::Posting;
use serde::Serialize;
use store::{ExportedEntry, ExportedNote, ExportedTag};
use utoipa::ToSchema;

mod annotation;
mod reference;
pub mod schemas;
mod states;
mod verdict;

pub use annotation::AnnotationJson;
pub use reference::ReferenceJson;
use schemas::{Day, Instant, RightsSchema, TagKind, TagOrigin, TagStateSchema};
pub use states::{ItemStateJson, KepStateJson};

/// Raised when a field is removed or changes its meaning, not when one is added.
pub const SCHEMA_VERSION: u32 = 1;

/// Everything that a filter matches.
#[derive(Debug, Serialize)]
pub struct Document {
    schema_version: u32,
    generated_at: String,
    data_as_of: DataAsOf,
    /// The earlier day that *now* means, where one was asked for.
    as_of: Option<Date>,
    notebooks: Vec<NotebookJson>,
    entries: Vec<EntryJson>,
}

/// Up to when the states are known; `null` before any sync.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct DataAsOf {
    /// Those of KEPs.
    #[schema(value_type = Option<Instant>)]
    pub keps: Option<String>,
    /// Those of pull requests and issues.
    #[schema(value_type = Option<Instant>)]
    pub github: Option<String>,
}

/// One imported source.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Notebook)]
pub struct NotebookJson {
    slug: String,
    title: String,
    author: Option<String>,
    origin: Option<String>,
    time_zone: String,
    #[schema(value_type = RightsSchema)]
    rights: &'static str,
    announced_entries: Option<u32>,
}

/// An entry with its notes.
#[derive(Debug, Serialize)]
struct EntryJson {
    #[serde(flatten)]
    head: EntryHead,
    notes: Vec<NoteJson>,
}

/// One post of a notebook: usually a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryHead {
    /// Its permalink's name.
    #[schema(example = "0a1b2c3d", pattern = "^[0-9a-hjkmnp-tv-z]{8}$")]
    pub id: String,
    /// The notebook that it belongs to, by its slug.
    #[schema(example = "kubernetes-2023")]
    pub notebook: String,
    /// Counted from 0, oldest first, within the notebook.
    pub position: u32,
    /// Its day in the notebook's time zone, where the source names one.
    #[schema(value_type = Option<Day>)]
    pub date: Option<Date>,
    /// The nearest dated entry before it, for an entry without a day.
    #[schema(value_type = Option<Day>)]
    pub not_before: Option<Date>,
    /// The nearest dated entry behind it, for an entry without a day.
    #[schema(value_type = Option<Day>)]
    pub not_after: Option<Date>,
    /// Who wrote it, where that is another than the author of the notebook.
    pub author: Option<String>,
    /// The IANA name of the zone of its day, where that is another than the notebook's.
    pub time_zone: Option<String>,
    /// The day on which it was posted, where the source states it and it is another than `date`.
    #[schema(value_type = Option<Day>)]
    pub posted: Option<Date>,
    /// The day on which it was changed last, where the source states it.
    #[schema(value_type = Option<Day>)]
    pub edited: Option<Date>,
    /// The day of the entry that it answers.
    #[schema(value_type = Option<Day>)]
    pub reply_to: Option<Date>,
    /// The source holds nothing but its date: there are no notes.
    pub body_lost: bool,
}

/// One top-level item of an entry with everything nested in it: what is tagged, filtered and linked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NoteBody)]
pub struct NoteJson {
    /// Its permalink's name, unique over all entries.
    #[schema(example = "9z8y7x6w", pattern = "^[0-9a-hjkmnp-tv-z]{8}$")]
    pub id: String,
    /// Counted from 0 within its entry.
    pub position: u32,
    /// As it was imported; `null` where `source.withheld` says why.
    pub markdown: Option<String>,
    /// Without markup; `null` where `source.withheld` says why.
    pub text: Option<String>,
    /// Sanitised, without states; `null` where `source.withheld` says why.
    pub html: Option<String>,
    /// What it cites, in the order of the text.
    pub references: Vec<ReferenceJson>,
    /// The feature gates of Kubernetes that it names, in the order of names.
    pub gates: Vec<String>,
    /// Its tags, SIGs first; a tag is on the note where one of its rows is `applied`.
    pub tags: Vec<TagJson>,
}

/// A SIG, a WG or a Kubernetes version on a note, with why it is there: each origin has a row of its own.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Tag)]
pub struct TagJson {
    #[schema(value_type = TagKind)]
    kind: &'static str,
    /// A directory name such as `sig-node`, or a version such as `1.28`.
    #[schema(example = "sig-node")]
    value: String,
    #[schema(value_type = TagOrigin)]
    origin: &'static str,
    /// What says so: words of the note, facts about what it cites, or the curator and the day.
    evidence: String,
    /// Whether it was decided on the entry.
    inherited: bool,
    #[schema(value_type = TagStateSchema)]
    state: &'static str,
}

impl Document {
    /// The document of what a filter matched; only notebooks that have an entry in it.
    pub fn new(
        notebooks: &[Notebook],
        entries: &[ExportedEntry],
        data_as_of: DataAsOf,
        as_of: Option<Date>,
        at: jiff::Timestamp,
    ) -> Self {
        let used: BTreeMap<&str, ()> =
            entries.iter().map(|entry| (entry.entry.notebook.slug.as_str(), ())).collect();
        let github_synced = data_as_of.github.is_some();
        Self {
            schema_version: SCHEMA_VERSION,
            generated_at: at.to_string(),
            notebooks: notebooks
                .iter()
                .filter(|notebook| used.contains_key(notebook.slug.as_str()))
                .map(NotebookJson::new)
                .collect(),
            entries: entries.iter().map(|entry| EntryJson::new(entry, github_synced)).collect(),
            data_as_of,
            as_of,
        }
    }
}

impl NotebookJson {
    /// A notebook.
    pub fn new(notebook: &Notebook) -> Self {
        Self {
            slug: notebook.slug.to_string(),
            title: notebook.title.clone(),
            author: notebook.author.clone(),
            origin: notebook.origin.clone(),
            time_zone: notebook.time_zone.clone(),
            rights: notebook.rights.as_str(),
            announced_entries: notebook.announced_entries,
        }
    }
}

impl EntryJson {
    fn new(exported: &ExportedEntry, github_synced: bool) -> Self {
        Self {
            head: EntryHead::new(&exported.entry),
            notes: exported.notes.iter().map(|note| NoteJson::new(note, github_synced)).collect(),
        }
    }
}

impl EntryHead {
    /// An entry without its notes.
    pub fn new(entry: &Entry) -> Self {
        let Posting { author, time_zone, posted, edited, reply_to } = entry.posting.clone();
        Self {
            id: entry.id.to_string(),
            notebook: entry.notebook.slug.to_string(),
            position: entry.position,
            date: entry.date,
            not_before: entry.not_before,
            not_after: entry.not_after,
            author,
            time_zone,
            posted,
            edited,
            reply_to,
            body_lost: entry.body_lost,
        }
    }
}

impl NoteJson {
    /// A note, whole; `github_synced` is whether GitHub was ever synced.
    pub fn new(exported: &ExportedNote, github_synced: bool) -> Self {
        let references = exported.note.references.iter();
        Self {
            id: exported.note.id.to_string(),
            position: exported.position,
            markdown: Some(exported.markdown.clone()),
            text: Some(exported.note.text.clone()),
            html: Some(exported.note.html.clone()),
            references: references.map(|reference| ReferenceJson::new(reference, github_synced)).collect(),
            gates: exported.gates.iter().map(ToString::to_string).collect(),
            tags: exported.tags.iter().map(TagJson::new).collect(),
        }
    }

    /// The same without the author's text.
    pub fn without_text(self) -> Self {
        Self { markdown: None, text: None, html: None, ..self }
    }
}

impl TagJson {
    fn new(exported: &ExportedTag) -> Self {
        Self {
            kind: exported.tag.tag.kind(),
            value: exported.tag.tag.value(),
            origin: exported.tag.origin.as_str(),
            evidence: exported.tag.evidence.clone(),
            inherited: exported.tag.inherited,
            state: exported.state.as_str(),
        }
    }
}
