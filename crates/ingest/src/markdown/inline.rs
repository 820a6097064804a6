//! Marks of other dialects within a text: Obsidian's links and highlights, pandoc's anchors, signs of tasks and boxes.

use std::ops::Range;

use super::containers::parse_line;

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    /// `==so==`
    Highlight(&'t str),
}

/// The parts of a text without the marks of Obsidian's links: `[[page]]`, `[[page|words]]`, `![[file]]`.
///
/// `is_literal` says whether the byte at a place marks nothing.
pub(super) fn pieces(text: &str, is_literal: impl Fn(usize) -> bool) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut done = 0;
    for (range, piece) in find(text, is_literal) {
        if done < range.start {
            pieces.push(Piece::Text(&text[done..range.start]));
        }
        pieces.push(piece);
        done = range.end;
    }
    if done < text.len() {
        pieces.push(Piece::Text(&text[done..]));
    }
    pieces
}

/// Where marks of other dialects would be read in a line of plain text: an escape there keeps it as it is.
pub(crate) fn marks_to_escape(line: &str) -> Vec<usize> {
    if task(line).is_some() || callout(line).is_some() || parse_line(line).is_some() {
        return vec![0];
    }
    let after_sign = |range: Range<usize>| range.start + usize::from(line[range.start..].starts_with('!'));
    find(line, |_| false).into_iter().map(|(range, _)| after_sign(range)).collect()
}

/// What the marks of other dialects give, with its place.
fn find(text: &str, is_literal: impl Fn(usize) -> bool) -> Vec<(Range<usize>, Piece<'_>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find(['[', '=']) {
        let start = at + offset;
        let rest = &text[start..];
        let mark = &rest[..1];
        at = start + 1;
        if !rest[1..].starts_with(mark) || is_literal(start) || is_literal(start + 1) {
            continue;
        }
        let inner = &rest[2..];
        let read = match mark {
            "[" => link(inner),
            _ if text[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '=') => None,
            _ => highlight(inner),
        };
        let Some((length, piece)) = read else {
            at += rest[1..].len() - rest[1..].trim_start_matches(mark).len();
            continue;
        };
        let end = start + 2 + length + 2;
        if is_literal(end - 2) || is_literal(end - 1) {
            continue;
        }
        let is_file = mark == "[" && text[..start].ends_with('!') && !is_literal(start - 1);
        found.push((start - usize::from(is_file)..end, piece));
        at = end;
    }
    found
}

/// What a reader sees of the link that `inner` begins with, and how long it is.
fn link(inner: &str) -> Option<(usize, Piece<'_>)> {
    let end = inner.find(['[', ']', '\n'])?;
    let target = inner[..end].trim_end_matches('\\');
    let is_name = !target.starts_with([' ', ':'])
        && !target.ends_with(' ')
        && target.chars().any(|c| c.is_alphabetic() || c == '-');
    if !inner[end..].starts_with("]]") || !is_name {
        return None;
    }
    let words = target
        .split_once('|')
        .map_or(target, |(page, words)| if words.trim().is_empty() { page } else { words });
    Some((end, Piece::Text(words)))
}

/// The highlight that `inner` begins with, and how long it is.
fn highlight(inner: &str) -> Option<(usize, Piece<'_>)> {
    let end = inner.find(['=', '\n'])?;
    let after = inner[end..].strip_prefix("==")?;
    let words = &inner[..end];
    let is_highlight = !words.is_empty()
        && words.trim() == words
        && !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '=');
    is_highlight.then_some((end, Piece::Highlight(words)))
}

/// The text of a heading without the anchor at its end: `{#name}`, `{#name .class}`, `{.class}`.
pub(super) fn without_anchor(text: &str) -> Option<&str> {
    let (before, attributes) = text.trim_end().strip_suffix('}')?.rsplit_once('{')?;
    let names =
        |word: &str| word.len() > 1 && word.starts_with(['#', '.']) && !word[1..].contains(['#', '}']);
    let mut words = attributes.split_whitespace().peekable();
    words.peek()?;
    let is_anchor = words.enumerate().all(|(number, word)| names(word) || number > 0 && word.contains('='));
    is_anchor.then(|| before.trim_end())
}

/// The sign that a task begins with, and the rest: `[ ] ` or `[x] `.
pub(super) fn task(text: &str) -> Option<(bool, &str)> {
    let (sign, rest) = text.strip_prefix('[')?.split_once("] ")?;
    match sign {
        " " => Some((false, rest)),
        "x" | "X" => Some((true, rest)),
        _ => None,
    }
}

/// The head of a box, of a quote that begins with `[!note] Title`: what to show of it.
pub(super) fn callout(text: &str) -> Option<String> {
    let (kind, rest) = text.strip_prefix("[!")?.split_once(']')?;
    let is_kind = !kind.is_empty() && kind.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    if !is_kind {
        return None;
    }
    let rest = rest.strip_prefix(['+', '-']).unwrap_or(rest);
    if !rest.is_empty() && !rest.starts_with(' ') {
        return None;
    }
    let mut letters = kind.chars();
    let first = letters.next()?.to_uppercase();
    let kind: String = first.chain(letters.flat_map(char::to_lowercase)).collect();
    let title = rest.trim();
    Some(if title.is_empty() { kind } else { format!("{kind}: {title}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let show = |piece: &Piece<'_>| match piece {
            Piece::Text(text) => (*text).to_owned(),
            Piece::Highlight(text) => format!("<{text}>"),
        };
        pieces(text, |_| false).iter().map(show).collect()
    }

    #[test]
    fn links_and_highlights_are_read() {
        let check = |text: &str, expected: &str| assert_eq!(shown(text), expected, "{text}");
        check("a [[Some page]], [[2023-10-11]]、[[page#part|words]]", "a Some page, 2023-10-11、words");
        check("![[image.png]] ![[a|b]]!", "image.png b!");
        check("[[page|]] x", "page x");
        check("これは==重要==です", "これは<重要>です");
        check("==a b== (==c==)", "<a b> (<c>)");
        for text in [
            "[[ -f x ]]",
            "[[1]] [[0,1],[2]]",
            "[[:alpha:]]",
            "[[a]",
            "[[a\nb]]",
            "[[]]",
            "x==y or z==w",
            "a == b == c",
            "== a==",
            "====",
            "===a===",
            "==a==b",
        ] {
            check(text, text);
        }
        assert_eq!(pieces("[[a]]", |at| at == 1), [Piece::Text("[[a]]")]);
        assert_eq!(pieces("![[a]]", |at| at == 0), [Piece::Text("!"), Piece::Text("a")]);
    }

    #[test]
    fn marks_without_end_take_linear_time() {
        let started = std::time::Instant::now();
        for part in ["[[a", "==a", "[", "=", "[[", "==a b", "[[a]"] {
            pieces(&part.repeat(100_000), |_| false);
        }
        assert!(started.elapsed() < std::time::Duration::from_secs(20), "{:?}", started.elapsed());
    }

    #[test]
    fn an_anchor_is_at_the_end_of_a_heading() {
        for (text, expected) in [
            ("a {#b}", Some("a")),
            ("a {#b .c k=v} ", Some("a")),
            ("{.unnumbered}", Some("")),
            ("a {b}", None),
            ("a {}", None),
            ("a {#}", None),
            ("a {k=v}", None),
            ("{#a} b", None),
        ] {
            assert_eq!(without_anchor(text), expected, "{text}");
        }
    }

    #[test]
    fn signs_are_read_at_the_beginning() {
        assert_eq!(task("[ ] a"), Some((false, "a")));
        assert_eq!(task("[X] a"), Some((true, "a")));
        assert_eq!((task("[x]a"), task("[y] a"), task("a")), (None, None, None));
        assert_eq!(callout("[!NOTE]"), Some("Note".to_owned()));
        assert_eq!(callout("[!info]- 停止"), Some("Info: 停止".to_owned()));
        assert_eq!(
            (callout("[!]"), callout("[!a](b)"), callout("[a]"), callout("[!a b]")),
            (None, None, None, None)
        );
    }
}
