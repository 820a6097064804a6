//! The filter form: submits itself when a box is ticked, and keeps the reader's place in the panel.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, HtmlFormElement, HtmlInputElement};

use dom::{closest, document, on, on_restore, tab_storage, target};

/// Where the last tick was made, in the tab's storage: how far the panel was scrolled
/// and, where the keyboard made it, the name and value of the box.
const LAST_TICK: &str = "kepline-last-tick";

/// Listens for the life of the page.
pub(super) fn listen(page: &Document) {
    on(page, "change", |event| {
        let Some(target) = target(event) else { return };
        if let Some(form) = closest::<HtmlFormElement>(&target, "form[data-submits-itself]") {
            remember_place(&target);
            // A browser without requestSubmit keeps the button.
            let _ = form.request_submit();
        }
    });
    on_restore({
        let page = page.clone();
        move || restore_filters(&page)
    });
    return_to_place(page);
}

/// Makes the filters agree with the list again: a tick that led away from it is no filter of it.
fn restore_filters(document: &Document) {
    if let Ok(forms) = document.query_selector_all("form[data-submits-itself]") {
        for n in 0..forms.length() {
            if let Some(form) = forms.item(n).and_then(|node| node.dyn_into::<HtmlFormElement>().ok()) {
                form.reset();
            }
        }
    }
    close_panel(document);
}

/// Closes the panel, which on a narrow screen would cover the list that one is led to.
pub(super) fn close_panel(document: &Document) {
    let open = document.query_selector("#filters:popover-open").ok().flatten();
    if let Some(panel) = open.and_then(|panel| panel.dyn_into::<HtmlElement>().ok()) {
        let _ = panel.hide_popover();
    }
}

fn panel(document: &Document) -> Option<Element> {
    document.get_element_by_id("filters")
}

/// A tick leads to a new page, which shall not lose the reader's place in the panel.
fn remember_place(target: &Element) {
    let (Some(document), Some(storage)) = (document(), tab_storage()) else { return };
    let scrolled = panel(&document).map_or(0, |panel| panel.scroll_top());
    let by_keyboard = target.matches(":focus-visible").unwrap_or(false);
    let ticked = target.dyn_ref::<HtmlInputElement>().filter(|_| by_keyboard);
    let ticked = ticked.map(|ticked| format!("{}={}", ticked.name(), ticked.value())).unwrap_or_default();
    let _ = storage.set_item(LAST_TICK, &format!("{scrolled} {ticked}"));
}

/// The tick has led to no new page.
pub(super) fn forget_place() {
    if let Some(storage) = tab_storage() {
        let _ = storage.remove_item(LAST_TICK);
    }
}

/// Scrolls the panel and gives the focus to where the tick was made that led here.
fn return_to_place(document: &Document) {
    let Some(storage) = tab_storage() else { return };
    let Ok(Some(place)) = storage.get_item(LAST_TICK) else { return };
    let _ = storage.remove_item(LAST_TICK);
    let (Some((scrolled, ticked)), Some(panel)) = (place.split_once(' '), panel(document)) else {
        return;
    };
    panel.set_scroll_top(scrolled.parse().unwrap_or_default());
    let Ok(boxes) = panel.query_selector_all("input[type=checkbox]") else { return };
    let again = (0..boxes.length())
        .filter_map(|n| boxes.item(n)?.dyn_into::<HtmlInputElement>().ok())
        .find(|other| format!("{}={}", other.name(), other.value()) == ticked);
    if let Some(again) = again {
        if let Some(folded) = closest::<Element>(&again, "details") {
            let _ = folded.set_attribute("open", "");
        }
        let _ = again.focus();
    }
}
