//! Figures for whoever watches a server, in the text form of Prometheus.
//!
//! | name | labels | what |
//! |---|---|---|
//! | `kepline_build_info` | `version` | 1 |
//! | `kepline_http_requests_total` | `route`, `method`, `status` | answers |
//! | `kepline_http_request_duration_seconds` | `route` | until an answer begins, as a histogram |
//! | `kepline_page_cache_answers_total` | `from` | answers from `memory`, and those that were `made` |
//! | `kepline_page_cache_bytes` | | memory of the answers that are kept |
//! | `kepline_statements_total` | | statements of SQL |
//! | `kepline_http_request_statements` | `route` | statements until an answer begins, as a histogram |
//! | `kepline_database_bytes`, `kepline_database_wal_bytes` | | the files of the database |
//! | `kepline_notebook_notes`, `kepline_notebook_imported_timestamp_seconds` | `notebook` | notes, and when they were imported last |
//! | `kepline_notebook_imports_total` | `notebook` | imports that succeeded |
//! | `kepline_notebook_import_notes` | `notebook`, `change` | notes that the last import found `new`, `changed`, `unchanged`, `vanished` |
//! | `kepline_sync_data_timestamp_seconds` | `kind` | up to when facts are known; absent where none are |
//! | `kepline_sync_run_timestamp_seconds`, `kepline_sync_run_failed` | `kind` | when the last run began, and whether it failed |
//! | `kepline_sync_run_duration_seconds` | `kind` | how long the last run took; not a number while it runs, and where it was cut off |
//! | `kepline_sync_runs_total` | `kind`, `result` | runs that came to an end, `ok` or `failed` |
//! | `kepline_sources`, `kepline_sources_failing` | `kind` | sources that are not paused (`path`, `git`, `http`), and those of them that cannot be read |
//! | `kepline_source_success_timestamp_seconds` | `kind` | the last look that succeeded, of the source of which it is the longest ago |
//!
//! Labels take few values: a path is told by the kind of its page.

pub mod access;
mod route;
pub mod statements;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::notebook::followed::{FollowedSource, SourceKind};
use jiff::Timestamp;
use metrics::{
    Counter, Gauge, Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
    with_local_recorder,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use store::{ImportRuns, Store, SyncKind, SyncRun, SyncRuns};
use tracing::Instrument;

use crate::web::metrics::access::Access;
use crate::web::metrics::route::route;
use crate::web::metrics::statements::{RequestStatements, statements};

/// The bounds of durations, in seconds.
const SECONDS: [f64; 12] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// The bounds of statements.
const STATEMENTS: [f64; 10] = [0.0, 1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 50.0, 100.0];

const REQUEST_STATEMENTS: &str = "kepline_http_request_statements";

const DURATIONS: &str = "kepline_http_request_duration_seconds";

/// After so many answers their durations are counted into the histogram, which a scrape does too: until then each takes
/// eight bytes.
const COUNTED_TOGETHER: u64 = 1024;

/// The figures of a server. Clones share them.
#[derive(Clone)]
pub struct Metrics {
    recorder: Arc<PrometheusRecorder>,
    handle: PrometheusHandle,
    answers: Arc<AtomicU64>,
    /// Of the answers that are kept.
    pub(super) kept: KeptMetrics,
}

/// What the memory of answers tells of itself.
#[derive(Clone)]
pub(super) struct KeptMetrics {
    /// Answers from memory.
    pub from_memory: Counter,
    /// Answers that were made.
    pub made: Counter,
    /// What all of them take.
    pub bytes: Gauge,
}

impl Metrics {
    /// Nothing counted yet.
    pub fn new() -> anyhow::Result<Self> {
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Full(DURATIONS.to_owned()), &SECONDS)?
            .set_buckets_for_metric(Matcher::Full(REQUEST_STATEMENTS.to_owned()), &STATEMENTS)?;
        let recorder = Arc::new(builder.build_recorder());
        let handle = recorder.handle();
        let kept = with_local_recorder(&*recorder, || {
            describe();
            gauge!("kepline_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1);
            KeptMetrics {
                from_memory: counter!("kepline_page_cache_answers_total", "from" => "memory"),
                made: counter!("kepline_page_cache_answers_total", "from" => "made"),
                bytes: gauge!("kepline_page_cache_bytes"),
            }
        });
        Ok(Self { recorder, handle, answers: Arc::default(), kept })
    }

    fn count(&self, Count { route, method, status, took, statements }: Count) {
        with_local_recorder(&*self.recorder, || {
            let status = status.as_str().to_owned();
            counter!("kepline_http_requests_total", "route" => route, "method" => method, "status" => status)
                .increment(1);
            histogram!(DURATIONS, "route" => route).record(took);
            histogram!(REQUEST_STATEMENTS, "route" => route).record(statements as f64);
        });
        if self.answers.fetch_add(1, Ordering::Relaxed).is_multiple_of(COUNTED_TOGETHER) {
            self.handle.run_upkeep();
        }
    }

    /// All figures, those that the database has among them.
    async fn render(&self, store: &Store) -> store::Result<String> {
        let notebooks = store.notebooks().await?;
        let imports = store.import_runs().await?;
        let mut syncs = Vec::new();
        for kind in SyncKind::ALL {
            syncs.push(SyncFigures::load(store, *kind).await?);
        }
        let sources = store.followed_sources().await?;
        let sizes = store.file_sizes();
        with_local_recorder(&*self.recorder, || {
            counter!("kepline_statements_total").absolute(statements());
            gauge!("kepline_database_bytes").set(sizes.database as f64);
            gauge!("kepline_database_wal_bytes").set(sizes.log as f64);
            for notebook in notebooks {
                let slug = notebook.notebook.slug.to_string();
                gauge!("kepline_notebook_notes", "notebook" => slug.clone()).set(f64::from(notebook.notes));
                gauge!("kepline_notebook_imported_timestamp_seconds", "notebook" => slug)
                    .set(notebook.imported_at.parse().map_or(f64::NAN, seconds));
            }
            imports.into_iter().for_each(record_imports);
            syncs.into_iter().for_each(SyncFigures::record);
            SourceKind::ALL.iter().for_each(|kind| record_sources(*kind, &sources));
        });
        Ok(self.handle.render())
    }
}

/// What is counted of one answer.
struct Count {
    route: &'static str,
    method: &'static str,
    status: StatusCode,
    took: Duration,
    statements: u64,
}

/// The last run of a sync, and what came of all.
struct SyncFigures {
    kind: &'static str,
    last: Option<SyncRun>,
    with_facts: Option<SyncRun>,
    runs: SyncRuns,
}

impl SyncFigures {
    async fn load(store: &Store, kind: SyncKind) -> store::Result<Self> {
        Ok(Self {
            kind: kind.as_str(),
            last: store.sync_runs(kind, 1).await?.pop(),
            with_facts: store.last_sync(kind).await?,
            runs: store.sync_run_counts(kind).await?,
        })
    }

    fn record(self) {
        let kind = self.kind;
        if let Some(run) = self.last {
            gauge!("kepline_sync_run_timestamp_seconds", "kind" => kind).set(seconds(run.started_at));
            let failed = if run.error.is_some() { 1 } else { 0 };
            gauge!("kepline_sync_run_failed", "kind" => kind).set(failed);
            // What is not known of this run was of the one before it.
            let took =
                run.finished_at.map_or(f64::NAN, |end| end.duration_since(run.started_at).as_secs_f64());
            gauge!("kepline_sync_run_duration_seconds", "kind" => kind).set(took);
        }
        if let Some(at) = self.with_facts.and_then(|run| run.data_at) {
            gauge!("kepline_sync_data_timestamp_seconds", "kind" => kind).set(seconds(at));
        }
        for (result, count) in [("ok", self.runs.succeeded), ("failed", self.runs.failed)] {
            counter!("kepline_sync_runs_total", "kind" => kind, "result" => result).absolute(count);
        }
    }
}

/// The imports of a notebook.
fn record_imports(runs: ImportRuns) {
    let slug = runs.notebook;
    counter!("kepline_notebook_imports_total", "notebook" => slug.clone()).absolute(runs.imports);
    for (change, notes) in [
        ("new", runs.new),
        ("changed", runs.changed),
        ("unchanged", runs.unchanged),
        ("vanished", runs.vanished),
    ] {
        gauge!("kepline_notebook_import_notes", "notebook" => slug.clone(), "change" => change)
            .set(notes as f64);
    }
}

/// The sources of a kind that are followed.
fn record_sources(kind: SourceKind, sources: &[FollowedSource]) {
    let followed = || sources.iter().filter(|source| source.source.address.kind == kind && !source.is_paused);
    let failing = followed().filter(|source| source.looks.failure.is_some()).count();
    gauge!("kepline_sources", "kind" => kind.as_str()).set(followed().count() as f64);
    gauge!("kepline_sources_failing", "kind" => kind.as_str()).set(failing as f64);
    // Of one that was never read, since it was added; no number where there is none any more.
    let oldest = followed().map(|source| source.looks.succeeded_at.unwrap_or(source.added_at)).min();
    gauge!("kepline_source_success_timestamp_seconds", "kind" => kind.as_str())
        .set(oldest.map_or(f64::NAN, seconds));
}

/// What each figure is, for those who read `/metrics` itself.
fn describe() {
    describe_gauge!("kepline_build_info", "The version of the program");
    describe_counter!("kepline_http_requests_total", "Answers");
    describe_histogram!(DURATIONS, Unit::Seconds, "Time until an answer begins");
    describe_counter!("kepline_page_cache_answers_total", "Answers from memory, and those that were made");
    describe_gauge!("kepline_page_cache_bytes", Unit::Bytes, "Memory of the answers that are kept");
    describe_counter!("kepline_statements_total", "Statements of SQL");
    describe_histogram!(REQUEST_STATEMENTS, "Statements of SQL until an answer begins");
    describe_gauge!("kepline_database_bytes", Unit::Bytes, "Size of the database");
    describe_gauge!("kepline_database_wal_bytes", Unit::Bytes, "Size of its write-ahead log");
    describe_gauge!("kepline_notebook_notes", "Notes of a notebook");
    describe_gauge!(
        "kepline_notebook_imported_timestamp_seconds",
        Unit::Seconds,
        "When a notebook was imported last"
    );
    describe_counter!("kepline_notebook_imports_total", "Imports of a notebook that succeeded");
    describe_gauge!(
        "kepline_notebook_import_notes",
        "Notes of the last import of a notebook, by what became of them"
    );
    describe_gauge!(
        "kepline_sync_run_timestamp_seconds",
        Unit::Seconds,
        "When the last sync of a kind began"
    );
    describe_gauge!("kepline_sync_run_failed", "Whether the last sync of a kind failed");
    describe_gauge!(
        "kepline_sync_run_duration_seconds",
        Unit::Seconds,
        "How long the last sync of a kind took"
    );
    describe_counter!("kepline_sync_runs_total", "Syncs of a kind that came to an end");
    describe_gauge!(
        "kepline_sync_data_timestamp_seconds",
        Unit::Seconds,
        "Up to when facts of a kind are known"
    );
    describe_gauge!("kepline_sources", "Sources of a kind that are followed");
    describe_gauge!("kepline_sources_failing", "Sources of a kind that cannot be read");
    describe_gauge!(
        "kepline_source_success_timestamp_seconds",
        Unit::Seconds,
        "The last look at a source of a kind that succeeded, of the one of which it is the longest ago"
    );
}

/// Counts an answer, how long it took to begin, and the statements until then.
pub async fn count(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let route = route(request.uri().path());
    let method = match *request.method() {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    };
    let statements = RequestStatements::default();
    let response = next.run(request).instrument(statements.span()).await;
    let (status, took) = (response.status(), begun.elapsed());
    metrics.count(Count { route, method, status, took, statements: statements.count() });
    response
}

/// `/metrics`, for those who may see it.
pub fn routes<S: Clone + Send + Sync + 'static>(
    (metrics, access): (Metrics, Access),
    store: Store,
) -> Router<S> {
    let route = get(show).with_state((metrics, store)).layer(from_fn_with_state(access, access::guard));
    Router::new().route("/metrics", route)
}

/// All figures as text.
async fn show(State((metrics, store)): State<(Metrics, Store)>) -> Response {
    match metrics.render(&store).await {
        Ok(text) => {
            let headers = [
                (header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, text).into_response()
        }
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "no figures");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

fn seconds(at: Timestamp) -> f64 {
    at.as_second() as f64
}
