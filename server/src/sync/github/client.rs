//! Requests to GitHub: where they go, how long they may take, what is tried again.
//!
//! reqwest's own retries and redirects are off: its retries would not wait as long as GitHub demands,
//! and only here is it known where the token may go.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use backon::{BackoffBuilder, ExponentialBuilder};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, IF_NONE_MATCH};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use super::limits::{self, RemainingRequests};
use crate::sync::api_root::ApiRoot;
use crate::sync::clock::Clock;
use crate::sync::settings::Github;

/// GitHub answers no client without a name.
const USER_AGENT: &str = concat!("kepline/", env!("CARGO_PKG_VERSION"));
/// How long an answer may take: GitHub itself gives up after ten seconds.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The longest wait for a limit; what takes longer is left for the next run.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often one request waits for a limit.
const WAITS: u32 = 2;
/// How often a failed request is repeated.
const RETRIES: usize = 2;
/// The pause before the first retry; it doubles for the next, and each is longer by chance.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// The media type of answers.
const JSON: &str = "application/vnd.github+json";
/// The media type of a file as it is.
const RAW: &str = "application/vnd.github.raw+json";

/// GitHub at the configured root.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    root: ApiRoot,
    token: Option<HeaderValue>,
    clock: Clock,
    requests: AtomicU32,
    answered: AtomicBool,
    remaining: Mutex<Option<RemainingRequests>>,
}

/// An answer of GitHub.
#[derive(Debug)]
pub struct Reply {
    /// A status below 500.
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// The body as it came.
    pub bytes: Vec<u8>,
    /// The body as JSON; null where it is none.
    pub json: Value,
}

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The network or the server did not answer, however often it was tried.
    #[error("GitHub could not be reached: {0}")]
    Unreachable(String),
    /// It answers, but not this request: a failure of its own, or it took too long.
    #[error("GitHub fails to answer: {0}")]
    Broken(String),
    /// No more requests are allowed until then.
    #[error("GitHub's limit is used up until {0:.0}")]
    Limited(Timestamp),
    /// It rejects our requests.
    #[error("GitHub refuses to answer: {0}")]
    Refused(String),
}

/// A request, which can be sent again.
struct Request<'a> {
    method: Method,
    url: Url,
    accept: &'static str,
    etag: Option<&'a str>,
    json: Option<&'a Value>,
}

impl Client {
    /// A client of the configured root.
    ///
    /// # Errors
    /// Where the system has no certificates to check those of GitHub with.
    pub fn new(github: &Github) -> anyhow::Result<Self> {
        Ok(Self {
            http: http_client(github.root())
                .context("cannot set up HTTPS: are the system's ca-certificates installed?")?,
            root: github.root().clone(),
            token: github.token().map(|token| token.header()),
            clock: github.clock().clone(),
            requests: AtomicU32::new(0),
            answered: AtomicBool::new(false),
            remaining: Mutex::new(None),
        })
    }

    /// Whether requests carry a token.
    pub fn has_token(&self) -> bool {
        self.token.is_some()
    }

    /// The time by its clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// How many requests were sent.
    pub fn requests(&self) -> u32 {
        self.requests.load(Ordering::Relaxed)
    }

    /// What remains of the hour's requests, by the last answer.
    pub fn remaining(&self) -> Option<RemainingRequests> {
        *self.remaining.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a GraphQL query.
    pub async fn graphql(&self, query: &Value) -> Result<Reply, Fault> {
        let (method, url) = (Method::POST, self.root.graphql());
        self.send(&Request { method, url, accept: JSON, etag: None, json: Some(query) }).await
    }

    /// Requests a path of the REST interface, unless it still has the tag `etag`.
    pub async fn get(&self, path: &str, etag: Option<&str>) -> Result<Reply, Fault> {
        self.get_url(self.root.rest(path), JSON, etag).await
    }

    /// Requests a file of a repository by its path of the REST interface: the reply's bytes are its content.
    pub async fn get_raw(&self, path: &str) -> Result<Reply, Fault> {
        self.get_url(self.root.rest(path), RAW, None).await
    }

    /// Follows a redirect; `None` where it leads to another origin than the root's.
    pub async fn follow(&self, from: &Reply, etag: Option<&str>) -> Option<Result<Reply, Fault>> {
        let to = self.root.redirected(from.headers.get(http::header::LOCATION)?.to_str().ok()?)?;
        Some(self.get_url(to, JSON, etag).await)
    }

    async fn get_url(&self, url: Url, accept: &'static str, etag: Option<&str>) -> Result<Reply, Fault> {
        self.send(&Request { method: Method::GET, url, accept, etag, json: None }).await
    }

    /// Sends until there is an answer: failures are tried again, limits waited for while that is short.
    async fn send(&self, request: &Request<'_>) -> Result<Reply, Fault> {
        let mut pauses = ExponentialBuilder::default()
            .with_min_delay(FIRST_PAUSE)
            .with_max_times(RETRIES)
            .with_jitter()
            .build();
        let mut waits = 0;
        loop {
            let fault = match self.send_once(request).await {
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

    async fn send_once(&self, request: &Request<'_>) -> Result<Reply, Fault> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        let reply = self.exchange(request).await.map_err(|error| self.fault(&error))?;
        self.answered.store(true, Ordering::Relaxed);
        let (method, path) = (&request.method, request.url.path());
        tracing::debug!("GitHub answers {method} {path} with {}", reply.status.as_u16());
        if let Some(remaining) = limits::remaining(&reply.headers) {
            *self.remaining.lock().unwrap_or_else(PoisonError::into_inner) = Some(remaining);
        }
        Ok(reply)
    }

    async fn exchange(&self, request: &Request<'_>) -> reqwest::Result<Reply> {
        let mut builder = self.http.request(request.method.clone(), request.url.clone());
        builder = builder.header(ACCEPT, request.accept);
        if let Some(etag) = request.etag.and_then(|etag| HeaderValue::from_str(etag).ok()) {
            builder = builder.header(IF_NONE_MATCH, etag);
        }
        if let Some(token) = &self.token {
            builder = builder.header(AUTHORIZATION, token.clone());
        }
        if let Some(json) = request.json {
            builder = builder.header(CONTENT_TYPE, "application/json").body(json.to_string());
        }
        let mut response = builder.send().await?;
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        let bytes = Vec::from(response.bytes().await?);
        let json = serde_json::from_slice(&bytes).unwrap_or_default();
        Ok(Reply { status, headers, bytes, json })
    }

    /// Why there was no answer: a server that has answered before is there, and slow.
    fn fault(&self, error: &reqwest::Error) -> Fault {
        if !error.is_timeout() {
            return Fault::Unreachable(root_cause(error));
        }
        let reason = format!("no answer within {} s", TIMEOUT.as_secs());
        if self.answered.load(Ordering::Relaxed) { Fault::Broken(reason) } else { Fault::Unreachable(reason) }
    }
}

fn http_client(root: &ApiRoot) -> reqwest::Result<reqwest::Client> {
    // reqwest is built without a cryptography of its own; a second call leaves the first in place.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .timeout(TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy();
    if let Some((name, addresses)) = root.local_name() {
        builder = builder.resolve_to_addrs(name, &addresses);
    }
    builder.build()
}

impl Reply {
    /// GitHub's message on why it does not answer, shortened.
    pub fn message(&self) -> String {
        let message = self.json.get("message").and_then(Value::as_str).unwrap_or_default();
        message.chars().take(120).collect()
    }
}

fn limited(reply: &Reply, now: Timestamp) -> Option<Timestamp> {
    let errors = reply.json.get("errors").and_then(Value::as_array);
    let by_type = errors.into_iter().flatten().any(|error| {
        let kind = error.get("type").and_then(Value::as_str);
        matches!(kind, Some("RATE_LIMITED" | "RATE_LIMIT"))
    });
    limits::limited(reply.status, &reply.headers, &reply.message(), by_type, now)
}

/// The message of the innermost cause: the others only say that something went wrong.
fn root_cause(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}
