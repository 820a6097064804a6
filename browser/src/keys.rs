//! Keyboard shortcuts for the whole page.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, Storage};

use self::meaning::{KeyMeaning, Shortcut, key_meaning};
use dom::{closest, document, is_composing, on, tab_storage, target};

mod meaning;

/// Set in the browser's storage where the reader switched the keys off.
const SWITCHED_OFF: &str = "kepline-keys-off";

/// What types, or has keys of its own.
const TAKES_KEYS: &str =
    "input, textarea, select, audio, video, [contenteditable]:not([contenteditable=false]), [role=textbox]";

/// How long `g` waits for the key after it.
const PATIENCE_MS: f64 = 1500.0;

/// Listens for the life of the page.
pub(super) fn listen(page: &Document) {
    if let Some(switch) =
        page.get_element_by_id("keys-on").and_then(|it| it.dyn_into::<HtmlInputElement>().ok())
    {
        switch.set_checked(!is_switched_off());
    }
    on(page, "change", |event| {
        let switch = target(event).and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
        let (Some(switch), Some(storage)) = (switch.filter(|it| it.id() == "keys-on"), storage()) else {
            return;
        };
        let _ = match switch.checked() {
            true => storage.remove_item(SWITCHED_OFF),
            false => storage.set_item(SWITCHED_OFF, "1"),
        };
    });
    // When `g` was pressed, where the key after it decides.
    let begun_at = Cell::new(None::<f64>);
    on(page, "keydown", move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        let begun = begun_at.take().is_some_and(|at| event.time_stamp() - at < PATIENCE_MS);
        if is_meant_otherwise(key) || is_switched_off() {
            return;
        }
        match key_meaning(begun, &key.key()) {
            KeyMeaning::Nothing => {}
            KeyMeaning::Begun => begun_at.set(Some(event.time_stamp())),
            KeyMeaning::Shortcut(shortcut) => {
                if follow(shortcut, event).is_some() {
                    event.prevent_default();
                }
            }
        }
    });
    let _ = return_to_queue(page);
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn is_switched_off() -> bool {
    storage().is_some_and(|storage| storage.get_item(SWITCHED_OFF).is_ok_and(|off| off.is_some()))
}

/// Whether the key belongs to the browser, an input method or what has the focus.
fn is_meant_otherwise(key: &KeyboardEvent) -> bool {
    key.default_prevented()
        || is_composing(key)
        || key.ctrl_key()
        || key.alt_key()
        || key.meta_key()
        || target(key).is_some_and(|it| closest::<Element>(&it, TAKES_KEYS).is_some())
}

/// Does what a shortcut means; `None` where the page has nothing to do it with.
fn follow(shortcut: Shortcut, event: &Event) -> Option<()> {
    let page = document()?;
    let list_is_open = page.query_selector("#keys:popover-open").is_ok_and(|open| open.is_some());
    if list_is_open && shortcut != Shortcut::List {
        return None;
    }
    match shortcut {
        Shortcut::Next => step(&page, 1),
        Shortcut::Previous => step(&page, -1),
        Shortcut::Open => {
            let item = current(&page)?;
            // Enter on a link or a button is theirs.
            let is_enter = event.dyn_ref::<KeyboardEvent>()?.key() == "Enter";
            if is_enter && target(event)? != *item {
                return None;
            }
            click(&enclosing_note(&item)?, "a.permalink")
        }
        Shortcut::Copy => match current(&page) {
            Some(item) => click(&enclosing_note(&item)?, "[data-copy]"),
            None => click(page.document_element()?.as_ref(), ".crumbs [data-copy], .single-note [data-copy]"),
        },
        Shortcut::Tag => {
            let field = find(&enclosing_note(&current(&page)?)?, "input[name=tag]:not([type=hidden])")?;
            if let Some(folded) = closest::<Element>(&field, "details") {
                let _ = folded.set_attribute("open", "");
            }
            field.focus().ok()
        }
        Shortcut::Filter => {
            let root = page.document_element()?;
            if let Some(search) = find(&root, "input[type=search]").filter(|it| it.offset_parent().is_some())
            {
                search.unchecked_ref::<HtmlInputElement>().select();
                return search.focus().ok();
            }
            if let Some(link) = find(&root, ".search-link") {
                link.click();
                return Some(());
            }
            let first = find(&root, "#filters input:not([type=hidden])")?;
            // On narrow screens the panel is opened by its button.
            if first.offset_parent().is_none() {
                click(&root, ".filters-open")?;
            }
            first.focus().ok()
        }
        Shortcut::Write => click(page.document_element()?.as_ref(), ".curator a[href='/write']"),
        Shortcut::Home => click(page.document_element()?.as_ref(), ".sections a[href='/']"),
        Shortcut::Keps => click(page.document_element()?.as_ref(), ".sections a[href='/keps']"),
        Shortcut::Versions => click(page.document_element()?.as_ref(), ".sections a[href='/versions']"),
        Shortcut::Accept => decide(&page, "button[data-key=a]"),
        Shortcut::Reject => decide(&page, "button[data-key=r]"),
        Shortcut::Choose(place) => decide(&page, &format!("button[data-key='{place}']")),
        Shortcut::List => click(page.document_element()?.as_ref(), ".keys-open"),
    }
}

fn find(within: &Element, selector: &str) -> Option<HtmlElement> {
    within.query_selector(selector).ok().flatten()?.dyn_into().ok()
}

fn click(within: &Element, selector: &str) -> Option<()> {
    find(within, selector)?.click();
    Some(())
}

/// What `j` and `k` walk over, in the order of the page: what waits in the queue, else the notes.
fn items(page: &Document) -> Vec<HtmlElement> {
    let all = |selector: &str| {
        let nodes = page.query_selector_all(selector).ok();
        let nodes = nodes.iter().flat_map(|nodes| (0..nodes.length()).filter_map(|n| nodes.item(n)));
        nodes.filter_map(|node| node.dyn_into().ok()).collect::<Vec<HtmlElement>>()
    };
    let queue = all("[data-waits]");
    // What is folded is walked over.
    if queue.is_empty() { all(".note:not(details:not([open]) *)") } else { queue }
}

/// The item that holds the focus.
fn current(page: &Document) -> Option<HtmlElement> {
    let focused = page.active_element()?;
    closest(&focused, "[data-waits]").or_else(|| closest(&focused, ".note"))
}

fn enclosing_note(item: &HtmlElement) -> Option<Element> {
    closest(item, ".note")
}

/// Gives the focus to the item `by` further on; from elsewhere, to the nearest on the screen.
fn step(page: &Document, by: isize) -> Option<()> {
    let items = items(page);
    let here = current(page).and_then(|current| items.iter().position(|item| *item == current));
    let there = match here {
        Some(here) => here.checked_add_signed(by)?,
        None => {
            let below = items.iter().position(|item| item.get_bounding_client_rect().top() >= 0.0);
            match by {
                1.. => below?,
                _ => below.unwrap_or(items.len()).checked_sub(1)?,
            }
        }
    };
    focus(items.get(there)?)
}

fn focus(item: &HtmlElement) -> Option<()> {
    // Within reach of the keys alone: the tab key goes on to what can be used.
    item.set_attribute("tabindex", "-1").ok()?;
    item.focus().ok()
}

/// Which item of the queue was decided, in the tab's storage: the one after it takes its place.
const DECIDED: &str = "kepline-decided";

/// Presses a button of the item in the queue, once.
fn decide(page: &Document, button: &str) -> Option<()> {
    let item: HtmlElement = closest(&page.active_element()?, "[data-waits]")?;
    // A key that comes before the next page would overrule the one before.
    if item.get_attribute("aria-busy").is_some() {
        return None;
    }
    let button = find(&item, button)?;
    let place = items(page).iter().position(|other| *other == item)?;
    if let Some(storage) = tab_storage() {
        let _ = storage.set_item(DECIDED, &place.to_string());
    }
    let _ = item.set_attribute("aria-busy", "true");
    button.click();
    Some(())
}

/// Gives the focus to the item after the one that a key decided; false where none did.
pub(super) fn return_to_queue(page: &Document) -> bool {
    let Some(storage) = tab_storage() else { return false };
    let Ok(Some(place)) = storage.get_item(DECIDED) else { return false };
    let _ = storage.remove_item(DECIDED);
    let items = items(page);
    for item in &items {
        let _ = item.remove_attribute("aria-busy");
    }
    let place = place.parse().unwrap_or(0).min(items.len().saturating_sub(1));
    let item = items.get(place).filter(|item| item.has_attribute("data-waits"));
    item.and_then(focus).is_some()
}
