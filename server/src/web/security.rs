//! Security headers, and the refusal of writes from other sites.

use app::request::Site;
use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::sign_in::names_session;
use super::vary;

/// The policy of answers that are no pages: nothing may run.
const CLOSED: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

/// The policy of pages: the site's own scripts, sheets and forms. None of them stands in a page itself.
const PAGE: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; \
    img-src 'self' data:; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The type of the body of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// For a year browsers ask a site that has HTTPS for nothing without it.
const HTTPS_ONLY: &str = "max-age=31536000";

/// Gives every answer the headers of [`insert_headers`].
pub async fn headers(State(site): State<Site>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    insert_headers(response.headers_mut(), &site);
    response
}

/// Inserts what every answer carries, unless it has set its own.
pub fn insert_headers(headers: &mut HeaderMap, site: &Site) {
    let page =
        headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, if page { PAGE } else { CLOSED });
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    if site.public_url.starts_with("https:") {
        set(header::STRICT_TRANSPORT_SECURITY, HTTPS_ONLY);
    }
    if page {
        set(header::CACHE_CONTROL, "private, no-cache");
        set(HeaderName::from_static("speculation-rules"), "\"/speculation.json\"");
    }
    vary::add(headers, if page { "cookie, accept-language" } else { "" });
}

/// Refuses a write that another site sent: browsers say where a form comes from.
pub async fn same_origin_writes(Extension(site): Extension<Site>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || is_same_origin(request.headers(), &site.public_url) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "this form was sent from another site\n").into_response()
}

/// Refuses a write to a server function whose body is no form: pages send nothing else.
pub async fn form_writes(request: Request, next: Next) -> Response {
    let is_write = !request.method().is_safe() && request.uri().path().starts_with("/fn/");
    if is_write && !is_form(request.headers()) {
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, "this is not a form\n").into_response();
    }
    next.run(request).await
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(FORM))
}

/// Whether a request comes from a page of this site, or names no session that another site could use.
fn is_same_origin(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN) else { return !names_session(headers) };
    if origin == public_url {
        return true;
    }
    let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    // Whoever opened a site of HTTPS without it has no session there, and is shown why.
    let may_differ = !public_url.starts_with("https:") || !names_session(headers);
    may_differ && host.is_some() && host == text(header::HOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comes_from(public_url: &str, pairs: &[(&'static str, &'static str)]) -> bool {
        let headers: HeaderMap = pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        is_same_origin(&headers, public_url)
    }

    fn same(pairs: &[(&'static str, &'static str)]) -> bool {
        comes_from("https://kepline.example", pairs)
    }

    #[test]
    fn a_site_without_https_has_any_of_its_names() {
        let here = |origin, host| {
            let session = ("cookie", "kepline_session=x");
            comes_from("http://127.0.0.1:3000", &[session, ("origin", origin), ("host", host)])
        };
        assert!(here("http://localhost:3000", "localhost:3000"));
        assert!(!here("http://localhost:4000", "localhost:3000"));
    }

    #[test]
    fn a_form_of_another_site_is_foreign() {
        assert!(same(&[]));
        assert!(same(&[("origin", "https://kepline.example")]));
        assert!(same(&[("origin", "http://kepline.example"), ("host", "kepline.example")]));
        let session = ("cookie", "__Host-kepline_session=x");
        assert!(same(&[session, ("origin", "https://kepline.example")]));
        assert!(!same(&[session, ("origin", "http://kepline.example"), ("host", "kepline.example")]));
        assert!(!same(&[session]));
        assert!(same(&[("sec-fetch-site", "same-origin"), ("origin", "https://kepline.example")]));
        assert!(!same(&[("origin", "https://evil.example"), ("host", "kepline.example")]));
        assert!(!same(&[("origin", "null"), ("host", "kepline.example")]));
        assert!(!same(&[("sec-fetch-site", "cross-site")]));
        assert!(!same(&[("sec-fetch-site", "same-site"), ("origin", "https://kepline.example")]));
    }
}
