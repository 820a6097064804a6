//! Arrow keys lead from bar to bar, of which the tab key reaches only some.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, KeyboardEvent};

use dom::{closest, on, target};

/// Listens for the life of the page.
pub(super) fn listen(page: &Document) {
    on(page, "keydown", |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        if key.ctrl_key() || key.alt_key() || key.meta_key() || key.shift_key() {
            return;
        }
        let Some(bar) = target(event).and_then(|it| closest::<Element>(&it, ".histogram a")) else { return };
        let next = match key.key().as_str() {
            "ArrowRight" => bar.next_element_sibling(),
            "ArrowLeft" => bar.previous_element_sibling().filter(|it| it.matches("a").unwrap_or_default()),
            "Home" => bar.parent_element().and_then(|all| all.query_selector("a").ok().flatten()),
            "End" => bar.parent_element().and_then(|all| all.last_element_child()),
            _ => return,
        };
        event.prevent_default();
        // Links of SVG take the focus as those of HTML do, but are no elements of HTML.
        if let Some(next) = next {
            let _ = next.unchecked_into::<HtmlElement>().focus();
        }
    });
}
