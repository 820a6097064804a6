//! Notes made ready to be stored, on threads of their own while the database stores those before them.

use std::collections::HashMap;
use std::sync::Arc;

use domain::Date;
use domain::list::search::{IndexText, index_text};
use domain::notebook::draft::Fidelity;
use domain::notebook::prepared::PreparedNote;

use super::stored::NotePlace;
use crate::Result;
use crate::derive::{DatedNoteRow, NewNotes, NoteBatch, SyncedFacts};
use crate::rendering::NoteRendering;

/// Makes what is stored with the Markdown of a note; the second argument says whether its source lost its links.
pub(crate) type Prepare = Arc<dyn Fn(&str, bool) -> PreparedNote + Send + Sync>;

/// A note of the source that is new, or to be prepared again.
pub(super) struct SourceNote {
    pub place: NotePlace,
    /// Between which days its entry lies, where it has no date.
    pub bounds: (Option<Date>, Option<Date>),
    /// The zone of the entry, where that is another than the notebook's.
    pub time_zone: Option<String>,
    pub markdown: String,
    pub fidelity: Fidelity,
    pub before: PriorState,
}

/// What is stored of a note of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PriorState {
    /// Nothing: its id was minted.
    New,
    Known {
        /// Whether it had left the source, and was taken out of the index.
        vanished: bool,
        same_markdown: bool,
        /// Whether it stands where it stood, too.
        same_place: bool,
    },
}

/// A note with what was made of it.
pub(super) struct ReadyNote {
    pub source: SourceNote,
    pub prepared: PreparedNote,
    pub index: IndexText,
    pub rendering: NoteRendering,
}

/// Notes that are stored together.
pub(super) struct ReadyBatch {
    pub notes: Vec<ReadyNote>,
    /// What follows from those that are new.
    pub new_notes: NewNotes,
}

/// What the notes of a batch are judged by.
#[derive(Clone)]
pub(super) struct Judging {
    /// Of the notebook.
    pub time_zone: String,
    /// Where there are many notes to judge.
    pub facts: Option<Arc<SyncedFacts>>,
}

/// Prepares notes, and judges those that are new where the facts are at hand.
pub(super) fn prepare_notes(
    notes: Vec<SourceNote>,
    prepare: &Prepare,
    judging: &Judging,
) -> Result<ReadyBatch> {
    let text = |day: Option<Date>| day.map(|day| day.to_string());
    let mut ready = Vec::new();
    let (mut dated, mut references) = (Vec::new(), HashMap::new());
    for source in notes {
        let prepared = prepare(&source.markdown, source.fidelity.lost_links());
        let id = source.place.id.as_str();
        let rendering = NoteRendering::new(id, &prepared);
        if source.before == PriorState::New {
            dated.push(DatedNoteRow {
                id: id.to_owned(),
                text: prepared.text.clone(),
                vanished: false,
                date: text(source.place.date),
                not_before: text(source.bounds.0),
                not_after: text(source.bounds.1),
                time_zone: source.time_zone.clone().unwrap_or_else(|| judging.time_zone.clone()),
            });
            references.insert(id.to_owned(), rendering.cited()?);
        }
        let index = index_text(&prepared.text);
        ready.push(ReadyNote { source, prepared, index, rendering });
    }
    dated.sort_unstable_by(|one, other| one.id.cmp(&other.id));
    let new_notes = NewNotes::new(NoteBatch::from_new_notes(dated, references), judging.facts.as_deref())?;
    Ok(ReadyBatch { notes: ready, new_notes })
}
