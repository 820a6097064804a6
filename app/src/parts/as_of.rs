//! The day that a page looks from: what it says of it, and how a reader chooses another.

use domain::Date;
use domain::address::Page;
use domain::as_of;
use domain::list::filter::{Filter, Order};
use domain::list::keps::{KepFilter, Sort};
use leptos::prelude::*;

use crate::request::{DataAge, PageFilter, PageRequest, Reader, looked_at_from};

/// That the page looks from an earlier day, with a link to today; nothing where it does not.
#[component]
pub fn AsOfLine() -> impl IntoView {
    let lang = Reader::current().lang;
    let Some(day) = looked_at_from() else { return ().into_any() };
    let request = PageRequest::current();
    let today = own_query(&request).address;
    let unaffected = follows_states(&request.filter).then(|| view! { " " {lang.states_stay_today()} });
    view! {
        <aside class="day-line" aria-label=lang.as_of()>
            <p>
                <strong>{lang.looks_from(day)}</strong>
                " "
                {lang.looks_from_hint()}
                {unaffected}
                " "
                <a href=today>{lang.back_to_today()}</a>
            </p>
        </aside>
    }
    .into_any()
}

/// A field for the day that the page looks from; nothing on pages that look from today alone or whose query cannot be
/// read, and before any sync.
#[component]
pub fn AsOfForm() -> impl IntoView {
    let lang = Reader::current().lang;
    let request = PageRequest::current();
    let OwnQuery { path, pairs, .. } = own_query(&request);
    let looks_back = match &request.filter {
        filter if !filter.is_readable() => false,
        PageFilter::Releases(_) => true,
        _ => Page::from_path(&path).is_ok_and(|page| page.looks_back()),
    };
    let Some(latest) = as_of::latest(&DataAge::current().as_of).filter(|_| looks_back) else {
        return ().into_any();
    };
    let hidden: Vec<_> = pairs
        .into_iter()
        .map(|(key, value)| view! { <input type="hidden" name=key value=value /> })
        .collect();
    let day = looked_at_from().map(|day| day.to_string());
    view! {
        <form class="day-form" method="get" action=path data-follows-list="day">
            {hidden}
            <label>
                {lang.look_from()}
                " "
                <input
                    type="date"
                    name=as_of::KEY
                    min=as_of::FIRST.to_string()
                    max=latest.to_string()
                    value=day
                    required
                />
            </label>
            " "
            <button type="submit">{lang.show()}</button>
        </form>
    }
    .into_any()
}

/// The day goes along with a form of filters.
#[component]
pub fn AsOfField() -> impl IntoView {
    looked_at_from()
        .map(|day| view! { <input type="hidden" name=as_of::KEY value=day.to_string() /> })
        .into_any()
}

/// A slider over the days on which something happened to a KEP: with JavaScript it leads to the page as of the day.
#[component]
pub fn DaySlider(
    /// Ascending; the last is today's.
    days: Vec<Date>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    if days.len() < 2 {
        return ().into_any();
    }
    let last = days.len() - 1;
    let from = looked_at_from();
    let at = from.map_or(last, |from| days.partition_point(|day| *day <= from).saturating_sub(1));
    let label = from.map_or_else(|| lang.today_of(days[last]), |from| from.to_string());
    let list = days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let today = lang.today_of(days[last]);
    view! {
        <div class="day-slider" data-days=list data-today=today>
            <label for="day">{lang.look_from()}</label>
            <input
                type="range"
                id="day"
                min="0"
                max=last.to_string()
                step="1"
                value=at.to_string()
                aria-valuetext=label.clone()
                autocomplete="off"
            />
            <output for="day">{label}</output>
        </div>
    }
    .into_any()
}

/// The address of the page without the day.
struct OwnQuery {
    path: String,
    /// Path and query.
    address: String,
    /// The query's keys and values.
    pairs: Vec<(String, String)>,
}

fn own_query(request: &PageRequest) -> OwnQuery {
    let path = request.path_and_query.split('?').next().unwrap_or("/").to_owned();
    let query = request.query.to_string();
    let pairs = request.query.all().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    OwnQuery { address: domain::address::join(&path, &query), path, pairs }
}

/// Whether what is listed, or in which order, follows from states.
fn follows_states(filter: &PageFilter) -> bool {
    match filter {
        PageFilter::Notes(Ok(filter)) => {
            let Filter { stages, statuses, github, verdicts, changed, order, .. } = &**filter;
            !stages.is_empty()
                || !statuses.is_empty()
                || !github.is_empty()
                || !verdicts.is_empty()
                || *changed
                || *order == Order::Moved
        }
        PageFilter::Keps(Ok(filter)) => {
            let KepFilter { statuses, stages, versions, changed, sort, .. } = filter;
            let by_state = matches!(sort, Sort::Stage | Sort::Moved);
            !statuses.is_empty() || !stages.is_empty() || !versions.is_empty() || *changed || by_state
        }
        _ => false,
    }
}
