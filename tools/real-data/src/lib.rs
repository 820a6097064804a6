//! Data of others that some tests read where it is at hand, and skip with a word where it is not.
//!
//! It belongs to its authors and is no part of the project: it lies beside the checkout, or where a variable says.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The author's notes: the file that `KEPLINE_NOTES` names.
pub fn notes_path() -> Option<PathBuf> {
    find("KEPLINE_NOTES", "notes/kubernetes-2023.txt")
}

/// The text of the author's notes.
pub fn notes() -> Option<String> {
    notes_path().map(|path| std::fs::read_to_string(path).expect("the notes can be read"))
}

/// The text of an example of Zenn's own files, such as `example-export.json`, in the folder that `KEPLINE_ZENN` names.
pub fn zenn_example(name: &str) -> Option<String> {
    let folder = find("KEPLINE_ZENN", "zenn")?;
    Some(std::fs::read_to_string(folder.join(name)).expect("the example can be read"))
}

/// The history of the KEPs, a bundle of git: the file that `KEPLINE_KEPS_BUNDLE` names.
pub fn keps_bundle_path() -> Option<PathBuf> {
    find("KEPLINE_KEPS_BUNDLE", "kubernetes/keps-history.bundle")
}

/// The history of the release notes, a bundle of git: the file that `KEPLINE_RELEASE_NOTES_BUNDLE` names.
pub fn release_notes_bundle_path() -> Option<PathBuf> {
    find("KEPLINE_RELEASE_NOTES_BUNDLE", "kubernetes/release-notes.bundle")
}

/// The pages on feature gates, a bundle of git: the file that `KEPLINE_WEBSITE_BUNDLE` names.
pub fn website_bundle_path() -> Option<PathBuf> {
    find("KEPLINE_WEBSITE_BUNDLE", "kubernetes/website-feature-gates.bundle")
}

/// The versioned list of feature gates, a bundle of git: the file that `KEPLINE_KUBERNETES_BUNDLE` names.
pub fn kubernetes_bundle_path() -> Option<PathBuf> {
    find("KEPLINE_KUBERNETES_BUNDLE", "kubernetes/kubernetes-feature-list.bundle")
}

/// Changes of gates between two releases that were verified by hand: the table that `KEPLINE_UPGRADE_FACTS` names.
pub fn upgrade_facts() -> Option<String> {
    let path = find("KEPLINE_UPGRADE_FACTS", "kubernetes/upgrade-facts.tsv")?;
    Some(std::fs::read_to_string(path).expect("the table can be read"))
}

/// A bare clone of the history of the KEPs, gone when it is dropped.
pub fn keps_repository() -> Option<TempDir> {
    keps_bundle_path().map(|bundle| clone(&bundle))
}

/// A bare clone of a bundle, gone when it is dropped.
pub fn clone(bundle: &Path) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let target = folder.path().to_str().expect("the temporary folder has a name in UTF-8");
    let bundle = bundle.to_str().expect("the bundle has a name in UTF-8");
    // A bundle that names no HEAD leaves the branch to be guessed.
    git(None, &["-c", "init.defaultBranch=master", "clone", "--quiet", "--bare", bundle, target], "");
    folder
}

/// The files at the tip of a clone: each with its path and its text.
pub fn files(repository: &TempDir) -> Vec<(String, String)> {
    let branch =
        git(Some(repository), &["for-each-ref", "--format=%(objectname)", "--count=1", "refs/heads"], "");
    let paths = git(Some(repository), &["ls-tree", "-r", "--name-only", branch.trim()], "");
    let text = |path: &str| git(Some(repository), &["show", &format!("{}:{path}", branch.trim())], "");
    paths.lines().map(|path| (path.to_owned(), text(path))).collect()
}

/// What git prints, given `input`; panics where it fails.
pub fn git(repository: Option<&TempDir>, arguments: &[&str], input: &str) -> String {
    let mut command = Command::new("git");
    if let Some(folder) = repository {
        command.arg("--git-dir").arg(folder.path());
    }
    let mut running = command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("git is installed");
    let mut stdin = running.stdin.take().expect("stdin is piped");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = running.wait_with_output().expect("git ends");
    writer.join().expect("the writer ends").expect("git reads all of the input");
    assert!(output.status.success(), "git {arguments:?}");
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

/// The file that `variable` names, else `name` in the shared data beside the checkout.
fn find(variable: &str, name: &str) -> Option<PathBuf> {
    let path = std::env::var_os(variable).map(PathBuf::from).unwrap_or_else(|| {
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(name)
    });
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: there is no {}; {variable} would name another", path.display());
    None
}
