//! The form of a document to be annotated, as it was sent: nothing of it is kept but on the page that answers it.

use domain::annotation::Annotation;
use leptos::prelude::use_context;

use crate::error::AppError;

/// The form of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentForm {
    /// What was typed, or what the file says that was chosen.
    pub text: String,
    /// The document's day; empty for that of its front matter.
    pub day: String,
    /// The day that *now* is to mean; empty for that of the facts.
    pub as_of: String,
}

/// What the form is answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentAnswer {
    /// The document with what became of it.
    Annotated {
        annotation: Annotation,
        /// Its text as safe HTML, with the states next to the citations.
        html: String,
    },
    /// Why there is nothing to show.
    Refused(AppError),
}

/// A document that was sent: put into the request by the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentDocument {
    pub form: DocumentForm,
    pub answer: DocumentAnswer,
}

impl SentDocument {
    /// The document of the request that is being answered.
    pub fn current() -> Option<Self> {
        use_context()
    }
}
