//! Where facts are read from with git.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use domain::redact::without_secrets;
use tempfile::TempDir;

use crate::sync::git::{Git, History, MainLine};
use crate::sync::progress::Progress;

/// A repository, in one of the forms that git knows.
#[derive(Clone, PartialEq, Eq)]
pub enum GitRepository {
    /// One that is fetched from: `https://…`, `ssh://…`, `git@host:…`, `file://…`.
    Remote(String),
    /// A repository on this machine, read where it lies.
    Folder(PathBuf),
    /// A bundle.
    Bundle(PathBuf),
}

impl GitRepository {
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

/// A repository whose main line can be read, with what it needs for that.
pub struct OpenRepository {
    /// Its commands.
    pub git: Git,
    /// Whether the content of files is fetched by itself.
    pub is_remote: bool,
    /// Whether the main line lies in the cache, not in the repository itself.
    is_cached: bool,
    /// Where a bundle is unpacked; removed at the end.
    _folder: TempDir,
}

impl OpenRepository {
    /// Opens a repository; `cache` is the folder for what comes from a remote, `kind` what steps are reported of.
    pub async fn open(
        source: &GitRepository,
        cache: &Path,
        kind: &str,
        progress: &Progress,
    ) -> anyhow::Result<Self> {
        progress.step(format_args!("{kind}: connecting to {}", source.redacted()));
        let folder = tempfile::tempdir().context("cannot create a temporary folder")?;
        let git = match source {
            GitRepository::Folder(folder) => Git::at(folder),
            GitRepository::Bundle(file) => {
                let file = file.canonicalize()?;
                Git::cache(folder.path(), &file.to_string_lossy()).await?
            }
            GitRepository::Remote(url) => Git::cache(cache, url).await?,
        };
        let is_remote = matches!(source, GitRepository::Remote(_));
        let is_cached = !matches!(source, GitRepository::Folder(_));
        Ok(Self { git, is_remote, is_cached, _folder: folder })
    }

    /// Brings the main line into the cache, where it lies in one; of a bundle all of it.
    pub async fn fetch(
        &self,
        main: &MainLine,
        history: History,
        kind: &str,
        progress: &Progress,
    ) -> anyhow::Result<()> {
        let history = if self.is_remote { history } else { History::Whole };
        if self.is_cached {
            progress.step(format_args!("{kind}: fetching the main branch"));
            self.git.fetch(main, history, self.is_remote).await?;
        }
        Ok(())
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
        let find = |name: &str| GitRepository::find(name).map_err(|error| error.to_string());
        assert!(
            find(folder.path().to_str().unwrap()) == Ok(GitRepository::Folder(folder.path().to_path_buf()))
        );
        assert!(find(file.to_str().unwrap()) == Ok(GitRepository::Bundle(file)));
        for remote in ["https://github.com/a/b", "git@github.com:a/b", "ssh://git@h/a", "file:///a"] {
            assert!(find(remote) == Ok(GitRepository::Remote(remote.to_owned())), "{remote}");
        }
        for wrong in ["kubernetes/enhancements", "/nowhere/a:b", ""] {
            assert!(find(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_what_grows_is_live() {
        let live = |url: &str| GitRepository::Remote(url.to_owned()).is_live();
        assert!(live("https://github.com/a/b") && live("git@github.com:a/b"));
        assert!(!live("file:///srv/a.git") && !GitRepository::Bundle("a".into()).is_live());
    }
}
