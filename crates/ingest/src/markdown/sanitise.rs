//! The last guard: HTML through a strict allow-list, and the marks out of it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use super::write;

static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let tags = [
        "p",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "del",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "br",
        "span",
        "u",
        "sub",
        "sup",
        "kbd",
        "mark",
        "ruby",
        "rt",
        "rp",
        "details",
        "summary",
        "caption",
        "figure",
        "figcaption",
    ];
    let attributes = [
        ("ol", HashSet::from(["class", "start"])),
        ("li", HashSet::from(["class"])),
        ("sup", HashSet::from(["class"])),
        ("code", HashSet::from(["class"])),
        ("a", HashSet::from(["href"])),
        ("span", HashSet::from(["class", "data-ref"])),
    ];
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(tags))
        .tag_attributes(HashMap::from(attributes))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener nofollow"))
        .attribute_filter(|element, attribute, value| {
            let is_allowed = match (element, attribute) {
                ("code", "class") => value.strip_prefix("language-").is_some_and(is_language),
                ("span", "class") => matches!(value, "lost-link" | "task"),
                ("ol", "class") => value == "footnotes",
                ("li" | "sup", "class") => value == "footnote",
                _ => true,
            };
            is_allowed.then_some(value.into())
        });
    builder
});

fn is_language(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "+-_#.".contains(c))
}

/// Gives safe HTML without the marks of references, and where each of `references` marks was.
pub(super) fn sanitise(html: &str, references: usize) -> (String, Vec<Option<Range<usize>>>) {
    let clean = ALLOWED.clean(html).to_string();
    strip_marks(clean.trim_end_matches('\n'), references)
}

fn strip_marks(html: &str, references: usize) -> (String, Vec<Option<Range<usize>>>) {
    const MARK: &str = "<span data-ref=\"";
    let mut out = String::with_capacity(html.len());
    let mut ranges = vec![None; references];
    // Of each open span: the reference it marks and where that begins.
    let mut open: Vec<Option<(usize, usize)>> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        write::push_text(&mut out, &rest[..at]);
        rest = &rest[at..];
        let end = tag_end(rest);
        let (tag, after) = rest.split_at(end);
        rest = after;
        let number = tag.strip_prefix(MARK).and_then(|tag| tag.strip_suffix("\">"));
        if let Some(number) = number.and_then(|number| number.parse().ok()) {
            open.push(Some((number, out.len())));
            continue;
        }
        if tag.starts_with("<span") {
            open.push(None);
        } else if tag == "</span>"
            && let Some(Some((number, start))) = open.pop()
        {
            if let Some(range) = ranges.get_mut(number) {
                *range = Some(start..out.len());
            }
            continue;
        }
        out.push_str(tag);
    }
    write::push_text(&mut out, rest);
    (out, ranges)
}

/// Where the tag ends that `html` begins with; a `>` in a value is none.
fn tag_end(html: &str) -> usize {
    let mut in_value = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => in_value = !in_value,
            b'>' if !in_value => return at + 1,
            _ => {}
        }
    }
    html.len()
}
