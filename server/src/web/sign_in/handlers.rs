//! The handlers of the forms to sign in and out: plain POSTs, which redirect to a page.

use std::time::Instant;

use app::error::AppError;
use app::request::{Reader, SignInFailure, Site};
use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::address::own_path::OwnPath;
use domain::decision::curator::CuratorName;
use jiff::Timestamp;
use serde::Deserialize;

use super::backend::{BEGAN, Credentials, SEEN, Session, SessionCurator};
use super::entrance::Entrance;
use super::{one_time_link, plain_http};
use crate::web::client::Client;
use crate::web::problem;

/// The fields of the form to sign in.
#[derive(Deserialize)]
pub struct SignIn {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    /// The path to redirect to.
    #[serde(default)]
    next: String,
}

/// Signs in with a name and a password and redirects; shows the form again where they are wrong.
pub async fn sign_in(
    State(entrance): State<Entrance>,
    session: Session,
    reader: Extension<Reader>,
    site: Extension<Site>,
    client: Extension<Client>,
    headers: HeaderMap,
    Form(SignIn { name, password, next }): Form<SignIn>,
) -> Response {
    let next: OwnPath = next.parse().unwrap_or_default();
    if plain_http::sends_form(&site, &headers) {
        return entrance.respond(SignInFailure::PlainHttp, *reader, &next).await;
    }
    let address = client.address();
    if let Err(wait) = entrance.attempts.begin(&*name, address, Instant::now()) {
        let wait_seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
        return entrance.respond(SignInFailure::TooMany { wait_seconds }, *reader, &next).await;
    }
    let tried = Credentials { name: name.clone(), password };
    match session.authenticate(tried).await {
        Ok(Some(curator)) => {
            entrance.attempts.was_right(&*name, address);
            start_session(&entrance, session, &curator, &next).await
        }
        Ok(None) => {
            // Neither is logged: a password is easily typed in the place of the name.
            tracing::warn!(client = %*client, "a wrong name or password");
            entrance.respond(SignInFailure::Wrong, *reader, &next).await
        }
        Err(error) => internal_error(&error),
    }
}

/// Signs in with the one-time link, as long as nobody has a password.
pub async fn sign_in_by_link(
    State(entrance): State<Entrance>,
    session: Session,
    reader: Extension<Reader>,
    Path(token): Path<String>,
) -> Response {
    if !entrance.link.as_ref().is_some_and(|link| link.spend(&token)) {
        return entrance.respond(SignInFailure::LinkSpent, *reader, &OwnPath::default()).await;
    }
    let Ok(name) = one_time_link::CURATOR.parse::<CuratorName>() else { return internal_error(&"no name") };
    match entrance.store.curator_by_link(&name, Timestamp::now()).await {
        Ok(Some(curator)) => {
            start_session(&entrance, session, &SessionCurator::from(curator), &OwnPath::default()).await
        }
        Ok(None) => entrance.respond(SignInFailure::LinkSpent, *reader, &OwnPath::default()).await,
        Err(error) => problem::text(&AppError::from(error), reader.lang),
    }
}

/// Ends this session.
pub async fn sign_out(mut session: Session) -> Response {
    match session.logout().await {
        Ok(_) => Redirect::to("/").into_response(),
        Err(error) => internal_error(&error),
    }
}

/// Ends every session of the curator.
pub async fn sign_out_everywhere(
    State(entrance): State<Entrance>,
    reader: Extension<Reader>,
    session: Session,
) -> Response {
    if let Some(curator) = &session.user
        && let Err(error) = entrance.store.delete_curator_sessions(curator.curator()).await
    {
        return problem::text(&AppError::from(error), reader.lang);
    }
    sign_out(session).await
}

/// Begins a session under a new id.
async fn start_session(
    entrance: &Entrance,
    mut session: Session,
    curator: &SessionCurator,
    next: &OwnPath,
) -> Response {
    let now = Timestamp::now();
    let begun = async {
        session.session.cycle_id().await?;
        session.login(curator).await?;
        session.session.insert(BEGAN, now.as_second()).await?;
        session.session.insert(SEEN, now.as_second()).await?;
        Ok::<_, axum_login::Error<_>>(())
    };
    if let Err(error) = begun.await {
        return internal_error(&error);
    }
    if let Err(error) = entrance.store.delete_expired_sessions(now).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "cannot delete expired sessions");
    }
    Redirect::to(next.as_str()).into_response()
}

/// A 500, which `sessions::describe_problem` replaces where the store is the cause.
fn internal_error(error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "cannot sign in or out");
    (StatusCode::INTERNAL_SERVER_ERROR, "the server failed\n").into_response()
}
