//! `/write` and `/write/{note}`: the forms in which notes are written, edited, moved and withdrawn.

use domain::address::Page as SitePage;
use domain::id::NoteId;
use domain::notebook::Notebook;
use domain::notebook::writing::WordsSeen;
use leptos::prelude::*;
use store::NoteWords;

use super::entry::{UnknownEntry, param};
use crate::api;
use crate::error::AppError;
use crate::parts::head::Head;
use crate::parts::loaded::{loaded, loaded_or_not_found};
use crate::parts::message::Message;
use crate::parts::note_form::NoteFormFields;
use crate::parts::notebook_form::NotebookFormFields;
use crate::request::{NoteForm, NoteFormAnswer, PageRequest, Reader, SentForm};
use crate::response::set_status;
use crate::text::excerpt::first_sentence;

/// The form for new notes; where no notebook is written here, the one that begins a notebook.
#[component]
pub fn Page() -> impl IntoView {
    if let Some(form) = form_without_session() {
        return view! { <WithoutSession form note=None /> }.into_any();
    }
    loaded(async move {
        let notebooks = api::written_notebooks().await?;
        Ok(view! { <Write notebooks /> })
    })
    .into_any()
}

/// The form of the note that the path names.
#[component]
pub fn EditPage() -> impl IntoView {
    let id = param("note").and_then(|id| id.parse::<NoteId>().ok());
    let Some(id) = id else { return view! { <UnknownEntry /> }.into_any() };
    if let Some(form) = form_without_session() {
        return view! { <WithoutSession form note=Some(id) /> }.into_any();
    }
    let content = async move {
        let words = api::note_words(&id).await?;
        Ok(view! { <Edit id words /> })
    };
    loaded_or_not_found(content, || view! { <UnknownEntry /> }).into_any()
}

/// The form that was sent without a session.
fn form_without_session() -> Option<NoteForm> {
    match SentForm::current()? {
        SentForm::Note(form, NoteFormAnswer::Refused(AppError::SignInNeeded)) => Some(form),
        _ => None,
    }
}

/// The form with the words of whoever has no session any more: it is shown nothing but these.
#[component]
fn WithoutSession(form: NoteForm, note: Option<NoteId>) -> impl IntoView {
    let answer = Some(NoteFormAnswer::Refused(AppError::SignInNeeded));
    let (title, canonical) = match &note {
        None => (Reader::current().lang.write_title(), SitePage::Write),
        Some(note) => (Reader::current().lang.edit_note_title(), SitePage::EditNote(note.clone())),
    };
    view! {
        <Frame title canonical>
            <NoteFormFields form answer note />
        </Frame>
    }
    .into_any()
}

#[component]
fn Write(notebooks: Vec<Notebook>) -> impl IntoView {
    let lang = Reader::current().lang;
    let (form, answer, begun, error) = match SentForm::current() {
        Some(SentForm::Note(form, answer)) => (Some(form), Some(answer), None, None),
        Some(SentForm::Notebook(form, error)) => (None, None, Some(form), Some(error)),
        None => (None, None, None, None),
    };
    if notebooks.is_empty() {
        return view! {
            <Frame title=lang.begin_notebook() canonical=SitePage::Write>
                <NotebookFormFields form=begun error />
            </Frame>
        }
        .into_any();
    }
    let form = form.unwrap_or_else(|| NoteForm::from_address(&PageRequest::current(), &notebooks));
    let is_open = error.is_some();
    view! {
        <Frame title=lang.write_title() canonical=SitePage::Write>
            <NoteFormFields form answer notebooks />
            <details class="begin-another" open=is_open>
                <summary>{lang.begin_another_notebook()}</summary>
                <NotebookFormFields form=begun error />
            </details>
        </Frame>
    }
    .into_any()
}

#[component]
fn Edit(id: NoteId, words: NoteWords) -> impl IntoView {
    let lang = Reader::current().lang;
    let NoteWords { notebook, entry, day, markdown, is_withdrawn } = words;
    let canonical = SitePage::EditNote(id.clone());
    let permalink = SitePage::Note(entry.clone(), id.clone()).href();
    if !notebook.is_written {
        set_status(409);
        let link = (permalink, lang.to_note());
        return view! { <Message title=lang.has_a_source() hint=lang.has_a_source_hint() link /> }.into_any();
    }
    let (sent, answer) = match SentForm::current() {
        Some(SentForm::Note(form, answer)) => (Some(form), Some(answer)),
        _ => (None, None),
    };
    let seen = WordsSeen::new(&markdown).to_string();
    if is_withdrawn {
        return view! { <Withdrawn id entry_path=permalink markdown answer canonical /> }.into_any();
    }
    let form = NoteForm {
        // What was compared with is what the note says now.
        seen: match (&sent, &answer) {
            (Some(sent), Some(answer)) if !matches!(answer, NoteFormAnswer::Conflict { .. }) => {
                sent.seen.clone()
            }
            _ => seen.clone(),
        },
        notebook: notebook.slug.to_string(),
        ..sent.unwrap_or_else(|| NoteForm {
            date: day.map(|day| day.to_string()).unwrap_or_default(),
            markdown: markdown.clone(),
            ..NoteForm::default()
        })
    };
    let action = canonical.href();
    let history = format!("{}#n-{id}", SitePage::History(entry).href());
    view! {
        <Frame title=lang.edit_note_title() canonical>
            <p>
                <a href=permalink>{heading(&markdown, lang.to_note())}</a>
                " · "
                <a href=history>{lang.earlier_words()}</a>
            </p>
            <NoteFormFields form answer note=Some(id) />
            <details class="withdraw">
                <summary>{lang.withdraw()}</summary>
                <form class="confirm" method="post" action=action>
                    <p>{lang.withdraw_hint()}</p>
                    <input type="hidden" name="seen" value=seen data-writing-part="seen-to-withdraw" />
                    <button type="submit" name="action" value="withdraw">{lang.withdraw_note()}</button>
                </form>
            </details>
        </Frame>
    }
    .into_any()
}

/// A note that was withdrawn, with its last words and the way back.
#[component]
fn Withdrawn(
    id: NoteId,
    entry_path: String,
    markdown: String,
    answer: Option<NoteFormAnswer>,
    canonical: SitePage,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let action = SitePage::EditNote(id).href();
    let problem = match answer {
        Some(NoteFormAnswer::Refused(error)) => {
            let error = error.respond();
            Some(view! { <p class="form-error" role="alert">{error.describe(lang)}</p> })
        }
        _ => None,
    };
    view! {
        <Frame title=lang.withdrawn_title() canonical>
            {problem}
            <p>{lang.withdrawn_hint()}</p>
            <p class="quiet">{lang.last_words()}</p>
            <div class="diff" dir="auto">{markdown}</div>
            <form class="confirm" method="post" action=action>
                <button type="submit" class="apply-all" name="action" value="restore">
                    {lang.bring_note_back()}
                </button>
            </form>
            <p>
                <a href=entry_path>{lang.to_note()}</a>
            </p>
        </Frame>
    }
    .into_any()
}

/// What a link to a note says: how it begins.
fn heading(markdown: &str, otherwise: &str) -> String {
    Some(first_sentence(markdown))
        .filter(|sentence| !sentence.is_empty())
        .unwrap_or_else(|| otherwise.to_owned())
}

/// What all of these pages have around their forms.
#[component]
fn Frame(title: &'static str, canonical: SitePage, children: Children) -> impl IntoView {
    let lang = Reader::current().lang;
    view! {
        <Head title=Some(title.to_owned()) description=lang.write_description() canonical indexed=false />
        <main id="main" class="page writing-page" tabindex="-1">
            <h1>{title}</h1>
            {children()}
        </main>
    }
    .into_any()
}
