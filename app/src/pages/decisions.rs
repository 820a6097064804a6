//! `/decisions`: what a curator decided last, with the way back.

use domain::address::Page;
use domain::decision::{Batch, DecisionEvent};
use leptos::prelude::*;

use crate::api;
use crate::parts::curate::Back;
use crate::parts::head::Head;
use crate::parts::loaded::loaded;
use crate::request::Reader;

/// The last decisions of the curator.
#[component]
pub fn Page() -> impl IntoView {
    loaded(async move {
        let batches = api::decisions().await?;
        Ok(view! { <Decisions batches /> })
    })
}

#[component]
fn Decisions(batches: Vec<Batch>) -> impl IntoView {
    let lang = Reader::current().lang;
    let none = batches.is_empty().then(|| view! { <p>{lang.nothing_decided()}</p> });
    let rows: Vec<_> = batches.into_iter().map(|batch| view! { <Row batch /> }).collect();
    view! {
        <Head
            title=Some(lang.last_decisions().to_owned())
            description=lang.decisions_hint()
            canonical=Page::Decisions
            indexed=false
        />
        <main id="main" class="page" tabindex="-1">
            <h1>{lang.last_decisions()}</h1>
            <p>{lang.decisions_hint()}</p>
            {none}
            <ol class="decisions">{rows}</ol>
        </main>
    }
    .into_any()
}

/// What was decided in one go.
#[component]
fn Row(batch: Batch) -> impl IntoView {
    let lang = Reader::current().lang;
    let Batch { id, at, curator, decisions, first, list, undone } = batch;
    let is_undone = undone.is_some();
    let summary = lang.decision(&DecisionEvent { batch: id, at, curator, decision: first, undone });
    let list = list.map(|list| {
        let title = lang.list_title(&list).unwrap_or_else(|| lang.timeline().to_owned());
        view! {
            " "
            <a href=list.href()>{title}</a>
        }
    });
    let undo = (!is_undone).then(|| {
        view! {
            <form method="post" action="/fn/undo">
                <input type="hidden" name="batch" value=id.0.to_string() />
                <Back />
                <button type="submit">{lang.undo()}</button>
            </form>
        }
    });
    view! {
        <li id=format!("b-{}", id.0) data-undone=is_undone.then_some("")>
            <span class="decision-words">
                {summary}
                " · "
                {lang.notes_decided(decisions)}
                {list}
            </span>
            {undo}
        </li>
    }
    .into_any()
}
