//! A repository of KEPs that grows.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};

/// How many KEPs a commit adds or changes.
const KEPS: u32 = 40;

/// The same as a count.
pub const COUNT: usize = KEPS as usize;

/// What stands before the number of the commit in the title of each KEP.
pub const TITLE: &str = "KEP of commit ";

/// A git repository with the folders of kubernetes/enhancements.
pub struct Repository {
    folder: PathBuf,
}

impl Repository {
    /// An empty one.
    pub fn create(folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder).context("cannot create the repository")?;
        let repository = Self { folder: folder.to_path_buf() };
        repository.git(&["init", "--quiet", "--initial-branch=main"])?;
        Ok(repository)
    }

    pub fn path(&self) -> String {
        self.folder.display().to_string()
    }

    /// Commits another state of all KEPs.
    pub fn commit(&self, number: u32) -> anyhow::Result<()> {
        for kep in 0..KEPS {
            let folder = self.folder.join(format!("keps/sig-node/{}-kep", 100 + kep));
            std::fs::create_dir_all(&folder)?;
            let minor = 20 + (number + kep) % 17;
            let yaml = format!(
                "title: {TITLE}{number}\nkep-number: {}\nowning-sig: sig-node\nstatus: implementable\n\
                 stage: beta\nlatest-milestone: \"v1.{minor}\"\nmilestone:\n  beta: \"v1.{minor}\"\n",
                100 + kep
            );
            std::fs::write(folder.join("kep.yaml"), yaml)?;
        }
        self.git(&["add", "--all"])?;
        self.git(&["commit", "--quiet", "--allow-empty", "--message", &format!("State {number}")])
    }

    fn git(&self, arguments: &[&str]) -> anyhow::Result<()> {
        let status = Command::new("git")
            .arg("-C")
            .arg(&self.folder)
            .args([
                "-c",
                "user.name=Faults",
                "-c",
                "user.email=faults@example.org",
                "-c",
                "commit.gpgSign=false",
            ])
            .args(arguments)
            .status()
            .context("cannot run git")?;
        ensure!(status.success(), "git {arguments:?} failed");
        Ok(())
    }
}
