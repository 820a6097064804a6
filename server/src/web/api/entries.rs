//! `/api/v1/entries` and `/api/v1/entries/{id}`.

use axum::extract::{Path, State};
use domain::address::Page;
use domain::as_of;
use domain::id::EntryId;
use domain::list::entry_part::EntryPart;
use domain::list::filter::{Cursor, NoteCursor};
use serde::Serialize;
use store::{ExportedEntry, ExportedNote, Selection};
use utoipa::ToSchema;

use super::envelope::{List, One, PageLinks};
use super::error::ApiError;
use super::notes::LinkedNote;
use super::query::{ListKind, ListQuery, reject_unknown_notebook};
use super::request::ApiRequest;
use super::source::Source;
use super::state::{Api, ROOT};
use super::title::title;
use crate::document::EntryHead;
use crate::document::schemas::Address;
use crate::web::searchable::searchable;

/// An entry with the notes that match.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Entry)]
pub struct EntryItem {
    /// Its permalink.
    #[schema(value_type = Address)]
    url: String,
    /// Its day and what its notes cite.
    #[schema(example = "2023-10-11: KEP-753, kubernetes/kubernetes#115138")]
    title: String,
    source: Source,
    #[serde(flatten)]
    entry: EntryHead,
    /// Those that match, in the order of the source.
    notes: Vec<LinkedNote>,
    /// How many more notes the entry has.
    other_notes: u32,
    /// Where the notes go on that match; `null` where all of them are here. Of an entry with thousands of notes an
    /// answer has some.
    #[schema(value_type = Option<Address>)]
    next_notes: Option<String>,
}

impl EntryItem {
    /// `next_notes` is the address of the notes after the last one.
    fn new(
        api: &Api,
        request: &ApiRequest,
        ExportedEntry { entry, notes, is_cut }: &ExportedEntry,
        next_notes: impl FnOnce(&ExportedNote) -> String,
    ) -> Self {
        Self {
            url: api.page(&Page::Entry(entry.id.clone())),
            title: title(entry, notes.iter().flat_map(|note| &note.note.references)),
            source: Source::new(&entry.notebook, request),
            entry: EntryHead::new(entry),
            notes: notes.iter().map(|note| LinkedNote::new(api, request, entry, note)).collect(),
            other_notes: entry.folded,
            next_notes: notes.last().filter(|_| *is_cut).map(next_notes),
        }
    }
}

/// Entries that match a filter
///
/// A page of entries as the timeline has them, each with its notes that match. Follow `next` for the
/// pages behind it. A page has fewer entries than `limit` where they hold thousands of notes; where one entry by itself
/// has more, `next_notes` leads on to those that are not here.
#[utoipa::path(
    get, path = "/api/v1/entries", tag = "notes", operation_id = "listEntries",
    responses((status = 200, description = "A page of entries", body = List<EntryItem>))
)]
pub async fn list(State(api): State<Api>, request: ApiRequest) -> Result<List<EntryItem>, ApiError> {
    let query = ListQuery::parse(request.query.clone(), request.as_of, ListKind::Entries)?;
    let store = request.store(&api);
    let page = match searchable(&store, &query.filter, request.viewer).await? {
        Some(filter) => store.selection(&filter, query.limit).await?,
        None => Selection::default(),
    };
    reject_unknown_notebook(&page)?;
    let place = |entry: &ExportedEntry| entry.entry.place(query.filter.order);
    let next = page.entries.last().filter(|_| page.has_next).map(|entry| Cursor::After(place(entry)));
    let previous =
        page.entries.first().filter(|_| page.has_previous).map(|entry| Cursor::Before(place(entry)));
    let links = PageLinks {
        next: next.map(|cursor| query.entries_at(&api, cursor)),
        previous: previous.map(|cursor| query.entries_at(&api, cursor)),
    };
    let items = page.entries.iter().map(|entry| {
        let next_notes = |last: &ExportedNote| {
            query.notes_at(&api, &NoteCursor::After(entry.note_place(last, query.filter.order)))
        };
        EntryItem::new(&api, &request, entry, next_notes)
    });
    let items = items.collect();
    Ok(List::new(&request, page.matching_entries, links, items))
}

/// An entry
///
/// By the id in its permalink, with its notes: of very many the first, `next_notes` leads on. One that has left its source
/// is there without notes, one that was removed for good is `gone`.
#[utoipa::path(
    get, path = "/api/v1/entries/{id}", tag = "notes", operation_id = "getEntry",
    params(
        ("id" = String, Path, pattern = "^[0-9a-hjkmnp-tv-z]{8}$", description = "The entry's id", example = "0a1b2c3d"),
        ("notes_after" = Option<String>, Query, description = "The notes after this one"),
        ("notes_before" = Option<String>, Query, description = "The last notes before this one"),
        ("notes_from" = Option<String>, Query, description = "The notes from this one on"),
    ),
    responses(
        (status = 200, description = "The entry", body = One<EntryItem>),
        (status = 410, description = "It was removed for good", body = super::error::ErrorBody),
    )
)]
pub async fn one(
    State(api): State<Api>,
    Path(id): Path<String>,
    mut request: ApiRequest,
) -> Result<One<EntryItem>, ApiError> {
    let id: EntryId = id.parse().map_err(ApiError::bad_id)?;
    let part = EntryPart::take(&mut request.query).map_err(ApiError::bad_query)?;
    if request.query.all().next().is_some() {
        return Err(ApiError::bad_query(
            "this address takes no query but `as_of` and `notes_after`, `notes_before` or `notes_from`",
        ));
    }
    let unknown = || ApiError::not_found(format!("there is no entry `{id}`"));
    let entry = match request.store(&api).whole_entry(&id, &part).await? {
        Some(entry) => entry,
        None if api.store.is_forgotten(id.as_str()).await? => {
            return Err(ApiError::gone(format!("the entry `{id}` was removed for good")));
        }
        None => return Err(unknown()),
    };
    let next_notes = |last: &ExportedNote| {
        let part = EntryPart::After(last.note.id.clone());
        api.address(&as_of::carried(&format!("{ROOT}/entries/{id}?{part}"), request.as_of))
    };
    Ok(One::new(&request, EntryItem::new(&api, &request, &entry, next_notes)))
}
