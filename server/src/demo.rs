//! The demo: a notebook written for Kepline, and what became of what it cites.
//!
//! The facts are part of the program, so that the demo shows then and now without a sync.

use std::collections::BTreeMap;

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use store::{ReadReleaseNotes, ReleaseNoteFile, SourceProgress, Store, SyncEnd, SyncKind};

use crate::import::import_text_at;

mod facts;
mod gates;
#[cfg(test)]
mod tests;

pub use facts::DemoFacts;
use gates::DemoGates;

/// Notes on the real course of Kubernetes development.
pub const NOTEBOOK: &str = include_str!("../demo/notebook.md");

/// What a note says, and what it said in the state of the notebook before: so that its history has something to show.
const EDITED: (&str, &str) = (
    "whatever its file says today: `alpha: v1.27` has not been touched since February. A plan is a plan.",
    "although its file says `alpha: v1.27`.",
);

/// The facts on what they cite, as `scripts/demo-facts` wrote them.
pub const FACTS: &str = include_str!("../demo/facts.tsv");

/// Some feature gates and release notes, written by hand.
const GATES: &str = include_str!("../demo/gates.tsv");

/// Where the facts are from, in the record of syncs.
const SOURCE: &str = "brought along with Kepline";

/// Imports the demo and its facts, first in the state before; what is there already stays as it is.
pub async fn install(store: &Store) -> anyhow::Result<()> {
    let now = DemoFacts::read(FACTS).context("the demo's facts cannot be read")?.now;
    if store.notebooks().await?.is_empty() {
        let (today, before) = EDITED;
        import_text_at(store, &NOTEBOOK.replace(today, before), now - SignedDuration::from_hours(24)).await?;
    }
    import_text_at(store, NOTEBOOK, now).await?;
    store_facts(store, FACTS).await
}

/// Stores the facts, unless they are stored already or the database was synced since.
///
/// *Now* is the instant that the facts name, not that of the call: the demo shows the same whenever it is served.
pub(crate) async fn store_facts(store: &Store, text: &str) -> anyhow::Result<()> {
    let cursor = hex::encode(Sha256::new().chain_update(text).chain_update(GATES).finalize());
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
    store_gates(store, now, &end).await?;
    let run = store.begin_sync(SyncKind::Github, SOURCE, now).await?;
    store.store_items(&items).await?;
    store.end_sync(run, now, &end(format!("{} pull requests and issues", items.len()))).await?;
    store.derive().await?;
    Ok(())
}

/// Stores feature gates and release notes, each as a sync of its own.
async fn store_gates(store: &Store, now: Timestamp, end: &impl Fn(String) -> SyncEnd) -> anyhow::Result<()> {
    let DemoGates { records, release_notes } =
        DemoGates::read(GATES).context("the demo's gates cannot be read")?;
    let run = store.begin_sync(SyncKind::Gates, SOURCE, now).await?;
    let stored = end(format!("{} gates", records.values().map(BTreeMap::len).sum::<usize>()));
    let progress = SourceProgress {
        commit: stored.cursor.clone(),
        data_at: stored.data_at,
        checked_at: now,
        error: None,
    };
    for (source, records) in &records {
        store.store_gates(*source, records, &progress).await?;
    }
    store.end_sync(run, now, &stored).await?;
    let run = store.begin_sync(SyncKind::ReleaseNotes, SOURCE, now).await?;
    let files: Vec<ReadReleaseNotes> = release_notes
        .into_iter()
        .map(|(release, notes)| {
            let file = ReleaseNoteFile { blob: progress.commit.clone(), error: None, notes: notes.len() };
            ReadReleaseNotes { release, file, notes: Some(notes) }
        })
        .collect();
    let stored = store.store_release_notes(&files, &progress).await?;
    store.end_sync(run, now, &end(format!("{stored} release notes"))).await?;
    Ok(())
}
