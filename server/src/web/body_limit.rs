//! The limit of bodies, and an answer to what exceeds it.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;

/// The largest body: no form of a reader is larger.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// The largest body that is read to its end only to be refused.
const DRAINED_BYTES: usize = 1024 * 1024;

/// Reads a body that is announced as somewhat too large before it is refused: a client that is still
/// sending would find the connection closed instead of the answer.
pub async fn drain_large(request: Request, next: Next) -> Response {
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    let announced: Option<usize> = announced.and_then(|length| length.parse().ok());
    if !announced.is_some_and(|bytes| (MAX_BODY_BYTES + 1..=DRAINED_BYTES).contains(&bytes)) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    // The body is discarded, and so are its errors.
    let _ = axum::body::to_bytes(body, DRAINED_BYTES).await;
    next.run(Request::from_parts(parts, Body::empty())).await
}
