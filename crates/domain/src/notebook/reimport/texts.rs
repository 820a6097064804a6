//! The texts of both sides as numbers.

use std::collections::HashMap;

use super::sides::{PreviousEntry, SourceEntry};

/// All texts of both sides, each different one as a number.
pub(super) struct Texts {
    /// Of each known entry, its notes, those that vanished too.
    pub(super) known_notes: Vec<Vec<u32>>,
    /// The texts of notes.
    pub(super) whole: Contents,
    /// The texts of notes without the heading above them; what is a heading alone is left out.
    pub(super) bodies: Contents,
    /// Of each text, its length in bytes, at least 1.
    pub(super) lengths: Vec<usize>,
    /// Of each text, its first words, to be shown.
    pub(super) excerpts: Vec<String>,
}

/// What the entries of both sides contain.
pub(super) struct Contents {
    /// Of each known entry, the texts that it had when it was last seen.
    pub(super) known: Vec<Vec<u32>>,
    /// Of each new entry, its texts.
    pub(super) new: Vec<Vec<u32>>,
    /// Of each known entry, the length of its texts.
    pub(super) known_lengths: Vec<usize>,
    /// Of each new entry, the length of its texts.
    pub(super) new_lengths: Vec<usize>,
}

impl Texts {
    pub(super) fn new(known: &[PreviousEntry], new: &[SourceEntry<'_>]) -> Self {
        let mut numbers = Numbers::default();
        let all_of = |entry: &PreviousEntry, numbers: &mut Numbers| {
            entry.notes.iter().map(|note| numbers.number(&note.text)).collect()
        };
        let known_notes = known.iter().map(|entry| all_of(entry, &mut numbers)).collect();
        let whole = Contents::new(known, new, &mut numbers, Some);
        let body = |text| Some(without_heading(text)).filter(|body| !body.is_empty());
        let bodies = Contents::new(known, new, &mut numbers, body);
        let Numbers { lengths, excerpts, .. } = numbers;
        Self { known_notes, whole, bodies, lengths, excerpts }
    }
}

impl Contents {
    fn new<'a>(
        known: &'a [PreviousEntry],
        new: &'a [SourceEntry<'_>],
        numbers: &mut Numbers,
        read: impl Fn(&'a str) -> Option<&'a str>,
    ) -> Self {
        let mut numbered = |texts: &mut dyn Iterator<Item = &'a str>| -> Vec<u32> {
            texts.filter_map(&read).map(|text| numbers.number(text)).collect()
        };
        let mut known_texts = Vec::new();
        for entry in known {
            let last_seen = entry.notes.iter().filter(|note| entry.vanished || !note.vanished);
            known_texts.push(numbered(&mut last_seen.map(|note| note.text.as_str())));
        }
        let mut new_texts = Vec::new();
        for entry in new {
            new_texts.push(numbered(&mut entry.notes.iter().copied()));
        }
        let length = |texts: &Vec<u32>| texts.iter().map(|text| numbers.lengths[*text as usize]).sum();
        Self {
            known_lengths: known_texts.iter().map(length).collect(),
            new_lengths: new_texts.iter().map(length).collect(),
            known: known_texts,
            new: new_texts,
        }
    }
}

/// The numbers of texts, in the order in which they are met first.
#[derive(Default)]
struct Numbers {
    numbers: HashMap<String, u32>,
    lengths: Vec<usize>,
    excerpts: Vec<String>,
}

impl Numbers {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let next = number(self.numbers.len());
        self.numbers.insert(text.to_owned(), next);
        self.lengths.push(text.len().max(1));
        let mut words = text.split_whitespace();
        let mut excerpt = words.next().unwrap_or_default().to_owned();
        for word in words.take(30) {
            excerpt = excerpt + " " + word;
        }
        self.excerpts.push(excerpt.chars().take(30).collect());
        next
    }
}

/// A note's Markdown without the heading that it begins with.
pub(super) fn without_heading(text: &str) -> &str {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if is_heading(first) { rest.trim_start_matches('\n') } else { text }
}

/// A number of the source's things; a source has fewer than 2^32.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Whether a line of Markdown is a heading that begins with number signs.
pub(super) fn is_heading(line: &str) -> bool {
    let marks = line.bytes().take_while(|byte| *byte == b'#').count();
    (1..=6).contains(&marks) && line[marks..].chars().next().is_none_or(char::is_whitespace)
}
