//! `/zenn/{slug}`: where a post of a Zenn scrap is read here, by the name that Zenn has for it.

use app::error::AppError;
use app::text::Lang;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use domain::address::Page;
use store::Store;

use crate::web::problem;

/// Longer names are no post's.
const MAX_NAME_BYTES: usize = 80;

pub fn routes<S: Clone + Send + Sync + 'static>(store: Store) -> Router<S> {
    Router::new().route("/zenn/{slug}", get(lead_to_entry)).with_state(store)
}

/// Redirects for now: a later import may bring the post in another entry.
async fn lead_to_entry(State(store): State<Store>, Path(slug): Path<String>) -> Response {
    let entry = match slug.len() {
        0..=MAX_NAME_BYTES => store.entry_of_key(&slug).await,
        _ => Ok(None),
    };
    match entry {
        Ok(Some(entry)) => {
            let redirect = Redirect::temporary(&Page::Entry(entry).to_string());
            ([(header::CACHE_CONTROL, "no-cache")], redirect).into_response()
        }
        Ok(None) => problem::text(&AppError::NotFound, Lang::En),
        Err(error) => problem::text(&error.into(), Lang::En),
    }
}
