//! Forms by which curators tag and correct notes: plain ones, which JavaScript submits in place.

use std::collections::HashMap;

use domain::decision::{
    CorrectedMeaning, CorrectionInForce, Curation, DecisionEvent, JudgedVerdict, Mention, Ruling,
    VerdictInForce,
};
use domain::id::{EntryId, NoteId};
use domain::list::timeline::Reference;

use domain::outcome::verdict::Verdict;
use domain::sig::Sig;
use domain::tag::{NoteTag, Tag};
use leptos::prelude::*;

use crate::request::{PageRequest, Reader, SignedIn};
use crate::text::names::tag_label;

/// The newest version that the field offers by itself; any that the server allows may be typed.
const NEWEST_OFFERED: u16 = 39;

/// The tags that a tag field suggests, once for the page and for curators only.
#[component]
pub fn KnownTags() -> impl IntoView {
    SignedIn::current()
        .map(|_| {
            let sigs = Sig::known().map(|group| group.name.to_owned());
            let versions = (14..=NEWEST_OFFERED).rev().map(|minor| format!("1.{minor}"));
            let options: Vec<_> =
                sigs.chain(versions).map(|value| view! { <option value=value></option> }).collect();
            view! { <datalist id="known-tags">{options}</datalist> }
        })
        .into_any()
}

/// A button that decides on a tag of a note.
#[component]
pub fn Decide(note: NoteId, tag: Tag, ruling: Ruling, label: String, sign: &'static str) -> impl IntoView {
    let title = label.clone();
    view! {
        <form class="decide" method="post" action="/fn/decide-tag" data-in-place=format!("n-{note}")>
            <input type="hidden" name="note" value=note.to_string() />
            <input type="hidden" name="tag" value=tag.value() />
            <input type="hidden" name="ruling" value=ruling.as_str() />
            <Back />
            <button type="submit" title=title>
                <span aria-hidden="true">{sign}</span>
                <span class="visually-hidden">{label}</span>
            </button>
        </form>
    }
    .into_any()
}

/// The field with the page that a form leads back to.
#[component]
pub fn Back() -> impl IntoView {
    view! { <input type="hidden" name="back" value=PageRequest::current().path_and_query /> }
}

/// The suggested tags, rejected tags and corrections of a note, for curators.
#[component]
pub fn Curate(
    note: NoteId,
    tags: Vec<NoteTag>,
    references: Vec<Reference>,
    curation: Curation,
) -> impl IntoView {
    let lang = Reader::current().lang;
    // A tag that the note has is no suggestion, and one that several origins suggest is one suggestion.
    let mut suggested: Vec<NoteTag> = Vec::new();
    for tag in curation.suggested {
        let is_same = |other: &NoteTag| other.tag == tag.tag;
        if !tags.iter().any(is_same) && !suggested.iter().any(is_same) {
            suggested.push(tag);
        }
    }
    let row = |tag: NoteTag, rulings: &[(Ruling, &'static str)]| {
        let label = tag_label(&tag.tag);
        let buttons: Vec<_> = rulings
            .iter()
            .map(|&(ruling, sign)| {
                let label = lang.ruling_on(ruling, &label);
                view! { <Decide note=note.clone() tag=tag.tag.clone() ruling label sign /> }
            })
            .collect();
        view! {
            <li>
                <span class="tag" data-state="open" title=lang.tag_reason(&tag)>{label}</span>
                {buttons}
            </li>
        }
        .into_any()
    };
    let list = |label: &'static str, rows: Vec<AnyView>| {
        (!rows.is_empty()).then(|| {
            view! {
                <div class="curate-row">
                    <span class="curate-words">{label}</span>
                    <ul class="tags">{rows}</ul>
                </div>
            }
            .into_any()
        })
    };
    let suggestions = suggested
        .into_iter()
        .map(|tag| row(tag, &[(Ruling::Applied, "✓"), (Ruling::Rejected, "×")]))
        .collect();
    let rejected = curation.rejected.into_iter().map(|tag| row(tag, &[(Ruling::Cleared, "↺")])).collect();
    let corrections = Corrections(CorrectionsProps {
        note: note.clone(),
        references,
        corrected: curation.corrected,
        judged: curation.judged,
    });
    view! {
        <div class="curate">
            {list(lang.suggested(), suggestions)}
            {list(lang.rejected_tags(), rejected)}
            <AddTag on=format!("n-{note}") name="note" id=note.to_string() />
            {corrections}
            <p class="curate-error" role="alert"></p>
        </div>
    }
    .into_any()
}

/// What was decided on a note, newest first.
#[component]
pub fn History(events: Vec<DecisionEvent>) -> impl IntoView {
    let lang = Reader::current().lang;
    let rows: Vec<_> = events.iter().map(|event| view! { <li>{lang.decision(event)}</li> }).collect();
    (!rows.is_empty())
        .then(|| {
            view! {
                <section class="history">
                    <h2>{lang.decided()}</h2>
                    <ul>{rows}</ul>
                </section>
            }
        })
        .into_any()
}

/// The field for a new tag.
#[component]
fn AddTag(
    /// The id of the element that is replaced.
    on: String,
    /// `note` or `entry`.
    name: &'static str,
    id: String,
) -> impl IntoView {
    let lang = Reader::current().lang;
    view! {
        <form class="add-tag" method="post" action="/fn/decide-tag" data-in-place=on>
            <input type="hidden" name=name value=id />
            <input type="hidden" name="ruling" value=Ruling::Applied.as_str() />
            <Back />
            <input
                name="tag"
                list="known-tags"
                required
                maxlength="64"
                autocomplete="off"
                aria-label=lang.tag_field()
                placeholder=lang.tag_field()
            />
            <button type="submit">{lang.add_tag()}</button>
        </form>
    }
    .into_any()
}

/// A tag for all notes of an entry.
#[component]
pub fn CurateEntry(entry: EntryId) -> impl IntoView {
    let lang = Reader::current().lang;
    SignedIn::current()
        .map(|_| {
            view! {
                <details class="curate-entry">
                    <summary>{lang.whole_entry()}</summary>
                    <AddTag on=format!("e-{entry}") name="entry" id=entry.to_string() />
                </details>
            }
        })
        .into_any()
}

/// What each citation of a note means, and how what it expected turned out.
#[component]
fn Corrections(
    note: NoteId,
    references: Vec<Reference>,
    corrected: Vec<CorrectionInForce>,
    judged: Vec<VerdictInForce>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let mut seen: HashMap<String, u32> = HashMap::new();
    let rows: Vec<_> = references
        .into_iter()
        .map(|reference| {
            let count = seen.entry(reference.literal.clone()).or_default();
            let nth = *count;
            *count += 1;
            let literal = reference.literal;
            let is_it = |mention: &Mention| mention.literal == literal && mention.nth == nth;
            let verdict = reference
                .outcome
                .as_ref()
                .and_then(|outcome| outcome.kep.as_ref())
                .filter(|kep| kep.relation.is_known())
                .map(|_| {
                    let current = judged.iter().find(|judged| is_it(&judged.mention)).map(|judged| judged.judged);
                    let mention = Mention { literal: literal.clone(), nth };
                    view! { <JudgeForm note=note.clone() mention current /> }
                });
            let current = corrected.iter().find(|corrected| is_it(&corrected.mention)).map(|corrected| match &corrected.meant {
                CorrectedMeaning::Target(target) => target.name(),
                CorrectedMeaning::Nothing | CorrectedMeaning::Cleared => "none".to_owned(),
            });
            let form = |meant: AnyView, label: &'static str| {
                view! {
                    <form class="correct" method="post" action="/fn/correct" data-in-place=format!("n-{note}")>
                        <input type="hidden" name="note" value=note.to_string() />
                        <input type="hidden" name="literal" value=literal.clone() />
                        <input type="hidden" name="nth" value=nth.to_string() />
                        <Back />
                        {meant}
                        <button type="submit">{label}</button>
                    </form>
                }
                .into_any()
            };
            let field = view! {
                <input
                    name="meant"
                    required
                    maxlength="2000"
                    autocomplete="off"
                    value=current.clone()
                    placeholder=reference.target.name()
                    aria-label=format!("{literal} {}", lang.means())
                    title=lang.correct_hint()
                />
            };
            let cleared = view! { <input type="hidden" name="meant" value=Ruling::Cleared.as_str() /> };
            let as_written = current.map(|_| form(cleared.into_any(), lang.as_written()));
            view! {
                <li>
                    <code>{literal.clone()}</code>
                    {form(field.into_any(), lang.correct())}
                    {as_written}
                    {verdict}
                </li>
            }
            .into_any()
        })
        .collect();
    (!rows.is_empty())
        .then(|| {
            view! {
                <details class="corrections">
                    <summary>{lang.correct_citations()}</summary>
                    <ul>{rows}</ul>
                </details>
            }
        })
        .into_any()
}

/// The choice of the verdict on a citation.
#[component]
fn JudgeForm(
    note: NoteId,
    mention: Mention,
    /// What is in force; `None` where what is derived counts.
    current: Option<JudgedVerdict>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let current = current.unwrap_or(JudgedVerdict::Cleared);
    let verdicts = Verdict::ALL.iter().map(|verdict| JudgedVerdict::Verdict(*verdict));
    let options: Vec<_> = [JudgedVerdict::Cleared]
        .into_iter()
        .chain(verdicts)
        .chain([JudgedVerdict::Nothing])
        .map(|judged| {
            view! {
                <option value=judged.as_str() selected=judged == current>
                    {lang.judged(judged)}
                </option>
            }
        })
        .collect();
    view! {
        <form class="correct" method="post" action="/fn/judge" data-in-place=format!("n-{note}")>
            <input type="hidden" name="note" value=note.to_string() />
            <input type="hidden" name="literal" value=mention.literal.clone() />
            <input type="hidden" name="nth" value=mention.nth.to_string() />
            <Back />
            <select name="judged" aria-label=format!("{}: {}", mention.literal, lang.turned_out())>
                {options}
            </select>
            <button type="submit">{lang.judge()}</button>
        </form>
    }
    .into_any()
}
