//! Pages that answer a form which leads nowhere else, in place of the page that was requested.

use app::request::{DataAge, PageRequest, Reader};
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Extensions, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::address::Page;
use jiff::Timestamp;
use store::Store;

use super::pages::PageRenderer;

/// Renders them; kept in no cache.
#[derive(Clone)]
pub struct FormPages {
    store: Store,
    render: PageRenderer,
    now: fn() -> Timestamp,
}

impl FormPages {
    /// `now` is the clock of pages.
    pub fn new(store: Store, render: PageRenderer, now: fn() -> Timestamp) -> Self {
        Self { store, render, now }
    }

    /// A page for a reader; what it shows of the form is put into its request by `add`.
    pub async fn respond(&self, page: &Page, reader: Reader, add: impl FnOnce(&mut Extensions)) -> Response {
        let path_and_query = page.href();
        let Ok(mut request) = Request::get(&path_and_query).body(Body::empty()) else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let as_of = self.store.recent_state().await.map(|state| state.as_of).unwrap_or_default();
        let extensions = request.extensions_mut();
        extensions.insert(reader);
        extensions.insert(DataAge { as_of, now: Some((self.now)()) });
        extensions.insert(PageRequest { path_and_query, ..PageRequest::default() });
        add(extensions);
        let mut response = (self.render)(request).await;
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
