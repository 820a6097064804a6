//! A bound on the answers that are in the making at once: each takes memory and time that others wait for.

use std::sync::Arc;
use std::time::Duration;

use app::error::AppError;
use app::request::Reader;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::address::Page;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::problem;

/// How many answers are in the making at once.
const ANSWERS: usize = 64;

/// How long a request waits for its turn.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Whoever asks whether the server is well must not wait for those who ask for more.
const HEALTH: [&str; 3] = ["/healthz", "/livez", "/readyz"];

/// How long an upload may take, with what it takes to read it, and its import.
const UPLOAD_TIME: Duration = Duration::from_secs(10 * 60);

/// Answers a 503 where an answer takes longer than it may: so long, and uploads longer.
pub async fn limit_time(State(usual): State<Duration>, request: Request, next: Next) -> Response {
    let uploads = !request.method().is_safe()
        && matches!(Page::from_path(request.uri().path()), Ok(Page::Upload | Page::UploadPreview(_)));
    let limit = if uploads { usual.max(UPLOAD_TIME) } else { usual };
    timeout(limit, next.run(request))
        .await
        .unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

/// The places for answers in the making.
#[derive(Clone, Debug)]
pub struct Workload {
    places: Arc<Semaphore>,
    longest_wait: Duration,
}

impl Workload {
    /// So many answers at once; a request that has no place after `longest_wait` is refused.
    fn new(answers: usize, longest_wait: Duration) -> Self {
        Self { places: Arc::new(Semaphore::new(answers)), longest_wait }
    }
}

impl Default for Workload {
    fn default() -> Self {
        Self::new(ANSWERS, LONGEST_WAIT)
    }
}

/// Answers a read once there is a place for it, else with a 503.
///
/// Writes are not counted: their bodies may take their time, and one at a time is written anyway.
pub async fn limit(State(workload): State<Workload>, request: Request, next: Next) -> Response {
    if !request.method().is_safe() || HEALTH.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    match timeout(workload.longest_wait, workload.places.acquire()).await {
        Ok(_place) => next.run(request).await,
        Err(_) => {
            let reader = request.extensions().get::<Reader>().copied().unwrap_or_default();
            problem::text(&AppError::Overloaded, reader.lang)
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::http::header;
    use axum::middleware::from_fn_with_state;
    use axum::routing::{get, post};
    use tokio::sync::Notify;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn what_finds_no_place_in_time_is_refused() {
        let (begun, ready) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let slow = {
            let (begun, ready) = (Arc::clone(&begun), Arc::clone(&ready));
            async move || {
                begun.notify_one();
                ready.notified().await;
            }
        };
        let router = Router::new()
            .route("/slow", get(slow))
            .route("/write", post(async || {}))
            .route(HEALTH[0], get(async || {}))
            .layer(from_fn_with_state(Workload::new(1, Duration::from_millis(50)), limit));
        let send = |method: &str, path: &str| {
            let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
            let router = router.clone();
            async move { router.oneshot(request).await.unwrap() }
        };
        let first = tokio::spawn(send("GET", "/slow"));
        begun.notified().await;
        let refused = send("GET", "/slow").await;
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(refused.headers()[header::RETRY_AFTER], "5");
        for (method, path) in [("GET", HEALTH[0]), ("POST", "/write")] {
            assert_eq!(send(method, path).await.status(), StatusCode::OK, "{path}");
        }
        ready.notify_one();
        assert_eq!(first.await.unwrap().status(), StatusCode::OK);
        ready.notify_one();
        assert_eq!(send("GET", "/slow").await.status(), StatusCode::OK, "the place is free again");
    }
}
