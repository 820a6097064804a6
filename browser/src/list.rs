//! The list of another address in the place of the one that the page shows, without a new page.
//!
//! Filters, pages of the list and the search lead from list to list, and little else of the page differs: the parts
//! that do are marked with `data-follows-list` by the server. They are taken out of the page that the address leads to,
//! so what is shown is what a new page would show.

use std::cell::{Cell, RefCell};

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    AbortController, Document, Element, HtmlElement, HtmlInputElement, Node, PerformanceEntry, Window,
};

use super::filter_form::close_panel;
use dom::fetch::{Page, fetch_page};
use dom::{on, on_restore, path};

mod ahead;
pub(super) mod links;

use ahead::Ahead;

/// The attribute of what differs between the lists of two addresses; its value is the name of the part.
const FOLLOWS_LIST: &str = "data-follows-list";

/// The links in the head that name the list.
const HEAD_LINKS: &str = "link[rel=canonical], link[rel=alternate]";

/// How an address becomes the one that the browser shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// By a new step of the history.
    New,
    /// In the place of the last step.
    Replacing,
    /// The history has led there itself.
    Back,
}

/// The list that a page shows, for as long as the page lives.
pub(super) struct ListPage {
    page: Document,
    window: Window,
    /// The path and query that it is the list of.
    shown: RefCell<String>,
    /// The step of the history that is shown, as its state has it.
    step: Cell<u32>,
    /// Of each step that was read, in no order: a page has few, for which a table of them is much code.
    places: RefCell<Vec<StepPlace>>,
    /// The request under way.
    loading: RefCell<Option<AbortController>>,
    /// What a link that is pointed at leads to.
    ahead: Ahead,
    /// What is done after another list has taken the place of this one.
    followers: RefCell<Vec<Box<dyn Fn()>>>,
}

/// How far down a step of the history was read, in CSS pixels.
struct StepPlace {
    step: u32,
    read: f64,
    /// How far down its filters stood when it was left.
    filters: Option<i32>,
}

/// The list of the page; `None` where it shows none.
///
/// Listens for the life of the page.
pub(super) fn listen(page: &Document) -> Option<&'static ListPage> {
    let window = web_sys::window()?;
    page.get_element_by_id("results")?;
    // A reader who went back before this listened sees the list of another address.
    if made_for(&window).is_some_and(|made_for| made_for != path(&window)) {
        let _ = window.location().reload();
        return None;
    }
    let step = window.history().ok().and_then(|history| history.state().ok()?.as_f64()).unwrap_or_default();
    let list: &'static ListPage = Box::leak(Box::new(ListPage {
        page: page.clone(),
        shown: RefCell::new(path(&window)),
        window,
        step: Cell::new(step as u32),
        places: RefCell::default(),
        loading: RefCell::default(),
        ahead: Ahead::default(),
        followers: RefCell::default(),
    }));
    on(&list.window, "scroll", |_| list.remember_scroll());
    on(&list.window, "popstate", |_| list.follow_history());
    on_restore(|| list.abort());
    Some(list)
}

impl ListPage {
    /// Has something done each time that another list has been shown.
    pub(super) fn on_change(&self, follower: impl Fn() + 'static) {
        self.followers.borrow_mut().push(Box::new(follower));
    }

    /// Shows the list of an address; where that leads to no list, the browser goes there itself.
    async fn lead_to(&self, address: String, step: Step) {
        let focused = self.focus();
        close_panel(&self.page);
        let shown = async {
            let answer = match self.ahead.take(&address).await {
                Some(fetched) => fetched,
                None => fetch_page(&address, &self.loading).await?,
            };
            self.show(&answer, step)
        };
        match shown.await {
            Ok(true) => {
                for follower in self.followers.borrow().iter() {
                    follower();
                }
                self.return_to_place(step, focused);
            }
            Ok(false) => drop(self.window.location().assign(&address)),
            // Another list was wanted meanwhile.
            Err(error) if is_abort(&error) => {}
            Err(_) => drop(self.window.location().assign(&address)),
        }
    }

    /// Puts the list of a page in the place of this one; false where that page has none.
    pub(super) fn show(&self, Page { address, content }: &Page, step: Step) -> Result<bool, JsValue> {
        if content.get_element_by_id("results").is_none() {
            return Ok(false);
        }
        self.step_to(address, step)?;
        let parts = self.page.query_selector_all(&format!("[{FOLLOWS_LIST}]"))?;
        for n in 0..parts.length() {
            let Some(old) = parts.item(n).and_then(|node| node.dyn_into::<Element>().ok()) else { continue };
            let name = old.get_attribute(FOLLOWS_LIST).unwrap_or_default();
            if let Some(new) = content.query_selector(&format!("[{FOLLOWS_LIST}={name}]"))? {
                replace(&self.page, &old, &new)?;
            }
        }
        self.replace_head(content)?;
        self.replace_terms(content)?;
        *self.shown.borrow_mut() = path(&self.window);
        Ok(true)
    }

    fn replace_head(&self, answer: &Document) -> Result<(), JsValue> {
        self.page.set_title(&answer.title());
        let (Some(head), Some(new_head)) =
            (self.page.query_selector("head")?, answer.query_selector("head")?)
        else {
            return Ok(());
        };
        for link in elements(&head, HEAD_LINKS)? {
            link.remove();
        }
        for link in elements(&new_head, HEAD_LINKS)? {
            head.append_child(&self.page.import_node_with_deep(&link, true)?)?;
        }
        Ok(())
    }

    /// What the search box of the new list holds; what a reader is typing stays.
    fn replace_terms(&self, answer: &Document) -> Result<(), JsValue> {
        let field = |page: &Document| page.query_selector("#q").ok()??.dyn_into::<HtmlInputElement>().ok();
        if let (Some(old), Some(new)) = (field(&self.page), field(answer)) {
            old.set_default_value(&new.default_value());
            if let (Some(form), Some(new_form)) = (old.form(), new.form()) {
                form.toggle_attribute_with_force("data-filled", new_form.has_attribute("data-filled"))?;
            }
        }
        Ok(())
    }

    /// Makes an address the one that the browser shows.
    fn step_to(&self, address: &str, step: Step) -> Result<(), JsValue> {
        let history = self.window.history()?;
        match step {
            Step::New => {
                // The browser tells of a scroll with its next frame: the list may be another one by then.
                self.remember_scroll();
                self.remember_filters();
                self.step.set(self.step.get() + 1);
                history.push_state_with_url(&self.step.get().into(), "", Some(address))
            }
            Step::Replacing => history.replace_state_with_url(&self.step.get().into(), "", Some(address)),
            Step::Back => Ok(()),
        }
    }

    /// The history has led to another list, or to a place on this one.
    fn follow_history(&'static self) {
        let address = path(&self.window);
        let state = self.window.history().ok().and_then(|history| history.state().ok()?.as_f64());
        if address != *self.shown.borrow() {
            self.remember_filters();
            self.step.set(state.unwrap_or_default() as u32);
            wasm_bindgen_futures::spawn_local(self.lead_to(address, Step::Back));
        }
    }

    fn remember_scroll(&self) {
        // While the list of another step is on its way, this is not yet how far that was read.
        if *self.shown.borrow() == path(&self.window) {
            let place = self.window.scroll_y().unwrap_or_default();
            self.with_place(|it| it.read = place);
        }
    }

    /// Reads or changes the place of the step that is shown.
    fn with_place<T>(&self, use_place: impl FnOnce(&mut StepPlace) -> T) -> T {
        let step = self.step.get();
        let mut places = self.places.borrow_mut();
        if let Some(place) = places.iter_mut().find(|place| place.step == step) {
            return use_place(place);
        }
        let mut place = StepPlace { step, read: 0.0, filters: None };
        let result = use_place(&mut place);
        places.push(place);
        result
    }

    fn remember_filters(&self) {
        if let Some(filters) = self.page.get_element_by_id("filters") {
            self.with_place(|it| it.filters = Some(filters.scroll_top()));
        }
    }

    fn abort(&self) {
        if let Some(loading) = self.loading.take() {
            loading.abort();
        }
    }

    /// The name by which the control with the focus is found again in another list: of filters alone, since the rest
    /// of the page is another one.
    fn focus(&self) -> Option<String> {
        let focused = self
            .page
            .active_element()
            .filter(|element| element.closest("#filters").ok().flatten().is_some())?;
        let attribute = |name: &str| focused.get_attribute(name);
        match (attribute("name"), attribute("value")) {
            (Some(name), Some(value)) => Some(format!("input[name=\"{name}\"][value=\"{value}\"]")),
            _ => None,
        }
    }

    /// Where a new page would be read from, with the focus where the reader goes on.
    fn return_to_place(&self, step: Step, focused: Option<String>) {
        let (read, filters_place) = match step {
            Step::Back => self.with_place(|it| (it.read, it.filters)),
            Step::New | Step::Replacing => (0.0, None),
        };
        self.window.scroll_to_with_x_and_y(0.0, read);
        if let (Some(place), Some(filters)) = (filters_place, self.page.get_element_by_id("filters")) {
            filters.set_scroll_top(place);
        }
        let again = focused.and_then(|selector| {
            let again = self.page.query_selector(&format!("#filters {selector}")).ok()??;
            if let Ok(Some(folded)) = again.closest("details") {
                let _ = folded.set_attribute("open", "");
            }
            again.dyn_into::<HtmlElement>().ok()
        });
        let main = || self.page.get_element_by_id("main")?.dyn_into::<HtmlElement>().ok();
        if let Some(element) = again.or_else(main) {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = element.focus_with_options(&options);
        }
        self.announce_count();
    }

    /// Says how many notes are listed.
    pub(super) fn announce_count(&self) {
        let count = self.page.query_selector(".list-count").ok().flatten();
        if let (Some(count), Some(status)) = (count, self.page.get_element_by_id("announcement")) {
            status.set_text_content(Some(&count.text_content().unwrap_or_default()));
        }
    }
}

/// Puts a part of another page in the place of ours. What opens over the page stays as it is and where it was read,
/// with other content.
fn replace(page: &Document, old: &Element, new: &Element) -> Result<(), JsValue> {
    if old.has_attribute("popover") {
        let scrolled = old.scroll_top();
        old.set_inner_html(&new.inner_html());
        old.set_scroll_top(scrolled);
        return Ok(());
    }
    let new: Node = page.import_node_with_deep(new, true)?;
    old.replace_with_with_node_1(&new)
}

fn elements(within: &Element, selector: &str) -> Result<Vec<Element>, JsValue> {
    let found = within.query_selector_all(selector)?;
    Ok((0..found.length()).filter_map(|n| found.item(n)?.dyn_into().ok()).collect())
}

/// Whether a request was given up for another one.
fn is_abort(error: &JsValue) -> bool {
    js_sys::Reflect::get(error, &"name".into()).is_ok_and(|name| name == "AbortError")
}

/// The path and query that the server made the page for.
fn made_for(window: &Window) -> Option<String> {
    let navigation = window.performance()?.get_entries_by_type("navigation").get(0);
    let address = navigation.dyn_into::<PerformanceEntry>().ok()?.name();
    let address = address.split('#').next().unwrap_or_default();
    address.strip_prefix(&window.location().origin().ok()?).map(str::to_owned)
}
