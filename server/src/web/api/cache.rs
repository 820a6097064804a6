//! Who asks again for what has not changed is told so in a line.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::notebook::Viewer;
use sha2::{Digest, Sha256};

use super::{Api, ApiError};
use crate::web::curators;

/// For how long an answer may be used without asking again. What differs for curators is told by
/// `vary`.
const PUBLIC: &str = "public, max-age=60";

/// A curator may read what is not for everybody.
const PRIVATE: &str = "private, no-cache";

/// Gives answers an ETag of the address, of who asks and of the state of the database, and answers
/// with 304 where it is known.
///
/// It is weak: an answer tells when it was made. Addresses that fail have none.
pub async fn revalidate(State(api): State<Api>, request: Request, next: Next) -> Response {
    let viewer = curators::viewer(request.extensions());
    let path_and_query = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let generation = match api.store.generation().await {
        Ok(generation) => generation,
        Err(error) => return ApiError::from(error).into_response(),
    };
    let tag = etag(&[
        env!("CARGO_PKG_VERSION"),
        &api.site.public_url,
        path_and_query,
        &format!("{viewer:?}"),
        &generation.to_string(),
    ]);
    // Nobody knows a tag but from an answer that was right, to the same question.
    let mut response = if is_known(request.headers(), &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        next.run(request).await
    };
    if !matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED) {
        return response;
    }
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    let caching = match viewer {
        Viewer::Curator => PRIVATE,
        Viewer::Stranger => PUBLIC,
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.append(header::VARY, HeaderValue::from_static("cookie"));
    response
}

fn etag(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        hash.update([0]);
    }
    let hash: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("W/\"{hash}\"")
}

/// Whether one of the tags that a request knows is this one; weak and strong are compared alike.
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let known = headers.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok());
    known.flat_map(|value| value.split(',')).any(|known| bare(known) == bare(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_in_any_company() {
        let tag = etag(&["a", "b"]);
        let check = |known: &str, expected: bool| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, known.parse().expect("a header"));
            assert_eq!(is_known(&headers, &tag), expected, "{known}");
        };
        check(&tag, true);
        check(tag.trim_start_matches("W/"), true);
        check(&format!("\"x\", {tag}"), true);
        check("\"x\"", false);
        check("*", false);
        check("", false);
        assert_ne!(etag(&["a", "b"]), etag(&["ab"]));
    }
}
