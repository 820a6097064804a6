//! Notes that are being written, as they will be shown.

use domain::pages::NotePreview;
use leptos::prelude::*;

use crate::html::chip::{Weaving, weave};
use crate::request::Reader;
use crate::text::Lang;
use crate::text::names::tag_label;

/// What notes would show, and how misspelt names in them were read; empty where there are none.
#[component]
pub fn Preview(notes: Vec<NotePreview>) -> impl IntoView {
    let lang = Reader::current().lang;
    let heading = (!notes.is_empty()).then(|| {
        view! { <h2 id="preview-title">{lang.preview()} " " <span class="quiet">{lang.preview_hint()}</span></h2> }
    });
    let notes: Vec<_> =
        notes.into_iter().enumerate().map(|(n, note)| view! { <PreviewedNote n note /> }).collect();
    view! {
        <section id="preview" class="preview" data-writing-part="preview" aria-label=lang.preview()>
            {heading}
            <div class="notes">{notes}</div>
        </section>
    }
    .into_any()
}

/// A note without what can be done with one that is stored.
#[component]
fn PreviewedNote(
    /// Its place among those of the form, from 0.
    n: usize,
    note: NotePreview,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let NotePreview { html, text, references, tags } = note;
    let html = weave(&format!("preview-{n}"), &html, &references, Weaving { lang, ..Weaving::default() });
    let tags: Vec<_> = tags
        .iter()
        .map(|tag| {
            let (kind, why) = (tag.tag.kind(), lang.tag_reason(tag));
            view! { <li><span class="tag" data-kind=kind title=why>{tag_label(&tag.tag)}</span></li> }
        })
        .collect();
    let tags = (!tags.is_empty()).then(|| view! { <ul class="tags">{tags}</ul> });
    let corrected: Vec<_> = references
        .iter()
        .filter(|reference| reference.corrected)
        .map(|reference| {
            view! { <li><code>{reference.literal.clone()}</code> " → " {reference.target.name()}</li> }
        })
        .collect();
    let corrected = (!corrected.is_empty()).then(|| {
        view! {
            <div class="preview-readings">
                {lang.read_as()}
                <ul>{corrected}</ul>
            </div>
        }
    });
    view! {
        <div class="note">
            <div class="note-body" lang=Lang::detect(&text).as_str() inner_html=html></div>
            {corrected}
            {tags.map(|tags| view! { <div class="note-foot">{tags}</div> })}
        </div>
    }
    .into_any()
}
