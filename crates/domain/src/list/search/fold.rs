//! Texts as they are compared: what differs only in width, case or the length of a dash is the same.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a character is to a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Of a script that puts spaces between words, and digits.
    Word,
    /// Of a script that does not.
    Dense,
    /// White space; a run of it is one.
    Space,
    /// Anything else: each stands for itself.
    Mark,
}

/// Where something may be found that begins with a [`Class::Word`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// A word begins here.
    Word,
    /// A part of a word begins here: `Grace` of `terminationGracePeriod`, `28` of `v1.28`'s `28`.
    Part,
    /// Amid a word, or at what is no word.
    No,
}

/// A folded character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FoldedChar {
    pub(super) c: char,
    pub(super) class: Class,
    pub(super) start: Start,
    /// The bytes of the source that it was made of; several characters may share them.
    pub(super) from: usize,
    pub(super) to: usize,
}

/// The longest word that has parts: what is longer is data, not a name.
const MAX_WORD_WITH_PARTS: usize = 128;

/// Folds a text.
pub(super) fn fold(text: &str) -> Vec<FoldedChar> {
    let mut folded = Vec::with_capacity(text.len() / 2);
    for (from, to) in clusters(text) {
        push(&mut folded, &text[from..to], from, to);
    }
    finish(folded)
}

/// A folded character of which its neighbours are not yet known.
pub(super) struct RawChar {
    pub(super) c: char,
    pub(super) case: Case,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// What separates the parts of a word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Upper,
    Lower,
    Digit,
    None,
}

/// Adds the folded form of a cluster.
pub(super) fn push(folded: &mut Vec<RawChar>, cluster: &str, from: usize, to: usize) {
    // Nearly all of what is written.
    if cluster == " " {
        return push_space(folded, from, to);
    }
    let mut chars = cluster.chars();
    if let (Some(c), None) = (chars.next(), chars.next())
        && let Some((c, case)) = simple(c)
    {
        folded.push(RawChar { c, case, from, to });
    } else {
        push_normalised(folded, cluster, from, to);
    }
}

/// Adds white space, where none is before it.
fn push_space(folded: &mut Vec<RawChar>, from: usize, to: usize) {
    match folded.last_mut().filter(|last| last.c == ' ') {
        Some(last) if last.to == from => last.to = to,
        Some(_) => {}
        None => folded.push(RawChar { c: ' ', case: Case::None, from, to }),
    }
}

/// The folded form of a character that stays one, as [`push_normalised`] makes it but without its tables.
fn simple(c: char) -> Option<(char, Case)> {
    match c {
        'a'..='z' => Some((c, Case::Lower)),
        'A'..='Z' => Some((c.to_ascii_lowercase(), Case::Upper)),
        '0'..='9' => Some((c, Case::Digit)),
        '!'..='~' => Some((c, Case::None)),
        _ if is_dense_letter(c) => Some((c, Case::Lower)),
        _ => None,
    }
}

/// Whether it is a kana or an ideograph that normalisation leaves as it is.
fn is_dense_letter(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}' | '\u{4e00}'..='\u{9fff}')
}

/// Adds the folded form of any cluster.
fn push_normalised(folded: &mut Vec<RawChar>, cluster: &str, from: usize, to: usize) {
    for c in cluster.nfkc().flat_map(plain) {
        let case = if c.is_uppercase() {
            Case::Upper
        } else if c.is_numeric() {
            Case::Digit
        } else if c.is_alphabetic() {
            Case::Lower
        } else {
            Case::None
        };
        if c.is_whitespace() {
            push_space(folded, from, to);
            continue;
        }
        // A letter with several small forms begins a part but once.
        let mut case = case;
        for c in c.to_lowercase() {
            folded.push(RawChar { c, case, from, to });
            if case == Case::Upper {
                case = Case::Lower;
            }
        }
    }
}

/// One spelling for dashes, quotes and waves.
fn plain(c: char) -> impl Iterator<Item = char> {
    let (c, twice) = match c {
        '\u{2013}' | '\u{2014}' | '\u{2015}' => ('-', true),
        '\u{2010}'..='\u{2012}' | '\u{2212}' => ('-', false),
        '“' | '”' | '„' => ('"', false),
        '‘' | '’' => ('\'', false),
        '〜' => ('~', false),
        c => (c, false),
    };
    std::iter::repeat_n(c, if twice { 2 } else { 1 })
}

/// The bounds of what is normalised together: a character with what combines with it.
pub(super) fn clusters(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let is_letter = |c: char| c < '\u{300}' || is_dense_letter(c);
    let combines = move |c: char| {
        !is_letter(c)
            && (is_combining_mark(c) || matches!(c, '\u{ff9e}' | '\u{ff9f}' | '\u{1160}'..='\u{11ff}'))
    };
    let mut starts =
        text.char_indices().filter(move |&(at, c)| at == 0 || !combines(c)).map(|(at, _)| at).peekable();
    std::iter::from_fn(move || {
        let from = starts.next()?;
        Some((from, starts.peek().copied().unwrap_or(text.len())))
    })
}

pub(super) fn class(c: char) -> Class {
    match c {
        ' ' => Class::Space,
        'a'..='z' | 'A'..='Z' | '0'..='9' => Class::Word,
        _ if c.is_ascii() => Class::Mark,
        // Kana, ideographs, Hangul, Bopomofo, and the marks that belong to them.
        '\u{3005}'..='\u{3007}'
        | '\u{3021}'..='\u{3029}'
        | '\u{3031}'..='\u{3035}'
        | '\u{303b}'
        | '\u{3041}'..='\u{309f}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{30fc}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{1100}'..='\u{11ff}'
        | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{1aff0}'..='\u{1b16f}'
        | '\u{20000}'..='\u{3ffff}' => Class::Dense,
        c if c.is_alphanumeric() || is_combining_mark(c) => Class::Word,
        _ => Class::Mark,
    }
}

/// Says of each character what it is and whether something begins at it.
pub(super) fn finish(raw: Vec<RawChar>) -> Vec<FoldedChar> {
    let classes: Vec<Class> = raw.iter().map(|raw| class(raw.c)).collect();
    let mut folded: Vec<FoldedChar> = raw
        .iter()
        .zip(&classes)
        .map(|(raw, class)| FoldedChar {
            c: raw.c,
            class: *class,
            start: Start::No,
            from: raw.from,
            to: raw.to,
        })
        .collect();
    let mut at = 0;
    while at < raw.len() {
        if classes[at] != Class::Word {
            at += 1;
            continue;
        }
        let end = (at..raw.len()).find(|&n| classes[n] != Class::Word).unwrap_or(raw.len());
        folded[at].start = Start::Word;
        if end - at <= MAX_WORD_WITH_PARTS {
            for (n, folded) in folded[at..end].iter_mut().enumerate().skip(1) {
                if begins_part(&raw[at..end], n) {
                    folded.start = Start::Part;
                }
            }
        }
        at = end;
    }
    folded
}

/// Whether a part begins at `n` of a word: at a capital after a small letter, at the last capital before
/// one (`HTTP|Server`, but not at the plural of `PRs`), and where letters and digits meet.
fn begins_part(word: &[RawChar], n: usize) -> bool {
    let (before, here) = (word[n - 1].case, word[n].case);
    match (before, here) {
        (Case::None, _) | (_, Case::None) => false,
        (Case::Digit, Case::Digit) => false,
        (Case::Digit, _) | (_, Case::Digit) => true,
        (Case::Lower, Case::Upper) => true,
        (Case::Upper, Case::Upper) => {
            let small = word.get(n + 1).is_some_and(|next| next.case == Case::Lower);
            let is_plural = word.get(n + 1).is_some_and(|next| next.c == 's') && n + 2 == word.len();
            small && !is_plural
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_the_same_with_and_without_the_tables() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            let (mut by_tables, mut folded) = (Vec::new(), Vec::new());
            push_normalised(&mut by_tables, &text, 0, text.len());
            push(&mut folded, &text, 0, text.len());
            let shown = |folded: &[RawChar]| -> Vec<(char, Case)> {
                folded.iter().map(|it| (it.c, it.case)).collect()
            };
            assert!(shown(&folded) == shown(&by_tables), "{c:?}");
            if is_dense_letter(c) || c < '\u{300}' {
                assert!(!is_combining_mark(c), "{c:?}");
            }
            if is_dense_letter(c) {
                assert!(class(c) == Class::Dense, "{c:?}");
            }
            if c.is_ascii() && c != ' ' {
                assert_eq!(class(c) == Class::Word, c.is_alphanumeric(), "{c:?}");
            }
        }
    }
}
