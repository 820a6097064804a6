//! What files can be uploaded to.

use leptos::prelude::*;

use super::form::curator;
use crate::error::AppError;

/// The name in URLs and the title of each notebook, by title; for curators.
pub async fn upload_targets() -> Result<Vec<(String, String)>, AppError> {
    curator()?;
    let store = expect_context::<store::Store>();
    let notebooks = store.notebooks().await?.into_iter().map(|stored| stored.notebook);
    Ok(notebooks.map(|notebook| (notebook.slug.to_string(), notebook.title)).collect())
}
