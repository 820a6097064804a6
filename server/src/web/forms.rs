//! Forms without JavaScript: what fails leads back to the page with what went wrong, and what is too large is told so.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use app::error::AppError;
use domain::list::query::RawQuery;
use leptos::server_fn::error::ServerFnUrlError;

use crate::web::MAX_BODY_BYTES;

/// Takes what Leptos adds to the address of a page whose form failed without JavaScript off its query:
/// the path of the server function, and what went wrong.
pub fn take_failure(query: &mut RawQuery) -> Option<AppError> {
    query.take("__path");
    query.take("__err").pop().map(|error| ServerFnUrlError::decode_err(&error))
}

/// Lets a browser follow the way back that the framework puts on the answer of a failed form, whatever
/// status tells the failure; who asks for no page keeps the status.
pub async fn lead_back(request: Request, next: Next) -> Response {
    let wants_page = accepts_pages(request.headers());
    let mut response = next.run(request).await;
    let failed = response.headers().contains_key("serverfnerror");
    if wants_page && failed && response.headers().contains_key(header::LOCATION) {
        *response.status_mut() = StatusCode::SEE_OTHER;
    }
    response
}

/// The largest body that is read to its end only to be refused.
const DRAINED_BYTES: usize = 1024 * 1024;

/// Takes in a body that is announced as somewhat too large before it is refused: who is still sending
/// would meet a closed connection instead of the answer.
pub async fn drain_large(request: Request, next: Next) -> Response {
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    let announced: Option<usize> = announced.and_then(|length| length.parse().ok());
    if !announced.is_some_and(|bytes| (MAX_BODY_BYTES + 1..=DRAINED_BYTES).contains(&bytes)) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    // What goes wrong with a body that nobody wants is of no concern.
    let _ = axum::body::to_bytes(body, DRAINED_BYTES).await;
    next.run(Request::from_parts(parts, Body::empty())).await
}

fn accepts_pages(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|accepted| accepted.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
}
