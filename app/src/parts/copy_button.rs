//! A button that copies.

use leptos::prelude::*;

use crate::request::{Reader, Site};

/// A button that puts a text into the clipboard; style sheets show it where it works.
#[component]
pub fn CopyButton(
    text: String,
    label: &'static str,
    /// What it says where nothing can be copied, if that is not what [`CopyLabels`] says.
    #[prop(optional)]
    failed: Option<&'static str>,
) -> impl IntoView {
    view! {
        <button class="copy" type="button" data-copy=text data-failed=failed>
            {label}
        </button>
    }
    .into_any()
}

/// What the buttons of a page say once they were pressed: once for all of them.
#[component]
pub fn CopyLabels() -> impl IntoView {
    let lang = Reader::current().lang;
    let copied = if Site::current().is_loopback { lang.copied_for_here() } else { lang.copied() };
    view! { <template id="copy-labels" data-copied=copied data-failed=lang.copy_failed()></template> }
}
