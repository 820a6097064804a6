//! A request to the API: its query, who sends it, and the age of the facts that answer it.

use app::request::PageRequest;
use axum::extract::FromRequestParts;
use domain::list::query::RawQuery;
use domain::list::timeline::DataTimes;
use domain::notebook::Viewer;
use http::request::Parts;
use jiff::Timestamp;

use super::error::ApiError;
use super::state::Api;
use crate::document::DataAsOf;
use crate::web::sign_in;

/// A request, without its path.
#[derive(Clone, Debug)]
pub struct ApiRequest {
    /// The query, decoded.
    pub query: RawQuery,
    /// Who sends it, as the rights of notebooks make a difference.
    pub viewer: Viewer,
    /// Up to when the facts are known.
    facts: DataTimes,
    /// When the answer is made.
    pub at: Timestamp,
}

impl ApiRequest {
    /// Up to when the facts are known, as answers state it.
    pub fn data_as_of(&self) -> DataAsOf {
        let text = |at: Option<Timestamp>| at.map(|at| at.to_string());
        DataAsOf { keps: text(self.facts.keps), github: text(self.facts.github) }
    }

    /// Whether GitHub was ever synced.
    pub fn was_github_synced(&self) -> bool {
        self.facts.github.is_some()
    }
}

impl FromRequestParts<Api> for ApiRequest {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        Ok(Self {
            query: parts
                .extensions
                .get::<PageRequest>()
                .map(|request| request.query.clone())
                .unwrap_or_default(),
            viewer: sign_in::viewer(&parts.extensions),
            facts: api.store.data_as_of().await?,
            at: Timestamp::now(),
        })
    }
}

/// A request to an address that takes no query.
#[derive(Clone, Debug)]
pub struct WithoutQuery(pub ApiRequest);

impl FromRequestParts<Api> for WithoutQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        if parts.uri.query().is_some_and(|query| !query.is_empty()) {
            return Err(ApiError::bad_query("this address takes no query"));
        }
        ApiRequest::from_request_parts(parts, api).await.map(Self)
    }
}
