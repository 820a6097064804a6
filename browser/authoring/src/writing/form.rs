//! The form of a note, its fields and what the page says of it.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement};

/// The form, by its elements.
pub(super) struct FormElements {
    page: Document,
    pub form: HtmlFormElement,
    pub field: HtmlTextAreaElement,
    /// Whether all is saved, and the page on its way to where that is.
    pub saved: Cell<bool>,
}

impl FormElements {
    pub fn find(page: &Document) -> Option<Self> {
        let form: HtmlFormElement = page.query_selector("form[data-writing]").ok()??.dyn_into().ok()?;
        let field: HtmlTextAreaElement = form.query_selector("textarea").ok()??.dyn_into().ok()?;
        Some(Self { page: page.clone(), form, field, saved: Cell::default() })
    }

    /// Whether the form has words that the server does not have.
    pub fn is_unsaved(&self) -> bool {
        !self.saved.get()
            && (self.field.value() != self.came_with() || self.form.has_attribute("data-answers"))
    }

    /// What the field held when the page was made.
    pub fn came_with(&self) -> String {
        self.field.default_value().unwrap_or_default()
    }

    pub fn button(&self, action: &str) -> Option<HtmlElement> {
        let selector = format!("button[name=action][value={action}]");
        self.form.query_selector(&selector).ok()??.dyn_into().ok()
    }

    /// What a field of the form holds.
    pub fn value(&self, name: &str) -> String {
        let field = self.form.query_selector(&format!("[name={name}]")).ok().flatten();
        let value = field.and_then(|field| js_sys::Reflect::get(&field, &"value".into()).ok());
        value.and_then(|value| value.as_string()).unwrap_or_default()
    }

    /// A hidden or plain field.
    pub fn input(&self, name: &str) -> Option<HtmlInputElement> {
        self.form.query_selector(&format!("input[name={name}]")).ok()??.dyn_into().ok()
    }

    /// A part of the page that the server has marked.
    pub fn part(&self, name: &str) -> Option<Element> {
        self.page.query_selector(&part_selector(name)).ok()?
    }

    /// A line that is hidden as long as there is nothing to say.
    fn line(&self, name: &str) -> Option<HtmlElement> {
        self.form.query_selector(&format!("[data-writing-{name}]")).ok()??.dyn_into().ok()
    }

    /// Shows a line, with a word in the place that its text leaves for one.
    pub fn show_line(&self, name: &str, word: &str) {
        let Some(line) = self.line(name) else { return };
        if let Ok(Some(place)) = line.query_selector("[data-template]") {
            // By the browser, which has the code.
            let template = js_sys::JsString::from(place.get_attribute("data-template").unwrap_or_default());
            place.set_text_content(template.replace("{}", word).as_string().as_deref());
        }
        line.set_hidden(false);
    }

    pub fn hide_line(&self, name: &str) {
        if let Some(line) = self.line(name) {
            line.set_hidden(true);
        }
    }

    /// Shows a part as the answer has it.
    pub fn take_over(&self, answer: &Document, name: &str) {
        if let (Some(old), Ok(Some(new))) = (self.part(name), answer.query_selector(&part_selector(name))) {
            old.set_inner_html(&new.inner_html());
        }
    }
}

pub(super) fn part_selector(name: &str) -> String {
    format!("[data-writing-part={name}]")
}
