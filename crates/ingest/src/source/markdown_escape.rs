//! Plain text to Markdown that reads as that text and nothing else.

use crate::markdown::marks_to_escape;

/// The lines of one paragraph as Markdown; what would be misread is escaped, the rest is left as it is.
///
/// `lines` have no line feed, no white space at their ends and are not empty.
pub(super) fn paragraph(lines: &[&str]) -> Vec<String> {
    let tildes: usize = lines.iter().map(|line| line.matches('~').count()).sum();
    lines.iter().map(|line| guard_start(&inline(line, tildes > 1))).collect()
}

/// `text` with an escape where a line of a paragraph would begin something else: a heading,
/// a list, a quote, a table, a rule. What is escaped already is left alone.
pub(super) fn guard_start(text: &str) -> String {
    let ends_word = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let escape_at = |at: usize| format!("{}\\{}", &text[..at], &text[at..]);
    let made_of = |allowed: &[char]| text.chars().all(|c| allowed.contains(&c));
    let first = text.chars().next().unwrap_or(' ');
    let after_run = text.trim_start_matches(first);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let starts_other = match first {
        '#' => text.len() - after_run.len() <= 6 && ends_word(after_run),
        '>' => true,
        '+' => ends_word(&text[1..]),
        '-' | '*' | '_' => ends_word(&text[1..]) || made_of(&[first, ' ', '\t']),
        '=' => made_of(&['=', ' ', '\t']),
        '~' => text.starts_with("~~~"),
        _ => false,
    };
    if starts_other {
        return escape_at(0);
    }
    if (1..=9).contains(&digits) && text[digits..].starts_with(['.', ')']) && ends_word(&text[digits + 1..]) {
        return escape_at(digits);
    }
    // The second row of a table, whatever stands above it; the bullet of an item may be its dash.
    match text.find('-').or(text.find('|')) {
        Some(mark) if made_of(&['|', ':', '-', ' ', '\t']) => escape_at(mark),
        _ => text.to_owned(),
    }
}

/// `text`, a part of a line whose neighbours are not known, so that Markdown reads it as that.
pub(super) fn piece(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.char_indices().peekable();
    let mut before = None;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let in_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let misread = match c {
            '`' | '*' | '[' | ']' | '~' | '<' | '|' => true,
            '_' => !(in_word(before) && in_word(next)),
            '\\' => next.is_none_or(|next| next.is_ascii_punctuation() || next.is_whitespace()),
            '!' => next.is_none(),
            '&' => {
                let rest = &text[at + 1..];
                let rest = rest.strip_prefix('#').unwrap_or(rest);
                let name = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
                name > 0 && rest[name..].starts_with(';')
            }
            _ => false,
        };
        if misread {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

fn inline(line: &str, escape_tildes: bool) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let marks = marks_to_escape(line);
    let mut before = None;
    for (at, c) in line.char_indices() {
        let rest = &line[at + c.len_utf8()..];
        let next = rest.chars().next();
        let misread = match c {
            '`' => true,
            '~' => escape_tildes,
            '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
            '*' => !stands_alone(before, next),
            '_' => {
                let after = rest.trim_start_matches('_').chars().next();
                let ahead = line[..at].trim_end_matches('_').chars().next_back();
                let in_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                !(in_word(ahead) && in_word(after) || stands_alone(before, next))
            }
            '<' => next.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
            ']' => matches!(next, Some('(' | ':' | '[')),
            '&' => is_entity(rest),
            _ => false,
        };
        if misread || marks.binary_search(&at).is_ok() {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// Whether a `*` or `_` has white space (or nothing) on both sides, so that it marks nothing.
fn stands_alone(before: Option<char>, next: Option<char>) -> bool {
    let blank = |c: Option<char>| c.is_none_or(|c| c == ' ');
    blank(before) && blank(next)
}

/// Whether `rest`, after an `&`, ends a character reference.
fn is_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    length > 0 && name[length..].starts_with(';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_would_be_misread_is_escaped() {
        let check = |text: &str, expected: &str| assert_eq!(paragraph(&[text]), [expected], "{text}");
        // Left as it is.
        for text in [
            "node -> pod, a <-> b, a >= 1, 2 * 3",
            "container_memory_usage_bytes",
            "[定期] 話 [x]",
            "k/k#1 #tag",
            "-it なしで",
            "—concurrency",
            "a & b &amp c",
            "C:\\dir",
            "~/x",
            "2023.10",
            "1.20 と 1.21",
            "a | b",
            "(blog)",
        ] {
            check(text, text);
        }
        check("<none>", "\\<none>");
        check("containers[*].image", "containers[\\*].image");
        check("*a*", "\\*a\\*");
        check("_a_ a_b_ __a", "\\_a\\_ a_b\\_ \\_\\_a");
        check("`a`", "\\`a\\`");
        check("[a](b) [c][d] [e]: f", "[a\\](b) [c\\][d] [e\\]: f");
        check("&amp; &#38; &#x26;", "\\&amp; \\&#38; \\&#x26;");
        check("a\\*b \\", "a\\\\\\*b \\\\");
        check("~~a~~", "\\~\\~a\\~\\~");
        check("a ==b== [[c]] ![[d]]", "a \\==b== \\[[c]] !\\[[d]]");
        check("[x] a", "\\[x] a");
        check("[!note] a", "\\[!note] a");
        check(":::message", "\\:::message");
        check("# a", "\\# a");
        check("> a", "\\> a");
        check("- a", "\\- a");
        check("+ a", "\\+ a");
        check("* a", "\\* a");
        check("1. a", "1\\. a");
        check("12) a", "12\\) a");
        check("---", "\\---");
        check("===", "\\===");
        check("|:-|-:|", "|:\\-|-:|");
        check("* * *", "\\* * *");
    }
}
