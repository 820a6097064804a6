//! The slider of a KEP: moved and let go, it leads to the page as of its day.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Document, Element, HtmlInputElement};

use crate::AS_OF;
use dom::{closest, on, on_restore, target};

/// How long it must rest: a reader who goes on by keys is not led away at each step.
const PAUSE_MS: i32 = 600;

thread_local! {
    /// What waits for the pause to end.
    static PAUSE: Cell<Option<i32>> = const { Cell::new(None) };
}

/// Listens for the life of the page.
pub(super) fn listen(page: &Document) {
    on(page, "input", |event| {
        if let Some(slider) = target(event).and_then(|it| Slider::around(&it)) {
            cancel();
            slider.show();
        }
    });
    on(page, "change", |event| {
        if let Some(slider) = target(event).and_then(|it| Slider::around(&it)) {
            cancel();
            slider.show();
            slider.lead_on_later();
        }
    });
    let page = page.clone();
    on_restore(move || {
        cancel();
        // A page that comes back looks from the day that it was made for.
        if let Ok(Some(input)) = page.query_selector(".day-slider input")
            && let Some(slider) = Slider::around(&input)
        {
            slider.input.set_value(&slider.input.default_value());
            slider.show();
        }
    });
}

/// Gives the slider that led here the focus: it was not shown yet when the browser looked for the fragment.
pub(super) fn focus_where_led(page: &Document) {
    let is_led = page.location().is_some_and(|location| location.hash().is_ok_and(|hash| hash == "#day"));
    if is_led
        && let Ok(Some(input)) = page.query_selector(".day-slider input")
        && let Some(slider) = Slider::around(&input)
    {
        let _ = slider.input.focus();
    }
}

struct Slider {
    whole: Element,
    input: HtmlInputElement,
}

impl Slider {
    fn around(input: &Element) -> Option<Self> {
        let whole = closest::<Element>(input, ".day-slider")?;
        Some(Self { whole, input: input.clone().dyn_into().ok()? })
    }

    /// The day that it stands at; `None` for today.
    fn day(&self) -> Option<String> {
        let days = self.whole.get_attribute("data-days")?;
        let days: Vec<&str> = days.split(' ').collect();
        let at: usize = self.input.value().parse().ok()?;
        days.get(at).filter(|_| at + 1 < days.len()).map(|day| (*day).to_owned())
    }

    /// Shows the day next to it, and says it.
    fn show(&self) {
        let today = || self.whole.get_attribute("data-today").unwrap_or_default();
        let label = self.day().unwrap_or_else(today);
        let _ = self.input.set_attribute("aria-valuetext", &label);
        if let Ok(Some(output)) = self.whole.query_selector("output") {
            output.set_text_content(Some(&label));
        }
    }

    /// Leads to the page as of its day after a pause; the slider keeps the focus there by the fragment.
    fn lead_on_later(&self) {
        if self.input.value() == self.input.default_value() {
            return;
        }
        let Some(window) = web_sys::window() else { return };
        let path = window.location().pathname().unwrap_or_default();
        let query = self.day().map(|day| format!("?{AS_OF}={day}")).unwrap_or_default();
        let address = format!("{path}{query}#day");
        let then = Closure::once_into_js(move || {
            if let Some(window) = web_sys::window() {
                let _ = window.location().assign(&address);
            }
        });
        let pause =
            window.set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), PAUSE_MS).ok();
        PAUSE.set(pause);
    }
}

fn cancel() {
    if let (Some(pause), Some(window)) = (PAUSE.take(), web_sys::window()) {
        window.clear_timeout_with_handle(pause);
    }
}
