//! What JavaScript adds to a page: for the whole page, by delegated events.
//!
//! Everything here has a plain form or link under it. Nothing of a page is rendered again in the browser, so that none
//! of Leptos need come there: what the browser loads is this module alone.

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod bars;
#[cfg(feature = "hydrate")]
mod copy;
#[cfg(feature = "hydrate")]
mod day_slider;
#[cfg(feature = "hydrate")]
mod dom;
#[cfg(feature = "hydrate")]
mod fetch;
#[cfg(feature = "hydrate")]
mod filter_form;
#[cfg(feature = "hydrate")]
mod in_place;
#[cfg(feature = "hydrate")]
mod keys;
#[cfg(feature = "hydrate")]
mod list;
#[cfg(feature = "hydrate")]
mod search;
#[cfg(feature = "hydrate")]
mod theme;

/// Where a page says to a screen reader what has changed on it.
#[component]
pub fn Announcement() -> impl IntoView {
    view! { <span class="visually-hidden" id="announcement" role="status"></span> }
}

/// Copies permalinks, submits the filter form when a box is ticked, shows other lists and switches the theme
/// without a new page, reacts to keys, searches while one types: for the life of the page.
#[cfg(feature = "hydrate")]
pub(crate) fn listen() {
    let Some(page) = dom::document() else { return };
    copy::listen(&page);
    day_slider::listen(&page);
    theme::listen(&page);
    filter_form::listen(&page);
    in_place::listen(&page);
    keys::listen(&page);
    bars::listen(&page);
    let list = list::listen(&page);
    if let Some(list) = list {
        list::links::listen(list);
    }
    search::listen(&page, list);
    // Style sheets show what only works now.
    if let Some(root) = page.document_element() {
        let _ = root.set_attribute("data-enhanced", "");
    }
    day_slider::focus_where_led(&page);
}
