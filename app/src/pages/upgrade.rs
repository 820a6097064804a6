//! `/upgrade` and `/upgrade/1.27..1.29`: what an upgrade of Kubernetes changes, and the notes that say why.

use domain::address::Page;
use domain::upgrade::{Group, NotARange, UpgradeFilter, UpgradePage, UpgradeRange, UpgradeStart};
use domain::version::Version;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::api;
use crate::parts::alternates::Alternates;
use crate::parts::change::{ChangePart, FactAges};
use crate::parts::head::Head;
use crate::parts::loaded::loaded;
use crate::parts::message::Message;
use crate::parts::other_notes::OtherNotes;
use crate::request::{PageRequest, Reader};
use crate::response::{redirect, set_status};
use crate::share::Share;

/// How many upgrades by one release are offered.
const STEPS: usize = 6;

/// The choice of an upgrade.
#[component]
pub fn StartPage() -> impl IntoView {
    loaded(async move {
        let start = api::upgrade_start().await?;
        let Some(name) = chosen_range() else { return Ok(view! { <Start start /> }.into_any()) };
        Ok(match start.range(&name) {
            Ok(range) => {
                redirect(&Page::Upgrade(range, UpgradeFilter::default()).href());
                ().into_any()
            }
            Err(why) => view! { <NoRange why start /> }.into_any(),
        })
    })
}

/// The upgrade that the path names; other spellings lead to its one address.
#[component]
pub fn Page() -> impl IntoView {
    let name = use_params_map().get_untracked().get("range").unwrap_or_default();
    loaded(async move {
        let start = api::upgrade_start().await?;
        let range = match start.range(&name) {
            Ok(range) => range,
            Err(why) => return Ok(view! { <NoRange why start /> }.into_any()),
        };
        let filter = match PageRequest::current().upgrade_filter() {
            Ok(filter) => filter,
            Err(why) => {
                set_status(400);
                let (lang, page) = (Reader::current().lang, Page::Upgrade(range, UpgradeFilter::default()));
                let hint = lang.query_error(&why);
                let link = (page, lang.upgrade_title(range));
                return Ok(view! { <Message title=lang.bad_request() hint link /> }.into_any());
            }
        };
        if range.to_string() != name {
            redirect(&Page::Upgrade(range, filter).href());
            return Ok(().into_any());
        }
        let page = api::upgrade(range, filter).await?;
        Ok(view! { <Changes page start /> }.into_any())
    })
}

/// What the form of [`RangeForm`] sends, as an address would spell it.
fn chosen_range() -> Option<String> {
    let request = PageRequest::current();
    let (from, to) = (request.value("from")?, request.value("to")?);
    Some(format!("{from}..{to}"))
}

#[component]
fn Start(start: UpgradeStart) -> impl IntoView {
    let lang = Reader::current().lang;
    let mine =
        Reader::current().runs.and_then(|runs| UpgradeRange::new(runs, start.latest).ok()).map(|range| {
            let href = Page::Upgrade(range, UpgradeFilter::default()).href();
            view! { <p><a class="way-out" href=href>{lang.upgrade_title(range)}</a></p> }
        });
    let steps: Vec<_> =
        start.steps().take(STEPS).map(|range| upgrade_link(range, range.to_string())).collect();
    view! {
        <Head
            title=Some(lang.upgrades_title().to_owned())
            description=lang.upgrades_hint()
            canonical=Page::Upgrades
            indexed=true
        />
        <main id="main" class="page" tabindex="-1">
            <h1>{lang.upgrades_title()}</h1>
            <p>{lang.upgrades_hint()}</p>
            <RangeForm start=start.clone() range=None />
            {mine}
            <h2>{lang.upgrade_one_step()}</h2>
            <ul class="upgrade-steps">{steps}</ul>
        </main>
    }
    .into_any()
}

fn upgrade_link(range: UpgradeRange, label: String) -> impl IntoView {
    let href = Page::Upgrade(range, UpgradeFilter::default()).href();
    view! { <li><a href=href>{label}</a></li> }
}

/// The choice of two releases: a form, so that it works without JavaScript.
#[component]
fn RangeForm(start: UpgradeStart, range: Option<UpgradeRange>) -> impl IntoView {
    let lang = Reader::current().lang;
    let latest = start.latest;
    let before = Version { minor: latest.minor.saturating_sub(1) };
    let mine = Reader::current().runs.filter(|runs| *runs < latest);
    let (from, to) = range.map_or((mine.unwrap_or(before), latest), |range| (range.from(), range.to()));
    let known: Vec<Version> = start.releases.iter().map(|release| release.version).collect();
    let options = |chosen: Version| {
        let newest_first = known.iter().rev().copied();
        newest_first
            .map(|version| {
                let label = match version > latest {
                    true => format!("{version} ({})", lang.not_out_yet()),
                    false => version.to_string(),
                };
                view! { <option value=version.to_string() selected=version == chosen>{label}</option> }
            })
            .collect_view()
    };
    view! {
        <form class="upgrade-form" method="get" action=Page::Upgrades.href()>
            <label>
                {lang.upgrade_from()} " " <select name="from">{options(from)}</select>
            </label>
            <label>
                {lang.upgrade_to()} " " <select name="to">{options(to)}</select>
            </label>
            <button type="submit">{lang.upgrade_show()}</button>
        </form>
    }
    .into_any()
}

/// Why there is no such upgrade, with the choice of another one.
#[component]
fn NoRange(why: NotARange, start: UpgradeStart) -> impl IntoView {
    let lang = Reader::current().lang;
    set_status(match why {
        NotARange::Version(_) => 400,
        _ => 404,
    });
    let meant = match why {
        NotARange::Reversed(range) | NotARange::TooLong(range) => Some(range),
        _ => None,
    };
    let way_out = meant.map(|range| {
        let href = Page::Upgrade(range, UpgradeFilter::default()).href();
        view! { <p><a class="way-out" href=href>{lang.upgrade_title(range)}</a></p> }
    });
    view! {
        <Head
            title=Some(lang.upgrades_title().to_owned())
            description=lang.not_a_range(&why)
            canonical=Page::Upgrades
            indexed=false
        />
        <main id="main" class="page" tabindex="-1">
            <h1>{lang.upgrades_title()}</h1>
            <p role="alert">{lang.not_a_range(&why)}</p>
            {way_out}
            <RangeForm start range=meant />
        </main>
    }
    .into_any()
}

#[component]
fn Changes(page: UpgradePage, start: UpgradeStart) -> impl IntoView {
    let lang = Reader::current().lang;
    let range = page.range;
    let title = lang.upgrade_title(range);
    let share = Share::for_upgrade(&page, None);
    let canonical = Page::Upgrade(range, page.filter.with_part(None).at_page(0));
    let upcoming = range.to() > start.latest;
    let upcoming = upcoming.then(|| view! { " " <span class="mark-word">{lang.not_out_yet()}</span> });
    let summary = lang.upgrade_summary(page.matching, page.needing_action, page.with_notes);
    let indexed = page.filter == UpgradeFilter::default();
    let has_facts = page.ages.gates.is_some() || page.ages.release_notes.is_some();
    let empty = (page.matching == 0).then(|| {
        let hint = if has_facts { lang.changes_none() } else { lang.changes_no_facts() };
        view! { <p>{crate::parts::inline_code::inline_code(hint)}</p> }
    });
    let parts: Vec<_> = page
        .parts
        .iter()
        .map(|part| match (part.group, page.filter.part) {
            (Group::Other, None) => {
                view! { <OtherNotes range filter=page.filter.clone() part=part.clone() /> }.into_any()
            }
            _ => view! { <ChangePart range filter=page.filter.clone() part=part.clone() /> }.into_any(),
        })
        .collect();
    view! {
        <Head
            title=Some(title.clone())
            description=share.description.clone()
            canonical=canonical.clone()
            indexed
            share=Some(share)
        />
        <main id="main" class="page upgrade" tabindex="-1">
            <nav class="crumbs" aria-label=lang.way_up()>
                <ol><li><a href=Page::Upgrades.href()>{lang.upgrade()}</a></li></ol>
            </nav>
            <h1>{title.clone()}{upcoming}</h1>
            <p class="upgrade-summary">{summary}</p>
            <Choices page=page.clone() />
            {empty}
            {parts}
            <FactAges ages=page.ages />
            <RangeForm start range=Some(range) />
            <Alternates page=canonical title />
        </main>
    }
    .into_any()
}

/// What the list can be narrowed by: links, each with what it leaves.
#[component]
fn Choices(page: UpgradePage) -> impl IntoView {
    let lang = Reader::current().lang;
    let UpgradePage { range, filter, sigs, .. } = page;
    let href = |filter: UpgradeFilter| Page::Upgrade(range, filter).href();
    let toggle = |label: &'static str, chosen: bool, filter: UpgradeFilter| {
        let tick = chosen.then(|| view! { <span aria-hidden="true">" ✓"</span> });
        view! { <li><a href=href(filter) aria-current=chosen.then_some("true")>{label}{tick}</a></li> }
    };
    let sigs: Vec<_> = sigs
        .into_iter()
        .map(|count| {
            let chosen = filter.sig.as_ref() == Some(&count.sig);
            let label = count.sig.short().to_owned();
            let to = filter.with_sig((!chosen).then(|| count.sig.clone()));
            let tick = chosen.then(|| view! { <span aria-hidden="true">" ✓"</span> });
            view! {
                <li>
                    <a href=href(to) aria-current=chosen.then_some("true")>
                        {label} " " <span class="list-count">{count.changes}</span>{tick}
                    </a>
                </li>
            }
        })
        .collect();
    let whole = filter.part.map(|_| {
        let all = filter.with_part(None);
        view! { <li><a href=href(all)>{lang.everything()}</a></li> }
    });
    view! {
        <nav class="release-picks upgrade-choices" aria-label=lang.filters()>
            <ul>
                {whole}
                {toggle(lang.only_needing_action(), filter.needs_action, filter.toggle_action())}
                {toggle(lang.only_with_notes(), filter.with_notes, filter.toggle_notes())}
            </ul>
            <ul>{sigs}</ul>
        </nav>
    }
    .into_any()
}
