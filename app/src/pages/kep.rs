//! `/keps/753`: a KEP, what it promised, what came of it, and who wrote about it.

use domain::Date;
use domain::address::{Page, kep_href};
use domain::cite::{Repo, Target};
use domain::gate::Gate;
use domain::github::ItemKey;
use domain::kep::{FeatureGate, KepRevision};
use domain::list::filter::Filter;
use domain::list::timeline::Entry;
use domain::outcome::in_release::KepInReleases;
use domain::outcome::ruler;
use domain::outcome::story::StageStory;
use domain::pages::{KepAnswer, KepLine, KepName, KepPage, NoteCitation, Pointer, PullLine, UnknownKep};
use domain::release::Releases;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::api;
use crate::figure::ruler::{RulerFigure, RulerLegend};
use crate::parts::alternates::Alternates;
use crate::parts::as_of::DaySlider;
use crate::parts::badge::BadgeSnippets;
use crate::parts::cite::{Cite, PageCitation};
use crate::parts::entry_list::{EntryList, may_be_indexed};
use crate::parts::head::Head;
use crate::parts::inline_code::inline_code;
use crate::parts::kep::{KepDataDay, KepItems, Ledger, Pointers, SigLink};
use crate::parts::loaded::loaded;
use crate::request::{PageRequest, Reader, from_same_day, looked_at_from};
use crate::response::{redirect, set_status};
use crate::share::Share;
use crate::text::Lang;
use crate::text::names::kep_name;
use crate::text::outcome::stage_shape;

/// How many pull requests stand open; the others are a disclosure away.
const OPEN_PULLS: usize = 6;

/// How many notes the ruler has dots for.
const DOTS: usize = 200;

/// The KEP that the path names.
#[component]
pub fn Page() -> impl IntoView {
    let name = use_params_map().get_untracked().get("name").unwrap_or_default();
    let Ok(name) = name.parse::<KepName>() else {
        return view! { <NoSuchKep unknown=UnknownKep { any_kep: true, ..UnknownKep::default() } /> }
            .into_any();
    };
    let own_path = Page::Kep(name.clone()).path();
    if PageRequest::current().path_and_query.split('?').next() != Some(&own_path) {
        redirect(&from_same_day(Page::Kep(name)));
        return ().into_any();
    }
    loaded(async move {
        Ok(match api::kep(name).await? {
            KepAnswer::One(page) => view! { <Kep page=*page /> }.into_any(),
            KepAnswer::Several(number, keps) => view! { <SameNumber number keps /> }.into_any(),
            KepAnswer::Elsewhere(name) => {
                redirect(&from_same_day(Page::Kep(name)));
                ().into_any()
            }
            KepAnswer::Unknown(unknown) => view! { <NoSuchKep unknown /> }.into_any(),
        })
    })
    .into_any()
}

/// The KEPs that have one number.
#[component]
fn SameNumber(number: u32, keps: Vec<KepLine>) -> impl IntoView {
    let lang = Reader::current().lang;
    let title = lang.two_keps().to_owned();
    view! {
        <Head title=Some(format!("KEP-{number}")) description=title.clone() canonical=Page::kep(number) indexed=false />
        <main id="main" class="page" tabindex="-1">
            <h1>{format!("KEP-{number}: {title}")}</h1>
            <p>{lang.two_keps_hint()}</p>
            <KepItems keps />
        </main>
    }
    .into_any()
}

#[component]
fn Kep(page: KepPage) -> impl IntoView {
    let lang = Reader::current().lang;
    let share = Share::for_kep(&page, None);
    let folder_href = page.folder_href();
    let KepPage {
        line,
        gone,
        newest,
        gates,
        since,
        story,
        see_also,
        replaces,
        superseded_by,
        continued_as,
        data_day,
        events,
        releases,
        entries,
        cited,
        pulls,
        ..
    } = page;
    let name = kep_name(&line);
    let title = line.title.clone().unwrap_or_else(|| lang.untitled().to_owned());
    let shipped_on = line.state.shipped.and_then(|shipped| releases.day_of(shipped.version));
    let now = lang.kep_now(&line.state, shipped_on);
    let facts = KepInReleases {
        number: line.number,
        standing: newest.standing.clone(),
        gates: gates.clone().unwrap_or_default(),
    };
    let mine = Reader::current().runs.filter(|_| looked_at_from().is_none());
    let mine = mine.and_then(|runs| lang.kep_in_cluster(&facts.in_release(runs, &releases, data_day)));
    let mine = mine.map(|mine| view! { <p class="my-cluster">{mine}</p> });
    let full = format!("{name} {title}");
    let address = Page::Kep(line.name.clone());
    let canonical = address.href();
    let citation = PageCitation { path: canonical.clone(), name: format!("{full} · Kepline"), author: None };
    let indexed = may_be_indexed(&entries) && !gone;
    let sig = line.owning_sig.clone().map(|sig| {
        view! { <li><SigLink sig /></li> }
    });
    let missed: Vec<_> = line
        .state
        .missed
        .iter()
        .map(|missed| view! { <p class="kep-missed">{lang.missed_evidence(missed)}</p> }.into_any())
        .collect();
    let gone = gone.then(|| view! { <p class="kep-missed">{lang.gone_file()}</p> });
    let continued = continued_as.map(|continued| {
        view! {
            <p class="kep-missed">
                <SuccessorLink number=continued.number has_page=continued.has_page />
                ": "
                <span lang="en">{continued.reason}</span>
            </p>
        }
    });
    let badge = view! { <BadgeSnippets page=address.clone() name=name.clone() /> };
    // Filters know KEPs by number.
    let alternates = line.number.map(|_| view! { <Alternates page=address title=full.clone() /> });
    let shape = stage_shape(&line.state);
    let (number, notes) = (line.number, line.notes);
    view! {
        <Head title=Some(full) description=share.description.clone() canonical indexed share=Some(share) />
        <main id="main" class="page kep-page" tabindex="-1">
            <nav class="crumbs" aria-label=lang.way_up()>
                <ol>
                    <li>
                        <a href=from_same_day(Page::keps())>{lang.keps()}</a>
                    </li>
                    {sig}
                </ol>
            </nav>
            <h1>
                <span class="kep-number">{name.clone()}</span>
                " "
                <span lang="en">{title}</span>
            </h1>
            <p class="kep-now">
                <span class="shape" aria-hidden="true">{shape}</span>
                " "
                {now}
            </p>
            {mine}
            {continued}
            {missed}
            {gone}
            <KepDataDay day=data_day />
            <div class="kep-columns">
                <div class="kep-story">
                    <Story name story cited releases data_day events />
                    <Notes number notes entries />
                </div>
                <div class="kep-rail">
                    <KepFacts line newest gates superseded_by replaces see_also since folder_href />
                    <Pulls pulls />
                </div>
            </div>
            <Cite citation />
            {badge}
            {alternates}
        </main>
    }
    .into_any()
}

/// The ruler, what its signs mean, and the same in words.
#[component]
fn Story(
    /// The KEP's.
    name: String,
    story: Vec<StageStory>,
    cited: Vec<NoteCitation>,
    releases: Releases,
    data_day: Date,
    /// The days on which there was something new of it.
    events: Vec<Date>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let mut notes: Vec<_> = cited.into_iter().filter(|cited| cited.day.is_some()).collect();
    notes.dedup_by(|one, other| one.note == other.note);
    notes.truncate(DOTS);
    let days: Vec<_> = notes.iter().filter_map(|cited| cited.day).collect();
    let content = match ruler::lay_out(&story, &days, &releases, data_day) {
        Some(ruler) => {
            let description: Vec<String> = story.iter().map(|story| lang.stage_story(story)).collect();
            let table = story_table(&story, &releases, lang);
            view! {
                <Ledger story />
                <RulerFigure ruler description=description.join("; ") notes name />
                <RulerLegend />
                <details class="ruler-table">
                    <summary>{lang.as_a_table()}</summary>
                    {table}
                </details>
            }
            .into_any()
        }
        None => view! { <p class="quiet">{lang.nothing_promised()}</p> }.into_any(),
    };
    view! {
        <section>
            <h2>{lang.promised_and_delivered()}</h2>
            <DaySlider days=events />
            {content}
        </section>
    }
    .into_any()
}

fn story_table(story: &[StageStory], releases: &Releases, lang: Lang) -> AnyView {
    let rows: Vec<_> = story
        .iter()
        .flat_map(|story| {
            let next = story.promises.iter().skip(1).map(|promise| Some(promise.version)).chain([None]);
            story.promises.iter().zip(next).map(|(promise, next)| {
                let day = releases.day_of(promise.version);
                view! {
                    <tr>
                        <td>{story.stage.as_str()}</td>
                        <td>{promise.version.to_string()}</td>
                        <td>{promise.day.to_string()}</td>
                        <td>{lang.fate(promise, next, day)}</td>
                    </tr>
                }
                .into_any()
            })
        })
        .collect();
    view! {
        <div class="table" role="group" aria-label=lang.promised_and_delivered() tabindex="0">
            <table>
                <thead>
                    <tr>
                        <th scope="col">{lang.stage()}</th>
                        <th scope="col">{lang.promised_for()}</th>
                        <th scope="col">{lang.stated_on()}</th>
                        <th scope="col">{lang.promise_outcome()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Notes(
    /// The KEP's, where it has one.
    number: Option<u32>,
    /// How many notes cite it, on this page and elsewhere.
    notes: u32,
    entries: Vec<Entry>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let shown: usize = entries.iter().map(|entry| entry.notes.len()).sum();
    let more = (notes as usize > shown).then(|| {
        let filter = Filter::default().toggle_kep(number.unwrap_or_default());
        let href = from_same_day(filter);
        view! { <p><a class="way-out" href=href>{lang.on_the_timeline()}</a></p> }
    });
    let none = entries.is_empty().then(|| view! { <p class="quiet">{lang.no_citing_notes()}</p> });
    view! {
        <section class="page-notes">
            <h2>
                {lang.citing_notes()} " "
                <span class="list-count">{lang.note_count(notes)}</span>
            </h2>
            {none}
            <EntryList entries folded=true page_kep=number />
            {more}
        </section>
    }
    .into_any()
}

/// A gate that the file of a KEP names: with its page, where there is such a gate, and what it is where the reader runs.
#[component]
fn KepGate(
    gate: FeatureGate,
    /// The gate, where one has that name; `None` where nothing is known of any gate.
    known: Option<Option<Gate>>,
) -> impl IntoView {
    let Reader { lang, runs, .. } = Reader::current();
    let components = (!gate.components.is_empty()).then(|| format!(" ({})", gate.components.join(", ")));
    match known {
        Some(Some(known)) => {
            let mine = runs.map(|runs| {
                view! { <span class="my-cluster">{lang.gate_for_cluster(&known, runs)}</span> }
            });
            let href = Page::Gate(known.name.clone()).href();
            view! { <li><a href=href><code>{gate.name}</code></a>{components} " " {mine}</li> }.into_any()
        }
        Some(None) => view! {
            <li><code>{gate.name}</code>{components} " " <span class="quiet">{lang.no_such_gate()}</span></li>
        }
        .into_any(),
        None => view! { <li><code>{gate.name}</code>{components}</li> }.into_any(),
    }
}

#[component]
fn KepFacts(
    line: KepLine,
    newest: KepRevision,
    /// The gates that it names and that are known; `None` where nothing is known of any gate.
    gates: Option<Vec<Gate>>,
    superseded_by: Vec<Pointer>,
    replaces: Vec<Pointer>,
    see_also: Vec<Pointer>,
    /// The day of the first file.
    since: Option<Date>,
    folder_href: String,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let row = |label: &'static str, value: AnyView| {
        view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.into_any()
    };
    let standing = newest.standing;
    let mut rows = Vec::new();
    if let Some(sig) = line.owning_sig {
        rows.push(row(lang.owning_sig(), view! { <SigLink sig /> }.into_any()));
    }
    if !line.participating_sigs.is_empty() {
        let sigs: Vec<_> =
            line.participating_sigs.into_iter().map(|sig| view! { <li><SigLink sig /></li> }).collect();
        rows.push(row(lang.participating_sigs(), view! { <ul class="plain">{sigs}</ul> }.into_any()));
    }
    rows.push(row(lang.status_column(), lang.status(&standing.status).into_any()));
    if let Some(stage) = standing.stage {
        rows.push(row(lang.file_stage(), stage.as_str().into_any()));
    }
    if let Some(version) = standing.latest_milestone {
        let href = Page::Version(version).href();
        rows.push(row(lang.latest_milestone(), view! { <a href=href>{version.to_string()}</a> }.into_any()));
    }
    if !newest.feature_gates.is_empty() {
        let gates: Vec<_> = newest
            .feature_gates
            .into_iter()
            .map(|gate| {
                let known =
                    gates.as_ref().map(|gates| gates.iter().find(|known| known.name.as_str() == gate.name));
                view! { <KepGate gate known=known.map(|known| known.cloned()) /> }.into_any()
            })
            .collect();
        rows.push(row(lang.feature_gates(), view! { <ul class="plain">{gates}</ul> }.into_any()));
    }
    for (label, pointers) in
        [(lang.superseded_by(), superseded_by), (lang.replaces(), replaces), (lang.see_also(), see_also)]
    {
        if !pointers.is_empty() {
            rows.push(row(label, view! { <Pointers pointers /> }.into_any()));
        }
    }
    if let Some(day) = since {
        rows.push(row(lang.first_file(), day.to_string().into_any()));
    }
    if let Some(day) = line.moved_on {
        rows.push(row(lang.moved_last(), day.to_string().into_any()));
    }
    let numbered = line.number.map(|number| {
        view! {
            <li><a href=Target::kep_issue(number).href() rel="noopener nofollow">{lang.its_issue()}</a></li>
            <li><a href=Target::Kep(number).href() rel="noopener nofollow">{lang.its_site()}</a></li>
        }
    });
    let links = view! {
        <ul class="plain">
            <li><a href=folder_href rel="noopener nofollow">{lang.its_folder()}</a></li>
            {numbered}
        </ul>
    };
    rows.push(row(lang.links(), links.into_any()));
    view! {
        <section>
            <h2>{lang.facts()}</h2>
            <dl class="facts">{rows}</dl>
        </section>
    }
    .into_any()
}

#[component]
fn Pulls(pulls: Vec<PullLine>) -> impl IntoView {
    let lang = Reader::current().lang;
    if pulls.is_empty() {
        return ().into_any();
    }
    let item = |pull: &PullLine| {
        let notes = (pull.notes > 0).then(|| {
            let key = ItemKey { repo: Repo::enhancements(), number: pull.pull };
            view! { " · " <a href=from_same_day(Page::Item(key))>{lang.note_count(pull.notes)}</a> }
        });
        let title = pull.title.clone().map(|title| view! { " " <span lang="en">{title}</span> });
        view! {
            <li>
                <a href=Target::enhancements_pull(pull.pull).href() rel="noopener nofollow">
                    {format!("#{}", pull.pull)}
                    {title}
                </a>
                " "
                <span class="quiet">{pull.merged.to_string()}</span>
                {notes}
            </li>
        }
        .into_any()
    };
    let open = pulls.iter().filter(|pull| pull.notes > 0).count().max(OPEN_PULLS).min(pulls.len());
    let (open, more) = pulls.split_at(open);
    let count = pulls.len();
    let more = (!more.is_empty()).then(|| {
        let items: Vec<_> = more.iter().map(item).collect();
        view! {
            <details>
                <summary>{lang.all_pulls()} " (" {count} ")"</summary>
                <ul class="plain">{items}</ul>
            </details>
        }
    });
    let open: Vec<_> = open.iter().map(item).collect();
    view! {
        <section>
            <h2>{lang.its_pulls()}</h2>
            <ul class="plain">{open}</ul>
            {more}
        </section>
    }
    .into_any()
}

/// The KEP that a number lives on as.
#[component]
fn SuccessorLink(number: u32, has_page: bool) -> impl IntoView {
    let label = Reader::current().lang.lives_on(number);
    let rel = (!has_page).then_some("noopener nofollow");
    view! { <a href=kep_href(number, has_page) rel=rel>{label}</a> }.into_any()
}

/// A name that no KEP has, with all that is known of it.
#[component]
fn NoSuchKep(unknown: UnknownKep) -> impl IntoView {
    let lang = Reader::current().lang;
    set_status(404);
    let title = match unknown.number {
        // Before a sync nothing is known of any number.
        _ if !unknown.any_kep => lang.no_keps().to_owned(),
        Some(number) => format!("KEP-{number}: {}", lang.unknown_kep()),
        None => lang.unknown_kep_page().to_owned(),
    };
    let hint = if unknown.any_kep { lang.unknown_kep_hint() } else { lang.no_keps_hint() };
    let about = unknown.number.filter(|_| !unknown.pull_about.is_empty()).map(|number| {
        view! { <p>{lang.pull_about(number)}</p> <KepItems keps=unknown.pull_about /> }
    });
    let continued = unknown.continued_as.map(|continued| {
        view! {
            <p><SuccessorLink number=continued.number has_page=continued.has_page /> ": " {continued.reason}</p>
        }
    });
    let notes = unknown.number.filter(|_| unknown.notes > 0).map(|number| {
        view! {
            <p>
                {lang.notes_citing_as_kep(unknown.notes)} " "
                <a href=from_same_day(Filter::default().toggle_kep(number))>{lang.on_the_timeline()}</a>
            </p>
        }
    });
    let on_github = unknown.number.map(|number| {
        view! {
            <p>
                <a href=Target::kep_issue(number).href() rel="noopener nofollow">
                    {lang.on_github_as()}
                </a>
            </p>
        }
    });
    let canonical = PageRequest::current().path_and_query;
    let hint_view = inline_code(hint);
    view! {
        <Head title=Some(title.clone()) description=hint canonical indexed=false />
        <main id="main" class="message" tabindex="-1">
            <h1>{title}</h1>
            <p>{hint_view}</p>
            {about}
            {continued}
            {notes}
            {on_github}
            <p>
                <a class="way-out" href=from_same_day(Page::keps())>{lang.to_keps()}</a>
            </p>
        </main>
    }
    .into_any()
}
