//! The switch of colours, without a new page.

use wasm_bindgen::JsCast;
use web_sys::{Document, Event, HtmlButtonElement};

use dom::{closest, document, on, target};

/// Listens for the life of the page.
pub(super) fn listen(page: &Document) {
    on(page, "click", |event| {
        let button = target(event).and_then(|it| closest::<HtmlButtonElement>(&it, "button[name=theme]"));
        if let Some(button) = button {
            switch_theme(event, &button);
        }
    });
}

/// Changes the colours at once and reports them to the server, so that the next page has them.
fn switch_theme(event: &Event, button: &HtmlButtonElement) {
    let Some(root) = document().and_then(|document| document.document_element()) else { return };
    let theme = button.value();
    let Ok(choice) = web_sys::UrlSearchParams::new() else { return };
    choice.append("theme", &theme);
    let Some(window) = web_sys::window() else { return };
    let sent = window.navigator().send_beacon_with_opt_url_search_params("/preferences", Some(&choice));
    if sent != Ok(true) {
        return;
    }
    event.prevent_default();
    let _ = match theme.as_str() {
        "system" => root.remove_attribute("data-theme"),
        theme => root.set_attribute("data-theme", theme),
    };
    let Ok(buttons) = root.query_selector_all("button[name=theme]") else { return };
    for n in 0..buttons.length() {
        let Some(other) = buttons.item(n).and_then(|node| node.dyn_into::<HtmlButtonElement>().ok()) else {
            continue;
        };
        let pressed = if other.value() == theme { "true" } else { "false" };
        let _ = other.set_attribute("aria-pressed", pressed);
    }
}
