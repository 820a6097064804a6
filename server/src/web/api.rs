//! `/api/v1`: what the pages show, as JSON for programs, and notes that programs add.
//!
//! One file a resource. Every error below `/api/` is an [`error::ErrorBody`], those of other layers too;
//! other origins may read, without cookies.

mod annotate;
mod bearer;
mod cache;
mod citation;
mod cross_origin;
mod entries;
pub(super) mod envelope;
pub(super) mod error;
mod index;
pub(super) mod keps;
mod new_note;
pub(super) mod notes;
pub(super) mod openapi;
pub(super) mod query;
mod refs;
pub(super) mod request;
mod sigs;
mod source;
mod state;
mod status;
pub(super) mod title;
pub(super) mod upgrades;
mod versions;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get, post};

pub use cross_origin::allow_reading;
use error::ApiError;
pub use error::errors_as_json;
pub use state::{Api, is_api, takes_documents, takes_notes};

use crate::annotation::MAX_DOCUMENT_BYTES;

/// Everything below `/api/`. The layers around it identify who is signed in.
pub fn routes<S: Clone + Send + Sync + 'static>(api: Api) -> Router<S> {
    let routes = Router::new()
        .route("/api/v1", get(index::index))
        .route("/api/v1/openapi.json", get(openapi::openapi))
        .route("/api/v1/entries", get(entries::list))
        .route("/api/v1/entries/{id}", get(entries::one))
        .route("/api/v1/notes", get(notes::list).post(new_note::add))
        .route("/api/v1/notes/{id}", get(notes::one))
        .route("/api/v1/keps", get(keps::list))
        .route("/api/v1/keps/{name}", get(keps::one))
        .route("/api/v1/refs/{owner}/{repo}/{number}", get(refs::one))
        .route("/api/v1/sigs", get(sigs::list))
        .route("/api/v1/versions", get(versions::list))
        .route("/api/v1/annotate", post(annotate::annotate).layer(DefaultBodyLimit::max(MAX_DOCUMENT_BYTES)))
        .route("/api/v1/upgrades/{range}", get(upgrades::one))
        .route_layer(from_fn_with_state(api.clone(), cache::revalidate))
        // It shows syncs that are under way, which raise no generation.
        .route("/api/v1/status", get(status::status));
    routes.route("/api", any(unknown)).route("/api/{*path}", any(unknown)).with_state(api)
}

async fn unknown() -> ApiError {
    ApiError::not_found("nothing is here: /api/v1 lists what there is")
}
