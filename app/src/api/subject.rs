//! What the words of a search name.

use domain::list::filter::Filter;
use domain::list::subject::SubjectAnswer;
use leptos::prelude::*;

use crate::error::AppError;

/// What a list is about by its words, where they name something that is known.
pub async fn subject(filter: Filter) -> Result<Option<SubjectAnswer>, AppError> {
    let store = expect_context::<store::Store>();
    Ok(match domain::list::subject::Subject::from_filter(&filter) {
        Some(subject) => store.subject(&subject).await?,
        None => None,
    })
}
