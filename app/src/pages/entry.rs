//! `/e/{entry}`: the permalink of an entry.

use domain::address::Page;
use domain::id::EntryId;
use domain::list::entry_part::EntryPart;
use domain::list::timeline::EntryPage;
use domain::pages::ImportedRevision;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::api;
use crate::parts::alternates::Alternates;
use crate::parts::cite::{Cite, PageCitation};
use crate::parts::entry::{Crumbs, EntryArticle, Neighbours, Provenance};
use crate::parts::entry_part::{PartBounds, PartPager};
use crate::parts::head::Head;
use crate::parts::loaded::loaded_or_not_found;
use crate::parts::message::Message;
use crate::parts::revisions::Revisions;
use crate::request::{DataAge, PageRequest, Reader};
use crate::response::set_status;
use crate::share::Share;

/// The entry that the path names.
#[component]
pub fn Page() -> impl IntoView {
    let id = param("entry").and_then(|id| id.parse::<EntryId>().ok());
    let Some(id) = id else { return view! { <UnknownEntry /> }.into_any() };
    let content = async move {
        // What cannot be read names no part, and all of an entry begins with the first.
        let part = EntryPart::take(&mut PageRequest::current().query).unwrap_or_default();
        let page = api::entry(id, part.clone()).await?;
        let imported = api::imported_revision(&page.entry.notebook).await?;
        Ok(view! { <Entry page part imported /> })
    };
    loaded_or_not_found(content, || view! { <UnknownEntry /> }).into_any()
}

/// A parameter of the path.
pub(super) fn param(name: &str) -> Option<String> {
    use_params_map().get_untracked().get(name)
}

/// An entry on a page of its own.
#[component]
fn Entry(page: EntryPage, part: EntryPart, imported: Option<ImportedRevision>) -> impl IntoView {
    let lang = Reader::current().lang;
    let EntryPage { mut entry, notes_before, notes_after, previous, next } = page;
    let title = format!("{} — {}", lang.entry_title(&entry), entry.notebook.title);
    let share = Share::for_entry(&entry, false, DataAge::current().as_of, None);
    let address = Page::entry_part(entry.id.clone(), part);
    let canonical = address.href();
    let indexed = entry.notebook.rights.allow_indexing();
    let citation = PageCitation::for_entry(&entry, canonical.clone(), lang);
    let (id, notebook) = (entry.id.clone(), entry.notebook.clone());
    let bounds = PartBounds::new(&entry, notes_before, notes_after);
    // The page links to them itself.
    entry.folded = 0;
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
            {bounds.clone().filter(|_| notes_before > 0).map(|bounds| view! { <PartPager bounds /> })}
            <EntryArticle entry level=1 named=false />
            {bounds.map(|bounds| view! { <PartPager bounds /> })}
            <Alternates page=address title=notebook.title.clone() />
            <Provenance notebook imported />
            <Revisions entry=id note=None />
            <Cite citation />
            <Neighbours previous next />
        </main>
    }
    .into_any()
}

/// A permalink that nothing has.
#[component]
pub(super) fn UnknownEntry() -> impl IntoView {
    let lang = Reader::current().lang;
    set_status(404);
    view! { <Message title=lang.not_found() hint=lang.not_found_entry() link=(Page::timeline(), lang.to_timeline()) /> }
}
