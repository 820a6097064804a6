//! What the forms of notes are filled in with.

use domain::id::NoteId;
use domain::notebook::Notebook;
use leptos::prelude::*;
use store::NoteWords;

use super::form::curator;
use crate::error::AppError;

/// The notebooks that are written here, by title; for curators.
pub async fn written_notebooks() -> Result<Vec<Notebook>, AppError> {
    curator()?;
    let store = expect_context::<store::Store>();
    Ok(store.written_notebooks().await?)
}

/// A note with its words, withdrawn or not; for curators.
pub async fn note_words(note: &NoteId) -> Result<NoteWords, AppError> {
    curator()?;
    let store = expect_context::<store::Store>();
    match store.note_words(note).await? {
        Some(words) => Ok(words),
        None => Err(AppError::missing(&store, note.as_str()).await.respond()),
    }
}
