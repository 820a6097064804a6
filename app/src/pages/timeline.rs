//! `/`: the timeline, filtered by its query.

use domain::address::Page;
use domain::list::filter::{Filter, FilterPart, Order, PartialFilter, Period};
use domain::list::histogram::strips;
use domain::list::subject::SubjectAnswer;
use domain::list::timeline::Timeline;
use domain::notebook::Notebook;
use domain::pages::YearOldNote;
use leptos::prelude::*;

use crate::api;
use crate::figure::histogram::MonthBar;
use crate::parts::alternates::ListAlternates;
use crate::parts::cite::{Cite, PageCitation};
use crate::parts::digest::DigestWayOut;
use crate::parts::direct_answer::DirectAnswer;
use crate::parts::entry::Provenance;
use crate::parts::facets::FilterPanel;
use crate::parts::head::Head;
use crate::parts::inline_code::inline_code;
use crate::parts::latest_moves::LatestMoves;
use crate::parts::loaded::loaded;
use crate::parts::message::Message;
use crate::parts::search::SearchBox;
use crate::parts::tag_all::TagAll;
use crate::parts::timeline::{EmptyList, Entries, ListTitle, ListTools, OtherReading, Pager, UntaggedLine};
use crate::parts::year_ago::YearAgo;
use crate::request::{DataAge, PageRequest, Reader, UnreadableFilter, looked_at_from};
use crate::response::set_status;
use crate::share::Share;
use crate::text::Lang;

/// The timeline of the query.
#[component]
pub fn Page() -> impl IntoView {
    match PageRequest::current().note_filter() {
        Ok(filter) => view! { <List filter /> }.into_any(),
        Err(unreadable) => view! { <Unreadable unreadable /> }.into_any(),
    }
}

/// A list whose address says more than can be read: without that, and why.
#[component]
pub fn Unreadable(
    unreadable: UnreadableFilter,
    /// What the path narrows the list to.
    #[prop(optional)]
    period: Option<Period>,
) -> impl IntoView {
    set_status(400);
    let lang = Reader::current().lang;
    let error = lang.filter_error(&unreadable.error);
    let Some(PartialFilter { rest, meant }) = unreadable.partial.map(|partial| *partial) else {
        return view! { <Message title=lang.bad_request() hint=error link=(Page::timeline(), lang.to_timeline()) /> }
            .into_any();
    };
    let narrowed = |filter: Filter| match period {
        Some(period) => Filter { period: vec![period], ..filter },
        None => filter,
    };
    let problem = FilterProblem { error, typed: unreadable.typed, meant: meant.map(narrowed) };
    view! { <List filter=narrowed(rest) problem /> }.into_any()
}

/// What is wrong with the address of a list.
#[derive(Clone, Debug)]
pub struct FilterProblem {
    /// Why it cannot be read, in the language of the reader.
    error: String,
    /// What was typed into the search box, where that is it.
    typed: Option<String>,
    /// The filter that was probably meant.
    meant: Option<Filter>,
}

impl FilterProblem {
    fn title(&self, lang: Lang) -> &'static str {
        if self.typed.is_some() { lang.unreadable_search() } else { lang.bad_request() }
    }
}

/// What is wrong with the address, above the list of what is right.
#[component]
fn Problem(problem: FilterProblem, rest: Filter) -> impl IntoView {
    let lang = Reader::current().lang;
    let title = problem.title(lang);
    let meant = problem.meant.map(|filter| {
        view! { <a href=filter.href()>{lang.show_what_was_meant()}</a> " " }
    });
    // A search says it at its box.
    match problem.typed {
        Some(_) => view! {
            <p class="bad-filter">
                {lang.shown_without()} " " {meant}
                <a href=rest.href()>{lang.without_search()}</a>
            </p>
        }
        .into_any(),
        None => view! {
            <div class="bad-filter" role="alert">
                <p><strong>{title}</strong></p>
                <p>{inline_code(&problem.error)}</p>
                <p>{lang.shown_without()} " " {meant}</p>
            </div>
        }
        .into_any(),
    }
}

/// A page of the timeline, whatever URL led to it.
#[component]
pub fn List(
    filter: Filter,
    /// Why it is not what the address asks for.
    #[prop(optional)]
    problem: Option<FilterProblem>,
) -> impl IntoView {
    let today = DataAge::current().today();
    loaded(async move {
        let timeline = api::timeline(filter.clone()).await?;
        let is_front = problem.is_none() && is_front(&filter) && looked_at_from().is_none();
        let year_old = match is_front {
            true => api::year_old_note(today).await?,
            false => None,
        };
        let subject = api::subject(filter).await?;
        Ok(view! { <Results timeline subject problem year_old /> })
    })
}

/// Whether a filter is that of the front door.
fn is_front(filter: &Filter) -> bool {
    filter.is_unfiltered() && filter.cursor.is_none() && filter.order == Order::default()
}

#[component]
fn Results(
    timeline: Timeline,
    /// What the words of the search name.
    subject: Option<SubjectAnswer>,
    /// Why the list is not what the address asks for.
    problem: Option<FilterProblem>,
    /// What was noted a year ago.
    year_old: Option<YearOldNote>,
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
    let indexed = problem.is_none()
        && !entries.is_empty()
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
    let top = if problem.is_none() && is_front(&filter) && any_notebook {
        let year_ago = year_old.map(|year_old| view! { <YearAgo year_old /> });
        view! {
            <h1 class="pitch">{lang.tagline()}</h1>
            <LatestMoves moves=latest_moves keps />
            {year_ago}
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
    let head = match &problem {
        None => {
            view! { <Head title description=share.description.clone() canonical indexed share=Some(share) /> }
                .into_any()
        }
        Some(problem) => {
            let title = Some(problem.title(lang).to_owned());
            view! { <Head title description=problem.error.clone() canonical indexed /> }.into_any()
        }
    };
    let search =
        match problem.as_ref().and_then(|problem| Some((problem.typed.clone()?, problem.error.clone()))) {
            Some((typed, error)) => view! { <SearchBox filter=filter.clone() typed error /> }.into_any(),
            None => view! { <SearchBox filter=filter.clone() /> }.into_any(),
        };
    let problem = problem.map(|problem| view! { <Problem problem rest=filter.clone() /> });
    view! {
        {head}
        <div class="layout">
            <FilterPanel filter=filter.clone() facets />
            <main id="main" tabindex="-1">
                {search}
                <div id="results" data-follows-list="results">
                    {problem}
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
                <DigestWayOut filter=filter.clone() />
                <ListAlternates filter />
                {sources}
                <Cite citation />
                </div>
            </main>
        </div>
    }
    .into_any()
}
