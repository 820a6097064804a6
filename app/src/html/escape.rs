//! Escaping of text for HTML and for Markdown.

/// Text for HTML and XML, values of attributes in double quotes included.
pub fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Text for Markdown, on one line: within a paragraph, a heading, the label of a link or the cell of a table.
///
/// What would not be misread stays as it is: `k/k#1`, `R&D`.
pub fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' => escaped.extend(['\\', c]),
            '&' if begins_entity(&text[at..]) => escaped.push_str("\\&"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Whether a text that begins with `&` begins with a character reference, such as `&amp;`.
fn begins_entity(text: &str) -> bool {
    let name = text[1..].split(';').next().unwrap_or_default();
    let name = name.strip_prefix('#').unwrap_or(name);
    name.len() + 1 < text.len() && !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_holds_no_markup() {
        assert_eq!(html("<a href=\"x\">R&D</a>"), "&lt;a href=&quot;x&quot;&gt;R&amp;D&lt;/a&gt;");
        assert_eq!(html("ノート 'x'"), "ノート 'x'");
    }

    #[test]
    fn markdown_escapes_what_would_be_misread_and_nothing_else() {
        for (text, escaped) in [
            ("k/k#115138 (R&D) - 50 % + 1. done!", "k/k#115138 (R&D) - 50 % + 1. done!"),
            ("a [b](c) <d>", r"a \[b\](c) \<d\>"),
            ("`e` *f* __init__ a|b \\", r"\`e\` \*f\* \_\_init\_\_ a\|b \\"),
            ("~~gone~~", r"\~\~gone\~\~"),
            ("&copy; &#169; &#xa9; & &; &copy", r"\&copy; \&#169; \&#xa9; & &; &copy"),
            ("two\nlines\r\t", "two lines  "),
        ] {
            assert_eq!(markdown(text), escaped, "{text}");
        }
    }
}
