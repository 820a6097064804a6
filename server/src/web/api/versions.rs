//! `/api/v1/versions`: Kubernetes minor versions.

use axum::extract::State;
use domain::Date;
use domain::address::Page;
use domain::pages::VersionLine;
use serde::Serialize;
use utoipa::ToSchema;

use super::envelope::List;
use super::error::ApiError;
use super::request::WithoutQuery;
use super::state::{Api, ROOT};
use crate::document::schemas::{Address, Day, KubernetesVersion};

/// A Kubernetes minor version with its days, where they are known.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Version)]
pub struct VersionItem {
    /// Its page.
    #[schema(value_type = Address)]
    url: String,
    #[schema(value_type = KubernetesVersion)]
    version: String,
    /// When it came out, or is to come out.
    #[schema(value_type = Option<Day>)]
    released_on: Option<Date>,
    /// From when no KEP was taken into it.
    #[schema(value_type = Option<Day>)]
    enhancements_freeze: Option<Date>,
    /// From when no code was taken into it.
    #[schema(value_type = Option<Day>)]
    code_freeze: Option<Date>,
    /// When it was given up, or is to be.
    #[schema(value_type = Option<Day>)]
    end_of_life: Option<Date>,
    /// How many notes are tagged with it.
    tagged: u32,
    /// How many notes are of its cycle: from the day after the release before it to its own.
    cycle_notes: u32,
    /// The notes that are tagged with it.
    #[schema(value_type = Address)]
    notes: String,
    /// The KEPs whose newest file names it.
    #[schema(value_type = Address)]
    keps: String,
}

impl VersionItem {
    fn new(api: &Api, line: &VersionLine) -> Self {
        let version = line.version;
        Self {
            url: api.page(&Page::Version(version)),
            version: version.to_string(),
            released_on: line.release.map(|release| release.day),
            enhancements_freeze: line.release.and_then(|release| release.enhancements_freeze),
            code_freeze: line.release.and_then(|release| release.code_freeze),
            end_of_life: line.release.and_then(|release| release.end_of_life),
            tagged: line.notes,
            cycle_notes: line.cycle_notes,
            notes: api.address(&format!("{ROOT}/notes?version={version}")),
            keps: api.address(&format!("{ROOT}/keps?version={version}")),
        }
    }
}

/// Kubernetes versions
///
/// All that are known or that notes name, newest first.
#[utoipa::path(
    get, path = "/api/v1/versions", tag = "facts", operation_id = "listVersions",
    responses((status = 200, description = "All versions", body = List<VersionItem>))
)]
pub async fn list(
    State(api): State<Api>,
    WithoutQuery(request): WithoutQuery,
) -> Result<List<VersionItem>, ApiError> {
    let list = api.store.versions().await?;
    Ok(List::whole(&request, list.versions.iter().map(|line| VersionItem::new(&api, line)).collect()))
}
