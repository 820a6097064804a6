//! Databases of several sizes, made by the real importer.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use measure::process::{Cost, measure};

/// The journals are the same in every run.
const SEED: u64 = 1;

/// A notebook that is written to between requests.
const ASIDE: &str = "---\ntitle: Aside\nrights: own\n---\n\n## 2026-01-05\n\n- a note aside\n";

/// A database of so many entries.
pub struct Database {
    pub entries: u32,
    file: PathBuf,
    journals: PathBuf,
}

impl Database {
    /// The one in a folder; whether it is there already is seen by [`Self::exists`].
    pub fn new(folder: &Path, entries: u32) -> Self {
        Self {
            entries,
            file: folder.join(format!("{entries}.db")),
            journals: folder.join(format!("journals-{entries}")),
        }
    }

    pub fn url(&self) -> String {
        format!("sqlite://{}", self.file.display())
    }

    pub fn exists(&self) -> bool {
        self.file.is_file()
    }

    /// Writes the journals.
    pub fn write_journals(&self) -> anyhow::Result<()> {
        std::fs::create_dir_all(&self.journals)?;
        for journal in corpus::journals(SEED, self.entries) {
            let path = self.journals.join(format!("author-{:02}.md", journal.author));
            let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
            journal.write(&mut BufWriter::new(file))?;
        }
        Ok(())
    }

    /// The size of the journals, and of the database, in megabytes.
    pub fn megabytes(&self) -> anyhow::Result<(f64, f64)> {
        let mut journals = 0;
        for file in std::fs::read_dir(&self.journals)? {
            journals += file?.metadata()?.len();
        }
        Ok((journals as f64 / 1e6, std::fs::metadata(&self.file)?.len() as f64 / 1e6))
    }

    /// Removes the database, for an import into nothing.
    pub fn remove(&self) {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", self.file.display()));
        }
    }

    /// Imports the journals.
    pub fn import(&self, kepline: &Path) -> anyhow::Result<Cost> {
        self.import_path(kepline, "corpus", &self.journals)
    }

    /// Adds a note to the newest entry of one journal, for the next import.
    pub fn add_note(&self, text: &str) -> anyhow::Result<()> {
        let path = self.journals.join("author-01.md");
        let journal = std::fs::read_to_string(&path)?;
        Ok(std::fs::write(path, format!("{journal}- {text}\n"))?)
    }

    /// Writes to another notebook.
    pub fn import_aside(&self, kepline: &Path, note: u32) -> anyhow::Result<Cost> {
        let path = self.journals.with_extension("aside.md");
        std::fs::write(&path, format!("{ASIDE}- note {note}\n"))?;
        self.import_path(kepline, "aside", &path)
    }

    fn import_path(&self, kepline: &Path, notebook: &str, path: &Path) -> anyhow::Result<Cost> {
        let mut command = Command::new(kepline);
        command.arg("import").arg("--database").arg(self.url()).args(["--notebook", notebook]).arg(path);
        measure(&mut command).with_context(|| format!("cannot import {}", path.display()))
    }
}
