//! The queue, and what is decided on many notes at once; all for curators.

use domain::decision::{Batch, BatchId};
use domain::id::NoteId;
use domain::list::filter::Filter;
use domain::pages::{Review, ReviewKind};
use leptos::prelude::*;

use super::form::{curator, parse, redirect_back};
use crate::error::AppError;

/// How many of a curator's last decisions can be looked at.
const LAST_DECISIONS: u32 = 50;

/// A page of the queue, following the note `after`.
pub async fn review(kind: ReviewKind, after: Option<NoteId>) -> Result<Review, AppError> {
    curator()?;
    let store = expect_context::<store::Store>();
    Ok(store.review(kind, after.as_ref(), domain::Timestamp::now()).await?)
}

/// How many notes a list has; a decision on the list states the number.
pub async fn count_list(filter: Filter) -> Result<u32, AppError> {
    curator()?;
    let store = expect_context::<store::Store>();
    Ok(store.timeline(&filter).await?.notes)
}

/// Decides on a tag for all notes of a list, as long as they are as many as the curator agreed to.
#[server(name = DecideOnList, prefix = "/fn", endpoint = "decide-on-list")]
pub async fn decide_on_list(
    #[server(default)] filter: Filter,
    tag: String,
    ruling: String,
    expected: u32,
) -> Result<(), AppError> {
    let curator = curator()?;
    let (tag, ruling) = (parse(&tag)?, parse(&ruling)?);
    let store = expect_context::<store::Store>();
    let now = domain::Timestamp::now();
    let (batch, _) = store.decide_on_list(&filter, &tag, ruling, &curator.name, now, expected).await?;
    redirect_back(&domain::address::Page::Decisions.href(), Some(&format!("b-{}", batch.0)));
    Ok(())
}

/// The curator's own last decisions, newest first, each with what was decided in one go.
pub async fn decisions() -> Result<Vec<Batch>, AppError> {
    let curator = curator()?;
    let store = expect_context::<store::Store>();
    Ok(store.last_batches(&curator.name, LAST_DECISIONS).await?)
}

/// Takes back what was decided in one go.
#[server(name = Undo, prefix = "/fn", endpoint = "undo")]
pub async fn undo(batch: BatchId, #[server(default)] back: String) -> Result<(), AppError> {
    let curator = curator()?;
    let store = expect_context::<store::Store>();
    store.undo(batch, &curator.name, domain::Timestamp::now()).await?;
    redirect_back(&back, None);
    Ok(())
}
