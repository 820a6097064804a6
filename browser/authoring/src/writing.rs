//! The form of a note while one writes: a preview that follows, drafts that outlive the tab, saving in place.
//!
//! What an input method composes is not typed yet: nothing is sent of it, and no value is rewritten meanwhile.

use std::cell::{Cell, RefCell};

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Document, DomParser, Element, Event, HtmlButtonElement, KeyboardEvent, Response,
    SubmitEvent, SupportedType, UrlSearchParams,
};

use self::drafts::Drafts;
use self::form::{FormElements, part_selector};
use dom::fetch::post;
use dom::{closest, is_composing, on, on_restore, target};

mod drafts;
mod form;

/// How long a writer pauses before a preview is fetched and a draft is stored.
const PAUSE_MS: i32 = 500;

/// The form, for as long as the page lives.
struct WritingForm {
    elements: FormElements,
    drafts: Drafts,
    /// Whether an input method is at work.
    composing: Cell<bool>,
    pause: Cell<Option<i32>>,
    previewing: RefCell<Option<AbortController>>,
    /// The request that saves: nothing but its answer ends it.
    saving: RefCell<Option<AbortController>>,
    is_saving: Cell<bool>,
}

/// Listens for the life of the page.
pub(super) fn listen(page: &Document) {
    let Some(writing) = WritingForm::find(page) else { return };
    let writing: &'static WritingForm = Box::leak(Box::new(writing));
    writing.begin();
    on(&writing.elements.field, "compositionstart", |_| {
        writing.composing.set(true);
        writing.cancel();
    });
    on(&writing.elements.field, "compositionend", |_| {
        writing.composing.set(false);
        writing.typed();
    });
    on(&writing.elements.form, "input", |_| writing.typed());
    on(&writing.elements.form, "change", |event| writing.choose(event));
    on(&writing.elements.form, "keydown", |event| writing.press_key(event));
    on(&writing.elements.form, "submit", |event| writing.submit(event));
    on(&writing.elements.form, "click", |event| {
        if let Some(button) =
            target(event).and_then(|it| closest::<HtmlButtonElement>(&it, "button[type=button]"))
        {
            writing.press_button(&button);
        }
    });
    on_restore(|| writing.restore());
    let Some(window) = web_sys::window() else { return };
    on(&window, "pagehide", |_| writing.keep());
    on(&window, "beforeunload", |event| {
        if writing.elements.is_unsaved() {
            event.prevent_default();
            // What older browsers look at.
            let _ = js_sys::Reflect::set(event, &"returnValue".into(), &JsValue::TRUE);
        }
    });
}

impl WritingForm {
    fn find(page: &Document) -> Option<Self> {
        Some(Self {
            elements: FormElements::find(page)?,
            drafts: Drafts::default(),
            composing: Cell::default(),
            pause: Cell::default(),
            previewing: RefCell::default(),
            saving: RefCell::default(),
            is_saving: Cell::default(),
        })
    }

    /// Brings back the draft of an earlier visit, and shows what stands in the form.
    fn begin(&'static self) {
        self.drafts.restore(&self.elements);
        if !self.elements.field.value().trim().is_empty() {
            wasm_bindgen_futures::spawn_local(self.preview());
        }
    }

    /// The back/forward cache has brought the page back, perhaps after its words were saved.
    fn restore(&self) {
        self.composing.set(false);
        self.lock(false);
        if self.elements.saved.replace(false) {
            self.elements.form.reset();
        }
    }

    fn keep(&self) {
        self.drafts.keep(&self.elements);
    }

    /// Cancels what was to be done after a pause.
    fn cancel(&self) {
        if let (Some(pause), Some(window)) = (self.pause.take(), web_sys::window()) {
            window.clear_timeout_with_handle(pause);
        }
    }

    fn typed(&'static self) {
        self.cancel();
        if self.composing.get() {
            return;
        }
        let then = Closure::once_into_js(move || {
            self.pause.set(None);
            self.keep();
            wasm_bindgen_futures::spawn_local(self.preview());
        });
        let pause = web_sys::window().and_then(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), PAUSE_MS).ok()
        });
        self.pause.set(pause);
    }

    /// Another notebook has drafts of its own.
    fn choose(&'static self, event: &Event) {
        if target(event).is_some_and(|it| it.get_attribute("name").as_deref() == Some("notebook")) {
            if self.elements.is_unsaved() {
                self.keep();
            } else {
                self.drafts.restore(&self.elements);
            }
        }
    }

    fn press_key(&self, event: &Event) {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        if key.key() != "Enter" || !(key.ctrl_key() || key.meta_key()) {
            return;
        }
        event.prevent_default();
        if self.composing.get() || is_composing(key) {
            return;
        }
        if let Some(button) = self.elements.button("save") {
            // With the checks of the browser, as if it was pressed.
            let _ = self.elements.form.request_submit_with_submitter(Some(&button));
        }
    }

    fn press_button(&'static self, button: &HtmlButtonElement) {
        if closest::<Element>(button, "[data-writing-draft]").is_some() {
            self.drafts.discard(&self.elements);
            self.typed();
        } else if closest::<Element>(button, "[data-writing-offline]").is_some() {
            wasm_bindgen_futures::spawn_local(self.save());
        }
    }

    fn submit(&'static self, event: &Event) {
        event.prevent_default();
        if self.composing.get() {
            return;
        }
        self.cancel();
        let submitter = event.dyn_ref::<SubmitEvent>().and_then(SubmitEvent::submitter);
        if submitter == self.elements.button("save") {
            wasm_bindgen_futures::spawn_local(self.save());
        } else {
            wasm_bindgen_futures::spawn_local(async {
                self.preview().await;
                if let Some(preview) = self.elements.part("preview") {
                    preview.scroll_into_view();
                }
            });
        }
    }

    /// Sends the form as the button of an action does; the request before in the same place is given up.
    async fn send(
        &self,
        action: &str,
        place: &RefCell<Option<AbortController>>,
    ) -> Result<Response, JsValue> {
        let values = UrlSearchParams::new()?;
        for name in ["notebook", "date", "seen", "follows", "markdown"] {
            values.append(name, &self.elements.value(name));
        }
        values.append("action", action);
        // Not `form.action`, which is the field of that name.
        let address = self.elements.form.get_attribute("action").unwrap_or_default();
        post(&address, &values, place).await
    }

    /// Shows what the notes would be; without an answer, what was shown stays.
    async fn preview(&'static self) {
        let Ok(response) = self.send("preview", &self.previewing).await else { return };
        let Ok(answer) = page_of(&response).await else { return };
        if response.ok() {
            self.elements.take_over(&answer, "preview");
        } else if response.status() == 401 {
            self.elements.take_over(&answer, "problem");
        }
    }

    /// Saves, and goes to where it is; else says why not. The words stay in any case.
    async fn save(&'static self) {
        const CREATED: u16 = 201;
        if self.is_saving.get() {
            return;
        }
        self.keep();
        self.lock(true);
        let saved = self.send("save", &self.saving).await;
        self.lock(false);
        let Ok(response) = saved else { return self.elements.show_line("offline", "") };
        self.elements.hide_line("offline");
        if response.status() == CREATED
            && let Ok(Some(place)) = response.headers().get("location")
            && let Some(window) = web_sys::window()
        {
            self.elements.saved.set(true);
            self.drafts.remove(&self.elements);
            let _ = window.location().assign(&place);
            return;
        }
        let Ok(answer) = page_of(&response).await else { return self.elements.show_line("offline", "") };
        self.elements.take_over(&answer, "problem");
        // With what the note says now, it can be saved again.
        if let (Some(seen), Ok(Some(new))) =
            (self.elements.input("seen"), answer.query_selector(&part_selector("seen")))
        {
            seen.set_value(&new.get_attribute("value").unwrap_or_default());
            self.keep();
        }
        if let Some(problem) = self.elements.part("problem") {
            problem.scroll_into_view();
        }
    }

    /// Keeps the words as they are while they are on their way, or lets them change again.
    fn lock(&self, locked: bool) {
        self.is_saving.set(locked);
        self.elements.field.set_read_only(locked);
        let _ = self.elements.form.set_attribute("aria-busy", if locked { "true" } else { "false" });
    }
}

/// The page that a response is.
async fn page_of(response: &Response) -> Result<Document, JsValue> {
    let html = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    DomParser::new()?.parse_from_string(&html, SupportedType::TextHtml)
}
