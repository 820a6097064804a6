//! What was probably meant, and what of a text may be shown in a message.

use strsim::osa_distance;

/// The first of `choices` with the fewest slips, should `text` be that choice misspelt:
/// at most one slip in a short text, one in three characters in a long one.
pub(crate) fn nearest<'a>(text: &str, choices: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let text = text.to_ascii_lowercase();
    let length = text.chars().count();
    // No word is longer: what is much longer is not near, and costs nothing.
    if length > 40 {
        return None;
    }
    let near = choices
        .map(|word| (osa_distance(&text, word), word))
        .filter(|(slips, _)| *slips <= (length / 3).max(1));
    near.min_by_key(|(slips, _)| *slips).map(|(_, word)| word)
}

/// What of `text` is shown in a message: 40 characters without control characters.
pub(crate) fn excerpt(text: &str) -> String {
    text.chars().filter(|c| !is_unseen(*c)).take(40).collect()
}

/// Control characters, and the marks that turn the direction of the text around them.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
