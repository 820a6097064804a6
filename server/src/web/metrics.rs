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
//! | `kepline_database_bytes`, `kepline_database_wal_bytes` | | the files of the database |
//! | `kepline_notebook_notes`, `kepline_notebook_imported_timestamp_seconds` | `notebook` | notes, and when they were imported last |
//! | `kepline_sync_data_timestamp_seconds` | `kind` | up to when facts are known; absent where none are |
//! | `kepline_sync_run_timestamp_seconds`, `kepline_sync_run_failed` | `kind` | when the last run began, and whether it failed |
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
use jiff::Timestamp;
use metrics::{
    Counter, Gauge, Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
    with_local_recorder,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use store::{Store, SyncKind};

use crate::web::metrics::access::Access;
use crate::web::metrics::route::route;
use crate::web::metrics::statements::statements;

/// The bounds of durations, in seconds.
const SECONDS: [f64; 12] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

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
        let durations = Matcher::Full(DURATIONS.to_owned());
        let builder = PrometheusBuilder::new().set_buckets_for_metric(durations, &SECONDS)?;
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

    fn count(&self, route: &'static str, method: &'static str, status: StatusCode, took: Duration) {
        with_local_recorder(&*self.recorder, || {
            let status = status.as_str().to_owned();
            counter!("kepline_http_requests_total", "route" => route, "method" => method, "status" => status)
                .increment(1);
            histogram!(DURATIONS, "route" => route).record(took);
        });
        if self.answers.fetch_add(1, Ordering::Relaxed).is_multiple_of(COUNTED_TOGETHER) {
            self.handle.run_upkeep();
        }
    }

    /// All figures, those that the database has among them.
    async fn render(&self, store: &Store) -> store::Result<String> {
        let notebooks = store.notebooks().await?;
        let mut runs = Vec::new();
        for kind in SyncKind::ALL {
            runs.push((kind.as_str(), store.sync_runs(*kind, 1).await?.pop(), store.last_sync(*kind).await?));
        }
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
            for (kind, last, with_facts) in runs {
                if let Some(run) = last {
                    gauge!("kepline_sync_run_timestamp_seconds", "kind" => kind).set(seconds(run.started_at));
                    let failed = if run.error.is_some() { 1 } else { 0 };
                    gauge!("kepline_sync_run_failed", "kind" => kind).set(failed);
                }
                if let Some(at) = with_facts.and_then(|run| run.data_at) {
                    gauge!("kepline_sync_data_timestamp_seconds", "kind" => kind).set(seconds(at));
                }
            }
        });
        Ok(self.handle.render())
    }
}

/// What each figure is, for those who read `/metrics` itself.
fn describe() {
    describe_gauge!("kepline_build_info", "The version of the program");
    describe_counter!("kepline_http_requests_total", "Answers");
    describe_histogram!(DURATIONS, Unit::Seconds, "Time until an answer begins");
    describe_counter!("kepline_page_cache_answers_total", "Answers from memory, and those that were made");
    describe_gauge!("kepline_page_cache_bytes", Unit::Bytes, "Memory of the answers that are kept");
    describe_counter!("kepline_statements_total", "Statements of SQL");
    describe_gauge!("kepline_database_bytes", Unit::Bytes, "Size of the database");
    describe_gauge!("kepline_database_wal_bytes", Unit::Bytes, "Size of its write-ahead log");
    describe_gauge!("kepline_notebook_notes", "Notes of a notebook");
    describe_gauge!(
        "kepline_notebook_imported_timestamp_seconds",
        Unit::Seconds,
        "When a notebook was imported last"
    );
    describe_gauge!(
        "kepline_sync_run_timestamp_seconds",
        Unit::Seconds,
        "When the last sync of a kind began"
    );
    describe_gauge!("kepline_sync_run_failed", "Whether the last sync of a kind failed");
    describe_gauge!(
        "kepline_sync_data_timestamp_seconds",
        Unit::Seconds,
        "Up to when facts of a kind are known"
    );
}

/// Counts an answer and how long it took to begin.
pub async fn count(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let route = route(request.uri().path());
    let method = match *request.method() {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    };
    let response = next.run(request).await;
    metrics.count(route, method, response.status(), begun.elapsed());
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
