//! Conditional requests: an answer that has not changed is not sent again.

use std::convert::Infallible;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::notebook::Viewer;

use super::error::ApiError;
use super::state::Api;
use crate::web::conditional::Representation;
use crate::web::sign_in;

/// The request headers that an answer depends on.
const VARY: &str = "cookie, accept-encoding";

/// Makes reads conditional on the address, the viewer and the state of the database.
///
/// Their tags are weak, since an answer states when it was made. Addresses that fail have none.
pub async fn revalidate(State(api): State<Api>, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let viewer = sign_in::viewer(request.extensions());
    let path_and_query = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let generation = match api.store.generation().await {
        Ok(generation) => generation,
        Err(error) => return ApiError::from(error).into_response(),
    };
    let parts: [&str; 4] =
        [&api.site.public_url, path_and_query, &format!("{viewer:?}"), &generation.to_string()];
    let cache_control = match viewer {
        Viewer::Curator => "private, no-cache",
        Viewer::Stranger => "public, max-age=60",
    };
    let representation = Representation::weak(&parts, cache_control, VARY);
    let headers = request.headers().clone();
    let make = async { Ok::<_, Infallible>(next.run(request).await) };
    let Ok(response) = representation.answer(&headers, make).await;
    response
}
