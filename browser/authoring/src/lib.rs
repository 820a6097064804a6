//! What JavaScript adds to the pages on which notes are written and uploaded.
//!
//! A program of its own, so that readers do not load it; `app/src/start.js` loads it where a page has such a form.

mod upload;
mod writing;

use wasm_bindgen::prelude::wasm_bindgen;

/// Previews and saves what one writes, sends files: for the life of the page, once the browser has loaded it.
#[wasm_bindgen(start)]
pub fn start() {
    let Some(page) = dom::document() else { return };
    upload::listen(&page);
    writing::listen(&page);
}
