//! No name is made of a word that docs/words.md does not use as one.

use std::collections::BTreeMap;

use layout::{CRATES, files, names, root, tokens};

/// Parts of names.
const PARTS: [&str; 14] = [
    "ask",
    "asked",
    "asker",
    "asking",
    "asks",
    "behind",
    "beside",
    "question",
    "questions",
    "said",
    "tell",
    "telling",
    "tells",
    "told",
];

/// Whole names of types.
const TYPES: [&str; 12] = [
    "Asked", "Before", "Beside", "Facts", "Found", "Go", "Happened", "Kept", "Known", "Named", "Ran", "Which",
];

#[test]
fn names_are_made_of_the_words_of_the_project() {
    let mut unfit: BTreeMap<String, String> = BTreeMap::new();
    for folder in CRATES {
        for file in files(&root().join(folder)) {
            let shown = file.strip_prefix(root()).unwrap_or(&file).display().to_string();
            for name in names(tokens(&file)).into_iter().filter(|name| is_unfit(name)) {
                unfit.entry(name).or_insert_with(|| shown.clone());
            }
        }
    }
    assert_eq!(unfit, BTreeMap::new(), "see docs/words.md for what to say instead");
}

fn is_unfit(name: &str) -> bool {
    TYPES.contains(&name) || name.starts_with("of_") || name == "of" || {
        let mut parts = String::new();
        for c in name.chars() {
            if c.is_uppercase() {
                parts.push('_');
            }
            parts.extend(c.to_lowercase());
        }
        parts.split('_').any(|part| PARTS.contains(&part))
    }
}

#[test]
fn a_name_is_looked_at_part_by_part() {
    for name in ["told", "is_asked", "AskedItem", "QuestionKind", "of", "of_kep", "Known"] {
        assert!(is_unfit(name), "{name}");
    }
    for name in ["task", "as_of", "KnownKep", "is_known", "Unknown", "storyteller"] {
        assert!(!is_unfit(name), "{name}");
    }
}
