//! `/verdicts`: how what was planned when the notes were written turned out.

use domain::address::Page;
use domain::list::filter::{CycleFilter, Filter, TagFilter, VersionRange};
use domain::outcome::verdict::Verdict;
use domain::pages::{Arrival, VerdictCounts, VerdictPage};
use leptos::prelude::*;

use crate::api;
use crate::figure::verdict_bar::VerdictBar;
use crate::parts::head::Head;
use crate::parts::loaded::loaded;
use crate::request::Reader;
use crate::text::Lang;

/// How expectations turned out.
#[component]
pub fn Page() -> impl IntoView {
    loaded(async move {
        let page = api::verdicts().await?;
        Ok(view! { <Verdicts page /> })
    })
}

/// A row of a table: what it counts, the notes that it counts, and how many.
struct Row {
    label: AnyView,
    filter: Filter,
    counts: VerdictCounts,
}

#[component]
fn Verdicts(page: VerdictPage) -> impl IntoView {
    let lang = Reader::current().lang;
    let VerdictPage { all, slips, sigs, stages, years, cycles, longest_slips, quickest, data_day } = page;
    let as_of = data_day.map(|day| lang.verdicts_as_of(day));
    let content = if all.notes == 0 && all.get(Verdict::Overtaken) == 0 {
        view! {
            <h2>{lang.no_verdicts()}</h2>
            <p>{lang.no_verdicts_hint()}</p>
        }
        .into_any()
    } else {
        let row = |label: AnyView, filter: Filter, counts: VerdictCounts| Row { label, filter, counts };
        let total = vec![row(lang.all_notes().into_any(), Filter::default(), all)];
        let sigs = sigs
            .into_iter()
            .map(|group| {
                let label = view! { <a href=Page::Sig(group.value.clone()).href()>{group.value.label()}</a> };
                let sigs = TagFilter { any: vec![group.value], ..TagFilter::default() };
                row(label.into_any(), Filter { sigs, ..Filter::default() }, group.counts)
            })
            .collect();
        let stages = stages
            .into_iter()
            .map(|group| {
                let filter = Filter { expected_stages: vec![group.value], ..Filter::default() };
                row(group.value.as_str().into_any(), filter, group.counts)
            })
            .collect();
        let years = years
            .into_iter()
            .map(|group| {
                let filter = Filter { period: vec![group.value], ..Filter::default() };
                row(group.value.to_string().into_any(), filter, group.counts)
            })
            .collect();
        let cycles = cycles
            .into_iter()
            .map(|group| {
                let label = view! { <a href=Page::Version(group.value).href()>{group.value.to_string()}</a> };
                let any = vec![VersionRange::new(group.value, group.value)];
                let cycles = CycleFilter { any, ..CycleFilter::default() };
                row(label.into_any(), Filter { cycles, ..Filter::default() }, group.counts)
            })
            .collect();
        let moved_on = Filter { verdicts: vec![Verdict::Overtaken], ..Filter::default() };
        let overtaken = all.get(Verdict::Overtaken);
        let overtaken = (overtaken > 0).then(|| {
            view! { <p><a href=moved_on.href()>{lang.overtaken_notes(overtaken)}</a></p> }
        });
        view! {
            <p class="verdicts-summary">{lang.verdicts_summary(&all, slips)}</p>
            <VerdictTable title=lang.all_notes() hides_title=true rows=total />
            {overtaken}
            <p class="quiet">{lang.verdicts_hint()} " " {as_of}</p>
            <VerdictTable title=lang.verdicts_by_sig() rows=sigs />
            <VerdictTable title=lang.verdicts_by_stage() rows=stages />
            <VerdictTable title=lang.verdicts_by_year() rows=years />
            <VerdictTable title=lang.verdicts_by_cycle() rows=cycles />
            <Arrivals title=lang.longest_slips() arrivals=longest_slips last=lang.how_late_column() describe=late />
            <Arrivals title=lang.quickest_arrivals() arrivals=quickest last=lang.days_column() describe=soon />
        }
        .into_any()
    };
    view! {
        <Head
            title=Some(lang.verdicts().to_owned())
            description=lang.verdicts_description()
            canonical=Page::Verdicts
            indexed=true
        />
        <main id="main" class="page verdicts" tabindex="-1">
            <h1>{lang.verdicts()}</h1>
            {content}
        </main>
    }
    .into_any()
}

/// Counts of notes as bars, with their figures.
#[component]
fn VerdictTable(
    title: &'static str,
    rows: Vec<Row>,
    /// Whether the title is for screen readers alone.
    #[prop(optional)]
    hides_title: bool,
) -> impl IntoView {
    if rows.is_empty() {
        return ().into_any();
    }
    let lang = Reader::current().lang;
    let most = rows.iter().map(|row| bar_length(&row.counts)).max().unwrap_or_default();
    let shown: Vec<Verdict> = VerdictCounts::default()
        .expectations()
        .map(|(verdict, _)| verdict)
        .filter(|verdict| rows.iter().any(|row| row.counts.get(*verdict) > 0))
        .collect();
    let heads: Vec<_> = shown
        .iter()
        .map(|verdict| {
            view! {
                <th scope="col" class="number">
                    <span class="verdict-key" data-verdict=verdict.as_str() aria-hidden="true"></span>
                    {lang.verdict(*verdict)}
                </th>
            }
            .into_any()
        })
        .collect();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let cells: Vec<_> =
                shown.iter().map(|verdict| cell(&row, &[*verdict], row.counts.get(*verdict))).collect();
            let all: Vec<Verdict> =
                VerdictCounts::default().expectations().map(|(verdict, _)| verdict).collect();
            let total = cell(&row, &all, row.counts.notes);
            view! {
                <tr>
                    <th scope="row">{row.label}</th>
                    <td class="verdict-bar-cell"><VerdictBar counts=row.counts most /></td>
                    {total}
                    {cells}
                </tr>
            }
            .into_any()
        })
        .collect();
    let title_class = if hides_title { "visually-hidden" } else { "" };
    view! {
        <section class="verdict-group">
            <h2 class=title_class>{title}</h2>
            <div class="table" role="group" aria-label=title tabindex="0">
                <table class="figures verdict-table">
                    <thead>
                        <tr>
                            <td></td>
                            <td></td>
                            <th scope="col" class="number">{lang.with_a_plan()}</th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// The notes that a bar stands for: one that expected several things counts for each.
fn bar_length(counts: &VerdictCounts) -> u32 {
    counts.expectations().map(|(_, notes)| notes).sum()
}

/// A figure that leads to its notes; nothing where there are none.
fn cell(row: &Row, verdicts: &[Verdict], notes: u32) -> AnyView {
    let link = (notes > 0).then(|| {
        let filter = Filter { verdicts: verdicts.to_vec(), ..row.filter.clone() };
        view! { <a href=filter.href()>{notes}</a> }
    });
    view! { <td class="number">{link}</td> }.into_any()
}

fn late(lang: Lang, arrival: &Arrival) -> Option<String> {
    Some(lang.releases_late(arrival.releases_late()))
}

fn soon(lang: Lang, arrival: &Arrival) -> Option<String> {
    lang.days_after_note(arrival)
}

/// Expectations that came, each with the note that had it.
#[component]
fn Arrivals(
    title: &'static str,
    arrivals: Vec<Arrival>,
    /// The head of the last column.
    last: &'static str,
    /// What the last column says.
    describe: fn(Lang, &Arrival) -> Option<String>,
) -> impl IntoView {
    if arrivals.is_empty() {
        return ().into_any();
    }
    let lang = Reader::current().lang;
    let rows: Vec<_> = arrivals
        .into_iter()
        .map(|arrival| {
            let described = describe(lang, &arrival);
            let Arrival { entry, note, date, kep, title, expected, came_in, .. } = arrival;
            let title = title.map(|title| view! { " " <span lang="en">{title}</span> });
            let day = date.map_or_else(|| lang.note_column().to_owned(), |day| day.to_string());
            let came_in = format!("{} {came_in}", expected.stage);
            view! {
                <tr>
                    <th scope="row"><a href=Page::kep(kep).href()>"KEP-" {kep}{title}</a></th>
                    <td>{expected.to_string()}</td>
                    <td>{came_in}</td>
                    <td class="number">{described}</td>
                    <td><a href=Page::Note(entry, note).href()>{day}</a></td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="verdict-group">
            <h2>{title}</h2>
            <div class="table" role="group" aria-label=title tabindex="0">
                <table class="figures">
                    <thead>
                        <tr>
                            <th scope="col">"KEP"</th>
                            <th scope="col">{lang.planned_column()}</th>
                            <th scope="col">{lang.came_in_column()}</th>
                            <th scope="col" class="number">{last}</th>
                            <th scope="col">{lang.note_column()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
