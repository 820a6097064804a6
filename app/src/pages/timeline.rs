//! `/`: the timeline, filtered by its query.

use domain::address::Page;
use domain::list::filter::{Filter, FilterPart, Order};
use domain::list::histogram::strips;
use domain::list::subject::SubjectAnswer;
use domain::list::timeline::Timeline;
use domain::notebook::Notebook;
use leptos::prelude::*;

use crate::api;
use crate::figure::histogram::MonthBar;
use crate::parts::alternates::ListAlternates;
use crate::parts::cite::{Cite, PageCitation};
use crate::parts::direct_answer::DirectAnswer;
use crate::parts::entry::Provenance;
use crate::parts::facets::FilterPanel;
use crate::parts::head::Head;
use crate::parts::latest_moves::LatestMoves;
use crate::parts::loaded::loaded;
use crate::parts::message::Message;
use crate::parts::search::SearchBox;
use crate::parts::tag_all::TagAll;
use crate::parts::timeline::{EmptyList, Entries, ListTitle, ListTools, OtherReading, Pager, UntaggedLine};
use crate::request::{DataAge, PageRequest, Reader, SearchInput, UnreadableFilter};
use crate::response::set_status;
use crate::share::Share;

/// The timeline of the query.
#[component]
pub fn Page() -> impl IntoView {
    let lang = Reader::current().lang;
    match PageRequest::current().note_filter() {
        Ok(filter) => view! { <List filter /> }.into_any(),
        Err(UnreadableFilter { error, typed }) => {
            set_status(400);
            let error = lang.filter_error(&error);
            match typed {
                Some(typed) => view! { <Unreadable typed=*typed error /> }.into_any(),
                None => {
                    view! { <Message title=lang.bad_request() hint=error link=(Page::timeline(), lang.to_timeline()) /> }
                        .into_any()
                }
            }
        }
    }
}

/// A search that cannot be read: the box as it was typed, with the error.
#[component]
fn Unreadable(typed: SearchInput, error: String) -> impl IntoView {
    let lang = Reader::current().lang;
    let back = typed.filter.href();
    view! {
        <Head
            title=Some(lang.unreadable_search().to_owned())
            description=error.clone()
            canonical="/"
            indexed=false
        />
        <main id="main" class="single" tabindex="-1">
            <div class="search-failed">
                <h1>{lang.unreadable_search()}</h1>
                <SearchBox filter=typed.filter typed=typed.text error=error />
                <p>
                    <a class="way-out" href=back>
                        {lang.without_search()}
                    </a>
                </p>
            </div>
        </main>
    }
}

/// A page of the timeline, whatever URL led to it.
#[component]
pub fn List(filter: Filter) -> impl IntoView {
    loaded(async move {
        let timeline = api::timeline(filter.clone()).await?;
        let subject = api::subject(filter).await?;
        Ok(view! { <Results timeline subject /> })
    })
}

#[component]
fn Results(
    timeline: Timeline,
    /// What the words of the search name.
    subject: Option<SubjectAnswer>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    if let Some(slug) = &timeline.unknown_notebook {
        set_status(404);
        let hint = lang.no_such_notebook(slug);
        return view! { <Message title=lang.not_found() hint link=(Page::timeline(), lang.to_timeline()) /> }
            .into_any();
    }
    let share = Share::for_timeline(&timeline, DataAge::current().as_of, None);
    let Timeline {
        filter,
        entries,
        notes,
        matching_entries,
        has_previous,
        has_next,
        facets,
        keps,
        untagged_mentions,
        other_reading,
        remedies,
        any_notebook,
        releases,
        latest_moves,
        ..
    } = timeline;
    let title = lang.list_title(&filter);
    let pager = entries.first().zip(entries.last()).map(|(first, last)| {
        let before = has_previous.then(|| first.place(filter.order));
        let after = has_next.then(|| last.place(filter.order));
        view! { <Pager filter=filter.clone() before after /> }
    });
    let indexed = !entries.is_empty()
        && entries.iter().all(|entry| entry.notebook.rights.allow_indexing())
        && filter.parts().len() <= 1
        && filter.terms.is_empty()
        && filter.cursor.is_none();
    let canonical = match filter.parts().as_slice() {
        [FilterPart::Period(period)] if filter.cursor.is_none() => Page::Archive(*period).href(),
        _ => filter.href(),
    };
    let name = title.as_ref().map(|title| format!("{title} · Kepline"));
    let name = name.unwrap_or_else(|| "Kepline".to_owned());
    let citation = PageCitation { path: canonical.clone(), name, author: None };
    let mut notebooks: Vec<Notebook> = Vec::new();
    for entry in &entries {
        if notebooks.iter().all(|notebook| notebook.slug != entry.notebook.slug) {
            notebooks.push(entry.notebook.clone());
        }
    }
    let named = notebooks.len() > 1;
    let sources = notebooks.into_iter().map(|notebook| view! { <Provenance notebook /> }).collect_view();
    // Who comes to the front door learns what this is, and what is new.
    let is_front = filter.is_unfiltered() && filter.cursor.is_none() && filter.order == Order::default();
    let top = if is_front && any_notebook {
        view! {
            <h1 class="pitch">{lang.tagline()}</h1>
            <LatestMoves moves=latest_moves keps />
        }
        .into_any()
    } else {
        view! { <ListTitle filter=filter.clone() /> }.into_any()
    };
    let moves = facets.changed > 0;
    let strips = strips(&filter, &facets, &releases);
    let answer = subject.filter(|_| filter.cursor.is_none()).map(|subject| {
        view! { <DirectAnswer subject filter=filter.clone() releases=releases.clone() /> }
    });
    let bars = !strips.is_empty();
    // The marks stand between days.
    let by_day = matches!(filter.order, Order::Newest | Order::Oldest);
    let releases = by_day.then_some(releases);
    let empty = entries.is_empty().then(|| {
        view! { <EmptyList filter=filter.clone() any_notebook notes remedies /> }
    });
    view! {
        <Head title description=share.description.clone() canonical indexed share=Some(share) />
        <div class="layout">
            <FilterPanel filter=filter.clone() facets />
            <main id="main" tabindex="-1">
                <SearchBox filter=filter.clone() />
                <div id="results" data-follows-list="results">
                    {answer}
                    {top}
                    <ListTools filter=filter.clone() notes entries=matching_entries moves bars />
                    {bars.then(|| view! { <div class="bars" id="bars" popover="auto"><MonthBar strips /></div> })}
                    <OtherReading filter=filter.clone() notes others=other_reading />
                    <UntaggedLine filter=filter.clone() mentions=untagged_mentions />
                <TagAll filter=filter.clone() notes />
                {empty}
                <Entries entries named releases terms=filter.terms.clone() />
                {pager}
                <ListAlternates filter />
                {sources}
                <Cite citation />
                </div>
            </main>
        </div>
    }
    .into_any()
}
