//! A bound on what the parser makes of a note: some hundred bytes for each mark, be it of a list, of emphasis or of a link.

/// More marks than anybody writes into a note: a hundred thousand items still have fewer.
const MAX_MARKS: usize = 250_000;

/// Whether a note has so many marks that it is text, as it stands.
pub(super) fn is_excessive(source: &str) -> bool {
    marks(source).nth(MAX_MARKS).is_some()
}

/// What may mark something, wherever it stands; each line is one as well.
fn marks(source: &str) -> impl Iterator<Item = u8> + '_ {
    let bytes = source.as_bytes();
    bytes.iter().enumerate().filter_map(|(at, byte)| {
        let is_mark = match byte {
            b'\n' | b'*' | b'_' | b'~' | b'[' | b']' | b'!' | b'<' | b'>' | b'&' | b'\\' | b'`' | b'|' => {
                true
            }
            // Of an item.
            b'-' | b'+' | b'.' | b')' => matches!(bytes.get(at + 1), Some(b' ' | b'\t')),
            _ => false,
        };
        is_mark.then_some(*byte)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_marks_nothing_does_not_count() {
        let count = |source: &str| marks(source).count();
        assert_eq!(count("停止 a-b, 1.27 (c) d: #1"), 1, "a bracket before a space may be that of an item");
        assert_eq!(count("- a\n1. b\n2) c\n+ *d*\t> e"), 10);
        assert_eq!(count("[a](b) ![c][] <u>d</u> `e` |f|~g~ &amp; \\h"), 20);
    }
}
