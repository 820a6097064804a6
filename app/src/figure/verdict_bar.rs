//! How expectations turned out, as one bar of pieces; the figures stand next to it in a table.

use domain::pages::VerdictCounts;
use leptos::prelude::*;

/// The height of a bar.
const HEIGHT: u32 = 10;

/// A bar whose pieces are as long as their verdicts have notes; `most` notes take the whole width.
#[component]
pub fn VerdictBar(counts: VerdictCounts, most: u32) -> impl IntoView {
    let percent = |notes: u32| format!("{:.2}%", f64::from(notes) * 100.0 / f64::from(most.max(1)));
    let mut before = 0;
    let pieces: Vec<_> = counts
        .expectations()
        .filter(|(_, notes)| *notes > 0)
        .map(|(verdict, notes)| {
            let x = percent(before);
            before += notes;
            view! {
                <rect class="verdict-piece" data-verdict=verdict.as_str() x=x y="0" width=percent(notes) height=HEIGHT />
            }
            .into_any()
        })
        .collect();
    view! { <svg class="verdict-bar" width="100%" height=HEIGHT aria-hidden="true">{pieces}</svg> }.into_any()
}
