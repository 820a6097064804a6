//! The search box while one types: what it suggests and finds, without getting in the way of an input method.

use std::cell::{Cell, RefCell};

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{
    AbortController, Document, Element, Event, HtmlElement, HtmlFormElement, HtmlInputElement, KeyboardEvent,
};

use super::list::ListPage;
use dom::{closest, is_composing, on, on_restore, target};

mod results;
mod suggestions;

/// How long a reader pauses before a request is sent.
const PAUSE_MS: i32 = 200;

/// The box of a page, for as long as the page lives.
struct SearchBox {
    page: Document,
    field: HtmlInputElement,
    form: HtmlFormElement,
    list: HtmlElement,
    /// What the page shows of the notes that are found; `None` where it is no list of notes.
    results: Option<&'static ListPage>,
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
    /// Which suggestion the arrow keys have reached.
    active: Cell<Option<u32>>,
}

/// Listens for the life of the page.
pub(super) fn listen(page: &Document, list: Option<&'static ListPage>) {
    let Some(search) = SearchBox::find(page, list) else { return };
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
    if let Some(list) = list {
        list.on_change(|| search.follow());
    }
    if web_sys::window().is_some_and(|window| window.location().hash().is_ok_and(|hash| hash == "#q")) {
        let _ = search.field.focus();
    }
}

impl SearchBox {
    fn find(page: &Document, results: Option<&'static ListPage>) -> Option<Self> {
        let form = page.query_selector("form[data-search]").ok()??;
        let field = form.query_selector("input[type=search]").ok()??.dyn_into::<HtmlInputElement>().ok()?;
        let list = form.query_selector("[role=listbox]").ok()??.dyn_into().ok()?;
        let form: HtmlFormElement = form.dyn_into().ok()?;
        let search = Self {
            page: page.clone(),
            results,
            field,
            form,
            list,
            composing: Cell::default(),
            pause: Cell::default(),
            suggesting: RefCell::default(),
            searching: RefCell::default(),
            shown: RefCell::default(),
            pushed: Cell::default(),
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

    /// Another list has taken the place of the one that was searched: the next search is a step of its own.
    fn follow(&self) {
        self.restore();
        self.pushed.set(false);
        *self.shown.borrow_mut() = self.address().unwrap_or_default();
    }

    fn typed(&'static self) {
        self.cancel();
        if self.composing.get() {
            return;
        }
        self.point(None);
        let then = Closure::once_into_js(move || {
            self.pause.set(None);
            wasm_bindgen_futures::spawn_local(async {
                drop(self.suggest().await);
                // What is found is said last, whichever of the two comes first.
                self.announce_found();
            });
            wasm_bindgen_futures::spawn_local(async { drop(self.search().await) });
        });
        let pause = web_sys::window().and_then(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), PAUSE_MS).ok()
        });
        self.pause.set(pause);
    }

    fn press_key(&'static self, event: &Event) {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        let name = key.key();
        if self.composing.get() || is_composing(key) {
            // The key that ends a composition in some browsers comes after its end.
            if name == "Enter" {
                event.prevent_default();
            }
            return;
        }
        let is_open = !self.list.has_attribute("hidden");
        match name.as_str() {
            "ArrowDown" | "ArrowUp" if is_open => self.step(if name == "ArrowDown" { 1 } else { -1 }),
            "ArrowDown" => wasm_bindgen_futures::spawn_local(async { drop(self.suggest().await) }),
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

    fn announce(&self, message: &str) {
        if let Some(status) = self.page.get_element_by_id("announcement") {
            status.set_text_content(Some(message));
        }
    }
}
