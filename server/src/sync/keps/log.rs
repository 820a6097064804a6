//! The main line, as `git log --raw` prints it.

use domain::kep::{
    is_kep_file, kep_owning_file, number_in_path, pull_in_subject, title_in_subject, touched_keps,
};
use jiff::Timestamp;

/// The command for `git log`: oldest first, merges by what they brought to the main line.
pub const ARGUMENTS: [&str; 12] = [
    "log",
    "--first-parent",
    "-m",
    "--reverse",
    "--raw",
    "--no-abbrev",
    "--no-renames",
    "--no-ext-diff",
    "--no-color",
    "--no-relative",
    "--encoding=UTF-8",
    // A head begins with its hash, a line of the body with a space, a file with a colon.
    "--format=%H %ct %s%n%w(0,1,1)%b%w()",
];

/// What a commit of the main line did to KEPs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    pub hash: String,
    /// When it came to the main line.
    pub at: Timestamp,
    /// The pull request that it came with.
    pub pull: Option<u64>,
    /// The title of that.
    pub title: Option<String>,
    /// The paths of the files of KEPs that it touched.
    paths: Vec<String>,
    /// Files that the commit added or changed.
    pub written: Vec<File>,
    /// Files that the commit removed.
    pub removed: Vec<File>,
}

/// A `kep.yaml` of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its folder below `keps/`.
    pub folder: String,
    /// The hash of its content.
    pub blob: String,
    /// Whether the commit added it.
    pub is_new: bool,
}

impl Commit {
    /// Reads the first line of a commit; `None` where it is another line.
    pub fn read(line: &str) -> Option<Self> {
        let mut fields = line.splitn(3, ' ');
        let (hash, second) = (fields.next()?, fields.next()?);
        let at = Timestamp::from_second(second.parse().ok()?).ok()?;
        let subject = fields.next().unwrap_or_default();
        let is_hash = hash.len() >= 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let empty = Self {
            hash: hash.to_owned(),
            at,
            pull: pull_in_subject(subject),
            title: title_in_subject(subject).map(clip),
            paths: Vec::new(),
            written: Vec::new(),
            removed: Vec::new(),
        };
        is_hash.then_some(empty)
    }

    /// Takes in a line of the body: the first of a merge is the title of its pull request. Other lines are ignored.
    pub fn read_body_line(&mut self, line: &str) {
        let text = line.strip_prefix(' ').unwrap_or_default().trim();
        if self.pull.is_some() && self.title.is_none() && !text.is_empty() {
            self.title = Some(clip(text));
        }
    }

    /// Takes in a line on a file, as in `:100644 100644 5900… 45fa… M⇥keps/…`; other lines are ignored.
    pub fn read_file_line(&mut self, line: &str) {
        let Some((facts, path)) = line.strip_prefix(':').and_then(|line| line.split_once('\t')) else {
            return;
        };
        let facts: Vec<&str> = facts.split(' ').collect();
        let [old_mode, new_mode, old, new, _] = facts[..] else { return };
        if kep_owning_file(path).is_some() {
            self.paths.push(path.to_owned());
        }
        let folder = path.strip_prefix("keps/").and_then(|path| path.strip_suffix("/kep.yaml"));
        let Some(folder) = folder.filter(|_| is_kep_file(path)) else { return };
        // Links and submodules are no files.
        let (was, is) = (old_mode.starts_with("100"), new_mode.starts_with("100"));
        let file = |blob: &str| File { folder: folder.to_owned(), blob: blob.to_owned(), is_new: !was };
        match (was, is) {
            (_, true) => self.written.push(file(new)),
            (true, false) => self.removed.push(file(old)),
            (false, false) => {}
        }
    }

    /// Whether it touched a KEP.
    pub fn concerns_keps(&self) -> bool {
        !self.paths.is_empty() || !self.written.is_empty() || !self.removed.is_empty()
    }

    /// The numbers of the KEPs that it touched, see [`touched_keps`].
    pub fn touched(&self) -> Vec<u32> {
        touched_keps(self.paths.iter().map(String::as_str))
    }

    /// The folder that a new file was moved from: of those that the commit removed the one with the
    /// same content, the same number, or the same name after another number. Each is moved once.
    pub fn moved_from(&self) -> Vec<Option<&str>> {
        type Alike = fn(&File, &File) -> bool;
        let alike: [Alike; 3] = [
            |new, old| new.blob == old.blob,
            |new, old| number(new).is_some() && number(new) == number(old),
            |new, old| !name(new).is_empty() && name(new) == name(old),
        ];
        let mut moved: Vec<Option<&str>> = vec![None; self.written.len()];
        for alike in alike {
            for (at, new) in self.written.iter().enumerate().filter(|(_, new)| new.is_new) {
                if moved[at].is_none() {
                    let mut from =
                        self.removed.iter().filter(|old| alike(new, old)).map(|old| &old.folder[..]);
                    moved[at] = from.find(|folder| !moved.contains(&Some(*folder)));
                }
            }
        }
        moved
    }
}

/// No title on GitHub is longer.
fn clip(title: &str) -> String {
    title.chars().take(256).collect()
}

fn number(file: &File) -> Option<u32> {
    number_in_path(&format!("keps/{}/", file.folder))
}

/// The folder's name without the number or day before it.
fn name(file: &File) -> &str {
    let name = file.folder.rsplit('/').next().unwrap_or_default();
    name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const B: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    const NONE: &str = "0000000000000000000000000000000000000000";

    fn commit(files: &[(&str, &str)]) -> Commit {
        let mut commit = Commit::read(&format!("{A} 1700000000 Merge pull request #12 from x/y")).unwrap();
        for (what, path) in files {
            let facts = match *what {
                "+a" => format!("000000 100644 {NONE} {A} A"),
                "+b" => format!("000000 100644 {NONE} {B} A"),
                "-a" => format!("100644 000000 {A} {NONE} D"),
                "link" => format!("100644 120000 {A} {B} T"),
                _ => format!("100644 100755 {A} {B} M"),
            };
            commit.read_file_line(&format!(":{facts}\t{path}"));
        }
        commit
    }

    fn folders(files: &[File]) -> Vec<&str> {
        files.iter().map(|file| &file.folder[..]).collect()
    }

    #[test]
    fn a_commit_has_its_instant_and_its_pull_request() {
        let commit = commit(&[]);
        assert_eq!((commit.hash.as_str(), commit.pull), (A, Some(12)));
        assert_eq!(commit.at.to_string(), "2023-11-14T22:13:20Z");
        for line in ["", "x 1 y", &format!("{A} soon y"), A, ":100644"] {
            assert_eq!(Commit::read(line), None, "{line}");
        }
        assert!(Commit::read(&format!("{A} 1")).is_some());
    }

    #[test]
    fn a_pull_request_has_the_title_of_its_commit() {
        let title = |subject: &str, body: &[&str]| {
            let mut commit = Commit::read(&format!("{A} 1700000000 {subject}")).unwrap();
            for line in body {
                commit.read_body_line(line);
                commit.read_file_line(line);
            }
            assert!(!commit.concerns_keps(), "a body names no file");
            commit.title
        };
        let merge = "Merge pull request #12 from x/y";
        assert_eq!(title(merge, &[" Add alternatives", " more"]).as_deref(), Some("Add alternatives"));
        let file = format!(" :000000 100644 {NONE} {A} A\tkeps/sig-a/1-x/kep.yaml");
        assert_eq!(title(merge, &["", " ", &file]).as_deref(), Some(file.trim()));
        assert_eq!(title(merge, &[]), None);
        assert_eq!(title("Add x (#13)", &[" * one"]).as_deref(), Some("Add x"));
        assert_eq!(title("Add x", &[" y"]), None);
        assert_eq!(title(merge, &[&format!(" {}", "x".repeat(300))]).unwrap().len(), 256);
    }

    #[test]
    fn files_of_keps_are_written_or_removed_and_others_touch() {
        let commit = commit(&[
            ("m", "keps/sig-node/753-sidecar/kep.yaml"),
            ("m", "keps/sig-node/753-sidecar/README.md"),
            ("m", "keps/prod-readiness/sig-node/127.yaml"),
            ("-a", "keps/sig-apps/9-gone/kep.yaml"),
            ("link", "keps/sig-apps/8-link/kep.yaml"),
            ("+a", "keps/NNNN-kep-template/kep.yaml"),
            ("m", "OWNERS"),
        ]);
        assert_eq!(commit.touched(), [753, 127, 9, 8]);
        assert_eq!(folders(&commit.written), ["sig-node/753-sidecar"]);
        assert_eq!(folders(&commit.removed), ["sig-apps/9-gone", "sig-apps/8-link"]);
    }

    fn moves(files: &[(&str, &str)], expected: &[Option<&str>]) {
        let files: Vec<(&str, String)> =
            files.iter().map(|(what, folder)| (*what, format!("keps/{folder}/kep.yaml"))).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(what, path)| (*what, &path[..])).collect();
        assert_eq!(commit(&files).moved_from(), expected, "{files:?}");
    }

    #[test]
    fn a_moved_file_is_known_by_content_number_or_name() {
        moves(&[("+a", "sig-node/5-new"), ("-a", "sig-apps/old")], &[Some("sig-apps/old")]);
        moves(&[("+b", "sig-node/5-new"), ("-a", "sig-apps/0005-old")], &[Some("sig-apps/0005-old")]);
        moves(
            &[("+b", "sig-network/1138-ipv6"), ("-a", "sig-network/506-ipv6")],
            &[Some("sig-network/506-ipv6")],
        );
        moves(&[("+b", "sig-a/7-x"), ("-a", "sig-a/20190603-x")], &[Some("sig-a/20190603-x")]);
        moves(&[("+b", "sig-node/5-new"), ("-a", "sig-apps/6-old")], &[None]);
        // What was there before was not moved to.
        moves(&[("m", "sig-node/5-new"), ("-a", "sig-apps/5-old")], &[None]);
    }

    #[test]
    fn a_file_is_moved_once() {
        moves(&[("+b", "sig-a/5-x"), ("+a", "sig-b/5-x"), ("-a", "sig-c/5-x")], &[None, Some("sig-c/5-x")]);
    }
}
