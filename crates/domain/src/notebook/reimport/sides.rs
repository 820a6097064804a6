//! The two sides that are compared: what is stored, and what the source has now.

use std::borrow::Cow;

use crate::Date;
use crate::id::{EntryId, NoteId};
use crate::notebook::draft::{DraftEntry, Fidelity, StatedIds};

/// An entry as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviousEntry<'a> {
    /// Its id, for good.
    pub id: EntryId,
    /// The source's own name of it, where it has one.
    pub key: Option<String>,
    /// Its day, where it names one.
    pub date: Option<Date>,
    /// In order, those that vanished among them where they last stood.
    pub notes: Vec<PreviousNote<'a>>,
    /// Whether the last import did not find it; then none of its notes was found in it either.
    pub vanished: bool,
}

/// A note as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviousNote<'a> {
    /// Its id, for good.
    pub id: NoteId,
    /// The same kind of text as in [`SourceEntry::notes`]: its Markdown. That of the source where it is the same, so
    /// that two states of a large notebook are in memory once.
    pub text: Cow<'a, str>,
    /// Whether the last import did not find it.
    pub vanished: bool,
}

/// An entry as the source has it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceEntry<'a> {
    /// The source's own name of it, where it has one.
    pub key: Option<&'a str>,
    /// Its day, where it names one.
    pub date: Option<Date>,
    /// The Markdown of its notes, in order.
    pub notes: Vec<&'a str>,
    /// The ids that it states; those of what is new are minted otherwise.
    pub ids: Option<&'a StatedIds>,
}

impl<'a> From<&'a DraftEntry> for SourceEntry<'a> {
    fn from(entry: &'a DraftEntry) -> Self {
        Self {
            key: entry.key.as_deref(),
            date: entry.date,
            notes: entry.notes.iter().map(|note| note.markdown.as_str()).collect(),
            ids: Some(&entry.ids),
        }
    }
}

/// How much of its notebook a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it: what it does not have has left.
    Whole,
    /// A part: what it does not have says nothing.
    Part,
}

/// What readers see of the notes of both sides: their words, without the addresses of links and without marks. Two sources
/// of which one has more of what was written have these in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownWords {
    /// Of each stored entry its notes, as many and in the order of [`PreviousEntry::notes`].
    pub known: Vec<Vec<KnownWords>>,
    /// Of each entry of the source its notes, as many and in the order of [`SourceEntry::notes`].
    pub new: Vec<Vec<String>>,
    /// How much of what was written the source has.
    pub fidelity: Fidelity,
}

/// What readers see of a stored note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownWords {
    /// Parted by single spaces, as [`shown_words`] gives them.
    pub words: String,
    /// How much of what was written its Markdown has.
    pub fidelity: Fidelity,
}

/// The words of a note's text, parted by single spaces.
pub fn shown_words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl ShownWords {
    /// The stored side with its words in the place of its Markdown.
    pub(super) fn known_side<'a>(&'a self, known: &'a [PreviousEntry<'_>]) -> Vec<PreviousEntry<'a>> {
        let entry = |(entry, words): (&'a PreviousEntry<'_>, &'a Vec<KnownWords>)| PreviousEntry {
            id: entry.id.clone(),
            key: entry.key.clone(),
            date: entry.date,
            notes: entry
                .notes
                .iter()
                .zip(words)
                .map(|(note, known)| PreviousNote {
                    id: note.id.clone(),
                    text: Cow::Borrowed(&known.words),
                    vanished: note.vanished,
                })
                .collect(),
            vanished: entry.vanished,
        };
        known.iter().zip(&self.known).map(entry).collect()
    }

    /// The source with its words in the place of its Markdown.
    pub(super) fn new_side<'a>(&'a self, new: &'a [SourceEntry<'_>]) -> Vec<SourceEntry<'a>> {
        let entry = |(entry, words): (&'a SourceEntry<'_>, &'a Vec<String>)| SourceEntry {
            key: entry.key,
            date: entry.date,
            notes: words.iter().map(String::as_str).collect(),
            ids: entry.ids,
        };
        new.iter().zip(&self.new).map(entry).collect()
    }
}
