//! Errors of answers that are no pages.
//!
//! Every error of the store becomes an [`AppError`] first, so that a busy database is the same in each form:
//! pages show it by `app::parts::message::Failure`, the API as JSON by `api::error`, all else as the text here.

use app::error::AppError;
use app::text::Lang;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// An error in plain text: of feeds, Markdown, cards, sitemaps and the forms to sign in.
pub fn text(error: &AppError, lang: Lang) -> Response {
    (status(error), headers(error), format!("{}\n", error.describe(lang))).into_response()
}

/// An error for a script that calls a server function, as the function itself gives it.
pub fn serialised(error: &AppError) -> Response {
    let json = serde_json::to_string(error).unwrap_or_default();
    (status(error), headers(error), [(header::CONTENT_TYPE, "application/json")], json).into_response()
}

/// Whether an answer is shown as a page: scripts ask for something else.
pub fn accepts_html(request: &HeaderMap) -> bool {
    let accepted = request.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
}

/// The status of an error.
pub fn status(error: &AppError) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Headers against caching, and when the same request may succeed.
pub fn headers(error: &AppError) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = error.retry_after_seconds() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_error_has_its_status_its_text_and_no_cache() {
        for (error, status, retry_after, text_start) in [
            (AppError::NotFound, 404, None, "There is nothing at this address\n"),
            (AppError::Forgotten, 410, None, "It was removed at somebody's wish"),
            (AppError::BadRequest("`nod` is not a SIG".into()), 400, None, "`nod` is not a SIG\n"),
            (AppError::Busy, 503, Some("5"), "It is being written to right now"),
            (AppError::Replaced, 503, None, "Its file is another one"),
            (AppError::Failed, 500, None, "The fault is on our side"),
        ] {
            let response = text(&error, Lang::En);
            let seconds = response.headers().get(header::RETRY_AFTER).map(|value| value.to_str().unwrap());
            assert_eq!((response.status().as_u16(), seconds), (status, retry_after), "{error}");
            assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store", "{error}");
            let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let body = String::from_utf8(body.to_vec()).unwrap();
            assert!(body.starts_with(text_start), "{body}");
        }
    }

    #[test]
    fn both_languages_say_what_to_do() {
        assert!(AppError::Busy.describe(Lang::En).contains("Try again in a moment"));
        assert!(AppError::Busy.describe(Lang::Ja).contains("もう一度お試しください"));
    }
}
