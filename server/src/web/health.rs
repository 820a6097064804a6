//! Whether the server is alive, and whether it can serve.

use std::path::Path;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use store::Store;

/// With less room on its disk a database cannot take a write.
const LEAST_FREE_BYTES: u64 = 16 * 1024 * 1024;

/// `/livez`, `/readyz` and `/healthz`.
pub fn routes<S: Clone + Send + Sync + 'static>(store: Store) -> Router<S> {
    Router::new()
        .route("/livez", get(|| async { answer(StatusCode::OK, "ok\n".to_owned()) }))
        .route("/readyz", get(ready))
        .route("/healthz", get(healthy))
        .with_state(store)
}

/// Whether the database answers.
async fn healthy(State(store): State<Store>) -> Response {
    match database(&store).await {
        Ok(()) => answer(StatusCode::OK, "ok\n".to_owned()),
        Err(problem) => answer(StatusCode::SERVICE_UNAVAILABLE, format!("{problem}\n")),
    }
}

/// Whether pages can be read and written: a line for each of what that takes.
async fn ready(State(store): State<Store>) -> Response {
    let checks = [
        ("database", database(&store).await),
        ("schema", schema(&store).await),
        ("disk", disk(&store.path())),
    ];
    let status = match checks.iter().all(|(_, check)| check.is_ok()) {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    };
    let lines = checks.map(|(name, check)| format!("{name}: {}\n", check.err().unwrap_or("ok")));
    answer(status, lines.concat())
}

fn answer(status: StatusCode, text: String) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], text).into_response()
}

async fn database(store: &Store) -> Result<(), &'static str> {
    store.check().await.map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "unhealthy");
        match error.kind() {
            store::ErrorKind::Replaced => "it was replaced: start Kepline again",
            _ => "the database does not answer",
        }
    })
}

/// A newer Kepline may have written to the database since this one opened it.
async fn schema(store: &Store) -> Result<(), &'static str> {
    match store.has_newer_schema().await {
        Ok(false) => Ok(()),
        Ok(true) => Err("a newer Kepline has changed the database: update this one"),
        Err(_) => Err("it cannot be read"),
    }
}

/// Room on the disk of the database; unknown is taken for enough.
fn disk(database: &Path) -> Result<(), &'static str> {
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match free_bytes(folder) {
        Some(free) if free < LEAST_FREE_BYTES => Err("less than 16 MB are free"),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn free_bytes(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_: &Path) -> Option<u64> {
    None
}
