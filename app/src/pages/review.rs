//! `/review`: what waits for a curator, to be accepted or rejected, confirmed or put off by a key each.

use domain::address::Page;
use domain::decision::Ruling;
use domain::id::NoteId;
use domain::list::timeline::Note;
use domain::pages::{DoubtfulReference, LikelySig, Review, ReviewKind, ReviewNote};
use domain::tag::{NoteTag, Tag};
use leptos::prelude::*;

use crate::api;
use crate::html::chip::{Weaving, weave};
use crate::parts::curate::Back;
use crate::parts::head::Head;
use crate::parts::loaded::loaded;
use crate::parts::note_moves::NoteMoves;
use crate::request::{PageRequest, Reader};
use crate::text::Lang;
use crate::text::names::tag_label;

/// The queue of the query: `kind=references`, `kind=untagged`, `kind=confirmations`, else suggestions; following the note `after`.
#[component]
pub fn Page() -> impl IntoView {
    let request = PageRequest::current();
    let kind = match request.value("kind") {
        Some("references") => ReviewKind::References,
        Some("untagged") => ReviewKind::Untagged,
        Some("confirmations") => ReviewKind::Confirmations,
        _ => ReviewKind::Suggestions,
    };
    let after = request.value("after").and_then(|id| id.parse::<NoteId>().ok());
    loaded(async move {
        let review = api::review(kind, after).await?;
        Ok(view! { <Queue review /> })
    })
}

#[component]
fn Queue(review: Review) -> impl IntoView {
    let lang = Reader::current().lang;
    let waiting = review.waiting();
    let tabs: Vec<_> = review
        .queues
        .iter()
        .copied()
        .map(|(kind, waiting)| {
            let current = (kind == review.kind).then_some("page");
            view! {
                <a href=Page::Review(kind, None).href() aria-current=current>
                    {format!("{} ({waiting})", lang.review_kind(kind))}
                </a>
            }
        })
        .collect();
    let next = review.next.as_ref().map(|next| {
        view! {
            <nav class="pager" aria-label=lang.pages()>
                <a rel="next" class="next" href=Page::Review(review.kind, Some(next.clone())).href()>
                    {lang.review_next()}
                </a>
            </nav>
        }
    });
    let hint = match review.kind {
        ReviewKind::Untagged => lang.untagged_hint(),
        ReviewKind::Confirmations => lang.confirmations_hint(),
        ReviewKind::Suggestions | ReviewKind::References => lang.review_hint(),
    };
    let nothing = review.notes.is_empty().then(|| view! { <p>{lang.nothing_waits()}</p> });
    let notes: Vec<_> = review.notes.into_iter().map(|reviewed| view! { <QueueItem reviewed /> }).collect();
    view! {
        <Head
            title=Some(lang.review().to_owned())
            description=hint
            canonical=Page::review()
            indexed=false
        />
        <main id="main" class="page" tabindex="-1">
            <div class="list-head">
                <h1>{lang.review()}</h1>
                <p class="list-count">{lang.waiting(waiting)}</p>
                <nav class="order" aria-label=lang.review()>
                    {tabs}
                </nav>
            </div>
            <p class="review-hint">{hint}</p>
            <div class="notes review">{nothing} {notes}</div>
            {next}
        </main>
    }
    .into_any()
}

/// A note with what waits of it.
#[component]
fn QueueItem(reviewed: ReviewNote) -> impl IntoView {
    let lang = Reader::current().lang;
    let ReviewNote { entry, day, note, suggested, doubtful, likely, moved } = reviewed;
    let html = weave(note.id.as_str(), &note.html, &note.references, Weaving { lang, ..Weaving::default() });
    let day = match day {
        Some(day) => view! { <time datetime=day.to_string()>{lang.day(day)}</time> }.into_any(),
        None => lang.undated().into_any(),
    };
    let suggestions: Vec<_> =
        by_tag(suggested).into_iter().map(|tags| suggestion(&note.id, &tags, lang)).collect();
    let doubts: Vec<_> = doubtful.into_iter().map(|doubtful| doubt(&note, doubtful, lang)).collect();
    let likely = (!likely.is_empty()).then(|| offer(&note.id, &likely, lang));
    let moved = moved.map(|moved| view! { <NoteMoves note=note.clone() moved /> });
    view! {
        <section class="note" id=format!("n-{}", note.id)>
            <p class="entry-notebook">
                <a class="permalink" href=Page::Note(entry.clone(), note.id.clone()).href()>
                    {day}
                </a>
            </p>
            <div class="note-body" lang=Lang::detect(&note.text).as_str() inner_html=html></div>
            <ul class="waiting">{suggestions} {doubts} {likely} {moved}</ul>
            <p class="curate-error" role="alert"></p>
        </section>
    }
    .into_any()
}

/// What several origins suggest is one suggestion.
fn by_tag(suggested: Vec<NoteTag>) -> Vec<Vec<NoteTag>> {
    let mut groups: Vec<Vec<NoteTag>> = Vec::new();
    for tag in suggested {
        match groups.iter_mut().find(|group| group.iter().any(|other| other.tag == tag.tag)) {
            Some(group) => group.push(tag),
            None => groups.push(vec![tag]),
        }
    }
    groups
}

/// What a button shows, its name where that says too little, and what it does where that is not said.
struct ButtonLabel {
    view: AnyView,
    name: Option<String>,
    title: Option<String>,
}

/// A button that decides on a tag, pressed by a key too.
fn button(note: &NoteId, tag: &Tag, ruling: Ruling, key: String, label: ButtonLabel) -> AnyView {
    let ButtonLabel { view, name, title } = label;
    view! {
        <form method="post" action="/fn/decide-tag" data-in-place=format!("n-{note}")>
            <input type="hidden" name="note" value=note.to_string() />
            <input type="hidden" name="tag" value=tag.value() />
            <input type="hidden" name="ruling" value=ruling.as_str() />
            <Back />
            <button type="submit" data-key=key aria-label=name title=title>
                {view}
            </button>
        </form>
    }
    .into_any()
}

/// The SIGs that a note may be about, a key each. That none fits is a rejection of the likeliest: the note is settled then.
fn offer(note: &NoteId, likely: &[LikelySig], lang: Lang) -> AnyView {
    let offered: Vec<_> = likely
        .iter()
        .zip(1_u8..)
        .map(|(LikelySig { sig, evidence }, place)| {
            let why = (!evidence.is_empty()).then(|| {
                view! { <span class="offer-why">{evidence.join(", ")}</span> }
            });
            let label = view! {
                <kbd aria-hidden="true">{place}</kbd>
                " "
                {sig.label()}
                " "
                {why}
            };
            let label = ButtonLabel { view: label.into_any(), name: None, title: None };
            button(note, &Tag::Sig(sig.clone()), Ruling::Applied, place.to_string(), label)
        })
        .collect();
    let none = likely.first().map(|LikelySig { sig, .. }| {
        let tag = Tag::Sig(sig.clone());
        let none = view! {
            <kbd aria-hidden="true">"r"</kbd>
            " "
            {lang.none_fits()}
        };
        let title = Some(lang.ruling_on(Ruling::Rejected, &tag_label(&tag)));
        let label = ButtonLabel { view: none.into_any(), name: None, title };
        button(note, &tag, Ruling::Rejected, "r".to_owned(), label)
    });
    view! {
        <li data-waits="" class="offer">
            {offered}
            {none}
        </li>
    }
    .into_any()
}

fn suggestion(note: &NoteId, tags: &[NoteTag], lang: Lang) -> Option<AnyView> {
    let first = tags.first()?;
    let (kind, label) = (first.tag.kind(), tag_label(&first.tag));
    let why = tags.iter().map(|tag| lang.tag_reason(tag)).collect::<Vec<_>>().join(" · ");
    let button = |ruling: Ruling, key: &'static str, action: &'static str| {
        let name = Some(lang.ruling_on(ruling, &label));
        button(
            note,
            &first.tag,
            ruling,
            key.to_owned(),
            ButtonLabel { view: action.into_any(), name, title: None },
        )
    };
    let item = view! {
        <li data-waits="">
            <span class="tag" data-kind=kind>
                {label.clone()}
            </span>
            <span class="waiting-why">{why}</span>
            {button(Ruling::Applied, "a", lang.accept())}
            {button(Ruling::Rejected, "r", lang.reject())}
        </li>
    };
    Some(item.into_any())
}

fn doubt(note: &Note, doubtful: DoubtfulReference, lang: Lang) -> AnyView {
    let guess = note.references.get(doubtful.position as usize).map(|reference| reference.target.name());
    let literal = doubtful.mention.literal;
    let form = |meant: AnyView, key: &'static str, label: &'static str| {
        view! {
            <form method="post" action="/fn/correct" data-in-place=format!("n-{}", note.id)>
                <input type="hidden" name="note" value=note.id.to_string() />
                <input type="hidden" name="literal" value=literal.clone() />
                <input type="hidden" name="nth" value=doubtful.mention.nth.to_string() />
                <Back />
                {meant}
                <button type="submit" data-key=key>
                    {label}
                </button>
            </form>
        }
    };
    let field = view! {
        <input
            name="meant"
            value=guess
            required
            maxlength="2000"
            autocomplete="off"
            aria-label=format!("{} {}", literal, lang.means())
            title=lang.correct_hint()
        />
    };
    let none = view! { <input type="hidden" name="meant" value="none" /> };
    view! {
        <li data-waits="">
            <code>{literal.clone()}</code>
            <span class="waiting-why">{lang.doubt(doubtful.why)}</span>
            {form(field.into_any(), "a", lang.correct())}
            {form(none.into_any(), "r", lang.no_reference())}
        </li>
    }
    .into_any()
}
