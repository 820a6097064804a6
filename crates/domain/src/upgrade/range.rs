//! The releases that an upgrade goes through.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::release::Releases;
use crate::version::{NotAVersion, Version};

/// What comes after one release, up to another: `1.27..1.29` are 1.28 and 1.29.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UpgradeRange {
    from: Version,
    to: Version,
}

/// Why two releases are no range of an upgrade.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotARange {
    /// One of them cannot be read.
    #[error(transparent)]
    Version(#[from] NotAVersion),
    /// There is nothing between them.
    #[error("an upgrade from {0} to {0} changes nothing")]
    Empty(Version),
    /// The second is the older one: the range the other way round.
    #[error("{}..{} goes back: Kubernetes is not downgraded", .0.to, .0.from)]
    Reversed(UpgradeRange),
    /// Nobody knows of such a release.
    #[error("Kubernetes {0} is no release that is known")]
    Unknown(Version),
    /// Too many releases lie between them: the longest range up to the same release.
    #[error("more than {} releases at once", UpgradeRange::MOST)]
    TooLong(UpgradeRange),
}

impl UpgradeRange {
    /// How many releases an upgrade goes through at most.
    pub const MOST: u16 = 20;

    /// What comes after `from`, up to `to`.
    ///
    /// # Errors
    /// All but [`NotARange::Version`] and [`NotARange::Unknown`].
    pub fn new(from: Version, to: Version) -> Result<Self, NotARange> {
        let range = Self { from, to };
        if from == to {
            Err(NotARange::Empty(to))
        } else if from > to {
            Err(NotARange::Reversed(Self { from: to, to: from }))
        } else if to.minor - from.minor > Self::MOST {
            Err(NotARange::TooLong(Self { from: Version { minor: to.minor - Self::MOST }, to }))
        } else {
            Ok(range)
        }
    }

    /// The release that runs now: what it brought is not part of the range.
    pub fn from(self) -> Version {
        self.from
    }

    /// The release that is to run: what it brings is part of the range.
    pub fn to(self) -> Version {
        self.to
    }

    /// Whether what a release brings is part of the upgrade.
    pub fn contains(self, release: Version) -> bool {
        self.from < release && release <= self.to
    }

    /// The releases that it goes through, oldest first.
    pub fn releases(self) -> impl DoubleEndedIterator<Item = Version> {
        (self.from.minor + 1..=self.to.minor).map(|minor| Version { minor })
    }
}

impl fmt::Display for UpgradeRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.from, self.to)
    }
}

impl FromStr for UpgradeRange {
    type Err = NotARange;

    /// Accepts both releases in every spelling of [`Version`], as in `1.27..v1.29.3`.
    fn from_str(text: &str) -> Result<Self, NotARange> {
        let (from, to) = text.split_once("..").unwrap_or((text, text));
        Self::new(from.parse()?, to.parse()?)
    }
}

impl TryFrom<String> for UpgradeRange {
    type Error = NotARange;

    fn try_from(text: String) -> Result<Self, NotARange> {
        text.parse()
    }
}

impl From<UpgradeRange> for String {
    fn from(range: UpgradeRange) -> Self {
        range.to_string()
    }
}

/// A range as an address may spell it: by versions, or by what they are today, as in `1.27..latest` or
/// `current-2..current`. A release alone is the upgrade to it from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RangeName {
    from: ReleaseName,
    to: ReleaseName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ReleaseName {
    Version(Version),
    /// So many releases before the newest one that is out.
    BeforeLatest(u16),
}

impl RangeName {
    /// The range that is meant where `latest` is the newest release that is out.
    ///
    /// # Errors
    /// Where it is no range, or names a release of which `releases` know nothing.
    pub fn resolve(self, latest: Version, releases: &Releases) -> Result<UpgradeRange, NotARange> {
        let known = |name: ReleaseName| {
            let version = name.version(latest);
            let is_known = releases.get(version).is_some();
            if is_known { Ok(version) } else { Err(NotARange::Unknown(version)) }
        };
        UpgradeRange::new(known(self.from)?, known(self.to)?)
    }
}

impl FromStr for RangeName {
    type Err = NotARange;

    fn from_str(text: &str) -> Result<Self, NotARange> {
        match text.split_once("..") {
            Some((from, to)) => Ok(Self { from: from.parse()?, to: to.parse()? }),
            None => {
                let to: ReleaseName = text.parse()?;
                Ok(Self { from: to.before(), to })
            }
        }
    }
}

impl ReleaseName {
    fn version(self, latest: Version) -> Version {
        match self {
            Self::Version(version) => version,
            Self::BeforeLatest(releases) => Version { minor: latest.minor.saturating_sub(releases) },
        }
    }

    fn before(self) -> Self {
        match self {
            Self::Version(version) => Self::Version(Version { minor: version.minor.saturating_sub(1) }),
            Self::BeforeLatest(releases) => Self::BeforeLatest(releases.saturating_add(1)),
        }
    }
}

impl FromStr for ReleaseName {
    type Err = NotAVersion;

    fn from_str(text: &str) -> Result<Self, NotAVersion> {
        let lower = text.trim().to_ascii_lowercase();
        let Some(rest) = ["latest", "current"].iter().find_map(|name| lower.strip_prefix(name)) else {
            return text.parse().map(Self::Version);
        };
        match rest.strip_prefix('-').map(str::parse) {
            None if rest.is_empty() => Ok(Self::BeforeLatest(0)),
            Some(Ok(releases)) => Ok(Self::BeforeLatest(releases)),
            // Not a version either, which says so.
            _ => text.parse().map(Self::Version),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, &str>) {
        let latest = Version { minor: 36 };
        let range = text.parse::<RangeName>().and_then(|name| name.resolve(latest, &Releases::built_in()));
        let range = range.map(|range| range.to_string()).map_err(|why| why.to_string());
        assert_eq!(range, expected.map(str::to_owned).map_err(str::to_owned), "{text}");
    }

    #[test]
    fn a_range_is_read_by_versions_and_by_what_they_are_today() {
        check("1.27..1.29", Ok("1.27..1.29"));
        check("v1.27.3..1.29.0", Ok("1.27..1.29"));
        check("1.27..latest", Ok("1.27..1.36"));
        check("current-1..current", Ok("1.35..1.36"));
        check("Latest-2..1.37", Ok("1.34..1.37"));
        check("1.29", Ok("1.28..1.29"));
        check("latest", Ok("1.35..1.36"));
    }

    #[test]
    fn what_is_no_range_says_why() {
        check("1.29..1.29", Err("an upgrade from 1.29 to 1.29 changes nothing"));
        check("1.29..1.27", Err("1.29..1.27 goes back: Kubernetes is not downgraded"));
        check("1.27..1.99", Err("Kubernetes 1.99 is no release that is known"));
        check("1.2..1.29", Err("Kubernetes 1.2 is no release that is known"));
        check("1.14..1.37", Err("more than 20 releases at once"));
        check("", Err("`` is not a Kubernetes version such as 1.28"));
        check("1.27..", Err("`` is not a Kubernetes version such as 1.28"));
        check("latest-x", Err("`latest-x` is not a Kubernetes version such as 1.28"));
        check("latest-99999999", Err("`latest-99999999` is not a Kubernetes version such as 1.28"));
    }

    #[test]
    fn a_range_is_what_comes_after_its_beginning() {
        let range: UpgradeRange = "1.27..1.29".parse().unwrap();
        let releases: Vec<String> = range.releases().map(|release| release.to_string()).collect();
        assert_eq!(releases, ["1.28", "1.29"]);
        let contained = [26, 27, 28, 29, 30].map(|minor| range.contains(Version { minor }));
        assert_eq!(contained, [false, false, true, true, false]);
    }
}
