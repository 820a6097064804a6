//! `/gates` and `/gates/SidecarContainers`: what feature gates are, release by release.

use domain::address::Page;
use domain::gate::{GateContradiction, GateName, GateState};
use domain::pages::{GateKep, GateLine, GateList, GatePage, GateReleaseNote};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::api;
use crate::parts::badge::BadgeSnippets;
use crate::parts::change::{ChangeNotes, FactAges, ReleaseNoteText};
use crate::parts::head::Head;
use crate::parts::loaded::{loaded, loaded_or_not_found};
use crate::parts::message::Message;
use crate::request::Reader;
use crate::response::{redirect, set_status};
use crate::share::Share;

/// Every gate.
#[component]
pub fn ListPage() -> impl IntoView {
    loaded(async move {
        let list = api::gates().await?;
        Ok(view! { <List list /> })
    })
}

#[component]
fn List(list: GateList) -> impl IntoView {
    let lang = Reader::current().lang;
    let GateList { gates, latest, ages } = list;
    if gates.is_empty() {
        return view! {
            <Message title=lang.gates_none() hint=lang.changes_no_facts() link=(Page::Status, lang.status_title()) />
        }
        .into_any();
    }
    let count = gates.len();
    let rows: Vec<_> = gates.into_iter().map(|line| view! { <GateRow line /> }).collect();
    view! {
        <Head
            title=Some(lang.gates_title().to_owned())
            description=lang.gates_hint()
            canonical=Page::Gates
            indexed=true
        />
        <main id="main" class="page" tabindex="-1">
            <h1>{lang.gates_title()} " " <span class="list-count">{count}</span></h1>
            <div class="table" role="group" aria-label=lang.gates_title() tabindex="0">
                <table class="figures">
                    <thead>
                        <tr>
                            <th scope="col">{lang.gate_column()}</th>
                            <th scope="col">{latest.to_string()}</th>
                            <th scope="col">{lang.gate_since_column()}</th>
                            <th scope="col">{lang.gate_gone_column()}</th>
                            <th scope="col">"KEP"</th>
                            <th scope="col" class="number">{lang.notes_column()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <FactAges ages />
        </main>
    }
    .into_any()
}

#[component]
fn GateRow(line: GateLine) -> impl IntoView {
    let lang = Reader::current().lang;
    let keps: Vec<_> = line
        .keps
        .iter()
        .map(|kep| {
            let name = kep.name();
            let label = name.label();
            view! { <a href=Page::Kep(name).href()>{label}</a> " " }
        })
        .collect();
    let version = |version: Option<domain::version::Version>| version.map(|version| version.to_string());
    view! {
        <tr>
            <th scope="row"><a href=Page::Gate(line.name.clone()).href()><code>{line.name.to_string()}</code></a></th>
            <td>{lang.gate_state(line.state)}</td>
            <td>{version(line.first)}</td>
            <td>{version(line.removed_in)}</td>
            <td>{keps}</td>
            <td class="number">{(line.notes > 0).then_some(line.notes)}</td>
        </tr>
    }
    .into_any()
}

/// The gate that the path names; other capitals lead to its one address.
#[component]
pub fn Page() -> impl IntoView {
    let text = use_params_map().get_untracked().get("name").unwrap_or_default();
    let Ok(name) = text.parse::<GateName>() else { return view! { <UnknownGate name=text /> }.into_any() };
    let content = async move {
        let page = api::gate(name).await?;
        if page.gate.name.as_str() != text {
            redirect(&Page::Gate(page.gate.name).href());
            return Ok(().into_any());
        }
        Ok(view! { <Gate page /> }.into_any())
    };
    let name = use_params_map().get_untracked().get("name").unwrap_or_default();
    loaded_or_not_found(content, move || view! { <UnknownGate name /> }).into_any()
}

#[component]
fn Gate(page: GatePage) -> impl IntoView {
    let lang = Reader::current().lang;
    let title = page.gate.name.to_string();
    let now = page.state_now();
    let share = Share::for_gate(&page, None);
    let contradictions = page.gate.contradictions();
    let contradictions = (!contradictions.is_empty()).then(|| view! { <Contradictions contradictions /> });
    let notes = match page.notes.is_empty() {
        true => view! { <p class="quiet">{lang.gate_no_notes()}</p> }.into_any(),
        false => view! { <ChangeNotes notes=page.notes.clone() more=0 /> }.into_any(),
    };
    let notes_count = page.notes.len() as u32;
    let mine = Reader::current().runs.map(|runs| {
        view! { <p class="my-cluster">{lang.gate_for_cluster(&page.gate, runs)}</p> }
    });
    view! {
        <Head
            title=Some(title.clone())
            description=share.description.clone()
            canonical=Page::Gate(page.gate.name.clone())
            indexed=true
            share=Some(share)
        />
        <main id="main" class="page gate" tabindex="-1">
            <nav class="crumbs" aria-label=lang.way_up()>
                <ol><li><a href=Page::Gates.href()>{lang.gates_title()}</a></li></ol>
            </nav>
            <h1><code>{title}</code></h1>
            <p class="gate-now">{lang.gate_now(now, page.latest)}</p>
            {mine}
            <GateRuler page=page.clone() />
            {contradictions}
            <div class="page-columns">
                <section class="page-notes">
                    <h2>{lang.gate_notes()} " " <span class="list-count">{lang.note_count(notes_count)}</span></h2>
                    {notes}
                </section>
                <div>
                    <section>
                        <h2>{lang.gate_keps()}</h2>
                        <Keps keps=page.keps.clone() />
                    </section>
                    <ReleaseNotes notes=page.release_notes.clone() />
                </div>
            </div>
            <BadgeSnippets name=page.gate.name.to_string() page=Page::Gate(page.gate.name) />
            <FactAges ages=page.ages />
        </main>
    }
    .into_any()
}

/// A small ruler: what the gate was in each release.
#[component]
fn GateRuler(page: GatePage) -> impl IntoView {
    let lang = Reader::current().lang;
    let cells: Vec<_> = page
        .releases
        .iter()
        .map(|step| {
            let (stage, is_on) = match step.state {
                GateState::Present(standing) => (standing.stage.as_str(), standing.default == Some(true)),
                GateState::Gone => ("gone", false),
                _ => ("none", false),
            };
            let current = (step.release == page.latest).then_some("true");
            view! {
                <li class="gate-step" data-stage=stage data-on=is_on.to_string() aria-current=current>
                    <a href=Page::Version(step.release).href()>{step.release.to_string()}</a>
                    " "
                    <span>{lang.gate_state(step.state)}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <section>
            <h2>{lang.gate_by_release()}</h2>
            <ol class="gate-ruler">{cells}</ol>
            <details class="ruler-table">
                <summary>{lang.as_a_table()}</summary>
                <GateTable page />
            </details>
        </section>
    }
    .into_any()
}

/// The same with who says so.
#[component]
fn GateTable(page: GatePage) -> impl IntoView {
    let lang = Reader::current().lang;
    let rows: Vec<_> = page
        .releases
        .iter()
        .map(|step| {
            let sources = page.gate.states_in(step.release).into_iter();
            let sources: Vec<&str> =
                sources.map(|(source, _)| lang.fact_source(domain::upgrade::Source::from(source))).collect();
            view! {
                <tr>
                    <th scope="row">{step.release.to_string()}</th>
                    <td>{lang.gate_state(step.state)}</td>
                    <td>{sources.join(", ")}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="table" role="group" aria-label=lang.gate_by_release() tabindex="0">
            <table>
                <thead>
                    <tr>
                        <th scope="col">{lang.version()}</th>
                        <th scope="col">{lang.gate_state_column()}</th>
                        <th scope="col">{lang.gate_sources_column()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What sources say that cannot all be true, each with its source.
#[component]
fn Contradictions(contradictions: Vec<GateContradiction>) -> impl IntoView {
    let lang = Reader::current().lang;
    let lines: Vec<_> = contradictions
        .into_iter()
        .map(|contradiction| {
            let (releases, words) = match contradiction {
                GateContradiction::State { from, until, states } => {
                    let releases = if from == until { from.to_string() } else { format!("{from}–{until}") };
                    let say = |(source, state)| {
                        format!(
                            "{}: {}",
                            lang.fact_source(domain::upgrade::Source::from(source)),
                            lang.gate_state(state)
                        )
                    };
                    (releases, states.into_iter().map(say).collect::<Vec<_>>())
                }
                GateContradiction::Removal { removals } => {
                    let say = |removal: domain::gate::GateRemoval| {
                        let source = lang.fact_source(removal.source.into());
                        let pull = removal.pull.map(|pull| format!(" k/k#{pull}")).unwrap_or_default();
                        format!("{source}{pull}: {}", removal.release)
                    };
                    (lang.gate_gone_column().to_owned(), removals.into_iter().map(say).collect())
                }
            };
            view! { <li><b>{releases}</b> " " {words.join(" / ")}</li> }.into_any()
        })
        .collect();
    view! {
        <section>
            <h2>{lang.gate_contradictions()}</h2>
            <ul class="plain gate-contradictions">{lines}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Keps(keps: Vec<GateKep>) -> impl IntoView {
    let lang = Reader::current().lang;
    if keps.is_empty() {
        return view! { <p class="quiet">{lang.gate_no_kep()}</p> }.into_any();
    }
    let items: Vec<_> = keps
        .into_iter()
        .map(|kep| {
            let name = kep.name();
            let label = name.label();
            let title = kep.title.unwrap_or_else(|| lang.untitled().to_owned());
            view! { <li><a href=Page::Kep(name).href()>{label} " " <span lang="en">{title}</span></a></li> }
        })
        .collect();
    view! { <ul class="plain">{items}</ul> }.into_any()
}

#[component]
fn ReleaseNotes(notes: Vec<GateReleaseNote>) -> impl IntoView {
    let lang = Reader::current().lang;
    let items: Vec<_> = notes
        .into_iter()
        .map(|GateReleaseNote { note, .. }| {
            let text = note.text.clone().unwrap_or_else(|| lang.no_release_note_text().to_owned());
            let href = note.target().href();
            let label = format!("k/k#{}", note.pull);
            view! {
                <li>
                    <b>{note.release.to_string()}</b> " " <a href=href>{label}</a> " "
                    <ReleaseNoteText text />
                </li>
            }
        })
        .collect();
    (!items.is_empty())
        .then(|| view! { <section><h2>{lang.gate_pulls()}</h2> <ul class="plain">{items}</ul></section> })
        .into_any()
}

#[component]
fn UnknownGate(name: String) -> impl IntoView {
    let lang = Reader::current().lang;
    set_status(404);
    view! { <Message title=lang.unknown_gate() hint=format!("`{name}`") link=(Page::Gates, lang.to_gates()) /> }
}
