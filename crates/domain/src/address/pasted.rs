//! What sticks to an address that is copied out of a text.

/// What may stand after an address in a sentence, a list or a quotation, and is part of none.
const ADDED: &str = ")]}>\"'`*_~|,.;:!?\u{2026} )』」】〉》）］｝＞\u{201d}\u{2019}。、，．；：！？\u{3000}";

/// How many of them are taken off.
const MAX_ADDED: usize = 8;

/// A path without what stuck to its end; `None` where nothing did.
pub(super) fn without_added(path: &str) -> Option<&str> {
    // Most paths are as they should be.
    let is_encoded = path.rfind('%').is_some_and(|at| at + 3 == path.len());
    if path.ends_with(|c: char| c.is_ascii_alphanumeric()) && !is_encoded {
        return None;
    }
    let mut rest = path;
    for _ in 0..MAX_ADDED {
        match ADDED.chars().find_map(|added| without_last(rest, added)) {
            Some(shorter) => rest = shorter,
            None => break,
        }
    }
    (rest.len() < path.len()).then_some(rest)
}

/// A path without a character at its end, as it is or percent-encoded; `None` where it ends otherwise.
fn without_last(path: &str, last: char) -> Option<&str> {
    path.strip_suffix(last).or_else(|| {
        let encoded: String =
            last.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02X}")).collect();
        let (rest, end) = path.split_at_checked(path.len().checked_sub(encoded.len())?)?;
        end.eq_ignore_ascii_case(&encoded).then_some(rest)
    })
}
