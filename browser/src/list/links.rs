//! The links and forms that lead from list to list.

use wasm_bindgen::JsCast;
use web_sys::{
    Element, Event, HtmlAnchorElement, HtmlFormElement, HtmlInputElement, MouseEvent, PointerEvent,
    UrlSearchParams,
};

use super::{ListPage, Step};
use crate::AS_OF;
use crate::filter_form::forget_place;
use dom::{closest, on, target};

/// The path of the list that leads to others of its kind. An archive, or a list as of another day, is a page of its own.
const LIST: &str = "/";

/// A form whose fields are the list.
const FORM: &str = "form[data-submits-itself]";

/// Listens for the life of the page.
pub(crate) fn listen(list: &'static ListPage) {
    // These the browser need not fetch ahead by itself.
    if is_list(list)
        && let Some(root) = list.page.document_element()
    {
        let _ = root.set_attribute("data-lists-in-place", "");
    }
    on(&list.page, "click", |event| {
        if let Some(address) = clicked(list, event) {
            event.prevent_default();
            wasm_bindgen_futures::spawn_local(list.lead_to(address, Step::New));
        }
    });
    on(&list.page, "submit", |event| {
        let form = target(event).and_then(|it| closest::<HtmlFormElement>(&it, FORM));
        if let Some(address) = form.filter(|_| is_list(list)).and_then(|form| address_of(&form, None)) {
            event.prevent_default();
            forget_place();
            wasm_bindgen_futures::spawn_local(list.lead_to(address, Step::New));
        }
    });
    on(&list.page, "pointerover", |event| {
        let by_mouse = event.dyn_ref::<PointerEvent>().is_some_and(|event| event.pointer_type() == "mouse");
        match target(event).filter(|_| by_mouse).and_then(|it| pointed_at(list, &it)) {
            Some(address) => list.ahead.point_at(address),
            None => list.ahead.leave(),
        }
    });
}

/// Whether the page can show other lists in its place.
fn is_list(list: &ListPage) -> bool {
    leads_to_list(&list.shown.borrow())
}

/// Whether the path and query of an address are of a list that is shown in place.
fn leads_to_list(address: &str) -> bool {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let looks_back = query.split('&').any(|pair| pair.split_once('=').is_some_and(|(key, _)| key == AS_OF));
    path == LIST && !looks_back
}

/// The address of the list that a click leads to; `None` where the browser itself is to act on it.
fn clicked(list: &ListPage, event: &Event) -> Option<String> {
    let click = event.dyn_ref::<MouseEvent>()?;
    let is_plain = click.button() == 0
        && !(click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key());
    if !is_plain || event.default_prevented() {
        return None;
    }
    link(list, &target(event)?)
}

/// What an element that is pointed at leads to: a link, or the box of a filter.
fn pointed_at(list: &ListPage, element: &Element) -> Option<String> {
    if let Some(address) = link(list, element) {
        return Some(address);
    }
    let label = closest::<Element>(element, "label")?;
    let form = closest::<HtmlFormElement>(&label, FORM).filter(|_| is_list(list))?;
    let ticked = label.query_selector("input[type=checkbox]").ok()??.dyn_into::<HtmlInputElement>().ok()?;
    address_of(&form, Some(&ticked))
}

/// The address of the link around an element, where it leads to another list.
fn link(list: &ListPage, element: &Element) -> Option<String> {
    if !is_list(list) {
        return None;
    }
    let link = closest::<HtmlAnchorElement>(element, "a[href]")?;
    let own = list.window.location().origin().is_ok_and(|origin| origin == link.origin());
    if !own || !link.target().is_empty() || link.has_attribute("download") || !link.hash().is_empty() {
        return None;
    }
    let address = link.pathname() + &link.search();
    leads_to_list(&address).then_some(address)
}

/// Where a form leads as it is filled in, or with one box more or less.
fn address_of(form: &HtmlFormElement, changed: Option<&HtmlInputElement>) -> Option<String> {
    let values = UrlSearchParams::new().ok()?;
    let fields = form.query_selector_all("input[name]").ok()?;
    for n in 0..fields.length() {
        let Some(input) = fields.item(n).and_then(|node| node.dyn_into::<HtmlInputElement>().ok()) else {
            continue;
        };
        let is_box = matches!(input.type_().as_str(), "checkbox" | "radio");
        let is_changed = changed.is_some_and(|changed| changed.is_same_node(Some(&input)));
        if !input.value().is_empty() && (!is_box || input.checked() != is_changed) {
            values.append(&input.name(), &input.value());
        }
    }
    let query = String::from(values.to_string());
    let address = if query.is_empty() { LIST.to_owned() } else { format!("{LIST}?{query}") };
    leads_to_list(&address).then_some(address)
}
