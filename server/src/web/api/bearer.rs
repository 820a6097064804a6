//! Who writes by the API: the bearer of a token. A session counts for nothing here, so that no other site can use one.

use std::time::Instant;

use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use domain::token::{ApiToken, TokenScope};
use http::request::Parts;
use store::StoredToken;

use super::error::ApiError;
use super::state::Api;
use crate::web::client::Client;

/// What a client is told that came without a token, that came with a wrong one, and whose token is not for this: RFC 6750.
const NO_TOKEN: &str = "Bearer realm=\"kepline\"";
const WRONG_TOKEN: &str = "Bearer realm=\"kepline\", error=\"invalid_token\"";
const WRONG_SCOPE: &str = "Bearer realm=\"kepline\", error=\"insufficient_scope\", scope=\"add-notes\"";

/// A request with a token in force that lets it add notes.
#[derive(Debug)]
pub struct Bearer(pub StoredToken);

impl Bearer {
    /// A 403: the token is right, and not for this.
    pub fn refusal(message: impl ToString) -> ApiError {
        challenge(ApiError::new(StatusCode::FORBIDDEN, "wrong_scope", message), WRONG_SCOPE)
    }
}

impl FromRequestParts<Api> for Bearer {
    type Rejection = ApiError;

    /// Wrong tokens count as wrong passwords do, by the address that tries.
    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        let Some(credentials) = credentials(&parts.headers) else {
            let message =
                "this takes a token: `Authorization: Bearer kepline_…`; curators make one at /tokens";
            return Err(challenge(
                ApiError::new(StatusCode::UNAUTHORIZED, "unauthorized", message),
                NO_TOKEN,
            ));
        };
        let client = parts.extensions.get::<Client>().copied().unwrap_or(Client::Unknown);
        let address = client.address();
        api.attempts.begin(None, address, Instant::now()).map_err(ApiError::too_many)?;
        let token = match credentials.parse::<ApiToken>() {
            Ok(token) => api.store.token(&token.digest()).await?,
            Err(_) => None,
        };
        let Some(token) = token else {
            tracing::warn!(%client, "a wrong token");
            let message =
                "this token is not in force: it is not whole, was revoked, or its curator was removed";
            return Err(challenge(
                ApiError::new(StatusCode::UNAUTHORIZED, "unauthorized", message),
                WRONG_TOKEN,
            ));
        };
        api.attempts.was_right(None, address);
        match token.scope {
            Some(TokenScope::AddNotes) => Ok(Self(token)),
            None => Err(Self::refusal("this token was made for something else by a newer Kepline")),
        }
    }
}

fn challenge(error: ApiError, challenge: &'static str) -> ApiError {
    error.with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
}

/// What follows `Bearer` in the one header that there may be.
fn credentials(headers: &HeaderMap) -> Option<&str> {
    let mut lines = headers.get_all(header::AUTHORIZATION).into_iter();
    let (line, None) = (lines.next()?.to_str().ok()?, lines.next()) else { return None };
    let (scheme, credentials) = line.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| credentials.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_stands_in_one_header() {
        let check = |lines: &[&'static str], expected: Option<&str>| {
            let headers: HeaderMap =
                lines.iter().map(|line| (header::AUTHORIZATION, HeaderValue::from_static(line))).collect();
            assert_eq!(credentials(&headers), expected, "{lines:?}");
        };
        check(&["Bearer kepline_0"], Some("kepline_0"));
        check(&["bearer  kepline_0 "], Some("kepline_0"));
        check(&["BEARER kepline_0"], Some("kepline_0"));
        for none in [&[][..], &["kepline_0"], &["Basic a2VwbGluZQ=="], &["Bearer"], &["Bearer a", "Bearer a"]]
        {
            check(none, None);
        }
    }
}
