//! The title of an entry or a note: its day and what it cites, nothing of its text.

use std::collections::BTreeSet;

use domain::list::timeline::{Entry, Reference};

/// How many citations a title names.
const MAX_NAMES: usize = 3;

/// `2023-10-11: KEP-753, kubernetes/kubernetes#115138 and 2 more`.
pub fn title<'a>(entry: &Entry, references: impl Iterator<Item = &'a Reference>) -> String {
    let day = match (entry.date, entry.not_after, entry.not_before) {
        (Some(day), ..) => day.to_string(),
        (None, Some(last), _) => format!("{last} or before"),
        (None, None, Some(first)) => format!("{first} or later"),
        (None, None, None) => "without a day".to_owned(),
    };
    let mut seen = BTreeSet::new();
    let mut names: Vec<String> =
        references.filter(|reference| !reference.none).map(|reference| reference.target.name()).collect();
    names.retain(|name| seen.insert(name.clone()));
    let more = names.len().saturating_sub(MAX_NAMES);
    names.truncate(MAX_NAMES);
    match (names.is_empty(), more) {
        (true, _) if entry.body_lost => format!("{day}: nothing but its date is left"),
        (true, _) => day,
        (false, 0) => format!("{day}: {}", names.join(", ")),
        (false, more) => format!("{day}: {} and {more} more", names.join(", ")),
    }
}
