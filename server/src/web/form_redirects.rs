//! Forms without JavaScript: a failure leads back to the page, which shows what went wrong.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use app::error::AppError;
use domain::list::query::RawQuery;
use leptos::server_fn::error::ServerFnUrlError;

/// Takes what Leptos adds to the address of a page whose form failed without JavaScript off its query:
/// the path of the server function, and what went wrong.
pub fn take_failure(query: &mut RawQuery) -> Option<AppError> {
    query.take("__path");
    query.take("__err").pop().map(|error| ServerFnUrlError::decode_err(&error))
}

/// Turns the answer to a failed form into a redirect, to the location that the framework sets; scripts,
/// which accept no pages, get the status of the failure.
pub async fn redirect_back(request: Request, next: Next) -> Response {
    let wants_page = accepts_pages(request.headers());
    let mut response = next.run(request).await;
    let failed = response.headers().contains_key("serverfnerror");
    if wants_page && failed && response.headers().contains_key(header::LOCATION) {
        *response.status_mut() = StatusCode::SEE_OTHER;
    }
    response
}

/// Whether a browser asks for a page, and no script for an answer.
pub fn accepts_pages(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|accepted| accepted.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
}
