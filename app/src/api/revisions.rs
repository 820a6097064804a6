//! What notes said before, imports that are taken back, and what is forgotten.

use domain::address::Page;
use domain::id::EntryId;
use domain::list::timeline::NoteLocation;
use domain::notebook::Viewer;
use domain::pages::{ForgetPage, HistoryPage, ImportPage, RunLog, UndoEffect};
use leptos::prelude::*;

use super::form::{curator, redirect_back};
use crate::error::AppError;
use crate::request::{NotePreparation, Reader, viewer};

/// What the notes of an entry said before, as far as the viewer may read it.
pub async fn entry_history(id: EntryId) -> Result<HistoryPage, AppError> {
    let store = expect_context::<store::Store>();
    match store.entry_history(&id).await? {
        Some(page) => Ok(page.for_viewer(viewer())),
        None => Err(AppError::missing(&store, id.as_str()).await.respond()),
    }
}

/// What changed the notebooks last, as far as the viewer may read it.
pub async fn run_log() -> Result<RunLog, AppError> {
    let store = expect_context::<store::Store>();
    let viewer = viewer();
    Ok(store.run_log(viewer == Viewer::Curator).await?.for_viewer(viewer))
}

/// A run, with what taking it back would do; for curators.
pub async fn import_page(run: i64) -> Result<ImportPage, AppError> {
    curator()?;
    let store = expect_context::<store::Store>();
    let NotePreparation(prepare) = expect_context();
    let trial = store.undo_run(store::RunId(run), domain::Timestamp::now(), true, prepare).await;
    let effect = match trial {
        Ok(undone) => Some(UndoEffect {
            entries: undone.report.entries,
            notes: undone.report.notes,
            waiting_decisions: undone.waiting_decisions,
        }),
        Err(store::Error::NotUndoable(_)) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(ImportPage { id: run, log: store.run_log(false).await?, effect })
}

/// Takes an import back, or brings back one that was taken back.
#[server(name = UndoImport, prefix = "/fn", endpoint = "undo-import")]
pub async fn undo_import(run: i64) -> Result<(), AppError> {
    let curator = curator()?;
    let store = expect_context::<store::Store>();
    let NotePreparation(prepare) = expect_context();
    let undone = store.undo_run(store::RunId(run), domain::Timestamp::now(), false, prepare).await?;
    tracing::info!(run, notebook = %undone.notebook, curator = curator.name, "an import was undone");
    redirect_back(&Page::Status.href(), Some("imports"));
    Ok(())
}

/// What forgetting a note or an entry would remove; for curators.
pub async fn forget_page(id: String) -> Result<ForgetPage, AppError> {
    curator()?;
    let store = expect_context::<store::Store>();
    let Some(scope) = store.forget_scope(&id).await? else {
        return Err(AppError::missing(&store, &id).await.respond());
    };
    let removed = store.forget_preview(&scope).await?;
    let (entry, note) = match scope {
        store::ForgetScope::Entry(entry) => (entry, None),
        store::ForgetScope::Note(note) => match store.note_location(&note).await? {
            Some(NoteLocation::In(entry) | NoteLocation::Gone(entry)) => (entry, Some(note)),
            Some(NoteLocation::Forgotten) | None => return Err(AppError::Forgotten.respond()),
        },
    };
    let store::Forgotten { notes, revisions, decisions, .. } = removed;
    Ok(ForgetPage { entry, note, notes, revisions, decisions })
}

/// Removes a note, or an entry with its notes, for good; `agreed` is the box that says so.
#[server(name = Forget, prefix = "/fn", endpoint = "forget")]
pub async fn forget(id: String, #[server(default)] agreed: Option<String>) -> Result<(), AppError> {
    let curator = curator()?;
    if agreed.is_none() {
        return Err(AppError::BadRequest(Reader::current().lang.forget_unconfirmed().to_owned()).respond());
    }
    let page = forget_page(id).await?;
    let store = expect_context::<store::Store>();
    let NotePreparation(prepare) = expect_context();
    let scope = match &page.note {
        Some(note) => store::ForgetScope::Note(note.clone()),
        None => store::ForgetScope::Entry(page.entry.clone()),
    };
    let forgotten = store.forget(&scope, domain::Timestamp::now(), prepare).await?;
    tracing::info!(
        notes = forgotten.notes,
        curator = curator.name,
        is_log_empty = forgotten.is_log_empty,
        "notes were forgotten"
    );
    redirect_back(&page.subject().href(), None);
    Ok(())
}
