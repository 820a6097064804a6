//! The form that uploads files: they can be dropped on it, and it says how much of them is sent.

use wasm_bindgen::JsCast;
use web_sys::{
    Document, DomParser, DragEvent, Element, Event, FormData, HtmlButtonElement, HtmlElement,
    HtmlFormElement, HtmlInputElement, HtmlProgressElement, ProgressEvent, SupportedType, XmlHttpRequest,
};

use dom::{closest, document, on, target};

/// Listens for the life of the page, where it has the form.
pub(super) fn listen(page: &Document) {
    let Ok(Some(form)) = page.query_selector("form[data-upload]") else { return };
    let Ok(form) = form.dyn_into::<HtmlFormElement>() else { return };
    if let Ok(Some(zone)) = form.query_selector(".drop") {
        listen_to_drops(&zone);
    }
    on(&form.clone(), "submit", move |event| {
        event.prevent_default();
        if send(&form).is_none() {
            fail(&form, None);
        }
    });
}

/// Takes files that are dropped as those that were chosen.
fn listen_to_drops(zone: &Element) {
    let drop_zone = |event: &Event| target(event).and_then(|it| closest::<Element>(&it, ".drop"));
    on(zone, "dragover", move |event| {
        // Without it the browser would open the file.
        event.prevent_default();
        if let Some(zone) = drop_zone(event) {
            let _ = zone.set_attribute("data-over", "");
        }
    });
    on(zone, "dragleave", move |event| {
        if let Some(zone) = drop_zone(event) {
            let _ = zone.remove_attribute("data-over");
        }
    });
    on(zone, "drop", move |event| {
        event.prevent_default();
        let Some(zone) = drop_zone(event) else { return };
        let _ = zone.remove_attribute("data-over");
        let files =
            event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer).and_then(|data| data.files());
        if let Some(input) = file_input(&zone) {
            input.set_files(files.as_ref());
        }
    });
}

fn file_input(around: &Element) -> Option<HtmlInputElement> {
    around.query_selector("input[type=file]").ok().flatten()?.dyn_into().ok()
}

/// Sends the form; the answer is a page to go to, or the same page with what went wrong.
fn send(form: &HtmlFormElement) -> Option<()> {
    let limit: u64 = form.get_attribute("data-upload")?.parse().ok()?;
    let files = file_input(form)?.files()?;
    let size: f64 = (0..files.length()).filter_map(|n| files.get(n)).map(|file| file.size()).sum();
    if size > limit as f64 {
        fail(form, form.get_attribute("data-too-large"));
        return Some(());
    }
    let request = XmlHttpRequest::new().ok()?;
    request.open("POST", &form.get_attribute("action")?).ok()?;
    request.set_request_header("accept", "text/html").ok()?;
    let sending = form.clone();
    let upload = request.upload().ok()?;
    on(&upload, "progress", move |event| {
        if let Some(event) = event.dyn_ref::<ProgressEvent>() {
            show_progress(&sending, event.loaded(), event.total());
        }
    });
    let (answered, failed) = (form.clone(), form.clone());
    let answer = request.clone();
    on(&request, "load", move |_| go_on(&answered, &answer));
    on(&request, "error", move |_| fail(&failed, None));
    let data = FormData::new_with_form(form).ok()?;
    request.send_with_opt_form_data(Some(&data)).ok()?;
    set_busy(form, true);
    show_error("");
    Some(())
}

fn show_progress(form: &HtmlFormElement, loaded: f64, total: f64) {
    let Some(progress) = progress(form) else { return };
    if total > 0.0 {
        progress.set_value(loaded / total * 100.0);
    }
    if loaded >= total {
        // From here on the server works.
        let _ = progress.remove_attribute("value");
        show_status(form, &form.get_attribute("data-sent").unwrap_or_default());
    }
}

fn progress(form: &HtmlFormElement) -> Option<HtmlProgressElement> {
    form.query_selector("progress").ok().flatten()?.dyn_into().ok()
}

/// Goes to the page of the answer, or says what its alert does.
fn go_on(form: &HtmlFormElement, answer: &XmlHttpRequest) {
    let window = web_sys::window();
    if (200..300).contains(&answer.status().unwrap_or_default())
        && let Some(window) = window
    {
        let _ = window.location().assign(&answer.response_url());
        return;
    }
    let html = answer.response_text().ok().flatten().unwrap_or_default();
    let page = DomParser::new().and_then(|parser| parser.parse_from_string(&html, SupportedType::TextHtml));
    let alert = page.ok().and_then(|page| page.query_selector("main [role=alert]").ok().flatten());
    fail(form, alert.and_then(|alert| alert.text_content()).filter(|words| !words.is_empty()));
}

/// Says what went wrong, and lets it be tried again.
fn fail(form: &HtmlFormElement, why: Option<String>) {
    set_busy(form, false);
    show_status(form, "");
    show_error(&why.or_else(|| form.get_attribute("data-failed")).unwrap_or_default());
}

fn show_error(words: &str) {
    if let Some(alert) = document().and_then(|page| page.get_element_by_id("upload-error")) {
        alert.set_text_content(Some(words));
        alert.scroll_into_view();
    }
}

fn show_status(form: &HtmlFormElement, words: &str) {
    if let Ok(Some(status)) = form.query_selector("[data-upload-status]") {
        status.set_text_content(Some(words));
    }
}

/// While files are sent the button does nothing and the progress is shown.
fn set_busy(form: &HtmlFormElement, is_busy: bool) {
    if let Some(progress) = progress(form) {
        progress.set_value(0.0);
        progress.unchecked_ref::<HtmlElement>().set_hidden(!is_busy);
    }
    let button = form.query_selector("button[type=submit]").ok().flatten();
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlButtonElement>().ok()) {
        button.set_disabled(is_busy);
    }
}
