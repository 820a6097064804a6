//! KEPs in lists and in words.

use domain::address::Page;
use domain::list::timeline::Entry;
use domain::outcome::story::StageStory;
use domain::pages::{CitedAs, KepLine, Pointer};
use domain::sig::Sig;
use leptos::prelude::*;

use crate::parts::entry::EntryArticle;
use crate::request::Reader;
use crate::text::Lang;
use crate::text::outcome::stage_shape;

/// What a KEP is called: `KEP-753`, or its folder where it has no number.
pub fn kep_name(kep: &KepLine) -> String {
    kep.number.map_or_else(|| kep.name.to_string(), |number| format!("KEP-{number}"))
}

/// A group as a link to its page.
#[component]
pub fn SigLink(sig: Sig) -> impl IntoView {
    let label = sig.label();
    view! { <a href=Page::Sig(sig).href()>{label}</a> }.into_any()
}

/// A KEP as a link with its title and what it is now.
#[component]
pub fn KepItem(kep: KepLine) -> impl IntoView {
    let lang = Reader::current().lang;
    let title = kep.title.clone().unwrap_or_else(|| lang.untitled().to_owned());
    let notes = (kep.notes > 0).then(|| {
        view! { <span class="kep-item-notes">{lang.notes_count(kep.notes)}</span> }
    });
    view! {
        <li class="kep-item">
            <a href=Page::Kep(kep.name.clone()).href()>
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

/// Several KEPs, one below the other.
#[component]
pub fn KepItems(keps: Vec<KepLine>) -> impl IntoView {
    let items: Vec<_> = keps.into_iter().map(|kep| view! { <KepItem kep /> }).collect();
    view! { <ul class="kep-items">{items}</ul> }.into_any()
}

/// What a file points to, as links where they lead somewhere.
#[component]
pub fn Pointers(pointers: Vec<Pointer>) -> impl IntoView {
    let items: Vec<_> = pointers
        .into_iter()
        .map(|pointer| {
            let words = match (pointer.kep, pointer.address(), pointer.title.clone()) {
                (Some(kep), _, title) => {
                    let title = title.map(|title| format!(" {title}")).unwrap_or_default();
                    let words = format!("KEP-{kep}{title}");
                    view! { <a href=Page::kep(kep).href() lang="en">{words}</a> }.into_any()
                }
                (None, Some(address), _) => {
                    let address = address.to_owned();
                    view! { <a href=address rel="noopener nofollow">{pointer.text.clone()}</a> }.into_any()
                }
                (None, None, _) => pointer.text.clone().into_any(),
            };
            view! { <li>{words}</li> }.into_any()
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
                    let fate = lang.fate_word(promise.fate);
                    let arrow = (n > 0).then_some(" → ");
                    let is_shipped = promise.fate == domain::outcome::story::Fate::Shipped;
                    let is_last = n + 1 == story.promises.len();
                    let words = (is_last || matches!(promise.fate, domain::outcome::story::Fate::Missed(_)))
                        .then(|| view! { " " <span class="ledger-fate">{fate}</span> });
                    view! {
                        {arrow}
                        <span class="ledger-version" data-shipped=is_shipped>{promise.version.to_string()}</span>
                        {words}
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

/// The entries that hold what a page is about, with the way to all of them.
#[component]
pub fn EntryList(entries: Vec<Entry>) -> impl IntoView {
    let several = entries.windows(2).any(|pair| pair[0].notebook.slug != pair[1].notebook.slug);
    let articles: Vec<_> =
        entries.into_iter().map(|entry| view! { <EntryArticle entry level=3 named=several /> }).collect();
    view! { <div class="entries">{articles}</div> }.into_any()
}

/// A citation's day as a link to its note.
pub fn cited_day(cited: &CitedAs, lang: Lang) -> AnyView {
    let words = cited.day.map_or_else(|| lang.undated().to_owned(), |day| day.to_string());
    let note = Page::Note(cited.entry.clone(), cited.note.clone());
    view! { <a href=note.href()>{words}</a> }.into_any()
}

/// Whether search engines may keep a page that shows these entries.
pub fn may_be_indexed(entries: &[Entry]) -> bool {
    entries.iter().all(|entry| entry.notebook.rights.allow_indexing())
}
