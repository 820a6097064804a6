//! A button that copies.

use leptos::prelude::*;

use crate::request::{Reader, Site};

/// A button that puts a text into the clipboard; style sheets show it where it works.
#[component]
pub fn CopyButton(
    text: String,
    label: &'static str,
    /// The label where nothing can be copied.
    failed: &'static str,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let copied = if Site::current().is_loopback { lang.copied_for_here() } else { lang.copied() };
    view! {
        <button class="copy" type="button" data-copy=text data-copied=copied data-failed=failed>
            {label}
        </button>
    }
    .into_any()
}
