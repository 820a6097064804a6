//! `/api/v1/notes` and `/api/v1/notes/{id}`.

use axum::extract::{Path, State};
use domain::Date;
use domain::address::Page;
use domain::id::NoteId;
use domain::list::filter::{NoteCursor, NotePlace};
use domain::list::timeline::{Entry, NoteLocation};
use serde::Serialize;
use store::{ExportedEntry, ExportedNote, Selection};
use utoipa::ToSchema;

use super::envelope::{List, One, PageLinks};
use super::error::ApiError;
use super::query::{ListKind, ListQuery, reject_unknown_notebook};
use super::request::{ApiRequest, OnlyAsOf};
use super::source::Source;
use super::state::Api;
use super::title::title;
use crate::document::NoteJson;
use crate::document::schemas::{Address, Day};
use crate::web::searchable::searchable;

/// A note within its entry.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EntryNote)]
pub struct LinkedNote {
    /// Its permalink.
    #[schema(value_type = Address)]
    url: String,
    /// Its day and what it cites.
    #[schema(example = "2023-10-11: KEP-753, kubernetes/kubernetes#115138")]
    title: String,
    #[serde(flatten)]
    note: NoteJson,
}

/// A note by itself.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Note)]
pub struct NoteItem {
    #[serde(flatten)]
    note: LinkedNote,
    entry: EntryOfNote,
    source: Source,
}

/// The entry in which a note stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryOfNote {
    id: String,
    /// Its permalink.
    #[schema(value_type = Address)]
    url: String,
    /// The notebook, by its slug.
    notebook: String,
    /// Its day in the notebook's time zone, where the source names one.
    #[schema(value_type = Option<Day>)]
    date: Option<Date>,
    /// The nearest dated entry before it, for an entry without a day.
    #[schema(value_type = Option<Day>)]
    not_before: Option<Date>,
    /// The nearest dated entry behind it, for an entry without a day.
    #[schema(value_type = Option<Day>)]
    not_after: Option<Date>,
}

impl LinkedNote {
    /// A note of an entry, without its text where the rights withhold it from the viewer.
    pub fn new(api: &Api, request: &ApiRequest, entry: &Entry, exported: &ExportedNote) -> Self {
        let note = NoteJson::new(exported, request.was_github_synced());
        Self {
            url: api.page(&Page::Note(entry.id.clone(), exported.note.id.clone())),
            title: title(entry, exported.note.references.iter()),
            note: match entry.notebook.rights.allow_text(request.viewer) {
                true => note,
                false => note.without_text(),
            },
        }
    }
}

impl NoteItem {
    /// A note with its entry, as the viewer of the request gets it.
    pub fn new(
        api: &Api,
        request: &ApiRequest,
        ExportedEntry { entry, .. }: &ExportedEntry,
        note: &ExportedNote,
    ) -> Self {
        Self {
            note: LinkedNote::new(api, request, entry, note),
            entry: EntryOfNote {
                id: entry.id.to_string(),
                url: api.page(&Page::Entry(entry.id.clone())),
                notebook: entry.notebook.slug.to_string(),
                date: entry.date,
                not_before: entry.not_before,
                not_after: entry.not_after,
            },
            source: Source::new(&entry.notebook, request),
        }
    }
}

/// Notes that match a filter
///
/// A page of notes as the timeline has them: entries in the order that is asked for, their notes in the
/// order of the source. Follow `next` for the pages behind it.
#[utoipa::path(
    get, path = "/api/v1/notes", tag = "notes", operation_id = "listNotes",
    responses((status = 200, description = "A page of notes", body = List<NoteItem>))
)]
pub async fn list(State(api): State<Api>, request: ApiRequest) -> Result<List<NoteItem>, ApiError> {
    let query = ListQuery::parse(request.query.clone(), request.as_of, ListKind::Notes)?;
    let page = selection(&api, &request, &query).await?;
    let first = page.entries.first().and_then(|entry| Some(place(&query, entry, entry.notes.first()?)));
    let next = next_place(&query, &page).map(NoteCursor::After);
    let previous = first.filter(|_| page.has_previous).map(NoteCursor::Before);
    let links = PageLinks {
        next: next.map(|cursor| query.notes_at(&api, &cursor)),
        previous: previous.map(|cursor| query.notes_at(&api, &cursor)),
    };
    let items = page.entries.iter().flat_map(|entry| {
        let item = |note| NoteItem::new(&api, &request, entry, note);
        entry.notes.iter().map(item).collect::<Vec<_>>()
    });
    Ok(List::new(&request, page.notes, links, items.collect()))
}

/// The notes that a query finds among those that the viewer of the request may search.
pub async fn selection(api: &Api, request: &ApiRequest, query: &ListQuery) -> Result<Selection, ApiError> {
    let store = request.store(api);
    let page = match searchable(&store, &query.filter, request.viewer).await? {
        Some(filter) => store.note_selection(&filter, query.notes_from.as_ref(), query.limit).await?,
        None => Selection::default(),
    };
    reject_unknown_notebook(&page)?;
    Ok(page)
}

/// The place after which the next page begins; `None` on the last.
pub fn next_place(query: &ListQuery, page: &Selection) -> Option<NotePlace> {
    let last = page.entries.last().and_then(|entry| Some(place(query, entry, entry.notes.last()?)));
    last.filter(|_| page.has_next)
}

fn place(query: &ListQuery, entry: &ExportedEntry, note: &ExportedNote) -> NotePlace {
    entry.note_place(note, query.filter.order)
}

/// A note
///
/// By the id in its permalink, whatever its entry. A note that has left its source or was removed for good is `gone`.
#[utoipa::path(
    get, path = "/api/v1/notes/{id}", tag = "notes", operation_id = "getNote",
    params(("id" = String, Path, pattern = "^[0-9a-hjkmnp-tv-z]{8}$", description = "The note's id", example = "9z8y7x6w")),
    responses(
        (status = 200, description = "The note", body = One<NoteItem>),
        (status = 410, description = "It has left its source, or was removed for good", body = super::error::ErrorBody),
    )
)]
pub async fn one(
    State(api): State<Api>,
    Path(id): Path<String>,
    OnlyAsOf(request): OnlyAsOf,
) -> Result<One<NoteItem>, ApiError> {
    Ok(One::new(&request, note(&api, &request, &id).await?))
}

/// The note of an id, as the viewer of the request gets it.
pub async fn note(api: &Api, request: &ApiRequest, id: &str) -> Result<NoteItem, ApiError> {
    let id: NoteId = id.parse().map_err(ApiError::bad_id)?;
    let unknown = || ApiError::not_found(format!("there is no note `{id}`"));
    let entry = match api.store.note_location(&id).await?.ok_or_else(unknown)? {
        NoteLocation::In(entry) => entry,
        NoteLocation::Gone(entry) => {
            let message = format!("the note `{id}` has left its source; it stood in the entry `{entry}`");
            return Err(ApiError::gone(message));
        }
        NoteLocation::Forgotten => {
            return Err(ApiError::gone(format!("the note `{id}` was removed for good")));
        }
    };
    let found = request.store(api).whole_note(&entry, &id).await?.ok_or_else(unknown)?;
    let note = found.notes.first().ok_or_else(unknown)?;
    Ok(NoteItem::new(api, request, &found, note))
}
