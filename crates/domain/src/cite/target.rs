//! What is cited: what it is called and where it lives.

use serde::{Deserialize, Serialize};

use super::repo::Repo;
use crate::github::ItemKey;

/// What a number on GitHub is, as far as the text says: a URL says it, `k/k#1` does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GithubKind {
    /// A pull request.
    Pull,
    /// An issue.
    Issue,
    /// A number whose kind is not known before it is fetched.
    Unknown,
}

/// What is cited.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Target {
    /// A pull request or an issue.
    Github {
        /// The repository that it belongs to.
        repo: Repo,
        /// Its number, from 1.
        number: u64,
        /// What the text says it is.
        kind: GithubKind,
    },
    /// A KEP by its number, as in `KEP-753`.
    Kep(u32),
    /// A release tag of a repository, as in `containerd/containerd#v1.7.0`.
    Release {
        /// The repository that it belongs to.
        repo: Repo,
        /// The tag, as in `v1.7.0`.
        tag: String,
    },
    /// Any other address, whole, `http` or `https`.
    Url(String),
}

impl Target {
    /// The issue of a KEP, which has the KEP's number and is there before the first file of it.
    pub fn kep_issue(number: u32) -> Self {
        Self::Github { repo: Repo::enhancements(), number: u64::from(number), kind: GithubKind::Issue }
    }

    /// A pull request of the repository of the KEPs.
    pub fn enhancements_pull(number: u64) -> Self {
        Self::Github { repo: Repo::enhancements(), number, kind: GithubKind::Pull }
    }

    /// The pull request or issue that it is, or would be: a KEP has the number of its issue.
    pub fn item_key(&self) -> Option<ItemKey> {
        match self {
            Self::Github { repo, number, .. } => Some(ItemKey { repo: repo.clone(), number: *number }),
            Self::Kep(number) => Some(ItemKey { repo: Repo::enhancements(), number: u64::from(*number) }),
            Self::Release { .. } | Self::Url(_) => None,
        }
    }

    /// The repository and the number of a discussion on GitHub, of which no states are known.
    pub fn discussion(&self) -> Option<(Repo, u64)> {
        let Self::Url(url) = self else { return None };
        let path = ["https://github.com/", "https://www.github.com/", "http://github.com/"]
            .into_iter()
            .find_map(|site| url.strip_prefix(site))?;
        let mut parts = path.split(['?', '#']).next()?.split('/');
        let (owner, name, folder, number) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
        let number = number.parse().ok().filter(|_| is_number && folder == "discussions")?;
        Some((Repo::new(owner, name), number))
    }

    /// The word of the store and the export: `pull`, `issue`, `github`, `kep`, `release`, `url`.
    ///
    /// `github` is a number whose kind no text states.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Github { kind: GithubKind::Pull, .. } => "pull",
            Self::Github { kind: GithubKind::Issue, .. } => "issue",
            Self::Github { kind: GithubKind::Unknown, .. } => "github",
            Self::Kep(_) => "kep",
            Self::Release { .. } => "release",
            Self::Url(_) => "url",
        }
    }

    /// Its public address. GitHub itself leads from an issue's address to the pull request of that number.
    pub fn href(&self) -> String {
        match self {
            Self::Github { repo, number, kind } => {
                let folder = if *kind == GithubKind::Pull { "pull" } else { "issues" };
                format!("https://github.com/{}/{}/{folder}/{number}", repo.owner, repo.name)
            }
            Self::Kep(number) => format!("https://kep.k8s.io/{number}"),
            Self::Release { repo, tag } => {
                format!("https://github.com/{}/{}/releases/tag/{tag}", repo.owner, repo.name)
            }
            Self::Url(url) => url.clone(),
        }
    }

    /// Its public address, with the part of it that a citation names: `…/pull/12#issuecomment-34`.
    pub fn href_of_part(&self, fragment: Option<&str>) -> String {
        match fragment {
            Some(fragment) if matches!(self, Self::Github { .. }) => format!("{}#{fragment}", self.href()),
            _ => self.href(),
        }
    }

    /// What it is called in full: `kubernetes/enhancements#753`, `KEP-753`, an address without its scheme; a discussion
    /// on GitHub, which is an address like others, `containerd/containerd discussion #12`.
    pub fn name(&self) -> String {
        match self {
            Self::Github { repo, number, .. } => format!("{}/{}#{number}", repo.owner, repo.name),
            Self::Kep(number) => format!("KEP-{number}"),
            Self::Release { repo, tag } => format!("{}/{} {tag}", repo.owner, repo.name),
            Self::Url(url) => match self.discussion() {
                Some((repo, number)) => format!("{repo} discussion #{number}"),
                None => {
                    let bare = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
                    bare.unwrap_or(url).trim_end_matches('/').to_owned()
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_has_a_kind_a_name_and_an_address() {
        let github =
            |kind| Target::Github { repo: Repo::new("kubernetes", "kubernetes"), number: 115138, kind };
        let release = Target::Release { repo: Repo::new("containerd", "containerd"), tag: "v1.7.0".into() };
        let check = |target: Target, kind: &str, name: &str, href: &str| {
            assert_eq!((target.kind(), target.name().as_str(), target.href().as_str()), (kind, name, href));
        };
        let name = "kubernetes/kubernetes#115138";
        check(github(GithubKind::Pull), "pull", name, "https://github.com/kubernetes/kubernetes/pull/115138");
        check(
            github(GithubKind::Issue),
            "issue",
            name,
            "https://github.com/kubernetes/kubernetes/issues/115138",
        );
        check(
            github(GithubKind::Unknown),
            "github",
            name,
            "https://github.com/kubernetes/kubernetes/issues/115138",
        );
        check(Target::Kep(753), "kep", "KEP-753", "https://kep.k8s.io/753");
        let issue = "https://github.com/kubernetes/enhancements/issues/5334";
        check(Target::kep_issue(5334), "issue", "kubernetes/enhancements#5334", issue);
        let tagged = "https://github.com/containerd/containerd/releases/tag/v1.7.0";
        check(release, "release", "containerd/containerd v1.7.0", tagged);
        check(Target::Url("https://example.org/a/".into()), "url", "example.org/a", "https://example.org/a/");
        let discussion = "https://github.com/containerd/containerd/discussions/12#discussioncomment-3";
        check(Target::Url(discussion.into()), "url", "containerd/containerd discussion #12", discussion);
        let list = "https://github.com/containerd/containerd/discussions";
        check(Target::Url(list.into()), "url", "github.com/containerd/containerd/discussions", list);
    }

    #[test]
    fn the_address_of_a_part_is_that_of_a_number_on_github() {
        let repo = Repo::new("kubernetes", "kubernetes");
        let pull = Target::Github { repo, number: 12, kind: GithubKind::Pull };
        let check = |target: &Target, fragment: Option<&str>, expected: &str| {
            assert_eq!(target.href_of_part(fragment), expected);
        };
        let address = "https://github.com/kubernetes/kubernetes/pull/12";
        check(&pull, None, address);
        check(&pull, Some("issuecomment-3"), &format!("{address}#issuecomment-3"));
        check(&Target::Kep(753), Some("risks"), "https://kep.k8s.io/753");
    }
}
