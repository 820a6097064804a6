//! What a journal says about itself, between `---` lines at its top, or `+++` where it is TOML.
//!
//! ```text
//! ---
//! title: Kubernetes - 2023
//! author: Jo Doe
//! date: 2023-10-11
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
//! without their links, else `false`, the default. `written_in_kepline` is `true` in the export of a notebook that lives in
//! Kepline. `date` is the day of a file whose headings are no days.
//! A value may stand in double quotes, with `\"`, `\\`, `\n` and `\t` in it, or in single quotes.
//! Of other keys those that hold prose are kept, all are remarked.

mod pairs;

use self::pairs::{Pair, split};
use crate::source::day::{self, Orders, Span};
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
    pub is_written: bool,
    /// The day, or the period, that it is dated.
    pub days: Option<Span>,
    /// Prose of other keys, with its line.
    pub prose: Vec<(u32, String)>,
}

/// Reads the front matter of `text`; gives it and what is after it, which is all of
/// `text` when it has none. `orders` are those of dates in numbers.
pub(super) fn read<'a>(text: &'a str, orders: &Orders, remarks: &mut Vec<Remark>) -> (FrontMatter, &'a str) {
    let mut front = FrontMatter::default();
    let Some((pairs, rest)) = split(text) else { return (front, text) };
    let first = remarks.len();
    let mut licence = None;
    let mut licensed = None;
    for Pair { line: number, key, value, is_prose } in pairs {
        let text = (!value.is_empty()).then(|| value.clone());
        match key.to_lowercase().as_str() {
            "title" => front.title = text,
            "author" | "authors" => front.author = text,
            "date" => match day::find(&value).map(|mention| mention.days(None, orders)) {
                Some(Ok(days)) => front.days = Some(days),
                _ if value.is_empty() => {}
                _ => remarks
                    .push(Remark::at(number, format!("`{}` is not certain to be a day", shorten(&value)))),
            },
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
            "lost_links" => read_truth(&mut front.lost_links, &value, number, remarks),
            "written_in_kepline" => read_truth(&mut front.is_written, &value, number, remarks),
            _ if is_prose => {
                remarks
                    .push(Remark::at(number, format!("the text of `{}` was kept as a note", shorten(&key))));
                front.prose.push((number, format!("{key}: {value}")));
            }
            _ => {
                let message = format!("the key `{}` is not known: {}", shorten(&key), shorten(&value));
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

fn read_truth(truth: &mut bool, value: &str, line: u32, remarks: &mut Vec<Remark>) {
    match value.parse() {
        Ok(value) => *truth = value,
        Err(_) => remarks.push(Remark::at(line, format!("`{}` is not true or false", shorten(value)))),
    }
}

fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

/// `value` so that it reads as itself: in double quotes where it has to be.
pub(super) fn quote(value: &str) -> String {
    let has_meaning = value.starts_with(['[', '{', '|', '>', '&', '*', '!', '%', '@', '`', '-', '?']);
    let is_plain =
        value == value.trim() && !has_meaning && !value.contains(['\n', '\r', '\t', '\\', '"', '\'', '#']);
    if is_plain && !value.is_empty() {
        return value.to_owned();
    }
    let escaped = value.replace('\\', "\\\\").replace('"', "\\\"").replace(['\r', '\n'], "\\n");
    format!("\"{}\"", escaped.replace('\t', "\\t"))
}
