//! All that is in a notebook, or was once, as a source would have it: what undoing and writing put in its place.

use std::borrow::Cow;
use std::collections::HashMap;

use domain::id::{EntryId, NoteId};
use domain::notebook::draft::{DraftEntry, DraftNote, Fidelity};
use domain::notebook::reimport::{PreviousEntry, StateEntry};

use crate::replace::{StoredContent, StoredEntry};

/// The entries of a notebook with their notes, without those that left it, in order.
#[derive(Default)]
pub(crate) struct NotebookState<'a> {
    pub entries: Vec<EntryState<'a>>,
}

/// An entry of a notebook.
pub(crate) struct EntryState<'a> {
    /// `None` for one that is new.
    pub id: Option<EntryId>,
    pub entry: StoredEntry,
    pub notes: Vec<NoteState<'a>>,
}

/// A note of a notebook.
#[derive(Clone)]
pub(crate) struct NoteState<'a> {
    /// `None` for one that is new.
    pub id: Option<NoteId>,
    pub markdown: Cow<'a, str>,
    pub fidelity: Fidelity,
}

impl<'a> NotebookState<'a> {
    /// What is in a notebook now.
    pub fn now(stored: &StoredContent, known: &'a [PreviousEntry<'_>]) -> Self {
        let mut entries = Vec::new();
        for previous in known.iter().filter(|entry| !entry.vanished) {
            let Some(entry) = stored.entry(&previous.id) else { continue };
            let notes = previous.notes.iter().filter(|note| !note.vanished).map(|note| NoteState {
                id: Some(note.id.clone()),
                markdown: Cow::Borrowed(&*note.text),
                fidelity: stored.note(&note.id).map_or(Fidelity::Written, |note| note.fidelity),
            });
            let notes = notes.collect();
            entries.push(EntryState { id: Some(previous.id.clone()), entry: entry.clone(), notes });
        }
        Self { entries }
    }

    /// As a plan wants it.
    pub fn planned(&self) -> Vec<StateEntry<'_>> {
        let mut planned = Vec::new();
        for EntryState { id, entry, notes } in &self.entries {
            let notes = notes.iter().map(|note| (note.id.clone(), note.markdown.as_ref())).collect();
            planned.push(StateEntry { id: id.clone(), key: entry.key.as_deref(), date: entry.date, notes });
        }
        planned
    }

    /// As a source would have it, and how much of what was written each note has that is known.
    pub fn drafts(&self) -> (Vec<DraftEntry>, HashMap<NoteId, Fidelity>) {
        let mut fidelity = HashMap::new();
        let mut drafts = Vec::new();
        for EntryState { entry, notes, .. } in &self.entries {
            let mut draft = entry.draft();
            for note in notes {
                fidelity.extend(note.id.clone().map(|id| (id, note.fidelity)));
                draft.notes.push(DraftNote { line: 1, markdown: note.markdown.clone().into_owned() });
            }
            drafts.push(draft);
        }
        (drafts, fidelity)
    }
}
