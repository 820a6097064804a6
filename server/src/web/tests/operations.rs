//! What those who run a server ask it for.

use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use super::*;
use crate::web::metrics::statements;

/// The value of a line of `/metrics`.
#[track_caller]
fn figure(answer: &Answer, name: &str) -> f64 {
    let value = answer.body.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    let value = value.unwrap_or_else(|| panic!("no {name} in\n{}", answer.body));
    value.parse().unwrap()
}

fn site_with_access(site: &Site, access: Access) -> Router {
    let options = options(PUBLIC_URL, SiteFiles::default(), None);
    let (metrics, _) = options.metrics.clone();
    router(site.store.clone(), Options { metrics: (metrics, access), ..options })
}

#[tokio::test]
async fn a_server_says_that_it_is_alive_and_ready() {
    let site = site_with_notes("").await;
    for (path, body) in
        [("/livez", "ok\n"), ("/healthz", "ok\n"), ("/readyz", "database: ok\nschema: ok\ndisk: ok\n")]
    {
        let answer = site.get(path).await;
        assert_eq!((answer.status, &*answer.body), (StatusCode::OK, body), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn a_server_is_not_ready_once_a_newer_one_has_changed_the_tables() {
    let site = site_with_notes(NOTES).await;
    let options = SqliteConnectOptions::new().filename(site.store.path());
    let mut newer = SqliteConnection::connect_with(&options).await.unwrap();
    let row = "insert into _sqlx_migrations values (9999, 'more', datetime('now'), 1, x'00', 1)";
    sqlx::query(row).execute(&mut newer).await.unwrap();
    let answer = site.get("/readyz").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.body.contains("schema: a newer Kepline has changed the database"), "{}", answer.body);
    assert_eq!(site.get("/livez").await.status, StatusCode::OK, "no reason to start it again");
}

#[tokio::test]
async fn figures_count_answers_by_route_and_rows_of_the_database() {
    let _ = tracing_subscriber::registry().with(statements::layer()).try_init();
    let site = site_with_notes(NOTES).await;
    sync(&site).await;
    for path in ["/", "/", "/keps/753", "/nope", "/e/0a1b2c3d"] {
        site.get(path).await;
    }
    let answer = site.get("/metrics").await;
    assert!(answer.header("content-type").starts_with("text/plain; version=0.0.4"));
    for (name, expected) in [
        (r#"kepline_http_requests_total{route="timeline",method="GET",status="200"}"#, 2.0),
        (r#"kepline_http_requests_total{route="KEP",method="GET",status="200"}"#, 1.0),
        (r#"kepline_http_requests_total{route="other",method="GET",status="404"}"#, 1.0),
        (r#"kepline_http_requests_total{route="entry",method="GET",status="404"}"#, 1.0),
        (r#"kepline_http_request_duration_seconds_count{route="timeline"}"#, 2.0),
        (r#"kepline_http_request_statements_count{route="timeline"}"#, 2.0),
        // The second one comes from memory.
        (r#"kepline_http_request_statements_bucket{route="timeline",le="1"}"#, 1.0),
        (r#"kepline_page_cache_answers_total{from="memory"}"#, 1.0),
        (r#"kepline_notebook_notes{notebook="field-notes"}"#, 3.0),
        (r#"kepline_notebook_imports_total{notebook="field-notes"}"#, 1.0),
        (r#"kepline_notebook_import_notes{notebook="field-notes",change="new"}"#, 3.0),
        (r#"kepline_notebook_import_notes{notebook="field-notes",change="vanished"}"#, 0.0),
        (r#"kepline_sync_run_failed{kind="keps"}"#, 0.0),
        (r#"kepline_sync_runs_total{kind="keps",result="ok"}"#, 1.0),
        (r#"kepline_sync_runs_total{kind="keps",result="failed"}"#, 0.0),
    ] {
        assert_eq!(figure(&answer, name), expected, "{name}");
    }
    assert!(figure(&answer, "kepline_page_cache_bytes") >= 0.0, "it is counted late");
    let sum = figure(&answer, r#"kepline_http_request_statements_sum{route="timeline"}"#);
    assert!((5.0..50.0).contains(&sum), "{sum} statements for a page");
    for name in [
        "kepline_database_bytes",
        r#"kepline_sync_data_timestamp_seconds{kind="keps"}"#,
        r#"kepline_notebook_imported_timestamp_seconds{notebook="field-notes"}"#,
    ] {
        assert!(figure(&answer, name) > 0.0, "{name}");
    }
}

#[tokio::test]
async fn figures_are_for_those_who_have_the_token() {
    let site = site_with_notes("").await;
    let request_figures = async |router: Router, authorization: Option<&str>| {
        let mut request = Request::get("/metrics").header(header::HOST, "localhost");
        if let Some(value) = authorization {
            request = request.header(header::AUTHORIZATION, value);
        }
        router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    };
    let guarded = site_with_access(&site, Access::Token("secret".parse().unwrap()));
    for wrong in [None, Some("Bearer other"), Some("secret"), Some("Basic secret"), Some("Bearer secret ")] {
        let answer = request_figures(guarded.clone(), wrong).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{wrong:?}");
        assert_eq!(answer.headers()["www-authenticate"], "Bearer");
    }
    assert_eq!(request_figures(guarded, Some("Bearer secret")).await.status(), StatusCode::OK);
    let hidden = site_with_access(&site, Access::Nobody);
    assert_eq!(request_figures(hidden, Some("Bearer secret")).await.status(), StatusCode::NOT_FOUND);
}
