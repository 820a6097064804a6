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
use crate::parts::loaded::loaded_or_not_found;
use crate::parts::message::Message;
use crate::parts::note_form::NoteFormFields;
use crate::parts::notebook_form::NotebookFormFields;
use crate::request::{NoteForm, NoteFormAnswer, PageRequest, Reader, SentForm};
use crate::response::set_status;
use crate::text::Lang;
use crate::text::excerpt::first_sentence;

/// The form for new notes; where no notebook is written here, the one that begins a notebook.
#[component]
pub fn Page() -> impl IntoView {
    if let Some(form) = form_without_session() {
        return view! { <WithoutSession form note=None /> }.into_any();
    }
    let sent = match SentForm::current() {
        Some(SentForm::Note(form, _)) => Some(form.follows),
        _ => None,
    };
    let request = PageRequest::current();
    let id = sent.clone().unwrap_or_else(|| request.value("follows").unwrap_or_default().to_owned());
    let content = async move {
        let notebooks = api::written_notebooks().await?;
        let followed = match followed_note(&id).await {
            Ok(followed) => followed,
            // What was typed is shown again, whatever became of the older note.
            Err(_) if sent.is_some() => None,
            Err(error) => return Err(error),
        };
        Ok(view! { <Write notebooks followed /> })
    };
    loaded_or_not_found(content, || view! { <UnknownEntry /> }).into_any()
}

/// The older note that a form follows up on.
async fn followed_note(id: &str) -> Result<Option<FollowedNote>, AppError> {
    if id.is_empty() {
        return Ok(None);
    }
    let id: NoteId = id.parse().map_err(|_| AppError::NotFound.respond())?;
    let words = api::note_words(&id).await?;
    if words.is_withdrawn { Err(AppError::NotFound.respond()) } else { Ok(Some(FollowedNote { id, words })) }
}

/// A note with its words, which a new one follows up on.
struct FollowedNote {
    id: NoteId,
    words: NoteWords,
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
fn Write(
    notebooks: Vec<Notebook>,
    /// The older note that the new ones follow up on.
    followed: Option<FollowedNote>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let (form, answer, begun, error) = match SentForm::current() {
        Some(SentForm::Note(form, answer)) => (Some(form), Some(answer), None, None),
        Some(SentForm::Notebook(form, error)) => (None, None, Some(form), Some(error)),
        None => (None, None, None, None),
    };
    let title = if followed.is_some() { lang.follow_up_title() } else { lang.write_title() };
    let quote = followed.map(|followed| view! { <Quote followed /> }.into_any());
    if notebooks.is_empty() {
        return view! {
            <Frame title=lang.begin_notebook() canonical=SitePage::Write>
                {quote}
                <NotebookFormFields form=begun error />
            </Frame>
        }
        .into_any();
    }
    let form = form.unwrap_or_else(|| NoteForm::from_address(&PageRequest::current(), &notebooks));
    let is_open = error.is_some();
    view! {
        <Frame title canonical=SitePage::Write>
            {quote}
            <NoteFormFields form answer notebooks />
            <details class="begin-another" open=is_open>
                <summary>{lang.begin_another_notebook()}</summary>
                <NotebookFormFields form=begun error />
            </details>
        </Frame>
    }
    .into_any()
}

/// The older note, with its day and the way there.
#[component]
fn Quote(followed: FollowedNote) -> impl IntoView {
    let lang = Reader::current().lang;
    let FollowedNote { id, words: NoteWords { entry, day, markdown, .. } } = followed;
    let day = match day {
        Some(day) => view! { <time datetime=day.to_string()>{lang.short_day(day)}</time> }.into_any(),
        None => lang.undated().into_any(),
    };
    let text_lang = Lang::detect(&markdown).as_str();
    view! {
        <p>{lang.follow_up_hint()}</p>
        <blockquote class="followed-note">
            <p>
                <a href=SitePage::Note(entry, id).href()>{day}</a>
            </p>
            <div class="diff" dir="auto" lang=text_lang>{markdown}</div>
        </blockquote>
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
