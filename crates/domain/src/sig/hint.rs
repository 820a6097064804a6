//! The group that a misspelt name is nearest to.

use super::{Sig, plain};

/// The directory of the group whose name is at most two edits, and less than half of it, from `text`.
pub(super) fn nearest(text: &str) -> Option<&'static str> {
    let text = plain(text);
    let distances = Sig::known().map(|group| {
        let (_, own) = group.parts();
        let distance = edits(&text, own).min(edits(&text, group.directory));
        (distance, group.directory)
    });
    let nearest = distances.min_by_key(|(distance, _)| *distance);
    nearest.filter(|(distance, _)| *distance <= 2 && distance * 2 < text.chars().count()).map(|found| found.1)
}

/// How many letters must be added, removed or replaced to make `b` of `a`.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, a) in a.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, b) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
