//! Kubernetes minor versions, and where a text means one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

mod mention;
mod owner;
mod products;
#[cfg(test)]
mod tests;
mod topic;

pub use self::mention::{VersionMention, mentions};
pub(crate) use self::products::is_project;

/// A Kubernetes minor version, as in `1.28`. Ordered as releases are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version {
    /// The minor number: 28 of `1.28`. The major number is 1 as long as Kubernetes' is.
    pub minor: u16,
}

/// A text that is no Kubernetes minor version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a Kubernetes version such as 1.28")]
pub struct NotAVersion(String);

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.minor)
    }
}

impl FromStr for Version {
    type Err = NotAVersion;

    /// Accepts `1.28`, `v1.28`, `1.28.3` and white space around.
    fn from_str(text: &str) -> Result<Self, NotAVersion> {
        let wrong = || NotAVersion(text.chars().take(40).collect());
        let trimmed = text.trim();
        let digits = trimmed.strip_prefix(['v', 'V']).unwrap_or(trimmed);
        let mut parts = digits.split('.');
        let all_digits =
            |part: &str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
        let (Some("1"), Some(minor)) = (parts.next(), parts.next()) else { return Err(wrong()) };
        let patch = parts.next();
        if !all_digits(minor) || patch.is_some_and(|patch| !all_digits(patch)) || parts.next().is_some() {
            return Err(wrong());
        }
        if minor.len() > 1 && minor.starts_with('0') {
            return Err(wrong());
        }
        minor.parse().map(|minor| Self { minor }).map_err(|_| wrong())
    }
}

impl TryFrom<String> for Version {
    type Error = NotAVersion;

    fn try_from(text: String) -> Result<Self, NotAVersion> {
        text.parse()
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.to_string()
    }
}
