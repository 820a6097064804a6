//! KEPs as items of lists, and the story of one in lines.

use domain::Date;
use domain::address::Page;
use domain::outcome::story::StageStory;
use domain::pages::{KepLine, Pointer};
use domain::sig::Sig;
use leptos::prelude::*;

use crate::request::{Reader, from_same_day};
use crate::text::names::kep_name;
use crate::text::outcome::stage_shape;

/// A group as a link to its page.
#[component]
pub fn SigLink(sig: Sig) -> impl IntoView {
    let label = sig.label();
    view! { <a href=Page::Sig(sig).href()>{label}</a> }.into_any()
}

/// A KEP as a link with its title and its state now.
#[component]
pub fn KepItem(kep: KepLine) -> impl IntoView {
    let lang = Reader::current().lang;
    let title = kep.title.clone().unwrap_or_else(|| lang.untitled().to_owned());
    let notes = (kep.notes > 0).then(|| {
        view! { <span class="kep-item-notes">{lang.note_count(kep.notes)}</span> }
    });
    view! {
        <li class="kep-item">
            <a href=from_same_day(Page::Kep(kep.name.clone()))>
                <span class="kep-number">{kep_name(&kep)}</span>
                " "
                <span lang="en">{title}</span>
            </a>
            <span class="kep-item-now">
                <span class="shape" aria-hidden="true">{stage_shape(&kep.state)}</span>
                " "
                {lang.kep_state(&kep.state)}
            </span>
            {notes}
        </li>
    }
    .into_any()
}

/// The day up to which what a page shows of KEPs is complete.
#[component]
pub fn KepDataDay(day: Date) -> impl IntoView {
    let lang = Reader::current().lang;
    let day = day.to_string();
    view! { <p class="as-of">{lang.kep_data()} " " <time datetime=day.clone()>{day.clone()}</time></p> }
        .into_any()
}

/// Several KEPs, one below the other.
#[component]
pub fn KepItems(keps: Vec<KepLine>) -> impl IntoView {
    let items: Vec<_> = keps.into_iter().map(|kep| view! { <KepItem kep /> }).collect();
    view! { <ul class="kep-items">{items}</ul> }.into_any()
}

/// The KEPs and addresses that a file points to, as links where they lead somewhere.
#[component]
pub fn Pointers(pointers: Vec<Pointer>) -> impl IntoView {
    let items: Vec<_> = pointers
        .into_iter()
        .map(|pointer| {
            let text = match (pointer.kep, pointer.address(), pointer.title.clone()) {
                (Some(kep), _, title) => {
                    let title = title.map(|title| format!(" {title}")).unwrap_or_default();
                    let name = format!("KEP-{kep}{title}");
                    view! { <a href=from_same_day(Page::kep(kep)) lang="en">{name}</a> }.into_any()
                }
                (None, Some(address), _) => {
                    let address = address.to_owned();
                    view! { <a href=address rel="noopener nofollow">{pointer.text.clone()}</a> }.into_any()
                }
                (None, None, _) => pointer.text.clone().into_any(),
            };
            view! { <li>{text}</li> }.into_any()
        })
        .collect();
    view! { <ul class="plain">{items}</ul> }.into_any()
}

/// The story of each stage in a line: `stable: 1.30 → 1.32 → 1.33`, missed ones struck, shipped ones strong.
#[component]
pub fn Ledger(story: Vec<StageStory>) -> impl IntoView {
    let lang = Reader::current().lang;
    let lines: Vec<_> = story
        .into_iter()
        .map(|story| {
            let promises: Vec<_> = story
                .promises
                .iter()
                .enumerate()
                .map(|(n, promise)| {
                    let fate = lang.fate_label(promise.fate);
                    let arrow = (n > 0).then_some(" → ");
                    let is_shipped = promise.fate == domain::outcome::story::Fate::Shipped;
                    let is_last = n + 1 == story.promises.len();
                    let label = (is_last || matches!(promise.fate, domain::outcome::story::Fate::Missed(_)))
                        .then(|| view! { " " <span class="ledger-fate">{fate}</span> });
                    view! {
                        {arrow}
                        <span class="ledger-version" data-shipped=is_shipped>{promise.version.to_string()}</span>
                        {label}
                    }
                    .into_any()
                })
                .collect();
            view! {
                <li>
                    <span class="ledger-stage">{story.stage.as_str()}</span>
                    <span>{promises}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ul class="ledger">{lines}</ul> }.into_any()
}
