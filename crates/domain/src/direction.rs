//! Text that is written from right to left, next to other text.

use std::borrow::Cow;

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

/// A title, so that marks of direction in it turn nothing that stands next to it: between marks that isolate it, with
/// its own closed.
///
/// A text without such marks is itself, as is one that is isolated already.
///
/// ```
/// # use domain::direction::isolated;
/// assert_eq!(isolated("Kubernetes"), "Kubernetes");
/// assert_eq!(isolated("a \u{202e}b"), "\u{2068}a \u{202e}b\u{2069}");
/// ```
pub fn isolated(text: &str) -> Cow<'_, str> {
    if !text.contains(is_mark) || is_isolated(text) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 6);
    out.push(FIRST_STRONG_ISOLATE);
    let mut open = 0_usize;
    for c in text.chars() {
        match c {
            _ if begins_isolate(c) => open += 1,
            // One that would end the isolation around it.
            POP_ISOLATE if open == 0 => continue,
            POP_ISOLATE => open -= 1,
            _ => {}
        }
        out.push(c);
    }
    // What an isolate holds ends with it, embeddings included.
    out.extend(std::iter::repeat_n(POP_ISOLATE, open + 1));
    out.into()
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn begins_isolate(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2068}')
}

/// Whether the first mark isolates all of the text.
fn is_isolated(text: &str) -> bool {
    if !text.starts_with(FIRST_STRONG_ISOLATE) {
        return false;
    }
    let mut open = 0_usize;
    let mut ends = 0;
    for (at, c) in text.char_indices() {
        if begins_isolate(c) {
            open += 1;
        } else if c == POP_ISOLATE {
            open = open.saturating_sub(1);
            if open == 0 && ends == 0 {
                ends = at + c.len_utf8();
            }
        }
    }
    open == 0 && ends == text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_title_with_marks_of_direction_is_isolated() {
        let check = |text: &str, expected: &str| assert_eq!(isolated(text), expected, "{text:?}");
        check("", "");
        check("メモ - 2023", "メモ - 2023");
        // Right to left by its letters alone: nothing of it reaches further than it should.
        check("שלום", "שלום");
        check("\u{202e}abc", "\u{2068}\u{202e}abc\u{2069}");
        check("a\u{202b}b\u{202c}c", "\u{2068}a\u{202b}b\u{202c}c\u{2069}");
        check("a\u{2067}b", "\u{2068}a\u{2067}b\u{2069}\u{2069}");
        check("a\u{2069}b\u{202e}c", "\u{2068}ab\u{202e}c\u{2069}");
        check("a\u{200f}", "\u{2068}a\u{200f}\u{2069}");
        check("\u{2068}a\u{2069} \u{2068}b\u{2069}", "\u{2068}\u{2068}a\u{2069} \u{2068}b\u{2069}\u{2069}");
    }

    proptest! {
        #[test]
        fn an_isolated_title_stays_as_it_is(text in "[ab \u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}]{0,12}") {
            let once = isolated(&text).into_owned();
            prop_assert_eq!(isolated(&once), once.as_str());
            let letters = |text: &str| text.replace(is_mark, "");
            prop_assert_eq!(letters(&once), letters(&text));
            let ends = once.matches(POP_ISOLATE).count();
            prop_assert_eq!(once.matches(begins_isolate).count(), ends);
        }
    }
}
