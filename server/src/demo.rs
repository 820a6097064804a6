//! The demo: a notebook written for Kepline, and what became of what it cites.
//!
//! The facts are part of the program, so that the demo shows then and now without a sync.

use anyhow::Context;
use sha2::{Digest, Sha256};
use store::{Store, SyncEnd, SyncKind};

use crate::import::import_text;

mod facts;
#[cfg(test)]
mod tests;

pub use facts::DemoFacts;

/// Notes on the real course of Kubernetes development.
pub const NOTEBOOK: &str = include_str!("../demo/notebook.md");

/// The facts on what they cite, as `scripts/demo-facts` wrote them.
pub const FACTS: &str = include_str!("../demo/facts.tsv");

/// Where the facts are from, in the record of syncs.
const SOURCE: &str = "brought along with Kepline";

/// Imports the demo and its facts; what is there already stays as it is.
pub async fn install(store: &Store) -> anyhow::Result<()> {
    import_text(store, NOTEBOOK).await?;
    store_facts(store, FACTS).await
}

/// Stores the facts, unless they are stored already or the database was synced since.
///
/// *Now* is the instant that the facts name, not that of the call: the demo shows the same whenever it is served.
pub(crate) async fn store_facts(store: &Store, text: &str) -> anyhow::Result<()> {
    let cursor = hex::encode(Sha256::digest(text));
    for kind in [SyncKind::Keps, SyncKind::Github] {
        let last = store.last_sync(kind).await?;
        if last.is_some_and(|last| last.source.as_deref() != Some(SOURCE)) {
            return Ok(());
        }
    }
    // That of GitHub comes last: where it is there, all is.
    let last = store.last_sync(SyncKind::Github).await?;
    if last.is_some_and(|last| last.cursor.as_ref() == Some(&cursor)) {
        if store.is_outdated().await? {
            store.derive().await?;
        }
        return Ok(());
    }
    let DemoFacts { now, data_at, history, items, .. } =
        DemoFacts::read(text).context("the demo's facts cannot be read")?;
    let end = |summary: String| SyncEnd {
        summary: Some(summary),
        error: None,
        data_at: Some(data_at),
        cursor: Some(cursor.clone()),
    };
    let run = store.begin_sync(SyncKind::Keps, SOURCE, now).await?;
    let counts = store.store_keps(&history).await?;
    store
        .end_sync(run, now, &end(format!("{} KEPs, {} revisions", counts.new_keps, counts.revisions)))
        .await?;
    let run = store.begin_sync(SyncKind::Github, SOURCE, now).await?;
    store.store_items(&items).await?;
    store.end_sync(run, now, &end(format!("{} pull requests and issues", items.len()))).await?;
    store.derive().await?;
    Ok(())
}
