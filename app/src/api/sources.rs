//! The sources that notebooks follow, and what curators do with them.

use domain::address::Page;
use domain::notebook::followed::SourceAddress;
use domain::notebook::{Notebook, Rights, Viewer};
use domain::pages::{ImportedRevision, SourceLine, SourcesPage, WaitingLine};
use leptos::prelude::*;

use super::form::{curator, parse, redirect_back};
use crate::error::AppError;
use crate::request::{Reader, viewer};
use crate::source_desk::{NewAddress, SourceAnswer, SourceDesk};

/// Every source, with what waits of it; for curators.
pub async fn sources() -> Result<SourcesPage, AppError> {
    curator()?;
    let store = expect_context::<store::Store>();
    let mut page = SourcesPage::default();
    for followed in store.followed_sources().await? {
        let vanishing = match &followed.looks.waiting {
            Some(waiting) => {
                let first = &waiting.vanishing[..waiting.vanishing.len().min(WaitingLine::SHOWN)];
                store.vanishing_notes(first).await?
            }
            None => Vec::new(),
        };
        page.sources.push(SourceLine::new(followed, vanishing));
    }
    Ok(page)
}

/// What a notebook was imported from last, where it follows a source, as far as the viewer may know it.
pub async fn imported_revision(notebook: &Notebook) -> Result<Option<ImportedRevision>, AppError> {
    let store = expect_context::<store::Store>();
    let viewer = viewer();
    let imported = store.imported_revision(&notebook.slug, viewer == Viewer::Curator).await?;
    let shows_address = notebook.rights.allow_text(viewer);
    Ok(imported
        .map(|imported| ImportedRevision { address: imported.address.filter(|_| shows_address), ..imported }))
}

/// Adds an address over HTTP, or a repository at one.
#[server(name = AddSource, prefix = "/fn", endpoint = "add-source")]
pub async fn add_source(
    address: String,
    #[server(default)] git: Option<String>,
    #[server(default)] branch: String,
    #[server(default)] folder: String,
    #[server(default)] notebook: String,
    #[server(default)] rights: String,
    #[server(default)] licence: String,
) -> Result<(), AppError> {
    let curator = curator()?;
    let refuse = |error: domain::notebook::followed::NotASource| {
        AppError::BadRequest(Reader::current().lang.not_a_source(error).to_owned()).respond()
    };
    let address = SourceAddress::parse(&address, git.is_some())
        .and_then(|address| address.within(Some(branch), Some(folder)))
        .and_then(SourceAddress::from_browser)
        .map_err(refuse)?;
    let notebook = match notebook.trim() {
        "" => None,
        slug => Some(parse(slug)?),
    };
    let rights = match (rights.as_str(), licence.trim()) {
        ("own", _) => Some(Rights::Own),
        ("licensed", licence) if !licence.is_empty() => Some(Rights::Licensed(licence.to_owned())),
        ("licensed", _) => {
            return Err(AppError::BadRequest(Reader::current().lang.licence_missing().to_owned()).respond());
        }
        _ => None,
    };
    let shown = address.redacted();
    let SourceDesk(desk) = expect_context();
    done(desk.add(NewAddress { address, notebook, rights })).await?;
    tracing::info!(address = shown, curator = curator.name, "a source was added");
    Ok(())
}

/// Looks at a source now; `seen` is the revision by which more than half of the notes may vanish.
#[server(name = LookAtSource, prefix = "/fn", endpoint = "look-at-source")]
pub async fn look_at_source(source: i64, #[server(default)] seen: Option<String>) -> Result<(), AppError> {
    let curator = curator()?;
    let seen = seen.filter(|seen| !seen.is_empty()).map(|seen| parse(&seen)).transpose()?;
    if seen.is_some() {
        tracing::info!(source, curator = curator.name, "a change of a source that waited is imported");
    }
    let SourceDesk(desk) = expect_context();
    done(desk.look(source, seen)).await
}

/// Pauses a source, or lets it go on.
#[server(name = PauseSource, prefix = "/fn", endpoint = "pause-source")]
pub async fn pause_source(source: i64, paused: bool) -> Result<(), AppError> {
    curator()?;
    let store = expect_context::<store::Store>();
    store.pause_source(source, paused).await?;
    redirect_back(&Page::Sources.href(), None);
    Ok(())
}

/// Removes a source; `agreed` is the box that says so. Its notebook keeps its notes.
#[server(name = RemoveSource, prefix = "/fn", endpoint = "remove-source")]
pub async fn remove_source(source: i64, #[server(default)] agreed: Option<String>) -> Result<(), AppError> {
    let curator = curator()?;
    if agreed.is_none() {
        return Err(AppError::BadRequest(Reader::current().lang.removal_unconfirmed().to_owned()).respond());
    }
    let SourceDesk(desk) = expect_context();
    done(desk.remove(source)).await?;
    tracing::info!(source, curator = curator.name, "a source was removed");
    Ok(())
}

/// Leads back to the sources once something was done with one.
async fn done(answer: SourceAnswer) -> Result<(), AppError> {
    answer.await.map_err(|why| AppError::BadRequest(why).respond())?;
    redirect_back(&Page::Sources.href(), None);
    Ok(())
}
