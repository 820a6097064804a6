//! Documents of somebody's own with what became of what they cite: for the command, the page and the API. Nothing of them is
//! stored.

mod html;
mod markdown;

use domain::Date;
use domain::annotation::Annotation;
use domain::as_of::{self, NotADay};
use store::Store;

pub use html::{fragment, page};
pub use markdown::markdown;

/// How long a document is that is annotated on the site, in bytes.
pub const MAX_DOCUMENT_BYTES: usize = 256 * 1024;

/// The days that somebody states of a document, each as it was written; an empty one is none.
#[derive(Clone, Copy, Debug, Default)]
pub struct StatedDays<'a> {
    /// The day of the document.
    pub day: &'a str,
    /// The earlier day that *now* is to mean.
    pub as_of: &'a str,
}

/// Why a document is not annotated.
#[derive(Debug, thiserror::Error)]
pub enum AnnotationRefusal {
    /// The document's day is none.
    #[error("`{0}` is not a day such as 2026-11-28")]
    NotADay(String),
    /// It cannot be looked from the other day.
    #[error(transparent)]
    NotAsOf(#[from] NotADay),
    /// The document would be newer than *now*.
    #[error("the document is of {day}, after {as_of}")]
    DayAfter {
        /// The document's day.
        day: Date,
        /// What *now* was to mean.
        as_of: Date,
    },
    /// It is no text.
    #[error("it is no text: line {line} {what}")]
    NoText {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The facts cannot be read.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// A document with what became of what it cites. Its day is the stated one, else that of its front matter.
pub async fn annotate(
    store: &Store,
    document: &[u8],
    stated: StatedDays<'_>,
) -> Result<Annotation, AnnotationRefusal> {
    let text = text(document)?;
    let day = match stated.day.trim() {
        "" => None,
        day => Some(
            day.parse::<Date>().map_err(|_| AnnotationRefusal::NotADay(day.chars().take(40).collect()))?,
        ),
    };
    let as_of = match stated.as_of.trim() {
        "" => None,
        day => Some(as_of::parse(day, &store.data_as_of().await?)?),
    };
    let text = text.to_owned();
    let document = on_own_thread(move || ingest::markdown::document::read(&text)).await;
    let day = day.or(document.day);
    match (day, as_of) {
        (Some(day), Some(as_of)) if day > as_of => Err(AnnotationRefusal::DayAfter { day, as_of }),
        _ => Ok(store.as_of(as_of).annotate(document, day).await?),
    }
}

/// Does what much of a document may make long: other requests go on meanwhile.
pub async fn on_own_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
}

/// The text of bytes in UTF-8; a byte order mark at its beginning is part of it.
fn text(bytes: &[u8]) -> Result<&str, AnnotationRefusal> {
    let line = |at: usize| bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    let text = std::str::from_utf8(bytes).map_err(|error| AnnotationRefusal::NoText {
        line: line(error.valid_up_to()),
        what: "is not in UTF-8",
    })?;
    match text.find('\0') {
        Some(at) => Err(AnnotationRefusal::NoText {
            line: line(at),
            what: "has a NUL character, as binary files have",
        }),
        None => Ok(text),
    }
}
