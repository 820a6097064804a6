//! Code within a sentence.

use leptos::prelude::*;

/// A sentence with what stands between backticks as code.
pub fn inline_code(sentence: &str) -> impl IntoView + use<> {
    let pieces = sentence.split('`').map(str::to_owned).enumerate();
    pieces
        .map(|(n, piece)| match n % 2 {
            0 => piece.into_any(),
            _ => view! { <code>{piece}</code> }.into_any(),
        })
        .collect_view()
}
