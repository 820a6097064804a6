//! `search_notes`: the notes that a search finds, some at a time.

use app::text::excerpt::excerpt;
use domain::Date;
use domain::address::Page;
use domain::list::query::RawQuery;
use domain::list::timeline::Entry;
use serde::{Deserialize, Serialize};
use store::ExportedNote;
use utoipa::ToSchema;

use super::tool::Tool;
use crate::document::DataAsOf;
use crate::document::schemas::{Address, Day};
use crate::web::api::Api;
use crate::web::api::error::ApiError;
use crate::web::api::notes;
use crate::web::api::query::{ListKind, ListQuery};
use crate::web::api::request::ApiRequest;
use crate::web::api::title::title;

/// How many notes an answer has at most, and where no number is given.
const MOST: u16 = 50;
const USUAL: u16 = 20;

/// The tool.
pub struct SearchNotes;

/// What to search for. What is left out restricts nothing.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteSearch {
    /// Words that the note must have, all of them; a phrase stands in double quotes, and what must not be there after `-`.
    /// Fields may stand among them: `kep:753`, `ref:kubernetes/kubernetes#115331`, `sig:node`, `version:1.29`, `stage:beta`,
    /// `state:merged`, `verdict:late`, `changed:1` (what it cites has moved since), `has:code`. Notes are in Japanese or in
    /// English: try both.
    #[schema(example = "sidecar sig:node")]
    q: Option<String>,
    /// A SIG or WG that the note is about, as `node` or `wg-batch`.
    #[schema(example = "node")]
    sig: Option<String>,
    /// A Kubernetes version that it is about, or a range as `1.28..1.30`.
    #[schema(example = "1.29")]
    version: Option<String>,
    /// A notebook, by its slug.
    notebook: Option<String>,
    /// The first day, month or year: `2023-10-11`, `2023-10`, `2023`.
    #[schema(example = "2023-10")]
    since: Option<String>,
    /// The last day, month or year.
    #[schema(example = "2023-12-31")]
    until: Option<String>,
    /// `newest` first, which is usual, `oldest`, or by `relevance` to the words in `q`.
    #[schema(example = "newest")]
    order: Option<String>,
    /// How many notes at most, 1 to 50; else 20.
    #[schema(minimum = 1, maximum = 50)]
    limit: Option<u16>,
    /// `next_after` of the answer before, to go on from there with all else as it was.
    after: Option<String>,
}

/// Some of the notes that were found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NoteHits)]
pub struct NoteHits {
    /// The same search for people.
    #[schema(value_type = Address)]
    url: String,
    /// Up to when the facts on what notes cite are known.
    data_as_of: DataAsOf,
    /// How many notes there are in all.
    total: u32,
    /// What to pass as `after` for the notes that follow; `null` where there are none.
    next_after: Option<String>,
    notes: Vec<NoteHit>,
}

/// A note that was found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NoteHit)]
pub struct NoteHit {
    id: String,
    #[schema(value_type = Address)]
    url: String,
    /// Its day and what it cites.
    #[schema(example = "2023-10-11: KEP-753, kubernetes/kubernetes#115138")]
    title: String,
    /// Its day, where the source names one.
    #[schema(value_type = Option<Day>)]
    date: Option<Date>,
    /// The notebook, by its slug.
    notebook: String,
    /// Who wrote it, where the source says so.
    author: Option<String>,
    /// How it begins; `null` where rights withhold its words.
    excerpt: Option<String>,
    /// What it cites.
    cites: Vec<String>,
    /// The SIGs and versions that it is tagged with.
    #[schema(example = json!(["sig-node", "1.28"]))]
    tags: Vec<String>,
}

impl NoteSearch {
    /// The query of the API's list of notes that says the same.
    fn query(&self) -> Result<RawQuery, ApiError> {
        let limit = self.limit.unwrap_or(USUAL);
        if !(1..=MOST).contains(&limit) {
            return Err(ApiError::bad_query(format!("`limit` expects a number from 1 to {MOST}")));
        }
        let limit = Some(limit.to_string());
        let pairs = [
            ("q", &self.q),
            ("sig", &self.sig),
            ("version", &self.version),
            ("notebook", &self.notebook),
            ("since", &self.since),
            ("until", &self.until),
            ("order", &self.order),
            ("limit", &limit),
            ("after", &self.after),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (key, value) in pairs {
            query.extend_pairs(value.iter().map(|value| (key, value)));
        }
        Ok(RawQuery::parse(&query.finish()))
    }
}

impl NoteHit {
    fn new(api: &Api, request: &ApiRequest, entry: &Entry, ExportedNote { note, .. }: &ExportedNote) -> Self {
        let cited = note.references.iter().filter(|reference| !reference.none);
        let mut cites: Vec<String> = Vec::new();
        for name in cited.map(|reference| reference.target.name()) {
            if !cites.contains(&name) {
                cites.push(name);
            }
        }
        Self {
            id: note.id.to_string(),
            url: api.page(&Page::Note(entry.id.clone(), note.id.clone())),
            title: title(entry, note.references.iter()),
            date: entry.date,
            notebook: entry.notebook.slug.to_string(),
            author: entry.posting.author.clone().or_else(|| entry.notebook.author.clone()),
            excerpt: entry.notebook.rights.allow_text(request.viewer).then(|| excerpt(&note.text)),
            cites,
            tags: note.tags.iter().map(|tag| tag.tag.value()).collect(),
        }
    }
}

impl Tool for SearchNotes {
    const NAME: &'static str = "search_notes";
    const TITLE: &'static str = "Search notes";
    const DESCRIPTION: &'static str = "\
Finds notes by words, SIG, Kubernetes version, notebook and time: with its day, how it begins, what it cites and its address. \
Without any argument, the newest notes. Words find nothing in notebooks whose rights are unstated; other arguments find \
their notes too, without their words. Read a note whole with read_note.";
    type Input = NoteSearch;
    type Output = NoteHits;

    async fn answer(api: &Api, input: NoteSearch) -> Result<NoteHits, ApiError> {
        let request = ApiRequest::stranger(api, input.query()?).await?;
        let query = ListQuery::parse(request.query.clone(), None, ListKind::Notes)?;
        let page = notes::selection(api, &request, &query).await?;
        let hits = page.entries.iter().flat_map(|found| {
            let hit = |note| NoteHit::new(api, &request, &found.entry, note);
            found.notes.iter().map(hit).collect::<Vec<_>>()
        });
        Ok(NoteHits {
            url: api.page(&Page::Timeline(Box::new(query.filter.clone()))),
            data_as_of: request.data_as_of(),
            total: page.notes,
            next_after: notes::next_place(&query, &page).map(|place| place.to_string()),
            notes: hits.collect(),
        })
    }
}
