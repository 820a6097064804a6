//! References: what a note cites, found in its text.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

mod address;
mod scan;
mod spelling;
#[cfg(test)]
mod tests;

pub use self::address::is_web;

/// A repository on GitHub, spelt as GitHub spells it: `kubernetes/enhancements`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Repo {
    /// The user or organisation.
    pub owner: String,
    /// The repository's own name.
    pub name: String,
}

impl Repo {
    /// A repository by its two names.
    pub fn new(owner: impl Into<String>, name: impl Into<String>) -> Self {
        Self { owner: owner.into(), name: name.into() }
    }

    /// Where KEPs live.
    pub fn enhancements() -> Self {
        Self::new("kubernetes", "enhancements")
    }

    /// Whether it is that of the KEPs, in capitals or not.
    pub fn is_enhancements(&self) -> bool {
        self.owner.eq_ignore_ascii_case("kubernetes") && self.name.eq_ignore_ascii_case("enhancements")
    }
}

impl fmt::Display for Repo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.owner, self.name)
    }
}

/// What a number on GitHub is, as far as the text says: a URL tells, `k/k#1` does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GithubKind {
    /// A pull request.
    Pull,
    /// An issue.
    Issue,
    /// A number whose kind is not known before GitHub was asked.
    Unknown,
}

/// What is cited.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Target {
    /// A pull request or an issue.
    Github {
        /// Where it lives.
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
        /// Where it lives.
        repo: Repo,
        /// The tag, as in `v1.7.0`.
        tag: String,
    },
    /// Any other address, whole, `http` or `https`.
    Url(String),
}

/// One citation as it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextReference {
    /// Where the literal stands, in bytes of the text; the label is not part of it.
    pub range: Range<usize>,
    /// The word before it that says what of the target is meant: `comment`, `commit`.
    pub label: Option<String>,
    /// What it resolves to.
    pub target: Target,
    /// Whether the literal is a misspelling that was put right.
    pub corrected: bool,
}

/// Every reference of `text`, in order, none overlapping another.
///
/// What is read: `owner/repo#12` and its short forms (`k/k#12`, `k/website#12`, `kk#12`),
/// `owner/repo#v1.7.0`, a bare `#12`, KEPs (`KEP-753`, `KEP 753`, `KEP- 753`, `KEP - 753`,
/// in any case) and addresses with `http://` or `https://`. Behind a number no word needs
/// to end: `k/k#115331RestartPolicy` cites 115331.
///
/// A KEP's number that stands apart from the word has 2 to 5 digits and no counter behind
/// it, so that `KEP 2 つ` and `KEP 16 件` are prose.
///
/// `around` is the repository that was cited last before `text` in the same note;
/// a bare `#109777` belongs to it, or to one cited earlier in `text`, and is no reference
/// without either. A KEP is not a repository in this sense.
///
/// Takes time linear in the length of `text`.
pub fn find(text: &str, around: Option<&Repo>) -> Vec<TextReference> {
    scan::Scanner::new(text, around).run()
}
