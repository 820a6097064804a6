//! What every answer is wrapped in.

use axum::Json;
use axum::response::{IntoResponse, Response};
use domain::Date;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::request::ApiRequest;
use crate::document::schemas::{Address, Day, Instant};
use crate::document::{DataAsOf, SCHEMA_VERSION};

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    /// Raised when a field is removed or changes its meaning, not when one is added.
    schema_version: u32,
    #[schema(value_type = Instant)]
    generated_at: String,
    /// Up to when the facts behind states are known: what *now* means.
    data_as_of: DataAsOf,
    /// The earlier day that *now* means, where `as_of` named one.
    #[schema(value_type = Option<Day>)]
    as_of: Option<Date>,
    /// How many items there are on all pages.
    total: u32,
    /// The address of the next page; `null` on the last.
    #[schema(value_type = Option<Address>)]
    next: Option<String>,
    /// The address of the page before; `null` on the first.
    #[schema(value_type = Option<Address>)]
    previous: Option<String>,
    items: Vec<T>,
}

/// A single thing.
#[derive(Debug, Serialize, ToSchema)]
pub struct One<T> {
    /// Raised when a field is removed or changes its meaning, not when one is added.
    schema_version: u32,
    #[schema(value_type = Instant)]
    generated_at: String,
    /// Up to when the facts behind states are known: what *now* means.
    data_as_of: DataAsOf,
    /// The earlier day that *now* means, where `as_of` named one.
    #[schema(value_type = Option<Day>)]
    as_of: Option<Date>,
    item: T,
}

/// The addresses of the pages around a page.
#[derive(Debug, Default)]
pub struct PageLinks {
    /// `None` on the last page.
    pub next: Option<String>,
    /// `None` on the first page.
    pub previous: Option<String>,
}

impl<T: Serialize> List<T> {
    /// A page of `total` items.
    pub fn new(request: &ApiRequest, total: u32, links: PageLinks, items: Vec<T>) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            generated_at: to_the_second(request.at),
            data_as_of: request.data_as_of(),
            as_of: request.as_of,
            total,
            next: links.next,
            previous: links.previous,
            items,
        }
    }

    /// All items at once.
    pub fn whole(request: &ApiRequest, items: Vec<T>) -> Self {
        let total = u32::try_from(items.len()).unwrap_or(u32::MAX);
        Self::new(request, total, PageLinks::default(), items)
    }
}

impl<T: Serialize> One<T> {
    /// A single thing.
    pub fn new(request: &ApiRequest, item: T) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            generated_at: to_the_second(request.at),
            data_as_of: request.data_as_of(),
            as_of: request.as_of,
            item,
        }
    }
}

impl<T: Serialize> IntoResponse for List<T> {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

impl<T: Serialize> IntoResponse for One<T> {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

fn to_the_second(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second()).unwrap_or(at).to_string()
}
