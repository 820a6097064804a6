//! The Model Context Protocol, for programs that read for people: tools that find and read notes and say what became of
//! what they cite, at `/mcp` and over standard input and output.
//!
//! A tool asks what the API is asked and gives its shapes. Everybody is a stranger here, whoever is signed in: what a
//! program is given goes on to a model. There are no sessions; each request is answered by itself, with JSON.

mod handler;
mod kep_story;
mod read_note;
mod schema;
mod search_notes;
mod state_then_and_now;
mod tool;
mod upgrade_list;

use std::sync::Arc;

use app::request::Site;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use http_body_util::Full;
use rmcp::ServiceExt;
use rmcp::transport::StreamableHttpService;
use rmcp::transport::streamable_http_server::StreamableHttpServerConfig;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use store::Store;

use super::api::Api;
use super::body_limit::MAX_BODY_BYTES;
use handler::Handler;

/// Where it is spoken over HTTP.
pub const PATH: &str = "/mcp";

type Service = StreamableHttpService<Handler, NeverSessionManager>;

/// The route of the protocol. Layers around it refuse other sites and hosts, and bound bodies and time.
pub fn routes<S: Clone + Send + Sync + 'static>(store: Store, site: Site) -> Router<S> {
    let handler = Handler::new(Api::new(store, site, Arc::default()));
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(MAX_BODY_BYTES)
        .disable_allowed_hosts();
    let service = Service::new(move || Ok(handler.clone()), Arc::default(), config);
    Router::new().route(PATH, any(answer)).with_state(service)
}

async fn answer(State(service): State<Service>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let bytes = match Bytes::from_request(Request::from_parts(parts.clone(), body), &()).await {
        Ok(bytes) => bytes,
        Err(refusal) => return refusal.into_response(),
    };
    service.handle(Request::from_parts(parts, Full::new(bytes))).await.map(Body::new)
}

/// Answers whoever began this program, until its standard input ends.
///
/// # Errors
/// Where the other side does not begin as the protocol says.
pub async fn serve_stdio(store: Store, site: Site) -> anyhow::Result<()> {
    let handler = Handler::new(Api::new(store, site, Arc::default()));
    handler.serve(rmcp::transport::stdio()).await?.waiting().await?;
    Ok(())
}
