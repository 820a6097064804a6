//! What Zenn and its kin add to Markdown: boxes between lines of colons, and images with a width.
//!
//! ```text
//! :::message alert           a box; also `info`, `note`, `tip`, `warning` and the like
//! text
//! :::
//!
//! ::::details A title        what opens when its title is clicked; more colons hold fewer
//! :::message
//! text
//! :::
//! ::::
//!
//! ![a picture](https://example.org/a.png =250x)
//! ```
//!
//! CommonMark would take these lines into the paragraph or the list around them.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::options::OPTIONS;
use super::reserved::{BOX, DETAILS_END, MESSAGE_END};

/// Boxes that are open at once, at most.
const MAX_OPEN: usize = 32;

/// An image whose words and address are longer keeps its size.
const MAX_IMAGE: usize = 1_000;

/// A line of colons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ColonLine<'a> {
    /// With its title, if it has one.
    Message(&'a str),
    /// With its title, if it has one.
    Details(&'a str),
    End,
}

/// Reads a line of colons; `None` where it is another line.
pub(super) fn parse_line(line: &str) -> Option<(usize, ColonLine<'_>)> {
    let line = line.trim();
    let rest = line.trim_start_matches(':');
    let colons = line.len() - rest.len();
    if colons < 3 {
        return None;
    }
    let (kind, title) = rest.trim_start().split_once([' ', '\t']).unwrap_or((rest.trim(), ""));
    let title = title.trim();
    let line = match kind.trim() {
        "" => ColonLine::End,
        "details" | "spoiler" => ColonLine::Details(title),
        // What follows these says how it looks.
        "message" | "note" if matches!(title, "alert" | "info" | "warn") => ColonLine::Message(""),
        "message" | "info" | "success" | "warning" | "danger" | "note" | "tip" | "important" | "caution" => {
            ColonLine::Message(title)
        }
        _ => return None,
    };
    Some((colons, line))
}

/// Where boxes stand whose lines of colons are not indented, each from its first line to its last.
pub(super) fn boxes(source: &str) -> Vec<Range<usize>> {
    if !source.contains(":::") {
        return Vec::new();
    }
    let pairs = pairs(source, &verbatim(source), |line| line.starts_with(':'));
    pairs.into_iter().map(|(first, last)| first.start..last.end).collect()
}

/// `source` with each first and last line of a box in a paragraph of its own, after one of [`BOX`], [`MESSAGE_END`]
/// and [`DETAILS_END`], and without the sizes of images.
pub(super) fn separate(source: &str) -> Cow<'_, str> {
    let has_sizes = source.contains(" =") && source.contains("![");
    if !source.contains(":::") && !has_sizes {
        return source.into();
    }
    let verbatim = verbatim(source);
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for (first, last) in pairs(source, &verbatim, |_| true) {
        let is_message =
            parse_line(&source[first.clone()]).is_some_and(|line| matches!(line.1, ColonLine::Message(_)));
        let end = if is_message { MESSAGE_END } else { DETAILS_END };
        for (line, mark) in [(first, BOX), (last, end)] {
            let text = source[line.clone()].trim_end_matches('\n');
            let words = text.trim_start();
            let indent = &text[..text.len() - words.len()];
            edits.push((line, format!("\n{indent}{mark}{words}\n\n")));
        }
    }
    if has_sizes {
        edits.extend(image_sizes(source, &verbatim).into_iter().map(|range| (range, String::new())));
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(source.len() + 8 * edits.len());
    let mut done = 0;
    for (range, text) in edits {
        // A size that stands in the title of a box.
        if range.start < done {
            continue;
        }
        out.push_str(&source[done..range.start]);
        out.push_str(&text);
        done = range.end;
    }
    out.push_str(&source[done..]);
    out.into()
}

/// Where code and HTML blocks stand, in order.
fn verbatim(source: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
        if matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) | Event::Code(_)) {
            ranges.push(range);
        }
    }
    ranges
}

fn contains(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.start <= at);
    next > 0 && at < ranges[next - 1].end
}

/// The first and the last line of each box, line feeds included, among the lines that `counts` admits.
fn pairs(
    source: &str,
    verbatim: &[Range<usize>],
    counts: impl Fn(&str) -> bool,
) -> Vec<(Range<usize>, Range<usize>)> {
    let mut pairs = Vec::new();
    let mut open: Vec<(usize, Range<usize>)> = Vec::new();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        let Some((colons, read)) = parse_line(line) else { continue };
        let words = range.start + line.len() - line.trim_start().len();
        if !counts(line) || contains(verbatim, words) {
            continue;
        }
        if read != ColonLine::End {
            if open.len() < MAX_OPEN {
                open.push((colons, range));
            }
            continue;
        }
        // That of as many colons; what is still open in it has no end.
        let same = open.iter().rposition(|(opened, _)| *opened == colons);
        let Some(at) = same.or_else(|| open.iter().rposition(|(opened, _)| *opened < colons)) else {
            continue;
        };
        let (_, first) = open.swap_remove(at);
        open.truncate(at);
        pairs.push((first, range));
    }
    pairs
}

/// The sizes in `![](address =250x)`, with the space before.
fn image_sizes(source: &str, verbatim: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut sizes = Vec::new();
    let mut line = 0;
    let mut done = 0;
    for (at, _) in source.match_indices(" =") {
        line = source[done..at].rfind('\n').map_or(line, |end| done + end + 1);
        done = at;
        let size = &source[at + 2..];
        let size_length =
            size.bytes().take(12).take_while(|byte| byte.is_ascii_digit() || *byte == b'x').count();
        let is_size =
            size[..size_length].contains('x') && size_length > 1 && size[size_length..].starts_with(')');
        if !is_size || contains(verbatim, at) {
            continue;
        }
        let mut from = at.saturating_sub(MAX_IMAGE).max(line);
        while !source.is_char_boundary(from) {
            from += 1;
        }
        let address = source[from..at].rfind([' ', '(', '\t']).map_or(from, |found| from + found);
        let before = &source[from..address];
        let is_image = before.strip_suffix(']').is_some_and(|words| {
            !words.ends_with('\\') && words.rfind('[').is_some_and(|open| words[..open].ends_with('!'))
        });
        if source[address..].starts_with('(') && is_image {
            sizes.push(at..at + 2 + size_length);
        }
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn separated(source: &str) -> String {
        separate(source).replace(crate::markdown::reserved::BOX_MARKS, "§")
    }

    #[test]
    fn lines_of_colons_stand_alone() {
        let check = |source: &str, expected: &str| assert_eq!(separated(source), expected, "{source}");
        check("a\n:::message\nb\n:::\nc", "a\n\n§:::message\n\nb\n\n§:::\n\nc");
        check("- a\n  :::details T\n  b\n  :::", "- a\n\n  §:::details T\n\n  b\n\n  §:::\n\n");
        check(
            "::::details T\n:::message\na\n:::\n::::",
            "\n§::::details T\n\n\n§:::message\n\na\n\n§:::\n\n\n§::::\n\n",
        );
        check(":::message\n:::message\na\n:::", ":::message\n\n§:::message\n\na\n\n§:::\n\n");
        for as_it_is in [
            ":::message\na",
            ":::\na\n:::",
            "```\n:::message\n:::\n```",
            "    :::message\n    :::",
            "a :::message\n:::",
            ":::unknown\n:::",
            "::message\n::",
        ] {
            check(as_it_is, as_it_is);
        }
    }

    #[test]
    fn an_image_has_no_size() {
        let check = |source: &str, expected: &str| assert_eq!(separated(source), expected, "{source}");
        check("![a b](https://a.example/b_c.png =250x) c", "![a b](https://a.example/b_c.png) c");
        check("![](/a.png =250x30)", "![](/a.png)");
        for as_it_is in ["`![](a =2x)`", "[a](b =2x)", "![](a =2)", "![](a =x)", "![a =2x)", "x =2x)"] {
            check(as_it_is, as_it_is);
        }
    }

    #[test]
    fn boxes_without_end_take_linear_time() {
        let started = std::time::Instant::now();
        for part in [":::message\n", ":::\n", "::::message\n:::\n", "![](a =2x) ", "![ =2x) ", " =2x)"] {
            separate(&part.repeat(50_000));
        }
        assert!(started.elapsed() < std::time::Duration::from_secs(20), "{:?}", started.elapsed());
    }
}
