//! A note on a page of its own, with what became of what it cites and the notes around it.

use domain::address::Page;
use domain::id::EntryId;
use domain::list::entry_part::EntryPart;
use domain::list::timeline::{Entry, Note, Reference, RelatedNote};
use domain::outcome::{CitedSubject, KepOutcome, Outcome, Relation, Statement};
use leptos::prelude::*;

use crate::html::link::citation_href;
use crate::parts::entry::{DayLink, NoteCard, PostingLine};
use crate::parts::latest_moves::Became;
use crate::request::{Reader, from_same_day};
use crate::text::Lang;
use crate::text::excerpt::first_sentence;

/// The note, its day in the margin.
#[component]
pub fn NoteArticle(
    /// Its entry, with the note alone.
    entry: Entry,
    /// The other notes of the entry.
    others: Vec<Note>,
    /// How many of them stand before the note.
    others_before: u32,
    /// Notes on the same thing.
    related: Vec<RelatedNote>,
) -> impl IntoView {
    let Entry { id, notebook, date, not_before, not_after, posting, notes, folded, .. } = entry;
    let is_written = notebook.is_written;
    let path = from_same_day(Page::Entry(id.clone()));
    let note = notes.into_iter().next();
    let outcomes = note.as_ref().map(|note| note.references.clone()).unwrap_or_default();
    let card = note.map(
        |note| view! { <NoteCard entry=id.clone() is_written note terms=Vec::new() long_folded=false page_kep=None /> },
    );
    let element = format!("e-{id}");
    view! {
        <article class="entry" id=element>
            <h2 class="day">
                <DayLink path date not_before not_after />
            </h2>
            <div class="notes">
                <PostingLine posting />
                {card}
                <Outcomes references=outcomes />
                <RelatedNotes related />
                <OtherNotes entry=id is_written others others_before folded />
            </div>
        </article>
    }
    .into_any()
}

/// What became of each thing that a note cites, a line each; nothing where nothing is known of any.
#[component]
fn Outcomes(references: Vec<Reference>) -> impl IntoView {
    let lang = Reader::current().lang;
    let mut cited: Vec<(String, String, Reference)> = Vec::new();
    for reference in references.into_iter().filter(|reference| !reference.none) {
        let Some(outcome) = reference.outcome.as_deref().filter(|outcome| is_known(outcome)) else {
            continue;
        };
        let href = citation_href(&reference.target, reference.fragment.as_deref(), Some(outcome));
        // A KEP and the pull requests about it have one line.
        let subject = match outcome.subject() {
            Some(CitedSubject::Kep(kep) | CitedSubject::PullAbout(kep)) => format!("KEP-{}", kep.number),
            _ => href.clone(),
        };
        if cited.iter().all(|(known, ..)| *known != subject) {
            cited.push((subject, href, reference));
        }
    }
    if cited.is_empty() {
        return ().into_any();
    }
    let lines: Vec<_> =
        cited.into_iter().map(|(_, href, reference)| view! { <OutcomeLine href reference /> }).collect();
    view! {
        <section class="outcomes" aria-labelledby="outcomes">
            <h2 id="outcomes">{lang.happened_next()}</h2>
            <ul>{lines}</ul>
        </section>
    }
    .into_any()
}

fn is_known(outcome: &Outcome) -> bool {
    let statements = outcome.headline();
    statements.is_some_and(|headline| {
        headline.statements().any(|it| matches!(it, Statement::Kep { .. } | Statement::Item { .. }))
    })
}

/// What became of one: its name and title, what it was then, what it is now.
#[component]
fn OutcomeLine(href: String, reference: Reference) -> impl IntoView {
    let lang = Reader::current().lang;
    let Some(outcome) = reference.outcome.as_deref() else { return ().into_any() };
    let judgement = outcome.judgement.as_ref();
    let kep_states = |kep: &KepOutcome| {
        let then = outcome.then_day.map(|_| lang.kep_then_in_short(kep, judgement));
        let result = lang.kep_result(kep, judgement);
        view! {
            {then.map(|then| view! { <span class="outcome-then">{then}</span> " → " })}
            <Became result />
        }
        .into_any()
    };
    let (name, title, states) = match outcome.headline().map(|headline| headline.first) {
        Some(Statement::Kep { kep, .. }) => {
            (kep_label(&reference, kep, lang), kep.title.clone(), kep_states(kep))
        }
        Some(Statement::Item { item, then }) => {
            let state = lang.statement(&Statement::Item { item, then });
            let then = state.then.map(|then| view! { <span class="outcome-then">{then}</span> " → " });
            let now = view! {
                {then}
                <span class="became"><span class="shape" aria-hidden="true">{state.shape}</span> " " {state.now}</span>
            };
            (item.key.to_string(), item.title.clone(), now.into_any())
        }
        _ => return ().into_any(),
    };
    view! {
        <li>
            <a href=href>{name}</a>
            " "
            {title.map(|title| view! { <span class="outcome-title" lang="en">{title}</span> " " })}
            <span class="outcome-states">{states}</span>
        </li>
    }
    .into_any()
}

/// What a line about a KEP is called: the KEP, after the pull request that is cited.
fn kep_label(reference: &Reference, kep: &KepOutcome, lang: Lang) -> String {
    let colon = if lang == Lang::En { ": " } else { "：" };
    match kep.relation {
        Relation::PullAbout => format!("{}{colon}KEP-{}", reference.literal, kep.number),
        _ => format!("KEP-{}", kep.number),
    }
}

/// Links to other notes on the same thing, by their first sentences.
#[component]
fn RelatedNotes(related: Vec<RelatedNote>) -> impl IntoView {
    let lang = Reader::current().lang;
    (!related.is_empty())
        .then(|| {
            let links: Vec<_> = related
                .into_iter()
                .map(|RelatedNote { entry, note, day, text }| {
                    let day = match day {
                        Some(day) => {
                            view! { <time datetime=day.to_string()>{lang.short_day(day)}</time> }.into_any()
                        }
                        None => view! { <span>{lang.undated()}</span> }.into_any(),
                    };
                    let sentence = first_sentence(&text);
                    let text_lang = Lang::detect(&sentence).as_str();
                    view! {
                        <li>
                            <a href=from_same_day(Page::Note(entry, note))>{day} " " <span lang=text_lang>{sentence}</span></a>
                        </li>
                    }
                })
                .collect();
            view! {
                <section class="related" aria-labelledby="related">
                    <h2 id="related">{lang.also_in_notes()}</h2>
                    <ul>{links}</ul>
                </section>
            }
        })
        .into_any()
}

/// The other notes of the entry, folded: they open in place, below the note.
#[component]
fn OtherNotes(
    entry: EntryId,
    /// Whether its notebook is written here.
    is_written: bool,
    others: Vec<Note>,
    others_before: u32,
    /// How many more the entry has.
    folded: u32,
) -> impl IntoView {
    let lang = Reader::current().lang;
    if others.is_empty() {
        return ().into_any();
    }
    let label = lang.folded(others.len() as u32 + folded);
    let first = others.first().map(|note| note.id.clone());
    let mut cards: Vec<_> = others
        .into_iter()
        .map(|note| {
            view! { <NoteCard entry=entry.clone() is_written note terms=Vec::new() long_folded=false page_kep=None /> }
                .into_any()
        })
        .collect();
    let place = (others_before as usize).min(cards.len());
    if place > 0 && place < cards.len() {
        // Where the note of the page stands among them.
        cards.insert(place, view! { <p class="note-place">{lang.note_stands_here()}</p> }.into_any());
    }
    // What is left out is around these: the entry from the first of them on.
    let path = from_same_day(match first {
        Some(first) if folded > 0 => Page::EntryPart(entry, EntryPart::From(first)),
        _ => Page::Entry(entry),
    });
    let rest = (folded > 0).then(|| view! { <p class="folded"><a href=path>{lang.folded(folded)}</a></p> });
    view! {
        <details class="other-notes">
            <summary>{label}</summary>
            <div class="notes">{cards} {rest}</div>
        </details>
    }
    .into_any()
}
