//! `/api/v1`: what there is.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::envelope::One;
use super::error::ApiError;
use super::request::WithoutQuery;
use super::state::{Api, ROOT};
use crate::document::schemas::Address;

/// What the API answers.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Index)]
pub struct IndexItem {
    /// This list.
    #[schema(value_type = Address)]
    url: String,
    /// The program that answers, with its version.
    #[schema(example = "kepline 0.1.0")]
    program: &'static str,
    /// The address of each resource; names in braces are to be filled in.
    resources: Resources,
}

/// The address of each resource.
#[derive(Debug, Serialize, ToSchema)]
pub struct Resources {
    entries: String,
    entry: String,
    notes: String,
    note: String,
    keps: String,
    kep: String,
    #[serde(rename = "ref")]
    reference: String,
    sigs: String,
    versions: String,
    status: String,
    openapi: String,
}

/// What there is
///
/// The addresses of all resources.
#[utoipa::path(
    get, path = "/api/v1", tag = "about", operation_id = "getIndex",
    responses((status = 200, description = "The addresses", body = One<IndexItem>))
)]
pub async fn index(
    State(api): State<Api>,
    WithoutQuery(request): WithoutQuery,
) -> Result<One<IndexItem>, ApiError> {
    let at = |path: &str| api.address(&format!("{ROOT}/{path}"));
    let item = IndexItem {
        url: api.address(ROOT),
        program: concat!("kepline ", env!("CARGO_PKG_VERSION")),
        resources: Resources {
            entries: at("entries"),
            entry: at("entries/{id}"),
            notes: at("notes"),
            note: at("notes/{id}"),
            keps: at("keps"),
            kep: at("keps/{name}"),
            reference: at("refs/{owner}/{repo}/{number}"),
            sigs: at("sigs"),
            versions: at("versions"),
            status: at("status"),
            openapi: at("openapi.json"),
        },
    };
    Ok(One::new(&request, item))
}
