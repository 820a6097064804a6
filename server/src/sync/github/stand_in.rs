//! A stand-in for GitHub that speaks its protocol over HTTP on this machine.
//!
//! It answers from a JSON file (`stand_in/facts.json` shows its shape), records the requests that it
//! receives, and fails where a test wants it to. Tests start it in their own process,
//! `cargo run --example github-stand-in` for a browser or a shell.

#![allow(dead_code, reason = "the example and the tests each use a part of it")]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{AUTHORIZATION, ETAG, IF_NONE_MATCH, LOCATION};
use http::{HeaderMap, Method, StatusCode, Uri};
use serde_json::{Value, json};
use tokio::sync::Notify;

#[path = "stand_in/facts.rs"]
pub mod facts;
#[path = "stand_in/query.rs"]
mod query;

use facts::{GithubFacts, ItemFact, ItemKind};

/// How many requests are allowed within an hour, without and with a token.
const HOURLY: [u32; 2] = [60, 5000];

/// A failure of one request.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// The server fails with this status.
    Status(u16),
    /// Too many at once: to be repeated after so many seconds.
    Secondary(u32),
    /// The hourly limit is used up, as GraphQL reports it.
    RateLimited,
    /// The first alias is refused for this reason, the others are answered.
    FirstAlias(&'static str),
    /// It never answers.
    Silence,
}

/// A request that it received.
#[derive(Clone, Debug)]
pub struct ReceivedRequest {
    pub method: Method,
    /// With its query.
    pub path: String,
    pub headers: HeaderMap,
    pub body: String,
}

#[derive(Debug)]
struct Shared {
    facts: GithubFacts,
    requests: Vec<ReceivedRequest>,
    trouble: BTreeMap<usize, Trouble>,
    used: u32,
    reset: i64,
}

/// A stand-in that runs; it ends with the runtime that it was started in.
#[derive(Clone, Debug)]
pub struct StandIn {
    address: SocketAddr,
    silence: Arc<Notify>,
    shared: Arc<Mutex<Shared>>,
}

impl StandIn {
    /// Starts one with these facts. Its hourly limit is available again at `reset`, in seconds of Unix.
    pub async fn start(address: SocketAddr, facts: GithubFacts, reset: i64) -> std::io::Result<Self> {
        let shared = Shared { facts, requests: Vec::new(), trouble: BTreeMap::new(), used: 0, reset };
        let listener = tokio::net::TcpListener::bind(address).await?;
        let stand_in = Self {
            address: listener.local_addr()?,
            silence: Arc::default(),
            shared: Arc::new(Mutex::new(shared)),
        };
        let router = Router::new().fallback(answer).with_state(stand_in.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(stand_in)
    }

    /// The root of its API.
    pub fn root(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Lets a request fail, counted from 1 since the start.
    pub fn trouble(&self, request: usize, trouble: Trouble) {
        self.with(|shared| shared.trouble.insert(request, trouble));
    }

    /// Waits until a request was left without an answer.
    pub async fn fell_silent(&self) {
        self.silence.notified().await;
    }

    /// The requests that it has received so far.
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.with(|shared| shared.requests.clone())
    }

    /// Begins another hour, which ends at `reset`.
    pub fn refill(&self, reset: i64) {
        self.with(|shared| (shared.used, shared.reset) = (0, reset));
    }

    /// Changes its facts.
    pub fn update_facts(&self, change: impl FnOnce(&mut GithubFacts)) {
        self.with(|shared| change(&mut shared.facts));
    }

    fn with<T>(&self, act: impl FnOnce(&mut Shared) -> T) -> T {
        act(&mut self.shared.lock().expect("no test panics while it holds the lock"))
    }
}

async fn answer(
    State(stand_in): State<StandIn>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let body = String::from_utf8_lossy(&body).into_owned();
    let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let received = ReceivedRequest {
        method: method.clone(),
        path: path.clone(),
        headers: headers.clone(),
        body: body.clone(),
    };
    let trouble = stand_in.with(|shared| {
        shared.requests.push(received);
        shared.trouble.remove(&shared.requests.len())
    });
    if matches!(trouble, Some(Trouble::Silence)) {
        stand_in.silence.notify_one();
        std::future::pending::<()>().await;
    }
    stand_in.with(|shared| {
        let with_token = headers.contains_key(AUTHORIZATION);
        let limit = HOURLY[usize::from(with_token)];
        let mut response = match trouble {
            Some(Trouble::Status(status)) => plain(status, json!({ "message": "Unicorn!" })),
            Some(Trouble::Secondary(seconds)) => {
                let message = "You have exceeded a secondary rate limit.";
                let mut response = plain(403, json!({ "message": message }));
                response.headers_mut().insert("retry-after", seconds.into());
                response
            }
            Some(Trouble::RateLimited) => {
                shared.used = limit;
                plain(
                    200,
                    json!({ "errors": [{ "type": "RATE_LIMITED", "message": "API rate limit exceeded" }] }),
                )
            }
            _ if shared.used >= limit => plain(403, json!({ "message": "API rate limit exceeded" })),
            _ => {
                let mut response = match (&method, path.as_str()) {
                    (&Method::POST, "/graphql") if !with_token => {
                        plain(401, json!({ "message": "Requires authentication" }))
                    }
                    (&Method::POST, "/graphql") => {
                        let left = (limit - shared.used - 1, shared.reset);
                        let mut answer = query::answer(&shared.facts, &body, left);
                        if let Some(Trouble::FirstAlias(kind)) = trouble {
                            answer["data"]["r0"] = Value::Null;
                            answer["errors"] = json!([{ "type": kind, "path": ["r0"], "message": "no" }]);
                        }
                        plain(200, answer)
                    }
                    (&Method::GET, path) => rest(&shared.facts, path, with_token),
                    _ => plain(404, json!({ "message": "Not Found" })),
                };
                let etag = response.headers().get(ETAG);
                if etag.is_some() && etag == headers.get(IF_NONE_MATCH) {
                    response = StatusCode::NOT_MODIFIED.into_response();
                } else {
                    shared.used += 1;
                }
                response
            }
        };
        let left = limit.saturating_sub(shared.used);
        response.headers_mut().insert("x-ratelimit-remaining", left.into());
        response.headers_mut().insert("x-ratelimit-reset", shared.reset.into());
        response
    })
}

fn plain(status: u16, body: Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = [(http::header::CONTENT_TYPE, "application/json; charset=utf-8")];
    (status, kind, body.to_string()).into_response()
}

/// `/repos/{owner}/{repo}/{what}/{number}`, and `/repositories/{id}/…` to which moves redirect.
fn rest(facts: &GithubFacts, path: &str, with_token: bool) -> Response {
    let not_found = || plain(404, json!({ "message": "Not Found" }));
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let (repository, what, number) = match parts[..] {
        ["repos", owner, repo, what, number] => (facts.repository(&format!("{owner}/{repo}")), what, number),
        ["repositories", id, what, number] => {
            (id.parse().ok().and_then(|id: usize| facts.repositories.get(id)), what, number)
        }
        _ => return not_found(),
    };
    let Some((repository, number)) = repository.zip(number.parse::<u64>().ok()) else { return not_found() };
    if repository.private && !with_token {
        return not_found();
    }
    let leads_to = |place: String| {
        let mut response = plain(301, json!({ "message": "Moved Permanently", "url": place }));
        let place = place.parse().expect("facts lead to addresses");
        response.headers_mut().insert(LOCATION, place);
        response
    };
    if let Some(elsewhere) = &repository.leads_to {
        return leads_to(format!("{elsewhere}{path}"));
    }
    if let Some(name) = &repository.moved_to {
        return leads_to(format!("/repositories/{}/{what}/{number}", facts.id(name)));
    }
    let Some(fact) = facts.item(&repository.name, number) else { return not_found() };
    if let Some((name, number)) = fact.moved_to() {
        return leads_to(format!("/repositories/{}/{what}/{number}", facts.id(name)));
    }
    match (what, fact.kind) {
        ("issues", ItemKind::Discussion) => plain(410, json!({ "message": "This issue was deleted" })),
        ("discussions", ItemKind::Discussion) => plain(200, json!({ "number": number })),
        ("issues", _) => with_etag(plain(200, issue(fact)), fact),
        ("pulls", ItemKind::Pull) => with_etag(plain(200, issue(fact)), fact),
        _ => not_found(),
    }
}

fn with_etag(mut response: Response, fact: &ItemFact) -> Response {
    let etag = format!("W/\"{}-{}\"", fact.number, fact.updated_at());
    response.headers_mut().insert(ETAG, etag.parse().expect("dates are visible"));
    response
}

fn issue(fact: &ItemFact) -> Value {
    let pull = (fact.kind == ItemKind::Pull).then(|| json!({ "merged_at": fact.merged_at }));
    let mut issue = json!({
        "number": fact.number,
        "title": fact.title,
        "state": if fact.closed_at.is_some() { "closed" } else { "open" },
        "state_reason": fact.reason.as_ref().filter(|_| fact.closed_at.is_some()),
        "created_at": fact.created_at,
        "closed_at": fact.closed_at,
        "updated_at": fact.updated_at(),
        "milestone": fact.milestone.as_ref().map(|title| json!({ "title": title })),
        "labels": fact.labels.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
        "repository_url": format!("https://api.github.com/repos/{}", fact.repository),
        "user": { "login": "a-person" },
        "body": "a body that nobody asked for",
    });
    if let Some(pull) = pull {
        issue["pull_request"] = pull;
        issue["draft"] = json!(fact.draft);
    }
    issue
}
