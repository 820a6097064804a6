//! A repository on GitHub.

use std::fmt;

use serde::{Deserialize, Serialize};

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

    /// Where Kubernetes itself lives.
    pub fn kubernetes() -> Self {
        Self::new("kubernetes", "kubernetes")
    }

    /// Whether it is that of Kubernetes itself, in capitals or not.
    pub fn is_kubernetes(&self) -> bool {
        self.owner.eq_ignore_ascii_case("kubernetes") && self.name.eq_ignore_ascii_case("kubernetes")
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
