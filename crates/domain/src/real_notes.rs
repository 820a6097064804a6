//! The author's notes, which some tests read where they are at hand.

/// The notes, or `None` with a word on it where they are absent.
///
/// Source: the file that `KEPLINE_NOTES` names, else the shared data beside the checkout.
pub(crate) fn read() -> Option<String> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/notes/kubernetes-2023.txt");
    let path = std::env::var("KEPLINE_NOTES").unwrap_or_else(|_| beside.to_owned());
    let notes = std::fs::read_to_string(&path).ok();
    if notes.is_none() {
        eprintln!("skipped: there are no notes at {path}");
    }
    notes
}
