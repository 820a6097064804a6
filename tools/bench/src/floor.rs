//! The floor: what a page must cost at least. A bare handler sends the page's own statements through the same pool and
//! answers with bytes that are ready; or it sends one statement; or none.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path as UrlPath, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use store::Store;
use tokio::net::TcpListener;

#[derive(Clone)]
struct Ready {
    store: Store,
    bytes: Arc<HashMap<String, Bytes>>,
}

impl Ready {
    /// The ready bytes of a name, once the statements are answered.
    fn answer<T>(&self, name: &str, loaded: store::Result<T>) -> Response {
        match (loaded, self.bytes.get(name)) {
            (Ok(_), Some(bytes)) => {
                ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], bytes.clone()).into_response()
            }
            (Ok(_), None) => StatusCode::NOT_FOUND.into_response(),
            (Err(error), _) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        }
    }
}

/// Serves until it is killed.
pub async fn serve(database: &str, listen: SocketAddr, bytes: &Path) -> anyhow::Result<()> {
    let mut files = HashMap::new();
    for file in std::fs::read_dir(bytes).with_context(|| format!("cannot read {}", bytes.display()))? {
        let path = file?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        files.insert(name, std::fs::read(&path)?.into());
    }
    let ready = Ready { store: Store::open(database).await?, bytes: Arc::new(files) };
    let router = Router::new()
        .route("/timeline/{name}", get(timeline))
        .route("/entry/{name}/{id}", get(entry))
        .route("/one/{name}", get(one))
        .route("/static/{name}", get(ready_bytes))
        .with_state(ready);
    let listener = TcpListener::bind(listen).await?.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    Ok(axum::serve(listener, router).await?)
}

async fn timeline(
    State(ready): State<Ready>,
    UrlPath(name): UrlPath<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let Ok(filter) = query.unwrap_or_default().parse() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let load = async {
        ready.store.data_as_of().await?;
        ready.store.timeline(&filter).await
    };
    ready.answer(&name, load.await)
}

async fn entry(State(ready): State<Ready>, UrlPath((name, id)): UrlPath<(String, String)>) -> Response {
    let Ok(id) = id.parse() else { return StatusCode::BAD_REQUEST.into_response() };
    let load = async {
        ready.store.data_as_of().await?;
        ready.store.entry(&id, &Default::default()).await
    };
    ready.answer(&name, load.await)
}

async fn one(State(ready): State<Ready>, UrlPath(name): UrlPath<String>) -> Response {
    ready.answer(&name, ready.store.generation().await)
}

async fn ready_bytes(State(ready): State<Ready>, UrlPath(name): UrlPath<String>) -> Response {
    ready.answer(&name, Ok(()))
}
