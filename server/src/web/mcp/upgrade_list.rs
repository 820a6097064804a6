//! `upgrade_list`: what an upgrade of Kubernetes changes, some at a time.

use domain::list::query::RawQuery;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::tool::Tool;
use crate::document::DataAsOf;
use crate::web::api::Api;
use crate::web::api::error::ApiError;
use crate::web::api::request::ApiRequest;
use crate::web::api::upgrades::{self, UpgradeItem};

/// How many changes an answer has at most, and where no number is given.
const MOST: u16 = 100;
const USUAL: u16 = 40;

/// The tool.
pub struct UpgradeList;

/// Which upgrade, and which of its changes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpgradeChoice {
    /// The release that runs now.
    #[schema(example = "1.29")]
    from: String,
    /// The release that is to run.
    #[schema(example = "1.31")]
    to: String,
    /// Only what is a matter of this SIG or WG, as `node`.
    #[schema(example = "node")]
    sig: Option<String>,
    /// Only what has to be done, or looked at, before the upgrade.
    #[serde(default)]
    action_needed: bool,
    /// Only what notes mention.
    #[serde(default)]
    in_notes: bool,
    /// How many changes at most, 1 to 100; else 40.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u16>,
    /// `next_skip` of the answer before, to go on from there with all else as it was.
    #[serde(default)]
    skip: u32,
}

/// Some of the changes of an upgrade.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UpgradeChanges)]
pub struct UpgradeChanges {
    /// Up to when the facts on KEPs and on GitHub are known.
    data_as_of: DataAsOf,
    /// How many changes there are in all.
    total: u32,
    /// What to pass as `skip` for the changes that follow; `null` where there are none.
    next_skip: Option<u32>,
    /// The upgrade, with these changes.
    upgrade: UpgradeItem,
}

impl UpgradeChoice {
    /// The query of the API that says the same.
    fn query(&self) -> RawQuery {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.sig.iter().map(|sig| ("sig", sig)));
        let set = [("action", self.action_needed), ("notes", self.in_notes)];
        query.extend_pairs(set.into_iter().filter(|(_, is_set)| *is_set).map(|(key, _)| (key, "1")));
        RawQuery::parse(&query.finish())
    }
}

impl Tool for UpgradeList {
    const NAME: &'static str = "upgrade_list";
    const TITLE: &'static str = "What an upgrade changes";
    const DESCRIPTION: &'static str = "\
Lists what an upgrade of Kubernetes from one minor release to another changes, what has to be acted on first: release notes \
that require action, API versions that are no longer served, feature gates that are gone, locked, on or off by default, what \
is deprecated, new stages, and other release notes. Each with its release, its sources and the notes that mention it.";
    type Input = UpgradeChoice;
    type Output = UpgradeChanges;

    async fn answer(api: &Api, input: UpgradeChoice) -> Result<UpgradeChanges, ApiError> {
        let limit = input.limit.unwrap_or(USUAL);
        if !(1..=MOST).contains(&limit) {
            return Err(ApiError::bad_query(format!("`limit` expects a number from 1 to {MOST}")));
        }
        let request = ApiRequest::stranger(api, input.query()).await?;
        let name = format!("{}..{}", input.from.trim(), input.to.trim());
        let mut upgrade = upgrades::upgrade(api, &request, &name).await?;
        let total = u32::try_from(upgrade.changes.len()).unwrap_or(u32::MAX);
        let end = input.skip.saturating_add(u32::from(limit));
        upgrade.changes = upgrade.changes.into_iter().skip(input.skip as usize).take(limit.into()).collect();
        let next_skip = (end < total).then_some(end);
        Ok(UpgradeChanges { data_as_of: request.data_as_of(), total, next_skip, upgrade })
    }
}
