//! A source that somebody adds: it is read at once, and followed where that works.

use std::time::Duration;

use anyhow::{Context, anyhow};
use domain::notebook::followed::{LookState, NewSource, SourceAddress};
use domain::notebook::{NotebookSlug, Rights};
use ingest::source::ReadOptions;
use store::Store;

use super::fetched::{Content, Fetched};
use super::look::{LookOutcome, LossConsent, fetch, record, wait_for_lock};
use super::settings::SourceSettings;
use crate::import::read_files;

/// What is to be followed, as somebody states it.
#[derive(Clone, Debug)]
pub struct AddedSource {
    /// Where it is.
    pub address: SourceAddress,
    /// The notebook; `None` for one that is named as an import names it.
    pub notebook: Option<NotebookSlug>,
    /// How often it is looked at.
    pub every: Duration,
    /// The rights, over those that it states.
    pub rights: Option<Rights>,
}

/// Adds a source and imports it; gives its notebook and what came of the import. What cannot be read is not added.
///
/// # Errors
/// Where it cannot be read, where its notebook follows another source, and where the database fails. No message holds
/// what is secret.
pub async fn add(
    store: &Store,
    settings: &SourceSettings,
    added: AddedSource,
) -> anyhow::Result<(NotebookSlug, LookOutcome)> {
    if let Some(notebook) = &added.notebook {
        store.expect_no_source(notebook).await?;
    }
    let _lock = wait_for_lock(store).await?;
    let fetched = fetch(store, settings, &added.address, &LookState::default()).await;
    let Fetched::Content(content) = fetched.map_err(|error| without_secrets(&error))? else {
        return Err(anyhow!("the source has no content"));
    };
    let notebook = match added.notebook {
        Some(notebook) => notebook,
        None => named(&content, added.rights.is_some())
            .await
            .map_err(|error| anyhow!(domain::redact::without_secrets(&content.describe(&error))))?,
    };
    let AddedSource { address, every, rights, .. } = added;
    let source = NewSource { address, notebook: notebook.clone(), every, rights };
    let id = store.add_source(&source, settings.clock.now()).await?;
    let followed = store.followed_source(id).await?;
    let outcome =
        record(store, settings, &followed, Ok(Fetched::Content(content)), &LossConsent::Nothing).await?;
    if let LookOutcome::Failed(message) = outcome {
        store.remove_source(id).await?;
        return Err(anyhow!(message));
    }
    Ok((notebook, outcome))
}

/// The notebook that an import of the content would make.
async fn named(content: &Content, rights_are_stated: bool) -> anyhow::Result<NotebookSlug> {
    let path = content.path.clone();
    let files = tokio::task::spawn_blocking(move || {
        read_files(&[path], None, &ReadOptions::default(), rights_are_stated)
    });
    let files = files.await??.into_iter().next().context("there are no notes in it")?;
    Ok(files.slug)
}

fn without_secrets(error: &anyhow::Error) -> anyhow::Error {
    anyhow!(domain::redact::without_secrets(&format!("{error:#}")))
}
