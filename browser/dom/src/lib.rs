//! The document, its events and its storage, and requests: what the programs of the pages share.
//!
//! Whatever the browser refuses is `None` or nothing: a page without it is still a page.

pub mod fetch;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Document, Element, Event, EventTarget, KeyboardEvent, PageTransitionEvent, Storage, Window};

/// The document of the page.
pub fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Listens to an event for the life of the page.
pub fn on(target: &EventTarget, name: &str, listener: impl Fn(&Event) + 'static) {
    let listener = Closure::<dyn Fn(Event)>::new(move |event| listener(&event));
    let _ = target.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
    listener.forget();
}

/// Runs `restore` each time that the back/forward cache brings the page back.
///
/// Such a page is as its reader left it: no script runs anew, and no control is reset by the browser.
pub fn on_restore(restore: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else { return };
    on(&window, "pageshow", move |event| {
        if event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted) {
            restore();
        }
    });
}

/// Whether an input method has taken a key. Some browsers say it by the key code alone.
pub fn is_composing(key: &KeyboardEvent) -> bool {
    const COMPOSING: u32 = 229;
    key.is_composing() || key.key_code() == COMPOSING
}

/// The element that an event came from.
pub fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// The nearest element around one, itself included, that a selector fits.
pub fn closest<T: JsCast>(element: &Element, selector: &str) -> Option<T> {
    element.closest(selector).ok().flatten()?.dyn_into().ok()
}

/// The storage of the tab, which ends with it.
pub fn tab_storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

/// The path and query that the browser shows.
pub fn path(window: &Window) -> String {
    let location = window.location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}
