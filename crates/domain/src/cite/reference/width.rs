//! Texts in which full-width letters, digits and `＃` are as narrow as those of ASCII.

use std::borrow::Cow;

/// A text of which the widths are folded, with the places that its bytes have in the text that it was made of.
///
/// Where letters and digits of both widths meet, a NUL parts them: `Ａk/k#1` names no owner `Ak`, and `#12３` no 123.
pub(super) struct FoldedText<'t> {
    /// What it was made of.
    source: &'t str,
    text: Cow<'t, str>,
    /// Where in the source the character stands that each byte was made of; empty where nothing was folded.
    places: Vec<usize>,
}

impl<'t> FoldedText<'t> {
    /// Folds `source`. Takes time linear in its length.
    pub(super) fn new(source: &'t str) -> Self {
        if !source.chars().any(|c| narrow(c).is_some()) {
            return Self { source, text: source.into(), places: Vec::new() };
        }
        let mut text = String::with_capacity(source.len());
        let mut places = Vec::with_capacity(source.len());
        let mut before: Option<(bool, char)> = None;
        for (at, c) in source.char_indices() {
            let (is_wide, folded) = narrow(c).map_or((false, c), |folded| (true, folded));
            let parted = before.is_some_and(|(was_wide, last)| {
                was_wide != is_wide && last.is_ascii_alphanumeric() && folded.is_ascii_alphanumeric()
            });
            if parted {
                text.push('\0');
                places.push(at);
            }
            text.push(folded);
            places.resize(text.len(), at);
            before = Some((is_wide, folded));
        }
        Self { source, text: text.into(), places }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn source(&self) -> &'t str {
        self.source
    }

    /// Where in the source the character begins that stands, or that ends the text, at byte `at`.
    pub(super) fn place(&self, at: usize) -> usize {
        if self.places.is_empty() { at } else { self.places.get(at).copied().unwrap_or(self.source.len()) }
    }
}

/// The ASCII letter, digit or `#` that a character is the full-width form of.
fn narrow(c: char) -> Option<char> {
    const SHIFT: u32 = '！' as u32 - '!' as u32;
    let folds = matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '＃');
    folds.then(|| char::from_u32(c as u32 - SHIFT)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_folded_and_places_kept() {
        let check = |source: &str, expected: &str| {
            let folded = FoldedText::new(source);
            assert_eq!(folded.as_str(), expected);
            for (at, c) in folded.as_str().char_indices().filter(|(_, c)| *c != '\0') {
                let there = source[folded.place(at)..].chars().next().unwrap();
                assert!(there == c || narrow(there) == Some(c), "{source}: {c} is {there}");
            }
            assert_eq!(folded.place(folded.as_str().len()), source.len());
        };
        check("", "");
        check("k/k#1、あ", "k/k#1、あ");
        check("ＫＥＰ－３６７３", "KEP－3673");
        check("k/k＃１１", "k/k#11");
        check("Ａk/k#1", "A\0k/k#1");
        check("#1２", "#1\u{0}2");
        check("あ＃１い", "あ#1い");
    }
}
