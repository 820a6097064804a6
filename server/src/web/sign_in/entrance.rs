//! What lets curators in: the form to sign in, the one-time link, and the count of tries.

use std::sync::Arc;

use app::request::{DataAge, PageRequest, Reader, SignInFailure};
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::address::Page;
use domain::address::own_path::OwnPath;
use jiff::Timestamp;
use store::Store;

use super::attempts::Attempts;
use super::one_time_link::OneTimeLink;
use crate::web::pages::PageRenderer;

/// The ways to sign in.
#[derive(Clone)]
pub struct Entrance {
    pub store: Store,
    pub attempts: Arc<Attempts>,
    pub link: Option<Arc<OneTimeLink>>,
    render: PageRenderer,
    now: fn() -> Timestamp,
}

impl Entrance {
    /// With a one-time link, where there is one; `render` renders the form, `now` is the clock of pages.
    pub fn new(
        store: Store,
        link: Option<OneTimeLink>,
        render: PageRenderer,
        now: fn() -> Timestamp,
    ) -> Self {
        Self { store, attempts: Arc::default(), link: link.map(Arc::new), render, now }
    }

    /// The form to sign in with a message on what went wrong, in place of the requested page.
    pub async fn respond(&self, failure: SignInFailure, reader: Reader, next: &OwnPath) -> Response {
        let path_and_query = Page::SignIn { next: next.clone() }.href();
        let Ok(mut request) = Request::get(&path_and_query).body(Body::empty()) else {
            return StatusCode::from_u16(failure.status())
                .unwrap_or(StatusCode::UNAUTHORIZED)
                .into_response();
        };
        let as_of = self.store.recent_state().await.map(|state| state.as_of).unwrap_or_default();
        let extensions = request.extensions_mut();
        extensions.insert(reader);
        extensions.insert(failure);
        extensions.insert(DataAge { as_of, now: Some((self.now)()) });
        extensions.insert(PageRequest { path_and_query, ..PageRequest::default() });
        let mut response = (self.render)(request).await;
        if let SignInFailure::TooMany { wait_seconds } = failure {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait_seconds));
        }
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
