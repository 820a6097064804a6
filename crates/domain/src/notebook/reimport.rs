//! Finding the notes of yesterday's import in today's: ids stay, whatever moved.
//!
//! An id is minted once, from the state in which its note was first seen, and never
//! computed again. What is found again keeps it:
//!
//! 1. Entries by key, then by notes that are on one other day now (the day was put right), then by date, then by
//!    content and order. One that came apart is the largest of its parts.
//! 2. Notes by exact text: in order within their entry, then anywhere in the notebook
//!    (it moved), then among those that had vanished (it returned); then where only the heading above is other.
//! 3. Notes by likeness of their text, most alike first, its own entry preferred (it was edited).
//! 4. A note left alone between two neighbours that stayed, if the texts are clearly related.
//!
//! Equal texts keep their order. Where their number changed and their surroundings do not
//! show which is which, those stay that stand where one stood, and a remark says so.
//!
//! Where the source has more or less of what was written than what is stored (a plain-text copy, then the author's export), both
//! are compared by the words that readers see. The same words are the same note: the Markdown with more in it stays.
//!
//! A source that is a part of its notebook is an [`Addition`].

mod addition;
mod align;
mod entries;
mod likeness;
mod notes;
mod sides;
mod texts;

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

pub use self::addition::{Addition, JoinedEntry, JoinedNote};
use self::align::rising;
use self::sides::Extent;
pub use self::sides::{KnownWords, PreviousEntry, PreviousNote, ShownWords, SourceEntry, shown_words};
use self::texts::{Texts, is_heading, number};
use crate::Date;
use crate::id::{self, EntryId, NoteId};
use crate::notebook::NotebookSlug;
use crate::remark::Remark;

/// What became of an entry or note since the last import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImportChange {
    /// Seen for the first time; its id was minted.
    New,
    /// The same as before, in the same place among its neighbours.
    Unchanged,
    /// A note: its text changed, and it may have moved. An entry: its key, its date or a note of it changed.
    Edited,
    /// Otherwise the same, but in another order or (a note) in another entry.
    Moved,
    /// It had vanished, and is there again.
    Returned,
}

/// What an import makes of one entry of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedEntry {
    /// The id that was found or minted.
    pub id: EntryId,
    /// The change since the last import.
    pub change: ImportChange,
    /// As many and in the order as the source has them.
    pub notes: Vec<PlannedNote>,
    /// Whether it keeps its key: the source has none at all.
    pub keeps_key: bool,
    /// Whether it keeps its days and what is known of its posting: it keeps the words of notes, and the source has no day.
    pub keeps_days: bool,
}

/// What an import makes of one note of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedNote {
    /// The id that was found or minted.
    pub id: NoteId,
    /// The change since the last import.
    pub change: ImportChange,
    /// Whose Markdown it has from now on.
    pub words: PlannedWords,
}

/// Whose Markdown a note has after an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PlannedWords {
    /// That of the source.
    #[default]
    Source,
    /// That of the source, which has the same words and what was lost of them before: addresses of links.
    Repaired,
    /// That which is stored: the source has the same words, and less of what was written.
    Kept,
    /// That which is stored: the source is a part of the notebook, and does not have the note.
    Stored,
}

/// What an import makes of a notebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// As many and in the order as the source has them.
    pub entries: Vec<PlannedEntry>,
    /// Notes that were there at the last import and are not in the source, in their old order.
    pub vanished_notes: Vec<NoteId>,
    /// Entries that were there at the last import and are not in the source, in their old order.
    pub vanished_entries: Vec<EntryId>,
    /// Where a choice was a guess.
    pub remarks: Vec<Remark>,
    /// How many notes there were at the last import.
    pub notes_before: u32,
    /// How many of those were no more than a heading, which vanish where it is read as a day.
    pub headings_before: u32,
    /// How many of the vanished ones were.
    pub vanished_headings: u32,
}

/// How many of a kind became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ChangeCount {
    /// Seen for the first time.
    pub new: u32,
    /// Edited, moved or returned.
    pub changed: u32,
    /// The same as before.
    pub unchanged: u32,
    /// No longer in the source.
    pub vanished: u32,
}

/// What an import does, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChangeCounts {
    /// The numbers of entries.
    pub entries: ChangeCount,
    /// The numbers of notes.
    pub notes: ChangeCount,
}

impl PlannedEntry {
    /// Whether it is seen for the first time.
    pub fn is_new(&self) -> bool {
        self.change == ImportChange::New
    }
}

impl Plan {
    /// How many entries and notes are new, changed, unchanged and vanished.
    pub fn counts(&self) -> ChangeCounts {
        let notes = self.entries.iter().flat_map(|entry| &entry.notes).map(|note| note.change);
        ChangeCounts {
            entries: ChangeCount::new(
                self.entries.iter().map(|entry| entry.change),
                self.vanished_entries.len(),
            ),
            notes: ChangeCount::new(notes, self.vanished_notes.len()),
        }
    }

    /// Whether more than half of the notes of the last import would vanish. What was a heading alone does not count
    /// among other notes: a day that is read for the first time is no loss.
    pub fn loses_more_than_half(&self) -> bool {
        let (mut vanished, mut before) = (number(self.vanished_notes.len()), self.notes_before);
        if self.headings_before < before {
            vanished -= self.vanished_headings;
            before -= self.headings_before;
        }
        u64::from(vanished) * 2 > u64::from(before)
    }
}

impl ChangeCount {
    fn new(changes: impl Iterator<Item = ImportChange>, vanished: usize) -> Self {
        let mut count = Self { vanished: number(vanished), ..Self::default() };
        for change in changes {
            match change {
                ImportChange::New => count.new += 1,
                ImportChange::Unchanged => count.unchanged += 1,
                ImportChange::Edited | ImportChange::Moved | ImportChange::Returned => count.changed += 1,
            }
        }
        count
    }
}

/// What importing `new` over `known` makes of the notebook.
///
/// `known` is everything ever imported of it, in order, what vanished included; empty for a
/// first import. `taken` says which ids other notebooks use already, of entries and of
/// notes; those of `known` are never minted again anyway.
///
/// Every id of the plan is different from every other. The same arguments give the same plan, so a first import
/// of the same source gives the same ids in any database. Takes time that grows with the
/// number of entries and notes, not with its square.
pub fn plan(
    notebook: &NotebookSlug,
    known: &[PreviousEntry<'_>],
    new: &[SourceEntry<'_>],
    taken: &dyn Fn(&str) -> bool,
) -> Plan {
    plan_matched(notebook, known, new, find(known, new, Extent::Whole), None, taken)
}

/// The same, where some of the stored notes have more or less of what was written than the source: which note is which
/// is judged by the words that readers see.
pub fn plan_by_words(
    notebook: &NotebookSlug,
    known: &[PreviousEntry<'_>],
    new: &[SourceEntry<'_>],
    shown: &ShownWords,
    taken: &dyn Fn(&str) -> bool,
) -> Plan {
    let matches = find(&shown.known_side(known), &shown.new_side(new), Extent::Whole);
    plan_matched(notebook, known, new, matches, Some(shown), taken)
}

/// An entry of a notebook as it was once, or as it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateEntry<'a> {
    /// Its id; `None` for one that is new.
    pub id: Option<EntryId>,
    /// The source's own name of it, where it had one.
    pub key: Option<&'a str>,
    /// Its day, where it named one.
    pub date: Option<Date>,
    /// Its notes with their Markdown, in order; those that are new without an id.
    pub notes: Vec<(Option<NoteId>, &'a str)>,
}

/// What putting a notebook into a state whose ids are known makes of it. Nothing is judged: each id of the state is among
/// `known`, and what has none is new.
pub fn plan_state(
    notebook: &NotebookSlug,
    known: &[PreviousEntry<'_>],
    state: &[StateEntry<'_>],
    taken: &dyn Fn(&str) -> bool,
) -> Plan {
    let (mut entry_places, mut note_places) = (HashMap::new(), HashMap::new());
    for (at, entry) in known.iter().enumerate() {
        entry_places.insert(&entry.id, at);
        note_places.extend(entry.notes.iter().enumerate().map(|(note, known)| (&known.id, (at, note))));
    }
    let entries = state.iter().map(|entry| entry_places.get(entry.id.as_ref()?).copied()).collect();
    let place = |(id, _): &(Option<NoteId>, &str)| note_places.get(id.as_ref()?).copied();
    let notes = state.iter().map(|entry| entry.notes.iter().map(place).collect()).collect();
    let source: Vec<SourceEntry<'_>> = state
        .iter()
        .map(|entry| SourceEntry {
            key: entry.key,
            date: entry.date,
            notes: entry.notes.iter().map(|(_, markdown)| *markdown).collect(),
            ids: None,
        })
        .collect();
    plan_matched(notebook, known, &source, Matches { entries, notes, remarks: Vec::new() }, None, taken)
}

/// Which stored entry and note each of the source is, by their places; `None` for what is new.
struct Matches {
    entries: Vec<Option<usize>>,
    notes: Vec<Vec<Option<notes::Place>>>,
    remarks: Vec<Remark>,
}

fn find(known: &[PreviousEntry<'_>], new: &[SourceEntry<'_>], extent: Extent) -> Matches {
    let mut remarks = Vec::new();
    let texts = Texts::new(known, new);
    let entries = entries::find(known, new, &texts, extent, &mut remarks);
    let notes = notes::find(known, new, &entries, &texts, extent, &mut remarks);
    Matches { entries, notes, remarks }
}

fn plan_matched(
    notebook: &NotebookSlug,
    known: &[PreviousEntry<'_>],
    new: &[SourceEntry<'_>],
    Matches { entries, notes, remarks }: Matches,
    shown: Option<&ShownWords>,
    taken: &dyn Fn(&str) -> bool,
) -> Plan {
    let mut mint = Mint::new(notebook, known, taken);
    let mut planned: Vec<PlannedEntry> = Vec::new();
    let entry_order = in_same_order(&entries);
    let has_keys = new.iter().any(|entry| entry.key.is_some());
    for (at, entry) in new.iter().enumerate() {
        let old = entries[at].map(|at| &known[at]);
        let id = old.map_or_else(|| mint.entry(at, entry), |old| old.id.clone());
        let stated = entry.ids.map_or_else(|| vec![None; entry.notes.len()], |ids| ids.find(&entry.notes));
        let at_home: Vec<Option<usize>> = notes[at]
            .iter()
            .map(|place| place.filter(|(home, _)| Some(*home) == entries[at]).map(|(_, note)| note))
            .collect();
        let note_order = in_same_order(&at_home);
        let planned_notes: Vec<PlannedNote> = (0..entry.notes.len())
            .map(|note| match notes[at][note] {
                None => PlannedNote {
                    id: mint.note(at, note, entry.notes[note], stated[note]),
                    change: ImportChange::New,
                    words: PlannedWords::Source,
                },
                Some((home, place)) => {
                    let old = &known[home].notes[place];
                    let is_other = old.text != entry.notes[note];
                    let words = shown.map_or(PlannedWords::Source, |shown| {
                        let before = &shown.known[home][place];
                        match before.fidelity.cmp(&shown.fidelity) {
                            _ if before.words != shown.new[at][note] => PlannedWords::Source,
                            Ordering::Greater => PlannedWords::Kept,
                            Ordering::Less if is_other => PlannedWords::Repaired,
                            Ordering::Less | Ordering::Equal => PlannedWords::Source,
                        }
                    });
                    let change = if old.vanished || known[home].vanished {
                        ImportChange::Returned
                    } else if is_other && words != PlannedWords::Kept {
                        ImportChange::Edited
                    } else if note_order[note] {
                        ImportChange::Unchanged
                    } else {
                        ImportChange::Moved
                    };
                    PlannedNote { id: old.id.clone(), change, words }
                }
            })
            .collect();
        let keeps_key = !has_keys && old.is_some_and(|old| old.key.is_some());
        let keeps_words = planned_notes.iter().any(|note| note.words == PlannedWords::Kept);
        let keeps_days = keeps_words && entry.date.is_none() && old.is_some_and(|old| old.date.is_some());
        let change = match old {
            None => ImportChange::New,
            Some(old) if old.vanished => ImportChange::Returned,
            Some(old) => {
                let stayed = planned_notes.iter().all(|note| note.change == ImportChange::Unchanged);
                let left = old.notes.iter().filter(|note| !note.vanished).count() != planned_notes.len();
                let is_other_key = !keeps_key && old.key.as_deref() != entry.key;
                let is_other_day = !keeps_days && old.date != entry.date;
                if !stayed || left || is_other_key || is_other_day {
                    ImportChange::Edited
                } else if entry_order[at] {
                    ImportChange::Unchanged
                } else {
                    ImportChange::Moved
                }
            }
        };
        planned.push(PlannedEntry { id, change, notes: planned_notes, keeps_key, keeps_days });
    }
    let found_entries: HashSet<usize> = entries.into_iter().flatten().collect();
    let found_notes: HashSet<notes::Place> = notes.into_iter().flatten().flatten().collect();
    let mut vanished_notes = Vec::new();
    let mut vanished_entries = Vec::new();
    let (mut notes_before, mut headings_before, mut vanished_headings) = (0, 0, 0);
    for (at, entry) in known.iter().enumerate().filter(|(_, entry)| !entry.vanished) {
        if !found_entries.contains(&at) {
            vanished_entries.push(entry.id.clone());
        }
        for (place, note) in entry.notes.iter().enumerate().filter(|(_, note)| !note.vanished) {
            let heading = u32::from(!note.text.contains('\n') && is_heading(&note.text));
            notes_before += 1;
            headings_before += heading;
            if !found_notes.contains(&(at, place)) {
                vanished_notes.push(note.id.clone());
                vanished_headings += heading;
            }
        }
    }
    Plan {
        entries: planned,
        vanished_notes,
        vanished_entries,
        remarks,
        notes_before,
        headings_before,
        vanished_headings,
    }
}

/// Of each place, whether what it held before stands in the same order as most others still do.
fn in_same_order(before: &[Option<usize>]) -> Vec<bool> {
    let found: Vec<(usize, usize)> =
        before.iter().enumerate().filter_map(|(at, before)| before.map(|before| (at, before))).collect();
    let mut same_order = vec![false; before.len()];
    for at in rising(&found.iter().map(|(_, before)| *before).collect::<Vec<_>>()) {
        same_order[found[at].0] = true;
    }
    same_order
}

/// Gives ids that nothing has yet.
struct Mint<'a> {
    notebook: &'a NotebookSlug,
    given: HashSet<[u8; id::LENGTH]>,
    taken: &'a dyn Fn(&str) -> bool,
}

impl<'a> Mint<'a> {
    fn new(notebook: &'a NotebookSlug, known: &[PreviousEntry<'_>], taken: &'a dyn Fn(&str) -> bool) -> Self {
        let mut given = HashSet::new();
        for entry in known {
            given.insert(entry.id.bytes());
            given.extend(entry.notes.iter().map(|note| note.id.bytes()));
        }
        Self { notebook, given, taken }
    }

    /// The id of an entry: the one that it states, else from its date, or without one from its first note.
    fn entry(&mut self, ordinal: usize, entry: &SourceEntry<'_>) -> EntryId {
        if let Some(id) = entry.ids.and_then(|ids| ids.entry.as_ref())
            && self.give(id.as_str(), id.bytes())
        {
            return id.clone();
        }
        let date = entry.date.map(|date| date.to_string());
        let text = date.as_deref().or(entry.notes.first().copied()).unwrap_or_default();
        let notebook = self.notebook;
        self.first_free(
            |salt| EntryId::mint(notebook, number(ordinal), text, salt),
            EntryId::bytes,
            EntryId::as_str,
        )
    }

    /// The id of a note: the one that is stated, else from its place and text.
    fn note(&mut self, entry: usize, note: usize, text: &str, stated: Option<&NoteId>) -> NoteId {
        if let Some(id) = stated
            && self.give(id.as_str(), id.bytes())
        {
            return id.clone();
        }
        let (notebook, entry, note) = (self.notebook, number(entry), number(note));
        self.first_free(|salt| NoteId::mint(notebook, entry, note, text, salt), NoteId::bytes, NoteId::as_str)
    }

    /// Whether an id was free; then it is given now.
    fn give(&mut self, id: &str, bytes: [u8; id::LENGTH]) -> bool {
        !(self.taken)(id) && self.given.insert(bytes)
    }

    fn first_free<T>(
        &mut self,
        mint: impl Fn(u32) -> T,
        bytes: impl Fn(&T) -> [u8; id::LENGTH],
        text: impl Fn(&T) -> &str,
    ) -> T {
        let mut salt = 0;
        loop {
            let id = mint(salt);
            if self.give(text(&id), bytes(&id)) {
                return id;
            }
            salt += 1;
        }
    }
}

#[cfg(test)]
mod tests;
