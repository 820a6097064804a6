//! Other origins may read the API, and what documents elsewhere show of the site, without cookies.

use std::time::Duration;

use app::request::Site;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::address::{EMBED_PATH, Page};
use tower::{Layer, ServiceExt};
use tower_http::cors::{Any, CorsLayer};

use super::state::{is_api, takes_documents, takes_notes};

/// For how long a browser may cache the answer to a preflight.
const PREFLIGHT_MAX_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// Lets scripts of other origins read badges, what stands for a page, and whatever the API answers, errors too, and answers preflights.
///
/// Notes and documents are sent by programs that are no page of a site: nothing is allowed to them here.
///
/// What only this machine can open is for its owner, and for no site that its owner visits.
pub async fn allow_reading(State(site): State<Site>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if !is_api(path) && path != EMBED_PATH && Page::from_badge_path(path).is_none() {
        return next.run(request).await;
    }
    let path = request.uri().path();
    let (takes_notes, takes_documents) = (takes_notes(path), takes_documents(path));
    let allowed = match (takes_notes, takes_documents) {
        (true, _) => "GET, HEAD, POST, OPTIONS",
        (_, true) => "POST, OPTIONS",
        _ => "GET, HEAD, OPTIONS",
    };
    let is_sent = (takes_notes || takes_documents) && !request.method().is_safe();
    let is_options = request.method() == Method::OPTIONS;
    let mut response = match site.is_loopback || is_sent {
        true => next.run(request).await,
        false => {
            let Ok(response) = cors().layer(next).oneshot(request).await;
            response
        }
    };
    if is_options {
        *response.status_mut() = StatusCode::NO_CONTENT;
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
    }
    response
}

fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::OPTIONS])
        .allow_headers([header::ACCEPT, header::CONTENT_TYPE, header::IF_NONE_MATCH])
        .expose_headers([header::ETAG, HeaderName::from_static("x-request-id")])
        .max_age(PREFLIGHT_MAX_AGE)
        // Every origin gets the same.
        .vary([])
}
