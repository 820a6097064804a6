//! What is added to a document, and taken out of it again.
//!
//! Next to a citation stands ` (↳ alpha 1.27 → stable 1.33)`; a summary may follow the text, after a line of its own. The
//! arrow sets it apart from the author's words.

use std::borrow::Cow;

use super::Annotation;

/// What an addition begins with; a bracket ends it, brackets in it are in pairs, and it is of one line.
const OPENING: &str = " (↳ ";

/// The part of [`OPENING`] from its bracket on.
const BRACKET: &str = "(↳ ";

/// The line after which nothing is the author's.
pub const SUMMARY_LINE: &str = "<!-- Added by `kepline annotate` -->";

/// A text to be added at a byte of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// Where it stands.
    pub at: usize,
    /// What is added, as [`addition`] makes it.
    pub text: String,
}

/// An addition that says something of a citation.
pub fn addition(words: &str) -> String {
    let mut open = 0_usize;
    let mut text = OPENING.to_owned();
    for c in words.chars() {
        match c {
            '(' => open += 1,
            // It would end the addition.
            ')' if open == 0 => continue,
            // It would begin another one.
            '↳' => continue,
            ')' => open -= 1,
            _ => {}
        }
        text.push(if c == '\n' || c == '\r' { ' ' } else { c });
    }
    text.extend(std::iter::repeat_n(')', open + 1));
    text
}

/// The document with additions, which are in the order of their places; of those that do not fit, nothing is added.
pub fn with_additions(source: &str, additions: &[Addition]) -> String {
    let length: usize = additions.iter().map(|addition| addition.text.len()).sum();
    let mut out = String::with_capacity(source.len() + length);
    let mut done = 0;
    for Addition { at, text } in additions {
        let Some(before) = source.get(done..*at) else { continue };
        out.push_str(before);
        out.push_str(text);
        done = *at;
    }
    out.push_str(&source[done..]);
    out
}

/// The document as its author wrote it: without additions and summary. What has none is left as it is, and nothing is left
/// that could be taken for one.
pub fn without_additions(text: &str) -> Cow<'_, str> {
    if !text.contains(BRACKET) && !text.contains(SUMMARY_LINE) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    // The brackets that are open in the line, by their places in `out`.
    let mut open: Vec<Bracket> = Vec::new();
    for c in text.chars() {
        if c == ')'
            && let Some(bracket) = open.pop()
            && bracket.begins_addition
        {
            out.truncate(bracket.at - 1);
            while open.last().is_some_and(|outer| outer.at >= out.len()) {
                open.pop();
            }
            if let Some(outer) = open.last_mut() {
                outer.begins_addition &= outer.at + BRACKET.len() <= out.len();
            }
            continue;
        }
        match c {
            '(' => open.push(Bracket { at: out.len(), begins_addition: false }),
            '\n' | '\r' => open.clear(),
            _ => {}
        }
        out.push(c);
        if c == ' '
            && out.ends_with(OPENING)
            && let Some(bracket) = open.last_mut()
            && bracket.at + BRACKET.len() == out.len()
        {
            bracket.begins_addition = true;
        }
    }
    if let Some(summary) = out.find(SUMMARY_LINE) {
        // The empty line before it was added with it.
        let words = out[..summary].strip_suffix("\n\n").map_or(summary, str::len);
        out.truncate(words);
    }
    out.into()
}

struct Bracket {
    at: usize,
    begins_addition: bool,
}

impl Annotation {
    /// What is added next to citations, as `describe` says it; nothing where it says nothing.
    pub fn additions(&self, describe: impl Fn(&super::Citation) -> Option<String>) -> Vec<Addition> {
        let mut additions: Vec<Addition> = self
            .citations
            .iter()
            .filter_map(|citation| {
                let words = describe(citation)?;
                Some(Addition { at: citation.addition?, text: addition(&words) })
            })
            .collect();
        additions.sort_by_key(|addition| addition.at);
        additions
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_addition_is_taken_out_again() {
        let check = |text: &str, expected: &str| assert_eq!(without_additions(text), expected, "{text}");
        check("a KEP-1 (↳ alpha 1.27 → stable 1.33), b", "a KEP-1, b");
        check("k/k#1 (↳ merged (1.27)); k/k#2 (↳ open)", "k/k#1; k/k#2");
        check("a (↳ b (↳ c) d) e", "a e");
        check("a (b) (c", "a (b) (c");
        check("a (↳ b\nc) d", "a (↳ b\nc) d");
        check(&format!("a\n\n{SUMMARY_LINE}\n\n- b"), "a");
        check(&format!("a\n\n\n{SUMMARY_LINE}\n"), "a\n");
    }

    #[test]
    fn brackets_in_an_addition_are_in_pairs() {
        assert_eq!(addition("merged (1.27)"), " (↳ merged (1.27))");
        assert_eq!(addition("a) b (c\nd"), " (↳ a b (c d))");
        assert_eq!(addition("a (↳ b)"), " (↳ a ( b))");
        assert_eq!(without_additions(&format!("a{}", addition("(↳ b"))), "a");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn what_is_left_has_no_additions(text in "[ (↳)a\n]{0,60}") {
            let once = without_additions(&text).into_owned();
            prop_assert_eq!(without_additions(&once), once.as_str());
        }

        #[test]
        fn any_additions_are_taken_out_again(
            text in "[ (↳)aé\n]{0,40}",
            places in proptest::collection::vec(0_usize..60, 0..6),
            words in "[ (↳)a\n]{0,12}",
        ) {
            let text = without_additions(&text).into_owned();
            let mut places: Vec<usize> = places.into_iter().filter(|at| text.is_char_boundary(*at)).collect();
            places.sort_unstable();
            let additions: Vec<Addition> =
                places.into_iter().map(|at| Addition { at, text: addition(&words) }).collect();
            let annotated = with_additions(&text, &additions);
            prop_assert_eq!(without_additions(&annotated), text);
        }
    }
}
