//! The beginning of a text on one line.

/// How many characters a description has at most: what cards and result lists show.
const EXCERPT_CHARS: usize = 160;

/// A text on one line, cut off where it is longer than a description.
pub fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= EXCERPT_CHARS {
        return line;
    }
    let cut: String = line.chars().take(EXCERPT_CHARS - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_line_of_bounded_length() {
        assert_eq!(excerpt("one\n  two"), "one two");
        assert_eq!(excerpt(&"長い".repeat(200)).chars().count(), EXCERPT_CHARS);
        assert_eq!(excerpt(""), "");
    }
}
