//! Kubernetes minor versions, and where a text means one.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

mod before;
mod products;
mod prose;
#[cfg(test)]
mod tests;

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

/// A Kubernetes version that a text means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionMention {
    /// What is meant.
    pub version: Version,
    /// Where the words stand, in bytes of the text, the product's name included: `GKE 1.27.2`.
    pub range: Range<usize>,
    /// False where the text may mean something else; such a tag is suggested, not applied.
    pub certain: bool,
}

/// Every Kubernetes minor version that `prose` means, in order of the text; ranges never overlap.
///
/// A number counts by the words before it: after Kubernetes or something that carries its
/// numbers (`GKE 1.27.2`, `kubectl < 1.28`) from 1.0 to 1.60, after another product (`Go 1.20`)
/// not at all, and alone from 1.14 to 1.60. Lists, ranges and arrows name each of their numbers,
/// all of one product: `1.25, 1.26, and 1.27`, `1.20 -> 1.24`. Amounts (`1.5 倍`), image tags
/// (`busybox:1.28`), addresses and numbers of four parts name none.
///
/// It is not certain after a name that is not known, and in a sentence that already
/// named a version of another product.
///
/// `prose` is text without its code. Takes time linear in its length.
pub fn find(prose: &str) -> Vec<VersionMention> {
    prose::Scanner::new(prose).run()
}
