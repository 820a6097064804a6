//! Markdown journals.
//!
//! ```text
//! # Kubernetes - 2023        the title, unless the front matter has one
//!
//! ## 2023/10/11              an entry begins: a heading of any level with a day, in any spelling
//!
//! - a note                   each top-level item is one
//!   - what belongs to it
//!
//! > and so does this
//!
//! ## 2023-10-12: KubeCon     a title with the day is a note of its own, the first
//!
//! Words before the first item, or without any list, are a note of their own.
//!
//! ### SIG Node               other headings begin a note of their own: with what follows up to the next item
//!
//! ## 2023-10-16 ~ 20         an entry of one of these days
//!
//! # Part two                 a heading above those of days ends the day, and belongs to what follows
//!
//! ## Undated                 an entry without a day; `## 日付なし` too
//! ```
//!
//! Text before the first entry is an entry of the day that the file is named after, else without one. Lines of
//! their own and such as `Date: 2023-10-11` are days where those of the file stand so. What looks like a day and
//! is not certain (`2023/13/40`, `12/07/2020`) begins an entry without a day, is kept as its first note and
//! remarked. The newest day may come first. Rules at the end of a note only part it from the next and are left
//! out. Definitions of links and footnotes are copied to the notes that use them; those that nothing uses are a note
//! at the end of the entry in which they stand.

mod blocks;
mod days;
mod entry_comment;
mod front_matter;
mod notes;
mod siblings;
pub(super) mod writer;

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use self::blocks::{Block, BlockKind, Blocks};
use self::days::{Above, Meaning, Survey, Within};
use self::entry_comment::EntryComment;
use self::front_matter::FrontMatter;
use self::notes::Builder;
use super::day::{self, Mention, Orders, PathDays, Place, Span, UnreadReason};
use super::line::{compare_announced, line_number};
use super::options::ReadOptions;
use super::{markdown_escape, order};
use crate::markdown::OPTIONS;
use domain::Date;
use domain::notebook::draft::{Draft, DraftEntry, DraftNote, SourceFormat};
use domain::remark::{Remark, RemarkKind};

/// The day that the front matter of a text names, where it names one, and what follows the front matter.
pub(crate) fn dated_body(text: &str) -> (Option<Date>, &str) {
    let orders = Orders::new(ReadOptions::default().day_order);
    let (front, body) = front_matter::read(text, &orders, &mut Vec::new());
    (front.days.filter(|days| days.first == days.last).map(|days| days.last), body)
}

/// Reads a journal; any text is one. Its entries are oldest first.
pub(super) fn read(text: &str, path: &str, options: &ReadOptions<'_>, remarks: &mut Vec<Remark>) -> Draft {
    let (front, body) = front_matter::read(text, &Orders::new(options.day_order), remarks);
    let lines_before = text[..text.len() - body.len()].matches('\n').count();
    let Body { mut entries, unbounded, title, .. } =
        read_body(body, lines_before, &front, path, Part::Whole, options, remarks);
    let FrontMatter {
        author,
        origin,
        time_zone,
        rights,
        announced_entries,
        announced_line,
        lost_links,
        is_written,
        ..
    } = front;
    compare_announced(announced_line, announced_entries, &entries, remarks);
    order::arrange(&mut entries, &unbounded, options.today, remarks);
    Draft {
        format: SourceFormat::Journal,
        title,
        author,
        origin,
        time_zone,
        rights,
        announced_entries,
        lost_links,
        is_written,
        entries,
    }
}

/// Reads what is written into one day: its notes, parted as those of a journal's day. Nothing in it is a day.
pub fn read_notes(text: &str) -> Vec<DraftNote> {
    let mut blocks = Blocks::parse(text);
    days::restore_headings(text, &mut blocks.top);
    let mut builder = Builder::new(text, &blocks.citations);
    for block in &blocks.top {
        let line = line_number(text[..block.range.start].matches('\n').count());
        builder.push(block, line);
    }
    let mut entry = DraftEntry::default();
    builder.finish(Some(&mut entry));
    entry.notes
}

/// Reads one post of a source that says which posts it has: its first heading is no title of the notebook, and
/// what has no day in it is of the day on which it was `posted`. Its entries are as it has them, without bounds; gives
/// whether it has a day.
pub(super) fn read_post(
    text: &str,
    posted: Option<Date>,
    options: &ReadOptions<'_>,
    remarks: &mut Vec<Remark>,
) -> (Vec<DraftEntry>, bool) {
    let days = posted.and_then(|posted| Span::new(posted, posted));
    let front = FrontMatter { days, ..FrontMatter::default() };
    let body = read_body(text, 0, &front, "", Part::Post, options, remarks);
    (body.entries, body.has_days)
}

/// What was read of a text.
struct Body {
    entries: Vec<DraftEntry>,
    /// The lines of entries that have no bounds.
    unbounded: HashSet<u32>,
    title: Option<String>,
    /// Whether it has days of its own.
    has_days: bool,
}

/// What a text is of its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Whole,
    Post,
}

fn read_body(
    body: &str,
    lines_before: usize,
    front: &FrontMatter,
    path: &str,
    part: Part,
    options: &ReadOptions<'_>,
    remarks: &mut Vec<Remark>,
) -> Body {
    let mut blocks = Blocks::parse(body);
    days::restore_headings(body, &mut blocks.top);
    let path = day::days_of_path(path);
    let mut survey = Survey::new(body, &blocks.top, Orders::new(options.day_order));
    survey.prove(years_around(front, path));
    let mut reader = Reader::new(body, &blocks, &survey, lines_before, front, path, remarks);
    reader.part = part;
    for number in 0..blocks.top.len() {
        reader.read_block(number);
    }
    let oddities: Vec<Remark> = blocks
        .oddities
        .iter()
        .map(|(at, message)| Remark::at(reader.line(*at), message.as_str()).as_kind(RemarkKind::Form))
        .collect();
    let (entries, unbounded, title) = reader.finish();
    remarks.extend(oddities);
    Body { entries, unbounded, title, has_days: survey.has_days() }
}

/// The years of which a file says that it is.
fn years_around(front: &FrontMatter, path: PathDays) -> Option<Span> {
    let year = |days: Span| Span { first: days.first.first_of_year(), last: days.last.last_of_year() };
    let title_year = front.title.as_deref().and_then(day::year_at_edge);
    front.days.map(year).or(path.within).or(title_year)
}

/// An entry, and how it began.
struct Begun {
    entry: DraftEntry,
    /// The level of its heading: headings above it end the entry. 0 is ended by days alone.
    level: u8,
    start: Start,
}

/// What an entry began with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    /// The top of the file.
    Top,
    /// A heading of one day, or of none.
    Heading,
    /// A heading of several days, which may only say of the days below it when they are.
    Period(Span),
    /// A line of one day, or of none.
    Line,
    /// A heading above those of days, which ended the entry before it.
    Section,
}

/// Reads the blocks of a journal into entries.
struct Reader<'a, 'r> {
    body: &'a str,
    part: Part,
    blocks: &'a Blocks,
    survey: &'a Survey<'a>,
    above: Above,
    builder: Builder<'a>,
    entries: Vec<Begun>,
    title: Option<String>,
    /// Whether a day, or a heading without one, has begun an entry.
    dated: bool,
    /// The day or period of the whole file.
    file_days: Option<Span>,
    /// Lines of entries that state that they have no bounds.
    unbounded: HashSet<u32>,
    /// Lines that look like days and were not read.
    unread: Vec<u32>,
    line_starts: Vec<usize>,
    lines_before: usize,
    /// Text of the front matter, with its lines.
    prose: Vec<(u32, String)>,
    remarks: &'r mut Vec<Remark>,
}

impl<'a, 'r> Reader<'a, 'r> {
    fn new(
        body: &'a str,
        blocks: &'a Blocks,
        survey: &'a Survey<'a>,
        lines_before: usize,
        front: &FrontMatter,
        path: PathDays,
        remarks: &'r mut Vec<Remark>,
    ) -> Self {
        if let (Some(dated), Some(named)) = (front.days, path.named)
            && !named.contains(dated.first)
        {
            let message = format!("it is dated {}, its file is named after {}", dated.first, named.first);
            remarks.push(Remark::whole(message).as_kind(RemarkKind::OddDay));
        }
        // Of a journal the date at its top is that of the whole.
        let dated = front.days.filter(|_| !survey.has_days());
        Self {
            body,
            part: Part::Whole,
            blocks,
            above: Above::new(survey.around()),
            builder: Builder::new(body, &blocks.citations),
            entries: Vec::new(),
            title: front.title.clone(),
            dated: false,
            file_days: dated.or(path.named),
            unbounded: HashSet::new(),
            unread: Vec::new(),
            line_starts: std::iter::once(0).chain(body.match_indices('\n').map(|(at, _)| at + 1)).collect(),
            lines_before,
            prose: front.prose.clone(),
            survey,
            remarks,
        }
    }

    fn line(&self, at: usize) -> u32 {
        let index = self.line_starts.partition_point(|start| *start <= at) - 1;
        line_number(self.lines_before + index)
    }

    /// The day of the entry at hand.
    fn date(&self) -> Option<Date> {
        self.entries.last().and_then(|begun| begun.entry.date)
    }

    fn within(&self) -> Within {
        match self.entries.last() {
            Some(Begun { start: Start::Heading, level, .. }) => Within::Heading(*level),
            Some(Begun { start: Start::Line, .. }) => Within::Line,
            _ => Within::Open,
        }
    }

    fn read_block(&mut self, number: usize) {
        let blocks = self.blocks;
        let block = &blocks.top[number];
        let line = self.line(block.range.start);
        let BlockKind::Heading { level, inner } = &block.kind else {
            return self.read_line(number, line);
        };
        let (level, text) = (*level as u8, days::heading_text(self.body, inner));
        match self.survey.meaning(number, self.within(), &mut self.above) {
            // Of a whole journal it says when it was written, or the like.
            Meaning::Days { mention, .. }
                if mention.place == Place::Trailing
                    && self.is_title(level)
                    && self.survey.titles() == 1
                    && self.survey.dated_headings() > 1 =>
            {
                self.remark_unread(UnreadReason::Phrase, text, line);
                self.read_title(number, text, line);
            }
            Meaning::Days { days, mention } => {
                self.keep_title(level, text, mention);
                self.begin_days(level, days, line);
                self.push_title(&mention.title, inner.clone(), line);
                self.check_weekday(days, mention, line);
                self.check_date_line(number, days);
            }
            Meaning::Undated(day::Undated { bounds, title }) => {
                self.begin(level, None, Start::Heading, line);
                self.set_bounds(bounds, line);
                self.push_title(title, inner.clone(), line);
            }
            Meaning::Unread(UnreadReason::Phrase) if self.is_title(level) && self.survey.titles() == 1 => {
                self.remark_unread(UnreadReason::Phrase, text, line);
                self.read_title(number, text, line);
            }
            Meaning::Unread(reason) => {
                self.begin(level, None, Start::Heading, line);
                self.push_title(text, inner.clone(), line);
                self.remark_unread(reason, text, line);
            }
            Meaning::Inner(days) => {
                self.remark_inner(days, text, line);
                self.read_heading(number, level, text, line);
            }
            Meaning::Plain => self.read_heading(number, level, text, line),
        }
    }

    /// A heading without a day.
    fn read_heading(&mut self, number: usize, level: u8, text: &str, line: u32) {
        if let Some(date_line) = self.survey.line_below(Some(number))
            && !matches!(self.within(), Within::Heading(other) if level > other)
        {
            let at = self.line(date_line.at);
            let days = self.survey.resolve(&date_line.mention, &mut self.above);
            let is_title = self.is_title(level) && self.survey.titles() == 1 && self.title.is_none();
            match &days {
                Ok(days) => {
                    self.begin_days(level, *days, line);
                    self.check_weekday(*days, &date_line.mention, at);
                }
                Err(reason) => {
                    self.begin(level, None, Start::Heading, line);
                    self.remark_unread(*reason, date_line.text, at);
                }
            }
            if is_title {
                self.title = Some(plain_text(text));
            } else {
                self.builder.push(&self.blocks.top[number], line);
            }
            return;
        }
        if self.is_title(level) {
            return self.read_title(number, text, line);
        }
        if self.entries.last().is_some_and(|begun| begun.level > level) {
            self.begin(level, None, Start::Section, line);
        }
        self.push_heading(number, line);
    }

    fn push_heading(&mut self, number: usize, line: u32) {
        self.begin_at_top(line);
        self.builder.push(&self.blocks.top[number], line);
    }

    /// Whether a heading of `level` may be the title of the notebook here.
    fn is_title(&self, level: u8) -> bool {
        self.part == Part::Whole && level == 1 && !self.dated && self.entries.is_empty()
    }

    fn read_title(&mut self, number: usize, text: &str, line: u32) {
        let plain = plain_text(text);
        match &self.title {
            _ if text.is_empty() => self.push_heading(number, line),
            None => self.title = Some(plain),
            Some(title) if *title == plain => {}
            Some(_) => self.push_heading(number, line),
        }
    }

    /// Keeps the heading of a whole file as its title, where a day ends it or it is a month or the like.
    fn keep_title(&mut self, level: u8, text: &str, mention: &Mention<'_>) {
        let is_all = mention.is_long() || matches!(mention.place, Place::Trailing | Place::Phrase);
        if is_all && self.is_title(level) && self.survey.titles() == 1 && self.title.is_none() {
            self.title = Some(plain_text(text));
        }
    }

    /// A block that is no heading.
    fn read_line(&mut self, number: usize, line: u32) {
        let blocks = self.blocks;
        let block = &blocks.top[number];
        if let Some(comment) = EntryComment::parse(&self.body[block.range.clone()])
            && self.builder.is_empty()
            && let Some(Begun { entry, start: Start::Heading | Start::Period(_), .. }) =
                self.entries.last_mut()
            && EntryComment::is_missing_from(entry)
        {
            comment.apply(entry);
            return;
        }
        let lone = self.survey.lone_line(number);
        let body = self.body;
        let first_line = || body[block.range.clone()].lines().next().unwrap_or("");
        let text = lone.as_ref().map_or_else(first_line, |lone| &body[lone.clone()]);
        match self.survey.meaning(number, self.within(), &mut self.above) {
            Meaning::Days { days, mention } => {
                self.begin_days(self.survey.lone_level(), days, line);
                if let Some(begun) = self.entries.last_mut().filter(|begun| begun.start == Start::Heading) {
                    begun.start = Start::Line;
                }
                self.check_weekday(days, mention, line);
                let lone = lone.unwrap_or(block.range.clone());
                self.push_title(&mention.title, lone.clone(), line);
                self.push_rest(block, lone.end);
                return;
            }
            Meaning::Unread(reason) => {
                self.begin(self.survey.lone_level(), None, Start::Line, line);
                self.remark_unread(reason, text, line);
            }
            Meaning::Inner(days) => self.remark_inner(days, text.trim(), line),
            Meaning::Undated(_) | Meaning::Plain => {}
        }
        if !matches!(block.kind, BlockKind::Rule | BlockKind::Comment) {
            self.begin_at_top(line);
        }
        self.builder.push(block, line);
    }

    /// What follows the first line of a paragraph.
    fn push_rest(&mut self, block: &Block, from: usize) {
        let rest = &self.body[from..block.range.end];
        let text = rest.trim_start();
        if !text.is_empty() {
            let start = block.range.end - text.len();
            let block = Block { range: start..block.range.end, kind: BlockKind::Other };
            let line = self.line(start);
            self.builder.push(&block, line);
        }
    }

    /// Begins the entry of the top, where none has begun.
    fn begin_at_top(&mut self, line: u32) {
        if !self.entries.is_empty() {
            return;
        }
        self.entries.push(Begun { entry: entry(line), level: 0, start: Start::Top });
        let Some(date_line) = self.survey.line_below(None) else {
            if let Some(days) = self.file_days {
                self.set_days(days);
            }
            return;
        };
        let line = self.line(date_line.at);
        match self.survey.resolve(&date_line.mention, &mut self.above) {
            Ok(days) => {
                self.set_days(days);
                self.check_weekday(days, &date_line.mention, line);
            }
            Err(reason) => self.remark_unread(reason, date_line.text, line),
        }
    }

    /// Puts text of the front matter at the top.
    fn insert_prose(&mut self) {
        let prose = std::mem::take(&mut self.prose);
        let Some((line, _)) = prose.first() else { return };
        if self.entries.first().is_none_or(|begun| begun.start != Start::Top) {
            let following = std::mem::take(&mut self.entries);
            self.begin_at_top(*line);
            self.entries.extend(following);
        }
        let notes = prose.into_iter().map(|(line, text)| {
            let lines: Vec<String> = text.split('\n').map(markdown_escape::guard_start).collect();
            DraftNote { line, markdown: lines.join("\n") }
        });
        if let Some(top) = self.entries.first_mut() {
            top.entry.notes.splice(0..0, notes);
        }
    }

    fn begin_days(&mut self, level: u8, days: Span, line: u32) {
        let start = if days.first == days.last { Start::Heading } else { Start::Period(days) };
        self.begin(level, Some(days), start, line);
        self.set_days(days);
    }

    /// Ends the entry at hand, and begins one; of the days `days`, where they are known.
    fn begin(&mut self, level: u8, days: Option<Span>, start: Start, line: u32) {
        let last = self.entries.last().map(|begun| (begun.start, begun.level));
        // Headings that stand alone above a day lead to it; one of the first level at the top is a title rather.
        let highest = if self.dated { 1 } else { 2 };
        let leading = match last {
            Some((Start::Top | Start::Section | Start::Period(_), _)) if start != Start::Section => {
                self.builder.split_headings(highest, level)
            }
            _ => Vec::new(),
        };
        let is_empty = self.builder.is_empty();
        let is_part = |period: Span, above: u8| {
            above < level || days.is_some_and(|days| days != period && period.contains(days.first))
        };
        match last {
            Some((Start::Section | Start::Top, _)) if is_empty && !leading.is_empty() => {
                self.entries.pop();
            }
            // A month says when the days below it are.
            Some((Start::Period(period), above)) if is_empty && is_part(period, above) => {
                self.entries.pop();
            }
            _ => self.builder.finish(self.entries.last_mut().map(|begun| &mut begun.entry)),
        }
        self.builder.extend(leading);
        self.dated = true;
        self.entries.push(Begun { entry: entry(line), level, start });
    }

    fn set_days(&mut self, days: Span) {
        let Some(begun) = self.entries.last_mut() else { return };
        if days.first == days.last {
            begun.entry.date = Some(days.first);
        } else {
            (begun.entry.not_before, begun.entry.not_after) = (Some(days.first), Some(days.last));
        }
    }

    fn set_bounds(&mut self, bounds: Option<(Option<Date>, Option<Date>)>, line: u32) {
        let (Some((first, last)), Some(begun)) = (bounds, self.entries.last_mut()) else { return };
        (begun.entry.not_before, begun.entry.not_after) = (first, last);
        if first.is_none() && last.is_none() {
            self.unbounded.insert(line);
        }
    }

    fn push_title(&mut self, title: &str, span: Range<usize>, line: u32) {
        if title.is_empty() {
            return;
        }
        let lines: Vec<String> =
            title.split('\n').map(|line| markdown_escape::guard_start(line.trim())).collect();
        self.builder.push_text(lines.join("\n"), span, line);
    }

    fn check_weekday(&mut self, days: Span, mention: &Mention<'_>, line: u32) {
        let day = days.first;
        if days.first == days.last && mention.is_on_another_weekday(day) {
            self.remark_odd(format!("{day} is another day of the week"), line);
        }
    }

    /// Remarks a line that says another day than its heading.
    fn check_date_line(&mut self, number: usize, days: Span) {
        let Some(date_line) = self.survey.line_below(Some(number)) else { return };
        let at = self.line(date_line.at);
        if let Ok(other) = date_line.mention.days(Some(days), &Orders::default())
            && other.first == other.last
            && !days.contains(other.first)
        {
            self.remark_odd(format!("this line says {}, its heading {}", other.first, days.first), at);
        }
    }

    fn remark_odd(&mut self, message: String, line: u32) {
        self.remarks.push(Remark::at(line, message).as_kind(RemarkKind::OddDay));
    }

    fn remark_unread(&mut self, reason: UnreadReason, text: &str, line: u32) {
        self.unread.push(line);
        let text: String = text.chars().take(80).collect();
        self.remarks.push(Remark::at(line, format!("{reason}: {text}")).as_kind(RemarkKind::UnreadDay));
    }

    fn remark_inner(&mut self, days: Option<Span>, text: &str, line: u32) {
        // One that repeats the day of its entry says nothing new.
        if days.is_some_and(|days| Some(days.first) == self.date()) {
            return;
        }
        let message = format!("a day within an entry was not read: {text}");
        self.remarks.push(Remark::at(line, message).as_kind(RemarkKind::UnreadDay));
    }

    /// The entries in the order of the source, the lines of those that have no bounds, and the title.
    fn finish(mut self) -> (Vec<DraftEntry>, HashSet<u32>, Option<String>) {
        if self.builder.has_comments() {
            self.begin_at_top(line_number(self.lines_before));
        }
        self.builder.finish(self.entries.last_mut().map(|begun| &mut begun.entry));
        self.insert_prose();
        if let (Some(first), count @ 2..) = (self.unread.iter().min(), self.unread.len()) {
            let message = format!("{count} headings from line {first} on look like days and were not read");
            self.remarks.push(Remark::whole(message).as_kind(RemarkKind::UnreadDay));
        }
        if let Some((at, count)) = self.survey.enclosed() {
            let line = self.line(at);
            let message = format!(
                "{count} lines from line {line} on look like days and stand in code or a table: they were not read"
            );
            self.remarks.push(Remark::whole(message).as_kind(RemarkKind::UnreadDay));
        }
        let mut entries: Vec<DraftEntry> = self.entries.into_iter().map(|begun| begun.entry).collect();
        for entry in &mut entries {
            entry.body_lost = entry.notes.is_empty();
        }
        (entries, self.unbounded, self.title)
    }
}

fn entry(line: u32) -> DraftEntry {
    DraftEntry { line, ..DraftEntry::default() }
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
