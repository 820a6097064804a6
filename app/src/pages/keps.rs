//! `/keps`: every KEP, those first that notes cite.

use domain::address::Page;
use domain::kep::Stage;
use domain::list::filter::Filter;
use domain::list::keps::{KepFacets, KepFilter, KepKey, KepList, KepRemedies, Sort};
use domain::list::timeline::FacetCount;
use domain::pages::KepLine;
use leptos::prelude::*;

use crate::api;
use crate::parts::alternates::Alternates;
use crate::parts::facets::{Facet, FacetOption, FiltersButton, Panel};
use crate::parts::head::Head;
use crate::parts::kep::{KepDataDay, SigLink};
use crate::parts::loaded::loaded;
use crate::parts::message::Message;
use crate::parts::search::KepSearch;
use crate::request::{PageRequest, Reader, from_same_day};
use crate::response::set_status;
use crate::share::Share;
use crate::text::names::kep_name;
use crate::text::outcome::stage_shape;

/// The list of the query.
#[component]
pub fn Page() -> impl IntoView {
    let lang = Reader::current().lang;
    match PageRequest::current().kep_filter() {
        Ok(filter) => loaded(async move {
            let list = api::keps(filter).await?;
            Ok(view! { <List list /> })
        })
        .into_any(),
        Err(error) => {
            set_status(400);
            let hint = lang.query_error(&error);
            view! { <Message title=lang.bad_request() hint link=(Page::keps(), lang.to_keps()) /> }.into_any()
        }
    }
}

#[component]
fn List(list: KepList) -> impl IntoView {
    let lang = Reader::current().lang;
    let filter = list.filter.clone();
    if list.all == 0 {
        return view! { <Message title=lang.no_keps() hint=lang.no_keps_hint() link=(Page::timeline(), lang.to_timeline()) /> }
            .into_any();
    }
    if list.keps.is_empty() && filter.page > 0 {
        set_status(404);
        let first = from_same_day(Page::Keps(filter.at_page(0)));
        return view! { <Message title=lang.no_such_page() hint=lang.page_empty() link=(first, lang.first_page()) /> }
            .into_any();
    }
    let indexed = filter.is_unfiltered() && filter.sort == Sort::default() && !filter.turned;
    let share = Share::for_keps(&list);
    let size = lang.kep_list_size(list.matching, list.cited);
    let pages = list.pages();
    let KepList { keps, matching, cited, facets, data_day, remedies, .. } = list;
    let title = lang.kep_list_title(&filter);
    let title_of_alternates = title.clone();
    let as_of = data_day.map(|day| view! { <KepDataDay day /> });
    let empty = keps.is_empty().then(|| {
        view! { <NoMatch filter=filter.clone() remedies /> }
    });
    let (cited_keps, others): (Vec<_>, Vec<_>) = keps.into_iter().partition(|kep| kep.notes > 0);
    view! {
        <Head
            title=Some(title.clone())
            description=share.description.clone()
            canonical=filter.href()
            indexed
            share=Some(share)
        />
        <div class="layout">
            <Filters filter=filter.clone() facets />
            <main id="main" tabindex="-1">
                <KepSearch filter=filter.clone() />
                <div class="list-head">
                    <h1>{title}</h1>
                    <p class="list-count">{size}</p>
                </div>
                {as_of}
                <Active filter=filter.clone() />
                <SortLinks filter=filter.clone() />
                {empty}
                <Group title=lang.cited_in_notes() count=cited keps=cited_keps filter=filter.clone() />
                <Group title=lang.all_others() count=matching - cited keps=others filter=filter.clone() />
                <PageLinks filter=filter.clone() pages />
                <Alternates page=Page::Keps(filter.unordered()) title=title_of_alternates />
            </main>
        </div>
    }
    .into_any()
}

/// A list without KEPs, with what may help: other words, fewer filters, the notes.
#[component]
fn NoMatch(filter: KepFilter, remedies: KepRemedies) -> impl IntoView {
    let lang = Reader::current().lang;
    let respelt = remedies.respelt.map(|filter| {
        let label = lang.did_you_mean(&filter.search_text());
        (from_same_day(Page::Keps(filter)), label)
    });
    let alone = (remedies.terms_alone > 0).then(|| {
        (from_same_day(Page::Keps(filter.terms_alone())), lang.without_other_filters(remedies.terms_alone))
    });
    let searched = (!filter.terms.is_empty()).then(|| {
        let notes = from_same_day(Filter::default().with_terms(filter.terms.clone()));
        (notes, lang.search_notes_instead().to_owned())
    });
    let all = Some((from_same_day(Page::keps()), lang.clear_all().to_owned()));
    let hint = searched.is_some().then(|| view! { <p>{lang.kep_search_hint()}</p> });
    let links: Vec<_> = [respelt, alone, searched, all]
        .into_iter()
        .flatten()
        .map(|(href, label)| view! { <li><a class="way-out" href=href>{label}</a></li> }.into_any())
        .collect();
    view! {
        <div class="empty">
            <h2>{lang.no_keps_match()}</h2>
            {hint}
            <ul class="remedies">{links}</ul>
        </div>
    }
    .into_any()
}

/// One table of the two.
#[component]
fn Group(title: &'static str, count: u32, keps: Vec<KepLine>, filter: KepFilter) -> impl IntoView {
    if keps.is_empty() {
        return ().into_any();
    }
    let lang = Reader::current().lang;
    // In a list of one group each row would say the same.
    let with_sig = filter.one_sig().is_none();
    let columns: Vec<_> = [
        ("number", Some(Sort::Number), lang.number_column()),
        ("title", Some(Sort::Title), lang.title()),
        ("sig", None, lang.sig()),
        ("now", Some(Sort::Stage), lang.now_column()),
        ("status", None, lang.status_column()),
        ("moved", Some(Sort::Moved), lang.moved_column()),
        ("notes", Some(Sort::Notes), lang.notes_column()),
    ]
    .into_iter()
    .filter(|(name, ..)| with_sig || *name != "sig")
    .map(|(name, sort, label)| {
        let sorted = sort
            .filter(|sort| *sort == filter.sort)
            .map(|sort| if sort.is_descending() != filter.turned { "descending" } else { "ascending" });
        let class = format!("kep-head-{name}");
        view! { <th scope="col" role="columnheader" class=class aria-sort=sorted>{label}</th> }.into_any()
    })
    .collect();
    let rows: Vec<_> = keps.into_iter().map(|kep| view! { <Row kep with_sig /> }).collect();
    view! {
        <section class="kep-group">
            <h2>{title} " " <span class="list-count">{lang.kep_count(count)}</span></h2>
            // Narrow screens lay the rows out otherwise: the roles keep it a table.
            <table class="kep-table" role="table">
                <thead role="rowgroup">
                    <tr role="row">{columns}</tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

#[component]
fn Row(
    kep: KepLine,
    /// Whether there is a column of the groups.
    with_sig: bool,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let title = kep.title.clone().unwrap_or_else(|| lang.untitled().to_owned());
    let name = kep_name(&kep);
    let now =
        kep.state.shipped.map_or_else(|| lang.nothing_shipped().to_owned(), |shipped| shipped.to_string());
    let planned = kep.state.planned.map(|plan| lang.plan(plan.milestone, plan.released_since));
    let missed = kep.state.missed.iter().map(|missed| lang.missed(missed.milestone));
    let planned: Vec<String> = planned.into_iter().chain(missed).collect();
    let planned =
        (!planned.is_empty()).then(|| view! { <span class="kep-planned">"→ " {planned.join(", ")}</span> });
    let sig = with_sig.then(|| {
        let sig = kep.owning_sig.clone().map(|sig| view! { <SigLink sig /> });
        view! { <td role="cell" class="kep-cell-sig">{sig}</td> }
    });
    let moved = kep.moved_on.map(|day| day.to_string());
    let notes = (kep.notes > 0).then(|| lang.note_count(kep.notes));
    let status = kep.status();
    let shape = stage_shape(&kep.state);
    view! {
        <tr role="row">
            <td role="cell" class="kep-cell-number">{name}</td>
            <th scope="row" role="rowheader" class="kep-cell-title"><a href=from_same_day(Page::Kep(kep.name)) lang="en">{title}</a></th>
            {sig}
            <td role="cell" class="kep-cell-now">
                <span class="kep-shipped"><span class="shape" aria-hidden="true">{shape}</span>" "{now}</span>
                " "
                {planned}
            </td>
            <td role="cell" class="kep-cell-status">{lang.status(&status)}</td>
            <td role="cell" class="kep-cell-moved">{moved}</td>
            <td role="cell" class="kep-cell-notes">{notes}</td>
        </tr>
    }
    .into_any()
}

#[component]
fn SortLinks(filter: KepFilter) -> impl IntoView {
    let lang = Reader::current().lang;
    let links: Vec<_> = Sort::ALL
        .iter()
        .copied()
        .map(|sort| {
            let is_current = filter.sort == sort;
            let (sign, direction) = match sort.is_descending() != filter.turned {
                true => (" ↓", lang.descending()),
                false => (" ↑", lang.ascending()),
            };
            let direction = is_current.then(|| {
                view! {
                    <span aria-hidden="true">{sign}</span>
                    <span class="visually-hidden">", " {direction}</span>
                }
            });
            view! {
                <a href=from_same_day(Page::Keps(filter.sorted_by(sort))) aria-current=is_current.then_some("true")>
                    {lang.sort(sort)}
                    {direction}
                </a>
            }
            .into_any()
        })
        .collect();
    view! {
        <nav class="order kep-order" aria-label=lang.sorted_by()>
            <span class="quiet" aria-hidden="true">{lang.sorted_by()}</span>
            {links}
        </nav>
    }
    .into_any()
}

/// Every restriction as a chip that removes itself.
#[component]
fn Active(filter: KepFilter) -> impl IntoView {
    if filter.is_unfiltered() {
        return ().into_any();
    }
    let lang = Reader::current().lang;
    let chips: Vec<_> = filter
        .pairs()
        .into_iter()
        .filter_map(|(key, value)| {
            let label = lang.kep_restriction(key, &value)?;
            Some(
                view! {
                    <li>
                        <a class="active-filter" href=from_same_day(Page::Keps(filter.without(key, &value)))>
                            {label}
                            <span aria-hidden="true">" ×"</span>
                            <span class="visually-hidden">" "{lang.remove()}</span>
                        </a>
                    </li>
                }
                .into_any(),
            )
        })
        .collect();
    let all = KepFilter { sort: filter.sort, turned: filter.turned, ..KepFilter::default() };
    let all = from_same_day(Page::Keps(all));
    let clear =
        (chips.len() > 1).then(|| view! { <li><a class="clear-all" href=all>{lang.clear_all()}</a></li> });
    view! {
        <ul class="active-filters" aria-label=lang.active_filters()>
            {chips}
            {clear}
        </ul>
    }
    .into_any()
}

/// The filters: a plain GET form, as on the timeline.
#[component]
fn Filters(filter: KepFilter, facets: KepFacets) -> impl IntoView {
    let lang = Reader::current().lang;
    let hidden: Vec<_> = filter
        .pairs()
        .into_iter()
        .filter(|(key, _)| matches!(key, KepKey::Q | KepKey::Sort | KepKey::Order))
        .map(|(key, value)| view! { <input type="hidden" name=key.as_str() value=value /> })
        .collect();
    let none = "none";
    let sigs = options(&filter.sigs, &facets.sigs, |sig| {
        let value = sig.as_ref().map_or(none, |sig| sig.short()).to_owned();
        ("sig", value, sig.as_ref().map_or_else(|| lang.untagged().to_owned(), |sig| sig.label()))
    });
    let statuses = options(&filter.statuses, &facets.statuses, |status| {
        ("status", status.as_str().to_owned(), lang.status(status))
    });
    let stages = options(&filter.stages, &facets.stages, |stage| {
        let value = stage.map_or(none, Stage::as_str).to_owned();
        ("stage", value, stage.map_or(lang.nothing_shipped(), Stage::as_str).to_owned())
    });
    let counted: Vec<_> = facets
        .versions
        .iter()
        .map(|count| FacetCount {
            value: domain::list::filter::VersionRange::new(count.value, count.value),
            notes: count.notes,
        })
        .collect();
    let versions =
        options(&filter.versions, &counted, |range| ("version", range.to_string(), range.to_string()));
    let active = filter.sigs.len()
        + filter.statuses.len()
        + filter.stages.len()
        + filter.versions.len()
        + usize::from(filter.changed);
    view! {
        <FiltersButton active />
        <Panel action=Page::keps()>
            {hidden}
            <Facet title=lang.then_and_now() options=changed_options(&filter, &facets) />
            <Facet title=lang.stage_column() options=stages />
            <Facet title=lang.sig() options=sigs />
            <Facet title=lang.status_column() options=statuses />
            <Facet title=lang.version_named() options=versions />
        </Panel>
    }
    .into_any()
}

/// One box, where notes cite something that has moved.
fn changed_options(filter: &KepFilter, facets: &KepFacets) -> Vec<FacetOption> {
    if facets.changed == 0 && !filter.changed {
        return Vec::new();
    }
    vec![FacetOption {
        name: "changed",
        value: "1".to_owned(),
        label: Reader::current().lang.moved_since_cited().to_owned(),
        notes: Some(facets.changed),
        checked: filter.changed,
        exclude: None,
    }]
}

/// What is chosen and has no count of its own, then what is counted; `describe` gives the key, the value and the
/// label of an option.
fn options<T: Clone + PartialEq>(
    chosen: &[T],
    counted: &[FacetCount<T>],
    describe: impl Fn(&T) -> (&'static str, String, String),
) -> Vec<FacetOption> {
    let missing = chosen
        .iter()
        .filter(|value| counted.iter().all(|count| count.value != **value))
        .map(|value| FacetCount { value: value.clone(), notes: 0 });
    missing
        .chain(counted.iter().cloned())
        .map(|count| {
            let (name, value, label) = describe(&count.value);
            let checked = chosen.contains(&count.value);
            FacetOption { name, value, label, notes: Some(count.notes), checked, exclude: None }
        })
        .collect()
}

#[component]
fn PageLinks(filter: KepFilter, pages: u16) -> impl IntoView {
    if pages <= 1 {
        return ().into_any();
    }
    let lang = Reader::current().lang;
    let (previous, next) = lang.previous_next();
    let before = (filter.page > 0).then(|| {
        let href = from_same_day(Page::Keps(filter.at_page(filter.page - 1)));
        view! { <a rel="prev" class="prev" href=href>{previous}</a> }
    });
    let after = (filter.page + 1 < pages).then(|| {
        let href = from_same_day(Page::Keps(filter.at_page(filter.page + 1)));
        view! { <a rel="next" class="next" href=href>{next}</a> }
    });
    view! {
        <nav class="pager" aria-label=lang.pages()>
            {before}
            <span class="page-of">{lang.page_number(filter.page + 1, pages)}</span>
            {after}
        </nav>
    }
    .into_any()
}
