//! Characters that no text has, which stand for something while a note is rendered.
//!
//! Unicode keeps them for such use. Those of a source are replaced, so that it can forge none.

use std::borrow::Cow;

/// Stands before the first line of a box.
pub(super) const BOX: char = '\u{fdd0}';

/// Stands before the last line of a message.
pub(super) const MESSAGE_END: char = '\u{fdd1}';

/// Stands before the last line of details.
pub(super) const DETAILS_END: char = '\u{fdd2}';

/// All that stand before a line of a box.
pub(super) const BOX_MARKS: [char; 3] = [BOX, MESSAGE_END, DETAILS_END];

/// What stands for a character that HTML writes as a reference, and the reference.
pub(super) const ESCAPES: [(char, char, &str); 3] =
    [('&', '\u{fdd3}', "&amp;"), ('<', '\u{fdd4}', "&lt;"), ('>', '\u{fdd5}', "&gt;")];

/// The digits of the numbers that stand for places in a document.
pub(super) const DIGITS: [char; 16] = [
    '\u{fde0}', '\u{fde1}', '\u{fde2}', '\u{fde3}', '\u{fde4}', '\u{fde5}', '\u{fde6}', '\u{fde7}',
    '\u{fde8}', '\u{fde9}', '\u{fdea}', '\u{fdeb}', '\u{fdec}', '\u{fded}', '\u{fdee}', '\u{fdef}',
];

/// The text without such characters.
pub(super) fn replace(text: &str) -> Cow<'_, str> {
    let is_reserved = |c| c == '\0' || ('\u{fdd0}'..='\u{fdef}').contains(&c);
    if text.contains(is_reserved) { text.replace(is_reserved, "\u{fffd}").into() } else { text.into() }
}
