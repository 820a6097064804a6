//! The results of the search box: the list of the address that the form leads to, in the place of the old one.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlInputElement, UrlSearchParams};

use super::SearchBox;
use crate::list::Step;
use dom::fetch::fetch_page;

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

    /// Says how many notes are found, where the list shows those of what the box holds.
    pub(super) fn announce_found(&self) {
        let is_shown = self.pushed.get() && self.address().as_ref() == Some(&*self.shown.borrow());
        if let Some(results) = self.results.filter(|_| is_shown) {
            results.announce_count();
        }
    }

    /// Puts what is found in the place of the list, where the page has one. What cannot be read (yet)
    /// changes nothing: Enter shows why.
    pub(super) async fn search(&self) -> Result<(), JsValue> {
        let Some(results) = self.results else { return Ok(()) };
        let Some(address) = self.address().filter(|address| *address != *self.shown.borrow()) else {
            return Ok(());
        };
        let page = fetch_page(&address, &self.searching).await?;
        if self.composing.get() {
            return Ok(());
        }
        // One step of the way back, however many letters.
        let step = if self.pushed.get() { Step::Replacing } else { Step::New };
        if results.show(&page, step)? {
            self.pushed.set(true);
            *self.shown.borrow_mut() = address;
            results.announce_count();
        }
        Ok(())
    }
}
