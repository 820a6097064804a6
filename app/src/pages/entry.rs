//! `/e/{entry}` and `/e/{entry}/{note}`: the permalinks.

use domain::address::Page;
use domain::decision::DecisionEvent;
use domain::id::{EntryId, NoteId};
use domain::list::timeline::{EntryPage, NoteLocation};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::api;
use crate::parts::alternates::Alternates;
use crate::parts::cite::{Cite, PageCitation};
use crate::parts::curate::History;
use crate::parts::entry::{Crumbs, EntryArticle, Neighbours, Provenance};
use crate::parts::head::Head;
use crate::parts::loaded::loaded_or_not_found;
use crate::parts::message::Message;
use crate::request::{DataAge, Reader, SignedIn};
use crate::response::{redirect, set_status};
use crate::share::Share;

/// The entry that the path names.
#[component]
pub fn Page() -> impl IntoView {
    let id = param("entry").and_then(|id| id.parse::<EntryId>().ok());
    let Some(id) = id else { return view! { <UnknownEntry /> }.into_any() };
    let content = async move {
        let page = api::entry(id, None).await?;
        Ok(view! { <Entry page note=None events=Vec::new() /> })
    };
    loaded_or_not_found(content, || view! { <UnknownEntry /> }).into_any()
}

/// The note that the path names, within its entry; under a wrong entry it leads to the right one.
#[component]
pub fn NotePage() -> impl IntoView {
    let entry = param("entry");
    let note = param("note").and_then(|id| id.parse::<NoteId>().ok());
    let Some(note) = note else { return view! { <UnknownEntry /> }.into_any() };
    let content = async move {
        Ok(match api::note_place(note.clone()).await? {
            NoteLocation::Gone(entry) => view! { <GoneNote entry /> }.into_any(),
            NoteLocation::In(id) if entry.as_deref() != Some(id.as_str()) => {
                redirect(&Page::Note(id, note).href());
                ().into_any()
            }
            NoteLocation::In(id) => {
                let page = api::entry(id, Some(note.clone())).await?;
                // Readers see what counts; how it came about is for curators.
                let events = match SignedIn::current() {
                    Some(_) => api::history(note.clone()).await.unwrap_or_default(),
                    None => Vec::new(),
                };
                view! { <Entry page note=Some(note) events /> }.into_any()
            }
        })
    };
    loaded_or_not_found(content, || view! { <UnknownEntry /> }).into_any()
}

fn param(name: &str) -> Option<String> {
    use_params_map().get_untracked().get(name)
}

/// An entry on a page of its own: the whole of it, or one of its notes and a link to the rest.
#[component]
fn Entry(
    page: EntryPage,
    note: Option<NoteId>,
    /// What curators decided on the one note.
    events: Vec<DecisionEvent>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let EntryPage { entry, previous, next } = page;
    let title = format!("{} — {}", lang.entry_title(&entry), entry.notebook.title);
    let share = Share::for_entry(&entry, note.is_some(), DataAge::current().as_of, None);
    let address = match &note {
        Some(note) => Page::Note(entry.id.clone(), note.clone()),
        None => Page::Entry(entry.id.clone()),
    };
    let canonical = address.href();
    let indexed = entry.notebook.rights.allow_indexing();
    let citation = PageCitation::for_entry(&entry, canonical.clone(), lang);
    let notebook = entry.notebook.clone();
    view! {
        <Head
            title=Some(title)
            description=share.description.clone()
            canonical=canonical.clone()
            indexed
            share=Some(share)
        />
        <main id="main" class="single" tabindex="-1">
            <Crumbs date=entry.date path=canonical />
            <EntryArticle entry level=1 named=false />
            <History events />
            <Alternates page=address title=notebook.title.clone() />
            <Provenance notebook />
            <Cite citation />
            <Neighbours previous next />
        </main>
    }
    .into_any()
}

#[component]
fn UnknownEntry() -> impl IntoView {
    let lang = Reader::current().lang;
    set_status(404);
    view! { <Message title=lang.not_found() hint=lang.not_found_entry() link=(Page::timeline(), lang.to_timeline()) /> }
}

#[component]
fn GoneNote(entry: EntryId) -> impl IntoView {
    let lang = Reader::current().lang;
    set_status(410);
    view! { <Message title=lang.gone() hint=lang.gone_hint() link=(Page::Entry(entry), lang.to_entry()) /> }
}
