//! What lets curators in: the form to sign in, the one-time link, and the count of tries.

use std::sync::Arc;

use app::request::{Reader, SignInFailure};
use axum::http::{Extensions, HeaderValue, header};
use axum::response::Response;
use domain::address::Page;
use domain::address::own_path::OwnPath;
use store::Store;

use super::attempts::Attempts;
use super::one_time_link::OneTimeLink;
use crate::web::form_pages::FormPages;

/// The ways to sign in.
#[derive(Clone)]
pub struct Entrance {
    pub store: Store,
    pub attempts: Arc<Attempts>,
    pub link: Option<Arc<OneTimeLink>>,
    pages: FormPages,
}

impl Entrance {
    /// With a one-time link, where there is one.
    pub fn new(store: Store, link: Option<OneTimeLink>, pages: FormPages) -> Self {
        Self { store, attempts: Arc::default(), link: link.map(Arc::new), pages }
    }

    /// The form to sign in with a message on what went wrong, in place of the requested page.
    pub async fn respond(&self, failure: SignInFailure, reader: Reader, next: &OwnPath) -> Response {
        let page = Page::SignIn { next: next.clone() };
        let add = |request: &mut Extensions| {
            request.insert(failure);
        };
        let mut response = self.pages.respond(&page, reader, add).await;
        if let SignInFailure::TooMany { wait_seconds } = failure {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait_seconds));
        }
        response
    }
}
