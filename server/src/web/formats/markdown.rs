//! Lists as Markdown, to be pasted into a document.

mod checklist;
pub mod digest;
mod head;
mod notes;
mod tables;

use app::error::AppError;
use domain::address::Page;
use domain::id::EntryId;
use domain::list::entry_part::EntryPart;
use domain::list::timeline::NoteLocation;
use store::{ExportedEntry, Store};

use super::context::RenderContext;
use super::format_request::FormatRequest;
use super::refusal::Refusal;

/// The Markdown document of a list.
pub async fn render(
    store: &Store,
    request: &FormatRequest,
    context: &RenderContext,
) -> Result<String, Refusal> {
    match &request.list {
        Page::Keps(keps) => tables::keps(store, keps, request, context).await,
        Page::Sigs => tables::sigs(store, context).await,
        Page::Versions => tables::versions(store, context).await,
        Page::Digest(period) => digest::render(store, *period, request, context).await,
        Page::LatestDigest(kind) => digest::latest(store, *kind, request, context).await,
        Page::Upgrade(range, filter) => checklist::render(store, *range, filter, context).await,
        Page::Entry(entry) => {
            Ok(notes::entry(whole_entry(store, entry, &EntryPart::First).await?, request, context))
        }
        Page::EntryPart(entry, part) => {
            Ok(notes::entry(whole_entry(store, entry, part).await?, request, context))
        }
        Page::Note(entry, note) => {
            match store.note_location(note).await?.ok_or(Refusal::NotFound)? {
                NoteLocation::Gone(_) => return Err(Refusal::Gone),
                NoteLocation::Forgotten => return Err(AppError::Forgotten.into()),
                NoteLocation::In(other) if other != *entry => {
                    let list = Page::Note(other, note.clone());
                    return Err(Refusal::Moved(FormatRequest { list, ..request.clone() }.address()));
                }
                NoteLocation::In(_) => {}
            }
            let entry = store.whole_note(entry, note).await?.ok_or(Refusal::NotFound)?;
            Ok(notes::entry(entry, request, context))
        }
        _ => notes::timeline(store, request, context).await,
    }
}

async fn whole_entry(store: &Store, id: &EntryId, part: &EntryPart) -> Result<ExportedEntry, Refusal> {
    match store.whole_entry(id, part).await? {
        Some(entry) => Ok(entry),
        None => Err(AppError::missing(store, id.as_str()).await.into()),
    }
}
