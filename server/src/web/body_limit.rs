//! The limits of bodies, and an answer to what exceeds them.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::address::Page;
use http_body_util::Limited;

use super::api;
use crate::annotation::MAX_DOCUMENT_BYTES;

/// The largest body of most requests: no form of a reader is larger.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// The largest body of a form in which notes are written.
pub const MAX_WRITTEN_BYTES: usize = 256 * 1024;

/// The largest body of the form of a document: what is typed and a file, of which one counts.
pub const MAX_DOCUMENT_FORM_BYTES: usize = 768 * 1024;

/// The largest body that is read to its end only to be refused.
const DRAINED_BYTES: usize = 1024 * 1024;

/// The largest body of a request to a path. Uploads are bounded where they are read.
fn max_bytes(path: &str) -> usize {
    if api::takes_documents(path) {
        return MAX_DOCUMENT_BYTES;
    }
    match Page::from_path(path) {
        Ok(Page::Upload) => usize::MAX,
        Ok(Page::Annotate) => MAX_DOCUMENT_FORM_BYTES,
        Ok(page) if page.takes_notes() => MAX_WRITTEN_BYTES,
        _ => MAX_BODY_BYTES,
    }
}

/// How many bytes a request announces.
pub fn announced(request: &Request) -> Option<usize> {
    request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Refuses a body that is too large: by what the request announces before anything is read, as server functions would answer a
/// 400, and while it is read.
pub async fn limit(request: Request, next: Next) -> Response {
    let max = max_bytes(request.uri().path());
    if announced(&request).is_some_and(|bytes| bytes > max) {
        return (StatusCode::PAYLOAD_TOO_LARGE, "this is too large\n").into_response();
    }
    next.run(request.map(|body| Body::new(Limited::new(body, max)))).await
}

/// Reads a body that is announced as somewhat too large before it is refused: a client that is still
/// sending would find the connection closed instead of the answer.
pub async fn drain_large(request: Request, next: Next) -> Response {
    let max = max_bytes(request.uri().path());
    if !announced(&request).is_some_and(|bytes| bytes > max && bytes <= DRAINED_BYTES) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    // The body is discarded, and so are its errors.
    let _ = axum::body::to_bytes(body, DRAINED_BYTES).await;
    next.run(Request::from_parts(parts, Body::empty())).await
}
