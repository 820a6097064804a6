//! The filter panel: a plain GET form, with the notes that each value would leave.

use std::cmp::Reverse;

use domain::address::Page;
use domain::github;
use domain::list::filter::{Filter, FilterKey, FilterPart, Order, Period, VersionRange};
use domain::list::timeline::{FacetCount, Facets};
use domain::notebook::NotebookSlug;
use domain::outcome::verdict::Verdict;
use leptos::prelude::*;

use crate::parts::as_of::AsOfField;
use crate::parts::icon::{Icon, Picture};
use crate::request::{DataAge, Reader, from_same_day};

/// How many values of a facet stand open; the others are a disclosure away.
const OPEN_VALUES: usize = 8;

/// The value of a facet for notes that have none.
const NONE: &str = "none";

/// One option of a facet.
#[derive(Clone, Debug)]
pub struct FacetOption {
    /// The key of the query.
    pub name: &'static str,
    pub value: String,
    pub label: String,
    /// How many notes it would leave, where that is counted.
    pub notes: Option<u32>,
    pub checked: bool,
    /// The link that excludes it, where there is one.
    pub exclude: Option<ExcludeLink>,
}

/// The link that excludes a value, or stops excluding it.
#[derive(Clone, Debug)]
pub struct ExcludeLink {
    excluded: bool,
    href: String,
}

impl ExcludeLink {
    /// A link to `without`; where the value is excluded already, one that removes `part`.
    fn new(filter: &Filter, without: Filter, part: &FilterPart) -> Self {
        let excluded = filter.parts().contains(part);
        let href = from_same_day(if excluded { filter.remove(part) } else { without });
        Self { excluded, href }
    }
}

impl FacetOption {
    /// Whether it is never hidden: what is chosen or excluded, and that a note has no value, as most may.
    fn is_always_open(&self) -> bool {
        self.checked || self.is_excluded() || self.value == NONE
    }

    fn is_excluded(&self) -> bool {
        self.exclude.as_ref().is_some_and(|exclude| exclude.excluded)
    }
}

/// All facets of the timeline in one form.
#[component]
pub fn FilterPanel(filter: Filter, facets: Facets) -> impl IntoView {
    let lang = Reader::current().lang;
    // What the form has no control for goes along in hidden fields.
    let hidden: Vec<_> = filter
        .pairs()
        .into_iter()
        .filter(|(key, _)| is_hidden(*key, filter.order))
        .map(|(key, value)| view! { <input type="hidden" name=key.as_str() value=value /> })
        .collect();
    view! {
        <Panel action=Page::timeline()>
            {hidden}
            <Facet title=lang.sig() options=sig_options(&filter, &facets) />
            <VersionFacet filter=filter.clone() facets=facets.clone() />
            <Facet title=lang.then_and_now() options=changed_options(&filter, &facets) />
            <Facet title=lang.turned_out() options=verdict_options(&filter, &facets) />
            <Facet title=lang.stage_now() options=stage_options(&filter, &facets) />
            <Facet title=lang.status_now() options=status_options(&filter, &facets) />
            <Facet title=lang.github_now() options=github_options(&filter, &facets) />
            <Facet title=lang.period_facet() options=period_options(&filter, &facets) />
            <Facet title=lang.notebook() options=notebook_options(&filter, &facets) />
        </Panel>
    }
    .into_any()
}

/// The button that opens the panel where it does not stand next to the list.
#[component]
pub fn FiltersButton(
    /// How many restrictions there are.
    active: usize,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let label = if active > 0 { format!("{} ({active})", lang.filters()) } else { lang.filters().to_owned() };
    view! {
        <button class="filters-open" type="button" popovertarget="filters">
            <Picture icon=Icon::Funnel />
            {label}
        </button>
    }
    .into_any()
}

/// A form of facets that filters the list at `action`: at the left on wide screens, opened by [`FiltersButton`] on
/// narrow ones.
#[component]
pub fn Panel(
    /// The path of the list.
    #[prop(into)]
    action: String,
    children: Children,
) -> impl IntoView {
    let lang = Reader::current().lang;
    view! {
        <div class="filters" id="filters" popover="auto" data-follows-list="filters">
            <form method="get" action=action class="filters-form" autocomplete="off" data-submits-itself aria-label=lang.filters()>
                <button class="filters-close" type="button" popovertarget="filters" popovertargetaction="hide">
                    {lang.close()}
                </button>
                <AsOfField />
                {children()}
                <p class="facet-hint">{lang.facet_hint()}</p>
                <button class="apply" type="submit">
                    {lang.apply()}
                </button>
            </form>
        </div>
    }
    .into_any()
}

/// Whether the form has no control for a key.
fn is_hidden(key: FilterKey, order: Order) -> bool {
    match key {
        FilterKey::ExcludeSig
        | FilterKey::Names
        | FilterKey::ExcludeVersion
        | FilterKey::ExcludeCycle
        | FilterKey::Kep
        | FilterKey::Ref => true,
        FilterKey::Expected
        | FilterKey::Repo
        | FilterKey::Since
        | FilterKey::Until
        | FilterKey::Has
        | FilterKey::Q => true,
        // The order by moves goes with the box for what has moved.
        FilterKey::Order => order != Order::Moved,
        _ => false,
    }
}

/// The values of one facet; those after the first few are a disclosure away.
#[component]
pub fn Facet(title: &'static str, options: Vec<FacetOption>) -> impl IntoView {
    let rows = options
        .into_iter()
        .map(|option| (option.is_always_open(), view! { <FacetValue option /> }.into_any()))
        .collect();
    view! { <FacetRows title columns=None rows /> }
}

/// The versions, each with two boxes: notes about it, and notes written while it was in the making.
#[component]
fn VersionFacet(filter: Filter, facets: Facets) -> impl IntoView {
    let lang = Reader::current().lang;
    let options = version_options(&filter, &facets);
    let has_cycles = !facets.cycles.is_empty() || !filter.cycles.any.is_empty();
    let rows = options
        .into_iter()
        .map(|option| {
            let cycle = option.value.parse::<VersionRange>().ok().filter(|_| has_cycles);
            let cycle = cycle.map(|range| cycle_box(&filter, &facets, range));
            let is_open = option.is_always_open() || cycle.as_ref().is_some_and(|it| it.checked);
            (is_open, view! { <FacetValue option cycle /> }.into_any())
        })
        .collect();
    let columns = has_cycles.then(|| (lang.about_column(), lang.cycle_column()));
    view! { <FacetRows title=lang.version() columns rows /> }
}

/// The box of a version for the notes of its cycle.
fn cycle_box(filter: &Filter, facets: &Facets, range: VersionRange) -> FacetOption {
    let counted = facets.cycles.iter().find(|count| range == VersionRange::from(count.value));
    FacetOption {
        name: "cycle",
        value: range.to_string(),
        label: Reader::current().lang.in_cycle_of(range),
        // A range has no count of its own.
        notes: if range.from == range.to { Some(counted.map_or(0, |count| count.notes)) } else { None },
        checked: filter.cycles.any.contains(&range),
        exclude: None,
    }
}

/// The rows of a facet, each with whether it stands open in any case; those after the first few are a disclosure away.
#[component]
fn FacetRows(
    title: &'static str,
    /// What the boxes of a row stand for, where there are two.
    columns: Option<(&'static str, &'static str)>,
    rows: Vec<(bool, AnyView)>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    (!rows.is_empty())
        .then(|| {
            let (open, more): (Vec<_>, Vec<_>) =
                rows.into_iter().enumerate().partition(|(n, (is_open, _))| *n < OPEN_VALUES || *is_open);
            let row = |(_, (_, row)): (usize, (bool, AnyView))| row;
            let more_count = more.len();
            let open: Vec<_> = open.into_iter().map(row).collect();
            let more: Vec<_> = more.into_iter().map(row).collect();
            let columns = columns.map(|(one, other)| {
                view! {
                    <p class="facet-columns" aria-hidden="true">
                        <span>{one}</span>
                        <span>{other}</span>
                    </p>
                }
            });
            let more = (more_count > 0).then(|| {
                view! {
                    <details class="facet-more">
                        <summary>{lang.more_values()} " (" {more_count} ")"</summary>
                        <ul>{more}</ul>
                    </details>
                }
            });
            view! {
                <fieldset class="facet">
                    <legend>{title}</legend>
                    {columns}
                    <ul>{open}</ul>
                    {more}
                </fieldset>
            }
        })
        .into_any()
}

#[component]
fn FacetValue(
    option: FacetOption,
    /// The second box of the row.
    #[prop(default = None)]
    cycle: Option<FacetOption>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let excluded = option.is_excluded();
    let exclude = option.exclude.map(|exclude| {
        let (does, content) = match exclude.excluded {
            true => (lang.stop_excluding(), view! { {lang.excluded()} " ×" }.into_any()),
            // A sheet puts a sign in its place where there is no room for the word.
            false => {
                (lang.exclude(), view! { <span class="exclude-word">{lang.exclude()}</span> }.into_any())
            }
        };
        let label = format!("{does} {}", option.label);
        view! {
            <a class="facet-exclude" href=exclude.href aria-label=label>
                {content}
            </a>
        }
    });
    let cycle = cycle.map(|cycle| {
        view! {
            <label class="facet-cycle">
                <input type="checkbox" name=cycle.name value=cycle.value checked=cycle.checked />
                <span class="visually-hidden">{cycle.label}</span>
            </label>
            <span class="facet-count facet-cycle-count">{cycle.notes}</span>
        }
    });
    view! {
        <li data-excluded=excluded>
            <label>
                <input type="checkbox" name=option.name value=option.value checked=option.checked />
                <span class="facet-label">{option.label}</span>
            </label>
            {exclude}
            <span class="facet-count">{option.notes}</span>
            {cycle}
        </li>
    }
    .into_any()
}

/// What is chosen and no longer counted, so that it can still be unchecked.
fn missing<T: Clone + PartialEq>(chosen: &[T], counted: &[FacetCount<T>]) -> Vec<T> {
    chosen.iter().filter(|value| counted.iter().all(|count| count.value != **value)).cloned().collect()
}

fn sig_options(filter: &Filter, facets: &Facets) -> Vec<FacetOption> {
    let option = |sig: &domain::sig::Sig, notes: Option<u32>| FacetOption {
        name: "sig",
        value: sig.short().to_owned(),
        label: sig.label(),
        notes,
        checked: filter.sigs.any.contains(sig),
        exclude: Some(ExcludeLink::new(
            filter,
            filter.exclude_sig(sig),
            &FilterPart::WithoutSig(sig.clone()),
        )),
    };
    let mut options: Vec<FacetOption> = [&filter.sigs.any, &filter.sigs.without]
        .into_iter()
        .flat_map(|chosen| missing(chosen, &facets.sigs))
        .map(|sig| option(&sig, Some(0)))
        .collect();
    options.extend(facets.sigs.iter().map(|count| option(&count.value, Some(count.notes))));
    if !options.is_empty() {
        options.push(none("sig", facets.no_sig, filter.sigs.none));
    }
    options
}

fn version_options(filter: &Filter, facets: &Facets) -> Vec<FacetOption> {
    let option = |range: VersionRange, notes: Option<u32>| FacetOption {
        name: "version",
        value: range.to_string(),
        label: range.to_string(),
        notes,
        checked: filter.versions.any.contains(&range),
        exclude: Some(ExcludeLink::new(
            filter,
            filter.exclude_version(range),
            &FilterPart::WithoutVersion(range),
        )),
    };
    let counted: Vec<FacetCount<VersionRange>> = facets
        .versions
        .iter()
        .map(|count| FacetCount { value: VersionRange::new(count.value, count.value), notes: count.notes })
        .collect();
    let in_cycles = facets.cycles.iter().map(|count| VersionRange::from(count.value));
    let mut versions: Vec<VersionRange> = counted.iter().map(|count| count.value).chain(in_cycles).collect();
    for chosen in [&filter.versions.any, &filter.versions.without, &filter.cycles.any] {
        versions.extend(chosen);
    }
    // Ranges first, as they are chosen; then the newest version.
    versions.sort_by_key(|range| (range.from == range.to, Reverse(*range)));
    versions.dedup();
    let notes = |range: VersionRange| {
        let notes = counted.iter().find(|count| count.value == range).map(|count| count.notes);
        // A range has no count of its own.
        if range.from == range.to { notes.or(Some(0)) } else { None }
    };
    let mut options: Vec<FacetOption> =
        versions.into_iter().map(|range| option(range, notes(range))).collect();
    if !options.is_empty() {
        options.push(none("version", facets.no_version, filter.versions.none));
    }
    options
}

fn none(name: &'static str, notes: u32, checked: bool) -> FacetOption {
    let lang = Reader::current().lang;
    FacetOption {
        name,
        value: NONE.to_owned(),
        label: lang.untagged().to_owned(),
        notes: Some(notes),
        checked,
        exclude: None,
    }
}

/// One box; where the list is sorted by moves, unchecking it removes the order too.
fn changed_options(filter: &Filter, facets: &Facets) -> Vec<FacetOption> {
    if facets.changed == 0 && !filter.changed {
        return Vec::new();
    }
    let (name, value) = match filter.order {
        Order::Moved => ("order", "moved"),
        Order::Newest | Order::Oldest | Order::Relevance => ("changed", "1"),
    };
    vec![FacetOption {
        name,
        value: value.to_owned(),
        label: Reader::current().lang.changed_since().to_owned(),
        notes: Some(facets.changed),
        checked: filter.changed,
        exclude: None,
    }]
}

fn stage_options(filter: &Filter, facets: &Facets) -> Vec<FacetOption> {
    let lang = Reader::current().lang;
    state_options("stage", &filter.stages, &facets.stages, |stage| lang.reached(*stage).to_owned())
}

fn status_options(filter: &Filter, facets: &Facets) -> Vec<FacetOption> {
    state_options("status", &filter.statuses, &facets.statuses, ToString::to_string)
}

fn verdict_options(filter: &Filter, facets: &Facets) -> Vec<FacetOption> {
    let lang = Reader::current().lang;
    let label = |verdict: &Verdict| lang.verdict(*verdict).to_owned();
    state_options("verdict", &filter.verdicts, &facets.verdicts, label)
}

/// Nothing as long as no state is known: there was no sync yet.
fn github_options(filter: &Filter, facets: &Facets) -> Vec<FacetOption> {
    let lang = Reader::current().lang;
    // Without a sync of GitHub there is nothing to choose: the few merges that the history of the KEPs shows are no
    // answer to what is open.
    let never_fetched = DataAge::current().as_of.github.is_none();
    let unknown = facets.github.iter().all(|count| count.value == github::ItemState::Unknown);
    if filter.github.is_empty() && (never_fetched || unknown) {
        return Vec::new();
    }
    state_options("github", &filter.github, &facets.github, |state| lang.github_state(*state).to_owned())
}

/// The values of a kind of state, in its own order.
fn state_options<T: Clone + Ord + ToString>(
    name: &'static str,
    chosen: &[T],
    counted: &[FacetCount<T>],
    label: impl Fn(&T) -> String,
) -> Vec<FacetOption> {
    let missing = missing(chosen, counted).into_iter().map(|value| FacetCount { value, notes: 0 });
    let mut values: Vec<FacetCount<T>> = missing.chain(counted.iter().cloned()).collect();
    values.sort_by(|one, other| one.value.cmp(&other.value));
    let option = |count: FacetCount<T>| FacetOption {
        name,
        value: count.value.to_string(),
        label: label(&count.value),
        notes: Some(count.notes),
        checked: chosen.contains(&count.value),
        exclude: None,
    };
    values.into_iter().map(option).collect()
}

/// What is chosen and has no count of its own, then years, then months, newest first.
fn period_options(filter: &Filter, facets: &Facets) -> Vec<FacetOption> {
    let lang = Reader::current().lang;
    let option = |period: Period, notes: Option<u32>| FacetOption {
        name: "in",
        value: period.to_string(),
        label: lang.period(period),
        notes,
        checked: filter.period.contains(&period),
        exclude: None,
    };
    let mut years: Vec<FacetCount<Period>> = Vec::new();
    for month in &facets.months {
        let Some(year) = month.value.parent() else { continue };
        match years.last_mut().filter(|last| last.value == year) {
            Some(last) => last.notes += month.notes,
            None => years.push(FacetCount { value: year, notes: month.notes }),
        }
    }
    // One year says no more than all months.
    let years = if years.len() > 1 { years } else { Vec::new() };
    let counted: Vec<FacetCount<Period>> = years.into_iter().chain(facets.months.iter().cloned()).collect();
    let mut options: Vec<FacetOption> =
        missing(&filter.period, &counted).into_iter().map(|period| option(period, None)).collect();
    options.extend(counted.iter().map(|count| option(count.value, Some(count.notes))));
    options
}

/// Nothing where there is only one notebook.
fn notebook_options(filter: &Filter, facets: &Facets) -> Vec<FacetOption> {
    if facets.notebooks.len() < 2 && filter.notebooks.is_empty() {
        return Vec::new();
    }
    let option = |slug: &NotebookSlug, title: &str, notes: u32| FacetOption {
        name: "notebook",
        value: slug.to_string(),
        label: title.to_owned(),
        notes: Some(notes),
        checked: filter.notebooks.contains(slug),
        exclude: None,
    };
    let is_counted = |slug: &&NotebookSlug| facets.notebooks.iter().any(|count| count.value.0 == **slug);
    let mut options: Vec<FacetOption> = filter
        .notebooks
        .iter()
        .filter(|slug| !is_counted(slug))
        .map(|slug| option(slug, slug.as_str(), 0))
        .collect();
    options.extend(facets.notebooks.iter().map(|count| option(&count.value.0, &count.value.1, count.notes)));
    options
}
