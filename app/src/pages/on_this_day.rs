//! `/on-this-day`, `/on-this-day/11-28`: what was noted on a day of earlier years, and what became of it.

use domain::Date;
use domain::address::Page as SitePage;
use domain::list::month_day::MonthDay;
use domain::list::timeline::Entry;
use domain::pages::OnThisDay;
use leptos::prelude::*;

use super::entry::param;
use super::not_found;
use crate::api;
use crate::parts::entry::EntryArticle;
use crate::parts::head::Head;
use crate::parts::loaded::loaded;
use crate::request::{DataAge, Reader};

/// The day that the path names, else today.
#[component]
pub fn Page() -> impl IntoView {
    let named = match param("day").map(|day| day.parse::<MonthDay>()) {
        None => None,
        Some(Ok(day)) => Some(day),
        Some(Err(_)) => return view! { <not_found::Page /> }.into_any(),
    };
    let today = DataAge::current().today();
    let day = named.unwrap_or_else(|| MonthDay::new(today));
    loaded(async move {
        let page = api::on_this_day(day, today).await?;
        Ok(view! { <Day page named=named.is_some() today /> })
    })
    .into_any()
}

#[component]
fn Day(
    page: OnThisDay,
    /// Whether its address names the day.
    named: bool,
    today: Date,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let OnThisDay { day, entries, nearest } = page;
    let title = lang.on_this_day_title(day);
    let content = if entries.is_empty() {
        view! { <NothingNoted day nearest /> }.into_any()
    } else {
        let years: Vec<_> =
            by_date(entries).into_iter().map(|entries| view! { <Year entries today /> }).collect();
        view! { <div class="entries">{years}</div> }.into_any()
    };
    let around = |days, rel: &'static str, label: &'static str| {
        let day = day.after_days(days);
        view! {
            <a rel=rel class=rel href=SitePage::OnThisDay(Some(day)).href()>
                <span class="pager-words">{label}</span>
                <span class="pager-day">{lang.month_day(day)}</span>
            </a>
        }
    };
    view! {
        <Head
            title=Some(title.clone())
            description=lang.on_this_day_hint()
            canonical=SitePage::OnThisDay(named.then_some(day))
            indexed=false
        />
        <main id="main" class="single" tabindex="-1">
            <h1>{title}</h1>
            <p class="quiet">{lang.on_this_day_hint()}</p>
            {content}
            <nav class="pager" aria-label=lang.pages()>
                {around(-1, "prev", lang.day_before())}
                {around(1, "next", lang.day_after())}
            </nav>
        </main>
    }
    .into_any()
}

/// Entries in runs of one date.
fn by_date(entries: Vec<Entry>) -> Vec<Vec<Entry>> {
    let mut dates: Vec<Vec<Entry>> = Vec::new();
    for entry in entries {
        match dates.last_mut() {
            Some(last) if last[0].date == entry.date => last.push(entry),
            _ => dates.push(vec![entry]),
        }
    }
    dates
}

/// The entries of one date, which are some.
#[component]
fn Year(entries: Vec<Entry>, today: Date) -> impl IntoView {
    let lang = Reader::current().lang;
    let date = entries.first().and_then(|entry| entry.date).unwrap_or(today);
    let entries: Vec<_> = entries
        .into_iter()
        .map(|entry| view! { <EntryArticle entry level=3 named=true long_folded=true /> })
        .collect();
    view! {
        <section>
            <h2>{lang.years_ago(today.year() - date.year())}</h2>
            {entries}
        </section>
    }
    .into_any()
}

/// That there is nothing, and where there is something.
#[component]
fn NothingNoted(day: MonthDay, nearest: Vec<(MonthDay, u32)>) -> impl IntoView {
    let lang = Reader::current().lang;
    let hint = if nearest.is_empty() {
        view! {
            <p>
                {lang.no_near_days()} " " <a href=SitePage::timeline().href()>{lang.to_timeline()}</a>
            </p>
        }
        .into_any()
    } else {
        let days: Vec<_> = nearest
            .into_iter()
            .map(|(day, entries)| {
                view! {
                    <li>
                        <a href=SitePage::OnThisDay(Some(day)).href()>{lang.month_day(day)}</a>
                        " "
                        <span class="quiet">{lang.entries_on_day(entries)}</span>
                    </li>
                }
            })
            .collect();
        view! {
            <p>{lang.nearest_days()}</p>
            <ul>{days}</ul>
        }
        .into_any()
    };
    view! {
        <p>{lang.nothing_noted_on(day)}</p>
        {hint}
    }
    .into_any()
}
