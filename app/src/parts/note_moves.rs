//! What has moved of what a note cites, and the buttons by which a curator confirms it or puts it off.

use std::cmp::Reverse;

use domain::address::Page;
use domain::decision::{Confirmation, digest_words};
use domain::list::timeline::{Note, Reference};
use domain::outcome::move_weight::MoveWeight;
use domain::outcome::moves::MoveSubject;
use domain::pages::{CitationMove, MovedNote};
use leptos::prelude::*;

use crate::html::link::citation_href;
use crate::parts::curate::Back;
use crate::parts::latest_moves::Became;
use crate::request::Reader;

/// What waits of a note whose citations have moved: why it stands in its place, what moved, what is to be said of it.
#[component]
pub fn NoteMoves(note: Note, moved: MovedNote) -> impl IntoView {
    let lang = Reader::current().lang;
    let mut subjects: Vec<_> = by_subject(moved.moves)
        .into_iter()
        .filter_map(|moves| {
            let reference = note.references.get(moves.first()?.position as usize)?.clone();
            let outcome = reference.outcome.as_deref();
            let weight = MoveWeight::from_judgement(outcome.and_then(|outcome| outcome.judgement.as_ref()));
            Some((weight, reference, moves))
        })
        .collect();
    // What the note waits for stands first.
    subjects.sort_by_key(|(weight, ..)| Reverse(*weight));
    let subjects: Vec<_> = subjects
        .into_iter()
        .map(|(_, reference, moves)| view! { <SubjectMoves reference moves /> })
        .collect();
    let words = digest_words(&note.text).to_string();
    let button = |confirmation: Confirmation, key: &'static str| {
        view! {
            <form method="post" action="/fn/confirm" data-in-place=format!("n-{}", note.id)>
                <input type="hidden" name="note" value=note.id.to_string() />
                <input type="hidden" name="confirmation" value=confirmation.as_str() />
                <input type="hidden" name="words" value=words.clone() />
                <Back />
                <button type="submit" data-key=key>
                    <kbd aria-hidden="true">{key}</kbd>
                    " "
                    {lang.confirmation(confirmation)}
                </button>
            </form>
        }
    };
    view! {
        <li data-waits="" class="to-confirm">
            <p class="to-confirm-why">{lang.move_weight(moved.weight)}</p>
            <ul class="moved-subjects">{subjects}</ul>
            {button(Confirmation::StillTrue, "a")}
            {button(Confirmation::Later, "r")}
            <form method="get" action=Page::Write.path()>
                <input type="hidden" name="follows" value=note.id.to_string() />
                <button type="submit" data-key="1">
                    <kbd aria-hidden="true">"1"</kbd>
                    " "
                    {lang.write_follow_up()}
                </button>
            </form>
        </li>
    }
    .into_any()
}

/// Moves by what has moved, in the order of the text; what is cited twice has moved once.
fn by_subject(moves: Vec<CitationMove>) -> Vec<Vec<CitationMove>> {
    let mut subjects: Vec<Vec<CitationMove>> = Vec::new();
    for moved in moves {
        match subjects.iter_mut().find(|moves| moves[0].subject == moved.subject) {
            Some(moves) if moves[0].position == moved.position => moves.push(moved),
            Some(_) => {}
            None => subjects.push(vec![moved]),
        }
    }
    subjects
}

/// One thing that has moved: what was expected of it and what came, and each of its moves with its day.
#[component]
fn SubjectMoves(
    reference: Reference,
    /// The newest first; at least one.
    moves: Vec<CitationMove>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let outcome = reference.outcome.as_deref();
    let (href, name) = match &moves[0].subject {
        MoveSubject::Kep(number) => (Page::kep(*number).href(), format!("KEP-{number}")),
        MoveSubject::Item(key) => {
            (citation_href(&reference.target, reference.fragment.as_deref(), outcome), key.to_string())
        }
    };
    let kep = outcome
        .and_then(|outcome| outcome.kep.as_ref())
        .filter(|_| matches!(moves[0].subject, MoveSubject::Kep(_)));
    let judgement = outcome.and_then(|outcome| outcome.judgement.as_ref()).filter(|_| kep.is_some());
    let expected = judgement.and_then(|judgement| lang.expectation_with_source(judgement));
    let expected = expected.map(|expected| view! { <span class="outcome-then">{expected}</span> " → " });
    let became = kep.map(|kep| view! { <Became result=lang.kep_result(kep, judgement) /> });
    let title = kep.and_then(|kep| kep.title.clone());
    let title = title.map(|title| view! { <span class="outcome-title" lang="en">{title}</span> " " });
    let steps: Vec<_> = moves
        .iter()
        .map(|moved| {
            let day = moved.day;
            view! {
                <li>
                    <time datetime=day.to_string()>{lang.short_day(day)}</time>
                    " "
                    {name.clone()}
                    " "
                    {lang.moved_to(&moved.change)}
                </li>
            }
        })
        .collect();
    view! {
        <li>
            <a href=href>{name}</a>
            " "
            {title}
            {expected}
            {became}
            <ol class="moved-steps">{steps}</ol>
        </li>
    }
    .into_any()
}
