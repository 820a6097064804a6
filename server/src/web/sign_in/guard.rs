//! The guard of all routes: who is signed in, and what is closed to strangers.

use app::error::AppError;
use app::request::{Reader, SignInFailure, SignedIn, Site};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Extensions, HeaderValue, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum_login::AuthManagerLayerBuilder;
use axum_login::tower_sessions::cookie::{SameSite, time};
use axum_login::tower_sessions::{self, Expiry, SessionManagerLayer, session};
use domain::address::Page;
use domain::address::own_path::OwnPath;
use domain::notebook::Viewer;
use jiff::Timestamp;

use super::backend::{BEGAN, Backend, SEEN, Session};
use super::cookie::SessionCookie;
use super::entrance::Entrance;
use super::plain_http;
use super::sessions::{self, Sessions};
use crate::web::problem;

/// The server functions that strangers use: those of the search box. All others write.
const OPEN_FUNCTIONS: [&str; 1] = ["/fn/suggest"];

/// A session ends after so long without a request.
const IDLE_DAYS: i64 = 30;

/// And after so long however often it is used.
const LONGEST_SECONDS: i64 = 90 * 24 * 60 * 60;

/// How often a session that is used is renewed: a write and a cookie.
const RENEWED_EVERY_SECONDS: i64 = 24 * 60 * 60;

/// Who sends a request, as the rights of notebooks make a difference.
pub fn viewer(extensions: &Extensions) -> Viewer {
    match extensions.get::<SignedIn>() {
        Some(_) => Viewer::Curator,
        None => Viewer::Stranger,
    }
}

/// Adds [`SignedIn`] to the requests of a session, and turns strangers away from what only curators may do.
///
/// A request without a session starts none: readers get neither a cookie nor a row in the database.
pub fn guard<S: Clone + Send + Sync + 'static>(
    routes: Router<S>,
    entrance: &Entrance,
    cookie: &SessionCookie,
) -> Router<S> {
    let sessions = SessionManagerLayer::new(Sessions::new(entrance.store.clone()))
        .with_name(cookie.name)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(cookie.secure)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(time::Duration::days(IDLE_DAYS)));
    let backend = Backend::new(entrance.store.clone());
    let layer = AuthManagerLayerBuilder::new(backend, sessions).with_data_key(sessions::CURATOR).build();
    routes
        .layer(from_fn_with_state(entrance.clone(), identify))
        .layer(layer)
        .layer(from_fn(sessions::describe_problem))
}

/// Adds [`SignedIn`] to the requests of a session, and refuses what only curators may do.
async fn identify(State(entrance): State<Entrance>, mut request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Session>().cloned();
    let signed_in = match &session {
        Some(session) => in_force(session).await,
        None => None,
    };
    let path = request.uri().path();
    let page = Page::from_path(path);
    let reads = request.method().is_safe();
    let lets_in = matches!(page, Ok(Page::SignIn { .. } | Page::SignInByLink(_)));
    let is_function = path.starts_with("/fn/");
    let is_private = signed_in.is_some() || lets_in;
    // Other server functions are for curators alone; each checks that as well.
    if signed_in.is_none() && is_function && !(reads && OPEN_FUNCTIONS.contains(&path)) {
        let form = form_sender(&request);
        return for_nobody_else(refuse(&entrance, form).await);
    }
    if let Ok(Page::SignInByLink(token)) = page
        && reads
        && !entrance.link.as_ref().is_some_and(|link| link.is_open(&token))
    {
        request.extensions_mut().insert(SignInFailure::LinkSpent);
    }
    if lets_in
        && reads
        && let Some(site) = request.extensions().get::<Site>()
        && plain_http::opens_page(site, request.headers())
    {
        request.extensions_mut().insert(SignInFailure::PlainHttp);
    }
    if let (Some(session), Some(signed_in)) = (&session, signed_in) {
        request.extensions_mut().insert(signed_in);
        renew(&session.session).await;
    }
    let mut response = next.run(request).await;
    if is_private {
        response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    if is_function { for_nobody_else(response) } else { response }
}

/// Keeps the answer of a server function out of caches and search engines.
fn for_nobody_else(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

/// The curator of a session; `None` for a stranger. Ends a session that has gone on for too long.
async fn in_force(session: &Session) -> Option<SignedIn> {
    let curator = session.user.as_ref()?;
    let began = session.session.get::<i64>(BEGAN).await.ok().flatten();
    if began.is_some_and(|began| Timestamp::now().as_second() - began >= LONGEST_SECONDS) {
        if let Err(error) = session.session.flush().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "a session could not be ended");
        }
        return None;
    }
    Some(curator.signed_in())
}

/// Renews a session that is used: once a day it is written, which extends it.
async fn renew(session: &tower_sessions::Session) {
    if let Err(error) = renew_daily(session, Timestamp::now().as_second()).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "a session could not be renewed");
    }
}

async fn renew_daily(session: &tower_sessions::Session, now: i64) -> Result<(), session::Error> {
    if session.get::<i64>(SEEN).await?.is_some_and(|seen| now - seen < RENEWED_EVERY_SECONDS) {
        return Ok(());
    }
    // Those of an older version do not know.
    if session.get::<i64>(BEGAN).await?.is_none() {
        session.insert(BEGAN, now).await?;
    }
    session.insert(SEEN, now).await
}

/// The reader and the page of a form that was sent without a session; `None` for a script.
fn form_sender(request: &Request) -> Option<(Reader, OwnPath)> {
    let text = |name: header::HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    if !problem::accepts_html(request.headers()) {
        return None;
    }
    let reader = request.extensions().get::<Reader>().copied().unwrap_or_default();
    let from = text(header::REFERER).and_then(|referer| referer.parse::<http::Uri>().ok());
    let from = from.as_ref().and_then(http::Uri::path_and_query).and_then(|path| path.as_str().parse().ok());
    Some((reader, from.unwrap_or_default()))
}

/// A 401: a page for those who sent a form, a serialised error for scripts.
async fn refuse(entrance: &Entrance, form: Option<(Reader, OwnPath)>) -> Response {
    if let Some((reader, next)) = form {
        return entrance.respond(SignInFailure::SessionOver, reader, &next).await;
    }
    problem::serialised(&AppError::SignInNeeded)
}
