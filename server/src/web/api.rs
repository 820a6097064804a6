//! `/api/v1`: the same questions as the pages, answered as JSON for programs.
//!
//! One file a resource. Whatever is wrong below `/api/` is told as [`error::ErrorBody`], also what other
//! layers say of it; other origins may read, without cookies.

mod cache;
mod cross_origin;
mod entries;
mod envelope;
mod error;
mod index;
mod keps;
mod notes;
mod openapi;
mod query;
mod refs;
mod sigs;
mod source;
mod status;
mod title;
mod versions;

use app::request::{Asked, Site};
use axum::Router;
use axum::extract::{FromRef, FromRequestParts};
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get};
use domain::address::Page;
use domain::list::query::RawQuery;
use domain::list::timeline::DataAsOf as Instants;
use domain::notebook::Viewer;
use http::request::Parts;
use jiff::Timestamp;
use store::Store;

pub use cross_origin::allow_reading;
pub use error::tell_as_json;

use crate::document::DataAsOf;
use crate::web::curators;
use error::ApiError;

/// Where the API begins.
const ROOT: &str = "/api/v1";

/// What every answer needs.
#[derive(Clone, Debug)]
struct Api {
    store: Store,
    site: Site,
}

impl FromRef<Api> for Store {
    fn from_ref(api: &Api) -> Self {
        api.store.clone()
    }
}

impl Api {
    /// The absolute address of a page.
    fn page(&self, page: &Page) -> String {
        self.address(&page.href())
    }

    /// The absolute address of a path of this site.
    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.site.public_url)
    }
}

/// Everything below `/api/`. What is around it says who is signed in.
pub fn routes<S: Clone + Send + Sync + 'static>(store: Store, site: Site) -> Router<S> {
    let api = Api { store, site };
    let known = Router::new()
        .route("/api/v1", get(index::index))
        .route("/api/v1/openapi.json", get(openapi::openapi))
        .route("/api/v1/entries", get(entries::list))
        .route("/api/v1/entries/{id}", get(entries::one))
        .route("/api/v1/notes", get(notes::list))
        .route("/api/v1/notes/{id}", get(notes::one))
        .route("/api/v1/keps", get(keps::list))
        .route("/api/v1/keps/{name}", get(keps::one))
        .route("/api/v1/refs/{owner}/{repo}/{number}", get(refs::one))
        .route("/api/v1/sigs", get(sigs::list))
        .route("/api/v1/versions", get(versions::list))
        .route_layer(from_fn_with_state(api.clone(), cache::revalidate))
        // It tells of syncs that are under way, which no write is noted for.
        .route("/api/v1/status", get(status::status));
    known.route("/api", any(unknown)).route("/api/{*path}", any(unknown)).with_state(api)
}

/// Whether a path belongs to the API.
fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

async fn unknown() -> ApiError {
    ApiError::not_found("nothing is here: /api/v1 lists what there is")
}

/// What a request asks with beside its path.
#[derive(Clone, Debug)]
struct Asking {
    /// What the query says.
    query: RawQuery,
    viewer: Viewer,
    /// How old the facts are.
    facts: Instants,
    /// When the answer is made.
    at: Timestamp,
}

impl Asking {
    /// How old the facts are, as answers tell it.
    fn data_as_of(&self) -> DataAsOf {
        let text = |at: Option<Timestamp>| at.map(|at| at.to_string());
        DataAsOf { keps: text(self.facts.keps), github: text(self.facts.github) }
    }

    /// Whether GitHub was ever asked for anything.
    fn github_was_asked(&self) -> bool {
        self.facts.github.is_some()
    }
}

impl FromRequestParts<Api> for Asking {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        Ok(Self {
            query: parts.extensions.get::<Asked>().map(|asked| asked.query.clone()).unwrap_or_default(),
            viewer: curators::viewer(&parts.extensions),
            facts: api.store.data_as_of().await?,
            at: Timestamp::now(),
        })
    }
}

/// The same of an address that takes no query.
#[derive(Clone, Debug)]
struct WithoutQuery(Asking);

impl FromRequestParts<Api> for WithoutQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        if parts.uri.query().is_some_and(|query| !query.is_empty()) {
            return Err(ApiError::bad_query("this address takes no query"));
        }
        Asking::from_request_parts(parts, api).await.map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_below_api_is_the_api() {
        for path in ["/api", "/api/", "/api/v1/entries", "/api/v2"] {
            assert!(is_api(path), "{path}");
        }
        for path in ["/", "/apis", "/2023/10", "/e/api"] {
            assert!(!is_api(path), "{path}");
        }
    }
}
