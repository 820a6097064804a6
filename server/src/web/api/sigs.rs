//! `/api/v1/sigs`: SIGs and WGs.

use axum::extract::State;
use domain::address::Page;
use serde::Serialize;
use utoipa::ToSchema;

use super::envelope::List;
use super::error::ApiError;
use super::request::WithoutQuery;
use super::state::{Api, ROOT};
use crate::document::schemas::{Address, SigName};

/// A SIG or a WG.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Sig)]
pub struct SigItem {
    /// Its page.
    #[schema(value_type = Address)]
    url: String,
    #[schema(value_type = SigName)]
    sig: String,
    /// What people call it.
    #[schema(example = "SIG Node")]
    name: String,
    /// How many notes are tagged with it.
    tagged: u32,
    /// How many KEPs it owns.
    owned_keps: u32,
    /// The notes that are tagged with it.
    #[schema(value_type = Address)]
    notes: String,
    /// The KEPs that it owns.
    #[schema(value_type = Address)]
    keps: String,
}

/// SIGs and WGs
///
/// All of them: those of the community's list in its order, then those that only notes or KEPs name.
#[utoipa::path(
    get, path = "/api/v1/sigs", tag = "facts", operation_id = "listSigs",
    responses((status = 200, description = "All groups", body = List<SigItem>))
)]
pub async fn list(
    State(api): State<Api>,
    WithoutQuery(request): WithoutQuery,
) -> Result<List<SigItem>, ApiError> {
    let groups = api.store.sigs().await?.sigs;
    let item = |line: &domain::pages::SigLine| {
        let short = line.sig.short();
        SigItem {
            url: api.page(&Page::Sig(line.sig.clone())),
            sig: line.sig.to_string(),
            name: line.sig.label(),
            tagged: line.notes,
            owned_keps: line.keps,
            notes: api.address(&format!("{ROOT}/notes?sig={short}")),
            keps: api.address(&format!("{ROOT}/keps?sig={short}")),
        }
    };
    Ok(List::whole(&request, groups.iter().map(item).collect()))
}
