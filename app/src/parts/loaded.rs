//! A page whose content has to be asked for.

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
