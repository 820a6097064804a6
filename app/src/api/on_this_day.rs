//! What was noted in earlier years.

use domain::Date;
use domain::list::month_day::MonthDay;
use domain::pages::{OnThisDay, YearOldNote};
use leptos::prelude::*;

use super::cluster::add_cluster;
use crate::error::AppError;

/// The entries of a day in the years before `today`.
pub async fn on_this_day(day: MonthDay, today: Date) -> Result<OnThisDay, AppError> {
    let store = expect_context::<store::Store>();
    let mut page = store.on_this_day(day, today).await?;
    add_cluster(&store, page.entries.iter_mut().flat_map(|entry| &mut entry.notes)).await?;
    Ok(page)
}

/// A note of the day a year before `today`.
pub async fn year_old_note(today: Date) -> Result<Option<YearOldNote>, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.year_old_note(today).await?)
}
