//! The direct answer of a search that names something: what it is now, and where its page and its notes are.

use domain::Date;
use domain::address::Page;
use domain::list::filter::Filter;
use domain::list::subject::{Subject, SubjectAnswer};
use domain::release::Releases;
use leptos::prelude::*;

use crate::request::{Reader, from_same_day};
use crate::text::names::kep_name;
use crate::text::outcome::{github_shape, stage_shape};

/// One line: `KEP-753 Sidecar Containers ● stable 1.33 · 6 notes · open →`.
#[component]
pub fn DirectAnswer(
    subject: SubjectAnswer,
    /// The list that it stands above.
    filter: Filter,
    releases: Releases,
) -> impl IntoView {
    let lang = Reader::current().lang;
    // What a line says: name, title, shape, state, notes, page, and the notes' list.
    let (name, title, shape, state, notes, page, named) = match subject {
        SubjectAnswer::Kep(kep) => {
            let page = Page::Kep(kep.name.clone());
            let number = kep.number.unwrap_or_default();
            let (name, shape) = (kep_name(&kep), stage_shape(&kep.state));
            (name, kep.title, Some(shape), lang.kep_state(&kep.state), kep.notes, page, Subject::Kep(number))
        }
        SubjectAnswer::SeveralKeps(number, keps) => {
            let titles: Vec<&str> = keps.iter().filter_map(|kep| kep.title.as_deref()).collect();
            let title = Some(titles.join(" · ")).filter(|titles| !titles.is_empty());
            let (name, state) = (format!("KEP-{number}"), lang.several_keps().to_owned());
            (name, title, None, state, 0, Page::kep(number), Subject::Kep(number))
        }
        SubjectAnswer::Item { key, title, now, notes } => {
            let is_known = now != domain::github::ItemStanding::UNKNOWN;
            let shape = is_known.then(|| github_shape(now.state));
            let state = if is_known { lang.item_standing(now) } else { String::new() };
            (key.to_string(), title, shape, state, notes, Page::Item(key.clone()), Subject::Item(key))
        }
        SubjectAnswer::Sig(line) => {
            let (page, sig) = (Page::Sig(line.sig.clone()), Subject::Sig(line.sig.clone()));
            let keps = if line.keps > 0 { lang.kep_count(line.keps) } else { String::new() };
            (line.sig.label(), None, None, keps, line.notes, page, sig)
        }
        SubjectAnswer::Version(version, notes) => {
            let day: Option<Date> = releases.day_of(version);
            if day.is_none() && notes == 0 {
                return ().into_any();
            }
            let released = day.map(|day| format!("{}: {day}", lang.release_day())).unwrap_or_default();
            let (page, named) = (Page::Version(version), Subject::Version(version));
            (format!("Kubernetes {version}"), None, None, released, notes, page, named)
        }
    };
    let href = from_same_day(page);
    let list = named.notes();
    let notes = (notes > 0).then(|| {
        let count = lang.notes_about_it(notes);
        match list.query() == filter.query() {
            true => view! { <span>{count}</span> }.into_any(),
            false => view! { <a href=from_same_day(list)>{count}</a> }.into_any(),
        }
    });
    // A name by itself is what one reads; before a title it steps back.
    let name_class = title.is_some().then_some("kep-number");
    let title = title.map(|title| view! { " " <span lang="en">{title}</span> });
    let shape = shape.map(|shape| view! { <span class="shape" aria-hidden="true">{shape}</span> " " });
    let state = (!state.is_empty()).then(|| view! { <span class="direct-state">{shape} {state}</span> });
    view! {
        <p class="direct-answer">
            <a class="direct-name" href=href.clone()>
                <span class=name_class>{name}</span>
                {title}
            </a>
            {state}
            {notes}
            // The name is the link for those who hear the page.
            <a class="direct-open" href=href aria-hidden="true" tabindex="-1">{lang.open_page()} " →"</a>
        </p>
    }
    .into_any()
}
