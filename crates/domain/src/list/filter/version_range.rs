//! One Kubernetes version or all from one to another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::version::Version;

/// The versions from `from` to `to`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VersionRange {
    /// The lowest version.
    pub from: Version,
    /// The highest version, never below `from` where [`VersionRange::new`] made the range.
    pub to: Version,
}

/// A text that names no version and no range of versions.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a Kubernetes version or range such as 1.28 or 1.28..1.29")]
pub struct NotAVersionRange(String);

impl VersionRange {
    /// The versions between the two, in whichever order they are given.
    pub fn new(one: Version, other: Version) -> Self {
        Self { from: one.min(other), to: one.max(other) }
    }

    /// Whether `version` is one of them.
    pub fn contains(self, version: Version) -> bool {
        (self.from..=self.to).contains(&version)
    }
}

impl From<Version> for VersionRange {
    fn from(version: Version) -> Self {
        Self { from: version, to: version }
    }
}

impl fmt::Display for VersionRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to } = Self::new(self.from, self.to);
        if from == to { write!(f, "{from}") } else { write!(f, "{from}..{to}") }
    }
}

impl FromStr for VersionRange {
    type Err = NotAVersionRange;

    /// Accepts `1.28` in every spelling of [`Version`], `1.28..1.29` and `1.28-1.29`;
    /// a range that runs backwards is turned round.
    fn from_str(text: &str) -> Result<Self, NotAVersionRange> {
        let (one, other) = text.split_once("..").or_else(|| text.split_once('-')).unwrap_or((text, text));
        match (one.parse(), other.parse()) {
            (Ok(one), Ok(other)) => Ok(Self::new(one, other)),
            _ => Err(NotAVersionRange(text.chars().take(40).collect())),
        }
    }
}

impl TryFrom<String> for VersionRange {
    type Error = NotAVersionRange;

    fn try_from(text: String) -> Result<Self, NotAVersionRange> {
        text.parse()
    }
}

impl From<VersionRange> for String {
    fn from(range: VersionRange) -> Self {
        range.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_in_many_spellings_and_printed_in_one() {
        let check = |text: &str, printed: &str| {
            assert_eq!(
                text.parse().map(|range: VersionRange| range.to_string()),
                Ok(printed.into()),
                "{text}"
            );
        };
        check("1.28", "1.28");
        check("v1.29", "1.29");
        check("1.29.0", "1.29");
        check("1.28..1.29", "1.28..1.29");
        check("1.28-1.29", "1.28..1.29");
        check("v1.28.3 .. v1.29.0", "1.28..1.29");
        check("1.29..1.28", "1.28..1.29");
        check("1.9..1.10", "1.9..1.10");
        check("1.28..1.28.4", "1.28");
    }

    #[test]
    fn an_open_or_broken_range_is_an_error() {
        for wrong in [
            "",
            "..",
            "1.28..",
            "..1.28",
            "1.28...1.29",
            "1.28..1.29..1.30",
            "1.28-",
            "2.0",
            "1.28-rc.1",
            "28",
        ] {
            assert!(wrong.parse::<VersionRange>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_range_contains_both_its_ends() {
        let range: VersionRange = "1.9..1.11".parse().expect("a range");
        let inside: Vec<u16> = (7..14).filter(|minor| range.contains(Version { minor: *minor })).collect();
        assert_eq!(inside, [9, 10, 11]);
    }
}
