//! What every handler of the API has: the store, and the addresses of this site.

use std::sync::Arc;

use app::request::Site;
use axum::extract::FromRef;
use domain::address::Page;
use store::Store;
use tokio::sync::Mutex;

use crate::web::sign_in::Attempts;

/// Where the API begins.
pub const ROOT: &str = "/api/v1";

/// The state of the routes.
#[derive(Clone, Debug)]
pub struct Api {
    /// The database.
    pub store: Store,
    /// This site.
    pub site: Site,
    /// The tries of those who come with a token.
    pub attempts: Arc<Attempts>,
    /// Held by the one request that writes.
    pub writing: Arc<Mutex<()>>,
}

impl FromRef<Api> for Store {
    fn from_ref(api: &Api) -> Self {
        api.store.clone()
    }
}

impl Api {
    /// The API of a site. `attempts` counts wrong tokens.
    pub fn new(store: Store, site: Site, attempts: Arc<Attempts>) -> Self {
        Self { store, site, attempts, writing: Arc::default() }
    }

    /// The absolute address of a page.
    pub fn page(&self, page: &Page) -> String {
        self.address(&page.href())
    }

    /// The absolute address of a path of this site.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.site.public_url)
    }
}

/// Whether a path is the one that notes are sent to.
pub fn takes_notes(path: &str) -> bool {
    path.strip_prefix(ROOT) == Some("/notes")
}

/// Whether a path is the one that documents are sent to.
pub fn takes_documents(path: &str) -> bool {
    path.strip_prefix(ROOT) == Some("/annotate")
}

/// Whether a path belongs to the API.
pub fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
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
