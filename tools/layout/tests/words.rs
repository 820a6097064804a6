//! No name is made of a word that docs/words.md does not use as one.

use std::collections::BTreeMap;

use layout::{CRATES, files, names, root, tokens};

/// Parts of names of any kind.
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

/// Participles and adverbs, which are no names of types.
const TYPES: [&str; 12] = [
    "Asked", "Before", "Beside", "Facts", "Found", "Go", "Happened", "Kept", "Known", "Named", "Ran", "Which",
];

#[test]
fn names_are_made_of_the_words_of_the_project() {
    let mut unfit: BTreeMap<String, String> = BTreeMap::new();
    for folder in CRATES {
        for file in files(&root().join(folder)) {
            let shown = file.strip_prefix(root()).unwrap_or(&file).display().to_string();
            let names = names(tokens(&file));
            let before = std::iter::once("").chain(names.iter().map(String::as_str));
            for (name, _) in names.iter().zip(before).filter(|(name, before)| is_unfit(before, name)) {
                unfit.entry(name.clone()).or_insert_with(|| shown.clone());
            }
        }
    }
    assert_eq!(unfit, BTreeMap::new(), "see docs/words.md for what to say instead");
}

/// Whether a name has a word that is none of the project's; `before` is the identifier or keyword before it.
fn is_unfit(before: &str, name: &str) -> bool {
    match before {
        "struct" | "enum" | "trait" | "type" if TYPES.contains(&name) => return true,
        "fn" | "let" | "mod" if name == "of" || name.starts_with("of_") => return true,
        _ => {}
    }
    let mut parts = String::new();
    for c in name.chars() {
        if c.is_uppercase() {
            parts.push('_');
        }
        parts.extend(c.to_lowercase());
    }
    parts.split('_').any(|part| PARTS.contains(&part))
}

#[test]
fn a_name_is_looked_at_part_by_part() {
    for (before, name) in
        [("fn", "told"), ("", "is_asked"), ("", "AskedItem"), ("fn", "of"), ("struct", "Known")]
    {
        assert!(is_unfit(before, name), "{name}");
    }
    for (before, name) in
        [("", "task"), ("fn", "as_of"), ("option", "of"), ("Cursor", "Before"), ("", "storyteller")]
    {
        assert!(!is_unfit(before, name), "{name}");
    }
}
