//! Reading a file that is no YAML, line by line.

use crate::yaml::{Node, Value};
use domain::remark::Remark;

/// What can be read of `text` where it is no YAML: always a map.
///
/// Knows `key: value`, lists below a key (`- item`, `- key: value`, `[a, b]` over several lines) and keys below a
/// key or an item, by their indent. Of a conflict that somebody left
/// in the file, the first side is read. Anything else is left out and remarked.
pub(super) fn parse(text: &str) -> (Node, Vec<Remark>) {
    let mut remarks = Vec::new();
    let mut fields: Vec<(String, Node)> = Vec::new();
    let mut in_other_side = false;
    let mut open_list: Option<(u32, Line)> = None;
    for (line, text) in (1..).zip(text.lines()) {
        if text.starts_with("<<<<<<<") {
            remarks.push(Remark::at(line, "a conflict was left in the file; its first side is read"));
            continue;
        }
        if text.starts_with("=======") || text.starts_with("|||||||") {
            in_other_side = true;
            continue;
        }
        if text.starts_with(">>>>>>>") {
            in_other_side = false;
            continue;
        }
        let content = without_comment(text.trim());
        if in_other_side || content.is_empty() || matches!(content, "---" | "...") {
            continue;
        }
        let indent = indent_width(text);
        if let Some((begun, mut list)) = open_list.take() {
            if indent > 0 || key_and_value(content).is_none() {
                list.content = list.content + " " + content;
                if content.ends_with(']') {
                    place(&mut fields, begun, &list, &mut remarks);
                } else {
                    open_list = Some((begun, list));
                }
                continue;
            }
            remarks.push(Remark::at(begun, "a list has no end"));
            list.content.push(']');
            place(&mut fields, begun, &list, &mut remarks);
        }
        let read = Line { indent, content: content.to_owned() };
        let opens = key_and_value(content).is_some_and(|(_, value)| value.starts_with('['));
        if opens && !content.ends_with(']') {
            open_list = Some((line, read));
        } else {
            place(&mut fields, line, &read, &mut remarks);
        }
    }
    if let Some((begun, mut list)) = open_list {
        remarks.push(Remark::at(begun, "a list has no end"));
        list.content.push(']');
        place(&mut fields, begun, &list, &mut remarks);
    }
    (Node { line: 1, value: Value::Map(fields) }, remarks)
}

/// A line without its comment; a list in brackets is one, over however many it goes.
struct Line {
    indent: usize,
    content: String,
}

/// How far a line is indented; a tab counts as two spaces.
fn indent_width(text: &str) -> usize {
    text.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 2 } else { 1 }).sum()
}

/// Puts a line where its indent says it belongs, or remarks that it belongs nowhere.
fn place(fields: &mut Vec<(String, Node)>, line: u32, read: &Line, remarks: &mut Vec<Remark>) {
    let content = read.content.as_str();
    let is_placed = match fields.last_mut() {
        Some((_, node)) if read.indent > 0 || is_item(content) => place_below(node, line, content),
        _ => {
            key_and_value(content).map(|(key, value)| fields.push((key, parse_value(line, value)))).is_some()
        }
    };
    if !is_placed {
        remarks.push(Remark::at(line, "is no field that can be read"));
    }
}

/// Puts a line below a key; false where it does not belong there.
fn place_below(node: &mut Node, line: u32, content: &str) -> bool {
    if let Some(item) = content.strip_prefix('-').filter(|_| is_item(content)) {
        let item = item.trim();
        let item = match key_and_value(item) {
            Some((key, value)) => Node { line, value: Value::Map(vec![(key, parse_value(line, value))]) },
            None => parse_value(line, item),
        };
        return match &mut node.value {
            Value::Empty => {
                node.value = Value::List(vec![item]);
                true
            }
            Value::List(items) => {
                // `components:` of an item takes the items after it.
                match items.last_mut().map(|last| &mut last.value) {
                    Some(Value::Map(fields)) if !matches!(item.value, Value::Map(_)) => {
                        match fields.last_mut().map(|(_, node)| &mut node.value) {
                            Some(Value::List(inner)) => inner.push(item),
                            Some(value @ Value::Empty) => *value = Value::List(vec![item]),
                            _ => items.push(item),
                        }
                    }
                    _ => items.push(item),
                }
                true
            }
            Value::Text(_) | Value::Map(_) => false,
        };
    }
    let Some((key, value)) = key_and_value(content) else { return false };
    let field = (key, parse_value(line, value));
    match &mut node.value {
        Value::Empty => node.value = Value::Map(vec![field]),
        Value::Map(fields) => fields.push(field),
        Value::List(items) => match items.last_mut().map(|last| &mut last.value) {
            Some(Value::Map(fields)) => fields.push(field),
            _ => return false,
        },
        Value::Text(_) => return false,
    }
    true
}

fn is_item(content: &str) -> bool {
    content == "-" || content.starts_with("- ") || content.starts_with("-\t")
}

/// The parts of `key: value`, where the key is a word of letters, digits, `-` and `_`.
fn key_and_value(content: &str) -> Option<(String, &str)> {
    let (key, value) = content.split_once([':', '：'])?;
    let key = key.trim();
    let is_word = !key.is_empty()
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    let stands_apart = value.is_empty() || value.starts_with([' ', '\t', '"', '\'', '“', '‘', '[']);
    (is_word && stands_apart).then(|| (key.to_owned(), value.trim()))
}

fn parse_value(line: u32, value: &str) -> Node {
    if let Some(inner) = value.strip_prefix('[').and_then(|value| value.strip_suffix(']')) {
        let items = inner.split(',').map(|item| Node::text(line, unquoted(item.trim())));
        return Node { line, value: Value::List(items.collect()) };
    }
    let value = unquoted(value);
    Node::text(line, if matches!(value, "~" | "null") { "" } else { value })
}

/// Without one pair of quotes around.
fn unquoted(value: &str) -> &str {
    ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(value)
}

/// Without what follows a `#` that is outside of quotes and begins a word.
fn without_comment(content: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in content.char_indices() {
        match quote {
            None if c == '#' && before.is_whitespace() => return content[..at].trim_end(),
            // A quote within a word is an apostrophe.
            None if matches!(c, '"' | '\'') && !before.is_alphanumeric() => quote = Some(c),
            Some(open) if open == c => quote = None,
            _ => {}
        }
        before = c;
    }
    content
}
