//! `/2023`, `/2023/10`, `/2023/10/11`: the timeline of a year, month or day.

use domain::address::Page;
use domain::list::filter::Filter;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::pages::not_found;
use crate::pages::timeline::{List, Unreadable};
use crate::request::{PageRequest, from_same_day};
use crate::response::redirect;

/// The period that the path names; a path that names none is not found.
#[component]
pub fn Page() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let parts: Vec<String> = ["year", "month", "day"].iter().filter_map(|part| params.get(part)).collect();
    let page = Page::from_path(&format!("/{}", parts.join("/")));
    let Ok(Page::Archive(period)) = page else { return view! { <not_found::Page /> }.into_any() };
    match PageRequest::current().note_filter() {
        // What else is filtered goes with the period into the one place for filters.
        Ok(filter) if !filter.is_unfiltered() => {
            redirect(&from_same_day(Filter { period: vec![period], ..filter }));
            ().into_any()
        }
        Ok(filter) => view! { <List filter=Filter { period: vec![period], ..filter } /> }.into_any(),
        Err(unreadable) => view! { <Unreadable unreadable period /> }.into_any(),
    }
}
