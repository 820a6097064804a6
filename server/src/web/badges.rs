//! Badges: `/keps/753.svg`, and those of pull requests, issues and feature gates, for documents of other sites.
//!
//! The router knows no `{n}.svg` within a segment, so they are answered before anything is routed.

mod drawing;

use app::error::AppError;
use app::request::Site;
use app::share::Badge;
use app::text::Lang;
use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::address::{Page, join};
use domain::list::query::RawQuery;
use domain::pages::KepAnswer;
use store::Store;

pub use drawing::Drawing;

use super::conditional::Representation;
use super::page_request::moved_permanently;
use super::problem;

/// A badge may be five minutes old, and is shown for a day more while a newer one is fetched.
const FIVE_MINUTES: &str = "public, max-age=300, stale-while-revalidate=86400";

/// The policy of a badge that is opened by itself: its own style and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

/// The key of the language in an address: a document has one, whoever reads it.
const LANG: &str = "lang";

/// Answers requests for badges, and passes the others on.
pub async fn answer(
    State(store): State<Store>,
    Extension(site): Extension<Site>,
    request: Request,
    next: Next,
) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.uri().path();
    let Some(page) = Page::from_badge_path(path).filter(|_| is_read) else { return next.run(request).await };
    let query = request.uri().query().unwrap_or_default();
    let lang = RawQuery::parse(query).values(LANG).find_map(Lang::from_tag).unwrap_or_default();
    let mut response = match respond(&store, &page, path, query, lang, request.headers()).await {
        Ok(response) => response,
        Err(error) => problem::text(&AppError::from(error), lang),
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    if !site.is_loopback {
        let policy = HeaderName::from_static("cross-origin-resource-policy");
        headers.insert(policy, HeaderValue::from_static("cross-origin"));
    }
    response
}

async fn respond(
    store: &Store,
    page: &Page,
    path: &str,
    query: &str,
    lang: Lang,
    headers: &HeaderMap,
) -> store::Result<Response> {
    let generation = store.generation().await?.to_string();
    let parts: [&str; 3] = [&generation, path, lang.as_str()];
    let make = async {
        let (page, status, badge) = match load(store, page, lang).await? {
            Some((page, badge)) => (page, StatusCode::OK, badge),
            None => (page.clone(), StatusCode::NOT_FOUND, Badge::unknown(page, lang)),
        };
        match page.badge_path() {
            Some(own_path) if own_path != path => Ok(moved_permanently(&join(&own_path, query))),
            _ => Ok(picture(status, &badge)),
        }
    };
    Representation::weak(&parts, FIVE_MINUTES, "accept-encoding").answer(headers, make).await
}

fn picture(status: StatusCode, badge: &Badge) -> Response {
    // A browser shows the picture of a 404 as well.
    let headers = [(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, FIVE_MINUTES)];
    (status, headers, Drawing::new(badge).svg()).into_response()
}

/// What is known for the badge of a page, with the page by its own name; `None` where there is no such thing.
pub async fn load(store: &Store, page: &Page, lang: Lang) -> store::Result<Option<(Page, Badge)>> {
    Ok(match page {
        Page::Kep(name) => match store.kep(name).await? {
            KepAnswer::One(page) => Some((Page::Kep(page.line.name.clone()), Badge::for_kep(&page, lang))),
            KepAnswer::Elsewhere(name) => match store.kep(&name).await? {
                KepAnswer::One(page) => Some((Page::Kep(name), Badge::for_kep(&page, lang))),
                _ => None,
            },
            KepAnswer::Several(..) | KepAnswer::Unknown(_) => None,
        },
        Page::Item(key) => {
            let as_of = store.data_as_of().await?;
            let page = store.item(key).await?;
            page.map(|page| (Page::Item(page.key.clone()), Badge::for_item(&page, as_of, lang)))
        }
        Page::Gate(name) => {
            let page = store.gate_page(name).await?;
            page.map(|page| (Page::Gate(page.gate.name.clone()), Badge::for_gate(&page, lang)))
        }
        _ => None,
    })
}
