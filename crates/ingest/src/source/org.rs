//! org-mode journals, as Markdown.
//!
//! ```text
//! #+TITLE: Kubernetes notes
//! * <2023-10-12 Thu>
//! - a [[https://example.org][note]] with *bold* words
//!   - what belongs to it
//! #+begin_src go
//! item := item
//! #+end_src
//! ```
//!
//! Each line becomes one line, so that one reader of journals cuts the notes of all formats, and lines of remarks are
//! those of the file. What only Org reads (settings, properties of a heading) is left out with a remark.

use std::collections::HashMap;

use super::markdown_escape::{guard_start, piece};
use super::{ReadOptions, journal};
use domain::notebook::draft::{Draft, SourceFormat};
use domain::remark::{Remark, RemarkKind};

use super::line::line_number;

/// Whether a text is one of org-mode: by its name, or by what nothing else begins with and writes.
pub(super) fn recognise(text: &str, path: &str) -> bool {
    if path.to_lowercase().ends_with(".org") {
        return true;
    }
    // In Markdown such lines may stand anywhere: they are what a journal is about.
    let first = text.split('\n').map(str::trim_start).find(|line| !line.is_empty()).unwrap_or_default();
    if !["*", "#+", ":"].iter().any(|start| first.starts_with(start)) {
        return false;
    }
    let is_day = |headline: &str| {
        let rest = headline.trim_start_matches('*');
        rest.len() < headline.len()
            && rest.starts_with(' ')
            && timestamp(rest.trim_start()).is_some_and(|stamp| stamp.starts_with('<'))
    };
    let is_setting = |line: &str| {
        let line = line.trim_start().to_lowercase();
        line.starts_with("#+title:") || line.starts_with("#+begin_") || line == ":properties:"
    };
    let mut in_fence = false;
    text.split('\n').any(|line| {
        in_fence ^= line.trim_start().starts_with("```");
        !in_fence && (is_setting(line) || is_day(line))
    })
}

/// Reads an org-mode journal.
pub(super) fn read(text: &str, path: &str, options: &ReadOptions<'_>, remarks: &mut Vec<Remark>) -> Draft {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut converter = Converter::new(&lines);
    let converted: Vec<String> = (0..lines.len()).map(|at| converter.convert(at)).collect();
    let Converter { title, author, left_out, .. } = converter;
    let draft = journal::read(&converted.join("\n"), path, options, remarks);
    if let Some(first) = left_out.first() {
        let message = format!("settings and properties of Org are left out: {} lines", left_out.len());
        remarks.push(Remark::at(*first, message).as_kind(RemarkKind::Form));
    }
    Draft {
        format: SourceFormat::Org,
        title: title.or(draft.title),
        author: author.or(draft.author),
        ..draft
    }
}

/// Emphasis and links that are longer than this are text, so that a line takes time in proportion to its length.
const MAX_SPAN: usize = 2_000;

/// What a line stands in.
enum Within {
    Text,
    /// Code, with the fence that ends it and the name of the block.
    Code(String, String),
    /// A quotation, with the name of the block.
    Quote(String),
    Properties,
}

struct Converter<'a> {
    lines: &'a [&'a str],
    /// The last line of each that ends a block or a drawer, in lower case.
    ends: HashMap<String, usize>,
    within: Within,
    title: Option<String>,
    author: Option<String>,
    /// The lines that say nothing to readers.
    left_out: Vec<u32>,
}

impl<'a> Converter<'a> {
    fn new(lines: &'a [&'a str]) -> Self {
        let lower = lines.iter().map(|line| line.trim().to_lowercase()).enumerate();
        let ends = lower.filter(|(_, line)| line.starts_with("#+end_") || line == ":end:");
        Self {
            lines,
            ends: ends.map(|(at, line)| (line, at)).collect(),
            within: Within::Text,
            title: None,
            author: None,
            left_out: Vec::new(),
        }
    }

    /// Whether a line `end` follows the one at `at`.
    fn ends(&self, end: &str, at: usize) -> bool {
        self.ends.get(end).is_some_and(|last| *last > at)
    }

    /// One line of Markdown for one of Org.
    fn convert(&mut self, at: usize) -> String {
        let line = self.lines[at];
        let text = line.trim_start();
        let indent = &line[..line.len() - text.len()];
        let lower = text.trim_end().to_lowercase();
        match &self.within {
            Within::Code(fence, name) => {
                if lower == format!("#+end_{name}") {
                    let line = format!("{indent}{fence}");
                    self.within = Within::Text;
                    return line;
                }
                // A comma guards what would be a heading or a keyword.
                return match text.strip_prefix(',') {
                    Some(rest) if rest.starts_with(['*', ',']) || rest.starts_with("#+") => {
                        format!("{indent}{rest}")
                    }
                    _ => line.to_owned(),
                };
            }
            Within::Quote(name) => {
                if lower == format!("#+end_{name}") {
                    self.within = Within::Text;
                    return String::new();
                }
                return format!("{indent}> {}", markdown_line(text));
            }
            Within::Properties => {
                if lower == ":end:" {
                    self.within = Within::Text;
                }
                return self.leave_out(at);
            }
            Within::Text => {}
        }
        if let Some(block) = lower.strip_prefix("#+begin_") {
            return self.begin_block(text, block, indent, at);
        }
        // A drawer that never ends is text.
        if lower == ":properties:" && self.ends(":end:", at) {
            self.within = Within::Properties;
            return self.leave_out(at);
        }
        if let Some((key, value)) = text.strip_prefix("#+").and_then(|rest| rest.split_once(':')) {
            return self.read_setting(key, value.trim(), line, at);
        }
        if let Some(comment) = line.strip_prefix("# ") {
            if comment.trim().starts_with("-*-") {
                return self.leave_out(at);
            }
            return format!("<!-- {} -->", comment.trim().replace("--", "- -"));
        }
        if text.len() >= 5 && text.trim_end().chars().all(|c| c == '-') {
            return "***".to_owned();
        }
        if line.starts_with('*') {
            let title = line.trim_start_matches('*');
            let level = line.len() - title.len();
            if title.starts_with(' ') {
                let tail = "#".repeat(level.min(6));
                return format!("{tail} {}", inline(title.trim()));
            }
        }
        markdown_line_at(indent, text)
    }

    fn leave_out(&mut self, at: usize) -> String {
        self.left_out.push(line_number(at));
        String::new()
    }

    fn begin_block(&mut self, text: &str, block: &str, indent: &str, at: usize) -> String {
        let mut parts = block.split_whitespace();
        let name = parts.next().unwrap_or("").to_owned();
        let end = format!("#+end_{name}");
        if !self.ends(&end, at) {
            // A block that never ends is text.
            return markdown_line_at(indent, text);
        }
        match name.as_str() {
            "quote" | "verse" | "center" => {
                self.within = Within::Quote(name);
                String::new()
            }
            _ => {
                let block = self.lines[at + 1..].iter().take_while(|line| line.trim().to_lowercase() != end);
                let longest = block.map(|line| longest_run(line)).max().unwrap_or(0);
                let fence = "`".repeat((longest + 1).max(3));
                let language = text.split_whitespace().nth(1).unwrap_or("").replace('`', "");
                let language = if name == "src" { language.as_str() } else { "" };
                let line = format!("{indent}{fence}{language}");
                self.within = Within::Code(fence, name);
                line
            }
        }
    }

    fn read_setting(&mut self, key: &str, value: &str, line: &str, at: usize) -> String {
        let text = || (!value.is_empty()).then(|| value.to_owned());
        match key.to_lowercase().as_str() {
            "title" if self.title.is_none() => self.title = text(),
            "author" if self.author.is_none() => self.author = text(),
            "date" => return format!("Date: {value}"),
            "startup" | "options" | "filetags" | "tags" | "todo" | "seq_todo" | "language" | "email"
            | "name" | "results" | "property" | "archive" | "columns" | "category" | "setupfile" => {
                return self.leave_out(at);
            }
            _ => return markdown_line_at("", line.trim()),
        }
        String::new()
    }
}

/// A line of text below its indent.
fn markdown_line_at(indent: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("{indent}{}", markdown_line(text))
}

/// A line of text without its indent.
fn markdown_line(text: &str) -> String {
    if text.starts_with('|') {
        let is_rule = text.starts_with("|-") && text.chars().all(|c| matches!(c, '|' | '-' | '+' | ' '));
        return if is_rule { text.replace('+', "|") } else { text.to_owned() };
    }
    if let Some(fixed) = text.strip_prefix(": ") {
        return if fixed.trim().is_empty() { String::new() } else { code(fixed.trim_end()) };
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let marker = match text.as_bytes() {
        [b'-' | b'+', b' ', ..] => 2,
        [b'*', b' ', ..] => 2,
        _ if (1..=9).contains(&digits)
            && (text[digits..].starts_with(". ") || text[digits..].starts_with(") ")) =>
        {
            digits + 2
        }
        _ => return guard_start(&inline(text)),
    };
    let (bullet, rest) = text.split_at(marker);
    let rest = rest.trim_start();
    for (checked, mark) in [("[ ] ", "[ ] "), ("[X] ", "[x] "), ("[-] ", "[ ] ")] {
        if let Some(rest) = rest.strip_prefix(checked) {
            return format!("{bullet}{mark}{}", inline(rest));
        }
    }
    format!("{bullet}{}", guard_start(&inline(rest)))
}

/// The timestamp that `text` begins with: `<2023-10-12 Thu>`, `[2023-10-12 Thu 10:00]`.
fn timestamp(text: &str) -> Option<&str> {
    let close = match text.as_bytes().first()? {
        b'<' => '>',
        b'[' => ']',
        _ => return None,
    };
    let end = text[..text.floor_char_boundary(42)].find(close)?;
    let inner = &text[1..end];
    let is_date = inner.len() >= 10
        && inner.is_char_boundary(10)
        && inner[..10]
            .char_indices()
            .all(|(at, c)| if matches!(at, 4 | 7) { c == '-' } else { c.is_ascii_digit() });
    (is_date && !inner.contains(['[', '<']) && !text[end + 1..].starts_with('(')).then(|| &text[..=end])
}

/// The markup of a line.
fn inline(text: &str) -> String {
    let mut out = String::new();
    let mut plain = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let before = text[..at].chars().next_back();
        let found = link(rest).or_else(|| timestamp(rest).map(|stamp| (stamp.to_owned(), stamp.len())));
        match found.or_else(|| emphasis(rest, before)) {
            Some((markdown, length)) => {
                out.push_str(&piece(&text[plain..at]));
                out.push_str(&markdown);
                at += length;
                plain = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    out.push_str(&piece(&text[plain..]));
    out
}

/// `[[address][label]]` and `[[address]]`, with its length.
fn link(rest: &str) -> Option<(String, usize)> {
    let inner = rest.strip_prefix("[[")?;
    let end = inner[..inner.floor_char_boundary(MAX_SPAN)].find("]]")?;
    let length = end + 4;
    let (address, label) = inner[..end].split_once("][").unwrap_or((&inner[..end], ""));
    let is_web = ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
    let is_plain = !address.contains(['<', '>', '\\', '\n']);
    Some((
        match (is_web && is_plain, label) {
            (true, "") if !address.contains(' ') => format!("<{address}>"),
            (true, "") => format!("[{}](<{address}>)", piece(address)),
            (true, label) => format!("[{}](<{address}>)", piece(label)),
            (false, "") => piece(address),
            // Where it leads is kept, as nothing else says it.
            (false, label) => format!("{} ({})", piece(label), piece(address)),
        },
        length,
    ))
}

/// Emphasis and code, with their length; `before` is the character before them.
fn emphasis(rest: &str, before: Option<char>) -> Option<(String, usize)> {
    let mark = rest.chars().next()?;
    let begins = before.is_none_or(|c| c.is_whitespace() || "-({'\"".contains(c));
    if !begins || !"*/=~+_".contains(mark) {
        return None;
    }
    let inner = &rest[1..];
    let end = inner[..inner.floor_char_boundary(MAX_SPAN)].char_indices().find(|(at, c)| {
        let after = inner[at + c.len_utf8()..].chars().next();
        *c == mark
            && !inner[..*at].is_empty()
            && !inner[..*at].ends_with(char::is_whitespace)
            && after.is_none_or(|c| c.is_whitespace() || "-.,:!?;'\")}[".contains(c))
    });
    let (end, _) = end.filter(|_| !inner.starts_with(char::is_whitespace))?;
    let text = &inner[..end];
    let content = piece(text);
    Some((
        match mark {
            '*' => format!("**{content}**"),
            '/' => format!("*{content}*"),
            '+' => format!("~~{content}~~"),
            '_' => format!("<u>{content}</u>"),
            _ => code(text),
        },
        end + 2,
    ))
}

/// The length of the longest run of back-ticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

fn code(text: &str) -> String {
    let fence = "`".repeat(longest_run(text) + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::{SourceFile, read};

    fn read_org(path: &str, text: &str) -> (Draft, Vec<String>) {
        let file = SourceFile { path, bytes: text.as_bytes() };
        let (draft, remarks) = read(&file, &ReadOptions::default()).expect("notes");
        (draft, remarks.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_journal_of_org_is_read_like_one_of_markdown() {
        let text = "#+TITLE: Kubernetes notes\n#+AUTHOR: Jo\n#+STARTUP: overview\n\n* <2023-10-12 Thu>\n:PROPERTIES:\n\
            :ID: 1\n:END:\n- a [[https://example.org/a][note]] with *bold* and =code=\n  - nested\n- [X] done\n\
            #+begin_src go\nitem := item\n,* no heading\n#+end_src\n* <2023-10-13 Fri> KubeCon\n** a talk\nwords\n\
            #+begin_quote\nquoted\n#+end_quote\n";
        let (draft, remarks) = read_org("", text);
        assert_eq!(draft.format, SourceFormat::Org);
        assert_eq!((draft.title.as_deref(), draft.author.as_deref()), (Some("Kubernetes notes"), Some("Jo")));
        let shown: Vec<(Option<String>, u32, Vec<&str>)> = draft
            .entries
            .iter()
            .map(|entry| {
                let notes = entry.notes.iter().map(|note| note.markdown.as_str()).collect();
                (entry.date.map(|date| date.to_string()), entry.line, notes)
            })
            .collect();
        assert_eq!(
            shown,
            [
                (
                    Some("2023-10-12".to_owned()),
                    5,
                    vec![
                        "a [note](<https://example.org/a>) with **bold** and `code`\n- nested",
                        "[x] done\n\n```go\nitem := item\n* no heading\n```"
                    ]
                ),
                (Some("2023-10-13".to_owned()), 16, vec!["KubeCon", "## a talk\n\nwords\n\n> quoted"]),
            ]
        );
        assert_eq!(remarks, ["line 3: settings and properties of Org are left out: 4 lines"]);
    }

    #[test]
    fn org_is_known_by_what_nothing_else_writes() {
        for text in
            ["* <2023-10-12 Thu>\n- a", "#+title: a\n", "#+BEGIN_SRC\na\n#+END_SRC", ":PROPERTIES:\n:END:"]
        {
            assert!(recognise(text, ""), "{text}");
        }
        assert!(recognise("* a", "journal/2023-10-12.org"));
        for text in [
            "## 2023-10-12\n* a",
            "* [2023-10-12](https://example.org)",
            "* <none>",
            "```\n#+begin_src\n```",
            "---\ntitle: a\n---\n\n## 2023-10-12\n\n- a\n  #+begin_src go",
            "**a** b",
            "",
        ] {
            assert!(!recognise(text, "a.md"), "{text}");
        }
    }

    #[test]
    fn the_markup_of_a_line_becomes_that_of_markdown() {
        let check = |text: &str, expected: &str| assert_eq!(markdown_line_at("", text), expected, "{text}");
        check("a *b* /c/ _d_ +e+ ~f~ =g=", "a **b** *c* <u>d</u> ~~e~~ `f` `g`");
        check("2*3*4 a/b/c snake_case_name", "2\\*3\\*4 a/b/c snake_case_name");
        check("[[https://example.org/a b][c]]", "[c](<https://example.org/a b>)");
        check("[[https://example.org]]", "<https://example.org>");
        check("[[file:a.org][there]]", "there (file:a.org)");
        check(
            "<none> [a] <2023-10-12 Thu> [2023-10-12 Thu]",
            "\\<none> \\[a\\] <2023-10-12 Thu> [2023-10-12 Thu]",
        );
        check("> no quote", "\\> no quote");
        check("|---+---|", "|---|---|");
        check("| a | b |", "| a | b |");
        check("+ a", "+ a");
        check("12) a", "12) a");
    }

    #[test]
    fn org_of_any_shape_is_read_in_linear_time() {
        let time = |part: &str, times: usize| {
            let text = part.repeat(times);
            let started = std::time::Instant::now();
            drop(read_org("a.org", &text));
            started.elapsed()
        };
        for part in ["#+begin_src\n", "[[", "*a ", ":PROPERTIES:\n", "<", "=a b ", "* <2023-10-12 Thu>\n"] {
            // Ten times the text takes about ten times as long, and not a hundred times; a busy machine is no fault.
            let (short, long) = (time(part, 1_000), time(part, 10_000));
            assert!(long < short * 50 + std::time::Duration::from_secs(3), "{part:?}: {short:?}, {long:?}");
        }
    }

    #[test]
    fn what_never_ends_is_text() {
        let (draft, _) = read_org("a.org", "* <2023-10-12 Thu>\n#+begin_src go\n- a\n\n:PROPERTIES:\n- b");
        let notes: Vec<&str> = draft.entries[0].notes.iter().map(|note| note.markdown.as_str()).collect();
        assert!(
            notes.concat().contains("#+begin_src go") && notes.concat().contains(":PROPERTIES:"),
            "{notes:?}"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn no_word_is_lost(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "* <2023-10-12 Thu>\n", "** x\n", "- ", "  + ", "a", "*b*", "/c/", "=d=", "[[", "]]", "][", "\n", " ",
                    "#+begin_src\n", "#+end_src\n", "<e>", "`", "|f|\n", "停止", "> ", "~", "+", "_",
                ]),
                0..30,
            ),
        ) {
            let text = parts.concat();
            let (draft, _) = read_org("a.org", &text);
            let shown: String = draft
                .entries
                .iter()
                .flat_map(|entry| &entry.notes)
                .map(|note| crate::markdown::render(&note.markdown, false).text)
                .collect();
            for word in ["a", "b", "c", "d", "e", "f", "停止"] {
                let count = |text: &str| text.replace("begin_src", "").replace("end_src", "").matches(word).count();
                prop_assert!(count(&shown) >= count(&text), "{} in {:?}: {}", word, text, shown);
            }
        }
    }
}
