//! The keys of the query of a list of notes.

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::content_kind::ContentKind;
use super::shipped_stage::ShippedStage;
use crate::github;
use crate::kep::{Stage, Status};
use crate::list::query::{QueryKey, nearest};
use crate::outcome::verdict::Verdict;
use crate::sig::{Group, Sig};

/// The keys of a query, in the order in which they are printed.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "lowercase")]
pub enum FilterKey {
    /// `notebook`: a notebook by its slug.
    Notebook,
    /// `sig`: a SIG or WG, or `none` for notes without one.
    Sig,
    /// `exclude.sig`: a SIG or WG that no shown note has.
    #[strum(serialize = "exclude.sig")]
    ExcludeSig,
    /// `names`: a SIG or WG of which a note names a component without being tagged with it.
    Names,
    /// `version`: a Kubernetes version or range, or `none` for notes without one.
    Version,
    /// `exclude.version`: a Kubernetes version or range that no shown note has.
    #[strum(serialize = "exclude.version")]
    ExcludeVersion,
    /// `cycle`: a Kubernetes version or range that was in the making when the note was written.
    Cycle,
    /// `exclude.cycle`: a Kubernetes version or range that was not in the making then.
    #[strum(serialize = "exclude.cycle")]
    ExcludeCycle,
    /// `in`: a year, month or day.
    In,
    /// `stage`: what has shipped by now of a KEP that is cited, or `none`.
    Stage,
    /// `status`: the status now of a KEP that is cited.
    Status,
    /// `github`: the state now of a pull request or an issue that is cited.
    Github,
    /// `verdict`: how what was expected of a KEP that is cited turned out.
    Verdict,
    /// `expected`: the stage of a KEP that is cited which was expected.
    Expected,
    /// `changed`: `1` for notes that cite something which has moved since.
    Changed,
    /// `kep`: a KEP that is cited.
    Kep,
    /// `ref`: a pull request or an issue that is cited.
    Ref,
    /// `repo`: a repository of which something is cited.
    Repo,
    /// `since`: the year, month or day that entries are of at the earliest.
    Since,
    /// `until`: the year, month or day that entries are of at the latest.
    Until,
    /// `has`: what a note has, as code.
    Has,
    /// `q`: what the search box holds.
    Q,
    /// `order`: `asc` for the oldest first, `moved` for the latest move first, `relevance` for the best hit first.
    Order,
    /// `before`: the page before a place.
    Before,
    /// `after`: the page after a place.
    After,
}

impl FilterKey {
    /// All of them, in order.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The key as it stands in a query.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl QueryKey for FilterKey {
    fn expects(self) -> &'static str {
        match self {
            Self::Notebook => "the name of a notebook, such as `kubernetes-2023`",
            Self::Sig => "a SIG or WG such as `node` or `wg-batch`, or `none`",
            Self::ExcludeSig | Self::Names => "a SIG or WG such as `node` or `wg-batch`",
            Self::Version => "a version such as `1.28`, a range such as `1.28..1.29`, or `none`",
            Self::ExcludeVersion | Self::Cycle | Self::ExcludeCycle => {
                "a version such as `1.28` or a range such as `1.28..1.29`"
            }
            Self::In | Self::Since | Self::Until => {
                "a year, month or day such as `2023`, `2023-10` or `2023-10-11`"
            }
            Self::Stage => "a stage such as `alpha`, `beta` or `stable`, or `none` for what has not shipped",
            Self::Status => "a KEP status such as `implementable`, `implemented` or `withdrawn`",
            Self::Github => "a state such as `open`, `merged`, `closed` or `not_planned`",
            Self::Verdict => {
                "how a plan turned out: `held`, `late`, `early`, `missed`, `dropped`, `overtaken`, `open` or `unknown`"
            }
            Self::Expected => "the stage that was planned, such as `alpha`, `beta` or `stable`",
            Self::Changed => "`1` for notes that cite something which has moved since; leave it out for all",
            Self::Kep => "the number of a KEP, such as `753`",
            Self::Ref => {
                "a pull request or issue such as `kubernetes/kubernetes%23115138`, with `%23` for `#`"
            }
            Self::Repo => "a repository such as `containerd/containerd`",
            Self::Has => "`code`, `quote` or `lost-link`",
            Self::Q => "words to search for",
            Self::Order => {
                "`asc` for the oldest first, `desc` for the newest first, `moved` for the latest move first or `relevance` for the best hit first"
            }
            Self::Before | Self::After => "a position from a link of this site",
        }
    }

    fn choices(self) -> Vec<&'static str> {
        match self {
            Self::Order => vec!["asc", "desc", "oldest", "newest", "moved", "relevance"],
            Self::Stage => ShippedStage::all().map(ShippedStage::as_str).collect(),
            Self::Has => ContentKind::ALL.iter().map(|has| has.as_str()).collect(),
            Self::Status => Status::KNOWN.iter().map(Status::as_str).collect(),
            Self::Github => github::ItemState::all_now().map(github::ItemState::as_str).collect(),
            Self::Verdict => Verdict::ALL.iter().map(|verdict| verdict.as_str()).collect(),
            Self::Expected => Stage::ALL.iter().map(|stage| stage.as_str()).collect(),
            Self::Sig | Self::ExcludeSig | Self::Names => Sig::known().map(Group::bare_name).collect(),
            _ => Vec::new(),
        }
    }

    fn nearest(text: &str) -> Option<Self> {
        if ["Q", "query", "search", "s", "text"].contains(&text) {
            return Some(Self::Q);
        }
        // One letter is near to every other.
        let keys = Self::ALL.iter().filter(|key| **key != Self::Q).map(|key| key.as_str());
        nearest(text, keys)?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_key_finds_the_key() {
        let check = |text: &str, near: Option<&str>| {
            assert_eq!(FilterKey::nearest(text).map(FilterKey::as_str), near, "{text}");
        };
        check("sgi", Some("sig"));
        check("sigs", Some("sig"));
        check("SIG", Some("sig"));
        check("verison", Some("version"));
        check("exclude_sig", Some("exclude.sig"));
        check("exclude-version", Some("exclude.version"));
        check("cycles", Some("cycle"));
        check("exclude_cycle", Some("exclude.cycle"));
        check("notebok", Some("notebook"));
        check("oder", Some("order"));
        check("on", Some("in"));
        check("stages", Some("stage"));
        check("state", Some("stage"));
        check("GitHub", Some("github"));
        check("verdicts", Some("verdict"));
        check("change", Some("changed"));
        check("keps", Some("kep"));
        check("refs", Some("ref"));
        check("g", None);
        check("query", Some("q"));
        check("page", None);
        check("kubernetes", None);
        check("バージョン", None);
        check("", None);
        check(&"sig".repeat(1_000), None);
    }

    #[test]
    fn every_key_reads_itself() {
        for key in FilterKey::ALL {
            assert_eq!(key.as_str().parse(), Ok(*key));
        }
        assert!(FilterKey::ALL.is_sorted());
    }
}
