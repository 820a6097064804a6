//! A migrated database in a folder that goes away, and notebooks made of Markdown.

#![allow(dead_code, reason = "each test file uses its part")]

pub mod corpus;
pub mod keps;
pub mod large;
pub mod statement_log;

use std::collections::BTreeMap;

use domain::id::NoteId;
use domain::list::filter::Filter;
use domain::notebook::Notebook;
use ingest::source;
use store::{Replacement, Report, Result, Store};
use tempfile::TempDir;

/// A database of its own for one test.
pub struct Database {
    pub store: Store,
    folder: TempDir,
}

impl Database {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&url(&folder)).await.unwrap();
        Self { store, folder }
    }

    /// A second set of connections to the same file, as another process has them.
    pub async fn again(&self) -> Store {
        Store::open(&url(&self.folder)).await.unwrap()
    }

    pub fn url(&self) -> String {
        url(&self.folder)
    }

    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Imports a journal under a slug.
    pub async fn import(&self, slug: &str, text: &str) -> Report {
        replace(&self.store, &replacement(slug, text)).await.unwrap()
    }

    /// Every note's text by its id.
    pub async fn texts(&self) -> BTreeMap<NoteId, String> {
        let entries = self.store.export(&Filter::default()).await.unwrap();
        entries.into_iter().flat_map(|entry| entry.notes).map(|note| (note.note.id, note.note.text)).collect()
    }

    /// The texts of the notes that a query finds, in the order of the page.
    pub async fn found(&self, query: &str) -> Vec<String> {
        let page = self.store.timeline(&filter(query)).await.unwrap();
        page.entries
            .into_iter()
            .flat_map(|entry| entry.notes)
            .map(|note| note.text.trim().to_owned())
            .collect()
    }
}

fn url(folder: &TempDir) -> String {
    format!("sqlite://{}", folder.path().join("kepline.db").display())
}

pub fn filter(query: &str) -> Filter {
    query.parse().unwrap()
}

/// What an import of `text` puts into the database.
pub fn replacement(slug: &str, text: &str) -> Replacement {
    let (draft, _) = source::read_text(text);
    Replacement {
        fidelity: draft.fidelity(),
        source: None,
        origin: None,
        notebook: Notebook {
            slug: slug.parse().unwrap(),
            title: draft.title.unwrap_or_else(|| slug.to_owned()),
            author: draft.author,
            origin: None,
            time_zone: "Asia/Tokyo".to_owned(),
            rights: draft.rights.unwrap_or_default(),
            announced_entries: draft.announced_entries,
            lost_links: draft.lost_links,
            is_written: draft.is_written,
        },
        entries: draft.entries,
        at: "2026-01-02T03:04:05Z".parse().unwrap(),
        may_lose: false,
        is_part: false,
        dry_run: false,
        seen: None,
    }
}

/// Replaces a notebook, its notes prepared as `kepline import` does.
pub async fn replace(store: &Store, replacement: &Replacement) -> Result<Report> {
    store.replace(replacement.clone(), ingest::prepare, |_, _| {}).await
}

/// A journal of so many days with two notes each.
pub fn long_journal(days: usize) -> String {
    let mut text = String::from("# Long\n");
    let mut day = domain::Date::constant(2020, 1, 1);
    for n in 0..days {
        text += &format!(
            "\n## {day}\n- note {n} of Kubernetes 1.28 (k/k#{0}, k/k#1)\n- SIG Node, note {n} of KEP-753 and SidecarContainers\n",
            n + 1
        );
        day = day.tomorrow().unwrap();
    }
    text
}
