//! What JavaScript adds to a page: for the whole page, by delegated events.
//!
//! Everything here has a plain form or link under it. Nothing of a page is rendered again in the browser, so that none of
//! Leptos need come there: what the browser loads of the program is this crate, which knows a page by its HTML, and
//! `authoring` where notes are written.

mod bars;
mod copy;
mod day_slider;
mod filter_form;
mod in_place;
mod keys;
mod list;
mod search;
mod theme;

use wasm_bindgen::prelude::wasm_bindgen;

/// The key of addresses for the day that a page looks from. A test holds it to that of `domain`, which is not built for
/// the browser for the sake of a word.
const AS_OF: &str = "as_of";

/// Copies permalinks, submits the filter form when a box is ticked, shows other lists and switches the theme
/// without a new page, reacts to keys and searches while one types: for the life of the page, once the browser has
/// loaded it.
#[wasm_bindgen(start)]
pub fn start() {
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

#[cfg(test)]
mod tests {
    #[test]
    fn the_key_is_that_of_addresses() {
        assert_eq!(super::AS_OF, domain::as_of::KEY);
    }
}
