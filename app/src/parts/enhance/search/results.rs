//! The results of the search box: the list of the address that the form leads to, in the place of the old one.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomParser, HtmlInputElement, SupportedType, UrlSearchParams, Window};

use super::SearchBox;
use crate::parts::enhance::dom::path;
use crate::parts::enhance::fetch::fetch;

impl SearchBox {
    /// Where the form leads as it is filled in.
    pub(super) fn address(&self) -> Option<String> {
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
    pub(super) async fn search(&self) -> Result<(), JsValue> {
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
}
