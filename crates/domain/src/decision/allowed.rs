//! Which tags a curator may set.

use crate::release::Releases;
use crate::sig::Sig;
use crate::tag::Tag;
use crate::version::Version;

/// The oldest version that a curator may tag.
pub const FIRST_VERSION: Version = Version { minor: 14 };

/// How many versions after the newest known one may be tagged.
const AHEAD: u16 = 2;

/// A tag that nobody may set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TagNotAllowed {
    /// A version before the first or after the last.
    #[error("`{version}` cannot be tagged: versions go from {FIRST_VERSION} to {last}")]
    Version {
        /// The version to be tagged.
        version: Version,
        /// The last version that can be tagged.
        last: Version,
    },
    /// A group that is on no list and that no note names.
    #[error("`{0}` is not a SIG or working group that is known here")]
    Sig(Sig),
}

/// The last version that may be tagged: two after the newest that is known, as plans run ahead.
pub fn newest_allowed(releases: &Releases) -> Version {
    let newest = releases.iter().next_back().map_or(FIRST_VERSION, |release| release.version);
    Version { minor: newest.minor.saturating_add(AHEAD) }
}

/// Whether a curator may set `tag`: a group of the community's list, or one that `is_used` on some
/// note already, and a version from [`FIRST_VERSION`] to [`newest_allowed`].
pub fn check_allowed(tag: &Tag, releases: &Releases, is_used: bool) -> Result<(), TagNotAllowed> {
    match tag {
        Tag::Sig(sig) if sig.group().is_some() || is_used => Ok(()),
        Tag::Sig(sig) => Err(TagNotAllowed::Sig(sig.clone())),
        Tag::Version(version) => {
            let last = newest_allowed(releases);
            let fits = (FIRST_VERSION..=last).contains(version);
            if fits { Ok(()) } else { Err(TagNotAllowed::Version { version: *version, last }) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, is_used: bool, expected: Result<(), &str>) {
        let tag = text.parse().unwrap();
        let found =
            check_allowed(&tag, &Releases::built_in(), is_used).map_err(|refused| refused.to_string());
        assert_eq!(found, expected.map_err(str::to_owned), "{text}");
    }

    #[test]
    fn groups_are_those_of_the_list_and_those_in_use() {
        check("sig-node", false, Ok(()));
        check("SIG Node", false, Ok(()));
        check("wg/batch", false, Ok(()));
        check("wg-sidecar", true, Ok(()));
        check("wg-sidecar", false, Err("`wg-sidecar` is not a SIG or working group that is known here"));
    }

    #[test]
    fn versions_go_from_the_first_of_the_table_to_two_after_the_last() {
        check("1.14", false, Ok(()));
        check("v1.28", false, Ok(()));
        check("1.39", false, Ok(()));
        check("1.40", false, Err("`1.40` cannot be tagged: versions go from 1.14 to 1.39"));
        check("1.13", true, Err("`1.13` cannot be tagged: versions go from 1.14 to 1.39"));
    }
}
