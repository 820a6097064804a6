//! Links to what notes said before, and to the form that removes them for good.

use domain::address::Page;
use domain::id::{EntryId, NoteId};
use leptos::prelude::*;

use crate::request::{Reader, SignedIn};

/// For curators the form that edits a note of a notebook that is written here, or brings it back.
#[component]
pub fn EditLink(note: NoteId, is_withdrawn: bool) -> impl IntoView {
    let lang = Reader::current().lang;
    SignedIn::current()
        .map(|_| {
            let label = if is_withdrawn { lang.bring_note_back_link() } else { lang.edit_note() };
            view! { <p><a href=Page::EditNote(note).href() rel="nofollow">{label}</a></p> }
        })
        .into_any()
}

/// The history of an entry, and for curators the form that forgets the entry, or a note of it.
///
/// The history is linked where it has nothing to say as well: to know that would take a statement more of each page.
#[component]
pub fn Revisions(
    entry: EntryId,
    /// The note that the page is about.
    #[prop(optional_no_strip)]
    note: Option<NoteId>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let subject = note.map_or_else(|| entry.to_string(), |note| note.to_string());
    let forget = SignedIn::current().map(|_| {
        view! {
            " · "
            <a href=Page::Forget(subject).href() rel="nofollow">{lang.forget_link()}</a>
        }
    });
    view! {
        <p class="provenance">
            <a href=Page::History(entry).href() rel="nofollow">{lang.earlier_words()}</a>
            {forget}
        </p>
    }
    .into_any()
}
