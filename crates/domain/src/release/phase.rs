//! Where a release is in its life on a day.

use super::Releases;
use crate::Date;
use crate::version::Version;

/// What a version of Kubernetes is on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReleasePhase {
    /// It is to come out.
    Planned {
        /// When.
        day: Date,
    },
    /// It is out, and not known to have been given up.
    Supported {
        /// When it came out.
        since: Date,
        /// The last day of its support, where that is known.
        until: Option<Date>,
    },
    /// It was given up.
    EndOfLife {
        /// When it came out.
        released: Date,
        /// The last day of its support.
        since: Date,
    },
    /// It is none of the releases that are known.
    Unknown,
}

/// A version of Kubernetes that a document names, then and now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VersionOutcome {
    /// The version.
    pub version: Version,
    /// What it was on the document's day; `None` where that is not known.
    pub then: Option<ReleasePhase>,
    /// What it is now.
    pub now: ReleasePhase,
}

impl VersionOutcome {
    /// Whether it came out, or was given up, since.
    pub fn has_changed(&self) -> bool {
        self.then.is_some_and(|then| std::mem::discriminant(&then) != std::mem::discriminant(&self.now))
    }
}

impl Releases {
    /// What a version is at the end of `day`.
    pub fn phase(&self, version: Version, day: Date) -> ReleasePhase {
        let Some(release) = self.get(version) else { return ReleasePhase::Unknown };
        match release.end_of_life {
            _ if day < release.day => ReleasePhase::Planned { day: release.day },
            Some(since) if since < day => ReleasePhase::EndOfLife { released: release.day, since },
            until => ReleasePhase::Supported { since: release.day, until },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_planned_supported_and_given_up() {
        let phase = |day: &str| Releases::built_in().phase(Version { minor: 28 }, day.parse().unwrap());
        let day = |text: &str| text.parse::<Date>().unwrap();
        let (out, end) = (day("2023-08-15"), day("2024-10-22"));
        assert_eq!(phase("2023-08-14"), ReleasePhase::Planned { day: out });
        assert_eq!(phase("2023-08-15"), ReleasePhase::Supported { since: out, until: Some(end) });
        assert_eq!(phase("2024-10-22"), ReleasePhase::Supported { since: out, until: Some(end) });
        assert_eq!(phase("2024-10-23"), ReleasePhase::EndOfLife { released: out, since: end });
        let unknown = Releases::built_in().phase(Version { minor: 900 }, out);
        assert_eq!(unknown, ReleasePhase::Unknown);
    }
}
