//! The system's git, as far as a sync needs it.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use anyhow::{Context, bail};
use domain::redact::without_secrets;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

/// The name of the remote in the cache; its address is passed to each command and never stored.
const REMOTE: &str = "kepline";

/// The main line in the cache.
const MAIN: &str = "refs/kepline/main";

/// A transfer that is slower than 1 kB a second for so long has failed.
const SLOW_SECONDS: &str = "60";

/// A repository that git commands run in.
pub struct Git {
    folder: PathBuf,
    remote: Option<String>,
    /// Settings of git besides those of every command.
    settings: Vec<(String, String)>,
}

/// The main line of a remote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MainLine {
    /// The full name of the branch.
    pub name: String,
    /// The newest commit.
    pub tip: String,
}

/// How much of the main line is brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// All of its commits.
    Whole,
    /// The newest commit alone.
    Tip,
}

impl Git {
    /// A repository that is there, read where it lies.
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.to_path_buf(), remote: None, settings: Vec::new() }
    }

    /// A bare repository for what comes from `remote`, made when it is not there.
    pub async fn cache(folder: &Path, remote: &str) -> anyhow::Result<Self> {
        tokio::fs::create_dir_all(folder)
            .await
            .with_context(|| format!("cannot create {}", folder.display()))?;
        let remote = Some(remote.to_owned());
        let git = Self { folder: folder.to_path_buf(), remote, settings: Vec::new() };
        if !folder.join("HEAD").exists() {
            git.run(&["init", "--quiet", "--bare", "."], None).await?;
        }
        Ok(git)
    }

    /// The same, with settings of git besides those of every command.
    #[must_use]
    pub fn with_settings(self, settings: Vec<(String, String)>) -> Self {
        Self { settings, ..self }
    }

    /// The branch of a name.
    pub async fn branch(&self, branch: &str) -> anyhow::Result<MainLine> {
        let remote = if self.remote.is_some() { REMOTE } else { "." };
        let name = format!("refs/heads/{branch}");
        let refs = self.run(&["ls-remote", remote, &name], None).await?;
        let tip = refs.lines().filter_map(|line| line.split_once('\t')).find(|(_, found)| *found == name);
        let (tip, _) = tip.with_context(|| format!("the repository has no branch `{branch}`"))?;
        Ok(MainLine { tip: tip.to_owned(), name })
    }

    /// The main line: the branch of the remote's HEAD, else `main`, else `master`, else HEAD itself.
    pub async fn main_line(&self) -> anyhow::Result<MainLine> {
        let remote = if self.remote.is_some() { REMOTE } else { "." };
        let wanted = ["HEAD", "refs/heads/main", "refs/heads/master"];
        let refs = self.run(&[&["ls-remote", "--symref", remote], &wanted[..]].concat(), None).await?;
        main_line(&refs).context("the repository has no branch `main` or `master`")
    }

    /// Brings the main line into the cache; with `blobless` without the content of any file.
    pub async fn fetch(&self, main: &MainLine, history: History, blobless: bool) -> anyhow::Result<()> {
        let mut arguments = vec!["fetch", "--quiet", "--no-tags", "--no-write-fetch-head"];
        if blobless {
            arguments.push("--filter=blob:none");
        }
        if history == History::Tip {
            arguments.push("--depth=1");
        }
        let refspec = format!("+{}:{MAIN}", main.name);
        arguments.extend([REMOTE, &refspec]);
        self.run(&arguments, None).await?;
        Ok(())
    }

    /// Brings the content of these files into the cache, with one request.
    ///
    /// Source: the command that git itself runs for each missing object of a partial clone.
    pub async fn fetch_blobs(&self, blobs: &[String]) -> anyhow::Result<()> {
        let wanted: String = blobs.iter().map(|blob| format!("{blob}\n")).collect();
        let arguments = [
            "-c",
            "fetch.negotiationAlgorithm=noop",
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-write-fetch-head",
            "--recurse-submodules=no",
            "--filter=blob:none",
            "--stdin",
            REMOTE,
        ];
        self.run(&arguments, Some(wanted)).await?;
        Ok(())
    }

    /// Whether a commit is there and the main line still goes through it.
    pub async fn is_ancestor(&self, commit: &str, tip: &str) -> anyhow::Result<bool> {
        let output = self.output(&["merge-base", "--is-ancestor", commit, tip], None).await?;
        Ok(output.status.success())
    }

    /// Starts a command whose output is read as it comes.
    pub fn start(&self, arguments: &[&str], stdin: Stdio) -> anyhow::Result<Child> {
        self.command(arguments)
            .stdin(stdin)
            .stdout(Stdio::piped())
            // Read after the answer: it fits the pipe, since nothing here reports progress.
            .stderr(Stdio::piped())
            .spawn()
            .map_err(not_started)
    }

    /// Waits for a command whose output was read; an error where it failed.
    pub async fn finish(&self, child: Child) -> anyhow::Result<()> {
        let output = child.wait_with_output().await.context("cannot read the output of git")?;
        output_or_error(output).map(drop)
    }

    /// What a command prints; an error where it failed.
    pub async fn run(&self, arguments: &[&str], input: Option<String>) -> anyhow::Result<String> {
        output_or_error(self.output(arguments, input).await?)
    }

    async fn output(&self, arguments: &[&str], input: Option<String>) -> anyhow::Result<Output> {
        let stdin = if input.is_some() { Stdio::piped() } else { Stdio::null() };
        let mut child = self.start(arguments, stdin)?;
        let writing = child.stdin.take().zip(input).map(|(mut stdin, input)| {
            tokio::spawn(async move {
                // Where git has exited, its output says why.
                let _ = stdin.write_all(input.as_bytes()).await;
            })
        });
        let output = child.wait_with_output().await.context("cannot read the output of git")?;
        if let Some(writing) = writing {
            writing.await?;
        }
        Ok(output)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.args(["--no-replace-objects", "-C"]).arg(&self.folder).args(arguments).kill_on_drop(true);
        for inherited in
            ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"]
        {
            command.env_remove(inherited);
        }
        // No repository is searched for above a folder that is none.
        let above = self.folder.canonicalize().ok().and_then(|folder| folder.parent().map(OsString::from));
        command.env("GIT_CEILING_DIRECTORIES", above.unwrap_or_default());
        // Nobody is there to answer a prompt.
        command.env("GIT_TERMINAL_PROMPT", "0");
        if std::env::var_os("GIT_SSH_COMMAND").is_none() {
            command.env("GIT_SSH_COMMAND", "ssh -oBatchMode=yes");
        }
        // Missing files would be fetched one by one.
        command.env("GIT_NO_LAZY_FETCH", "1");
        command.env("LC_ALL", "C");
        // In the environment, since everybody sees the arguments of a process.
        let mut settings = vec![
            ("core.quotePath", "false"),
            ("log.showSignature", "false"),
            ("maintenance.autoDetach", "false"),
            ("gc.autoDetach", "false"),
            ("http.lowSpeedLimit", "1000"),
            ("http.lowSpeedTime", SLOW_SECONDS),
        ];
        let url = format!("remote.{REMOTE}.url");
        settings.extend(self.remote.as_deref().map(|remote| (&url[..], remote)));
        settings.extend(self.settings.iter().map(|(key, value)| (key.as_str(), value.as_str())));
        let known = std::env::var("GIT_CONFIG_COUNT").ok().and_then(|count| count.parse().ok()).unwrap_or(0);
        for (at, (key, value)) in (known..).zip(&settings) {
            command.env(format!("GIT_CONFIG_KEY_{at}"), key).env(format!("GIT_CONFIG_VALUE_{at}"), value);
        }
        command.env("GIT_CONFIG_COUNT", OsStr::new(&(known + settings.len()).to_string()));
        command
    }
}

fn not_started(error: std::io::Error) -> anyhow::Error {
    if error.kind() == std::io::ErrorKind::NotFound {
        anyhow::anyhow!("cannot find `git`: install it to sync")
    } else {
        anyhow::Error::new(error).context("cannot start git")
    }
}

/// The output of git, or why it failed, without secrets.
fn output_or_error(output: Output) -> anyhow::Result<String> {
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    // Git prints advice around the cause.
    let is_cause =
        |line: &&str| ["fatal:", "error:", "remote:", "ssh:"].iter().any(|prefix| line.starts_with(prefix));
    let lines: Vec<&str> = stderr.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let causes: Vec<&str> = lines.iter().copied().filter(is_cause).collect();
    let relevant = if causes.is_empty() { &lines } else { &causes };
    let cause = relevant[relevant.len().saturating_sub(3)..].join("; ");
    if cause.is_empty() {
        bail!("git failed: {}", output.status);
    }
    bail!("git failed: {}", without_secrets(&cause))
}

/// Reads the output of `git ls-remote --symref`.
fn main_line(refs: &str) -> Option<MainLine> {
    let mut lines = refs.lines().filter_map(|line| line.split_once('\t'));
    let tip_of = |name: &str| {
        let mut lines = refs.lines().filter_map(|line| line.split_once('\t'));
        lines
            .find(|(tip, reference)| *reference == name && !tip.starts_with("ref: "))
            .map(|(tip, _)| tip.to_owned())
    };
    let head =
        lines.find_map(|(target, reference)| target.strip_prefix("ref: ").filter(|_| reference == "HEAD"));
    // A detached HEAD names no branch; `ls-remote` may leave out the branch that it is on.
    let head = head.and_then(|name| Some((name.to_owned(), tip_of(name).or_else(|| tip_of("HEAD"))?)));
    let or = |name: &str| tip_of(name).map(|tip| (name.to_owned(), tip));
    let (name, tip) =
        head.or_else(|| or("refs/heads/main")).or_else(|| or("refs/heads/master")).or_else(|| or("HEAD"))?;
    Some(MainLine { name, tip })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_main_line_is_that_of_head_or_main_or_master() {
        for (refs, expected) in [
            (
                "ref: refs/heads/trunk\tHEAD\n1a\tHEAD\n2b\trefs/heads/main\n",
                Some(("refs/heads/trunk", "1a")),
            ),
            ("ref: refs/heads/main\tHEAD\n1a\tHEAD\n1a\trefs/heads/main\n", Some(("refs/heads/main", "1a"))),
            ("1a\tHEAD\n2b\trefs/heads/main\n3c\trefs/heads/master\n", Some(("refs/heads/main", "2b"))),
            ("3c\trefs/heads/master\n", Some(("refs/heads/master", "3c"))),
            ("1a\tHEAD\n", Some(("HEAD", "1a"))),
            ("3c\trefs/remotes/x/refs/heads/master\n", None),
            ("", None),
        ] {
            let expected =
                expected.map(|(name, tip)| MainLine { name: name.to_owned(), tip: tip.to_owned() });
            assert_eq!(main_line(refs), expected, "{refs:?}");
        }
    }
}
