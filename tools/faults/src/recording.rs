//! The program at work on a new database, with all that it does to its files.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, ensure};
use tempfile::TempDir;

use crate::history::{History, State};
use crate::keps::Repository;
use crate::operation::Operation;
use crate::program::Program;
use crate::tagging::{self, Tagging};
use crate::trace::Trace;
use crate::{database, keps, notes, server};

/// How many tags are set while a server runs.
const TAGS: usize = 25;

/// The curator who tags.
const CURATOR: &str = "alice";

/// How long a server may take to stop.
const PATIENCE: Duration = Duration::from_secs(20);

/// The file of the backup, next to the database.
pub const BACKUP: &str = "backup.db";

/// What was done, and what was acknowledged meanwhile.
pub struct Recording {
    pub(crate) program: Program,
    /// Each with how far the trace went then.
    pub(crate) operations: Vec<(u64, Operation)>,
    pub(crate) history: History,
    _folder: TempDir,
}

/// How a server ends.
#[derive(Clone, Copy)]
enum End {
    Kill,
    Stop,
}

impl Recording {
    /// Imports, tags, syncs, backs up and restores, each so that what was before matters.
    pub async fn new(kepline: &Path) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir().context("cannot create a folder")?;
        let mut recorder = Recorder::begin(kepline, &folder.path().canonicalize()?)?;
        recorder.import_tagged()?;
        recorder.import(0)?;
        recorder.add_curator().await?;
        recorder.tag(End::Kill)?;
        recorder.import(1)?;
        recorder.sync(0)?;
        recorder.back_up()?;
        recorder.tag(End::Stop)?;
        recorder.change_password().await?;
        recorder.sync(1)?;
        recorder.tag(End::Kill)?;
        recorder.restore()?;
        recorder.import(2)?;
        let operations = recorder.trace.operations(&recorder.files)?;
        Ok(Self { program: recorder.program, operations, history: recorder.history, _folder: folder })
    }

    /// The same on a disk that does not bring anything to its end when it is to.
    pub fn without_syncs(mut self) -> Self {
        self.operations.retain(|(_, operation)| {
            !matches!(operation, Operation::Sync { .. } | Operation::SyncFolder { .. })
        });
        self
    }
}

struct Recorder {
    program: Program,
    trace: Trace,
    /// The folder of the database.
    files: PathBuf,
    history: History,
    repository: Repository,
    tagging: Tagging,
    /// The cookie of the curator who tags.
    cookie: String,
    /// How many tags were set.
    tagged: usize,
}

impl Recorder {
    fn begin(kepline: &Path, folder: &Path) -> anyhow::Result<Self> {
        let trace = Trace::new(folder.join("trace"))?;
        let files = folder.join("files");
        fs::create_dir(&files)?;
        notes::write_tagged(folder)?;
        let mut program = Program::new(kepline, folder)?;
        program.database = files.join("kepline.db");
        program.trace = Some(trace.clone());
        let repository = Repository::create(&folder.join("keps"))?;
        let (history, tagging) = (History::default(), Tagging::new(Vec::new()));
        Ok(Self { program, trace, files, history, repository, tagging, cookie: String::new(), tagged: 0 })
    }

    fn import_tagged(&mut self) -> anyhow::Result<()> {
        self.run("the first import", &["import", notes::TAGGED], |state| state.database.tagged = notes::COUNT)
    }

    fn import(&mut self, number: u32) -> anyhow::Result<()> {
        notes::write_changing(&self.program.folder, number)?;
        self.run("an import", &["import", notes::CHANGING], |state| {
            state.database.imports = [(number, notes::COUNT)].into();
        })
    }

    async fn add_curator(&mut self) -> anyhow::Result<()> {
        let (_folder, copy) = self.copy()?;
        self.tagging = Tagging::new(database::tagged_notes(&copy).await?);
        self.set_password("add", server::PASSWORD).await?;
        self.history.end_phase("a new curator", &self.trace)
    }

    async fn change_password(&mut self) -> anyhow::Result<()> {
        self.set_password("password", "another of no use elsewhere").await?;
        self.history.end_phase("another password", &self.trace)
    }

    /// Sets the password of the curator who tags, by a command, and signs them in.
    async fn set_password(&mut self, command: &str, password: &str) -> anyhow::Result<()> {
        let work = self.trace.span(|| server::set_password(&self.program, command, CURATOR, password))?;
        let (_folder, copy) = self.copy()?;
        let passwords = database::expect_sound(&copy).await?.passwords;
        self.history.record(work, |state| state.database.passwords = passwords);
        self.cookie = server::sign_in(&self.program, CURATOR, password)?;
        Ok(())
    }

    /// A copy of the database in a folder of its own: who looks at a database changes the files next to it.
    fn copy(&self) -> anyhow::Result<(TempDir, PathBuf)> {
        let folder = tempfile::tempdir()?;
        let copy = folder.path().join("copy.db");
        fs::copy(&self.program.database, &copy)?;
        Ok((folder, copy))
    }

    fn tag(&mut self, end: End) -> anyhow::Result<()> {
        let mut server = server::start(&self.program)?;
        for _ in 0..TAGS {
            let decision = self.tagging.decision(self.tagged);
            let decide = || {
                let answer = server::post(server.address, &self.cookie, tagging::PATH, &decision.form())?;
                ensure!(server::is_acknowledgement(&answer), "a tag was refused: {answer}");
                Ok(())
            };
            let work = self.trace.span(decide)?;
            self.history.record(work, |state| {
                state.database.rulings.insert(decision.subject.clone(), decision.state);
            });
            self.tagged += 1;
        }
        match end {
            End::Kill => server.kill()?,
            End::Stop => {
                let status = server.stop(PATIENCE)?;
                ensure!(status.success(), "the server ended with {status}");
            }
        }
        self.history.end_phase("tags", &self.trace)
    }

    fn sync(&mut self, number: u32) -> anyhow::Result<()> {
        self.repository.commit(number)?;
        let path = self.repository.path();
        self.run("a sync", &["sync", "keps", "--from", &path], |state| {
            state.database.facts = [(number, keps::COUNT)].into();
        })
    }

    fn back_up(&mut self) -> anyhow::Result<()> {
        let path = self.files.join(BACKUP).display().to_string();
        self.run("a backup", &["backup", &path], |state| state.backup = Some(state.database.clone()))
    }

    fn restore(&mut self) -> anyhow::Result<()> {
        let path = self.files.join(BACKUP).display().to_string();
        self.run("a restoration", &["restore", &path, "--yes"], |state| {
            let restored = state.backup.clone().unwrap_or_default();
            state.replaced = Some(std::mem::replace(&mut state.database, restored));
        })
    }

    fn run(
        &mut self,
        name: &'static str,
        arguments: &[&str],
        change: impl FnOnce(&mut State),
    ) -> anyhow::Result<()> {
        let work = self.trace.span(|| self.program.run(arguments))?;
        self.history.record(work, change);
        self.history.end_phase(name, &self.trace)
    }
}
