//! The keys and values at the top of a file: the part of YAML and of TOML in which such files write.

use crate::source::line::line_number;

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// Where it stands, from 1.
    pub line: u32,
    pub key: String,
    /// Without quotes; the values of a list parted by commas.
    pub value: String,
    /// Whether the value is text for readers.
    pub is_prose: bool,
}

/// Keys that say that lines are a front matter, whatever their other keys are.
const KEYS: [&str; 37] = [
    "title",
    "author",
    "authors",
    "date",
    "origin",
    "time_zone",
    "rights",
    "licence",
    "license",
    "announced_entries",
    "lost_links",
    "written_in_kepline",
    "tags",
    "tag",
    "topics",
    "categories",
    "category",
    "layout",
    "draft",
    "slug",
    "emoji",
    "type",
    "published",
    "lastmod",
    "aliases",
    "created",
    "updated",
    "modified",
    "description",
    "summary",
    "permalink",
    "weight",
    "cssclass",
    "lang",
    "id",
    "series",
    "keywords",
];

/// How a front matter is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Syntax {
    Yaml,
    Toml,
}

/// The front matter of `text` and the text after it.
///
/// `None` where lines between two rules are text: where one is no key with a value, or none is a known or a plain key.
pub(super) fn split(text: &str) -> Option<(Vec<Pair>, &str)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let syntax = match first.trim_end() {
        "---" => Syntax::Yaml,
        "+++" => Syntax::Toml,
        _ => return None,
    };
    let mut at = first.len();
    let mut between = Vec::new();
    for line in lines {
        at += line.len();
        let line = line.trim_end();
        match (syntax, line) {
            (Syntax::Yaml, "---" | "...") | (Syntax::Toml, "+++") => {
                return Some((pairs(syntax, &between)?, &text[at..]));
            }
            _ => between.push(line),
        }
    }
    None
}

/// The pairs of the lines of a front matter, `None` where these are text.
fn pairs(syntax: Syntax, lines: &[&str]) -> Option<Vec<Pair>> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut is_known = false;
    let mut all_plain = true;
    let mut at = 0;
    let mut table = String::new();
    while at < lines.len() {
        let line = lines[at];
        let number = line_number(at + 1);
        at += 1;
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if syntax == Syntax::Toml && line.starts_with('[') && line.ends_with(']') {
            table = format!("{}.", line.trim_matches(['[', ']']));
            continue;
        }
        let (key, value) = key_and_value(syntax, line)?;
        is_known |= KEYS.contains(&key.to_lowercase().as_str());
        all_plain &=
            key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '.'));
        let from = at;
        at += continuation(syntax, value, &lines[at..]);
        let (value, is_text) = match syntax {
            Syntax::Yaml => yaml_value(value, &lines[from..at]),
            Syntax::Toml => toml_value(value, &lines[from..at]),
        };
        let is_prose = is_text || is_prose(key, &value);
        pairs.push(Pair { line: number, key: format!("{table}{key}"), value, is_prose });
    }
    (is_known || all_plain && !pairs.is_empty()).then_some(pairs)
}

/// A key of one word before `:` or `=`, and what follows.
fn key_and_value(syntax: Syntax, line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(if syntax == Syntax::Yaml { ':' } else { '=' })?;
    let key = key.trim_end().trim_matches(['"', '\'']);
    let is_key = key.starts_with(char::is_alphabetic)
        && key.chars().count() <= 40
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    // `https://example.org` is no key.
    let is_apart = syntax == Syntax::Toml || value.is_empty() || value.starts_with([' ', '\t']);
    (is_key && is_apart).then(|| (key, value.trim()))
}

/// How many lines go on with a value.
fn continuation(syntax: Syntax, value: &str, following: &[&str]) -> usize {
    let ends = |end: &dyn Fn(&str) -> bool| following.iter().position(|line| end(line));
    match syntax {
        Syntax::Yaml => {
            let ends_value = |line: &str| !line.is_empty() && !line.starts_with([' ', '\t', '-']);
            let count = ends(&ends_value).unwrap_or(following.len());
            following[..count].iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1)
        }
        Syntax::Toml => {
            for quotes in ["\"\"\"", "\'\'\'"] {
                if let Some(rest) = value.strip_prefix(quotes) {
                    let is_open = !rest.contains(quotes);
                    return if is_open {
                        ends(&|line| line.contains(quotes)).map_or(0, |at| at + 1)
                    } else {
                        0
                    };
                }
            }
            let is_open = value.starts_with('[') && !value.ends_with(']');
            if is_open { ends(&|line| line.trim_end().ends_with(']')).map_or(0, |at| at + 1) } else { 0 }
        }
    }
}

/// The text of a value of YAML, and whether it is a block of text.
fn yaml_value(value: &str, more: &[&str]) -> (String, bool) {
    let more_lines = || more.iter().map(|line| line.trim());
    match value {
        "|" | "|-" | "|+" => (more_lines().collect::<Vec<_>>().join("\n").trim().to_owned(), true),
        ">" | ">-" | ">+" => (more_lines().collect::<Vec<_>>().join(" ").trim().to_owned(), true),
        "" if more_lines().all(|line| line.is_empty() || line.starts_with('-')) => {
            let items = more_lines().filter(|line| !line.is_empty());
            let items = items.map(|line| unquote(line.trim_start_matches('-').trim()));
            (items.collect::<Vec<_>>().join(", "), false)
        }
        "" => (more_lines().collect::<Vec<_>>().join("\n"), false),
        value => {
            let joined = std::iter::once(value).chain(more_lines()).collect::<Vec<_>>().join(" ");
            (list(joined.trim()).unwrap_or_else(|| unquote(joined.trim())), false)
        }
    }
}

/// The text of a value of TOML, and whether it is a block of text.
fn toml_value(value: &str, more: &[&str]) -> (String, bool) {
    let whole = std::iter::once(value).chain(more.iter().copied()).collect::<Vec<_>>().join("\n");
    for quotes in ["\"\"\"", "\'\'\'"] {
        if let Some(text) = whole.trim().strip_prefix(quotes).and_then(|rest| rest.strip_suffix(quotes)) {
            return (text.trim().to_owned(), true);
        }
    }
    (list(whole.trim()).unwrap_or_else(|| unquote(whole.trim())), false)
}

/// The values of `[a, "b"]`, parted by commas.
fn list(value: &str) -> Option<String> {
    // `[[a]]` is a link of Obsidian's.
    let inner = value.strip_prefix('[')?.strip_suffix(']').filter(|inner| !inner.starts_with('['))?;
    let values = inner.split(',').map(|value| unquote(value.trim())).filter(|value| !value.is_empty());
    Some(values.collect::<Vec<_>>().join(", "))
}

/// Whether a value is more than a word or a list of words.
fn is_prose(key: &str, value: &str) -> bool {
    let is_named = matches!(key, "description" | "summary" | "subtitle" | "excerpt" | "abstract");
    let is_wide = |c: char| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}');
    let is_long = value.split_whitespace().count() > 3 || value.chars().filter(|c| is_wide(*c)).count() > 11;
    !value.is_empty() && (is_named || is_long && !value.contains(", "))
}

/// `value` without its quotes.
fn unquote(value: &str) -> String {
    let between = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    if let Some(text) = between('\'') {
        return text.replace("''", "'");
    }
    let Some(text) = between('"') else { return value.to_owned() };
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some('t')) => out.push('\t'),
            ('\\', Some(other)) => out.push(other),
            (c, _) => out.push(c),
        }
    }
    out
}
