//! Signing in and out: sessions in the database, and what only curators may do.

mod attempts;
mod backend;
mod cookie;
mod entrance;
mod guard;
mod handlers;
mod one_time_link;
mod plain_http;
mod sessions;

use axum::Router;
use axum::routing::post;

pub use attempts::Attempts;
pub use backend::Session;
pub use cookie::{SessionCookie, forget_dead, names_session};
pub use entrance::Entrance;
pub use guard::{guard, viewer};
pub use one_time_link::OneTimeLink;

/// The routes of the forms to sign in and out.
pub fn routes<S: Clone + Send + Sync + 'static>(entrance: &Entrance) -> Router<S> {
    Router::new()
        .route("/sign-in", post(handlers::sign_in))
        .route("/sign-in/{token}", post(handlers::sign_in_by_link))
        .route("/sign-out", post(handlers::sign_out))
        .route("/sign-out-everywhere", post(handlers::sign_out_everywhere))
        .with_state(entrance.clone())
}
