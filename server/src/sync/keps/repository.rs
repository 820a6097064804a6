//! Where the history of the KEPs is read from.

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::sync::redact::without_secrets;

/// A repository, in one of the forms that git knows.
#[derive(Clone, PartialEq, Eq)]
pub enum KepRepository {
    /// One that is fetched from: `https://…`, `ssh://…`, `git@host:…`, `file://…`.
    Remote(String),
    /// A repository on this machine, read where it lies.
    Folder(PathBuf),
    /// A bundle.
    Bundle(PathBuf),
}

impl KepRepository {
    /// The repository that an operator named: what is at a path, else a URL.
    pub fn find(name: &str) -> anyhow::Result<Self> {
        let path = Path::new(name);
        if path.is_dir() {
            return Ok(Self::Folder(path.to_path_buf()));
        }
        if path.is_file() {
            return Ok(Self::Bundle(path.to_path_buf()));
        }
        let scp = name.split_once(':').is_some_and(|(host, _)| !host.is_empty() && !host.contains('/'));
        if name.contains("://") || scp {
            return Ok(Self::Remote(name.to_owned()));
        }
        bail!("`{name}` is neither a local repository or bundle nor a URL")
    }

    /// Its name for messages and the database, without secrets.
    pub fn redacted(&self) -> String {
        match self {
            Self::Remote(url) => without_secrets(url),
            Self::Folder(path) | Self::Bundle(path) => path.display().to_string(),
        }
    }

    /// Whether it is where the main line grows, so that it is complete up to now.
    pub fn is_live(&self) -> bool {
        matches!(self, Self::Remote(url) if !url.starts_with("file:"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_at_a_path_comes_first() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a:b.bundle");
        std::fs::write(&file, "").unwrap();
        let find = |name: &str| KepRepository::find(name).map_err(|error| error.to_string());
        assert!(
            find(folder.path().to_str().unwrap()) == Ok(KepRepository::Folder(folder.path().to_path_buf()))
        );
        assert!(find(file.to_str().unwrap()) == Ok(KepRepository::Bundle(file)));
        for remote in ["https://github.com/a/b", "git@github.com:a/b", "ssh://git@h/a", "file:///a"] {
            assert!(find(remote) == Ok(KepRepository::Remote(remote.to_owned())), "{remote}");
        }
        for wrong in ["kubernetes/enhancements", "/nowhere/a:b", ""] {
            assert!(find(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_what_grows_is_live() {
        let live = |url: &str| KepRepository::Remote(url.to_owned()).is_live();
        assert!(live("https://github.com/a/b") && live("git@github.com:a/b"));
        assert!(!live("file:///srv/a.git") && !KepRepository::Bundle("a".into()).is_live());
    }
}
