//! What is made anew, and what is not, over routes that count.

use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, header};
use axum::routing::get;
use tempfile::TempDir;

use super::*;
use crate::import::import_text;
use crate::web::metrics::Metrics;

const NOTES: &str = "---\ntitle: Notes\n---\n\n## 2023-10-10\n- a note\n";

/// A cache of so many bytes over one page, `/2023`, that says how many notebooks there are.
struct Counted {
    cache: PageCache,
    store: Store,
    made: Arc<AtomicUsize>,
    _folder: TempDir,
}

impl Counted {
    async fn new(bytes: u64) -> Self {
        Self::with_page(bytes, |store| async move {
            format!("{} notebooks {}", store.notebooks().await.unwrap().len(), "and no more ".repeat(1_000))
        })
        .await
    }

    async fn with_page<F: Future<Output = String> + Send + 'static>(
        bytes: u64,
        page: impl Fn(Store) -> F + Clone + Send + Sync + 'static,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
        let store = Store::open(&url).await.unwrap();
        let made = Arc::new(AtomicUsize::new(0));
        let handler = {
            let (store, made) = (store.clone(), Arc::clone(&made));
            move |headers: HeaderMap| async move {
                made.fetch_add(1, Ordering::SeqCst);
                assert!(!headers.contains_key(header::USER_AGENT), "a request of a client came through");
                page(store).await
            }
        };
        let routes = Router::new().route("/2023", get(handler));
        let cache = PageCache::new(
            routes,
            store.clone(),
            Timestamp::now,
            Quota::default(),
            bytes,
            Metrics::new().unwrap().kept,
        );
        Self { cache, store, made, _folder: folder }
    }

    fn times_made(&self) -> usize {
        self.made.load(Ordering::SeqCst)
    }

    /// The start of the page, and its headers.
    async fn get(&self, headers: &[(&str, &str)]) -> (HeaderMap, String) {
        let request = Request::get("/2023").header(header::USER_AGENT, "a browser");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let response = self.cache.respond(request.body(Body::empty()).unwrap()).await;
        let headers = response.headers().clone();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let mut plain = Vec::new();
        match headers.get(header::CONTENT_ENCODING).map(|name| name.to_str().unwrap()) {
            Some("br") => brotli::BrotliDecompress(&mut &*body, &mut plain).unwrap(),
            Some("gzip") => {
                std::io::copy(&mut flate2::read::GzDecoder::new(&*body), &mut plain).map(drop).unwrap();
            }
            _ => plain.extend_from_slice(&body),
        }
        (headers, String::from_utf8(plain).unwrap().chars().take(11).collect())
    }

    async fn text(&self) -> String {
        self.get(&[]).await.1
    }
}

const MEGABYTE: u64 = 1024 * 1024;

#[tokio::test]
async fn a_page_is_made_once_until_a_write() {
    let page = Counted::new(MEGABYTE).await;
    for _ in 0..3 {
        assert_eq!(page.text().await, "0 notebooks");
    }
    assert_eq!(page.times_made(), 1);
    import_text(&page.store, NOTES).await.unwrap();
    for _ in 0..3 {
        assert_eq!(page.text().await, "1 notebooks");
    }
    assert_eq!(page.times_made(), 2);
}

#[tokio::test]
async fn a_write_of_another_process_is_noticed() {
    let page = Counted::new(MEGABYTE).await;
    assert_eq!(page.text().await, "0 notebooks");
    let other = Store::open(&format!("sqlite://{}", page.store.path().display())).await.unwrap();
    import_text(&other, NOTES).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(page.text().await, "1 notebooks");
}

#[tokio::test]
async fn many_requests_at_once_wait_for_one() {
    let page = Counted::with_page(MEGABYTE, |_| async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        "slowly made".to_owned()
    })
    .await;
    let (one, two, three) = tokio::join!(page.text(), page.text(), page.text());
    assert_eq!([one, two, three], ["slowly made"; 3]);
    assert_eq!(page.times_made(), 1);
}

#[tokio::test]
async fn what_began_before_a_write_is_not_kept_after_it() {
    // The page reads, and then there is a write before it is done.
    let page = Counted::with_page(MEGABYTE, |store| async move {
        let text = format!("{} notebooks", store.notebooks().await.unwrap().len());
        if text.starts_with('0') {
            import_text(&store, NOTES).await.unwrap();
        }
        text
    })
    .await;
    assert_eq!(page.text().await, "0 notebooks");
    assert_eq!(page.text().await, "1 notebooks");
}

#[tokio::test]
async fn each_client_gets_the_encoding_that_it_takes_and_they_are_the_same_page() {
    let page = Counted::new(MEGABYTE).await;
    let mut tags = Vec::new();
    for (accepted, encoding) in
        [("br, gzip", Some("br")), ("gzip", Some("gzip")), ("", None), ("br", Some("br"))]
    {
        let (headers, text) = page.get(&[("accept-encoding", accepted)]).await;
        let sent = headers.get(header::CONTENT_ENCODING).map(|name| name.to_str().unwrap());
        assert_eq!((text.as_str(), sent), ("0 notebooks", encoding), "{accepted}");
        tags.push(headers[header::ETAG].clone());
    }
    tags.dedup();
    assert_eq!(tags.len(), 1, "{tags:?}");
    let known = tags[0].to_str().unwrap();
    let (headers, text) = page.get(&[("accept-encoding", "br"), ("if-none-match", known)]).await;
    assert_eq!(text, "", "a 304");
    assert!(headers.contains_key(header::ETAG) && !headers.contains_key(header::CONTENT_TYPE));
}

#[tokio::test]
async fn an_answer_that_is_sent_again_is_compressed_better() {
    let page = Counted::with_page(MEGABYTE, |_| async {
        (0..5_000).map(|n| format!("<li>{}</li>", n * n % 977)).collect()
    })
    .await;
    let size = async || {
        let request = Request::get("/2023").header("accept-encoding", "br").body(Body::empty()).unwrap();
        let response = page.cache.respond(request).await;
        to_bytes(response.into_body(), usize::MAX).await.unwrap().len()
    };
    let first = size().await;
    let kept = page.cache.kept.as_ref().unwrap();
    let is_packed = async || size().await < first;
    while !is_packed().await {
        tokio::task::yield_now().await;
    }
    assert_eq!((page.times_made(), kept.packing.available_permits()), (1, 1));
}

#[tokio::test]
async fn errors_and_what_is_too_large_are_not_kept() {
    let page = Counted::new(100_000).await;
    for _ in 0..2 {
        let request = Request::get("/2022").body(Body::empty()).unwrap();
        assert_eq!(page.cache.respond(request).await.status(), StatusCode::NOT_FOUND);
        page.text().await;
    }
    assert_eq!(page.times_made(), 2, "a page larger than a sixteenth");
    let none = Counted::new(0).await;
    none.text().await;
    none.text().await;
    assert_eq!(none.times_made(), 2);
}

#[tokio::test]
async fn memory_is_bounded() {
    let page = Counted::new(MEGABYTE).await;
    let kept = page.cache.kept.as_ref().unwrap();
    for n in 0..500 {
        let request = Request::get(format!("/2023?sig=s{n}")).body(Body::empty()).unwrap();
        assert_eq!(page.cache.respond(request).await.status(), StatusCode::OK);
    }
    kept.answers.run_pending_tasks().await;
    assert!(kept.answers.weighted_size() <= MEGABYTE);
    assert!(kept.answers.entry_count() > 50, "{}", kept.answers.entry_count());
}
