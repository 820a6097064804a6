//! `kep_story`: how a KEP went.

use domain::list::query::RawQuery;
use domain::pages::KepName;
use serde::Deserialize;
use utoipa::ToSchema;

use super::tool::Tool;
use crate::web::api::Api;
use crate::web::api::envelope::One;
use crate::web::api::error::ApiError;
use crate::web::api::keps::{self, KepDetail};
use crate::web::api::request::ApiRequest;

/// The tool.
pub struct KepStory;

/// Which KEP.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KepChoice {
    /// Its number, or the name of its folder where several KEPs have the number.
    #[schema(example = "753")]
    kep: String,
}

impl Tool for KepStory {
    const NAME: &'static str = "kep_story";
    const TITLE: &'static str = "How a KEP went";
    const DESCRIPTION: &'static str = "\
Gives a KEP (Kubernetes enhancement proposal) by its number: title, owning SIG, what it is now (`state`), for each stage the \
releases that its files ever named, on which day, and what became of that (`story`), its feature gates, the pull requests \
that changed it as evidence, and the notes that cite it.";
    type Input = KepChoice;
    type Output = One<KepDetail>;

    async fn answer(api: &Api, input: KepChoice) -> Result<One<KepDetail>, ApiError> {
        let request = ApiRequest::stranger(api, RawQuery::default()).await?;
        let name: KepName = input.kep.parse().map_err(ApiError::bad_id)?;
        let page = keps::page(api, &request, &name).await?;
        Ok(One::new(&request, KepDetail::new(api, &page)))
    }
}
