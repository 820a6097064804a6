//! The suggestions of the search box: a list that the arrow keys walk, while the focus stays in the box.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::SearchBox;
use dom::fetch::fetch;

/// The word of the box at the cursor: what stands before it, itself, and what follows the cursor.
struct Word {
    before: Vec<u16>,
    word: String,
    after: Vec<u16>,
}

impl SearchBox {
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
    pub(super) async fn suggest(&self) -> Result<(), JsValue> {
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
                // Screen readers would read both parts as one word.
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
        // By the browser, which has the code.
        let message = js_sys::JsString::from(message.unwrap_or_default());
        self.announce(&String::from(message.replace("{}", &offers.length().to_string())));
        Ok(())
    }

    pub(super) fn close(&self) {
        if let Some(request) = self.suggesting.take() {
            request.abort();
        }
        self.point(None);
        let _ = self.list.set_attribute("hidden", "");
        let _ = self.field.set_attribute("aria-expanded", "false");
    }

    /// Leads to the next suggestion, or to the one before, in a circle.
    pub(super) fn step(&self, by: i64) {
        let count = i64::from(self.list.child_element_count());
        let next = match self.active.get() {
            Some(active) => i64::from(active) + by,
            None if by < 0 => -1,
            None => 0,
        };
        self.point(next.checked_rem_euclid(count).and_then(|next| u32::try_from(next).ok()));
    }

    /// Points at a suggestion, or at none.
    pub(super) fn point(&self, at: Option<u32>) {
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
    pub(super) fn choose(&'static self, item: &Element) {
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
}
