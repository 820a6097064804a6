//! The beginning of a text on one line, so that it turns nothing that stands next to it.

use domain::direction::isolated;

/// How many characters a description has at most: what cards and result lists show.
const EXCERPT_CHARS: usize = 160;

/// A text on one line, cut off where it is longer than a description.
pub fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= EXCERPT_CHARS {
        return isolated(&line).into_owned();
    }
    let cut: String = line.chars().take(EXCERPT_CHARS - 1).collect();
    isolated(&format!("{}…", cut.trim_end())).into_owned()
}

/// How many characters a title has at most.
const TITLE_CHARS: usize = 60;

/// From how many characters on something is a sentence: `e.g. ` is none.
const SENTENCE_CHARS: usize = 12;

/// The first sentence of a text as a title: of its first line that says something, cut off at a word where it is long.
pub fn first_sentence(text: &str) -> String {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_end = |(at, c): &(usize, char)| match c {
        '。' | '！' | '？' => true,
        '.' | '!' | '?' => line[at + 1..].starts_with(' '),
        _ => false,
    };
    let end = line.char_indices().skip(SENTENCE_CHARS).find(is_end);
    let sentence = end.map_or(&*line, |(at, c)| &line[..at + c.len_utf8()]).trim_end_matches(['。', '.']);
    if sentence.chars().count() <= TITLE_CHARS {
        return isolated(sentence).into_owned();
    }
    let cut: String = sentence.chars().take(TITLE_CHARS - 1).collect();
    // At a word where the script has spaces and that costs little.
    let word = cut.rfind(' ').filter(|at| cut[*at..].chars().count() <= SENTENCE_CHARS);
    let cut = cut[..word.unwrap_or(cut.len())].trim_end_matches([' ', ',', '、', '(']);
    isolated(&format!("{cut}…")).into_owned()
}

/// A text that begins a line: its first letter is a capital.
pub(super) fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_sentence() {
        let check = |text: &str, title: &str| assert_eq!(first_sentence(text), title, "{text}");
        check("コンテナの停止の検証を始めました。あとで続ける。", "コンテナの停止の検証を始めました");
        check("The kubelet restarts them. More below.", "The kubelet restarts them");
        check("Is it beta in 1.29? Maybe", "Is it beta in 1.29?");
        check("beta in 1.29 (k/k#1)\n  details", "beta in 1.29 (k/k#1)");
        check("e.g. one and two", "e.g. one and two");
        check("\n  \n first\n second", "first");
        check("", "");
        check("a \u{202e}b", "\u{2068}a \u{202e}b\u{2069}");
        let long = "Sidecar containers move to beta with termination ordering and probes of their own";
        check(long, "Sidecar containers move to beta with termination ordering…");
        assert_eq!(first_sentence(&"長い".repeat(60)).chars().count(), TITLE_CHARS);
    }

    #[test]
    fn an_excerpt_is_one_line_of_bounded_length() {
        assert_eq!(excerpt("one\n  two"), "one two");
        assert_eq!(excerpt(&"長い".repeat(200)).chars().count(), EXCERPT_CHARS);
        assert_eq!(excerpt(""), "");
        assert_eq!(excerpt("a \u{202e}b"), "\u{2068}a \u{202e}b\u{2069}");
    }
}
