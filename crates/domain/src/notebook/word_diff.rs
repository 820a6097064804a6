//! What is other between two texts, word by word.

use serde::{Deserialize, Serialize};
use similar::{ChangeTag, TextDiff};

/// Longer texts are compared by their lines: what is other by the word of them nobody reads.
const MOST_BYTES: usize = 40_000;

/// A part of two texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffPart {
    /// In which of them it stands.
    pub side: DiffSide,
    /// As it stands there.
    pub text: String,
}

/// In which of two texts a part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DiffSide {
    /// In both.
    Both,
    /// In the earlier one.
    Before,
    /// In the later one.
    After,
}

/// The parts of both texts in their order. What is in both or before makes up the earlier text, what is in both or after
/// the later one. Neighbours are of different sides.
pub fn word_diff(before: &str, after: &str) -> Vec<DiffPart> {
    let diff = match before.len().max(after.len()) {
        0..=MOST_BYTES => TextDiff::from_unicode_words(before, after),
        _ => TextDiff::from_lines(before, after),
    };
    let mut parts: Vec<DiffPart> = Vec::new();
    for change in diff.iter_all_changes() {
        let side = match change.tag() {
            ChangeTag::Equal => DiffSide::Both,
            ChangeTag::Delete => DiffSide::Before,
            ChangeTag::Insert => DiffSide::After,
        };
        match parts.last_mut() {
            Some(last) if last.side == side => last.text.push_str(change.value()),
            _ => parts.push(DiffPart { side, text: change.value().to_owned() }),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `[-before-]` and `{+after+}` among what is in both.
    #[track_caller]
    fn check(before: &str, after: &str, expected: &str) {
        let shown: Vec<String> = word_diff(before, after)
            .into_iter()
            .map(|DiffPart { side, text }| match side {
                DiffSide::Both => text,
                DiffSide::Before => format!("[-{text}-]"),
                DiffSide::After => format!("{{+{text}+}}"),
            })
            .collect();
        assert_eq!(shown.concat(), expected);
    }

    #[test]
    fn words_that_are_other_are_marked() {
        check("the same", "the same", "the same");
        check("alpha in 1.28", "alpha in 1.29", "alpha in [-1.28-]{+1.29+}");
        check("a (slack)", "a ([slack](https://x.example))", "a ({+[+}slack{+](https://x.example)+})");
        check("停止順の話", "起動順の話", "[-停止-]{+起動+}順の話");
        check("", "new", "{+new+}");
    }

    proptest! {
        #[test]
        fn the_parts_make_up_both_texts(before in "[a-c 停止。\\n]{0,40}", after in "[a-c 停止。\\n]{0,40}") {
            let parts = word_diff(&before, &after);
            let text = |other: DiffSide| -> String {
                parts.iter().filter(|part| part.side != other).map(|part| part.text.as_str()).collect()
            };
            prop_assert_eq!(text(DiffSide::After), before);
            prop_assert_eq!(text(DiffSide::Before), after);
            prop_assert!(parts.windows(2).all(|pair| pair[0].side != pair[1].side));
        }
    }
}
