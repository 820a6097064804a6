//! What a document can name.

use crate::api_removal::ApiOutcome;
use crate::gate::GateOutcome;
use crate::list::timeline::Reference;
use crate::release::VersionOutcome;

/// What is named, then and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CitationSubject {
    /// A KEP, a pull request or an issue. Its range is empty: it has no HTML.
    Reference(Box<Reference>),
    /// A feature gate.
    Gate(Box<GateOutcome>),
    /// A version of Kubernetes.
    Version(VersionOutcome),
    /// An API version that a release no longer serves.
    Api(ApiOutcome),
}

impl CitationSubject {
    /// The word of the API: that of a target, `gate`, `version` or `api`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Reference(reference) => reference.target.kind(),
            Self::Gate(_) => "gate",
            Self::Version(_) => "version",
            Self::Api(_) => "api",
        }
    }

    /// What it is called: `KEP-753`, `kubernetes/kubernetes#115138`, `SidecarContainers`, `1.28`, `batch/v1beta1`.
    pub fn name(&self) -> String {
        match self {
            Self::Reference(reference) => reference.target.name(),
            Self::Gate(outcome) => outcome.gate.name.to_string(),
            Self::Version(outcome) => outcome.version.to_string(),
            Self::Api(outcome) => outcome.api.to_owned(),
        }
    }

    /// Whether it is another now than it was then.
    pub fn has_changed(&self) -> bool {
        match self {
            Self::Reference(reference) => reference.outcome.as_ref().is_some_and(|outcome| outcome.changed),
            Self::Gate(outcome) => outcome.before().is_some(),
            Self::Version(outcome) => outcome.has_changed(),
            Self::Api(outcome) => outcome.has_changed(),
        }
    }
}
