//! Forms of curators in place: what the answering page holds of the element takes its place.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, DomParser, Element, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement,
    RequestInit, Response, SupportedType, UrlSearchParams,
};

use dom::{closest, document, on, target};

/// Listens for the life of the page.
pub(super) fn listen(page: &Document) {
    on(page, "submit", |event| {
        let form = target(event).and_then(|it| closest::<HtmlFormElement>(&it, "form[data-in-place]"));
        if let Some(form) = form {
            event.prevent_default();
            wasm_bindgen_futures::spawn_local(submit(form));
        }
    });
}

/// Submits a form and puts the new state of the element that it names in the place of the old one.
///
/// An error is shown next to the form. Without an answer the plain form is submitted.
async fn submit(form: HtmlFormElement) {
    let Some(document) = document() else { return };
    let Some(id) = form.get_attribute("data-in-place") else { return };
    let field = form.query_selector("input[list]").ok().flatten().is_some();
    match answer(&form).await.and_then(|answer| replace(&document, &answer, &id)) {
        Ok(error) => {
            let element = document.get_element_by_id(&id);
            if let (Some(element), Some(error)) = (&element, error) {
                show_error(element, &error);
            }
            // What a key decided in the queue leads on in it.
            if super::keys::return_to_queue(&document) {
                return;
            }
            let Some(element) = element else { return };
            // The keyboard goes on where it was.
            let next = if field { "input[list]" } else { "button, a" };
            if let Ok(Some(next)) = element.query_selector(next)
                && let Ok(next) = next.dyn_into::<HtmlElement>()
            {
                let _ = next.focus();
            }
        }
        // Without an answer the plain form is tried: the browser shows what is wrong.
        Err(_) => {
            let _ = form.submit();
        }
    }
}

/// The page that answers the form.
async fn answer(form: &HtmlFormElement) -> Result<Document, JsValue> {
    let values = UrlSearchParams::new()?;
    let fields = form.query_selector_all("input[name], select[name]")?;
    for n in 0..fields.length() {
        let Some(field) = fields.item(n) else { continue };
        if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            values.append(&input.name(), &input.value());
        } else if let Some(select) = field.dyn_ref::<HtmlSelectElement>() {
            values.append(&select.name(), &select.value());
        }
    }
    let options = RequestInit::new();
    options.set_method("POST");
    options.set_body(&values);
    let headers = web_sys::Headers::new()?;
    headers.set("accept", "text/html")?;
    options.set_headers(&headers);
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response: Response =
        JsFuture::from(window.fetch_with_str_and_init(&form.action(), &options)).await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    DomParser::new()?.parse_from_string(&text, SupportedType::TextHtml)
}

/// Puts the element of the answer in the place of that of the page; gives the error in the answer.
fn replace(document: &Document, answer: &Document, id: &str) -> Result<Option<String>, JsValue> {
    let error = answer.query_selector(".form-error")?.and_then(|alert| alert.text_content());
    if error.is_none() {
        let old = document.get_element_by_id(id).ok_or(JsValue::NULL)?;
        match answer.get_element_by_id(id) {
            Some(new) => old.replace_with_with_node_1(&document.import_node_with_deep(&new, true)?)?,
            // The list does not hold it any more.
            None => old.remove(),
        }
    }
    Ok(error)
}

fn show_error(element: &Element, error: &str) {
    if let Ok(Some(place)) = element.query_selector(".curate-error") {
        place.set_text_content(Some(error));
    }
}
