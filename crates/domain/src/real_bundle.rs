//! The history of the KEPs, which some tests read where it is at hand.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder that goes away at the end.
pub(crate) struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A bare clone of the bundle for `test` alone, or `None` with a word on it where it is absent.
///
/// Tests run at once in one process, so each names itself.
///
/// Source: the file that `KEPLINE_KEPS_BUNDLE` names, else the shared data beside the checkout.
pub(crate) fn clone(test: &str) -> Option<Folder> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/kubernetes/keps-history.bundle");
    let bundle = std::env::var("KEPLINE_KEPS_BUNDLE").unwrap_or_else(|_| beside.to_owned());
    if !Path::new(&bundle).exists() {
        eprintln!("skipped: there is no bundle at {bundle}");
        return None;
    }
    let folder = Folder(std::env::temp_dir().join(format!("kepline-{test}-{}", std::process::id())));
    let target = folder.0.to_str().expect("the temporary folder has a name in UTF-8");
    // A bundle that names no HEAD leaves the branch to be guessed.
    git(None, &["-c", "init.defaultBranch=master", "clone", "--quiet", "--bare", &bundle, target], "");
    Some(folder)
}

/// What git answers, as text.
pub(crate) fn git(repository: Option<&Folder>, arguments: &[&str], input: &str) -> String {
    let mut command = Command::new("git");
    if let Some(folder) = repository {
        command.arg("--git-dir").arg(&folder.0);
    }
    let mut running = command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("git is installed");
    let (mut stdin, input) = (running.stdin.take().unwrap(), input.to_owned());
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = running.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "git {arguments:?}");
    String::from_utf8(output.stdout).expect("the files are UTF-8")
}
