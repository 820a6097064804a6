//! Which blocks of a journal are days: headings, and lines that stand where headings of the file stand.

use std::collections::HashMap;
use std::ops::Range;

use domain::Date;
use jiff::ToSpan;
use pulldown_cmark::HeadingLevel;

use super::blocks::{Block, BlockKind};
use super::siblings::{self, Sibling};
use crate::source::day::{self, Mention, Orders, Place, Span, UnreadReason};

/// The labels of a line that says the day of what stands around it.
const DATE_LABELS: [&str; 14] = [
    "date",
    "day",
    "when",
    "meeting date",
    "date/time",
    "date and time",
    "日付",
    "日時",
    "開催日",
    "開催日時",
    "日期",
    "날짜",
    "datum",
    "fecha",
];

/// How many blocks after a heading may hold such a line, and how many lines of a paragraph.
const LINES_AFTER_HEADING: usize = 4;

/// The longest line that may be a day and nothing else, in bytes.
const LONGEST_DAY: usize = 120;

/// What a block says of the days of the journal.
pub(super) enum Meaning<'s> {
    /// An entry begins, of one day or of several.
    Days { days: Span, mention: &'s Mention<'s> },
    /// An entry begins, and has no day.
    Undated(day::Undated<'s>),
    /// An entry begins, and its day is not certain.
    Unread(UnreadReason),
    /// It looks like a day in the midst of an entry, of these days where they are certain, and stays its text.
    Inner(Option<Span>),
    /// It says nothing of days.
    Plain,
}

/// A line that says the day of what stands around it: `Date: 2023-10-11`.
pub(super) struct DateLine<'a> {
    /// Where it stands.
    pub at: usize,
    pub text: &'a str,
    pub mention: Mention<'a>,
}

/// A block that may be a day.
enum Candidate<'a> {
    Heading {
        level: u8,
        text: &'a str,
        mention: Option<Mention<'a>>,
    },
    /// A paragraph that begins with a line of its own.
    Lone {
        line: Range<usize>,
        mention: Mention<'a>,
    },
    /// An item of a list that begins with a line of its own.
    Item,
}

/// The entry in which a block stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// None that a day began, or one of a month or the like, within which days stand.
    Open,
    /// One that a heading of this level began as that of a day.
    Heading(u8),
    /// One that a line began.
    Line,
}

/// How a file writes its days.
#[derive(Default)]
struct Habits {
    /// By level: headings, those with a day that is set apart, those with one among words.
    headings: [usize; 7],
    days: [usize; 7],
    phrases: [usize; 7],
    /// By level: how often the same words stand before a day.
    words_before: HashMap<(u8, String), usize>,
    lone: usize,
    items: usize,
    /// The level of the headings between which the first lone day stands, 0 where there is none.
    lone_level: u8,
}

/// What a journal says of days, before any is read.
pub(super) struct Survey<'a> {
    /// By block.
    candidates: HashMap<usize, Candidate<'a>>,
    /// By the heading that they stand below; `None` is the top.
    lines: HashMap<Option<usize>, DateLine<'a>>,
    orders: Orders,
    habits: Habits,
    /// The days that headings begin with, by block.
    leading: Vec<(usize, Date)>,
    /// Where days stand in code or tables.
    enclosed: Vec<usize>,
    /// The years of which the file says that it is, unless its headings say others.
    around: Option<Span>,
    /// The days that the order of headings proves, by block.
    proven: HashMap<usize, Date>,
}

/// The days that the headings above a block name.
pub(super) struct Above {
    spans: Vec<(u8, Span)>,
    /// The last day that was read without its year, and the days that gave it.
    partial: Option<(Span, Date)>,
    /// The last day that was read.
    last: Option<Date>,
}

/// How far a day may lie from the one above it whose year it takes.
const NEAR: i32 = 120;

impl Above {
    /// Below no heading, in a file of the days `around`.
    pub fn new(around: Option<Span>) -> Self {
        Self { spans: around.map(|span| (0, span)).into_iter().collect(), partial: None, last: None }
    }

    fn within(&self) -> Option<Span> {
        self.spans.last().map(|(_, span)| *span)
    }

    fn leave(&mut self, level: u8, siblings_too: bool) {
        while self.spans.last().is_some_and(|(other, _)| *other > level || siblings_too && *other == level) {
            self.spans.pop();
        }
    }

    /// Names the days of all that stands below a heading.
    pub fn enter(&mut self, level: u8, span: Span) {
        self.leave(level, true);
        self.spans.push((level, span));
    }
}

impl<'a> Survey<'a> {
    /// Looks through all of a journal.
    pub fn new(body: &'a str, blocks: &[Block], orders: Orders) -> Self {
        let (candidates, lines, habits, leading, enclosed) = Default::default();
        let (around, proven) = Default::default();
        let mut survey = Self { candidates, lines, orders, habits, leading, enclosed, around, proven };
        let mut heading = None;
        let mut since_heading = 0;
        let mut last_level = 0;
        for (number, block) in blocks.iter().enumerate() {
            if let BlockKind::Heading { level, inner } = &block.kind {
                let (level, text) = (*level as u8, heading_text(body, inner));
                let mention = day::find(text);
                survey.habits.learn(level, mention.as_ref());
                if let Some(mention) = &mention {
                    survey.orders.learn(mention);
                }
                // The first is the title rather.
                last_level = if heading.is_none() && level == 1 { 0 } else { level };
                (heading, since_heading) = (Some(number), 0);
                survey.candidates.insert(number, Candidate::Heading { level, text, mention });
                continue;
            }
            if let Some((line, mention)) = lone_day(body, block) {
                survey.orders.learn(&mention);
                if survey.habits.lone == 0 {
                    survey.habits.lone_level = last_level;
                }
                survey.habits.lone += 1;
                survey.candidates.insert(number, Candidate::Lone { line, mention });
            }
            if is_item_day(body, block) {
                survey.habits.items += 1;
                survey.candidates.insert(number, Candidate::Item);
            }
            enclosed_days(body, block, &mut survey.enclosed);
            since_heading += 1;
            if since_heading <= LINES_AFTER_HEADING
                && !survey.lines.contains_key(&heading)
                && let Some(line) = date_line(body, block)
            {
                survey.orders.learn(&line.mention);
                survey.lines.insert(heading, line);
            }
        }
        survey.leading = survey.leading_days();
        survey
    }

    fn leading_days(&self) -> Vec<(usize, Date)> {
        let days = self.candidates.iter().filter_map(|(number, candidate)| match candidate {
            Candidate::Heading { mention: Some(mention), .. }
                if matches!(mention.place, Place::Whole | Place::Leading) =>
            {
                let days = mention.days(None, &self.orders).ok()?;
                (days.first == days.last).then_some((*number, days.first))
            }
            _ => None,
        });
        let mut days: Vec<_> = days.collect();
        days.sort_unstable();
        days
    }

    /// Finds what the order of the headings proves, in a file that says that it is of the years `around`.
    pub fn prove(&mut self, around: Option<Span>) {
        // A heading with another year is stronger than the name of a file, which is none for those without.
        let is_other = |around: Span| {
            self.leading
                .iter()
                .any(|(_, day)| !(around.first.first_of_year()..=around.last.last_of_year()).contains(day))
        };
        self.around = around.filter(|around| !is_other(*around));
        // Then a day without its year is of those years or open.
        let doubted = around.filter(|around| is_other(*around));
        let mut levels: [Vec<Sibling>; 7] = Default::default();
        let mut above = Above::new(self.around);
        let mut blocks: Vec<usize> = self.candidates.keys().copied().collect();
        blocks.sort_unstable();
        for block in blocks {
            let Some(Candidate::Heading { level, text, mention }) = self.candidates.get(&block) else {
                continue;
            };
            above.leave(*level, mention.is_none());
            let Some(mention) = mention else {
                if let Some(year) = day::year_at_edge(text) {
                    above.enter(*level, year);
                }
                continue;
            };
            if mention.place == Place::Phrase && mention.is_after_preposition() {
                continue;
            }
            let is_apart = mention.place != Place::Phrase;
            let begins = mention.before.is_empty();
            let days = mention.days(above.within(), &self.orders).ok();
            match (days, mention.month_and_day()) {
                (Some(days), _) if days.first != days.last => above.enter(*level, days),
                (Some(Span { first: date, .. }), _) => {
                    let sibling = Sibling {
                        block,
                        month: date.month(),
                        day: date.day(),
                        date: Some(date),
                        is_apart,
                        begins,
                    };
                    levels[usize::from(*level)].push(sibling);
                }
                (None, Some((month, day))) if above.within().is_none() => {
                    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { continue };
                    levels[usize::from(*level)].push(Sibling {
                        block,
                        month,
                        day,
                        date: None,
                        is_apart,
                        begins,
                    });
                }
                _ => {}
            }
        }
        for (level, siblings) in levels.iter().enumerate() {
            let is_day_level = siblings.len() > 2 && siblings.len() * 2 >= self.habits.headings[level];
            if is_day_level {
                self.proven.extend(siblings::prove(siblings));
            }
        }
        self.proven.retain(|block, day| {
            let Some(Candidate::Heading { mention: Some(mention), .. }) = self.candidates.get(block) else {
                return false;
            };
            let is_in_file = doubted.is_none_or(|around| around.contains(*day) || !mention.is_partial());
            is_in_file && !mention.is_on_another_weekday(*day)
        });
    }

    /// The years of which the file says that it is, unless its headings say others.
    pub fn around(&self) -> Option<Span> {
        self.around
    }

    /// Whether `days` lie between those of the headings before and after `block` that begin with theirs.
    fn fits(&self, block: usize, days: Span) -> bool {
        let next = self.leading.partition_point(|(number, _)| *number < block);
        let day = |at: Option<usize>| Some(self.leading.get(at?)?.1);
        match (day(next.checked_sub(1)), day(Some(next))) {
            (Some(before), Some(after)) => (before.min(after)..=before.max(after)).contains(&days.first),
            _ => true,
        }
    }

    /// The line that says the day of what follows block `heading`, or the top.
    pub fn line_below(&self, heading: Option<usize>) -> Option<&DateLine<'a>> {
        self.lines.get(&heading)
    }

    /// How many headings have a day that is set apart from words.
    pub fn dated_headings(&self) -> usize {
        self.habits.days.iter().sum()
    }

    /// Whether the file has days besides those among the words of headings.
    pub fn has_days(&self) -> bool {
        self.dated_headings() > 0 || self.habits.lone > 1 || !self.lines.is_empty()
    }

    /// Where the first of the days stands that the file may keep in code or tables, and how many lines have one.
    ///
    /// Where headings say most days, those are what the notes are about.
    pub fn enclosed(&self) -> Option<(usize, usize)> {
        let count = self.enclosed.len();
        let is_journal = count > 1 && count * 2 >= self.dated_headings();
        self.enclosed.first().filter(|_| is_journal).map(|first| (*first, count))
    }

    /// How many headings of the first level there are.
    pub fn titles(&self) -> usize {
        self.habits.headings[1]
    }

    /// The level of an entry that a line began: headings above it end it.
    pub fn lone_level(&self) -> u8 {
        if self.habits.lone_level == 0 { 0 } else { self.habits.lone_level + 1 }
    }

    /// The line of a day that is no heading.
    pub fn lone_line(&self, block: usize) -> Option<Range<usize>> {
        match self.candidates.get(&block) {
            Some(Candidate::Lone { line, .. }) => Some(line.clone()),
            _ => None,
        }
    }

    /// The days that are meant below the headings `above`.
    ///
    /// # Errors
    /// Where that is not certain.
    pub fn resolve(&self, mention: &Mention<'_>, above: &mut Above) -> Result<Span, UnreadReason> {
        let within = above.within().or_else(|| {
            // A day of the week makes certain that the year is that of the day above.
            let last = above.last.filter(|_| mention.is_checkable())?;
            Span::new(last.checked_sub(NEAR.days()).ok()?, last.checked_add(NEAR.days()).ok()?)
        });
        let days = mention.days(within, &self.orders)?;
        if days.first == days.last {
            above.last = Some(days.first);
        }
        let Some(within) = within.filter(|_| mention.is_partial() && !mention.is_long()) else {
            return Ok(days);
        };
        // A leap of half a year leads into another year than the heading's.
        let leaps = |before: Date| (days.first - before).get_days().abs() > 183;
        if above.partial.is_some_and(|(span, before)| span == within && leaps(before)) {
            return Err(UnreadReason::Year);
        }
        above.partial = Some((within, days.first));
        Ok(days)
    }

    /// What block number `block` means, which stands `within` and below the headings `above`.
    ///
    /// Those above a later block then include it, where it is a heading.
    pub fn meaning(&self, block: usize, within: Within, above: &mut Above) -> Meaning<'_> {
        match self.candidates.get(&block) {
            // Where nothing else is a day, a list may be one of days.
            Some(Candidate::Item) if self.habits.items > 1 && !self.has_days() => Meaning::Inner(None),
            None | Some(Candidate::Item) => Meaning::Plain,
            Some(Candidate::Lone { mention, .. }) => self.line_meaning(mention, within, above),
            Some(Candidate::Heading { level, text, mention }) => {
                above.leave(*level, false);
                let meaning = match (day::undated(text), mention) {
                    (Some(undated), _) => Meaning::Undated(undated),
                    (None, Some(mention)) => self.heading_meaning(block, *level, mention, within, above),
                    (None, None) => Meaning::Plain,
                };
                match &meaning {
                    Meaning::Days { days, .. } if days.first != days.last => above.enter(*level, *days),
                    Meaning::Plain | Meaning::Inner(_) => {
                        above.leave(*level, true);
                        if let Some(year) = day::year_at_edge(text) {
                            above.enter(*level, year);
                        }
                    }
                    _ => {}
                }
                meaning
            }
        }
    }

    fn heading_meaning<'s>(
        &'s self,
        block: usize,
        level: u8,
        mention: &'s Mention<'s>,
        within: Within,
        above: &mut Above,
    ) -> Meaning<'s> {
        let is_deeper = match within {
            Within::Open => false,
            Within::Heading(other) => level > other,
            Within::Line => true,
        };
        let is_day_level = self.habits.has_days_at(level);
        let proven = self.proven.get(&block).copied();
        match mention.place {
            // A part of a day is named after another one.
            Place::Phrase if is_deeper => return self.inner_meaning(mention, above),
            Place::Phrase if proven.is_none() && !self.habits.has_phrases_at(level, mention) => {
                return Meaning::Unread(UnreadReason::Phrase);
            }
            Place::Trailing if is_deeper && !is_day_level => return self.inner_meaning(mention, above),
            _ if mention.is_long() && is_deeper => return Meaning::Plain,
            _ => {}
        }
        match (self.resolve(mention, above), proven) {
            (Err(UnreadReason::Year), Some(day)) => {
                above.last = Some(day);
                Meaning::Days { days: Span::from(day), mention }
            }
            (Ok(days), Some(day)) if days.first == day => Meaning::Days { days, mention },
            // Among days at the beginning of headings, one at an end may be that of what the words name.
            (Ok(days), _)
                if matches!(mention.place, Place::Trailing | Place::Phrase) && !self.fits(block, days) =>
            {
                Meaning::Unread(UnreadReason::Phrase)
            }
            (Ok(days), _) => Meaning::Days { days, mention },
            (Err(_), _) if mention.is_weekday() || mention.is_long() => Meaning::Plain,
            (Err(reason), _) => Meaning::Unread(reason),
        }
    }

    /// Of the heading of a part of a day.
    fn inner_meaning(&self, mention: &Mention<'_>, above: &Above) -> Meaning<'_> {
        if mention.is_long() || mention.is_weekday() {
            return Meaning::Plain;
        }
        Meaning::Inner(mention.days(above.within(), &self.orders).ok())
    }

    fn line_meaning<'s>(
        &'s self,
        mention: &'s Mention<'s>,
        within: Within,
        above: &mut Above,
    ) -> Meaning<'s> {
        if matches!(within, Within::Heading(_)) {
            let is_partial = mention.is_partial();
            return if is_partial {
                Meaning::Plain
            } else {
                Meaning::Inner(self.resolve(mention, above).ok())
            };
        }
        let is_habit = self.habits.lone > 1;
        match self.resolve(mention, above) {
            Ok(days) if is_habit => Meaning::Days { days, mention },
            Err(reason) if is_habit => Meaning::Unread(reason),
            _ if mention.is_partial() => Meaning::Plain,
            Ok(_) => Meaning::Unread(UnreadReason::Alone),
            Err(reason) => Meaning::Unread(reason),
        }
    }
}

impl Habits {
    fn learn(&mut self, level: u8, mention: Option<&Mention<'_>>) {
        if let Some(mention) = mention.filter(|mention| mention.place == Place::Phrase) {
            *self.words_before.entry((level, mention.before.to_owned())).or_default() += 1;
        }
        let level = usize::from(level);
        self.headings[level] += 1;
        match mention {
            Some(mention) if mention.is_long() || mention.is_weekday() => {}
            Some(mention) if mention.place == Place::Phrase => self.phrases[level] += 1,
            Some(_) => self.days[level] += 1,
            None => {}
        }
    }

    /// Whether most headings of a level are days.
    fn has_days_at(&self, level: u8) -> bool {
        let level = usize::from(level);
        self.days[level] > 1 && self.days[level] * 2 >= self.headings[level]
    }

    /// Whether a level names its days in words: in most of its headings, or in the same words again and again.
    fn has_phrases_at(&self, level: u8, mention: &Mention<'_>) -> bool {
        let again =
            self.words_before.get(&(level, mention.before.to_owned())).is_some_and(|count| *count > 1);
        let level = usize::from(level);
        let most = self.phrases[level] > 1
            && self.phrases[level] * 2 >= self.headings[level]
            && self.days[level] == 0;
        most || again && !mention.before.is_empty()
    }
}

/// The text of a heading, without a name for links such as pandoc writes after it: `Dec 6 {#dec-6}`.
pub(super) fn heading_text<'a>(body: &'a str, inner: &Range<usize>) -> &'a str {
    let text = body[inner.clone()].trim();
    let named = text.strip_suffix('}').and_then(|rest| rest.rsplit_once("{#"));
    match named {
        Some((before, name)) if !name.is_empty() && !name.contains(['{', '}', '\n']) => before.trim_end(),
        _ => text,
    }
}

/// Makes headings of what the parser takes for numbered items, `15. Oktober 2019` with a line below it.
pub(super) fn restore_headings(body: &str, blocks: &mut [Block]) {
    for number in 0..blocks.len() {
        let range = blocks[number].range.clone();
        if blocks[number].kind != (BlockKind::Item { ordered: true }) {
            continue;
        }
        let mut lines = body[range.clone()].trim_end().split('\n');
        let (first, rest) = (lines.next().unwrap_or("").trim_end(), lines.next().map(str::trim));
        let is_underline = |line: &str| !line.is_empty() && line.chars().all(|c| c == '=');
        let rule_follows = || {
            let next = blocks.get(number + 1).filter(|next| next.kind == BlockKind::Rule);
            next.is_some_and(|next| {
                body[range.start + first.len()..next.range.start].trim_matches(' ') == "\n"
            })
        };
        let level = match (rest, lines.next()) {
            (Some(rest), None) if is_underline(rest) => HeadingLevel::H1,
            (None, _) if rule_follows() => HeadingLevel::H2,
            _ => continue,
        };
        if is_numbered_day(first, true) {
            let inner = range.start..range.start + first.len();
            blocks[number].kind = BlockKind::Heading { level, inner };
        }
    }
}

/// Whether the number of a numbered item is that of its day; a title may follow where `with_title`.
fn is_numbered_day(line: &str, with_title: bool) -> bool {
    let is_day = |place| place == Place::Whole || with_title && place == Place::Leading;
    line.len() <= LONGEST_DAY
        && day::find(line).is_some_and(|mention| is_day(mention.place) && !mention.is_partial())
}

/// The day that the first line of a paragraph is, and where that line stands.
fn lone_day<'a>(body: &'a str, block: &Block) -> Option<(Range<usize>, Mention<'a>)> {
    let text = body[block.range.clone()].trim_end();
    let line = text.split('\n').next()?.trim_end();
    let is_candidate = match block.kind {
        BlockKind::Item { ordered } => ordered && line.len() == text.len() && is_numbered_day(line, false),
        BlockKind::Other => {
            line.contains(char::is_numeric)
                && !["```", "~~~", ">", "|"].iter().any(|mark| line.starts_with(mark))
        }
        _ => false,
    };
    if !is_candidate || line.len() > LONGEST_DAY {
        return None;
    }
    let mention = day::find(line).filter(|mention| !mention.is_long())?;
    let is_bold = |mark: &str| line.len() > 4 && line.starts_with(mark) && line.ends_with(mark);
    let is_day = match mention.place {
        Place::Whole => true,
        Place::Leading | Place::Trailing => (is_bold("**") || is_bold("__")) && line.len() == text.len(),
        Place::Phrase => false,
    };
    is_day.then(|| (block.range.start..block.range.start + line.len(), mention))
}

/// Adds where lines of indented code, or cells of a table, begin with a day.
fn enclosed_days(body: &str, block: &Block, days: &mut Vec<usize>) {
    let text = &body[block.range.clone()];
    let is_code = block.kind == BlockKind::IndentedCode;
    if !(is_code || block.kind == BlockKind::Other && text.starts_with(['|', '<'])) {
        return;
    }
    let is_day = |piece: &str| {
        piece.len() <= LONGEST_DAY
            && piece.contains(char::is_numeric)
            && day::find(piece).is_some_and(|mention| {
                // A time after a day is that of a log.
                matches!(mention.place, Place::Whole | Place::Leading)
                    && !mention.is_long()
                    && !mention.title.starts_with(|c: char| c.is_numeric())
            })
    };
    let mut at = block.range.start;
    for line in text.split_inclusive('\n') {
        let has_day = if is_code {
            is_day(line.trim())
        } else {
            line.split(['|', '<', '>']).any(|piece| is_day(piece.trim()))
        };
        if has_day {
            days.push(at);
        }
        at += line.len();
    }
}

/// Whether the first line of a bulleted item is a day and nothing else.
fn is_item_day(body: &str, block: &Block) -> bool {
    let line =
        body[block.range.clone()].lines().next().unwrap_or("").trim_start_matches(['-', '*', '+', ' ', '\t']);
    block.kind == (BlockKind::Item { ordered: false })
        && line.len() <= LONGEST_DAY
        && line.contains(char::is_numeric)
        && day::find(line).is_some_and(|mention| {
            mention.place == Place::Whole && !mention.is_long() && !mention.is_partial()
        })
}

/// A line such as `- **Date:** 2023-10-11`, as an item or in a paragraph.
fn date_line<'a>(body: &'a str, block: &Block) -> Option<DateLine<'a>> {
    let lines = match block.kind {
        BlockKind::Item { .. } => 1,
        BlockKind::Other => LINES_AFTER_HEADING,
        _ => return None,
    };
    let mut at = block.range.start;
    for line in body[block.range.clone()].split_inclusive('\n').take(lines) {
        let text = line.trim().trim_start_matches(['-', '*', '+']).trim();
        if let Some((label, value)) = text.split_once([':', '：']) {
            let emphasis = ['*', '_', ' '];
            let label = label.trim_matches(emphasis).to_lowercase();
            let value = value.trim_start_matches(emphasis);
            if DATE_LABELS.contains(&label.as_str())
                && let Some(mention) = day::find(value).filter(|mention| mention.place != Place::Phrase)
            {
                return Some(DateLine { at, text, mention });
            }
        }
        at += line.len();
    }
    None
}
