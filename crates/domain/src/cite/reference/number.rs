//! Numbers of pull requests, issues and KEPs as they stand in a text.

/// The number that `text` begins with and how many bytes it has: 1 to 10 digits, not led by a zero.
pub(super) fn number(text: &str) -> Option<(u64, usize)> {
    const LONGEST: usize = 10;
    let length = digits(text, LONGEST + 1);
    if length > LONGEST || text.starts_with('0') {
        return None;
    }
    text[..length].parse().ok().map(|number| (number, length))
}

/// How many digits `text` begins with, up to `most`.
pub(super) fn digits(text: &str, most: usize) -> usize {
    text.bytes().take(most).take_while(u8::is_ascii_digit).count()
}
