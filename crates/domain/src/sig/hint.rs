//! The group that a misspelt name is nearest to.

use strsim::levenshtein;

use super::{Sig, plain};

/// The directory of the group whose name is at most two edits, and less than half of it, from `text`.
pub(super) fn nearest(text: &str) -> Option<&'static str> {
    let text = plain(text);
    let distances = Sig::known().map(|group| {
        let (_, own) = group.parts();
        let distance = levenshtein(&text, own).min(levenshtein(&text, group.directory));
        (distance, group.directory)
    });
    let nearest = distances.min_by_key(|(distance, _)| *distance);
    nearest.filter(|(distance, _)| *distance <= 2 && distance * 2 < text.chars().count()).map(|found| found.1)
}
