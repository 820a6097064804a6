//! Notes that are written elsewhere than in the site's form, one at a time: by the API and on the command line.

use domain::Date;
use domain::decision::curator::CuratorName;
use domain::notebook::writing::Change;
use domain::notebook::{Notebook, NotebookSlug};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::{Store, Written};

/// Why a note cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum CaptureError {
    /// No notebook lives here.
    #[error("no notebook is written here yet: begin one at /write, or with `kepline notebook begin NAME`")]
    NothingWritten,
    /// Several notebooks live here.
    #[error("several notebooks are written here: name one of {}", .0.join(", "))]
    WhichNotebook(Vec<String>),
    /// There is no such notebook.
    #[error("there is no notebook `{slug}`{}", hint(.written))]
    UnknownNotebook {
        /// What was named.
        slug: NotebookSlug,
        /// Those that live here.
        written: Vec<String>,
    },
    /// The notebook has a source.
    #[error(
        "the notebook `{0}` is not written here: it is imported from a source, and the note belongs there"
    )]
    Imported(NotebookSlug),
    /// Nothing stands in it.
    #[error("the note has no text")]
    Empty,
    /// It would be more notes than one.
    #[error("these are {0} notes, an item of a list each: write them one at a time")]
    Several(usize),
    /// The store did not take it.
    #[error(transparent)]
    Store(#[from] store::Error),
}

fn hint(written: &[String]) -> String {
    if written.is_empty() { String::new() } else { format!("; written here: {}", written.join(", ")) }
}

/// The notebook that is named, else the only one that lives here.
pub async fn written_notebook(store: &Store, named: Option<&NotebookSlug>) -> Result<Notebook, CaptureError> {
    let mut written = store.written_notebooks().await?;
    let slugs = |written: &[Notebook]| written.iter().map(|it| it.slug.to_string()).collect();
    let Some(named) = named else {
        return match (written.pop(), written.is_empty()) {
            (None, _) => Err(CaptureError::NothingWritten),
            (Some(only), true) => Ok(only),
            (Some(last), false) => {
                written.push(last);
                Err(CaptureError::WhichNotebook(slugs(&written)))
            }
        };
    };
    if let Some(at) = written.iter().position(|notebook| notebook.slug == *named) {
        return Ok(written.swap_remove(at));
    }
    match store.notebook(named).await? {
        Some(_) => Err(CaptureError::Imported(named.clone())),
        None => Err(CaptureError::UnknownNotebook { slug: named.clone(), written: slugs(&written) }),
    }
}

/// The day of an instant in a notebook's time zone.
pub fn day_in(notebook: &Notebook, at: Timestamp) -> Date {
    let zone = TimeZone::get(&notebook.time_zone).unwrap_or(TimeZone::UTC);
    at.to_zoned(zone).date()
}

/// The notes of a text, each as Markdown, as a day of a journal would have them.
pub fn notes(text: &str) -> Result<Vec<String>, CaptureError> {
    let notes: Vec<String> = ingest::source::read_notes(text).into_iter().map(|note| note.markdown).collect();
    if notes.is_empty() { Err(CaptureError::Empty) } else { Ok(notes) }
}

/// The note of a text that is no more than one.
pub fn one_note(text: &str) -> Result<String, CaptureError> {
    let mut notes = notes(text)?;
    match (notes.len(), notes.pop()) {
        (1, Some(note)) => Ok(note),
        (several, _) => Err(CaptureError::Several(several)),
    }
}

/// Adds notes to a day of a notebook.
pub async fn add_notes(
    store: &Store,
    notebook: &NotebookSlug,
    day: Date,
    notes: Vec<String>,
    writer: Option<&CuratorName>,
) -> store::Result<Written> {
    store.write(notebook, Change::Add { day, notes }, writer, Timestamp::now(), ingest::prepare).await
}
