//! `/imports/{run}`: what undoing an import would do, first to be looked at, then to be confirmed.

use domain::address::Page;
use domain::pages::{ImportPage, UndoEffect};
use leptos::prelude::*;

use super::entry::param;
use super::not_found;
use crate::api;
use crate::parts::head::Head;
use crate::parts::import_log::RunLine;
use crate::parts::loaded::loaded_or_not_found;
use crate::request::Reader;

/// The run that the path names; nothing happens yet.
#[component]
pub fn Page() -> impl IntoView {
    let run = param("run").and_then(|run| run.parse::<i64>().ok());
    let Some(run) = run else { return view! { <not_found::Page /> }.into_any() };
    let content = async move {
        let page = api::import_page(run).await?;
        Ok(view! { <Import page /> })
    };
    loaded_or_not_found(content, || view! { <not_found::Page /> }).into_any()
}

#[component]
fn Import(page: ImportPage) -> impl IntoView {
    let lang = Reader::current().lang;
    let ImportPage { id, log, effect } = page;
    let run = log.run(id).cloned();
    let is_undo = run.as_ref().is_some_and(|run| run.undoes.is_some());
    let title = match (&effect, is_undo) {
        (None, _) => lang.not_undoable_title(),
        (Some(_), false) => lang.undo_import_title(),
        (Some(_), true) => lang.redo_import_title(),
    };
    let hint = if effect.is_some() { lang.undo_import_hint() } else { lang.not_undoable_hint() };
    let line = run.map(|run| view! { <p><RunLine run log /></p> });
    let form = effect.map(|effect| {
        let label = if is_undo { lang.bring_back() } else { lang.undo() };
        view! {
            <Effect effect />
            <form class="confirm" method="post" action="/fn/undo-import">
                <input type="hidden" name="run" value=id.to_string() />
                <button type="submit" class="apply-all">{label}</button>
            </form>
        }
    });
    view! {
        <Head title=Some(title.to_owned()) description=hint canonical=Page::Import(id) indexed=false />
        <main id="main" class="page bulk" tabindex="-1">
            <h1>{title}</h1>
            {line}
            <p>{hint}</p>
            {form}
            <p>
                <a href=format!("{}#imports", Page::Status.href())>{lang.to_imports()}</a>
            </p>
        </main>
    }
    .into_any()
}

/// What would change.
#[component]
fn Effect(effect: UndoEffect) -> impl IntoView {
    let lang = Reader::current().lang;
    let UndoEffect { notes, waiting_decisions, .. } = effect;
    let lines: Vec<_> = [
        (notes.vanished > 0).then(|| lang.notes_would_leave(notes.vanished)),
        (notes.changed > 0).then(|| lang.notes_would_change(notes.changed)),
        (waiting_decisions > 0).then(|| lang.decisions_would_wait(waiting_decisions)),
    ]
    .into_iter()
    .flatten()
    .map(|line| view! { <li>{line}</li> })
    .collect();
    if lines.is_empty() {
        return view! { <p>{lang.undo_changes_nothing()}</p> }.into_any();
    }
    view! { <ul class="effects">{lines}</ul> }.into_any()
}
