//! What went wrong, as JSON: a code for programs, a message for people.

use std::time::Duration;

use app::error::AppError;
use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::list::filter::FilterError;
use domain::list::query::{QueryError, QueryKey};
use serde::Serialize;
use utoipa::ToSchema;

use super::state::is_api;
use crate::web::problem;

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

/// An answer that describes what went wrong.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: String,
    headers: Box<HeaderMap>,
}

impl ApiError {
    /// An error with a code that programs know.
    pub fn new(status: StatusCode, code: &'static str, message: impl ToString) -> Self {
        Self { status, code, message: message.to_string(), headers: Box::default() }
    }

    /// A query that cannot be read.
    pub fn bad_query(message: impl ToString) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_query", message)
    }

    /// A part of the path that cannot be a name of anything.
    pub fn bad_id(message: impl ToString) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_id", message)
    }

    /// An answer that cannot be written.
    pub fn unreadable(error: serde_json::Error) -> Self {
        tracing::error!(%error, "an answer cannot be written");
        Self::from_status(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Nothing is there.
    pub fn not_found(message: impl ToString) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", message)
    }

    /// It was there.
    pub fn gone(message: impl ToString) -> Self {
        Self::new(StatusCode::GONE, "gone", message)
    }

    /// What would be added is no note, or it is not known where.
    pub fn bad_note(message: impl ToString) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "bad_note", message)
    }

    /// It cannot be done to what is there.
    pub fn conflict(message: impl ToString) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", message)
    }

    /// There were too many tries; when the next one is looked at.
    pub fn too_many(wait: Duration) -> Self {
        let wait_seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
        AppError::TooMany { wait_seconds }.into()
    }

    /// The error of a status, with what to put right.
    pub fn refusal(status: StatusCode, message: impl ToString) -> Self {
        Self { message: message.to_string(), ..Self::from_status(status) }
    }

    /// What to put right, in English.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The same with a header.
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// The error of a status with which another layer answers.
    fn from_status(status: StatusCode) -> Self {
        let (code, message) = match status {
            StatusCode::BAD_REQUEST => ("bad_request", "the request cannot be read"),
            StatusCode::FORBIDDEN => ("forbidden", "this is not allowed from another site"),
            StatusCode::UNAUTHORIZED => ("unauthorized", "sign in first"),
            StatusCode::NOT_FOUND => ("not_found", "nothing is here"),
            StatusCode::GONE => ("gone", "this was removed for good"),
            StatusCode::METHOD_NOT_ALLOWED => (
                "method_not_allowed",
                "this address is read by GET; a note is added by POST to /api/v1/notes",
            ),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                ("unsupported_type", "the body is of another type than this takes")
            }
            StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "the request is too large"),
            StatusCode::TOO_MANY_REQUESTS => ("too_many_requests", "too many requests: try again later"),
            StatusCode::SERVICE_UNAVAILABLE => ("unavailable", "this took too long: try again later"),
            status if status.is_server_error() => ("internal", "something went wrong here: try again later"),
            _ => ("refused", "the request was refused"),
        };
        Self::new(status, code, message)
    }
}

impl From<FilterError> for ApiError {
    fn from(error: FilterError) -> Self {
        Self::bad_query(error)
    }
}

impl<K: QueryKey> From<QueryError<K>> for ApiError {
    fn from(error: QueryError<K>) -> Self {
        Self::bad_query(error)
    }
}

impl From<store::Error> for ApiError {
    fn from(error: store::Error) -> Self {
        AppError::from(error).into()
    }
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        let headers = Box::new(problem::headers(&error));
        let error = match error {
            AppError::BadRequest(message) => Self { message, ..Self::from_status(StatusCode::BAD_REQUEST) },
            AppError::Busy | AppError::Replaced | AppError::Overloaded => {
                Self { message: error.to_string(), ..Self::from_status(problem::status(&error)) }
            }
            _ => Self::from_status(problem::status(&error)),
        };
        Self { headers, ..error }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = ErrorBody { error: ErrorDetail { code: self.code, message: self.message } };
        (self.status, *self.headers, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
    }
}

/// Makes JSON of the errors of other layers on requests to the API: a time that is up, a body that is
/// too large, a method that is not allowed.
pub async fn errors_as_json(request: Request, next: Next) -> Response {
    if !is_api(request.uri().path()) {
        return next.run(request).await;
    }
    let mut response = next.run(request).await;
    let failed = response.status().is_client_error() || response.status().is_server_error();
    if !failed || is_json(response.headers()) {
        return response;
    }
    let mut error = ApiError::from_status(response.status()).into_response();
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = response.headers_mut().remove(&name) {
            error.headers_mut().insert(name, value);
        }
    }
    error
}

fn is_json(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_gets_the_same_error_as_a_reader() {
        let check = |error: AppError, status: u16, code: &str, message: &str, retry_after: Option<&str>| {
            let error = ApiError::from(error);
            assert_eq!((error.code, error.message.as_str()), (code, message));
            let response = error.into_response();
            let seconds = response.headers().get(header::RETRY_AFTER).map(|value| value.to_str().unwrap());
            assert_eq!((response.status().as_u16(), seconds), (status, retry_after), "{code}");
            assert_eq!(response.headers().get_all(header::CACHE_CONTROL).iter().count(), 1, "{code}");
        };
        check(AppError::NotFound, 404, "not_found", "nothing is here", None);
        check(AppError::Forgotten, 410, "gone", "this was removed for good", None);
        check(AppError::BadRequest("why".into()), 400, "bad_request", "why", None);
        check(AppError::Busy, 503, "unavailable", "the database is busy: try again in a moment", Some("5"));
        let replaced = "the database was replaced: its server has to be started again";
        check(AppError::Replaced, 503, "unavailable", replaced, None);
        check(AppError::Failed, 500, "internal", "something went wrong here: try again later", None);
    }
}
