//! The request for a page, read once: language, theme, and the filter of the page that its path names;
//! other spellings are redirected to the one address.

use app::request::{DataAge, PageFilter, PageRequest, Reader};
use app::text::Lang;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use domain::address::{NotAPage, Page, join};
use domain::as_of;
use domain::list::query::RawQuery;
use jiff::Timestamp;
use store::Store;

use super::form_redirects::take_failure;

/// The cookie of the language.
pub const LANG_COOKIE: &str = "kepline_lang";

/// The cookie of the theme.
pub const THEME_COOKIE: &str = "kepline_theme";

/// The cookie of the release that the reader runs.
pub const VERSION_COOKIE: &str = "kepline_version";

/// Adds [`Reader`] and [`PageRequest`] to the request, or redirects to its canonical address.
pub async fn read(
    State((store, now)): State<(Store, fn() -> Timestamp)>,
    mut request: Request,
    next: Next,
) -> Response {
    let reader = reader(request.headers());
    request.extensions_mut().insert(reader);
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return next.run(request).await;
    }
    let path = request.uri().path().to_owned();
    let mut query = RawQuery::parse(request.uri().query().unwrap_or_default());
    if let Some(path) = canonical_path(&path) {
        return moved_permanently(&join(&path, &query.to_string()));
    }
    let mut age = DataAge::default();
    if !is_file(&path) {
        match store.recent_state().await {
            Ok(state) => {
                age = DataAge { as_of: state.as_of, now: Some(now()) };
                request.extensions_mut().insert(age);
            }
            // The page itself will show that the database does not answer.
            Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "no age of the data"),
        }
    }
    let failure = take_failure(&mut query);
    let written = query.to_string();
    let mut without_day = query.clone();
    let day = as_of::take(&mut without_day, &age.as_of);
    let releases = sig_releases(&path, &without_day);
    // `/keps/753.atom` would be the name of a KEP.
    let is_page = Page::from_path_as(&path).is_none();
    let looks_back =
        is_page && (releases.is_some() || Page::from_path(&path).is_ok_and(|page| page.looks_back()));
    let as_of = if looks_back {
        query = without_day;
        day
    } else {
        Ok(None)
    };
    if let (Some(Ok(page)), Ok(day)) = (&releases, as_of)
        && failure.is_none()
    {
        let canonical = as_of::carried(&page.href(), day);
        if canonical != join(&path, &written) {
            return moved_permanently(&canonical);
        }
    }
    let filter = match releases {
        Some(page) => PageFilter::read_releases(page),
        None => page_filter(&path, &query),
    };
    // Leptos' message would be lost on the way to another address.
    let canonical = filter.query().filter(|_| failure.is_none());
    if let (Some(canonical), Ok(day)) = (canonical, as_of) {
        let canonical = as_of::carried(&join(&path, &canonical), day);
        if canonical != join(&path, &written) {
            return moved_permanently(&canonical);
        }
    }
    let mut path_and_query = as_of::carried(&join(&path, &query.to_string()), as_of.ok().flatten());
    if filter.is_unreadable() || as_of.is_err() {
        // Whatever cannot be read goes no further than its message.
        if let Ok(uri) = path.parse::<Uri>() {
            *request.uri_mut() = uri;
        }
        path_and_query = path;
    }
    // A link from another site must not choose the message that we show.
    let form_error = failure.filter(|_| is_from_here(request.headers()));
    request.extensions_mut().insert(PageRequest { path_and_query, query, filter, as_of, form_error });
    next.run(request).await
}

/// The page of a group in the releases that the query names, where the path is that of a group or a version.
fn sig_releases(path: &str, query: &RawQuery) -> Option<Result<Page, NotAPage>> {
    let page = Page::from_path(path).ok().filter(|page| matches!(page, Page::Sig(_) | Page::Version(_)))?;
    match join(path, &query.to_string()).parse::<Page>() {
        Ok(narrowed) if narrowed == page => None,
        narrowed => Some(narrowed),
    }
}

/// What the query narrows the page of a path to.
fn page_filter(path: &str, query: &RawQuery) -> PageFilter {
    match path {
        "/keps" => PageFilter::read_keps(query),
        path if path.starts_with("/upgrade/") => PageFilter::read_upgrade(query),
        path if Page::from_path(path).is_ok_and(|page| page.is_list_of_notes()) => {
            PageFilter::read_notes(query)
        }
        _ => PageFilter::None,
    }
}

/// Whether a page of this site led here, as far as the browser says.
fn is_from_here(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin")
}

/// Whether the path is one of the site's files, which show no states.
fn is_file(path: &str) -> bool {
    ["/pkg/", "/cards/", "/sitemap/"].iter().any(|folder| path.starts_with(folder))
        || ["/healthz", "/favicon.svg", "/robots.txt", "/sitemap.xml"].contains(&path)
}

/// The path that this one is a misspelling of: a slash too many, `/2023/9` for `/2023/09`, what a chat added.
fn canonical_path(path: &str) -> Option<String> {
    if let Some(page) = Page::from_pasted_path(path) {
        return Some(page.path());
    }
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() {
        return (path.len() > 1).then(|| "/".to_owned());
    }
    let canonical = match Page::from_path(trimmed) {
        Ok(page @ (Page::Archive(_) | Page::Digest(_))) => page.path(),
        // More than one slash in front, of either kind, would lead to another host.
        _ => format!("/{}", trimmed.trim_start_matches(['/', '\\'])),
    };
    (canonical != path).then_some(canonical)
}

/// A permanent redirect.
pub fn moved_permanently(to: &str) -> Response {
    (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response()
}

/// The reader of a request, by its cookies and the languages that it accepts.
pub fn reader(headers: &HeaderMap) -> Reader {
    let cookies = CookieJar::from_headers(headers);
    let cookie = |name: &str| cookies.get(name).map(|cookie| cookie.value().to_owned());
    let accepted = || {
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).and_then(Lang::accepted)
    };
    Reader {
        lang: cookie(LANG_COOKIE).and_then(|tag| Lang::from_tag(&tag)).or_else(accepted).unwrap_or_default(),
        theme: cookie(THEME_COOKIE).and_then(|theme| theme.parse().ok()).unwrap_or_default(),
        runs: cookie(VERSION_COOKIE).and_then(|version| version.parse().ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_one_spelling() {
        let check = |path: &str, canonical: Option<&str>| {
            assert_eq!(canonical_path(path).as_deref(), canonical, "{path}");
        };
        check("/", None);
        check("//", Some("/"));
        check("/2023/10/11", None);
        check("/2023/9", Some("/2023/09"));
        check("/2023/10/", Some("/2023/10"));
        check("/e/0a1b2c3d/", Some("/e/0a1b2c3d"));
        check("//evil.example/", Some("/evil.example"));
        check("/\\evil.example/", Some("/evil.example"));
        check("/2023/13", None);
        check("/e/0a1b2c3d/4e5f6a7b)", Some("/e/0a1b2c3d/4e5f6a7b"));
        check("/keps/753%E3%80%82", Some("/keps/753"));
        check("/keps/753.atom", None);
    }
}
