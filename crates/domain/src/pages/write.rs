//! What the page shows on which notes are written.

use serde::{Deserialize, Serialize};

use crate::list::timeline::Reference;
use crate::tag::NoteTag;

/// A note that is in a form and not in the database, as it would be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotePreview {
    /// Sanitised HTML without states.
    pub html: String,
    /// Plain text.
    pub text: String,
    /// In the order of the text.
    pub references: Vec<Reference>,
    /// The tags that it would show: SIGs first, then versions, each in order.
    pub tags: Vec<NoteTag>,
}

/// What was shared from elsewhere, to begin a note with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared<'a> {
    /// The title of a page.
    pub title: &'a str,
    /// Words of it, or about it.
    pub text: &'a str,
    /// Its address.
    pub url: &'a str,
}

impl Shared<'_> {
    /// How many characters of each are taken.
    pub const MAX_CHARS: usize = 4000;

    /// The Markdown of a note of it; empty where nothing was shared. What is not text is left out, and what is longer than
    /// [`Self::MAX_CHARS`] is cut.
    pub fn markdown(&self) -> String {
        let (title, url) = (in_a_line(self.title), in_a_line(self.url));
        let text = bounded(self.text);
        // Phones share the address as text, or once more in it.
        let url = if text.contains(&url) { "" } else { &url };
        let title = if text.contains(&title) { "" } else { &title };
        let head = [title, url].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let parts = [head.as_str(), text.as_str()].into_iter().filter(|part| !part.is_empty());
        // Further lines belong to the item that the first one begins.
        let lines: Vec<String> = parts
            .flat_map(str::lines)
            .enumerate()
            .map(|(n, line)| match (n, line.is_empty()) {
                (0, _) => format!("- {line}"),
                (_, true) => String::new(),
                (_, false) => format!("  {line}"),
            })
            .collect();
        lines.join("\n")
    }
}

/// The text without controls but line feeds, cut.
fn bounded(text: &str) -> String {
    let text: String = text
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .take(Shared::MAX_CHARS)
        .collect();
    text.trim().to_owned()
}

/// The same in one line.
fn in_a_line(text: &str) -> String {
    bounded(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check((title, text, url): (&str, &str, &str), expected: &str) {
        assert_eq!(Shared { title, text, url }.markdown(), expected);
    }

    #[test]
    fn what_is_shared_is_an_item() {
        let url = "https://github.com/kubernetes/kubernetes/pull/115138";
        check(("", "", ""), "");
        check(("", "", url), &format!("- {url}"));
        check(("Sidecars  by\nmatthyx", "", url), &format!("- Sidecars by matthyx {url}"));
        check(("Sidecars", "one\ntwo\n\nthree", ""), "- Sidecars\n  one\n  two\n\n  three");
        check(("", "SIG Node tries 1.28", ""), "- SIG Node tries 1.28");
    }

    #[test]
    fn what_stands_in_the_text_is_not_repeated() {
        let url = "https://github.com/kubernetes/kubernetes/pull/115138";
        check(("", url, url), &format!("- {url}"));
        check(("Sidecars", &format!("Sidecars: {url}"), url), &format!("- Sidecars: {url}"));
    }

    #[test]
    fn controls_are_left_out_and_length_has_an_end() {
        check(("a\u{0}b\u{1b}[1m", "", ""), "- ab[1m");
        let long = "停".repeat(9000);
        let shared = Shared { text: &long, ..Shared::default() }.markdown();
        assert_eq!(shared.chars().count(), Shared::MAX_CHARS + "- ".len());
    }
}
