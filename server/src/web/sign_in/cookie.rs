//! The cookie of a session: its name, its attributes, and what becomes of one that names no session.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use store::Store;

use super::sessions::Sessions;

/// The name over HTTP. Browsers take the prefix of the other only from HTTPS, for this host alone and all of its paths.
const PLAIN: &str = "kepline_session";

/// The same over HTTPS.
const HOST: &str = "__Host-kepline_session";

/// The lines that remove them from a browser. A browser takes none for a name of HTTPS without all of its attributes.
const REMOVALS: [&str; 2] = [
    "kepline_session=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0",
    "__Host-kepline_session=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0",
];

/// The cookie of sessions.
#[derive(Clone, Debug)]
pub struct SessionCookie {
    pub name: &'static str,
    /// Whether it is sent over HTTPS alone.
    pub secure: bool,
    sessions: Sessions,
}

impl SessionCookie {
    /// That of a site with this address.
    pub fn new(public_url: &str, store: Store) -> Self {
        let secure = public_url.starts_with("https:");
        Self { name: if secure { HOST } else { PLAIN }, secure, sessions: Sessions::new(store) }
    }

    /// Whether a request has the cookie of no session: of one that has ended, that never was, or of more than one, as
    /// browsers have one of a name at most.
    async fn is_dead(&self, request: &HeaderMap) -> bool {
        let mut named = cookies(request).filter(|cookie| self.is_named_by(cookie));
        match (named.next(), named.next()) {
            (Some(cookie), None) => {
                let value = cookie.split_once('=').map_or("", |(_, value)| value.trim());
                !self.sessions.may_exist(value).await
            }
            (first, _) => first.is_some(),
        }
    }

    fn is_named_by(&self, cookie: &str) -> bool {
        cookie.split('=').next().map(str::trim) == Some(self.name)
    }

    /// Takes the cookie out of a request.
    fn take_from(&self, request: &mut HeaderMap) {
        let others: Vec<&str> = cookies(request).filter(|cookie| !self.is_named_by(cookie)).collect();
        let others = HeaderValue::from_str(&others.join("; "));
        request.remove(header::COOKIE);
        if let Ok(others) = others
            && !others.is_empty()
        {
            request.insert(header::COOKIE, others);
        }
    }

    /// The line that removes it from a browser.
    fn removal(&self) -> HeaderValue {
        HeaderValue::from_static(REMOVALS[usize::from(self.secure)])
    }

    /// Replaces the removal that the session layer has written, which lacks attributes.
    fn complete_removal(&self, response: &mut HeaderMap) {
        let start = format!("{}=;", self.name);
        let is_removal = |line: &HeaderValue| line.as_bytes().starts_with(start.as_bytes());
        let lines: Vec<HeaderValue> = response.get_all(header::SET_COOKIE).into_iter().cloned().collect();
        response.remove(header::SET_COOKIE);
        for line in lines {
            response.append(header::SET_COOKIE, if is_removal(&line) { self.removal() } else { line });
        }
    }
}

/// The cookies of a request, each with its name.
fn cookies(request: &HeaderMap) -> impl Iterator<Item = &str> {
    let lines = request.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';')).map(str::trim)
}

/// Whether a request names a session, which need not be there.
pub fn names_session(headers: &HeaderMap) -> bool {
    let name = PLAIN.as_bytes();
    let mut cookies = headers.get_all(header::COOKIE).into_iter();
    cookies.any(|cookies| cookies.as_bytes().windows(name.len()).any(|part| part == name))
}

/// Answers a request with the cookie of no session as one without, and removes the cookie with the next answer that
/// is for its browser alone: whatever caches may share must not reach into the browsers of others.
pub async fn forget_dead(State(cookie): State<SessionCookie>, mut request: Request, next: Next) -> Response {
    let is_dead = cookie.is_dead(request.headers()).await;
    if is_dead {
        cookie.take_from(request.headers_mut());
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    cookie.complete_removal(headers);
    if is_dead && is_private(headers) && !headers.contains_key(header::SET_COOKIE) {
        headers.append(header::SET_COOKIE, cookie.removal());
    }
    response
}

/// Whether no shared cache stores an answer.
fn is_private(response: &HeaderMap) -> bool {
    let lines = response.get_all(header::CACHE_CONTROL).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|directive| matches!(directive.trim(), "private" | "no-store"))
}
