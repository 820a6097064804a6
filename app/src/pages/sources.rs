//! `/sources`: what notebooks follow by themselves, for curators.

use domain::Timestamp;
use domain::address::Page;
use domain::list::filter::Filter;
use domain::notebook::followed::SourceState;
use domain::pages::{SourceLine, SourcesPage, WaitingLine};
use leptos::prelude::*;

use crate::api;
use crate::parts::head::Head;
use crate::parts::loaded::loaded;
use crate::request::Reader;
use crate::text::Lang;

/// How many characters of a note that would vanish are shown.
const EXCERPT: usize = 120;

/// Every source.
#[component]
pub fn Page() -> impl IntoView {
    loaded(async move {
        let page = api::sources().await?;
        Ok(view! { <Sources page /> })
    })
}

#[component]
fn Sources(page: SourcesPage) -> impl IntoView {
    let lang = Reader::current().lang;
    let nothing = page.sources.is_empty().then(|| view! { <p>{lang.no_sources()}</p> });
    let sources: Vec<_> = page.sources.into_iter().map(|source| view! { <Source source /> }).collect();
    view! {
        <Head
            title=Some(lang.followed_sources().to_owned())
            description=lang.followed_sources_description()
            canonical=Page::Sources
            indexed=false
        />
        <main id="main" class="page sources" tabindex="-1">
            <h1>{lang.followed_sources()}</h1>
            <p>{lang.followed_sources_description()}</p>
            {nothing}
            {sources}
            <AddForm />
        </main>
    }
    .into_any()
}

/// A source with what can be done with it.
#[component]
fn Source(source: SourceLine) -> impl IntoView {
    let lang = Reader::current().lang;
    let SourceLine { id, kind, address, branch, folder, notebook, every, state, failure, waiting, .. } =
        source;
    let (heading, labelled_by) = (format!("s-{id}"), format!("s-{id}"));
    let is_paused = state == SourceState::Paused;
    let state_label = match (state, &failure) {
        (SourceState::Fails, Some(failure)) => lang.fails_since(failure.since),
        (SourceState::Fails, None) => lang.source_fails().to_owned(),
        (SourceState::Paused, _) => lang.source_paused().to_owned(),
        (SourceState::Waits, _) => lang.source_waits().to_owned(),
        (SourceState::Follows, _) => lang.source_follows().to_owned(),
    };
    let state_name = match state {
        SourceState::Follows => "follows",
        SourceState::Paused => "paused",
        SourceState::Waits => "waits",
        SourceState::Fails => "fails",
    };
    let change = source.changed_at.map(|at| {
        let revision = source.revision.as_ref().map(|revision| format!(" · {}", lang.revision(revision)));
        format!("{}{}", lang.instant(at), revision.unwrap_or_default())
    });
    let facts = [
        (lang.kind_label(), Some(lang.source_kind(kind).to_owned())),
        (lang.branch(), branch),
        (lang.repository_folder(), folder),
        (lang.every_label(), Some(lang.span(every))),
        (lang.last_look(), Some(instant(lang, source.looked_at))),
        (lang.last_change(), change),
        (lang.next_look(), source.next_look.map(|at| lang.instant(at))),
    ];
    let facts: Vec<_> = facts
        .into_iter()
        .filter_map(|(label, fact)| Some(view! { <div><dt>{label}</dt><dd>{fact?}</dd></div> }.into_any()))
        .collect();
    let failure = failure.map(|failure| view! { <p class="source-failure" lang="en">{failure.message}</p> });
    let waiting = waiting.map(|waiting| view! { <Waiting id waiting /> });
    view! {
        <section class="source" aria-labelledby=labelled_by>
            <h2 id=heading>
                <a href=Filter::default().toggle_notebook(&notebook).href()>{notebook.to_string()}</a>
                " "
                <span class="source-state" data-state=state_name>
                    {state_label}
                </span>
            </h2>
            <p class="source-address">
                <code>{address}</code>
            </p>
            {failure}
            {waiting}
            <dl class="facts">{facts}</dl>
            <Buttons id is_paused />
        </section>
    }
    .into_any()
}

fn instant(lang: Lang, at: Option<Timestamp>) -> String {
    at.map_or_else(|| lang.never().to_owned(), |at| lang.instant(at))
}

/// A change that waits: what it would do, what would be lost, and the button that does it.
#[component]
fn Waiting(id: i64, waiting: WaitingLine) -> impl IntoView {
    let lang = Reader::current().lang;
    let WaitingLine { revision, notes, vanishing } = waiting;
    let more = (notes.vanished as usize).saturating_sub(vanishing.len());
    let more = (more > 0).then(|| view! { <p>{lang.and_more(more)}</p> });
    let rows: Vec<_> = vanishing
        .into_iter()
        .map(|note| {
            let text: String = note.text.chars().take(EXCERPT).collect();
            let lang_of_note = Lang::detect(&text).as_str();
            view! {
                <li>
                    <a href=Page::Note(note.entry, note.note).href() lang=lang_of_note>
                        {text}
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <div class="source-waiting">
            <p>{lang.waiting_change(&revision, &notes)}</p>
            <p>{lang.waits_hint()}</p>
            <details>
                <summary>{lang.would_vanish()}</summary>
                <ul class="effects">{rows}</ul>
                {more}
            </details>
            <form class="confirm" method="post" action="/fn/look-at-source">
                <input type="hidden" name="source" value=id.to_string() />
                <input type="hidden" name="seen" value=revision.to_string() />
                <button type="submit" class="apply-all">{lang.import_anyway()}</button>
            </form>
        </div>
    }
    .into_any()
}

#[component]
fn Buttons(id: i64, is_paused: bool) -> impl IntoView {
    let lang = Reader::current().lang;
    let pause = if is_paused { lang.resume() } else { lang.pause() };
    view! {
        <div class="source-buttons">
            <form method="post" action="/fn/look-at-source">
                <input type="hidden" name="source" value=id.to_string() />
                <button type="submit">{lang.look_now()}</button>
            </form>
            <form method="post" action="/fn/pause-source">
                <input type="hidden" name="source" value=id.to_string() />
                <input type="hidden" name="paused" value=(!is_paused).to_string() />
                <button type="submit">{pause}</button>
            </form>
            <form method="post" action="/fn/remove-source">
                <input type="hidden" name="source" value=id.to_string() />
                <label class="agree">
                    <input type="checkbox" name="agreed" value="yes" required />
                    {lang.removal_agreed()}
                </label>
                <button type="submit">{lang.remove_source()}</button>
            </form>
        </div>
    }
    .into_any()
}

/// The form for addresses over HTTP, and the command for everything else.
#[component]
fn AddForm() -> impl IntoView {
    let lang = Reader::current().lang;
    let command = "kepline source add ~/notes --every 10m\n\
                   kepline source add git@example.org:me/notes --branch main --folder journal\n";
    view! {
        <section aria-labelledby="add">
            <h2 id="add">{lang.add_source()}</h2>
            <p>{lang.add_source_hint()}</p>
            <form class="source-form" method="post" action="/fn/add-source">
                <label>
                    {lang.source_address()} <input name="address" type="url" required maxlength="2000" autocomplete="off" />
                </label>
                <label class="agree">
                    <input type="checkbox" name="git" value="yes" />
                    {lang.is_repository()}
                </label>
                <label>{lang.branch()} <input name="branch" maxlength="200" autocomplete="off" /></label>
                <label>{lang.repository_folder()} <input name="folder" maxlength="500" autocomplete="off" /></label>
                <label>{lang.source_notebook()} <input name="notebook" maxlength="80" autocomplete="off" /></label>
                <label>
                    {lang.source_rights()} <select name="rights">
                        <option value="">{lang.as_stated()}</option>
                        <option value="own">{lang.own_notes()}</option>
                        <option value="licensed">{lang.under_licence()}</option>
                    </select>
                </label>
                <label>{lang.source_licence()} <input name="licence" maxlength="200" autocomplete="off" /></label>
                <button type="submit">{lang.add()}</button>
            </form>
            <p>{lang.no_sources_hint()}</p>
            <pre class="commands" tabindex="0"><code>{command}</code></pre>
        </section>
    }
    .into_any()
}
