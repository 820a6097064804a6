//! `/e/{entry}/{note}`: the permalink of a note.

use domain::address::Page;
use domain::decision::DecisionEvent;
use domain::id::{EntryId, NoteId};
use domain::list::timeline::{NoteLocation, NotePage};
use domain::pages::NoteHistory;
use leptos::prelude::*;

use super::entry::{UnknownEntry, param};
use super::history::LastWords;
use crate::api;
use crate::error::AppError;
use crate::parts::alternates::Alternates;
use crate::parts::cite::{Cite, PageCitation};
use crate::parts::curate::History;
use crate::parts::entry::{Crumbs, Neighbours, Provenance};
use crate::parts::head::Head;
use crate::parts::loaded::loaded_or_not_found;
use crate::parts::message::Message;
use crate::parts::note::NoteArticle;
use crate::parts::revisions::{EditLink, Revisions};
use crate::request::{DataAge, Reader, SignedIn, from_same_day};
use crate::response::{redirect, set_status};
use crate::share::Share;
use crate::text::excerpt::first_sentence;

/// The note that the path names, within its entry; under a wrong entry it leads to the right one.
#[component]
pub fn Page() -> impl IntoView {
    let entry = param("entry").and_then(|id| id.parse::<EntryId>().ok());
    let note = param("note").and_then(|id| id.parse::<NoteId>().ok());
    let content = async move {
        let place = match &note {
            Some(note) => match api::note_place(note.clone()).await {
                Ok(place) => Some(place),
                Err(AppError::NotFound) => None,
                Err(error) => return Err(error),
            },
            None => None,
        };
        Ok(match (place, note) {
            (Some(NoteLocation::Forgotten), _) => return Err(AppError::Forgotten),
            (Some(NoteLocation::Gone(entry)), Some(note)) if SignedIn::current().is_some() => {
                let history = api::entry_history(entry.clone()).await?;
                let is_written = history.entry.notebook.is_written;
                let note = history.notes.into_iter().find(|gone| gone.id == note);
                view! { <LastOfNote entry is_written note /> }.into_any()
            }
            (Some(NoteLocation::Gone(entry)), _) => view! { <GoneNote entry /> }.into_any(),
            (Some(NoteLocation::In(id)), Some(note)) if entry.as_ref() != Some(&id) => {
                redirect(&from_same_day(Page::Note(id, note)));
                ().into_any()
            }
            (Some(NoteLocation::In(id)), Some(note)) => {
                let page = api::note_page(id, note.clone()).await?;
                // Readers see what counts; how it came about is for curators.
                let events = match SignedIn::current() {
                    Some(_) => api::history(note).await.unwrap_or_default(),
                    None => Vec::new(),
                };
                view! { <Note page events /> }.into_any()
            }
            _ => match entry {
                Some(entry) if api::has_entry(entry.clone()).await? => {
                    view! { <UnknownNote entry /> }.into_any()
                }
                _ => view! { <UnknownEntry /> }.into_any(),
            },
        })
    };
    loaded_or_not_found(content, || view! { <UnknownEntry /> }).into_any()
}

/// A note on a page of its own.
#[component]
fn Note(
    page: NotePage,
    /// What curators decided on it.
    events: Vec<DecisionEvent>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let NotePage { entry, others, others_before, related, previous, next } = page;
    let sentence = entry.notes.first().map(|note| first_sentence(&note.text)).unwrap_or_default();
    let title = lang.note_title(&sentence, &entry);
    let heading = if sentence.is_empty() { title.clone() } else { sentence };
    let share = Share::for_entry(&entry, true, DataAge::current().as_of, None);
    let address = share.page.clone();
    let canonical = address.href();
    let indexed = entry.notebook.rights.allow_indexing();
    let citation = PageCitation::for_entry(&entry, canonical.clone(), lang);
    let notebook = entry.notebook.clone();
    let (date, id) = (entry.date, entry.id.clone());
    let note = entry.notes.first().map(|note| note.id.clone());
    view! {
        <Head
            title=Some(title)
            description=share.description.clone()
            canonical=canonical.clone()
            indexed
            share=Some(share)
        />
        <main id="main" class="single single-note" tabindex="-1">
            <h1 class="visually-hidden">{heading}</h1>
            <Crumbs date />
            <NoteArticle entry others others_before related />
            <History events />
            <Alternates page=address title=notebook.title.clone() />
            <Provenance notebook />
            <Revisions entry=id note />
            <Cite citation />
            <Neighbours previous next />
        </main>
    }
    .into_any()
}

/// A permalink that no note has, within an entry that there is.
#[component]
fn UnknownNote(entry: EntryId) -> impl IntoView {
    let lang = Reader::current().lang;
    set_status(404);
    view! { <Message title=lang.not_found() hint=lang.not_found_note() link=(Page::Entry(entry), lang.to_entry()) /> }
}

#[component]
fn GoneNote(entry: EntryId) -> impl IntoView {
    let lang = Reader::current().lang;
    set_status(410);
    view! { <Message title=lang.gone() hint=lang.gone_hint() link=(Page::Entry(entry), lang.to_entry()) /> }
}

/// What curators see of a note that has left its source: its last words, marked.
#[component]
fn LastOfNote(
    entry: EntryId,
    /// Whether its notebook is written here.
    is_written: bool,
    note: Option<NoteHistory>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    set_status(410);
    let id = note.as_ref().map(|note| note.id.clone());
    let canonical = id.clone().map_or(Page::Entry(entry.clone()), |note| Page::Note(entry.clone(), note));
    let back = id.clone().filter(|_| is_written).map(|note| view! { <EditLink note is_withdrawn=true /> });
    let words = note.map(|note| view! { <LastWords markdown=note.markdown /> });
    view! {
        <Head title=Some(lang.gone().to_owned()) description=lang.gone_hint() canonical indexed=false />
        <main id="main" class="page" tabindex="-1">
            <h1>{lang.gone()}</h1>
            <p>{lang.gone_hint()}</p>
            {words}
            {back}
            <p>
                <a class="way-out" href=Page::Entry(entry.clone()).href()>{lang.to_entry()}</a>
            </p>
            <Revisions entry note=id />
        </main>
    }
    .into_any()
}
