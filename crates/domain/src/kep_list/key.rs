//! The keys of the query of the list of KEPs.

/// The keys of the query, in the order in which they are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KepKey {
    /// `sig`: the group that owns it, or `none`.
    Sig,
    /// `status`: a status of kep.yaml, or `unstated`.
    Status,
    /// `stage`: the stage that came out, or `none`.
    Stage,
    /// `version`: a release or a range of them.
    Version,
    /// `sort`: what they are sorted by.
    Sort,
    /// `order`: `asc` or `desc`.
    Order,
    /// `page`: from 1.
    Page,
}

impl KepKey {
    /// All of them, in order.
    pub const ALL: [Self; 7] =
        [Self::Sig, Self::Status, Self::Stage, Self::Version, Self::Sort, Self::Order, Self::Page];

    /// The key as it stands in a query.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sig => "sig",
            Self::Status => "status",
            Self::Stage => "stage",
            Self::Version => "version",
            Self::Sort => "sort",
            Self::Order => "order",
            Self::Page => "page",
        }
    }

    /// What is right for the key, in English.
    pub fn expects(self) -> &'static str {
        match self {
            Self::Sig => "a SIG or WG such as `node` or `wg-batch`, or `none`",
            Self::Status => "a status such as `implemented`, or `unstated`",
            Self::Stage => "a stage such as `alpha`, `beta` or `stable`, or `none`",
            Self::Version => "a version such as `1.28` or a range such as `1.28..1.29`",
            Self::Sort => "`number`, `title`, `stage`, `moved` or `notes`",
            Self::Order => "`asc` for the least first or `desc` for the greatest first",
            Self::Page => "a number from 1",
        }
    }
}
