//! `POST /api/v1/annotate`: a document with what became of what it names. Nothing of it is kept.

use app::html::annotation::public_address;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::as_of;
use domain::list::query::RawQuery;

use super::error::{ApiError, ErrorBody};
use super::state::Api;
use crate::annotation::{self, AnnotationRefusal, MAX_DOCUMENT_BYTES, StatedDays};
use crate::document::AnnotationJson;

impl From<AnnotationRefusal> for ApiError {
    fn from(refusal: AnnotationRefusal) -> Self {
        match refusal {
            AnnotationRefusal::Store(error) => error.into(),
            refusal => Self::bad_query(refusal),
        }
    }
}

/// Annotate a document
///
/// The body is the document, in Markdown or plain text, in UTF-8. The answer has all that it names of Kubernetes, then and now. Nothing
/// of it is kept.
#[utoipa::path(
    post, path = "/api/v1/annotate", tag = "facts", operation_id = "annotate",
    params(
        ("day" = Option<crate::document::schemas::Day>, Query,
            description = "The document's day, which *then* means; without it that of its front matter"),
        ("as_of" = Option<crate::document::schemas::Day>, Query,
            description = "The day that *now* means; without it that of the facts"),
    ),
    request_body(content = String, content_type = "text/markdown"),
    responses(
        (status = 200, description = "What the document names", body = AnnotationJson),
        (status = 403, description = "The request comes from another site", body = ErrorBody),
        (status = 413, description = "It is larger than 256 kB", body = ErrorBody),
        (status = 429, description = "Too many requests", body = ErrorBody),
    )
)]
pub async fn annotate(State(api): State<Api>, uri: Uri, document: Bytes) -> Result<Response, ApiError> {
    let [day, as_of] = days(uri.query().unwrap_or_default())?;
    if document.len() > MAX_DOCUMENT_BYTES {
        return Err(ApiError::refusal(StatusCode::PAYLOAD_TOO_LARGE, "the document is larger than 256 kB"));
    }
    let stated = StatedDays { day: &day, as_of: &as_of };
    let annotation = annotation::annotate(&api.store, &document, stated).await?;
    let mut response = Json(AnnotationJson::new(&annotation, public_address)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The days of a query, which says nothing else: that of the document, and what *now* means.
fn days(query: &str) -> Result<[String; 2], ApiError> {
    let mut query = RawQuery::parse(query);
    let mut take = |key: &str| match &mut query.take(key)[..] {
        [] => Ok(String::new()),
        [day] => Ok(std::mem::take(day)),
        _ => Err(ApiError::bad_query(format!("`{key}` can be given once"))),
    };
    let days = [take("day")?, take(as_of::KEY)?];
    if query.all().next().is_some() {
        return Err(ApiError::bad_query("`day` and `as_of` are all that can be said here"));
    }
    Ok(days)
}
