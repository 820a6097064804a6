//! The one island: what JavaScript makes nicer, for the whole page by delegated events.
//!
//! One island costs a page little; an island for each of thirty notes would cost more
//! than the page. Everything here has a plain form or link under it.

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod bars;
#[cfg(feature = "hydrate")]
mod keys;
#[cfg(feature = "hydrate")]
mod search;

/// Copies permalinks, submits the filter form when a box is ticked, switches the
/// theme without a new page, hears keys, searches while one types.
#[island]
pub fn Enhance() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::listen();
    view! { <span class="visually-hidden" id="announcement" role="status"></span> }
}

#[cfg(feature = "hydrate")]
mod in_place;

#[cfg(feature = "hydrate")]
mod browser {
    use super::in_place;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::prelude::Closure;
    use web_sys::{
        Document, Element, Event, EventTarget, HtmlButtonElement, HtmlElement, HtmlFormElement,
        HtmlInputElement, PageTransitionEvent, Storage,
    };

    /// Listens for the life of the page.
    pub(super) fn listen() {
        let Some(document) = document() else { return };
        on(&document, "click", |event| {
            let Some(target) = target(event) else { return };
            if let Some(button) = closest::<HtmlElement>(&target, "[data-copy]") {
                copy(&button);
            } else if let Some(button) = closest::<HtmlButtonElement>(&target, "button[name=theme]") {
                switch_theme(event, &button);
            }
        });
        on(&document, "change", |event| {
            let Some(target) = target(event) else { return };
            if let Some(form) = closest::<HtmlFormElement>(&target, "form[data-submits-itself]") {
                remember_place(&target);
                // A browser without requestSubmit keeps the button.
                let _ = form.request_submit();
            }
        });
        on(&document, "submit", |event| {
            let Some(target) = target(event) else { return };
            if let Some(form) = closest::<HtmlFormElement>(&target, "form[data-in-place]") {
                event.prevent_default();
                leptos::task::spawn_local(in_place::submit(form));
            }
        });
        on_restore({
            let document = document.clone();
            move || restore_filters(&document)
        });
        return_to_place(&document);
        super::keys::listen(&document);
        super::bars::listen(&document);
        super::search::listen(&document);
        // Style sheets show what only works now.
        if let Some(root) = document.document_element() {
            let _ = root.set_attribute("data-enhanced", "");
        }
    }

    pub(super) fn document() -> Option<Document> {
        web_sys::window()?.document()
    }

    /// Hears an event for the life of the page.
    pub(super) fn on(target: &EventTarget, name: &str, listener: impl Fn(&Event) + 'static) {
        let listener = Closure::<dyn Fn(Event)>::new(move |event| listener(&event));
        let _ = target.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
        listener.forget();
    }

    /// Runs `restore` each time that the back/forward cache brings the page back.
    ///
    /// Such a page is as its reader left it: no script runs anew, and no control is reset by the browser.
    pub(super) fn on_restore(restore: impl Fn() + 'static) {
        let Some(window) = web_sys::window() else { return };
        on(&window, "pageshow", move |event| {
            if event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted) {
                restore();
            }
        });
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
        // On a narrow screen the panel would cover the list that one went back to.
        let open = document.query_selector("#filters:popover-open").ok().flatten();
        if let Some(panel) = open.and_then(|panel| panel.dyn_into::<HtmlElement>().ok()) {
            let _ = panel.hide_popover();
        }
    }

    pub(super) fn target(event: &Event) -> Option<Element> {
        event.target()?.dyn_into().ok()
    }

    pub(super) fn closest<T: JsCast>(element: &Element, selector: &str) -> Option<T> {
        element.closest(selector).ok().flatten()?.dyn_into().ok()
    }

    /// Where the last tick was made, in the tab's storage: how far the panel was scrolled
    /// and, where the keyboard made it, the name and value of the box.
    const LAST_TICK: &str = "kepline-last-tick";

    fn panel(document: &Document) -> Option<Element> {
        document.get_element_by_id("filters")
    }

    fn storage() -> Option<Storage> {
        web_sys::window()?.session_storage().ok().flatten()
    }

    /// A tick leads to a new page, which shall not lose the reader's place in the panel.
    fn remember_place(target: &Element) {
        let (Some(document), Some(storage)) = (document(), storage()) else { return };
        let scrolled = panel(&document).map_or(0, |panel| panel.scroll_top());
        let by_keyboard = target.matches(":focus-visible").unwrap_or(false);
        let ticked = target.dyn_ref::<HtmlInputElement>().filter(|_| by_keyboard);
        let ticked = ticked.map(|ticked| format!("{}={}", ticked.name(), ticked.value())).unwrap_or_default();
        let _ = storage.set_item(LAST_TICK, &format!("{scrolled} {ticked}"));
    }

    /// Scrolls the panel and gives the focus to where the tick was made that led here.
    fn return_to_place(document: &Document) {
        let Some(storage) = storage() else { return };
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

    /// Puts the address into the clipboard and says so, to the eye and to a screen reader.
    fn copy(button: &HtmlElement) {
        let Some(url) = button.get_attribute("data-copy") else { return };
        let Some(window) = web_sys::window() else { return };
        let button = button.clone();
        leptos::task::spawn_local(async move {
            let clipboard = window.navigator().clipboard();
            // Outside of a secure context there is no clipboard.
            let outcome = if clipboard.is_undefined() {
                Err(wasm_bindgen::JsValue::UNDEFINED)
            } else {
                wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&url)).await
            };
            let words = match outcome {
                Ok(_) => button.get_attribute("data-copied"),
                Err(_) => button.get_attribute("data-failed"),
            };
            let words = words.unwrap_or_default();
            button.set_text_content(Some(&words));
            if let Some(status) = document().and_then(|document| document.get_element_by_id("announcement")) {
                status.set_text_content(Some(&words));
            }
        });
    }

    /// Changes the colours at once and tells the server, so that the next page has them.
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
            let Some(other) = buttons.item(n).and_then(|node| node.dyn_into::<HtmlButtonElement>().ok())
            else {
                continue;
            };
            let pressed = if other.value() == theme { "true" } else { "false" };
            let _ = other.set_attribute("aria-pressed", pressed);
        }
    }
}
