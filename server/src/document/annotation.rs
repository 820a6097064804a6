//! A document with what became of what it cites, as JSON.

use domain::Date;
use domain::annotation::{Annotation, Citation, CitationSubject, Finding};
use domain::api_removal::{ApiOutcome, ApiService};
use domain::gate::{GateOutcome, GateState, GateStep};
use domain::kep::Stage;
use domain::release::{ReleasePhase, VersionOutcome};
use serde::Serialize;
use utoipa::ToSchema;

use super::schemas::{CitationKind, Day, FindingSchema, KubernetesVersion, StageSchema};
use super::{DataAsOf, ReferenceJson, SCHEMA_VERSION};

/// A document that is annotated: what it cites, then and now. *Then* is the end of the document's day in UTC.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Annotation)]
pub struct AnnotationJson {
    schema_version: u32,
    /// The day of the document; `null` where nobody says: there is no *then*.
    #[schema(value_type = Option<Day>)]
    day: Option<Date>,
    /// The earlier day that *now* means, where one was asked for.
    #[schema(value_type = Option<Day>)]
    as_of: Option<Date>,
    data_as_of: DataAsOf,
    /// In the order of the text.
    citations: Vec<CitationJson>,
}

/// Something of Kubernetes that a document names. One of `reference`, `gate`, `version` and `api` is there, as `kind` says.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Citation)]
pub struct CitationJson {
    #[schema(value_type = CitationKind)]
    kind: &'static str,
    /// The words as they stand in the text.
    literal: String,
    /// What it is called.
    #[schema(example = "KEP-753")]
    name: String,
    /// Where it begins, in bytes of the text without what an earlier run added.
    start: usize,
    /// Where it ends.
    end: usize,
    /// Its line, from 1.
    line: usize,
    /// Its column, in characters, from 1.
    column: usize,
    /// Whether it is another now than it was then.
    changed: bool,
    /// What is to be looked at, the gravest first.
    #[schema(value_type = Vec<FindingSchema>)]
    findings: Vec<&'static str>,
    /// Where its facts are public.
    url: String,
    /// A KEP, a pull request or an issue.
    reference: Option<ReferenceJson>,
    /// A feature gate.
    gate: Option<GateOutcomeJson>,
    /// A version of Kubernetes.
    version: Option<VersionOutcomeJson>,
    /// An API version that a release no longer serves.
    api: Option<ApiOutcomeJson>,
}

/// A feature gate in the newest release of the document's day and in the newest one now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CitedGate)]
struct GateOutcomeJson {
    then: Option<GateStepJson>,
    now: GateStepJson,
}

/// What a gate is in a release.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CitedGateState)]
struct GateStepJson {
    #[schema(value_type = KubernetesVersion)]
    release: String,
    /// `unknown`, `absent`, `present` or `gone`.
    state: &'static str,
    #[schema(value_type = Option<StageSchema>)]
    stage: Option<Stage>,
    /// Whether it is on unless it is set.
    default: Option<bool>,
    /// The value that it is locked to, where it is.
    locked_to: Option<bool>,
}

/// A version of Kubernetes on the document's day and now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CitedVersion)]
struct VersionOutcomeJson {
    then: Option<ReleasePhaseJson>,
    now: ReleasePhaseJson,
}

/// Where a release is in its life.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReleasePhase)]
struct ReleasePhaseJson {
    /// `planned`, `supported`, `end_of_life` or `unknown`.
    phase: &'static str,
    /// The day on which it came out, or is to.
    #[schema(value_type = Option<Day>)]
    released: Option<Date>,
    /// The last day of its support, where that is known.
    #[schema(value_type = Option<Day>)]
    end_of_life: Option<Date>,
}

/// An API version on the document's day and now: `served`, `partly_removed` or `removed`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CitedApi)]
struct ApiOutcomeJson {
    then: Option<&'static str>,
    now: Option<&'static str>,
    /// By release.
    removals: Vec<ApiRemovalJson>,
}

/// Kinds that a release no longer serves in an API version.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CitedApiRemoval)]
struct ApiRemovalJson {
    #[schema(value_type = KubernetesVersion)]
    removed_in: String,
    kinds: Vec<&'static str>,
    /// What serves the same kinds, the best first.
    replacements: Vec<&'static str>,
}

impl AnnotationJson {
    /// A document; `url` says where the facts of a citation are public.
    pub fn new(annotation: &Annotation, url: impl Fn(&CitationSubject) -> String) -> Self {
        let github_synced = annotation.data.github.is_some();
        let citations = annotation.citations.iter();
        let at = |time: Option<domain::Timestamp>| time.map(|at| at.to_string());
        Self {
            schema_version: SCHEMA_VERSION,
            day: annotation.day,
            as_of: annotation.as_of,
            data_as_of: DataAsOf { keps: at(annotation.data.keps), github: at(annotation.data.github) },
            citations: citations
                .map(|it| CitationJson::new(it, annotation.literal(it), url(&it.subject), github_synced))
                .collect(),
        }
    }
}

impl CitationJson {
    fn new(citation: &Citation, literal: &str, url: String, github_synced: bool) -> Self {
        let subject = &citation.subject;
        let reference = match subject {
            CitationSubject::Reference(reference) => Some(ReferenceJson::new(reference, github_synced)),
            _ => None,
        };
        Self {
            kind: subject.kind(),
            literal: literal.to_owned(),
            name: subject.name(),
            start: citation.range.start,
            end: citation.range.end,
            line: citation.line,
            column: citation.column,
            changed: subject.has_changed(),
            findings: citation.findings.iter().copied().map(Finding::as_str).collect(),
            url,
            reference,
            gate: match subject {
                CitationSubject::Gate(outcome) => Some(GateOutcomeJson::new(outcome)),
                _ => None,
            },
            version: match subject {
                CitationSubject::Version(outcome) => Some(VersionOutcomeJson::new(outcome)),
                _ => None,
            },
            api: match subject {
                CitationSubject::Api(outcome) => Some(ApiOutcomeJson::new(outcome)),
                _ => None,
            },
        }
    }
}

impl GateOutcomeJson {
    fn new(outcome: &GateOutcome) -> Self {
        Self { then: outcome.then.map(GateStepJson::new), now: GateStepJson::new(outcome.now) }
    }
}

impl GateStepJson {
    fn new(GateStep { release, state }: GateStep) -> Self {
        let standing = match state {
            GateState::Present(standing) => Some(standing),
            _ => None,
        };
        Self {
            release: release.to_string(),
            state: match state {
                GateState::Unknown => "unknown",
                GateState::Absent | GateState::Implied(_) => "absent",
                GateState::Present(_) => "present",
                GateState::Gone => "gone",
            },
            stage: standing.map(|standing| standing.stage),
            default: standing.and_then(|standing| standing.default),
            locked_to: standing.and_then(|standing| standing.locked_to()),
        }
    }
}

impl VersionOutcomeJson {
    fn new(outcome: &VersionOutcome) -> Self {
        Self { then: outcome.then.map(ReleasePhaseJson::new), now: ReleasePhaseJson::new(outcome.now) }
    }
}

impl ReleasePhaseJson {
    fn new(phase: ReleasePhase) -> Self {
        let (phase, released, end_of_life) = match phase {
            ReleasePhase::Planned { day } => ("planned", Some(day), None),
            ReleasePhase::Supported { since, until } => ("supported", Some(since), until),
            ReleasePhase::EndOfLife { released, since } => ("end_of_life", Some(released), Some(since)),
            ReleasePhase::Unknown => ("unknown", None, None),
        };
        Self { phase, released, end_of_life }
    }
}

impl ApiOutcomeJson {
    fn new(outcome: &ApiOutcome) -> Self {
        let service = |service| match service {
            ApiService::Served => "served",
            ApiService::PartlyRemoved => "partly_removed",
            ApiService::Removed => "removed",
        };
        let removals = outcome.removals.iter().map(|removal| ApiRemovalJson {
            removed_in: removal.removed_in.to_string(),
            kinds: removal.kinds.clone(),
            replacements: removal.replacements.iter().map(|replacement| replacement.api).collect(),
        });
        Self { then: outcome.then.map(service), now: outcome.now.map(service), removals: removals.collect() }
    }
}
