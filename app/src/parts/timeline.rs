//! The list of the timeline: its head, active filters, entries, pager, and the empty list.

use domain::Date;
use domain::address::Page;
use domain::list::filter::{Cursor, EntryPlace, Filter, FilterPart, Order};
use domain::list::keps::KepFilter;
use domain::list::search::Term;
use domain::list::timeline::{CitedKepCounts, Entry, UntaggedMentions};
use domain::release::{ReleaseMark, Releases};
use leptos::prelude::*;

use crate::parts::entry::EntryArticle;
use crate::parts::facets::FiltersButton;
use crate::parts::icon::{Icon, Picture};
use crate::request::{Reader, SignedIn, from_same_day};

/// Fewer notes than these are a thin answer.
const FEW_NOTES: u32 = 5;

/// What a list is called, with a link to the page of what it is about.
#[component]
pub fn ListTitle(filter: Filter) -> impl IntoView {
    let lang = Reader::current().lang;
    let title = lang.list_title(&filter).unwrap_or_else(|| lang.timeline().to_owned());
    let heading = match filter.subject() {
        Some(page) => view! {
            <a class="list-subject" href=from_same_day(page)>{title}<span aria-hidden="true">" →"</span></a>
        }
        .into_any(),
        None => title.into_any(),
    };
    view! {
        <div class="list-head">
            <h1>{heading}</h1>
        </div>
    }
    .into_any()
}

/// What can be done with a list, in a row: its filters, its order, its time, each restriction; and its size.
#[component]
pub fn ListTools(
    filter: Filter,
    notes: u32,
    entries: u32,
    /// Whether anything has moved, so that it can be sorted by.
    moves: bool,
    /// Whether there are bars to choose a time by.
    bars: bool,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let active = filter.parts().len();
    let bars = bars.then(|| {
        view! {
            <button class="bars-open" type="button" popovertarget="bars" title=lang.over_time()>
                <Picture icon=Icon::Bars />
                <span class="visually-hidden">{lang.over_time()}</span>
            </button>
        }
    });
    view! {
        <div class="list-tools">
            <FiltersButton active />
            <OrderLinks filter=filter.clone() moves />
            <ActiveFilters filter />
            {bars}
            <p class="list-count">{lang.list_size(notes, entries)}</p>
        </div>
    }
    .into_any()
}

/// Links to the orders of a list; where there is no room a button opens them.
#[component]
fn OrderLinks(filter: Filter, moves: bool) -> impl IntoView {
    let lang = Reader::current().lang;
    let relevance = filter.terms.iter().any(|term| !term.is_without());
    let orders = [
        (Order::Newest, lang.newest_first(), true),
        (Order::Oldest, lang.oldest_first(), true),
        (Order::Relevance, lang.most_relevant_first(), relevance),
        (Order::Moved, lang.latest_move_first(), moves || filter.order == Order::Moved),
    ];
    let current = orders.iter().find(|(order, ..)| *order == filter.order).map(|(_, label, _)| *label);
    let links: Vec<_> = orders
        .into_iter()
        .filter(|(.., is_there)| *is_there)
        .map(|(order, label, _)| {
            let current = (filter.order == order).then_some("true");
            let href = from_same_day(filter.without_cursor().with_order(order));
            view! { <li><a href=href aria-current=current>{label}</a></li> }
        })
        .collect();
    view! {
        <nav class="list-order" aria-label=lang.order()>
            <button class="order-open" type="button" popovertarget="order">
                <span class="visually-hidden">{lang.order()} ": "</span>
                {current}
                <span aria-hidden="true">" ▾"</span>
            </button>
            <ul id="order" popover="auto">{links}</ul>
        </nav>
    }
    .into_any()
}

/// How many of the cited KEPs have moved, with a link to these; nothing where none has, or none is known.
#[component]
pub fn MovedKeps(keps: CitedKepCounts) -> impl IntoView {
    let lang = Reader::current().lang;
    (keps.moved > 0)
        .then(|| {
            let href = from_same_day(Page::Keps(KepFilter { changed: true, ..KepFilter::default() }));
            view! {
                <p class="moved">
                    <a href=href>{lang.keps_moved(keps)}</a>
                </p>
            }
        })
        .into_any()
}

/// That more notes name components of the groups that were chosen, with a link to these notes; nothing where none does.
#[component]
pub fn UntaggedLine(filter: Filter, mentions: UntaggedMentions) -> impl IntoView {
    let lang = Reader::current().lang;
    let list = filter.untagged_naming().filter(|_| mentions.notes > 0);
    list.map(|list| {
        view! {
            <p class="more-notes">
                <a href=from_same_day(list)>{lang.untagged_mentions(&mentions)}" →"</a>
            </p>
        }
    })
    .into_any()
}

/// Where few notes answer to a version: how many there are by its other meaning, about it or in its cycle.
#[component]
pub fn OtherReading(
    filter: Filter,
    /// How many notes the list has on all of its pages.
    notes: u32,
    /// How many there are by the other meaning.
    others: Option<u32>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let others = others.filter(|others| notes < FEW_NOTES && *others > 0);
    others
        .zip(filter.other_reading())
        .map(|(others, other)| {
            view! {
                <p class="other-reading">
                    {lang.by_this_reading(&filter, notes)}
                    " "
                    <a href=from_same_day(other)>{lang.by_other_reading(&filter, others)}</a>
                </p>
            }
        })
        .into_any()
}

/// Every restriction as a chip that removes itself.
#[component]
pub fn ActiveFilters(filter: Filter) -> impl IntoView {
    let lang = Reader::current().lang;
    let parts = filter.parts();
    (!parts.is_empty())
        .then(|| {
            let chips: Vec<_> = parts
                .iter()
                .map(|part| {
                    view! {
                        <li>
                            <a class="active-filter" href=from_same_day(filter.remove(part))>
                                {lang.filter_part(part)}
                                <span aria-hidden="true">" ×"</span>
                                <span class="visually-hidden">" "{lang.remove()}</span>
                            </a>
                        </li>
                    }
                })
                .collect();
            let clear = (parts.len() > 1).then(|| {
                let href = from_same_day(filter.cleared());
                view! { <li><a class="clear-all" href=href>{lang.clear_all()}</a></li> }
            });
            view! {
                <ul class="active-filters" aria-label=lang.active_filters()>
                    {chips}
                    {clear}
                </ul>
            }
        })
        .into_any()
}

/// The entries of the page.
#[component]
pub fn Entries(
    entries: Vec<Entry>,
    /// Whether each shows its notebook.
    named: bool,
    /// The releases to mention between them; none where they are not in the order of their days.
    releases: Option<Releases>,
    /// The terms of the search, to be marked.
    terms: Vec<Term>,
) -> impl IntoView {
    let mut before: Option<Date> = None;
    let articles: Vec<_> = entries
        .into_iter()
        .map(|entry| {
            let day = entry.place(Order::Newest).day;
            let marks = before.replace(day).zip(releases.as_ref()).map(|(before, releases)| {
                let marks = releases.marks(before.min(day), before.max(day));
                let newest_first = day < before;
                view! { <ReleaseMarks marks newest_first /> }
            });
            view! {
                {marks}
                <EntryArticle entry level=2 named terms=terms.clone() />
            }
        })
        .collect();
    view! { <div class="entries">{articles}</div> }.into_any()
}

/// The events of releases between two entries.
#[component]
fn ReleaseMarks(mut marks: Vec<ReleaseMark>, newest_first: bool) -> impl IntoView {
    let lang = Reader::current().lang;
    if newest_first {
        marks.reverse();
    }
    let items: Vec<_> = marks
        .into_iter()
        .map(|mark| {
            view! {
                <li>
                    <time datetime=mark.day.to_string()>{mark.day.to_string()}</time>
                    " "
                    <a href=Page::Version(mark.version).href()>{lang.release_mark(mark.version, mark.event)}</a>
                </li>
            }
        })
        .collect();
    (!items.is_empty())
        .then(|| view! { <ul class="release-marks" aria-label=lang.releases()>{items}</ul> })
        .into_any()
}

/// Links to the pages before and after this one.
#[component]
pub fn Pager(filter: Filter, before: Option<EntryPlace>, after: Option<EntryPlace>) -> impl IntoView {
    let lang = Reader::current().lang;
    let (back, on) = match filter.order {
        Order::Newest => (lang.newer(), lang.older()),
        Order::Oldest => (lang.older(), lang.newer()),
        Order::Moved => (lang.later_moves(), lang.earlier_moves()),
        Order::Relevance => (lang.better_matches(), lang.further_matches()),
    };
    let link = |cursor: Cursor, rel: &'static str, label: &'static str| {
        view! {
            <a rel=rel class=rel href=from_same_day(filter.at(cursor))>
                {label}
            </a>
        }
    };
    let before = before.map(|place| link(Cursor::Before(place), "prev", back));
    let after = after.map(|place| link(Cursor::After(place), "next", on));
    view! {
        <nav class="pager" aria-label=lang.pages()>
            {before}
            {after}
        </nav>
    }
    .into_any()
}

/// The way to the form in which notes are written, for curators.
#[component]
fn WriteLink(label: &'static str) -> impl IntoView {
    SignedIn::current()
        .map(|_| view! { <p><a class="way-out" href=Page::Write.href()>{label}</a></p> })
        .into_any()
}

/// A list without entries, with what to do: import something, drop a filter, or go back to the first page.
#[component]
pub fn EmptyList(
    filter: Filter,
    /// Whether there is any notebook at all.
    any_notebook: bool,
    /// How many notes the list has on all of its pages.
    notes: u32,
    /// Each restriction with the notes that dropping it brings.
    remedies: Vec<(FilterPart, u32)>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    if !any_notebook {
        // A stranger is asked to sign in there.
        let upload = view! { <p><a class="way-out" href=Page::Upload.href()>{lang.upload_link()}</a></p> };
        return view! {
            <div class="empty">
                <h2>{lang.no_notebook()}</h2>
                <p>{lang.no_notebook_hint()}</p>
                <pre>
                    <code>"kepline import notes.md\nkepline demo"</code>
                </pre>
                {upload}
                <WriteLink label=lang.begin_notebook() />
            </div>
        }
        .into_any();
    }
    if notes == 0 && filter == Filter::default() {
        return view! {
            <div class="empty">
                <h2>{lang.no_notes_yet()}</h2>
                <WriteLink label=lang.write_title() />
            </div>
        }
        .into_any();
    }
    if notes > 0 || remedies.is_empty() {
        let first = from_same_day(filter.without_cursor());
        return view! {
            <div class="empty">
                <h2>{lang.page_empty()}</h2>
                <p>
                    <a class="way-out" href=first>{lang.first_page()}</a>
                </p>
            </div>
        }
        .into_any();
    }
    let remedies: Vec<_> = remedies
        .iter()
        .filter(|(_, notes)| *notes > 0)
        .map(|(part, notes)| {
            view! {
                <li>
                    <a class="active-filter" href=from_same_day(filter.remove(part))>
                        {lang.filter_part(part)}
                        <span aria-hidden="true">" ×"</span>
                        <span class="visually-hidden">" "{lang.remove()}</span>
                    </a>
                    " → "
                    {lang.note_count(*notes)}
                </li>
            }
        })
        .collect();
    let way = if remedies.is_empty() {
        let all = from_same_day(filter.cleared());
        view! { <p><a class="way-out" href=all>{lang.clear_all()}</a></p> }.into_any()
    } else {
        view! { <p>{lang.drop_one()}</p> <ul class="remedies">{remedies}</ul> }.into_any()
    };
    let hint =
        filter.terms.iter().any(|term| !term.is_without()).then(|| view! { <p>{lang.search_hint()}</p> });
    view! {
        <div class="empty">
            <h2>{lang.no_matches()}</h2>
            {way}
            {hint}
        </div>
    }
    .into_any()
}
