//! A part of a source, added to what is stored: what it does not have stays, where it stood.

use std::collections::{HashMap, HashSet};

use super::notes::Place;
use super::sides::{Extent, PreviousEntry, ShownWords, SourceEntry};
use super::{Matches, Plan, PlannedWords, find, in_same_order, plan_matched};
use crate::Date;
use crate::notebook::NotebookSlug;
use crate::remark::Remark;

/// What a notebook has after a part of its source was added to it.
///
/// An entry of the source joins the stored one of its key or its day; one without a day joins the one without a day that it
/// is found to be. In an entry the notes of the source stand in their order, and those that it does not have after what
/// they followed: new ones come after them. Notes are found as by [`super::plan`], among the entries that the source has.
/// Adding the same again changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// In the order of their days.
    pub entries: Vec<JoinedEntry>,
    remarks: Vec<Remark>,
}

/// An entry after an addition: one that is stored, one of the source, or both of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinedEntry {
    /// Its place among the stored entries.
    pub known: Option<usize>,
    /// Its place among those of the source.
    pub new: Option<usize>,
    /// In their order.
    pub notes: Vec<JoinedNote>,
}

/// A note after an addition: one that is stored, one of the source, or both of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JoinedNote {
    /// The places of its stored entry and of itself within it.
    pub known: Option<Place>,
    /// The same in the source.
    pub new: Option<Place>,
}

impl Addition {
    /// What `known` has after `new` was added to it; `shown` as for [`super::plan_by_words`].
    ///
    /// `day` gives the day that sorts an entry, by its places among the stored ones and those of the source.
    pub fn new(
        known: &[PreviousEntry<'_>],
        new: &[SourceEntry<'_>],
        shown: Option<&ShownWords>,
        day: impl Fn(Option<usize>, Option<usize>) -> Date,
    ) -> Self {
        let Matches { entries: matched, notes, remarks } = match shown {
            None => find(known, new, Extent::Part),
            Some(shown) => find(&shown.known_side(known), &shown.new_side(new), Extent::Part),
        };
        let moved: HashSet<Place> = notes
            .iter()
            .zip(&matched)
            .flat_map(|(notes, home)| notes.iter().flatten().filter(|(entry, _)| Some(*entry) != *home))
            .copied()
            .collect();
        let entries = entry_order(known, &matched).into_iter().map(|(at, new)| {
            let stored = at.map_or(&[][..], |at| &known[at].notes);
            let source = new.map_or(&[][..], |new| &notes[new]);
            let at_home = |place: &Option<Place>| place.filter(|(home, _)| Some(*home) == at);
            let at_home = source.iter().map(|place| at_home(place).map(|(_, note)| note)).enumerate();
            let stays = |note: &usize| {
                !stored[*note].vanished && at.is_none_or(|entry| !moved.contains(&(entry, *note)))
            };
            let notes = interleave(&at_home.collect::<Vec<_>>(), (0..stored.len()).filter(stays));
            let notes = notes.into_iter().map(|(stored, note)| JoinedNote {
                known: note.map_or_else(|| at.zip(stored), |note| source[note]),
                new: new.zip(note),
            });
            JoinedEntry { known: at, new, notes: notes.collect() }
        });
        let mut entries: Vec<JoinedEntry> = entries.collect();
        entries.sort_by_cached_key(|entry| day(entry.known, entry.new));
        Self { entries, remarks }
    }

    /// What the addition makes of a notebook; its arguments are as for [`super::plan`] and [`super::plan_by_words`].
    pub fn plan(
        &self,
        notebook: &NotebookSlug,
        known: &[PreviousEntry<'_>],
        new: &[SourceEntry<'_>],
        shown: Option<&ShownWords>,
        taken: &dyn Fn(&str) -> bool,
    ) -> Plan {
        let matches = Matches {
            entries: self.entries.iter().map(|entry| entry.known).collect(),
            notes: self.each_note(|note| note.known),
            remarks: self.remarks.clone(),
        };
        let shown = shown.map(|shown| ShownWords {
            known: shown.known.clone(),
            new: self.each_note(|note| match (note.new, note.known) {
                (Some((entry, at)), _) => shown.new[entry][at].clone(),
                (None, Some((entry, at))) => shown.known[entry][at].words.clone(),
                (None, None) => String::new(),
            }),
            fidelity: shown.fidelity,
        });
        let mut plan =
            plan_matched(notebook, known, &self.source(known, new), matches, shown.as_ref(), taken);
        for (planned, entry) in plan.entries.iter_mut().zip(&self.entries) {
            for (planned, note) in planned.notes.iter_mut().zip(&entry.notes) {
                if note.new.is_none() {
                    planned.words = PlannedWords::Stored;
                }
            }
        }
        plan
    }

    /// The whole of the notebook, as a source would have it.
    pub(super) fn source<'a>(
        &self,
        known: &'a [PreviousEntry<'_>],
        new: &[SourceEntry<'a>],
    ) -> Vec<SourceEntry<'a>> {
        let texts = self.each_note(|note| match (note.new, note.known) {
            (Some((entry, at)), _) => new[entry].notes[at],
            (None, Some((entry, at))) => known[entry].notes[at].text.as_ref(),
            (None, None) => "",
        });
        let entries = self.entries.iter().zip(texts).map(|(entry, notes)| {
            let (known, new) = (entry.known.map(|at| &known[at]), entry.new.map(|at| &new[at]));
            let key = new.and_then(|new| new.key);
            SourceEntry {
                key: key.or(known.and_then(|known| known.key.as_deref())),
                date: new.and_then(|new| new.date).or(known.and_then(|known| known.date)),
                notes,
                ids: new.and_then(|new| new.ids),
            }
        });
        entries.collect()
    }

    /// Of each entry what `value` gives of its notes.
    fn each_note<T>(&self, value: impl Fn(&JoinedNote) -> T) -> Vec<Vec<T>> {
        self.entries.iter().map(|entry| entry.notes.iter().map(&value).collect()).collect()
    }
}

/// The places of an entry or a note among the stored ones and those of the source.
type Places = (Option<usize>, Option<usize>);

/// The stored entries in their order, and those that the source adds, each after what it follows there. `matched` has the
/// stored one of each of the source.
fn entry_order(known: &[PreviousEntry<'_>], matched: &[Option<usize>]) -> Vec<Places> {
    let present: Vec<Option<usize>> = matched.iter().map(|at| at.filter(|at| !known[*at].vanished)).collect();
    let in_order = in_same_order(&present);
    let source: Vec<(usize, Option<usize>)> = (0..matched.len())
        .filter(|new| present[*new].is_none() || in_order[*new])
        .map(|new| (new, matched[new]))
        .collect();
    let joined: HashMap<usize, usize> =
        matched.iter().enumerate().filter_map(|(new, at)| Some(((*at)?, new))).collect();
    let stored = (0..known.len()).filter(|at| !known[*at].vanished);
    let places = interleave(&source, stored).into_iter();
    places.map(|(at, new)| (at, new.or_else(|| joined.get(&at?).copied()))).collect()
}

/// What a source has, in its order, and what else is stored, each after what it followed. `source` has the places there, each
/// with that of the stored one; `stored` those that stay, in their order.
fn interleave(source: &[(usize, Option<usize>)], stored: impl Iterator<Item = usize>) -> Vec<Places> {
    let found: HashSet<usize> = source.iter().filter_map(|(_, at)| *at).collect();
    let mut following: HashMap<Option<usize>, Vec<Places>> = HashMap::new();
    let mut last = None;
    for at in stored {
        if found.contains(&at) {
            last = Some(at);
        } else {
            following.entry(last).or_default().push((Some(at), None));
        }
    }
    let mut all = following.remove(&None).unwrap_or_default();
    for (new, at) in source {
        all.push((*at, Some(*new)));
        all.extend(following.remove(at).unwrap_or_default());
    }
    all
}
