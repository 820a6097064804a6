//! Markdown journals.
//!
//! ```text
//! # Kubernetes - 2023        the title, unless the front matter has one
//!
//! ## 2023/10/11              an entry begins: a heading of any level that begins with a day
//!
//! - a note                   each top-level item is one
//!   - what belongs to it
//!
//! > and so does this
//!
//! ## 2023-10-12: KubeCon     a title after the day is a note of its own, the first
//!
//! Words before the first item, or without any list, are a note of their own.
//!
//! ### SIG Node               other headings begin a note of their own: with what follows up to the next item
//!
//! ## Undated                 an entry without a day; `## 日付なし` too
//! ```
//!
//! Text before the first entry is an entry without a day. A heading whose day does not exist
//! (`2023/13/40`) begins an entry without a day and is kept as its first note. The newest day may
//! come first. Rules at the end of a note only part it from the next and are left out. Link
//! definitions are copied to the notes that use them.

mod blocks;
mod front_matter;
mod notes;
pub(super) mod writer;

use pulldown_cmark::{Event, HeadingLevel, Parser};

use self::blocks::{BlockKind, Blocks};
use self::front_matter::FrontMatter;
use self::notes::Builder;
use super::line::{compare_announced, line_number};
use super::{day, markdown_escape};
use crate::markdown::OPTIONS;
use domain::notebook::draft::{Draft, DraftEntry, SourceFormat};
use domain::remark::{Remark, RemarkKind};

/// Reads a journal; any text is one.
pub(super) fn read(text: &str, remarks: &mut Vec<Remark>) -> Draft {
    let (front, body) = front_matter::read(text, remarks);
    let lines_before = text[..text.len() - body.len()].matches('\n').count();
    let blocks = Blocks::parse(body);
    let line_starts: Vec<usize> =
        std::iter::once(0).chain(body.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let line = |at: usize| {
        let index = line_starts.partition_point(|start| *start <= at) - 1;
        line_number(lines_before + index)
    };
    let FrontMatter {
        mut title,
        author,
        origin,
        time_zone,
        rights,
        announced_entries,
        announced_line,
        lost_links,
    } = front;

    let mut entries: Vec<DraftEntry> = Vec::new();
    let mut builder = Builder::new(body, &blocks.links);
    // Whether a heading has begun an entry.
    let mut dated = false;
    for block in &blocks.top {
        let at = block.range.start;
        let BlockKind::Heading { level, inner } = &block.kind else {
            if entries.is_empty() && block.kind != BlockKind::Rule {
                entries.push(entry(line(at)));
            }
            builder.push(block, line(at));
            continue;
        };
        let heading = body[inner.clone()].trim();
        let day = day::leading(heading);
        let is_undated = heading.eq_ignore_ascii_case("undated") || heading == "日付なし";
        if day.is_none() && !is_undated {
            let is_title = *level == HeadingLevel::H1 && !dated && entries.is_empty() && !heading.is_empty();
            let plain = is_title.then(|| plain_text(heading));
            match (plain, &title) {
                (Some(plain), None) => title = Some(plain),
                (Some(plain), Some(known)) if plain == *known => {}
                _ => {
                    if entries.is_empty() {
                        entries.push(entry(line(at)));
                    }
                    builder.push(block, line(at));
                }
            }
            continue;
        }
        builder.finish(entries.last_mut());
        dated = true;
        let mut begun = entry(line(at));
        if let Some(day) = day {
            begun.date = day.date;
            let rest = if day.date.is_some() { day.title } else { heading };
            if !rest.is_empty() {
                let rest: Vec<String> =
                    rest.split('\n').map(|line| markdown_escape::guard_start(line.trim())).collect();
                builder.push_text(rest.join("\n"), inner.clone(), line(at));
            }
            match (day.date, day.weekday) {
                (None, _) => {
                    let remark = Remark::at(line(at), format!("there is no such day: {heading}"));
                    remarks.push(remark.as_kind(RemarkKind::UnreadDay));
                }
                (Some(date), Some(weekday)) if date.weekday() != weekday => {
                    let remark = Remark::at(line(at), format!("{date} is another day of the week"));
                    remarks.push(remark.as_kind(RemarkKind::OddDay));
                }
                _ => {}
            }
        }
        entries.push(begun);
    }
    builder.finish(entries.last_mut());
    for entry in &mut entries {
        entry.body_lost = entry.notes.is_empty();
    }
    for unused in &blocks.unused {
        let label = body.get(unused.clone()).unwrap_or("").lines().next().unwrap_or("");
        let message =
            format!("nothing uses this link definition: {}", label.chars().take(80).collect::<String>());
        remarks.push(Remark::at(line(unused.start), message).as_kind(RemarkKind::Form));
    }
    compare_announced(announced_line, announced_entries, &entries, remarks);
    Draft {
        format: SourceFormat::Journal,
        title,
        author,
        origin,
        time_zone,
        rights,
        announced_entries,
        lost_links,
        entries,
    }
}

fn entry(line: u32) -> DraftEntry {
    DraftEntry {
        line,
        date: None,
        not_before: None,
        not_after: None,
        key: None,
        body_lost: false,
        notes: Vec::new(),
    }
}

fn plain_text(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, OPTIONS) {
        match event {
            Event::Text(piece) | Event::Code(piece) | Event::InlineHtml(piece) => text.push_str(&piece),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    if text.is_empty() { markdown.to_owned() } else { text }
}
