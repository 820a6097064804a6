//! Files that a curator uploads: what importing them would change is shown first, then exactly these are imported.

mod desk;
mod form;
mod handlers;
mod intake;
mod trial;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::post;

pub use intake::{UploadLimits, Uploads, attach};

/// The routes of the forms that upload, and that confirm an upload.
pub fn routes<S: Clone + Send + Sync + 'static>(uploads: &Uploads) -> Router<S> {
    let most = usize::try_from(uploads.most_bytes()).unwrap_or(usize::MAX);
    Router::new()
        .route("/import", post(handlers::upload).layer(DefaultBodyLimit::max(most)))
        .route("/import/{token}", post(handlers::confirm))
        .with_state(uploads.clone())
}
