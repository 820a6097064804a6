//! Who may see the figures of a server.

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::sync::Token;

/// Who may see them at the address of the site.
#[derive(Clone, Debug)]
pub enum Access {
    /// Whoever reaches the address, which is this machine alone.
    Anybody,
    /// Who sends `Authorization: Bearer` with this token.
    Token(Token),
    /// Nobody: the address is not there.
    Nobody,
}

impl Access {
    fn refusal(&self, request: &Request) -> Option<StatusCode> {
        match self {
            Self::Anybody => None,
            Self::Nobody => Some(StatusCode::NOT_FOUND),
            Self::Token(token) => {
                let sent =
                    request.headers().get(header::AUTHORIZATION).map_or(&b""[..], |value| value.as_bytes());
                // By digests, so that the time says nothing of how much is right.
                let is_right = Sha256::digest(sent) == Sha256::digest(token.header());
                (!is_right).then_some(StatusCode::UNAUTHORIZED)
            }
        }
    }
}

/// Lets only those through who may see the figures.
pub async fn guard(State(access): State<Access>, request: Request, next: Next) -> Response {
    match access.refusal(&request) {
        None => next.run(request).await,
        Some(StatusCode::UNAUTHORIZED) => {
            let challenge = [(header::WWW_AUTHENTICATE, "Bearer")];
            (StatusCode::UNAUTHORIZED, challenge, "KEPLINE_METRICS_TOKEN is needed\n").into_response()
        }
        Some(status) => (status, "not found\n").into_response(),
    }
}
