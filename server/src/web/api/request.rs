//! A request to the API: its query, who sends it, and the age of the facts that answer it.

use app::request::PageRequest;
use axum::extract::FromRequestParts;
use domain::Date;
use domain::as_of;
use domain::list::query::RawQuery;
use domain::list::timeline::DataTimes;
use domain::notebook::Viewer;
use http::request::Parts;
use jiff::Timestamp;
use store::Store;

use super::error::ApiError;
use super::state::Api;
use crate::document::DataAsOf;
use crate::web::sign_in;

/// A request, without its path.
#[derive(Clone, Debug)]
pub struct ApiRequest {
    /// The query, decoded, without the day that it looks from.
    pub query: RawQuery,
    /// The day that *now* means, where the query names one.
    pub as_of: Option<Date>,
    /// Who sends it, as the rights of notebooks make a difference.
    pub viewer: Viewer,
    /// Up to when the facts are known.
    pub facts: DataTimes,
    /// When the answer is made.
    pub at: Timestamp,
}

impl ApiRequest {
    /// A request of a stranger that came elsewhere than at the API, with the query that is its like there.
    pub async fn stranger(api: &Api, query: RawQuery) -> Result<Self, ApiError> {
        let facts = api.store.data_as_of().await?;
        Ok(Self { query, as_of: None, viewer: Viewer::Stranger, facts, at: Timestamp::now() })
    }

    /// The same, looking from another day; `None` for the last that is known.
    pub fn looking_from(&self, day: Option<Date>) -> Self {
        Self { as_of: day, ..self.clone() }
    }

    /// Up to when the facts are known, as answers state it.
    pub fn data_as_of(&self) -> DataAsOf {
        let text = |at: Option<Timestamp>| at.map(|at| at.to_string());
        DataAsOf { keps: text(self.facts.keps), github: text(self.facts.github) }
    }

    /// The database as it was known on the day of the request.
    pub fn store(&self, api: &Api) -> Store {
        api.store.as_of(self.as_of)
    }

    /// Whether GitHub was ever synced.
    pub fn was_github_synced(&self) -> bool {
        self.facts.github.is_some()
    }
}

impl FromRequestParts<Api> for ApiRequest {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        let request = parts.extensions.get::<PageRequest>();
        let mut query = request.map(|request| request.query.clone()).unwrap_or_default();
        let facts = api.store.data_as_of().await?;
        let as_of = as_of::take(&mut query, &facts).map_err(ApiError::bad_query)?;
        let viewer = sign_in::viewer(&parts.extensions);
        Ok(Self { query, as_of, viewer, facts, at: Timestamp::now() })
    }
}

/// A request to an address that takes the day that it looks from, and nothing else.
#[derive(Clone, Debug)]
pub struct OnlyAsOf(pub ApiRequest);

impl FromRequestParts<Api> for OnlyAsOf {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        let request = ApiRequest::from_request_parts(parts, api).await?;
        if request.query.all().next().is_some() {
            return Err(ApiError::bad_query("this address takes no query but `as_of`"));
        }
        Ok(Self(request))
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
