//! What a client may ask for in a minute of what costs: searches, cards, whole lists in other forms, tries to sign in, what is
//! written or annotated.
//!
//! Readers do not come near it. Whatever is in memory already counts for nothing, and neither do other pages.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use app::error::AppError;
use app::request::{Reader, RequestRefusal};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::address::Page;
use domain::list::query::RawQuery;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, RateLimiter};

use super::api;
use super::client::Client;
use super::mcp;
use super::pages::PageRenderer;
use super::problem;

/// How many clients are remembered before those are forgotten who have all of their quota again.
const MANY_CLIENTS: usize = 10_000;

/// The quota of each client, by its address.
#[derive(Clone, Default)]
pub struct Quota {
    /// `None` where there is no limit.
    limiter: Option<Arc<DefaultKeyedRateLimiter<IpAddr>>>,
}

impl Quota {
    /// So many requests in a minute, all at once or one by one; 0 for no limit.
    pub fn per_minute(requests: u32) -> Self {
        let quota = NonZeroU32::new(requests).map(governor::Quota::per_minute);
        Self { limiter: quota.map(|quota| Arc::new(RateLimiter::keyed(quota))) }
    }

    /// Counts a request, and marks it with a [`RequestRefusal`] where its client has no more of its quota.
    ///
    /// A client without an address of its own has no limit: it would share one with strangers.
    pub fn apply(&self, request: &mut Request) {
        let (Some(limiter), Some(address)) = (&self.limiter, Client::sender(request).address()) else {
            return;
        };
        if !is_costly(request) {
            return;
        }
        if limiter.len() > MANY_CLIENTS {
            limiter.retain_recent();
        }
        if let Err(not_yet) = limiter.check_key(&address) {
            let wait = not_yet.wait_time_from(DefaultClock::default().now());
            let wait_seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
            request.extensions_mut().insert(RequestRefusal(AppError::TooMany { wait_seconds }));
        }
    }
}

/// Whether the answer to a request costs much more than a page.
fn is_costly(request: &Request) -> bool {
    let path = request.uri().path();
    if path.starts_with("/sign-in") {
        return request.method() == Method::POST;
    }
    if shows_form_again(path) {
        return request.method() == Method::POST;
    }
    let is_sent = api::takes_notes(path) || api::takes_documents(path) || path == mcp::PATH;
    (request.method() == Method::POST && is_sent)
        || path.starts_with("/cards/")
        || is_whole_list(path)
        || is_search(request.uri().query().unwrap_or_default())
}

/// Whether a path is that of a list as a feed or Markdown.
fn is_whole_list(path: &str) -> bool {
    let page = Page::from_path_as(path).and_then(|(page, _)| page.ok());
    page.is_some_and(|page| {
        !page.formats().is_empty() && !matches!(page, Page::Entry(_) | Page::EntryPart(..) | Page::Note(..))
    })
}

/// Whether a path is that of a form that is shown again with what was typed.
fn shows_form_again(path: &str) -> bool {
    Page::from_path(path).is_ok_and(|page| page.takes_notes() || page == Page::Annotate)
}

fn is_search(query: &str) -> bool {
    let query = RawQuery::parse(query);
    query.values("q").any(|terms| !terms.trim().is_empty())
        || query.values("order").any(|order| matches!(order, "relevance" | "moved"))
}

/// Answers the requests that [`Quota::apply`] has marked: with a page in place of a page, else in plain text.
pub async fn refuse(State(render): State<PageRenderer>, request: Request, next: Next) -> Response {
    let Some(RequestRefusal(error)) = request.extensions().get().cloned() else {
        return next.run(request).await;
    };
    let path = request.uri().path();
    if shows_form_again(path) {
        // It shows what was typed again.
        return next.run(request).await;
    }
    if Page::from_path_as(path).is_some() || Page::from_path(path).is_err() {
        let reader = request.extensions().get::<Reader>().copied().unwrap_or_default();
        return problem::text(&error, reader.lang);
    }
    let (mut parts, _) = request.into_parts();
    parts.method = Method::GET;
    let mut response = render(Request::from_parts(parts, Body::empty())).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str, address: &str) -> Request {
        Request::builder().method(method).uri(address).body(Body::empty()).unwrap()
    }

    /// The wait of a client that asks for this, where it has to.
    fn wait(quota: &Quota, client: Client, address: &str) -> Option<u32> {
        let mut request = request("GET", address);
        request.extensions_mut().insert(client);
        quota.apply(&mut request);
        request
            .extensions()
            .get::<RequestRefusal>()
            .and_then(|RequestRefusal(error)| error.retry_after_seconds())
    }

    fn at(address: &str) -> Client {
        Client::Remote(address.parse().unwrap())
    }

    #[test]
    fn searches_cards_lists_and_passwords_cost() {
        for address in [
            "/?q=sidecar",
            "/2023?q=%E5%81%9C%E6%AD%A2&sig=node",
            "/api/v1/notes?q=sidecar",
            "/?changed=1&order=moved",
            "/keps?q=sidecar",
            "/cards/0a1b/list.png",
            "/index.atom",
            "/sigs/node.json",
            "/2023/10.md",
        ] {
            assert!(is_costly(&request("GET", address)), "{address}");
        }
        assert!(is_costly(&request("POST", "/sign-in")));
        assert!(is_costly(&request("POST", "/write")) && is_costly(&request("POST", "/write/0a1b2c3d")));
        assert!(is_costly(&request("POST", "/api/v1/notes")) && is_costly(&request("POST", "/mcp")));
        assert!(is_costly(&request("POST", "/annotate")) && !is_costly(&request("GET", "/annotate")));
        for address in [
            "/",
            "/?sig=node&order=asc",
            "/?q=",
            "/2023/10",
            "/e/0a1b2c3d",
            "/e/0a1b2c3d.md",
            "/keps/753",
            "/sign-in?next=/",
            "/write?text=a",
            "/api/v1/notes",
            "/pkg/0a1b2c3d4e5f/kepline.css",
            "/healthz",
        ] {
            assert!(!is_costly(&request("GET", address)), "{address}");
        }
    }

    #[test]
    fn a_client_has_its_quota_for_itself() {
        let quota = Quota::per_minute(2);
        let search = "/?q=sidecar";
        for _ in 0..2 {
            assert_eq!(wait(&quota, at("192.0.2.1"), search), None);
        }
        let seconds = wait(&quota, at("192.0.2.1"), search).unwrap();
        assert!((25..=31).contains(&seconds), "{seconds}");
        assert_eq!(wait(&quota, at("192.0.2.1"), "/keps"), None, "other pages stay free");
        assert_eq!(wait(&quota, at("192.0.2.2"), search), None, "others too");
        for client in [Client::Local, Client::Unknown] {
            assert!((0..9).all(|_| wait(&quota, client, search).is_none()), "{client}");
        }
    }

    #[test]
    fn a_quota_of_nothing_is_no_limit() {
        let quota = Quota::per_minute(0);
        assert!((0..999).all(|_| wait(&quota, at("192.0.2.1"), "/?q=sidecar").is_none()));
    }
}
