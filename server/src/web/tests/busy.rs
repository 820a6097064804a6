//! A busy database: in every form an answer that states when to try again.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use domain::list::filter::Filter;
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use super::*;

/// A connection of another process, as it were, that writes and does not end.
async fn write_lock(site: &Site) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(site.store.path());
    let mut other = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query("begin immediate").execute(&mut other).await.unwrap();
    other
}

/// An export that has taken a connection, and does not go on.
pub(super) async fn begun_export<'a>(
    store: &'a store::Store,
    filter: &'a Filter,
) -> Pin<Box<impl Future<Output = store::Result<Vec<store::ExportedEntry>>> + 'a>> {
    loop {
        let mut export = Box::pin(store.export(filter));
        // Where another thread takes the processor at each step, it may be done already.
        if poll_fn(|context| Poll::Ready(export.as_mut().poll(context).is_pending())).await {
            return export;
        }
    }
}

#[track_caller]
fn is_busy(answer: &Answer, path: &str) {
    let busy = (answer.status, answer.header("retry-after"));
    assert_eq!(busy, (StatusCode::SERVICE_UNAVAILABLE, "5"), "{path}: {}", answer.body);
}

#[tokio::test]
async fn a_reader_gets_a_503_with_retry_after() {
    let limits = store::Limits { read_wait: Duration::from_millis(200), readers: 1, ..Default::default() };
    let site = site_within(NOTES, limits).await;
    let filter = Filter::default();
    let other = store::Store::open(&format!("sqlite://{}", site.store.path().display())).await.unwrap();
    let entry = other.timeline(&filter).await.unwrap().entries.remove(0).id;
    let _export = begun_export(&site.store, &filter).await;

    for path in ["/", "/2023/10", "/keps", "/status"] {
        let answer = site.get(path).await;
        is_busy(&answer, path);
        assert!(answer.header("content-type").starts_with("text/html"), "{path}");
        assert!(answer.body.contains("Try again in a moment"), "{path}: {}", answer.body);
    }
    let japanese = Request::get("/").header("accept-language", "ja").body(Body::empty()).unwrap();
    let japanese = site.send(japanese).await;
    is_busy(&japanese, "/ in Japanese");
    assert!(japanese.body.contains("もう一度お試しください"), "{}", japanese.body);
    for path in ["/api/v1/notes", "/api/v1/keps", "/api/v1/status"] {
        let answer = site.get(path).await;
        is_busy(&answer, path);
        assert!(answer.body.starts_with(r#"{"error":{"code":"unavailable","message":"the database is busy"#));
    }
    let card = format!("/cards/0/e/{entry}.png");
    for path in ["/index.atom", "/index.json", "/index.md", "/sitemap.xml", card.as_str()] {
        let answer = site.get(path).await;
        is_busy(&answer, path);
        assert!(answer.header("content-type").starts_with("text/plain"), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert!(answer.body.contains("Try again in a moment"), "{path}: {}", answer.body);
    }
    let answer = site.get("/fn/suggest?text=sig").await;
    is_busy(&answer, "a server function");
    assert_eq!(answer.body, r#""Busy""#);
    let health = site.get("/healthz").await;
    assert_eq!(
        (health.status, health.body.as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
    );
}

#[tokio::test]
async fn a_writer_gets_a_503_with_retry_after() {
    let limits = store::Limits { write_wait: Duration::from_millis(500), ..Default::default() };
    let site = site_within(NOTES, limits).await;
    let cookie = curators::let_alice_in(&site).await;
    let note = site.store.timeline(&Filter::default()).await.unwrap().entries[0].notes[0].id.to_string();
    let _other = write_lock(&site).await;

    let form =
        curators::form(&[("note", note.as_str()), ("tag", "sig-node"), ("ruling", "applied"), ("back", "/")]);
    let headers = [("origin", PUBLIC_URL), ("cookie", cookie.as_str())];
    let answer = site.post("/fn/decide-tag", &headers, &form).await;
    is_busy(&answer, "a script");
    assert!(answer.body.contains("Busy"), "{}", answer.body);

    let referer = format!("{PUBLIC_URL}/");
    let headers = [headers[0], headers[1], ("accept", "text/html"), ("referer", referer.as_str())];
    let answer = site.post("/fn/decide-tag", &headers, &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "a form leads back: {}", answer.body);
    let back = answer.header("location").strip_prefix(PUBLIC_URL).unwrap_or(answer.header("location"));
    let page = Request::get(back).header("cookie", &cookie).header("sec-fetch-site", "same-origin");
    let page = site.send(page.body(Body::empty()).unwrap()).await;
    assert!(page.body.contains("Try again in a moment"), "{}", page.body);

    let answer = site.post("/sign-out-everywhere", &headers[..2], "").await;
    is_busy(&answer, "all sessions end");
    assert!(answer.body.contains("Try again in a moment"), "{}", answer.body);
    let answer = site.post("/sign-out", &headers[..2], "").await;
    is_busy(&answer, "a session ends");
    assert_eq!(site.get("/").await.status, StatusCode::OK, "who reads does not wait for who writes");
}
