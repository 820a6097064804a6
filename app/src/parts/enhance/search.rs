//! The search box while one types: what it suggests and finds, without getting in the way of an input method.

use std::cell::{Cell, RefCell};

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Document, DomParser, Element, Event, HtmlElement, HtmlFormElement, HtmlInputElement,
    KeyboardEvent, PerformanceEntry, RequestInit, Response, ScrollIntoViewOptions, ScrollLogicalPosition,
    SupportedType, UrlSearchParams, Window,
};

use super::dom::{closest, on, on_restore, target};

/// How long a reader pauses before a request is sent.
const PAUSE_MS: i32 = 200;

/// Of a key event that an input method has taken.
const COMPOSING: u32 = 229;

/// The box of a page, for as long as the page lives.
struct SearchBox {
    page: Document,
    field: HtmlInputElement,
    form: HtmlFormElement,
    list: HtmlElement,
    /// Whether an input method is at work: what it shows is not typed yet.
    composing: Cell<bool>,
    pause: Cell<Option<i32>>,
    /// The requests under way.
    suggesting: RefCell<Option<AbortController>>,
    searching: RefCell<Option<AbortController>>,
    /// The address whose results the page shows.
    shown: RefCell<String>,
    /// Whether the history has an entry for the search already.
    pushed: Cell<bool>,
    /// The path and query of the page in the history.
    at: RefCell<String>,
    /// Which suggestion the arrow keys have reached.
    active: Cell<Option<u32>>,
}

/// Listens for the life of the page.
pub(super) fn listen(page: &Document) {
    let Some(search) = SearchBox::find(page) else { return };
    let search: &'static SearchBox = Box::leak(Box::new(search));
    search.set_up();
    on(&search.field, "compositionstart", |_| {
        search.composing.set(true);
        search.cancel();
        search.close();
    });
    on(&search.field, "compositionend", |_| {
        search.composing.set(false);
        search.typed();
    });
    on(&search.field, "input", |_| search.typed());
    on(&search.field, "keydown", |event| search.press_key(event));
    on(&search.field, "blur", |_| search.close());
    // The box keeps the focus while a suggestion is pressed.
    on(&search.list, "mousedown", Event::prevent_default);
    on(&search.list, "click", |event| {
        if let Some(item) = target(event).and_then(|it| closest::<Element>(&it, "[role=option]")) {
            search.choose(&item);
        }
    });
    on(&search.form, "submit", |event| {
        if search.composing.get() {
            event.prevent_default();
        }
        search.cancel();
        search.close();
    });
    on_restore(|| search.restore());
    if let Some(window) = web_sys::window() {
        // What the history leads to without a new page is another list: the server knows it.
        on(&window, "popstate", |_| {
            if let Some(window) = web_sys::window()
                && path(&window) != *search.at.borrow()
            {
                let _ = window.location().reload();
            }
        });
        // A reader who went back before this listened sees the list of another address.
        if made_for(&window).is_some_and(|made_for| made_for != path(&window)) {
            let _ = window.location().reload();
        }
        if window.location().hash().is_ok_and(|hash| hash == "#q") {
            let _ = search.field.focus();
        }
    }
}

/// The word of the box at the cursor: what stands before it, itself, and what follows the cursor.
struct Word {
    before: Vec<u16>,
    word: String,
    after: Vec<u16>,
}

impl SearchBox {
    fn find(page: &Document) -> Option<Self> {
        let form = page.query_selector("form[data-search]").ok()??;
        let field = form.query_selector("input[type=search]").ok()??.dyn_into::<HtmlInputElement>().ok()?;
        let list = form.query_selector("[role=listbox]").ok()??.dyn_into().ok()?;
        let form: HtmlFormElement = form.dyn_into().ok()?;
        let search = Self {
            page: page.clone(),
            field,
            form,
            list,
            composing: Cell::default(),
            pause: Cell::default(),
            suggesting: RefCell::default(),
            searching: RefCell::default(),
            shown: RefCell::default(),
            pushed: Cell::default(),
            at: RefCell::new(web_sys::window().map(|window| path(&window)).unwrap_or_default()),
            active: Cell::default(),
        };
        *search.shown.borrow_mut() = search.address().unwrap_or_default();
        Some(search)
    }

    /// Declares the field a combobox.
    fn set_up(&self) {
        for (name, value) in [
            ("role", "combobox"),
            ("aria-autocomplete", "list"),
            ("aria-haspopup", "listbox"),
            ("aria-controls", "suggestions"),
            ("aria-expanded", "false"),
        ] {
            let _ = self.field.set_attribute(name, value);
        }
    }

    /// Cancels what was to be done after a pause.
    fn cancel(&self) {
        if let (Some(pause), Some(window)) = (self.pause.take(), web_sys::window()) {
            window.clear_timeout_with_handle(pause);
        }
    }

    /// Makes the box agree with the list again: what was typed after it was made led elsewhere, or nowhere yet.
    fn restore(&self) {
        self.composing.set(false);
        self.cancel();
        self.close();
        if let Some(searching) = self.searching.take() {
            searching.abort();
        }
        self.form.reset();
    }

    fn typed(&'static self) {
        self.cancel();
        if self.composing.get() {
            return;
        }
        self.point(None);
        let then = Closure::once_into_js(move || {
            self.pause.set(None);
            leptos::task::spawn_local(async { drop(self.suggest().await) });
            leptos::task::spawn_local(async { drop(self.search().await) });
        });
        let pause = web_sys::window().and_then(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), PAUSE_MS).ok()
        });
        self.pause.set(pause);
    }

    fn press_key(&'static self, event: &Event) {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        let name = key.key();
        if self.composing.get() || key.is_composing() || key.key_code() == COMPOSING {
            // The key that ends a composition in some browsers comes after its end.
            if name == "Enter" {
                event.prevent_default();
            }
            return;
        }
        let is_open = !self.list.has_attribute("hidden");
        match name.as_str() {
            "ArrowDown" | "ArrowUp" if is_open => self.step(if name == "ArrowDown" { 1 } else { -1 }),
            "ArrowDown" => leptos::task::spawn_local(async { drop(self.suggest().await) }),
            "Enter" => match self.active.get().and_then(|n| self.list.children().item(n)) {
                Some(item) => self.choose(&item),
                None => return,
            },
            "Escape" if is_open => self.close(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }

    /// The word before the cursor; `None` in quotes, and where something is selected.
    fn word(&self) -> Option<Word> {
        let value: Vec<u16> = self.field.value().encode_utf16().collect();
        let cursor = self.field.selection_start().ok()?? as usize;
        if self.field.selection_end().ok()?? as usize != cursor || cursor > value.len() {
            return None;
        }
        let (before, after) = value.split_at(cursor);
        let is_space = |unit: &u16| char::from_u32((*unit).into()).is_some_and(char::is_whitespace);
        let start = before.iter().rposition(is_space).map_or(0, |space| space + 1);
        let quotes = before.iter().filter(|unit| **unit == u16::from(b'"')).count();
        let word = String::from_utf16_lossy(&before[start..]);
        let before = before[..start].to_vec();
        (quotes % 2 == 0).then(|| Word { before, word, after: after.to_vec() })
    }

    /// Fetches what the word before the cursor may mean, and shows it.
    async fn suggest(&self) -> Result<(), JsValue> {
        let Some(word) = self.word().filter(|word| !word.word.is_empty()) else {
            self.close();
            return Ok(());
        };
        let address = format!("/fn/suggest?text={}", js_sys::encode_uri_component(&word.word));
        let response = fetch(&address, "application/json", &self.suggesting).await?;
        if !response.ok() {
            self.close();
            return Ok(());
        }
        let offers: js_sys::Array = JsFuture::from(response.json()?).await?.dyn_into()?;
        // Meanwhile the reader may have gone elsewhere.
        if self.page.active_element().as_ref() != Some(self.field.as_ref()) || self.composing.get() {
            return Ok(());
        }
        self.show(&offers)
    }

    fn show(&self, offers: &js_sys::Array) -> Result<(), JsValue> {
        self.point(None);
        self.list.set_text_content(None);
        for (n, offer) in offers.iter().enumerate() {
            let text = |name: &str| {
                js_sys::Reflect::get(&offer, &name.into())
                    .ok()
                    .and_then(|it| it.as_string())
                    .unwrap_or_default()
            };
            let item = self.page.create_element("li")?;
            item.set_attribute("role", "option")?;
            item.set_attribute("aria-selected", "false")?;
            item.set_id(&format!("suggestion-{n}"));
            item.set_attribute("data-insert", &text("insert"))?;
            for (element, content) in [("b", text("insert")), ("span", text("label"))] {
                let part = self.page.create_element(element)?;
                part.set_text_content(Some(content.trim_end()));
                item.append_child(&part)?;
                // A word apart for who hears them.
                item.append_child(&self.page.create_text_node(" "))?;
            }
            self.list.append_child(&item)?;
        }
        if offers.length() == 0 {
            self.close();
            return Ok(());
        }
        self.list.remove_attribute("hidden")?;
        self.field.set_attribute("aria-expanded", "true")?;
        let message = match offers.length() {
            1 => self.list.get_attribute("data-one"),
            _ => self.list.get_attribute("data-some"),
        };
        self.announce(&message.unwrap_or_default().replace("{}", &offers.length().to_string()));
        Ok(())
    }

    fn close(&self) {
        if let Some(request) = self.suggesting.take() {
            request.abort();
        }
        self.point(None);
        let _ = self.list.set_attribute("hidden", "");
        let _ = self.field.set_attribute("aria-expanded", "false");
    }

    /// Leads to the next suggestion, or to the one before, in a circle.
    fn step(&self, by: i64) {
        let count = i64::from(self.list.child_element_count());
        let next = match self.active.get() {
            Some(active) => i64::from(active) + by,
            None if by < 0 => -1,
            None => 0,
        };
        self.point(next.checked_rem_euclid(count).and_then(|next| u32::try_from(next).ok()));
    }

    /// Points at a suggestion, or at none.
    fn point(&self, at: Option<u32>) {
        let items = self.list.children();
        if let Some(before) = self.active.replace(at).and_then(|n| items.item(n)) {
            let _ = before.set_attribute("aria-selected", "false");
        }
        match at.and_then(|n| items.item(n)) {
            Some(item) => {
                let _ = item.set_attribute("aria-selected", "true");
                let _ = self.field.set_attribute("aria-activedescendant", &item.id());
                let nearest = ScrollIntoViewOptions::new();
                nearest.set_block(ScrollLogicalPosition::Nearest);
                item.scroll_into_view_with_scroll_into_view_options(&nearest);
            }
            None => drop(self.field.remove_attribute("aria-activedescendant")),
        }
    }

    /// Puts a suggestion in the place of the word before the cursor.
    fn choose(&'static self, item: &Element) {
        let (Some(word), Some(insert)) = (self.word(), item.get_attribute("data-insert")) else { return };
        let mut value = word.before;
        value.extend(insert.encode_utf16());
        let cursor = u32::try_from(value.len()).unwrap_or_default();
        let space = u16::from(b' ');
        let after = if value.last() == Some(&space) { word.after.strip_prefix(&[space]) } else { None };
        value.extend(after.unwrap_or(&word.after));
        self.field.set_value(&String::from_utf16_lossy(&value));
        let _ = self.field.set_selection_range(cursor, cursor);
        self.close();
        self.typed();
    }

    /// Where the form leads as it is filled in.
    fn address(&self) -> Option<String> {
        let values = UrlSearchParams::new().ok()?;
        let inputs = self.form.query_selector_all("input[name]").ok()?;
        for n in 0..inputs.length() {
            if let Some(input) = inputs.item(n).and_then(|node| node.dyn_into::<HtmlInputElement>().ok())
                && !input.value().trim().is_empty()
            {
                values.append(&input.name(), input.value().trim());
            }
        }
        let query = String::from(values.to_string());
        Some(if query.is_empty() { "/".to_owned() } else { format!("/?{query}") })
    }

    /// Puts what is found in the place of the list, where the page has one. What cannot be read (yet)
    /// changes nothing: Enter shows why.
    async fn search(&self) -> Result<(), JsValue> {
        let Some(results) = self.page.get_element_by_id("results") else { return Ok(()) };
        let Some(address) = self.address().filter(|address| *address != *self.shown.borrow()) else {
            return Ok(());
        };
        let typed = self.field.value();
        let response = fetch(&address, "text/html", &self.searching).await?;
        if !response.ok() {
            return Ok(());
        }
        let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
        if self.composing.get() {
            return Ok(());
        }
        let answer = DomParser::new()?.parse_from_string(&text, SupportedType::TextHtml)?;
        let Some(new) = answer.get_element_by_id("results") else { return Ok(()) };
        results.replace_with_with_node_1(&self.page.import_node_with_deep(&new, true)?)?;
        // The panel counts anew, and its form has the new terms.
        for panel in ["#filters", ".filters-open"] {
            if let (Some(old), Some(new)) = (self.page.query_selector(panel)?, answer.query_selector(panel)?)
            {
                old.set_inner_html(&new.inner_html());
            }
        }
        self.page.set_title(&answer.title());
        // What a reset of the form leads back to.
        self.field.set_default_value(&typed);
        *self.shown.borrow_mut() = address;
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        self.remember(&window, &response.url())?;
        if let Some(count) = self.page.query_selector(".list-count")? {
            self.announce(&count.text_content().unwrap_or_default());
        }
        Ok(())
    }

    /// The address of what is shown: one step of the way back, however many letters.
    fn remember(&self, window: &Window, address: &str) -> Result<(), JsValue> {
        let history = window.history()?;
        match self.pushed.replace(true) {
            true => history.replace_state_with_url(&JsValue::NULL, "", Some(address))?,
            false => history.push_state_with_url(&JsValue::NULL, "", Some(address))?,
        }
        *self.at.borrow_mut() = path(window);
        Ok(())
    }

    fn announce(&self, message: &str) {
        if let Some(status) = self.page.get_element_by_id("announcement") {
            status.set_text_content(Some(message));
        }
    }
}

/// The path and query that the browser shows.
fn path(window: &Window) -> String {
    let location = window.location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// The path and query that the server made the page for.
fn made_for(window: &Window) -> Option<String> {
    let navigation = window.performance()?.get_entries_by_type("navigation").get(0);
    let address = navigation.dyn_into::<PerformanceEntry>().ok()?.name();
    let address = address.split('#').next().unwrap_or_default();
    address.strip_prefix(&window.location().origin().ok()?).map(str::to_owned)
}

/// Sends a request; the one before in the same place, if it is still under way, is aborted.
async fn fetch(
    address: &str,
    accept: &str,
    place: &RefCell<Option<AbortController>>,
) -> Result<Response, JsValue> {
    let request = AbortController::new()?;
    let options = RequestInit::new();
    options.set_signal(Some(&request.signal()));
    let headers = web_sys::Headers::new()?;
    headers.set("accept", accept)?;
    options.set_headers(&headers);
    if let Some(before) = place.replace(Some(request)) {
        before.abort();
    }
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    JsFuture::from(window.fetch_with_str_and_init(address, &options)).await?.dyn_into()
}
