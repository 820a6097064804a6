//! The feature gates that a note names, at its foot.

use domain::address::Page;
use domain::gate::GateOutcome;
use leptos::prelude::*;

use crate::request::Reader;

/// How many gates stand open; the others are a disclosure away.
const OPEN: usize = 4;

/// The gates of a note, each with what it was on the note's day, where that is something else, and what it is now.
#[component]
pub fn NotedGates(gates: Vec<GateOutcome>) -> impl IntoView {
    let lang = Reader::current().lang;
    if gates.is_empty() {
        return ().into_any();
    }
    let mut open: Vec<_> =
        gates.into_iter().map(|outcome| view! { <NotedGate outcome /> }.into_any()).collect();
    let folded = open.split_off(open.len().min(OPEN));
    let more = (!folded.is_empty()).then(|| {
        let count = folded.len();
        view! {
            <details class="more-gates">
                <summary>{lang.more_noted_gates()} " " <span class="list-count">{count}</span></summary>
                <ul class="note-gates">{folded}</ul>
            </details>
        }
    });
    view! {
        <ul class="note-gates" aria-label=lang.noted_gates()>{open}</ul>
        {more}
    }
    .into_any()
}

/// `SidecarContainers alpha, off → stable, locked on`; a reader who says what they run sees what it is there.
#[component]
fn NotedGate(outcome: GateOutcome) -> impl IntoView {
    let Reader { lang, runs, .. } = Reader::current();
    let title = lang.gate_outcome(&outcome);
    let then = outcome.before().map(|then| {
        view! { <span class="note-gate-then">{lang.gate_state(then.state)}</span> " → " }
    });
    let mine = runs.map(|runs| {
        view! { " " <span class="my-cluster">{lang.gate_for_cluster(&outcome.gate, runs)}</span> }
    });
    let now = lang.gate_end(&outcome);
    let name = outcome.gate.name;
    view! {
        <li title=title>
            <a href=Page::Gate(name.clone()).href()><code lang="en">{name.to_string()}</code></a>
            " "
            {then}
            <span class="note-gate-now">{now}</span>
            {mine}
        </li>
    }
    .into_any()
}
