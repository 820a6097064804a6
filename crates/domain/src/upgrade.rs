//! What an upgrade of Kubernetes changes: facts of gates, APIs, KEPs and release notes, put in the order in which who upgrades
//! needs them.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::gate::{GateName, GateSource};
use crate::kep::Stage;
use crate::pages::{KepName, NamingNote};
use crate::sig::Sig;
use crate::version::Version;

mod changes;
mod filter;
mod gates;
mod page;
mod range;
#[cfg(test)]
mod tests;

pub use changes::{KepStep, UpgradeFacts, list_changes};
pub use filter::{UpgradeFilter, UpgradeFilterError, UpgradeKey};
pub use gates::gate_changes;
pub use page::{A_PAGE, GroupPage, SigCount, SigPart, UpgradePage, UpgradeStart};
pub use range::{NotARange, RangeName, UpgradeRange};

/// One thing that an upgrade changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What kind of change it is.
    pub kind: Kind,
    /// The release that brings it.
    pub release: Version,
    /// The gate that it is about.
    pub gate: Option<GateName>,
    /// The API version that is no longer served.
    pub api: Option<ApiChange>,
    /// The KEP that it belongs to.
    pub kep: Option<KepName>,
    /// The title of the KEP.
    pub kep_title: Option<String>,
    /// By how many releases the KEP came later than it had promised at first.
    pub releases_late: Option<u16>,
    /// The pull request in kubernetes/kubernetes.
    pub pull: Option<u64>,
    /// The SIGs that it is a matter of.
    pub sigs: Vec<Sig>,
    /// What the release note says, in Markdown.
    pub text: Option<String>,
    /// Whether there was no such gate before: what it is said to have been is how the code behaved without it.
    pub gate_is_new: bool,
    /// The stage in the release before, or in the one that runs now.
    pub stage_from: Option<Stage>,
    /// The stage from this release on.
    pub stage_to: Option<Stage>,
    /// Whether the gate was on unless it was set.
    pub default_from: Option<bool>,
    /// Whether it is on now unless it is set.
    pub default_to: Option<bool>,
    /// The value that it can no longer be set away from.
    pub locked_to: Option<bool>,
    /// Every flip of its default within the range, where there are several: the release, and whether it was on from then on.
    pub flips: Vec<(Version, bool)>,
    /// The release that took away what came within the range.
    pub gone_again: Option<Version>,
    /// Who says so.
    pub sources: Vec<Source>,
    /// Whether sources contradict each other about it.
    pub contradicted: bool,
    /// The newest notes about its gate, KEP or pull request.
    pub notes: Vec<NamingNote>,
    /// How many notes there are.
    pub notes_count: u32,
}

/// An API version that a release no longer serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiChange {
    /// The API version: `batch/v1beta1`.
    pub version: String,
    /// Its kinds.
    pub kinds: Vec<String>,
    /// What serves them, with the first release that does where it is known.
    pub replacements: Vec<(String, Option<Version>)>,
}

/// Who says something of an upgrade.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    IntoStaticStr,
    EnumString,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Source {
    /// The versioned list of gates of kubernetes/kubernetes.
    List,
    /// The pages of gates of kubernetes/website.
    Website,
    /// The release notes.
    ReleaseNotes,
    /// The files of KEPs.
    Keps,
    /// The guide to deprecated APIs.
    DeprecationGuide,
}

impl Source {
    /// Every source.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The word of the API: `release_notes`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl From<GateSource> for Source {
    fn from(source: GateSource) -> Self {
        match source {
            GateSource::List => Self::List,
            GateSource::Website => Self::Website,
            GateSource::ReleaseNotes => Self::ReleaseNotes,
        }
    }
}

/// What kind of change something is, in the order of the page.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    /// A release note says that who upgrades has to do something.
    ActionRequired,
    /// An API version is no longer served.
    ApiRemoved,
    /// A gate is gone: a component that is started with it does not start.
    GateRemoved,
    /// A gate can no longer be set otherwise.
    GateLocked,
    /// A gate is on by default from now on.
    DefaultOn,
    /// A gate is off by default from now on.
    DefaultOff,
    /// Something is to be given up.
    Deprecated,
    /// Something is there to stay.
    Stable,
    /// Something is mostly on, and may still change.
    Beta,
    /// Something is new, and off unless it is switched on.
    Alpha,
    /// A release note that says nothing of these.
    ReleaseNote,
}

/// The parts of the page, in order.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Group {
    /// What is to be done or looked at before the upgrade.
    Before,
    /// What behaves otherwise afterwards, without anybody doing anything.
    ByItself,
    /// What is to be given up.
    Deprecated,
    /// What is new.
    New,
    /// The other release notes.
    Other,
}

impl Kind {
    /// Every kind, in the order of the page.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The word of the API: `action_required`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// The part of the page that it is in.
    pub fn group(self) -> Group {
        match self {
            Self::ActionRequired | Self::ApiRemoved | Self::GateRemoved | Self::GateLocked => Group::Before,
            Self::DefaultOn | Self::DefaultOff => Group::ByItself,
            Self::Deprecated => Group::Deprecated,
            Self::Stable | Self::Beta | Self::Alpha => Group::New,
            Self::ReleaseNote => Group::Other,
        }
    }
}

impl From<Stage> for Kind {
    /// That something has a stage from now on.
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Alpha => Self::Alpha,
            Stage::Beta => Self::Beta,
            Stage::Stable => Self::Stable,
            Stage::Deprecated | Stage::Disabled | Stage::Removed => Self::Deprecated,
        }
    }
}

impl Group {
    /// Every part of the page, in order.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The word of addresses: `by_itself`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl Change {
    /// A change of which nothing else is known.
    pub fn new(kind: Kind, release: Version) -> Self {
        Self {
            kind,
            release,
            gate: None,
            api: None,
            kep: None,
            kep_title: None,
            releases_late: None,
            pull: None,
            sigs: Vec::new(),
            text: None,
            gate_is_new: false,
            stage_from: None,
            stage_to: None,
            default_from: None,
            default_to: None,
            locked_to: None,
            flips: Vec::new(),
            gone_again: None,
            sources: Vec::new(),
            contradicted: false,
            notes: Vec::new(),
            notes_count: 0,
        }
    }

    /// Whether something has to be done, or looked at, before the upgrade.
    pub fn needs_action(&self) -> bool {
        self.kind.group() == Group::Before
    }
}
