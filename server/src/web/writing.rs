//! The forms in which notes are written: plain POSTs, which redirect to what was written, or show the page again with what was
//! typed.

mod begin;
mod notes;

use app::error::AppError;
use app::request::{NoteForm, Reader, RequestRefusal, SentForm, SignedIn};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Form, Path, State};
use axum::http::request::Parts;
use axum::http::{Extensions, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use domain::address::Page;
use domain::decision::curator::CuratorName;
use domain::id::NoteId;
use jiff::Timestamp;
use serde::Deserialize;
use store::Store;
use strum::EnumString;

use super::body_limit::MAX_WRITTEN_BYTES;
use super::form_pages::FormPages;
use super::form_redirects::accepts_pages;

/// What the forms need.
#[derive(Clone)]
struct Writing {
    store: Store,
    pages: FormPages,
    now: fn() -> Timestamp,
}

/// The routes of the forms; `now` is the clock of pages.
pub fn routes<S: Clone + Send + Sync + 'static>(
    store: Store,
    pages: FormPages,
    now: fn() -> Timestamp,
) -> Router<S> {
    Router::new()
        .route("/write", post(write))
        .route("/write/{note}", post(edit))
        .layer(DefaultBodyLimit::max(MAX_WRITTEN_BYTES))
        .with_state(Writing { store, pages, now })
}

/// What a button of the forms does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString)]
#[strum(serialize_all = "lowercase")]
enum Action {
    /// That of a form without a button, too: it changes nothing.
    #[default]
    Preview,
    Save,
    Withdraw,
    Restore,
    Begin,
}

/// The fields of all of the forms.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Fields {
    action: String,
    notebook: String,
    date: String,
    markdown: String,
    seen: String,
    follows: String,
    title: String,
    author: String,
    time_zone: String,
    rights: String,
    licence: String,
    next: String,
}

impl Fields {
    fn note_form(&self) -> NoteForm {
        NoteForm {
            notebook: self.notebook.clone(),
            date: self.date.trim().to_owned(),
            // Browsers send the lines of a form so.
            markdown: self.markdown.replace("\r\n", "\n"),
            seen: self.seen.clone(),
            follows: self.follows.clone(),
        }
    }
}

/// Who sends a form.
struct Sender {
    reader: Reader,
    curator: Option<SignedIn>,
    /// Why the request is refused, whatever it says.
    refusal: Option<AppError>,
    /// Whether a browser shows the answer, and no script reads it.
    accepts_pages: bool,
}

impl Sender {
    fn new(request: &Parts) -> Self {
        let extensions = &request.extensions;
        Self {
            reader: extensions.get::<Reader>().copied().unwrap_or_default(),
            curator: extensions.get::<SignedIn>().cloned(),
            refusal: extensions.get::<RequestRefusal>().map(|RequestRefusal(error)| error.clone()),
            accepts_pages: accepts_pages(&request.headers),
        }
    }

    /// The curator, who may write and has not had their share.
    fn writer(&self) -> Result<CuratorName, AppError> {
        let curator = self.curator.as_ref().ok_or(AppError::SignInNeeded)?;
        if let Some(error) = &self.refusal {
            return Err(error.clone());
        }
        curator.name.parse().map_err(|error| {
            tracing::error!(%error, "a session of nobody");
            AppError::Failed
        })
    }
}

/// Adds notes to a day, shows what they would be, or begins a notebook.
async fn write(State(writing): State<Writing>, request: Parts, Form(fields): Form<Fields>) -> Response {
    let sender = Sender::new(&request);
    let outcome = match fields.action.parse().unwrap_or_default() {
        Action::Begin => writing.begin(&sender, &fields).await,
        action => {
            let form = fields.note_form();
            let outcome = writing.add(&sender, &form, action).await;
            outcome.map_err(|answer| SentForm::Note(form, answer))
        }
    };
    writing.respond(&Page::Write, sender, outcome).await
}

/// Edits a note, moves it, withdraws it, brings it back, or shows what it would be.
async fn edit(
    State(writing): State<Writing>,
    Path(note): Path<String>,
    request: Parts,
    Form(fields): Form<Fields>,
) -> Response {
    let Ok(note) = note.parse::<NoteId>() else { return StatusCode::NOT_FOUND.into_response() };
    let sender = Sender::new(&request);
    let form = fields.note_form();
    let action = fields.action.parse().unwrap_or_default();
    let outcome = writing.change(&sender, &note, &form, action).await;
    let outcome = outcome.map_err(|answer| SentForm::Note(form, answer));
    writing.respond(&Page::EditNote(note), sender, outcome).await
}

impl Writing {
    /// Leads to a path, a script by a 201; else shows the page with the form again.
    async fn respond(&self, page: &Page, sender: Sender, outcome: Result<String, SentForm>) -> Response {
        match outcome {
            Ok(path) if sender.accepts_pages => Redirect::to(&path).into_response(),
            Ok(path) => (StatusCode::CREATED, [(header::LOCATION, path)]).into_response(),
            Err(form) => {
                let add = |request: &mut Extensions| {
                    request.insert(form);
                    if let Some(curator) = sender.curator {
                        request.insert(curator);
                    }
                };
                self.pages.respond(page, sender.reader, add).await
            }
        }
    }
}
