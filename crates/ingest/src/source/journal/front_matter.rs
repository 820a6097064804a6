//! What a journal says about itself, between `---` lines at its top.
//!
//! ```text
//! ---
//! title: Kubernetes - 2023
//! author: Jo Doe
//! origin: https://example.org/notes
//! time_zone: Asia/Tokyo
//! rights: licensed
//! licence: CC BY 4.0
//! announced_entries: 210
//! lost_links: true
//! ---
//! ```
//!
//! Every key is optional. `rights` is `own`, `licensed` (then `licence` says how) or `unstated`.
//! `origin` is an address with `http` or `https`. `lost_links` is `true` where the notes were copied
//! without their links, else `false`, the default.
//! A value may stand in double quotes, with `\"`, `\\`, `\n` and `\t` in it, or in single quotes.

use crate::source::line::line_number;
use domain::cite::reference::is_web;
use domain::notebook::Rights;
use domain::remark::{Remark, RemarkKind};

/// The values that were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    pub title: Option<String>,
    pub author: Option<String>,
    pub origin: Option<String>,
    pub time_zone: Option<String>,
    pub rights: Option<Rights>,
    pub announced_entries: Option<u32>,
    /// The line of `announced_entries`.
    pub announced_line: u32,
    pub lost_links: bool,
}

/// Reads the front matter of `text`; gives it and what is after it, which is all of
/// `text` when it has none.
pub(super) fn read<'a>(text: &'a str, remarks: &mut Vec<Remark>) -> (FrontMatter, &'a str) {
    let mut front = FrontMatter::default();
    let Some((lines, rest)) = split(text) else { return (front, text) };
    let first = remarks.len();
    let mut licence = None;
    let mut licensed = None;
    for (at, line) in lines.iter().enumerate() {
        let number = line_number(at + 1);
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = unquote(value.trim());
        let text = (!value.is_empty()).then(|| value.clone());
        match key.trim() {
            _ if line.starts_with(['#', ' ', '\t', '-']) => {}
            "title" => front.title = text,
            "author" => front.author = text,
            "origin" => {
                front.origin = text.filter(|origin| is_web(origin));
                if front.origin.is_none() && !value.is_empty() {
                    let message = format!("`{}` is not an address of the web", shorten(&value));
                    remarks.push(Remark::at(number, message));
                }
            }
            "time_zone" => front.time_zone = text,
            "licence" | "license" => licence = Some(value),
            "rights" => match value.as_str() {
                "own" => front.rights = Some(Rights::Own),
                "unstated" => front.rights = Some(Rights::Unstated),
                "licensed" => licensed = Some(number),
                _ => remarks.push(Remark::at(
                    number,
                    format!("`{}` is not own, licensed or unstated", shorten(&value)),
                )),
            },
            "announced_entries" => {
                front.announced_entries = value.parse().ok();
                front.announced_line = number;
                if front.announced_entries.is_none() && !value.is_empty() {
                    remarks.push(Remark::at(number, format!("`{}` is not a number", shorten(&value))));
                }
            }
            "lost_links" => match value.parse() {
                Ok(lost_links) => front.lost_links = lost_links,
                Err(_) => {
                    remarks.push(Remark::at(number, format!("`{}` is not true or false", shorten(&value))));
                }
            },
            key => {
                let message = format!("the key `{}` is not known: {}", shorten(key), shorten(&value));
                remarks.push(Remark::at(number, message));
            }
        }
    }
    match (licensed, licence) {
        (Some(_), Some(licence)) => front.rights = Some(Rights::Licensed(licence)),
        (Some(line), None) => remarks.push(Remark::at(line, "there is no `licence` that tells the rights")),
        (None, Some(_)) => remarks.push(Remark::whole("`licence` needs `rights: licensed`")),
        (None, None) => {}
    }
    for remark in &mut remarks[first..] {
        remark.kind = RemarkKind::FrontMatter;
    }
    (front, rest)
}

/// The lines between the two `---` and the text after them.
fn split(text: &str) -> Option<(Vec<&str>, &str)> {
    let mut at = 0;
    let mut lines = Vec::new();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        let line = line.trim_end();
        let closes = line == "---";
        match number {
            0 if closes => {}
            0 => return None,
            _ if closes => return Some((lines, &text[at..])),
            // Anything else was a thematic break and is text.
            _ if !line.is_empty() && !line.contains(':') && !line.starts_with(['#', ' ', '\t', '-']) => {
                return None;
            }
            _ => lines.push(line),
        }
    }
    None
}

fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

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

/// `value` so that it reads as itself: in double quotes where it has to be.
pub(super) fn quote(value: &str) -> String {
    let is_plain = value == value.trim() && !value.contains(['\n', '\r', '\t', '\\', '"', '\'', '#']);
    if is_plain && !value.is_empty() {
        return value.to_owned();
    }
    let escaped = value.replace('\\', "\\\\").replace('"', "\\\"").replace(['\r', '\n'], "\\n");
    format!("\"{}\"", escaped.replace('\t', "\\t"))
}
