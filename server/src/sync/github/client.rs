//! One request to GitHub: whom it goes to, how long it may take, what is tried again.
//!
//! octocrab's own retries and redirects are left out: its retries would not wait for what GitHub
//! asks, and only here is it known where the token may go.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use backon::{BackoffBuilder, ExponentialBuilder};
use http::header::{AUTHORIZATION, HeaderName};
use http::uri::{Authority, Scheme};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use http_body_util::BodyExt;
use jiff::Timestamp;
use octocrab::Octocrab;
use serde_json::Value;

use super::clock::Clock;
use super::limits::{self, Left};
use crate::sync::Github;

/// How long an answer may take: GitHub gives up after ten seconds itself.
const TIMEOUT: Duration = Duration::from_secs(30);
/// How long a limit is waited for; what takes longer is left for the next run.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often a limit is waited for, request by request.
const WAITS: u32 = 2;
/// How often more a request is tried that failed.
const TRIES_MORE: usize = 2;
/// Before the second try; doubles for the third, and each is longer by chance.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// GitHub, as it is asked.
pub(super) struct Client {
    client: Octocrab,
    scheme: Scheme,
    authority: Authority,
    /// Before every path: empty for the public API, `/api/v3` for a server of one's own.
    prefix: String,
    token: Option<HeaderValue>,
    /// What tells the time.
    pub(super) clock: Clock,
    requests: AtomicU32,
    answered: AtomicBool,
    left: Mutex<Option<Left>>,
}

/// An answer, of whatever status below 500.
#[derive(Debug)]
pub(super) struct Reply {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body; null where that is no JSON.
    pub body: Value,
}

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The network or the server did not answer, however often it was tried.
    Unreachable(String),
    /// It answers, and not this: a failure of its own, or it took too long.
    Broken(String),
    /// It wants to be left alone until then.
    Limited(Timestamp),
    /// It does not want us at all.
    Refused(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(why) => write!(f, "GitHub could not be reached: {why}"),
            Self::Broken(why) => write!(f, "GitHub fails to answer: {why}"),
            Self::Limited(until) => write!(f, "GitHub's limit is used up until {until:.0}"),
            Self::Refused(why) => write!(f, "GitHub refuses to answer: {why}"),
        }
    }
}

impl Client {
    /// The API at the configured root.
    ///
    /// # Errors
    /// Where the root is no address, and where a token would travel unencrypted to another machine.
    pub(super) fn new(github: &Github, clock: Clock) -> anyhow::Result<Self> {
        let root: Uri =
            github.api.trim_end_matches('/').parse().context("KEPLINE_GITHUB_API is no address")?;
        let (Some(scheme), Some(authority)) = (root.scheme().cloned(), root.authority().cloned()) else {
            bail!("KEPLINE_GITHUB_API must look like https://api.github.com");
        };
        ensure!(!authority.as_str().contains('@'), "KEPLINE_GITHUB_API must not hold a name or a password");
        ensure!(root.query().is_none(), "KEPLINE_GITHUB_API must not hold a query");
        ensure!(scheme == Scheme::HTTPS || scheme == Scheme::HTTP, "KEPLINE_GITHUB_API begins with https://");
        let token = match &github.token {
            Some(token) => {
                ensure!(
                    scheme == Scheme::HTTPS || is_loopback(authority.host()),
                    "KEPLINE_GITHUB_API must begin with https://: the token would travel unencrypted"
                );
                let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose()))
                    .map_err(|_| anyhow::anyhow!("GITHUB_TOKEN holds characters that no token has"))?;
                value.set_sensitive(true);
                Some(value)
            }
            None => None,
        };
        // octocrab joins its root and a path by guessing where one begins: it gets no path at all.
        let client = Octocrab::builder().base_uri(format!("{scheme}://{authority}"))?.build()?;
        Ok(Self {
            client,
            scheme,
            authority,
            prefix: root.path().trim_end_matches('/').to_owned(),
            token,
            clock,
            requests: AtomicU32::new(0),
            answered: AtomicBool::new(false),
            left: Mutex::new(None),
        })
    }

    /// Whether it is asked with a token.
    pub(super) fn has_token(&self) -> bool {
        self.token.is_some()
    }

    /// How many requests were sent.
    pub(super) fn requests(&self) -> u32 {
        self.requests.load(Ordering::Relaxed)
    }

    /// What is left of the hour's requests, as the last answer told.
    pub(super) fn left(&self) -> Option<Left> {
        *self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks a GraphQL question.
    pub(super) async fn graphql(&self, question: &Value) -> Result<Reply, Fault> {
        // A server of one's own answers beside its REST interface, not below it.
        let prefix = self.prefix.strip_suffix("/v3").unwrap_or(&self.prefix);
        self.send(&Method::POST, &format!("{prefix}/graphql"), None, Some(question)).await
    }

    /// Asks for a path below the root, unless it still is what `etag` names.
    pub(super) async fn get(&self, path: &str, etag: Option<&str>) -> Result<Reply, Fault> {
        self.send(&Method::GET, &format!("{}{path}", self.prefix), etag, None).await
    }

    /// Asks where an answer led to; `None` where that is another host than the root's.
    pub(super) async fn follow(&self, from: &Reply, etag: Option<&str>) -> Option<Result<Reply, Fault>> {
        let to: Uri = from.headers.get(http::header::LOCATION)?.to_str().ok()?.parse().ok()?;
        let elsewhere = to.authority().is_some_and(|authority| *authority != self.authority)
            || to.scheme().is_some_and(|scheme| *scheme != self.scheme);
        if elsewhere {
            return None;
        }
        Some(self.send(&Method::GET, to.path_and_query()?.as_str(), etag, None).await)
    }

    /// Sends until there is an answer: failures are tried again, limits waited for while that is short.
    async fn send(
        &self,
        method: &Method,
        path: &str,
        etag: Option<&str>,
        body: Option<&Value>,
    ) -> Result<Reply, Fault> {
        let mut pauses = ExponentialBuilder::default()
            .with_min_delay(FIRST_PAUSE)
            .with_max_times(TRIES_MORE)
            .with_jitter()
            .build();
        let mut waits = 0;
        loop {
            let fault = match self.once(method, path, etag, body).await {
                Ok(reply) if reply.status.is_server_error() => {
                    Fault::Broken(format!("it answers {}", reply.status.as_u16()))
                }
                Ok(reply) => {
                    let now = self.clock.now();
                    let Some(until) = limited(&reply, now) else { return Ok(reply) };
                    let wait = Duration::try_from(until.duration_since(now)).unwrap_or_default();
                    if wait > PATIENCE || waits == WAITS {
                        return Err(Fault::Limited(until));
                    }
                    tracing::info!("GitHub asks to wait for {} s", wait.as_secs());
                    waits += 1;
                    self.clock.sleep(wait).await;
                    continue;
                }
                Err(fault) => fault,
            };
            match pauses.next() {
                Some(pause) => {
                    tracing::info!("{fault}; tried again in {:.1} s", pause.as_secs_f32());
                    self.clock.sleep(pause).await;
                }
                None => return Err(fault),
            }
        }
    }

    async fn once(
        &self,
        method: &Method,
        path: &str,
        etag: Option<&str>,
        body: Option<&Value>,
    ) -> Result<Reply, Fault> {
        let mut request = http::Request::builder().method(method).uri(path);
        let accept = HeaderValue::from_static("application/vnd.github+json");
        let etag = etag.and_then(|etag| HeaderValue::from_str(etag).ok());
        let headers: [(HeaderName, Option<HeaderValue>); 3] = [
            (http::header::ACCEPT, Some(accept)),
            (http::header::IF_NONE_MATCH, etag),
            (AUTHORIZATION, self.token.clone()),
        ];
        for (name, value) in headers {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let unreachable = |error: octocrab::Error| Fault::Unreachable(deepest(&error));
        let request = self.client.build_request(request, body).map_err(unreachable)?;
        self.requests.fetch_add(1, Ordering::Relaxed);
        let exchange = async {
            let (head, body) = self.client.send(request).await?.into_parts();
            Ok((head, body.collect().await?.to_bytes()))
        };
        match tokio::time::timeout(TIMEOUT, exchange).await {
            Ok(Ok((head, bytes))) => {
                self.answered.store(true, Ordering::Relaxed);
                tracing::debug!("GitHub answers {method} {path} with {}", head.status.as_u16());
                if let Some(left) = limits::left(&head.headers) {
                    *self.left.lock().unwrap_or_else(PoisonError::into_inner) = Some(left);
                }
                let body = serde_json::from_slice(&bytes).unwrap_or_default();
                Ok(Reply { status: head.status, headers: head.headers, body })
            }
            Ok(Err(error)) => Err(unreachable(error)),
            Err(_) => {
                let why = format!("no answer within {} s", TIMEOUT.as_secs());
                let known = self.answered.load(Ordering::Relaxed);
                Err(if known { Fault::Broken(why) } else { Fault::Unreachable(why) })
            }
        }
    }
}

impl Reply {
    /// What GitHub says on why it does not answer, shortened.
    pub(super) fn message(&self) -> String {
        let said = self.body.get("message").and_then(Value::as_str).unwrap_or_default();
        said.chars().take(120).collect()
    }
}

fn limited(reply: &Reply, now: Timestamp) -> Option<Timestamp> {
    let errors = reply.body.get("errors").and_then(Value::as_array);
    let by_type = errors.into_iter().flatten().any(|error| {
        let kind = error.get("type").and_then(Value::as_str);
        matches!(kind, Some("RATE_LIMITED" | "RATE_LIMIT"))
    });
    limits::limited(reply.status, &reply.headers, &reply.message(), by_type, now)
}

fn is_loopback(host: &str) -> bool {
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

/// The words of the cause below all causes: the others only say that something went wrong.
fn deepest(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::settings::Token;

    #[track_caller]
    fn check(api: &str, token: Option<&str>, expected: Result<(), &str>) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let github = Github { api: api.to_owned(), token: token.and_then(Token::new) };
        let made = runtime.block_on(async { Client::new(&github, Clock::Wall).map(|_| ()) });
        match (made, expected) {
            (Ok(()), Ok(())) => {}
            (Err(error), Err(word)) => assert!(error.to_string().contains(word), "{error:#}"),
            (made, _) => panic!("{api}: {made:?}"),
        }
    }

    #[test]
    fn the_root_is_an_address_without_secrets() {
        check("https://api.github.com", Some("secret"), Ok(()));
        check("https://github.example/api/v3/", Some("secret"), Ok(()));
        check("api.github.com", None, Err("must look like"));
        check("ftp://api.github.com", None, Err("begins with"));
        check("https://me:word@api.github.com", None, Err("password"));
    }

    #[test]
    fn a_token_travels_encrypted_or_not_at_all() {
        check("http://github.example", None, Ok(()));
        check("http://github.example", Some("secret"), Err("unencrypted"));
        check("http://127.0.0.1:4000", Some("secret"), Ok(()));
        check("http://[::1]:4000", Some("secret"), Ok(()));
        check("https://api.github.com", Some("sec\u{7}ret"), Err("no token has"));
    }
}
