//! The plain-text copy of a Zenn scrap's page.
//!
//! ```text
//! Open210                    whether it is open, how many posts it says it has
//!
//! Kubernetes - 2023          the title
//!
//! Jo DoeJo Doe               a post begins: the author's name, twice
//!
//! 2023/2/23                  its day, if it is alone on its line
//!
//!   • an item                indented by 2 + 2 * (depth - 1)
//!     its next line          at the column of the item's text
//!     • an item in it
//!     1. or with an ordinal
//!
//!     words that stand apart: a quote that belongs to the item whose text begins at their column
//!
//!     ❯ code                 at a column of its own, or recognised by its shape
//! ```
//!
//! The copy ends every code block with a line of spaces, and keeps the indent of blank
//! lines in it, unless an editor has trimmed the file. Code at column 0 reaches to the
//! next item or post.

mod outline;

use std::collections::HashMap;

use self::outline::{Block, Item, Marker};
use super::day::{self, Orders, Place};
use super::line::{compare_announced, line_number};
use domain::Date;
use domain::notebook::draft::{Draft, DraftEntry, DraftNote, SourceFormat};
use domain::notebook::posting::Posting;
use domain::remark::{Remark, RemarkKind};

/// Items nested deeper are kept at this depth.
const MAX_DEPTH: usize = 20;

/// A scrap's page that was recognised.
pub(super) struct Scrap<'a> {
    lines: Vec<&'a str>,
    /// The line with the status, if there is one.
    status: Option<usize>,
    announced: Option<u32>,
    title: Option<usize>,
    /// `None` where no post came over.
    author: Option<&'a str>,
    /// The separators: line, name.
    posts: Vec<(usize, &'a str)>,
}

/// Recognises the copy of a scrap's page, or gives `None`.
pub(super) fn recognise(text: &str) -> Option<Scrap<'_>> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut filled = lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (first, status_line) = filled.next()?;
    let status = parse_status(status_line).map(|announced| (first, announced));
    let title = if status.is_some() { filled.next().map(|(title, _)| title) } else { None };
    let title = title.filter(|title| doubled(lines[*title]).is_none());
    let head = status.map_or(0, |(status, _)| title.unwrap_or(status) + 1);

    let mut names: HashMap<&str, NameCount> = HashMap::new();
    let mut doubles = Vec::new();
    for (at, line) in lines.iter().enumerate().skip(head) {
        let Some(name) = doubled(line) else { continue };
        let begins = begins_post(&lines[at + 1..]);
        let count = names.entry(name).or_default();
        count.lines += 1;
        count.posts += u32::from(begins);
        doubles.push((at, name, begins));
    }
    let recurs = |name: &str| names[name].lines > 1;
    let recurring = doubles.iter().find(|(_, name, _)| recurs(name) && names[name].posts > 0);
    let recurring = recurring.or_else(|| doubles.iter().find(|(_, name, _)| recurs(name)));
    let author = match status {
        Some(_) => {
            let first = recurring.or_else(|| doubles.iter().find(|(.., begins)| *begins)).or(doubles.first());
            // Its posts did not come over at all.
            let is_bare = title.is_some() && lines[head..].iter().all(|line| is_blank(line));
            match (first, status) {
                (Some((_, name, _)), _) => Some(*name),
                (None, Some((_, Some(_)))) if is_bare => None,
                _ => return None,
            }
        }
        None => {
            lines.iter().find(|line| line.trim_start().starts_with('•'))?;
            Some(recurring?.1)
        }
    };
    let posts = doubles
        .iter()
        .filter(|(_, name, begins)| {
            Some(*name) == author || *begins && (recurs(name) || is_likely_name(name))
        })
        .map(|(at, name, _)| (*at, *name))
        .collect();
    let (status, announced) = status.unzip();
    Some(Scrap { lines, status, announced: announced.flatten(), title, author, posts })
}

/// How often a line stands in a page that is a name twice.
#[derive(Clone, Copy, Default)]
struct NameCount {
    lines: u32,
    /// Those that are followed by what a post begins with.
    posts: u32,
}

/// Whether what stands twice on a single line is a name rather than a word of two syllables alike.
fn is_likely_name(name: &str) -> bool {
    name.chars().count() > 2
}

/// `Open210`, `Closed 12`, `Open`: the number of posts, if it is there.
fn parse_status(line: &str) -> Option<Option<u32>> {
    let line = line.trim();
    let number = line.strip_prefix("Open").or_else(|| line.strip_prefix("Closed"))?.trim_start();
    if number.is_empty() {
        return Some(None);
    }
    number.parse().ok().map(Some)
}

/// The name that stands twice on `line`, and nothing else.
///
/// It begins with anything but a mark of a list or of code, and has a letter.
fn doubled(line: &str) -> Option<&str> {
    let line = line.trim_end();
    let half = line.len() / 2;
    let name = line.get(..half)?;
    let begins = name
        .starts_with(|c: char| c.is_alphanumeric() || !c.is_ascii() && c != '•' || matches!(c, '_' | '<'));
    let is_name = begins
        && !name.starts_with(char::is_whitespace)
        && name.contains(char::is_alphabetic)
        && !is_break(name)
        && line.get(half..) == Some(name);
    is_name.then_some(name)
}

/// Whether it is a tag that may well stand twice.
fn is_break(name: &str) -> bool {
    let tag = name.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or("");
    tag.starts_with('/')
        || matches!(tag.trim_end_matches(['/', ' ']), "br" | "hr" | "p" | "div" | "td" | "tr")
}

/// Whether what follows a doubled line looks like a post: a day or an item comes first.
fn begins_post(lines: &[&str]) -> bool {
    let first = lines.iter().take(4).find(|line| !line.trim().is_empty());
    first.is_some_and(|line| is_day(line) || ItemLine::parse(line).is_some())
}

/// The day that a line is, and nothing else: `Some(None)` where the calendar has none such.
fn lone_day(line: &str) -> Option<Option<Date>> {
    let mention = day::find(line).filter(|mention| mention.place == Place::Whole && !mention.is_partial())?;
    match mention.days(None, &Orders::default()) {
        Ok(days) => (days.first == days.last).then_some(Some(days.first)),
        Err(_) => Some(None),
    }
}

fn is_day(line: &str) -> bool {
    !line.starts_with(' ') && lone_day(line).is_some()
}

impl Scrap<'_> {
    /// Reads the posts.
    pub fn read(self, remarks: &mut Vec<Remark>) -> Draft {
        let lines = &self.lines;
        let trimmed = !lines.iter().any(|line| !line.is_empty() && line.trim().is_empty());
        let mut entries = Vec::new();

        let first = self.posts.first().map_or(lines.len(), |(at, _)| *at);
        let head = self.title.or(self.status).map_or(0, |at| at + 1).min(first);
        let between = Body { lines: &lines[head..first], first: head, trimmed };
        let notes = between.read(remarks);
        if !notes.is_empty() {
            entries.push(entry(notes[0].line, notes));
        }

        for (number, (at, name)) in self.posts.iter().enumerate() {
            let end = self.posts.get(number + 1).map_or(lines.len(), |(at, _)| *at);
            let mut first = at + 1;
            let filled = (first..end).find(|at| !lines[*at].trim().is_empty());
            let mut date = None;
            if let Some(at) = filled.filter(|at| is_day(lines[*at])) {
                date = lone_day(lines[at]).flatten();
                match date {
                    Some(_) => first = at + 1,
                    None => {
                        let message = format!("there is no such day: {}", lines[at].trim());
                        let remark = Remark::at(line_number(at), message);
                        remarks.push(remark.as_kind(RemarkKind::UnreadDay));
                    }
                }
            }
            for at in (first..end).filter(|at| Some(*at) != filled && is_day(lines[*at])) {
                let message = format!("a day within a post was not read: {}", lines[at].trim());
                remarks.push(Remark::at(line_number(at), message).as_kind(RemarkKind::UnreadDay));
            }
            let line = line_number(*at);
            let notes = Body { lines: &lines[first..end], first, trimmed }.read(remarks);
            if notes.is_empty() {
                let remark = Remark::at(line, "nothing but a date came over");
                remarks.push(remark.as_kind(RemarkKind::Lost));
            }
            let author = (Some(*name) != self.author).then(|| (*name).to_owned());
            let posting = Posting { author, ..Posting::default() };
            entries.push(DraftEntry { date, posting, ..entry(line, notes) });
        }
        compare_announced(self.status.map_or(1, line_number), self.announced, &entries, remarks);
        Draft {
            format: SourceFormat::ScrapText,
            title: self.title.map(|title| lines[title].trim().to_owned()),
            author: self.author.map(str::to_owned),
            origin: None,
            time_zone: None,
            rights: None,
            announced_entries: self.announced,
            lost_links: true,
            is_written: false,
            entries,
        }
    }
}

fn entry(line: u32, notes: Vec<DraftNote>) -> DraftEntry {
    let body_lost = notes.is_empty();
    DraftEntry { line, body_lost, notes, ..DraftEntry::default() }
}

/// A line that begins an item.
struct ItemLine<'a> {
    indent: usize,
    marker: Marker,
    text: &'a str,
}

impl<'a> ItemLine<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let indent = indent(line);
        let rest = &line[indent..];
        let ends_marker = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
        if let Some(text) = rest.strip_prefix('•').filter(|rest| ends_marker(rest)) {
            return Some(Self { indent, marker: Marker::Bullet, text: trim(text) });
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let text = rest[digits..].strip_prefix('.').filter(|rest| ends_marker(rest))?;
        // At column 0 it is prose; Markdown has no ordinals of ten digits.
        if indent == 0 || digits > 9 {
            return None;
        }
        Some(Self { indent, marker: Marker::Number(rest[..digits].parse().ok()?), text: trim(text) })
    }
}

fn indent(line: &str) -> usize {
    line.bytes().take_while(|byte| *byte == b' ').count()
}

/// Without the white space that Markdown ignores at the ends of a line.
fn trim(line: &str) -> &str {
    line.trim_matches([' ', '\t', '\u{b}', '\u{c}'])
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// An item whose end has not been seen.
struct OpenItem<'a> {
    line: u32,
    indent: usize,
    item: Item<'a>,
}

impl OpenItem<'_> {
    /// The column of the item's text.
    fn column(&self) -> usize {
        match self.item.marker {
            Marker::Run => 0,
            Marker::Bullet | Marker::Number(_) => self.indent + 2,
        }
    }

    fn covers(&self, column: usize) -> bool {
        let width = match self.item.marker {
            Marker::Number(number) => number.to_string().len() + 2,
            Marker::Run | Marker::Bullet => 2,
        };
        column == self.column() || self.item.marker != Marker::Run && column == self.indent + width
    }
}

/// A line of an item's text.
#[derive(Clone, Copy)]
enum Text {
    First,
    Later,
}

/// The lines of one post after its day.
struct Body<'s, 'a> {
    lines: &'s [&'a str],
    /// The index of the first of them in the source.
    first: usize,
    /// Whether no line of the source has white space alone.
    trimmed: bool,
}

impl<'a> Body<'_, 'a> {
    fn read(&self, remarks: &mut Vec<Remark>) -> Vec<DraftNote> {
        let mut notes = Vec::new();
        // The items around the line at hand, outermost first.
        let mut open: Vec<OpenItem<'a>> = Vec::new();
        // What the line before it was, if it was an item's text.
        let mut text_before = None;
        let mut depth_is_reported = false;
        let mut at = 0;
        while let Some(&line) = self.lines.get(at) {
            if is_blank(line) {
                text_before = None;
                at += 1;
                continue;
            }
            if let Some(item) = ItemLine::parse(line) {
                let ends = |open: &OpenItem| open.item.marker == Marker::Run || open.indent >= item.indent;
                while open.last().is_some_and(ends) {
                    close(&mut open, &mut notes);
                }
                if open.len() == MAX_DEPTH {
                    close(&mut open, &mut notes);
                    if !depth_is_reported {
                        let message =
                            format!("nested deeper than {MAX_DEPTH} levels: kept at level {MAX_DEPTH}");
                        let remark = Remark::at(line_number(self.first + at), message);
                        remarks.push(remark.as_kind(RemarkKind::Form));
                        depth_is_reported = true;
                    }
                }
                let blocks =
                    if item.text.is_empty() { vec![] } else { vec![Block::Paragraph(vec![item.text])] };
                open.push(OpenItem {
                    line: line_number(self.first + at),
                    indent: item.indent,
                    item: Item { marker: item.marker, blocks },
                });
                text_before = Some(Text::First);
                at += 1;
                continue;
            }

            let column = indent(line);
            let continues = text_before.is_some() && open.last().is_some_and(|open| open.covers(column));
            let is_code = match text_before {
                None => self.ends_as_code(at, column) || self.looks_like_code(at, column),
                Some(_) if !continues => true,
                Some(Text::First) => self.ends_as_code(at, column) || is_prompt(line),
                Some(Text::Later) => is_prompt(line),
            };
            if is_code {
                let end = self.code_end(at, column);
                let code = self.lines[at..end].iter().map(|line| line.get(column..).unwrap_or("")).collect();
                self.owner(at, column, &mut open, &mut notes).blocks.push(Block::Code(code));
                text_before = None;
                at = end;
            } else if let Some(last) = open.last_mut().filter(|_| continues) {
                match last.item.blocks.last_mut() {
                    Some(Block::Paragraph(lines)) => lines.push(trim(line)),
                    _ => last.item.blocks.push(Block::Paragraph(vec![trim(line)])),
                }
                text_before = Some(Text::Later);
                at += 1;
            } else {
                let end = self.prose_end(at, column);
                let prose = self.lines[at..end].iter().map(|line| trim(line)).collect();
                let owner = self.owner(at, column, &mut open, &mut notes);
                match owner.blocks.last_mut() {
                    _ if owner.marker == Marker::Run || column == 0 => {
                        owner.blocks.push(Block::Paragraph(prose));
                    }
                    Some(Block::Quote(paragraphs)) => paragraphs.push(prose),
                    _ => owner.blocks.push(Block::Quote(vec![prose])),
                }
                text_before = None;
                at = end;
            }
        }
        while !open.is_empty() {
            close(&mut open, &mut notes);
        }
        notes
    }

    /// The item that a block at `column` belongs to: the innermost whose text begins there or
    /// further left. Without any item, a run of blocks.
    fn owner<'o>(
        &self,
        at: usize,
        column: usize,
        open: &'o mut Vec<OpenItem<'a>>,
        notes: &mut Vec<DraftNote>,
    ) -> &'o mut Item<'a> {
        while open.len() > 1 && open.last().is_some_and(|open| open.column() > column && !open.covers(column))
        {
            close(open, notes);
        }
        if open.is_empty() {
            let line = line_number(self.first + at);
            open.push(OpenItem { line, indent: 0, item: Item { marker: Marker::Run, blocks: vec![] } });
        }
        &mut open.last_mut().expect("a run was opened").item
    }

    /// Where the run of lines ends that begins at `at`: before a blank line, an item or a line further left.
    fn prose_end(&self, at: usize, column: usize) -> usize {
        let ends = |line: &&str| is_blank(line) || indent(line) < column || ItemLine::parse(line).is_some();
        self.lines[at + 1..].iter().position(ends).map_or(self.lines.len(), |length| at + 1 + length)
    }

    /// Whether the run that begins at `at` is followed by a line of spaces, as code is in the copy.
    fn ends_as_code(&self, at: usize, column: usize) -> bool {
        column > 0
            && self.lines.get(self.prose_end(at, column)).is_some_and(|line| is_code_blank(line, column))
    }

    fn looks_like_code(&self, at: usize, column: usize) -> bool {
        let lines = &self.lines[at..self.prose_end(at, column)];
        let is_shaped = |line: &&&str| {
            let line = line.trim();
            line.ends_with(['{', '}', ';', '[', '(', '\\']) || line.starts_with(['}', ']']) || {
                line.starts_with("//") || line.starts_with("#!")
            }
        };
        lines.iter().any(|line| is_prompt(line) || indent(line) > column)
            || lines.iter().filter(is_shaped).count() * 2 > lines.len()
    }

    /// Where the code ends that begins at `at`, blank lines at its end left out.
    fn code_end(&self, at: usize, column: usize) -> usize {
        let mut end = at + 1;
        let mut next = at + 1;
        while let Some(&line) = self.lines.get(next) {
            if is_blank(line) {
                // A blank line without its indent is the end, unless the file has lost such indents.
                let filled = || (next..self.lines.len()).find(|at| !is_blank(self.lines[*at]));
                let goes_on = column == 0
                    || is_code_blank(line, column)
                    || self.trimmed
                        && filled().is_some_and(|at| {
                            indent(self.lines[at]) >= column && self.looks_like_code(at, column)
                        });
                if !goes_on {
                    break;
                }
                next =
                    if column == 0 || self.trimmed { filled().unwrap_or(self.lines.len()) } else { next + 1 };
                continue;
            }
            let ends = match ItemLine::parse(line) {
                Some(ItemLine { marker: Marker::Bullet, indent, .. }) => indent <= column.max(2),
                Some(ItemLine { indent, .. }) => indent <= column && is_blank(self.lines[next - 1]),
                None => indent(line) < column,
            };
            if ends {
                break;
            }
            next += 1;
            end = next;
        }
        end
    }
}

/// A blank line that has the indent of code at `column`.
fn is_code_blank(line: &str, column: usize) -> bool {
    is_blank(line) && column > 0 && indent(line) >= column
}

fn is_prompt(line: &str) -> bool {
    let line = line.trim_start();
    ["❯ ", "$ ", "✖ "].iter().any(|prompt| line.starts_with(prompt))
}

/// Puts the innermost open item into the one around it, or makes a note of it. Empty items vanish.
fn close(open: &mut Vec<OpenItem<'_>>, notes: &mut Vec<DraftNote>) {
    let Some(OpenItem { line, item, .. }) = open.pop() else { return };
    match open.last_mut() {
        _ if item.is_empty() => {}
        Some(around) => around.item.push(item),
        None => notes.push(DraftNote { line, markdown: item.to_markdown() }),
    }
}
