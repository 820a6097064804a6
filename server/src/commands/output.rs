//! Standard output of the commands.

use std::borrow::Cow;
use std::io::{IsTerminal, Write};

use anyhow::Context;

/// Prints what people read. A closed pipe (`| head`) is no error.
pub fn print(text: &str) -> anyhow::Result<()> {
    write(&printable(text))
}

/// Prints a document as it is for programs, and as [`print`] does on a terminal.
pub fn print_document(text: &str) -> anyhow::Result<()> {
    if std::io::stdout().is_terminal() { print(text) } else { write(text) }
}

/// A text that does nothing to a terminal: controls, which notes and names of files may have, are shown as U+FFFD. Tabs and
/// line feeds stay.
pub fn printable(text: &str) -> Cow<'_, str> {
    let is_unfit = |c: char| c.is_control() && !matches!(c, '\t' | '\n');
    if text.contains(is_unfit) { text.replace(is_unfit, "\u{fffd}").into() } else { text.into() }
}

/// A number of things: `1 note`, `2 notes`. `word` is one whose plural ends in `s`, or in `ies` for `y`.
pub fn counted(number: impl TryInto<u64>, word: &str) -> String {
    let number = number.try_into().unwrap_or(u64::MAX);
    match (number, word.strip_suffix('y')) {
        (1, _) => format!("1 {word}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) => format!("{number} {word}s"),
    }
}

fn write(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result.context("cannot write to standard output"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_no_plural() {
        assert_eq!(counted(1_u32, "note"), "1 note");
        assert_eq!(counted(0_usize, "entry"), "0 entries");
        assert_eq!(counted(2_u64, "KEP"), "2 KEPs");
    }

    #[test]
    fn a_title_does_nothing_to_a_terminal() {
        for (text, expected) in [
            ("Notes\tof 2023\n", "Notes\tof 2023\n"),
            ("日本語 \u{1f468}\u{200d}\u{1f469}", "日本語 \u{1f468}\u{200d}\u{1f469}"),
            ("\u{1b}]0;pwned\u{7}\u{1b}[2J", "\u{fffd}]0;pwned\u{fffd}\u{fffd}[2J"),
            ("a\rb\u{8}\u{7f}\u{9b}31m", "a\u{fffd}b\u{fffd}\u{fffd}\u{fffd}31m"),
        ] {
            assert_eq!(printable(text), expected);
        }
    }
}
