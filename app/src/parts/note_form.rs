//! The form in which a note is written: plain, which JavaScript saves and previews in place.

use domain::address::Page;
use domain::id::NoteId;
use domain::notebook::Notebook;
use domain::notebook::word_diff::word_diff;
use leptos::prelude::*;

use crate::error::AppError;
use crate::html::escape;
use crate::parts::diff::Diff;
use crate::parts::note_preview::Preview;
use crate::request::{NoteForm, NoteFormAnswer, PageRequest, Reader};
use crate::response::set_status;

/// The form with what it holds, below what it was answered with.
#[component]
pub fn NoteFormFields(
    form: NoteForm,
    #[prop(optional_no_strip)] answer: Option<NoteFormAnswer>,
    /// The notebooks that a new note may go into; of none, the form keeps the one that it holds.
    #[prop(optional)]
    notebooks: Vec<Notebook>,
    /// The note that is edited; `None` for new ones.
    #[prop(optional_no_strip)]
    note: Option<NoteId>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let is_answer = answer.is_some();
    let is_new = note.is_none();
    let (label, hint) = match is_new {
        true => (lang.markdown_label(), lang.markdown_hint()),
        false => (lang.markdown_label_of_one(), lang.markdown_hint_of_one()),
    };
    let NoteForm { notebook, date, markdown, seen, follows } = form;
    // Its draft is one of its own: a draft is known by where the form is sent.
    let followed = follows.parse::<NoteId>().ok();
    let action = match (note, &followed) {
        (Some(note), _) => Page::EditNote(note).href(),
        (None, Some(followed)) => Page::follow_up_href(followed),
        (None, None) => Page::Write.href(),
    };
    let followed =
        followed.map(|note| view! { <input type="hidden" name="follows" value=note.to_string() /> });
    let (problem, preview) = match answer {
        Some(NoteFormAnswer::Preview(notes)) => (None, notes),
        Some(NoteFormAnswer::Conflict { now }) => {
            set_status(409);
            (Some(view! { <Conflict now typed=markdown.clone() /> }.into_any()), Vec::new())
        }
        Some(NoteFormAnswer::Refused(error)) => (Some(view! { <Refusal error /> }.into_any()), Vec::new()),
        None => (None, Vec::new()),
    };
    // Leptos writes the content of a field as it is, and a browser takes a first line feed away.
    let content = format!("\n{}", escape::html(&markdown));
    let preview = view! { <Preview notes=preview /> }.into_any();
    // On a page that answers what it shows comes first; while one writes, it follows.
    let (above, below) = if is_answer { (Some(preview), None) } else { (None, Some(preview)) };
    view! {
        <div data-writing-part="problem">{problem}</div>
        <div class="writing-desk">
        {above}
        <form class="writing" method="post" action=action data-writing="" data-answers=is_answer.then_some("")>
            <div class="writing-where">
                <NotebookField chosen=notebook notebooks />
                <label>
                    {lang.day_label()}
                    " "
                    <input type="date" name="date" value=date required=is_new />
                </label>
            </div>
            {followed}
            <input type="hidden" name="seen" value=seen data-writing-part="seen" />
            <label for="markdown">{label}</label>
            <textarea
                id="markdown"
                name="markdown"
                rows="12"
                dir="auto"
                maxlength=NoteForm::MAX_CHARS.to_string()
                autocomplete="off"
                required
                aria-describedby="markdown-hint"
            >
                {content}
            </textarea>
            <p id="markdown-hint" class="writing-hint">{hint}</p>
            <p class="writing-note" data-writing-draft="" hidden>
                <span data-template=lang.draft_restored()></span>
                " "
                <button type="button">{lang.discard_draft()}</button>
            </p>
            <p class="writing-note" role="alert" data-writing-offline="" hidden>
                <span data-template=lang.not_reached()></span>
                " "
                <button type="button">{lang.try_again()}</button>
            </p>
            <p class="writing-buttons">
                <button type="submit" name="action" value="preview">{lang.preview()}</button>
                <button type="submit" class="apply-all" name="action" value="save">{lang.save()}</button>
                <span class="writing-keys quiet">{lang.save_keys()}</span>
            </p>
        </form>
        {below}
        </div>
    }
    .into_any()
}

/// The choice of the notebook; none where there is one alone.
#[component]
fn NotebookField(
    /// Its slug.
    chosen: String,
    notebooks: Vec<Notebook>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let [first, _, ..] = &notebooks[..] else {
        let title = notebooks.first().map(|notebook| view! { <span>{lang.writes_in(notebook)}</span> });
        return view! {
            <input type="hidden" name="notebook" value=chosen />
            {title}
        }
        .into_any();
    };
    let is_known = notebooks.iter().any(|notebook| notebook.slug.as_str() == chosen);
    let chosen = if is_known { chosen } else { first.slug.to_string() };
    let options: Vec<_> = notebooks
        .iter()
        .map(|notebook| {
            let slug = notebook.slug.to_string();
            let selected = slug == chosen;
            view! { <option value=slug selected=selected>{notebook.title.clone()}</option> }
        })
        .collect();
    view! {
        <label>
            {lang.notebook_label()}
            " "
            <select name="notebook">{options}</select>
        </label>
    }
    .into_any()
}

/// Why nothing was saved; whose session is over is led to sign in elsewhere, so that the form stays.
#[component]
pub fn Refusal(error: AppError) -> impl IntoView {
    let lang = Reader::current().lang;
    let error = error.respond();
    let hint = match error {
        AppError::SignInNeeded => {
            let path = PageRequest::current().path_and_query;
            let path = path.split('?').next().unwrap_or("/");
            view! {
                <a href=Page::sign_in(path).href() target="_blank" rel="noopener nofollow">
                    {lang.sign_in_to_save()}
                    <span class="visually-hidden">" "{lang.opens_another_tab()}</span>
                </a>
            }
            .into_any()
        }
        error => error.describe(lang).into_any(),
    };
    view! {
        <p class="form-error" role="alert">
            {lang.words_not_saved()} " " {hint}
        </p>
    }
    .into_any()
}

/// What the note says now, compared with what was typed.
#[component]
fn Conflict(now: String, typed: String) -> impl IntoView {
    let lang = Reader::current().lang;
    view! {
        <section class="conflict" aria-labelledby="conflict">
            <h2 id="conflict">{lang.conflict()}</h2>
            <p class="form-error" role="alert">{lang.conflict_hint()}</p>
            <Diff parts=word_diff(&now, &typed) />
            <details>
                <summary>{lang.words_now()}</summary>
                <div class="diff" dir="auto">{now}</div>
            </details>
        </section>
    }
    .into_any()
}
