//! What a link leads to, fetched while it is pointed at.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::AbortController;

use dom::fetch::{Page, fetch_page};

/// How long a pointer rests on a link that its reader means.
const REST_MS: i32 = 50;

/// The page that is fetched ahead: one at a time, and only for the next click.
#[derive(Default)]
pub(super) struct Ahead {
    /// Its address, and the address that it was found at with its content.
    page: RefCell<Option<(String, Promise)>>,
    loading: RefCell<Option<AbortController>>,
    rest: Cell<Option<i32>>,
}

impl Ahead {
    /// A pointer has come to a link.
    pub(super) fn point_at(&'static self, address: String) {
        if self.page.borrow().as_ref().is_some_and(|(fetched, _)| *fetched == address) || saves_data() {
            return;
        }
        self.leave();
        let Some(window) = web_sys::window() else { return };
        let then = Closure::once_into_js(move || {
            self.rest.set(None);
            let to_fetch = address.clone();
            let page = future_to_promise(async move {
                // What is not to be had, or given up for another link, is no error of the page.
                Ok(match fetch_page(&to_fetch, &self.loading).await {
                    Ok(Page { address, content }) => Array::of2(&address.into(), &content).into(),
                    Err(_) => JsValue::NULL,
                })
            });
            *self.page.borrow_mut() = Some((address, page));
        });
        let rest =
            window.set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), REST_MS);
        self.rest.set(rest.ok());
    }

    /// The pointer has left it.
    pub(super) fn leave(&self) {
        if let (Some(rest), Some(window)) = (self.rest.take(), web_sys::window()) {
            window.clear_timeout_with_handle(rest);
        }
    }

    /// The page of an address, where it was fetched or is under way. Each is given once: it grows old.
    pub(super) async fn take(&self, address: &str) -> Option<Page> {
        self.leave();
        let (fetched, page) = self.page.take()?;
        if fetched != address {
            return None;
        }
        let page: Array = JsFuture::from(page).await.ok()?.dyn_into().ok()?;
        Some(Page { address: page.get(0).as_string()?, content: page.get(1).dyn_into().ok()? })
    }
}

/// Whether the reader wants nothing fetched that may not be needed.
fn saves_data() -> bool {
    let get = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &name.into()).ok();
    let navigator = web_sys::window().map(|window| JsValue::from(window.navigator()));
    let connection = navigator.and_then(|navigator| get(&navigator, "connection"));
    connection
        .filter(JsValue::is_object)
        .and_then(|connection| get(&connection, "saveData"))
        .is_some_and(|it| it.is_truthy())
}
