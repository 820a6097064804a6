//! Server functions: the only way from the pages to the store.

use domain::filter::Filter;
use domain::id::{EntryId, NoteId};
use domain::pages::{KepAnswer, KepName};
use domain::timeline::{EntryPage, NotePlace, Timeline};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// A page of the timeline, with what it can be narrowed by.
#[server(name = ReadTimeline, prefix = "/fn", endpoint = "timeline", input = GetUrl)]
pub async fn timeline(#[server(default)] filter: Filter) -> Result<Timeline, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.timeline(&filter).await?)
}

/// An entry with all of its notes, or with the one that is named.
#[server(name = ReadEntry, prefix = "/fn", endpoint = "entry", input = GetUrl)]
pub async fn entry(id: EntryId, #[server(default)] only: Option<NoteId>) -> Result<EntryPage, AppError> {
    let store = expect_context::<store::Store>();
    store.entry(&id, only.as_ref()).await?.ok_or_else(|| AppError::NotFound.told())
}

/// Where a note stands, or stood before it left its source.
#[server(name = FindNote, prefix = "/fn", endpoint = "note", input = GetUrl)]
pub async fn note_place(id: NoteId) -> Result<NotePlace, AppError> {
    let store = expect_context::<store::Store>();
    store.note_place(&id).await?.ok_or_else(|| AppError::NotFound.told())
}

/// What a name of a KEP leads to.
#[server(name = ReadKep, prefix = "/fn", endpoint = "kep", input = GetUrl)]
pub async fn kep(name: KepName) -> Result<KepAnswer, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.kep(&name).await?)
}
