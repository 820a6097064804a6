//! Buttons that copy.

use web_sys::{Document, HtmlElement};

use dom::{closest, document, on, target};

/// Listens for the life of the page.
pub(super) fn listen(page: &Document) {
    on(page, "click", |event| {
        if let Some(button) = target(event).and_then(|it| closest::<HtmlElement>(&it, "[data-copy]")) {
            copy(&button);
        }
    });
}

/// Puts the address into the clipboard and says so, to the eye and to a screen reader.
fn copy(button: &HtmlElement) {
    let Some(url) = button.get_attribute("data-copy") else { return };
    let Some(window) = web_sys::window() else { return };
    let button = button.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let clipboard = window.navigator().clipboard();
        // Outside of a secure context there is no clipboard.
        let outcome = if clipboard.is_undefined() {
            Err(wasm_bindgen::JsValue::UNDEFINED)
        } else {
            wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&url)).await
        };
        let label = if outcome.is_ok() { "data-copied" } else { "data-failed" };
        let labels = document().and_then(|document| document.get_element_by_id("copy-labels"));
        let message =
            button.get_attribute(label).or_else(|| labels?.get_attribute(label)).unwrap_or_default();
        button.set_text_content(Some(&message));
        if let Some(status) = document().and_then(|document| document.get_element_by_id("announcement")) {
            status.set_text_content(Some(&message));
        }
    });
}
