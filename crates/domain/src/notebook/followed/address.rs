//! Where a source is.

use std::fmt;

use url::Url;

use super::host;
use super::kind::SourceKind;
use crate::redact::without_secrets;

/// Where a source is: as the operator wrote it, so that it may hold a password. It is shown by
/// [`SourceAddress::redacted`] alone, and by `Debug` no other way.
#[derive(Clone, PartialEq, Eq)]
pub struct SourceAddress {
    /// How it is read.
    pub kind: SourceKind,
    /// A path, an address of git, or one over HTTP.
    pub location: String,
    /// The branch of a repository; `None` for its main one.
    pub branch: Option<String>,
    /// The folder or the file in a repository; `None` for all of it.
    pub folder: Option<String>,
}

/// Why something cannot be followed. No message repeats an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotASource {
    /// Neither a path that exists nor an address.
    #[error(
        "it is neither a file or folder that exists nor an address: https://…, git+https://…, git@host:path"
    )]
    Unknown,
    /// A branch or a folder of what is no repository.
    #[error("a branch and a folder are of a git repository: add --git, or write git+https://…")]
    NoRepository,
    /// Something that git takes for no branch.
    #[error("the branch has characters that no branch has")]
    Branch,
    /// A folder that leads out of the repository.
    #[error("the folder is a path below the top of the repository, such as notes/2026")]
    Folder,
    /// An address that only the operator may name.
    #[error("only addresses of https:// and http:// can be added here: use `kepline source add` for others")]
    OnlyWeb,
}

impl SourceAddress {
    /// A file or a folder on the machine of the server.
    pub fn path(path: String) -> Self {
        Self { kind: SourceKind::Path, location: path, branch: None, folder: None }
    }

    /// An address that is no path: of a git repository where `is_git` or its own form says so, else one over HTTP.
    pub fn parse(text: &str, is_git: bool) -> Result<Self, NotASource> {
        let text = text.trim();
        let (says_git, location) = match text.strip_prefix("git+") {
            Some(location) => (true, location),
            None => (false, text),
        };
        let scheme = location.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        let is_web = matches!(scheme.as_deref(), Some("http" | "https"));
        let bare = location.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        let is_scp = scheme.is_none()
            && location.split_once(':').is_some_and(|(host, path)| {
                !host.is_empty() && !path.is_empty() && !host.contains('/') && !host.starts_with('-')
            });
        let is_git_scheme = matches!(scheme.as_deref(), Some("ssh" | "git" | "file"));
        let kind = match () {
            () if location.chars().any(|c| c.is_whitespace() || c.is_control()) => {
                return Err(NotASource::Unknown);
            }
            () if is_git_scheme || is_scp => SourceKind::Git,
            () if is_web && (is_git || says_git || bare.ends_with(".git")) => SourceKind::Git,
            () if is_web => SourceKind::Http,
            () => return Err(NotASource::Unknown),
        };
        if scheme.is_some() && Url::parse(location).map_or(true, |url| is_web && url.host().is_none()) {
            return Err(NotASource::Unknown);
        }
        Ok(Self { kind, location: location.to_owned(), branch: None, folder: None })
    }

    /// The same with a branch and a folder; empty ones count as none.
    pub fn within(self, branch: Option<String>, folder: Option<String>) -> Result<Self, NotASource> {
        let given =
            |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let (branch, folder) = (given(branch), given(folder));
        if self.kind != SourceKind::Git && (branch.is_some() || folder.is_some()) {
            return Err(NotASource::NoRepository);
        }
        if branch.as_deref().is_some_and(|branch| !is_branch(branch)) {
            return Err(NotASource::Branch);
        }
        let folder =
            folder.map(|folder| folder.trim_matches('/').to_owned()).filter(|folder| !folder.is_empty());
        let leads_out = |folder: &str| folder.split('/').any(|part| matches!(part, "" | "." | ".." | ".git"));
        if folder.as_deref().is_some_and(|folder| leads_out(folder) || folder.contains(['\0', '\\'])) {
            return Err(NotASource::Folder);
        }
        Ok(Self { branch, folder, ..self })
    }

    /// The same, as somebody may add it who is not at the machine: neither a path nor what is read with its keys.
    pub fn from_browser(self) -> Result<Self, NotASource> {
        let is_web = self.web_url().is_some();
        if self.kind != SourceKind::Path && is_web { Ok(self) } else { Err(NotASource::OnlyWeb) }
    }

    /// Its address over HTTP, also that of a repository.
    pub fn web_url(&self) -> Option<Url> {
        let is_web = |url: &Url| matches!(url.scheme(), "http" | "https") && url.host().is_some();
        Url::parse(&self.location).ok().filter(is_web).filter(|_| self.kind != SourceKind::Path)
    }

    /// Its name for curators, messages and the log, without secrets.
    pub fn redacted(&self) -> String {
        match self.kind {
            SourceKind::Path => self.location.clone(),
            SourceKind::Git | SourceKind::Http => without_secrets(&self.location),
        }
    }

    /// Its name for strangers; `None` where it says something of the operator: a path, what is behind a password, a name
    /// or an address that only some networks know.
    pub fn public(&self) -> Option<String> {
        let url = self.web_url()?;
        let has_secrets = !url.username().is_empty() || url.password().is_some() || url.query().is_some();
        let is_public = url.host().is_some_and(|host| host::is_public_name(&host));
        (is_public && !has_secrets).then(|| without_secrets(&self.location))
    }

    /// What its content is called: the last part of its folder, else of its location.
    pub fn name(&self) -> String {
        let location = self.location.split(['?', '#']).next().unwrap_or_default();
        // The host of an address is no name of a file.
        let path = match location.split_once("://") {
            Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
            None => location,
        };
        let last = |path: &str| {
            let name = path.trim_end_matches('/').rsplit(['/', ':']).next().unwrap_or_default();
            let name: String = name.chars().filter(|c| !c.is_control() && *c != '\\').take(100).collect();
            Some(name).filter(|name| !name.is_empty() && !name.starts_with('.'))
        };
        let name = self.folder.as_deref().and_then(last).or_else(|| last(path));
        let name = name.unwrap_or_else(|| "notes".to_owned());
        let is_git = self.kind == SourceKind::Git;
        name.strip_suffix(".git")
            .filter(|name| is_git && !name.is_empty())
            .map_or(name.clone(), str::to_owned)
    }
}

impl fmt::Debug for SourceAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("SourceAddress");
        shown.field("kind", &self.kind).field("location", &self.redacted());
        shown.field("branch", &self.branch).field("folder", &self.folder).finish()
    }
}

/// Whether git takes a text for the name of a branch (git-check-ref-format), as far as it matters here: nothing in it
/// ends a ref or begins something else.
fn is_branch(text: &str) -> bool {
    let is_odd = |c: char| c.is_control() || c.is_whitespace() || "~^:?*[\\".contains(c);
    !text.starts_with(['-', '/', '.'])
        && !text.ends_with(['/', '.'])
        && !text.contains("..")
        && !text.contains("@{")
        && !text.contains("//")
        && !text.contains(is_odd)
}
