//! Where the history of the KEPs is read from.

use std::path::{Path, PathBuf};

use anyhow::bail;

/// A repository, in one of the forms that git knows.
#[derive(Clone, PartialEq, Eq)]
pub enum Source {
    /// One that is fetched from: `https://…`, `ssh://…`, `git@host:…`, `file://…`.
    Remote(String),
    /// A repository on this machine, read where it lies.
    Folder(PathBuf),
    /// A bundle.
    Bundle(PathBuf),
}

impl Source {
    /// The source that an operator named: what lies at a path, else an address.
    pub fn find(named: &str) -> anyhow::Result<Self> {
        let path = Path::new(named);
        if path.is_dir() {
            return Ok(Self::Folder(path.to_path_buf()));
        }
        if path.is_file() {
            return Ok(Self::Bundle(path.to_path_buf()));
        }
        let scp = named.split_once(':').is_some_and(|(host, _)| !host.is_empty() && !host.contains('/'));
        if named.contains("://") || scp {
            return Ok(Self::Remote(named.to_owned()));
        }
        bail!("`{named}` is neither a repository or bundle on this machine nor an address")
    }

    /// How it is shown and stored: without what is secret.
    pub fn shown(&self) -> String {
        match self {
            Self::Remote(url) => without_secrets(url),
            Self::Folder(path) | Self::Bundle(path) => path.display().to_string(),
        }
    }

    /// Whether it is where the main line grows, so that what it tells is complete up to now.
    pub fn is_live(&self) -> bool {
        matches!(self, Self::Remote(url) if !url.starts_with("file:"))
    }
}

/// A text with its addresses bare of user, password and query.
pub fn without_secrets(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, behind) = rest.split_at(at + 3);
        bare.push_str(before);
        let ends = |c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '<' | '>' | '`');
        let (address, behind) = behind.split_at(behind.find(ends).unwrap_or(behind.len()));
        let address = address.split_once('?').map_or(address, |(address, _)| address);
        let (authority, path) = address.split_at(address.find('/').unwrap_or(address.len()));
        bare.push_str(authority.rsplit_once('@').map_or(authority, |(_, host)| host));
        bare.push_str(path);
        rest = behind;
    }
    bare + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_shown() {
        for (text, expected) in [
            ("https://github.com/kubernetes/enhancements", "https://github.com/kubernetes/enhancements"),
            ("https://me:ghp_x@github.com/a/b.git", "https://github.com/a/b.git"),
            (
                "fatal: unable to access 'https://ghp_x@git.example/a?token=y': no",
                "fatal: unable to access 'https://git.example/a': no",
            ),
            ("https://a:p@ss@h/b and ssh://u:q@k", "https://h/b and ssh://k"),
            ("git@github.com:a/b", "git@github.com:a/b"),
            ("no address: //", "no address: //"),
            ("", ""),
        ] {
            assert_eq!(without_secrets(text), expected, "{text}");
        }
    }

    #[test]
    fn what_lies_at_a_path_comes_first() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a:b.bundle");
        std::fs::write(&file, "").unwrap();
        let find = |named: &str| Source::find(named).map_err(|error| error.to_string());
        assert!(find(folder.path().to_str().unwrap()) == Ok(Source::Folder(folder.path().to_path_buf())));
        assert!(find(file.to_str().unwrap()) == Ok(Source::Bundle(file)));
        for remote in ["https://github.com/a/b", "git@github.com:a/b", "ssh://git@h/a", "file:///a"] {
            assert!(find(remote) == Ok(Source::Remote(remote.to_owned())), "{remote}");
        }
        for wrong in ["kubernetes/enhancements", "/nowhere/a:b", ""] {
            assert!(find(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_what_grows_is_live() {
        let live = |url: &str| Source::Remote(url.to_owned()).is_live();
        assert!(live("https://github.com/a/b") && live("git@github.com:a/b"));
        assert!(!live("file:///srv/a.git") && !Source::Bundle("a".into()).is_live());
    }
}
