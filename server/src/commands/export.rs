//! `kepline export`: the versioned JSON document of docs/formats.md, or a journal that imports again.

use std::process::ExitCode;

use anyhow::{Context, bail};
use domain::as_of;
use domain::list::filter::Filter;
use domain::notebook::draft::StatedIds;
use domain::notebook::writing::WordsSeen;
use domain::notebook::{Notebook, NotebookSlug};
use ingest::source::{JournalEntry, JournalHead, to_journal};
use store::{ExportedEntry, Store, SyncKind};

use crate::cli::{Export, ExportFormat};
use crate::commands::output::print_document;
use crate::document::{DataAsOf, Document};

#[cfg(test)]
mod tests;

/// Prints the notes that the options match.
pub async fn run(store: &Store, options: &Export) -> anyhow::Result<ExitCode> {
    let filter = filter(options)?;
    let notebooks: Vec<Notebook> =
        store.notebooks().await?.into_iter().map(|stored| stored.notebook).collect();
    for slug in &filter.notebooks {
        if notebooks.iter().all(|notebook| notebook.slug != *slug) {
            bail!("there is no notebook `{slug}`: list them with `kepline notebook list`");
        }
    }
    let as_of = match &options.as_of {
        Some(day) => Some(as_of::parse(day, &store.data_as_of().await?)?),
        None => None,
    };
    let entries = store.as_of(as_of).export(&filter).await?;
    let text = match options.format {
        ExportFormat::Json => {
            let document =
                Document::new(&notebooks, &entries, data_as_of(store).await?, as_of, jiff::Timestamp::now());
            serde_json::to_string_pretty(&document)? + "\n"
        }
        ExportFormat::Markdown => journal(&notebooks, &entries)?,
    };
    print_document(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Up to when the facts of the states are complete.
async fn data_as_of(store: &Store) -> anyhow::Result<DataAsOf> {
    let at = async |kind| -> anyhow::Result<Option<String>> {
        let last = store.last_sync(kind).await?;
        Ok(last.and_then(|last| last.data_at).map(|at| at.to_string()))
    };
    Ok(DataAsOf { keps: at(SyncKind::Keps).await?, github: at(SyncKind::Github).await? })
}

/// The filter of the options, through the same parser as every query.
fn filter(options: &Export) -> anyhow::Result<Filter> {
    let changed = if options.changed { vec!["1".to_owned()] } else { Vec::new() };
    let pairs = [
        ("notebook", &options.notebook),
        ("sig", &options.sig),
        ("exclude.sig", &options.exclude_sig),
        ("version", &options.version),
        ("exclude.version", &options.exclude_version),
        ("in", &options.period),
        ("stage", &options.stage),
        ("status", &options.status),
        ("github", &options.github),
        ("verdict", &options.verdict),
        ("changed", &changed),
        ("kep", &options.kep),
        ("ref", &options.reference),
        ("repo", &options.repo),
        ("since", &options.since),
        ("until", &options.until),
        ("has", &options.has),
        ("q", &options.search),
    ];
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (key, values) in pairs {
        for value in values {
            query.append_pair(key, value);
        }
    }
    Ok(query.finish().parse()?)
}

/// The journal of one notebook: several in one file could not be separated again.
pub(super) fn journal(notebooks: &[Notebook], entries: &[ExportedEntry]) -> anyhow::Result<String> {
    let mut slugs: Vec<&NotebookSlug> = entries.iter().map(|entry| &entry.entry.notebook.slug).collect();
    slugs.sort();
    slugs.dedup();
    let slug = match slugs.as_slice() {
        [] => bail!("no note matches the filter"),
        [slug] => *slug,
        _ => {
            let names: Vec<&str> = slugs.iter().map(|slug| slug.as_str()).collect();
            bail!("a journal holds one notebook: choose one of {} with --notebook", names.join(", "))
        }
    };
    let notebook = notebooks
        .iter()
        .find(|notebook| notebook.slug == *slug)
        .context("the notebook was removed during the export")?;
    let head = JournalHead {
        title: Some(&notebook.title),
        author: notebook.author.as_deref(),
        origin: notebook.origin.as_deref(),
        time_zone: Some(&notebook.time_zone),
        rights: Some(&notebook.rights),
        announced_entries: notebook.announced_entries,
        lost_links: notebook.lost_links,
        is_written: notebook.is_written,
    };
    // Others get the same ids from their source.
    let ids: Vec<StatedIds> = match notebook.is_written {
        true => entries.iter().map(ids).collect(),
        false => vec![StatedIds::default(); entries.len()],
    };
    let entries: Vec<JournalEntry<'_>> = entries
        .iter()
        .zip(&ids)
        .map(|(entry, ids)| JournalEntry {
            date: entry.entry.date,
            not_before: entry.entry.not_before,
            not_after: entry.entry.not_after,
            posting: &entry.entry.posting,
            key: None,
            ids,
            notes: entry.notes.iter().map(|note| note.markdown.as_str()).collect(),
        })
        .collect();
    Ok(to_journal(&head, &entries))
}

/// The ids of an entry and its notes.
fn ids(entry: &ExportedEntry) -> StatedIds {
    let notes = entry.notes.iter().map(|note| (note.note.id.clone(), WordsSeen::new(&note.markdown)));
    StatedIds { entry: Some(entry.entry.id.clone()), notes: notes.collect() }
}
