//! What a request asks for, read once: language, theme, filter; other spellings lead to the one address.

use app::error::AppError;
use app::request::{Asked, Facts, Reader, Theme, Typed};
use app::text::Lang;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use domain::filter::{Filter, Period};
use domain::kep_list::KepFilter;
use leptos::server_fn::error::ServerFnUrlError;
use store::Store;

/// The cookie of the language.
pub const LANG_COOKIE: &str = "kepline_lang";

/// The cookie of the theme.
pub const THEME_COOKIE: &str = "kepline_theme";

/// Puts [`Reader`] and [`Asked`] beside the request, or leads to the address that it should have had.
pub async fn read(State(store): State<Store>, mut request: Request, next: Next) -> Response {
    let reader = reader(request.headers());
    request.extensions_mut().insert(reader);
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return next.run(request).await;
    }
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    if let Some(path) = canonical_path(&path) {
        return moved(&join(&path, &query));
    }
    if !is_file(&path) {
        match store.data_as_of().await {
            Ok(as_of) => {
                request.extensions_mut().insert(Facts { as_of });
            }
            // The page itself will say that the database does not answer.
            Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "no age of the data"),
        }
    }
    let mut filter = Ok(Filter::default());
    let mut typed = None;
    if is_list(&path) && !query.is_empty() {
        match Filter::parse(&query) {
            Ok(parsed) => {
                // A form that failed without JavaScript comes back with these.
                let answer = query.contains("__err=") || query.contains("__path=");
                if !parsed.canonical && !answer {
                    return moved(&join(&path, &parsed.filter.query()));
                }
                filter = Ok(parsed.filter);
            }
            Err(error) => {
                // Whatever cannot be read goes no further than its message.
                filter = Err(error);
                typed = Typed::of(&query);
                if let Ok(uri) = path.parse::<Uri>() {
                    *request.uri_mut() = uri;
                }
            }
        }
    }
    let mut keps = Ok(KepFilter::default());
    if path == "/keps" && !query.is_empty() {
        match KepFilter::parse(&query) {
            Ok((filter, canonical)) => {
                if !canonical && !query.contains("__err=") && !query.contains("__path=") {
                    return moved(&filter.href());
                }
                keps = Ok(filter);
            }
            Err(error) => {
                keps = Err(error);
                if let Ok(uri) = path.parse::<Uri>() {
                    *request.uri_mut() = uri;
                }
            }
        }
    }
    let is_read = filter.is_ok() && keps.is_ok();
    let (query, told) = split_told(&query);
    // Who leads here from elsewhere puts no words into our mouth.
    let told = told.filter(|_| is_from_here(request.headers()));
    let path_and_query = if is_read { join(&path, &query) } else { path };
    request.extensions_mut().insert(Asked { path_and_query, filter, typed, told, keps });
    next.run(request).await
}

/// The query without what the framework adds when a form failed without JavaScript, and what that says.
fn split_told(query: &str) -> (String, Option<AppError>) {
    let mut told = None;
    let kept = query.split('&').filter(|piece| {
        let (key, value) = piece.split_once('=').unwrap_or((piece, ""));
        if key == "__err" {
            let value = format!("v={value}");
            let decoded = form_urlencoded::parse(value.as_bytes()).next();
            let value = decoded.map(|(_, value)| value.into_owned()).unwrap_or_default();
            told = Some(ServerFnUrlError::<AppError>::decode_err(&value));
        }
        !matches!(key, "__err" | "__path")
    });
    let kept: Vec<&str> = kept.collect();
    (kept.join("&"), told)
}

/// Whether a page of ours led here, as far as the browser says.
fn is_from_here(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin")
}

/// Whether the path is one of the site's files, which tell no states.
fn is_file(path: &str) -> bool {
    ["/pkg/", "/cards/", "/sitemap/"].iter().any(|folder| path.starts_with(folder))
        || ["/healthz", "/favicon.svg", "/robots.txt", "/sitemap.xml"].contains(&path)
}

/// Whether the page is a list that its query filters: the timeline or an archive.
fn is_list(path: &str) -> bool {
    path == "/" || Period::of_path(path).is_some()
}

/// The path that this one is a misspelling of: a slash too many, `/2023/9` for `/2023/09`.
fn canonical_path(path: &str) -> Option<String> {
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() {
        return (path.len() > 1).then(|| "/".to_owned());
    }
    let canonical = match Period::of_path(trimmed) {
        Some(period) => period.path(),
        // More than one slash in front, of either kind, would lead to another host.
        None => format!("/{}", trimmed.trim_start_matches(['/', '\\'])),
    };
    (canonical != path).then_some(canonical)
}

/// A 301: forever, and a GET again.
fn moved(to: &str) -> Response {
    (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response()
}

fn join(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

fn reader(headers: &HeaderMap) -> Reader {
    let cookies = CookieJar::from_headers(headers);
    let cookie = |name: &str| cookies.get(name).map(|cookie| cookie.value().to_owned());
    let accepted = || {
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).and_then(Lang::accepted)
    };
    Reader {
        lang: cookie(LANG_COOKIE).and_then(|tag| Lang::of_tag(&tag)).or_else(accepted).unwrap_or_default(),
        theme: cookie(THEME_COOKIE).and_then(|word| Theme::named(&word)).unwrap_or_default(),
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
    }
}
