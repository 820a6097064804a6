//! Lists in other forms: feeds (`.atom`, `.json`) and Markdown (`.md`), at the address of the list with
//! the suffix of the form.
//!
//! The router knows no `{n}.atom` within a segment, so the suffix is removed before anything is routed;
//! other requests pass unchanged.

mod atom;
mod context;
mod digest_items;
mod feed;
mod format_request;
mod json_feed;
mod list_title;
mod markdown;
mod refusal;

use app::error::AppError;
use app::request::{DataAge, PageRequest, Reader, Site};
use app::text::Lang;
use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::address::{Format, NotAPage, Page, join};
use domain::list::query::RawQuery;
use domain::notebook::Viewer;
use jiff::tz::TimeZone;
use store::{LastWrite, Store};

use context::RenderContext;
use format_request::FormatRequest;
use refusal::Refusal;

use crate::web::conditional::Representation;
use crate::web::{problem, sign_in};

fn content_type(format: Format) -> &'static str {
    match format {
        Format::Atom => "application/atom+xml; charset=utf-8",
        Format::Json => "application/feed+json; charset=utf-8",
        Format::Markdown => "text/markdown; charset=utf-8",
    }
}

/// The request headers that an answer depends on.
const VARY: &str = "cookie, accept-language, accept-encoding";

/// Answers requests for lists in another form, and passes the others on.
pub async fn answer(
    State(store): State<Store>,
    Extension(site): Extension<Site>,
    request: Request,
    next: Next,
) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.uri().path();
    let (list, format) = match Page::from_path_as(path).filter(|_| is_read) {
        Some((Ok(page), format)) if !page.formats().is_empty() => (page, format),
        Some((Err(NotAPage::Name), _)) => return refusal_response(Refusal::NotFound, Lang::En),
        _ => return next.run(request).await,
    };
    let own_path = list.path_as(format);
    if own_path != path {
        let query = request.uri().query().unwrap_or_default();
        return refusal_response(Refusal::Moved(join(&own_path, query)), Lang::En);
    }
    if let (Page::Upgrade(range, _), Format::Json) = (&list, format) {
        let query = request.uri().query().unwrap_or_default();
        return refusal_response(Refusal::Moved(join(&format!("/api/v1/upgrades/{range}"), query)), Lang::En);
    }
    if !list.formats().contains(&format) {
        return refusal_response(Refusal::NotFound, Lang::En);
    }
    let extensions = request.extensions();
    let reader = extensions.get::<Reader>().copied().unwrap_or_default();
    let age = extensions.get::<DataAge>().copied().unwrap_or_default();
    let context = RenderContext {
        lang: reader.lang,
        viewer: sign_in::viewer(extensions),
        as_of: age.as_of,
        today: age.today(),
        site: site.public_url,
    };
    let query = extensions.get::<PageRequest>().map(|request| request.query.clone()).unwrap_or_default();
    let body_wanted = request.method() == Method::GET;
    match respond(&store, list, format, &query, context, request.headers()).await {
        Ok(response) if body_wanted => response,
        Ok(response) => response.into_parts().0.into_response(),
        Err(refusal) => refusal_response(refusal, reader.lang),
    }
}

async fn respond(
    store: &Store,
    list: Page,
    format: Format,
    query: &RawQuery,
    mut context: RenderContext,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let request = FormatRequest::read(list, format, query, context.lang)?;
    if let Some(lang) = request.feed_query.lang.and_then(Lang::from_tag) {
        context.lang = lang;
    }
    let written = store.last_write().await?;
    let make = async {
        let body = match format {
            Format::Atom => atom::print(&feed::load(store, &request, &context, &written).await?),
            Format::Json => json_feed::print(&feed::load(store, &request, &context, &written).await?),
            Format::Markdown => Some(markdown::render(store, &request, &context).await?),
        };
        let body = body.ok_or(Refusal::Failed(AppError::Failed))?;
        Ok::<_, Refusal>(([(header::CONTENT_TYPE, content_type(format))], body).into_response())
    };
    let mut response = representation(&written, &request, &context).answer(headers, make).await?;
    response.headers_mut().insert("x-robots-tag", HeaderValue::from_static("noindex"));
    Ok(response)
}

/// What is cached of an answer: every write to the database makes it another, and of digests every day.
fn representation(written: &LastWrite, request: &FormatRequest, context: &RenderContext) -> Representation {
    let cache_control = match context.viewer {
        Viewer::Curator => "private, no-cache",
        Viewer::Stranger => "public, max-age=300",
    };
    let is_digest = matches!(request.list, Page::Digest(_) | Page::LatestDigest(_));
    let day = if is_digest { Some(context.today) } else { None };
    let day_begun = day.and_then(|day| day.to_zoned(TimeZone::UTC).ok()).map(|day| day.timestamp());
    let modified_at = day_begun.map_or(written.at, |begun| begun.max(written.at));
    let parts: [&str; 7] = [
        &written.generation.to_string(),
        &written.at.to_string(),
        &request.address(),
        context.lang.as_str(),
        &format!("{:?}", context.viewer),
        &context.site,
        &day.map(|day| day.to_string()).unwrap_or_default(),
    ];
    Representation::weak(&parts, cache_control, VARY).modified_at(modified_at)
}

/// A refusal in plain text: for programs, and for people who look into what they did.
fn refusal_response(refusal: Refusal, lang: Lang) -> Response {
    match refusal {
        Refusal::Moved(to) => match HeaderValue::from_str(&to) {
            Ok(to) => (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response(),
            Err(_) => (StatusCode::NOT_FOUND, format!("{}\n", lang.not_found())).into_response(),
        },
        Refusal::Unread(why) => (StatusCode::BAD_REQUEST, format!("{why}\n")).into_response(),
        Refusal::NotFound => (StatusCode::NOT_FOUND, format!("{}\n", lang.not_found())).into_response(),
        Refusal::NoSuch(why) => (StatusCode::NOT_FOUND, format!("{why}\n")).into_response(),
        Refusal::Gone => (StatusCode::GONE, format!("{}\n", lang.gone())).into_response(),
        Refusal::Failed(error) => problem::text(&error, lang),
    }
}
