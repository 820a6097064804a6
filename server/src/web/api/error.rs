//! What went wrong, as JSON: a code for programs, a message for people.

use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::filter::FilterError;
use domain::kep_list::KepFilterError;
use serde::Serialize;
use utoipa::ToSchema;

use super::is_api;

/// What every answer holds whose status is 400 or above.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Error)]
pub struct ErrorBody {
    error: ErrorDetail,
}

/// What went wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorDetail {
    /// A word that stays the same, such as `bad_query`, `bad_id`, `not_found` or `gone`.
    #[schema(example = "bad_query")]
    code: &'static str,
    /// What to put right, in English.
    #[schema(example = "`sig` cannot be `nod`; did you mean `node`?")]
    message: String,
}

/// An answer that tells what went wrong.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl ApiError {
    /// A query that cannot be read.
    pub fn bad_query(message: impl ToString) -> Self {
        Self { status: StatusCode::BAD_REQUEST, code: "bad_query", message: message.to_string() }
    }

    /// A part of the path that cannot be a name of anything.
    pub fn bad_id(message: impl ToString) -> Self {
        Self { status: StatusCode::BAD_REQUEST, code: "bad_id", message: message.to_string() }
    }

    /// Nothing is there.
    pub fn not_found(message: impl ToString) -> Self {
        Self { status: StatusCode::NOT_FOUND, code: "not_found", message: message.to_string() }
    }

    /// It was there.
    pub fn gone(message: impl ToString) -> Self {
        Self { status: StatusCode::GONE, code: "gone", message: message.to_string() }
    }

    /// What is said where another layer answers with a status alone.
    fn of_status(status: StatusCode) -> Self {
        let (code, message) = match status {
            StatusCode::BAD_REQUEST => ("bad_request", "the request cannot be read"),
            StatusCode::FORBIDDEN => ("forbidden", "this is not allowed from another site"),
            StatusCode::NOT_FOUND => ("not_found", "nothing is here"),
            StatusCode::METHOD_NOT_ALLOWED => ("method_not_allowed", "the API only reads: use GET"),
            StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "the request is too large"),
            StatusCode::SERVICE_UNAVAILABLE => ("unavailable", "this took too long: try again later"),
            status if status.is_server_error() => ("internal", "something went wrong here: try again later"),
            _ => ("refused", "the request was refused"),
        };
        Self { status, code, message: message.to_owned() }
    }
}

impl From<FilterError> for ApiError {
    fn from(error: FilterError) -> Self {
        Self::bad_query(error)
    }
}

impl From<KepFilterError> for ApiError {
    fn from(error: KepFilterError) -> Self {
        Self::bad_query(error)
    }
}

impl From<store::Error> for ApiError {
    /// The cause is for the log alone.
    fn from(error: store::Error) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "the API could not answer");
        let busy = error.is_busy();
        Self::of_status(if busy {
            StatusCode::SERVICE_UNAVAILABLE
        } else {
            StatusCode::INTERNAL_SERVER_ERROR
        })
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = ErrorBody { error: ErrorDetail { code: self.code, message: self.message } };
        (self.status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
    }
}

/// Makes JSON of what other layers say of requests to the API: a time that is up, a body that is too
/// large, a method that is none.
pub async fn tell_as_json(request: Request, next: Next) -> Response {
    if !is_api(request.uri().path()) {
        return next.run(request).await;
    }
    let mut response = next.run(request).await;
    let failed = response.status().is_client_error() || response.status().is_server_error();
    if !failed || is_json(response.headers()) {
        return response;
    }
    let mut told = ApiError::of_status(response.status()).into_response();
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = response.headers_mut().remove(&name) {
            told.headers_mut().insert(name, value);
        }
    }
    told
}

fn is_json(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
}
