//! Requests of which only the last one counts.

use std::cell::RefCell;

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Document, DomParser, RequestInit, Response, SupportedType, UrlSearchParams};

/// A page of the site as it came.
pub struct Page {
    /// Where it was found: another address than was asked for where that led on.
    pub address: String,
    /// Read already, so that a page that was fetched ahead is shown at once.
    pub content: Document,
}

/// The page of an address; one that tells of an error is empty, as the browser itself is to show it.
pub async fn fetch_page(address: &str, place: &RefCell<Option<AbortController>>) -> Result<Page, JsValue> {
    let response = fetch(address, "text/html", place).await?;
    let html = match response.ok() {
        true => JsFuture::from(response.text()?).await?.as_string().unwrap_or_default(),
        false => String::new(),
    };
    let content = DomParser::new()?.parse_from_string(&html, SupportedType::TextHtml)?;
    Ok(Page { address: response.url(), content })
}

/// Sends a form as a script, which is answered with where it leads in place of a redirect.
pub async fn post(
    address: &str,
    form: &UrlSearchParams,
    place: &RefCell<Option<AbortController>>,
) -> Result<Response, JsValue> {
    let options = RequestInit::new();
    options.set_method("POST");
    options.set_body(form);
    send(address, &options, place).await
}

/// Sends a request for an answer of a kind; the one before in the same place, if it is still under way, is aborted.
pub async fn fetch(
    address: &str,
    accept: &str,
    place: &RefCell<Option<AbortController>>,
) -> Result<Response, JsValue> {
    let options = RequestInit::new();
    let headers = web_sys::Headers::new()?;
    headers.set("accept", accept)?;
    options.set_headers(&headers);
    send(address, &options, place).await
}

async fn send(
    address: &str,
    options: &RequestInit,
    place: &RefCell<Option<AbortController>>,
) -> Result<Response, JsValue> {
    let request = AbortController::new()?;
    options.set_signal(Some(&request.signal()));
    if let Some(before) = place.replace(Some(request)) {
        before.abort();
    }
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    JsFuture::from(window.fetch_with_str_and_init(address, options)).await?.dyn_into()
}
