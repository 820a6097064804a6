//! Requests of which only the last one counts.

use std::cell::RefCell;

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestInit, Response};

/// Sends a request; the one before in the same place, if it is still under way, is aborted.
pub(super) async fn fetch(
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
