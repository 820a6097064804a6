//! `/forget/{id}`: what forgetting a note or an entry would remove, first to be looked at, then to be confirmed.

use domain::pages::ForgetPage;
use leptos::prelude::*;

use super::entry::{UnknownEntry, param};
use crate::api;
use crate::parts::head::Head;
use crate::parts::loaded::loaded_or_not_found;
use crate::request::Reader;

/// The note or the entry that the path names; nothing happens yet.
#[component]
pub fn Page() -> impl IntoView {
    let id = param("id").unwrap_or_default();
    let content = async move {
        let page = api::forget_page(id).await?;
        Ok(view! { <Forget page /> })
    };
    loaded_or_not_found(content, || view! { <UnknownEntry /> })
}

#[component]
fn Forget(page: ForgetPage) -> impl IntoView {
    let lang = Reader::current().lang;
    let (subject, canonical) = (page.subject(), page.page());
    let ForgetPage { entry, note, notes, revisions, decisions } = page;
    let title = if note.is_some() { lang.forget_note_title() } else { lang.forget_entry_title() };
    let id = note.map_or_else(|| entry.to_string(), |note| note.to_string());
    view! {
        <Head title=Some(title.to_owned()) description=lang.forget_description() canonical indexed=false />
        <main id="main" class="page bulk" tabindex="-1">
            <h1>{title}</h1>
            <p>
                <a href=subject.href()>{subject.path()}</a>
            </p>
            <p>{lang.removed_for_good()}</p>
            <ul class="effects">
                <li>{lang.forgotten_notes(notes)}</li>
                <li>{lang.forgotten_revisions(revisions)}</li>
                <li>{lang.forgotten_decisions(decisions)}</li>
            </ul>
            <p>{lang.forget_hint()}</p>
            <p>{lang.out_of_reach()}</p>
            <form class="confirm" method="post" action="/fn/forget">
                <input type="hidden" name="id" value=id />
                <label class="agree">
                    <input type="checkbox" name="agreed" value="yes" required />
                    {lang.forget_agreed()}
                </label>
                <button type="submit" class="apply-all">{lang.forget_for_good()}</button>
            </form>
            <p>
                <a href=subject.href()>{lang.cancel()}</a>
            </p>
        </main>
    }
    .into_any()
}
