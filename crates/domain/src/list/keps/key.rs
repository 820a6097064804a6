//! The keys of the query of the list of KEPs.

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::sort::Sort;
use crate::kep::{Stage, Status};
use crate::list::query::{NONE, QueryKey};
use crate::sig::{Group, Sig};

/// The keys of the query, in the order in which they are printed.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "lowercase")]
pub enum KepKey {
    /// `sig`: the group that owns it, or `none`.
    Sig,
    /// `status`: a status of kep.yaml, or `unstated`.
    Status,
    /// `stage`: the stage that came out, or `none`.
    Stage,
    /// `version`: a release or a range of them.
    Version,
    /// `changed`: `1` for those that have moved since a note cited them.
    Changed,
    /// `q`: words of its number, title, feature gates or group.
    Q,
    /// `sort`: what they are sorted by.
    Sort,
    /// `order`: `asc` or `desc`.
    Order,
    /// `page`: from 1.
    Page,
}

impl KepKey {
    /// All of them, in order.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The key as it stands in a query.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl QueryKey for KepKey {
    fn expects(self) -> &'static str {
        match self {
            Self::Sig => "a SIG or WG such as `node` or `wg-batch`, or `none`",
            Self::Status => "a status such as `implemented`, or `unstated`",
            Self::Stage => "a stage such as `alpha`, `beta` or `stable`, or `none`",
            Self::Version => "a version such as `1.28` or a range such as `1.28..1.29`",
            Self::Changed => "`1` for those that have moved since a note cited them; leave it out for all",
            Self::Q => {
                "up to 16 words of at most 100 characters, such as `sidecar`, `KEP-753` or `SidecarContainers`"
            }
            Self::Sort => "`number`, `title`, `stage`, `moved` or `notes`",
            Self::Order => "`asc` for the least first or `desc` for the greatest first",
            Self::Page => "a number from 1",
        }
    }

    fn choices(self) -> Vec<&'static str> {
        match self {
            Self::Sig => Sig::known().map(Group::bare_name).collect(),
            Self::Status => Status::KNOWN.iter().map(Status::as_str).chain(["unstated"]).collect(),
            Self::Stage => Stage::ALL.iter().map(|stage| stage.as_str()).chain([NONE]).collect(),
            Self::Sort => Sort::ALL.iter().map(|sort| sort.as_str()).collect(),
            Self::Order => vec!["asc", "desc"],
            Self::Version | Self::Changed | Self::Q | Self::Page => Vec::new(),
        }
    }
}
