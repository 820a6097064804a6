//! A page as an outline that diffs read well: one element a line, indented by its depth.
//!
//! The page is parsed as a browser parses it, so that what is not closed shows. Left out is what differs
//! from answer to answer or says nothing to a reader: hashes in addresses, comments, scripts, the
//! inside of icons. Of like items (of a list, of a table, of a drawing) the first two stand for all.

use std::collections::BTreeMap;
use std::fmt::Write;

use app::html::escape;
use html5ever::tendril::TendrilSink;
use html5ever::{Attribute, ParseOpts, ns, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// How many like items an element shows.
const SHOWN: usize = 2;

/// The elements that are items, by name or with their class; all of a drawing are.
const ITEMS: [&str; 6] = ["li", "tr", "article", "option", "section.note", "ul.release-marks"];

/// The outline of a page.
pub fn outline(html: &str) -> String {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    let mut printed = String::new();
    print_children(&mut printed, &dom.document, 0);
    printed
}

/// What a node prints as.
enum Line {
    /// A doctype.
    Doctype(String),
    /// The name, and the start tag with its attributes.
    Element(String, String),
    /// A text, escaped, with its white space collapsed.
    Text(String),
}

/// How a node prints; `None` where it does not.
fn line(node: &Handle) -> Option<Line> {
    match &node.data {
        NodeData::Doctype { name, .. } => Some(Line::Doctype(format!("<!DOCTYPE {name}>"))),
        NodeData::Element { name, attrs, .. } => {
            let name = name.local.to_string();
            let attributes: String = attrs.borrow().iter().filter_map(attribute).collect();
            Some(Line::Element(name.clone(), format!("<{name}{attributes}>")))
        }
        NodeData::Text { contents } => {
            let text = contents.borrow().split_whitespace().collect::<Vec<_>>().join(" ");
            let text = if is_age(&text) { "(an age)".to_owned() } else { text };
            (!text.is_empty()).then(|| Line::Text(escape::html(&text)))
        }
        NodeData::Document | NodeData::Comment { .. } | NodeData::ProcessingInstruction { .. } => None,
    }
}

/// ` name="value"`, without what differs from answer to answer.
fn attribute(attribute: &Attribute) -> Option<String> {
    let name = attribute.name.local.to_string();
    let value = without_hash(&attribute.value);
    Some(if value.is_empty() { format!(" {name}") } else { format!(" {name}=\"{}\"", escape::html(&value)) })
}

/// An address in which the hash of a card's or a file's content stands for nothing.
fn without_hash(value: &str) -> String {
    let hashed = ["/cards/", "/pkg/"].into_iter().find_map(|folder| {
        let (before, rest) = value.split_once(folder)?;
        let (hash, after) = rest.split_once('/')?;
        hash.chars().all(|c| c.is_ascii_hexdigit()).then(|| format!("{before}{folder}(hash)/{after}"))
    });
    hashed.unwrap_or_else(|| value.to_owned())
}

/// Whether a text is an age: `124 days`.
fn is_age(text: &str) -> bool {
    let Some((number, unit)) = text.split_once(' ') else { return false };
    number.parse::<u32>().is_ok() && ["min", "h", "day", "days", "分", "時間", "日"].contains(&unit)
}

fn print_children(printed: &mut String, parent: &Handle, depth: usize) {
    let mut items = BTreeMap::<String, usize>::new();
    for child in parent.children.borrow().iter() {
        let Some(line) = line(child) else { continue };
        let nth = item_kind(child).map(|kind| *items.entry(kind).and_modify(|n| *n += 1).or_insert(1));
        if nth.is_none_or(|nth| nth <= SHOWN) {
            print(printed, child, &line, depth);
        }
    }
    for (kind, count) in items.into_iter().filter(|(_, count)| *count > SHOWN) {
        let _ = writeln!(printed, "{:1$}({2} more {kind})", "", depth * 2, count - SHOWN);
    }
}

/// What items are alike by: `li.chosen`; `None` for what is no item.
fn item_kind(node: &Handle) -> Option<String> {
    let NodeData::Element { name, attrs, .. } = &node.data else { return None };
    let attrs = attrs.borrow();
    let class = attrs.iter().find(|attribute| &*attribute.name.local == "class");
    let kind = class.map_or(name.local.to_string(), |class| format!("{}.{}", name.local, class.value));
    let is_item = name.ns == ns!(svg) || ITEMS.contains(&&*name.local) || ITEMS.contains(&kind.as_str());
    is_item.then_some(kind)
}

fn print(printed: &mut String, node: &Handle, line: &Line, depth: usize) {
    let _ = write!(printed, "{:1$}", "", depth * 2);
    let (Line::Doctype(text) | Line::Text(text) | Line::Element(_, text)) = line;
    printed.push_str(text);
    let Line::Element(name, _) = line else { return printed.push('\n') };
    if is_opaque(node, name) {
        printed.push_str("…\n");
    } else if let [only] = &node.children.borrow()[..]
        && let Some(Line::Text(text)) = self::line(only)
    {
        let _ = writeln!(printed, "{text}</{name}>");
    } else {
        printed.push('\n');
        print_children(printed, node, depth + 1);
    }
}

/// Whether readers get nothing of its content: scripts except data, and pictures hidden from screen readers.
fn is_opaque(node: &Handle, name: &str) -> bool {
    let NodeData::Element { attrs, .. } = &node.data else { return false };
    let has = |name: &str, value: &str| {
        attrs.borrow().iter().any(|attr| &*attr.name.local == name && &*attr.value == value)
    };
    match name {
        "script" => !has("type", "application/ld+json"),
        "svg" => has("aria-hidden", "true"),
        _ => false,
    }
}
