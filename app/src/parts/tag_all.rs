//! Tagging all notes of a filtered list.

use domain::address::Page;
use domain::decision::Ruling;
use domain::list::filter::Filter;
use leptos::prelude::*;

use crate::request::{Reader, SignedIn};

/// The form that leads from a filtered list to `/bulk`; nothing for readers.
#[component]
pub fn TagAll(
    filter: Filter,
    /// How many notes the list has, on all of its pages.
    notes: u32,
) -> impl IntoView {
    let lang = Reader::current().lang;
    (SignedIn::current().is_some() && notes > 0 && !filter.is_unfiltered())
        .then(|| {
            view! {
                <details class="tag-all">
                    <summary>{lang.tag_all(notes)}</summary>
                    <form method="get" action=Page::Bulk.href()>
                        <input type="hidden" name="filter" value=whole_list(&filter).query() />
                        <input
                            name="tag"
                            list="known-tags"
                            required
                            maxlength="64"
                            autocomplete="off"
                            aria-label=lang.tag_field()
                            placeholder=lang.tag_field()
                        />
                        <button type="submit" name="ruling" value=Ruling::Applied.as_str()>
                            {lang.apply_to_all()}
                        </button>
                        <button type="submit" name="ruling" value=Ruling::Rejected.as_str()>
                            {lang.remove_from_all()}
                        </button>
                    </form>
                </details>
            }
        })
        .into_any()
}

/// The list as a whole, whichever page of it is shown.
pub fn whole_list(filter: &Filter) -> Filter {
    filter.without_cursor().with_order(Default::default())
}
