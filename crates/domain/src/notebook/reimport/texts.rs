//! The texts of both sides as numbers.

use std::collections::HashMap;

use super::sides::{PreviousEntry, SourceEntry};

/// All texts of both sides, each different one as a number.
pub(super) struct Texts<'a> {
    /// Of each known entry, its notes, those that vanished too.
    pub(super) known_notes: Vec<Vec<u32>>,
    /// The texts of notes.
    pub(super) whole: Contents,
    /// The texts of notes without the heading above them; what is a heading alone is left out.
    pub(super) bodies: Contents,
    /// By number.
    texts: Vec<&'a str>,
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

impl<'a> Texts<'a> {
    pub(super) fn new(known: &'a [PreviousEntry<'_>], new: &'a [SourceEntry<'_>]) -> Self {
        let mut numbers = Numbers::default();
        let known_notes: Vec<Vec<u32>> = known
            .iter()
            .map(|entry| entry.notes.iter().map(|note| numbers.number(&note.text)).collect())
            .collect();
        let last_seen = known.iter().zip(&known_notes).map(|(entry, notes)| {
            let seen = entry.notes.iter().zip(notes).filter(|(note, _)| entry.vanished || !note.vanished);
            seen.map(|(_, text)| *text).collect()
        });
        let last_seen: Vec<Vec<u32>> = last_seen.collect();
        let new: Vec<Vec<u32>> =
            new.iter().map(|entry| entry.notes.iter().map(|text| numbers.number(text)).collect()).collect();
        let bodies: Vec<Option<u32>> = (0..numbers.texts.len())
            .map(|text| match without_heading(numbers.texts[text]) {
                "" => None,
                body if body.len() == numbers.texts[text].len() => Some(number(text)),
                body => Some(numbers.number(body)),
            })
            .collect();
        let without_headings = |texts: &[Vec<u32>]| -> Vec<Vec<u32>> {
            let bodies = |texts: &Vec<u32>| texts.iter().filter_map(|text| bodies[*text as usize]).collect();
            texts.iter().map(bodies).collect()
        };
        let bodies = Contents::new(without_headings(&last_seen), without_headings(&new), &numbers.texts);
        let whole = Contents::new(last_seen, new, &numbers.texts);
        Self { known_notes, whole, bodies, texts: numbers.texts }
    }

    /// The length of a text in bytes, at least 1.
    pub(super) fn length(&self, text: u32) -> usize {
        length(&self.texts, text)
    }

    /// The first words of a text, to be shown.
    pub(super) fn excerpt(&self, text: u32) -> String {
        let mut words = self.texts[text as usize].split_whitespace();
        let mut excerpt = words.next().unwrap_or_default().to_owned();
        for word in words.take(30) {
            excerpt = excerpt + " " + word;
        }
        excerpt.chars().take(30).collect()
    }
}

fn length(texts: &[&str], text: u32) -> usize {
    texts[text as usize].len().max(1)
}

impl Contents {
    fn new(known: Vec<Vec<u32>>, new: Vec<Vec<u32>>, texts: &[&str]) -> Self {
        let total = |entry: &Vec<u32>| entry.iter().map(|text| length(texts, *text)).sum();
        Self {
            known_lengths: known.iter().map(total).collect(),
            new_lengths: new.iter().map(total).collect(),
            known,
            new,
        }
    }
}

/// The numbers of texts, in the order in which they are met first.
#[derive(Default)]
struct Numbers<'a> {
    numbers: HashMap<&'a str, u32>,
    texts: Vec<&'a str>,
}

impl<'a> Numbers<'a> {
    fn number(&mut self, text: &'a str) -> u32 {
        *self.numbers.entry(text).or_insert_with(|| {
            self.texts.push(text);
            number(self.texts.len() - 1)
        })
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
