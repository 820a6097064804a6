//! `/api/v1/status`: how fresh the facts are.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use domain::address::Page;
use domain::pages::{FailingSource, KindStatus, Run, StatusPage};
use serde::Serialize;
use utoipa::ToSchema;

use super::envelope::One;
use super::error::ApiError;
use super::request::WithoutQuery;
use super::state::Api;
use crate::document::schemas::{Address, Instant};

/// How much there is, and how fresh it is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Status)]
pub struct StatusItem {
    /// The page for people.
    #[schema(value_type = Address)]
    url: String,
    /// The version of Kepline.
    program: String,
    notebooks: u32,
    entries: u32,
    notes: u32,
    /// Citations in notes.
    references: u32,
    /// Citations whose state is known.
    references_with_state: u32,
    /// Citations of which nothing is known.
    references_unknown: u32,
    keps: u32,
    /// Pull requests and issues that were fetched.
    github_items: u32,
    /// Each kind of sync, in the order in which they are run.
    syncs: Vec<Sync>,
    /// The sources of release notes and gates that could not be read last: what was read of them before counts.
    failing_sources: Vec<SourceItem>,
}

/// A source that cannot be read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FailingSource)]
pub struct SourceItem {
    /// `release-notes`, `gate-list` or `gate-pages`.
    #[schema(example = "gate-list")]
    name: String,
    /// Up to when its facts are complete; `null` where there are none.
    #[schema(value_type = Option<Instant>)]
    data_at: Option<String>,
    /// When it was tried last.
    #[schema(value_type = Instant)]
    checked_at: String,
}

/// A kind of sync.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sync {
    kind: SyncKindJson,
    /// Up to when its facts are complete.
    #[schema(value_type = Option<Instant>)]
    data_at: Option<String>,
    /// The latest, newest first.
    runs: Vec<SyncRun>,
}

/// What is synced.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SyncWord)]
pub enum SyncKindJson {
    /// The days of releases.
    Releases,
    /// KEPs.
    Keps,
    /// Release notes of Kubernetes.
    ReleaseNotes,
    /// Feature gates of Kubernetes.
    Gates,
    /// Pull requests and issues.
    Github,
}

/// One run of a sync. What went wrong is told to the operator.
#[derive(Debug, Serialize, ToSchema)]
pub struct SyncRun {
    #[schema(value_type = Instant)]
    started_at: String,
    /// `null` while it runs, and where it was cut off.
    #[schema(value_type = Option<Instant>)]
    finished_at: Option<String>,
    failed: bool,
    /// What it did.
    summary: Option<String>,
}

impl StatusItem {
    fn new(api: &Api, page: &StatusPage) -> Self {
        let counts = page.counts;
        Self {
            url: api.page(&Page::Status),
            program: page.program.clone(),
            notebooks: counts.notebooks,
            entries: counts.entries,
            notes: counts.notes,
            references: counts.references,
            references_with_state: counts.with_state,
            references_unknown: counts.unknown,
            keps: counts.keps,
            github_items: counts.items,
            syncs: page.kinds.iter().filter_map(Sync::new).collect(),
            failing_sources: page.failing_sources.iter().map(SourceItem::new).collect(),
        }
    }
}

impl SourceItem {
    fn new(source: &FailingSource) -> Self {
        Self {
            name: source.name.clone(),
            data_at: source.data_at.map(|at| at.to_string()),
            checked_at: source.checked_at.to_string(),
        }
    }
}

impl Sync {
    fn new(status: &KindStatus) -> Option<Self> {
        let kind = match status.kind.as_str() {
            "releases" => SyncKindJson::Releases,
            "keps" => SyncKindJson::Keps,
            "release-notes" => SyncKindJson::ReleaseNotes,
            "gates" => SyncKindJson::Gates,
            "github" => SyncKindJson::Github,
            _ => return None,
        };
        let run = |run: &Run| SyncRun {
            started_at: run.started_at.to_string(),
            finished_at: run.finished_at.map(|at| at.to_string()),
            failed: run.failed,
            summary: run.summary.clone(),
        };
        let data_at = status.data_at.map(|at| at.to_string());
        Some(Self { kind, data_at, runs: status.runs.iter().map(run).collect() })
    }
}

/// How fresh the facts are
///
/// What there is, and the latest syncs.
#[utoipa::path(
    get, path = "/api/v1/status", tag = "facts", operation_id = "getStatus",
    responses((status = 200, description = "The state of the facts", body = One<StatusItem>))
)]
pub async fn status(
    State(api): State<Api>,
    WithoutQuery(request): WithoutQuery,
) -> Result<impl IntoResponse, ApiError> {
    let page = api.store.status(env!("CARGO_PKG_VERSION")).await?;
    Ok(([(header::CACHE_CONTROL, "no-cache")], One::new(&request, StatusItem::new(&api, &page))))
}
