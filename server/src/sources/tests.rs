//! Sources that change, step by step of the clock: files, repositories, and addresses of a stand-in on this machine.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use domain::id::NoteId;
use domain::list::filter::Filter;
use domain::notebook::NotebookSlug;
use domain::notebook::followed::{EVERY, FollowedSource, Revision, SourceAddress, SourceState};
use store::Store;
use tempfile::TempDir;

mod files;
mod repositories;
mod stand_in;
mod web;

use super::added::{AddedSource, add};
use super::look::{LookOutcome, LossConsent, look_settled, remove};
use super::schedule::look_at_due;
use super::settings::SourceSettings;
use crate::import::{ImportOptions, import_files, read_files};
use crate::sync::Progress;
use crate::sync::clock::Clock;

/// Six notes of one day.
pub const NOTES: &str = "# Field notes\n\n## 2026-10-11\n\n- one\n- two\n- three\n- four\n- five\n- six\n";

/// A database with a clock of its own.
struct World {
    folder: TempDir,
    store: Store,
    settings: SourceSettings,
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
        let store = Store::open(&url).await.unwrap();
        let settings =
            SourceSettings { clock: Clock::fake(), ..SourceSettings::new("127.0.0.1".parse().unwrap()) };
        Self { folder, store, settings }
    }

    /// A path in a folder of its own.
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    async fn add(&self, address: SourceAddress) -> Result<LookOutcome, String> {
        let added = AddedSource { address, notebook: None, every: EVERY, rights: None };
        let added = add(&self.store, &self.settings, added).await;
        added.map(|(_, outcome)| outcome).map_err(|error| format!("{error:#}"))
    }

    async fn add_path(&self, path: &Path) -> Result<LookOutcome, String> {
        self.add(SourceAddress::path(path.display().to_string())).await
    }

    async fn add_address(&self, text: &str) -> Result<LookOutcome, String> {
        self.add(SourceAddress::parse(text, false).unwrap()).await
    }

    /// Lets time pass, and does what the schedule does then.
    async fn after(&self, time: Duration) -> FollowedSource {
        self.settings.clock.sleep(time).await;
        look_at_due(&self.store, &self.settings).await.unwrap();
        self.source().await
    }

    /// The only source.
    async fn source(&self) -> FollowedSource {
        let mut sources = self.store.followed_sources().await.unwrap();
        assert_eq!(sources.len(), 1);
        sources.remove(0)
    }

    async fn texts(&self) -> Vec<String> {
        self.notes().await.into_iter().map(|(_, text)| text).collect()
    }

    /// The notes with their ids, oldest first.
    async fn notes(&self) -> Vec<(NoteId, String)> {
        notes(&self.store).await
    }
}

async fn notes(store: &Store) -> Vec<(NoteId, String)> {
    let entries = store.export(&Filter::default()).await.unwrap();
    let notes = entries.into_iter().flat_map(|entry| entry.notes).map(|note| (note.note.id, note.note.text));
    notes.collect()
}

/// The notes that the command makes of the same files in another database.
async fn notes_of_command(paths: &[PathBuf]) -> Vec<(NoteId, String)> {
    let world = World::new().await;
    for mut files in read_files(paths, None, &Default::default(), false).unwrap() {
        import_files(&world.store, &mut files, &ImportOptions::default(), &Progress::silent()).await.unwrap();
    }
    world.notes().await
}

fn imported(outcome: Result<LookOutcome, String>) -> (Revision, u32) {
    match outcome {
        Ok(LookOutcome::Imported(revision, report)) => (revision, report.notes.new),
        other => panic!("{other:?}"),
    }
}

fn slug(text: &str) -> NotebookSlug {
    text.parse().unwrap()
}

/// The output of git in a folder.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=A", "-c", "user.email=a@example.com"])
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("git is installed");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {stderr}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
