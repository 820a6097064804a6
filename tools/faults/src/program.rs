//! The program, run to its end or killed before.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};

use crate::trace::Trace;

/// How a command ended that was to be killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Killed,
    /// It was faster.
    Success,
}

/// The program with a database, and the folder that both work in.
#[derive(Clone, Debug)]
pub struct Program {
    path: PathBuf,
    pub folder: PathBuf,
    pub database: PathBuf,
    /// Where it is written down what it does to its files, if it is.
    pub trace: Option<Trace>,
}

impl Program {
    pub fn new(path: &Path, folder: &Path) -> anyhow::Result<Self> {
        let path = path.canonicalize().with_context(|| format!("there is no {}", path.display()))?;
        // A site without files, which nobody asks for.
        let site = folder.join("site/pkg");
        std::fs::create_dir_all(&site)?;
        std::fs::write(site.join("kepline.css"), "")?;
        let (folder, database) = (folder.to_path_buf(), folder.join("kepline.db"));
        Ok(Self { path, folder, database, trace: None })
    }

    /// The same on another database, without a trace.
    pub fn on(&self, database: PathBuf) -> Self {
        Self { database, trace: None, ..self.clone() }
    }

    /// A command, with nothing of the environment that is Kepline's.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = match &self.trace {
            Some(trace) => trace.command(&self.path),
            None => Command::new(&self.path),
        };
        for (name, _) in
            std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("KEPLINE_"))
        {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .args(["--database", &format!("sqlite://{}", self.database.display())])
            .env("KEPLINE_SYNC_EVERY", "0")
            .env("LEPTOS_SITE_ROOT", self.folder.join("site"))
            .env_remove("GITHUB_TOKEN")
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> anyhow::Result<()> {
        let mut command = self.command(arguments);
        let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output()?;
        ensure!(
            output.status.success(),
            "kepline {arguments:?} ended with {}: {}{}",
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(())
    }

    /// Kills a command after so long, unless it has ended by itself.
    pub fn run_for(&self, arguments: &[&str], duration: Duration) -> anyhow::Result<Ending> {
        let begun = Instant::now();
        let mut child = self.command(arguments).spawn()?;
        while begun.elapsed() < duration {
            if child.try_wait()?.is_some() {
                break;
            }
            std::thread::sleep(Duration::from_micros(500));
        }
        kill(&mut child)?;
        match child.wait()? {
            status if status.success() => Ok(Ending::Success),
            status if status.code().is_none() => Ok(Ending::Killed),
            status => bail!("kepline {arguments:?} failed with {status} before it was killed"),
        }
    }
}

/// As `kill -9` does; one that has ended already stays as it is.
pub fn kill(child: &mut Child) -> anyhow::Result<()> {
    match child.kill() {
        Err(error) if error.kind() == std::io::ErrorKind::InvalidInput => Ok(()),
        result => result.context("cannot kill the program"),
    }
}
