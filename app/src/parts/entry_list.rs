//! Entries as a section of a page about what they cite or are tagged with.

use domain::list::timeline::Entry;
use leptos::prelude::*;

use crate::parts::entry::EntryArticle;

/// The entries that hold what a page is about; each names its notebook where there are several.
#[component]
pub fn EntryList(
    entries: Vec<Entry>,
    /// Whether long notes show their first lines alone, until one wants all.
    #[prop(optional)]
    folded: bool,
    /// The KEP whose own page it is on.
    #[prop(optional_no_strip)]
    page_kep: Option<u32>,
) -> impl IntoView {
    let several = entries.windows(2).any(|pair| pair[0].notebook.slug != pair[1].notebook.slug);
    let article = |entry| view! { <EntryArticle entry level=3 named=several long_folded=folded page_kep /> };
    let articles: Vec<_> = entries.into_iter().map(article).collect();
    view! { <div class="entries">{articles}</div> }.into_any()
}

/// Whether search engines may keep a page that shows these entries.
pub fn may_be_indexed(entries: &[Entry]) -> bool {
    entries.iter().all(|entry| entry.notebook.rights.allow_indexing())
}
