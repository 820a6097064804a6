//! The forms in which notes are written, as they were sent: what was typed is never lost.

use domain::notebook::Notebook;
use domain::pages::{NotePreview, Shared};
use leptos::prelude::use_context;

use super::{DataAge, PageRequest};
use crate::error::AppError;

/// The form of a note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteForm {
    /// The slug of the notebook that it goes into; of a note that is edited, that of its own.
    pub notebook: String,
    /// The day; empty for today.
    pub date: String,
    /// What the note says.
    pub markdown: String,
    /// What the editor had before them: see [`domain::notebook::writing::WordsSeen`]. Empty of a new note.
    pub seen: String,
    /// The id of the older note that it follows up on; empty of other notes.
    pub follows: String,
}

impl NoteForm {
    /// How many characters may be typed, as browsers count them: as form data they fit into the body of a request.
    pub const MAX_CHARS: u32 = 20_000;

    /// The form for new notes as the address fills it in: with what was shared from elsewhere, of the day that it names or
    /// of today.
    pub fn from_address(request: &PageRequest, notebooks: &[Notebook]) -> Self {
        let value = |key: &str| request.value(key).unwrap_or_default();
        let named = notebooks.iter().find(|notebook| notebook.slug.as_str() == value("notebook"));
        let notebook = named.or(notebooks.first());
        let today = notebook.zip(DataAge::current().now).map(|(notebook, now)| notebook.day_at(now));
        let date = value("date").parse::<domain::Date>().ok().or(today);
        let shared = Shared { title: value("title"), text: value("text"), url: value("url") };
        Self {
            notebook: notebook.map(|notebook| notebook.slug.to_string()).unwrap_or_default(),
            date: date.map(|date| date.to_string()).unwrap_or_default(),
            markdown: shared.markdown(),
            seen: String::new(),
            follows: value("follows").to_owned(),
        }
    }
}

/// The form that begins a notebook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotebookForm {
    pub title: String,
    pub author: String,
    pub time_zone: String,
    /// `own`, `licensed` or `unstated`.
    pub rights: String,
    pub licence: String,
    /// The path with the form of a note that it leads on to.
    pub next: String,
}

/// What a form of a note is answered with where it leads nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteFormAnswer {
    /// What the notes would show.
    Preview(Vec<NotePreview>),
    /// Somebody else has changed the note meanwhile.
    Conflict {
        /// What it says now.
        now: String,
    },
    /// Nothing was saved.
    Refused(AppError),
}

impl From<AppError> for NoteFormAnswer {
    fn from(error: AppError) -> Self {
        Self::Refused(error)
    }
}

impl From<store::Error> for NoteFormAnswer {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Conflict { now } => Self::Conflict { now },
            error => Self::Refused(error.into()),
        }
    }
}

/// A form that was sent and leads nowhere else: put into the request by the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SentForm {
    /// Of a note.
    Note(NoteForm, NoteFormAnswer),
    /// Of a notebook that was not begun.
    Notebook(NotebookForm, AppError),
}

impl SentForm {
    /// The form of the request that is being answered.
    pub fn current() -> Option<Self> {
        use_context()
    }
}
