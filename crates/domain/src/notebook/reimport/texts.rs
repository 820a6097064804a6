//! The texts of both sides as numbers.

use std::collections::HashMap;

use super::sides::{PreviousEntry, SourceEntry};

/// All texts of both sides, each different one as a number.
pub(super) struct Texts {
    /// Of each known entry, its notes, those that vanished too.
    pub(super) known_notes: Vec<Vec<u32>>,
    /// Of each known entry, the notes that it had when it was last seen.
    pub(super) known: Vec<Vec<u32>>,
    /// Of each new entry, its notes.
    pub(super) new: Vec<Vec<u32>>,
    /// Of each text, its length in bytes, at least 1.
    pub(super) lengths: Vec<usize>,
    /// Of each text, its first words, to be shown.
    pub(super) excerpts: Vec<String>,
}

impl Texts {
    pub(super) fn new(known: &[PreviousEntry], new: &[SourceEntry<'_>]) -> Self {
        let (mut numbers, mut lengths, mut excerpts) = (HashMap::new(), Vec::new(), Vec::new());
        let mut number_of = |text: &str| {
            let next = number(numbers.len());
            *numbers.entry(text.to_owned()).or_insert_with(|| {
                lengths.push(text.len().max(1));
                excerpts
                    .push(text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(30).collect());
                next
            })
        };
        let known_texts =
            |entry: &PreviousEntry| entry.notes.iter().map(|note| number_of(&note.text)).collect();
        let known_notes: Vec<Vec<u32>> = known.iter().map(known_texts).collect();
        let new = new.iter().map(|entry| entry.notes.iter().map(|note| number_of(note)).collect()).collect();
        let last_seen = |(entry, texts): (&PreviousEntry, &Vec<u32>)| {
            let notes = entry.notes.iter().zip(texts);
            notes.filter(|(note, _)| entry.vanished || !note.vanished).map(|(_, text)| *text).collect()
        };
        let known = known.iter().zip(&known_notes).map(last_seen).collect();
        Self { known_notes, known, new, lengths, excerpts }
    }

    /// The length of these texts together.
    pub(super) fn length(&self, texts: &[u32]) -> usize {
        texts.iter().map(|text| self.lengths[*text as usize]).sum()
    }
}

/// A number of the source's things; a source has fewer than 2^32.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
