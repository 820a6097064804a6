//! A page whose content is loaded first.

use leptos::prelude::*;

use crate::error::AppError;
use crate::parts::message::Failure;

/// What `content` gives, or the page that says why there is none.
///
/// The page is sent when it is whole: there is nothing to show meanwhile.
pub fn loaded<V: IntoView + 'static>(
    content: impl Future<Output = Result<V, AppError>> + Send + 'static,
) -> impl IntoView {
    let content = Suspend::new(async move {
        match content.await {
            Ok(view) => view.into_any(),
            Err(error) => view! { <Failure error /> }.into_any(),
        }
    });
    view! { <Suspense>{content}</Suspense> }
}

/// As [`loaded`], with a page of its own where there is nothing of that name.
pub fn loaded_or_not_found<V: IntoView + 'static, N: IntoView + 'static>(
    content: impl Future<Output = Result<V, AppError>> + Send + 'static,
    not_found: impl FnOnce() -> N + Send + 'static,
) -> impl IntoView {
    loaded(async move {
        match content.await {
            Ok(view) => Ok(view.into_any()),
            Err(AppError::NotFound) => Ok(not_found().into_any()),
            Err(error) => Err(error),
        }
    })
}
