//! A site of HTTPS that is opened without it: there browsers take no cookie for it, and nobody can sign in.

use app::request::Site;
use axum::http::{HeaderMap, header};

/// What browsers add to each request, but to none of a site without HTTPS that is on another machine.
const FETCH_MODE: &str = "sec-fetch-mode";

/// Whether a page was opened so, as far as headers show.
pub fn opens_page(site: &Site, request: &HeaderMap) -> bool {
    let accepted = request.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    is_https(site) && accepted.contains("text/html") && !request.contains_key(FETCH_MODE)
}

/// Whether a form was sent from such a page, as its browser says.
pub fn sends_form(site: &Site, request: &HeaderMap) -> bool {
    is_https(site)
        && request.get(header::ORIGIN).is_some_and(|origin| origin.as_bytes().starts_with(b"http:"))
}

fn is_https(site: &Site) -> bool {
    site.public_url.starts_with("https:")
}
