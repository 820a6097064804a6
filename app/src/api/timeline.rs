//! The timeline and its entries.

use domain::id::{EntryId, NoteId};
use domain::list::entry_part::EntryPart;
use domain::list::filter::Filter;
use domain::list::timeline::{EntryPage, NoteLocation, NotePage, Timeline};
use leptos::prelude::*;

use super::cluster::add_cluster;
use crate::error::AppError;
use crate::request::SignedIn;

/// A page of the timeline, with what it can be narrowed by.
pub async fn timeline(filter: Filter) -> Result<Timeline, AppError> {
    let store = expect_context::<store::Store>();
    let mut timeline = store.timeline(&filter).await?;
    add_cluster(&store, timeline.entries.iter_mut().flat_map(|entry| &mut entry.notes)).await?;
    curate(&store, timeline.entries.iter_mut().flat_map(|entry| &mut entry.notes)).await?;
    Ok(timeline)
}

/// An entry with a part of its notes.
pub async fn entry(id: EntryId, part: EntryPart) -> Result<EntryPage, AppError> {
    let store = expect_context::<store::Store>();
    let Some(mut page) = store.entry(&id, &part).await? else {
        return Err(AppError::missing(&store, id.as_str()).await.respond());
    };
    add_cluster(&store, &mut page.entry.notes).await?;
    curate(&store, &mut page.entry.notes).await?;
    Ok(page)
}

/// A note by itself, with the others of its entry.
pub async fn note_page(entry: EntryId, id: NoteId) -> Result<NotePage, AppError> {
    let store = expect_context::<store::Store>();
    let mut page = store.note_page(&entry, &id).await?.ok_or_else(|| AppError::NotFound.respond())?;
    add_cluster(&store, page.entry.notes.iter_mut().chain(&mut page.others)).await?;
    curate(&store, page.entry.notes.iter_mut().chain(&mut page.others)).await?;
    Ok(page)
}

/// Whether there is an entry of that id.
pub async fn has_entry(id: EntryId) -> Result<bool, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.has_entry(&id).await?)
}

/// Where a note stands, or stood before it left its source.
pub async fn note_place(id: NoteId) -> Result<NoteLocation, AppError> {
    let store = expect_context::<store::Store>();
    store.note_location(&id).await?.ok_or_else(|| AppError::NotFound.respond())
}

/// Adds to notes what only curators see, where a curator is signed in.
async fn curate(
    store: &store::Store,
    notes: impl IntoIterator<Item = &mut domain::list::timeline::Note>,
) -> Result<(), AppError> {
    if SignedIn::current().is_none() {
        return Ok(());
    }
    let notes: Vec<_> = notes.into_iter().collect();
    let ids: Vec<NoteId> = notes.iter().map(|note| note.id.clone()).collect();
    let mut curations = store.curation(&ids).await?;
    for note in notes {
        note.curation = Some(Box::new(curations.remove(&note.id).unwrap_or_default()));
    }
    Ok(())
}
