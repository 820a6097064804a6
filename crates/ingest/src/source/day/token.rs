//! A line cut into numbers, words and marks, whatever their width.

use std::ops::Range;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub kind: Kind<'a>,
    /// Where it stands.
    pub range: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    /// A run of digits.
    Number { value: u32, digits: usize },
    /// A run of letters of a script with words.
    Word(&'a str),
    /// A letter of a script without spaces.
    Letter(char),
    /// Anything else that is seen, in its narrow form.
    Mark(char),
    /// A run of white space.
    Space,
}

/// Cuts `text`; every byte is in one token.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let narrow = narrow(c);
        let last = tokens.last_mut();
        if let Some(digit) = narrow.to_digit(10) {
            if let Some(Token { kind: Kind::Number { value, digits }, range }) = last {
                *value = value.saturating_mul(10).saturating_add(digit);
                *digits += 1;
                range.end = end;
                continue;
            }
            tokens.push(Token { kind: Kind::Number { value: digit, digits: 1 }, range: at..end });
        } else if narrow.is_whitespace() {
            if let Some(Token { kind: Kind::Space, range }) = last {
                range.end = end;
                continue;
            }
            tokens.push(Token { kind: Kind::Space, range: at..end });
        } else if is_east_asian(narrow) {
            tokens.push(Token { kind: Kind::Letter(narrow), range: at..end });
        } else if narrow.is_alphabetic() {
            if let Some(Token { kind: Kind::Word(word), range }) = last {
                range.end = end;
                *word = &text[range.clone()];
                continue;
            }
            tokens.push(Token { kind: Kind::Word(&text[at..end]), range: at..end });
        } else {
            tokens.push(Token { kind: Kind::Mark(narrow), range: at..end });
        }
    }
    tokens
}

/// The narrow form of a wide sign, and one dash for several that look alike.
fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{2010}' | '\u{2011}' | '\u{2212}' => '-',
        '〜' => '~',
        // The full-width forms follow the order of ASCII.
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}')
}
