//! A date in a line, with what stands around it.

use std::borrow::Cow;

use jiff::civil::Weekday;

use super::calendar::Span;
use super::spelling::{Line, Spelling};
use super::token::{Kind, tokens};

/// Where in its line a date stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::source) enum Place {
    /// It is all of the line.
    Whole,
    /// It begins the line; a title follows.
    Leading,
    /// It ends the line, in brackets or after a mark that sets it apart from a title.
    Trailing,
    /// Words stand close to it: the line may say something of another day.
    Phrase,
}

/// What a day says of a week: `week ending Dec 10, 2023`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Week {
    /// The week begins with it.
    First,
    /// The week ends with it.
    Last,
    /// It is one of the week's.
    Part,
}

/// A date in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::source) struct Mention<'a> {
    pub(super) spelling: Spelling,
    /// The day of the week that stands with it.
    pub(super) weekday: Option<Weekday>,
    /// Whether that is written in a script in which the month comes before the day.
    pub(super) is_east_asian: bool,
    /// The part of a week that it is, where the line says so.
    pub(super) week: Option<Week>,
    /// Where it stands.
    pub place: Place,
    /// What stands before it.
    pub before: &'a str,
    /// The line without the date, empty where that is all of it; the whole line where it
    /// says more of the date than its day, such as where it links to.
    pub title: Cow<'a, str>,
}

impl Mention<'_> {
    /// Whether the word before it relates it to what the line is about: `moved to`, `deadline for`, `until`.
    pub fn is_after_preposition(&self) -> bool {
        let word = self.before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_lowercase();
        ["to", "by", "for", "before", "until", "till", "after", "since", "from", "due", "through", "than"]
            .contains(&word.as_str())
    }
}

/// What parts a title from a date.
const GAPS: [char; 11] = [':', '：', ',', '、', '—', '–', '-', '|', '｜', '・', '·'];

/// Brackets and the like that may stand around a date.
const BRACKETS: [(char, char); 15] = [
    ('(', ')'),
    ('[', ']'),
    ('<', '>'),
    ('{', '}'),
    ('【', '】'),
    ('「', '」'),
    ('『', '』'),
    ('〈', '〉'),
    ('《', '》'),
    ('〔', '〕'),
    ('“', '”'),
    ('"', '"'),
    ('*', '*'),
    ('_', '_'),
    ('`', '`'),
];

/// The first date in a line, a heading or the like; `None` where nothing in it has the shape of one.
///
/// A month by itself counts only where it is all of the line or is set apart at its beginning, a year only where
/// it is all of it, a day without its year also where it begins or ends the line, unless another date counts.
/// Takes time linear in the length of `text`.
pub(in crate::source) fn find(text: &str) -> Option<Mention<'_>> {
    let text = unwrap(text.trim());
    let tokens = tokens(text);
    let line = Line(&tokens);
    // Without a number it can be nothing but a name, or the first year of an era.
    let is_numbered =
        tokens.iter().any(|token| matches!(token.kind, Kind::Number { .. } | Kind::Letter('元')));
    let last = if is_numbered { tokens.len() } else { tokens.len().min(1) };
    (0..last)
        .find_map(|at| mention_at(text, &line, at, Strength::Apart))
        .or_else(|| weekday_alone(&line))
        .or_else(|| (0..last).find_map(|at| mention_at(text, &line, at, Strength::AtEdge)))
}

/// How a day without its year has to stand in a line to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strength {
    /// Set apart from words.
    Apart,
    /// At the beginning or the end, words close to it.
    AtEdge,
}

/// `text` without emphasis around all of it.
fn unwrap(text: &str) -> &str {
    for mark in ["**", "__", "*", "_", "`"] {
        if let Some(inner) = text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark))
            && !inner.is_empty()
            && !inner.contains(mark)
        {
            return inner.trim();
        }
    }
    text
}

fn weekday_alone<'a>(line: &Line<'_, 'a>) -> Option<Mention<'a>> {
    let (weekday, end) = line.weekday_name(0)?;
    // One letter is a word rather.
    let is_name = matches!(line.kind(0), Some(Kind::Word(_))) || end > 1;
    (is_name && line.kind(end).is_none()).then_some(Mention {
        spelling: Spelling::Weekday,
        weekday: Some(weekday),
        is_east_asian: false,
        week: None,
        place: Place::Whole,
        before: "",
        title: Cow::Borrowed(""),
    })
}

fn mention_at<'a>(text: &'a str, line: &Line<'_, 'a>, at: usize, strength: Strength) -> Option<Mention<'a>> {
    let (spelling, spelled_to) = line.spelling(at)?;
    let Extent { first, end, weekday, is_east_asian, is_bracketed, is_link, week } =
        Extent::new(line, &spelling, at, spelled_to);
    let byte = |token: usize| line.0.get(token).map_or(text.len(), |token| token.range.start);
    let (before, after) = (&text[..byte(first)], &text[byte(end)..]);
    let place = match (before.contains(char::is_alphanumeric), after.is_empty()) {
        (false, true) => Place::Whole,
        (false, false) if is_apart(line, end) => Place::Leading,
        (true, true) if is_bracketed || before.trim_end().ends_with(GAPS) => Place::Trailing,
        _ => Place::Phrase,
    };
    let is_set_apart = place == Place::Whole
        || place == Place::Leading
            && (weekday.is_some() || is_bracketed || after.trim_start().starts_with(GAPS) || opens(after));
    let counts = match &spelling {
        Spelling::Days { .. } | Spelling::NoSuchDay | Spelling::Unclear => true,
        Spelling::Long(span) if is_year(*span) => place == Place::Whole,
        Spelling::Long(_) | Spelling::MonthDay { .. } => {
            is_set_apart || place == Place::Trailing && is_bracketed
        }
        Spelling::DayOfMonth(_) => {
            is_set_apart || place == Place::Trailing && is_bracketed && weekday.is_some()
        }
        Spelling::Month(_) | Spelling::Weekday => place == Place::Whole,
    };
    let is_at_edge = || !before.contains(char::is_alphanumeric) || !after.contains(char::is_alphanumeric);
    let place = match strength {
        Strength::Apart if counts => place,
        Strength::AtEdge if spelling.is_named_day() && is_at_edge() => Place::Phrase,
        _ => return None,
    };
    // Of two days that stand together neither is certain.
    let is_list = place == Place::Leading && spelling.is_complete() && is_followed_by_date(line, end);
    let says_more = is_link || !is_balanced(line, first);
    let title = match place {
        Place::Phrase => Cow::Borrowed(text),
        _ if says_more => Cow::Borrowed(text),
        Place::Trailing => Cow::Borrowed(trim_end(before)),
        Place::Whole | Place::Leading => {
            let time = if is_time(line, end) { &after[1..] } else { after };
            match (before.trim().trim_matches(GAPS).trim(), trim_start(time).trim_end()) {
                ("", after) => Cow::Borrowed(after),
                (before, "") => Cow::Borrowed(before),
                (before, after) => Cow::Owned(format!("{before} {after}")),
            }
        }
    };
    let spelling = if is_list { Spelling::Unclear } else { spelling };
    Some(Mention { spelling, weekday, is_east_asian, week, place, before: before.trim(), title })
}

fn is_year(span: Span) -> bool {
    span.first.month() != span.last.month()
}

/// Whether a title may follow before token `at`, rather than more of a word.
fn is_apart(line: &Line<'_, '_>, at: usize) -> bool {
    is_time(line, at) || !matches!(line.kind(at), Some(Kind::Letter(_) | Kind::Word(_) | Kind::Number { .. }))
}

/// Whether a time follows a day, as in `2023-10-11T09:00`.
fn is_time(line: &Line<'_, '_>, at: usize) -> bool {
    line.kind(at) == Some(Kind::Word("T")) && matches!(line.kind(at + 1), Some(Kind::Number { .. }))
}

fn opens(text: &str) -> bool {
    text.trim_start().starts_with(['(', '（', '[', '［', '【', '「', '『'])
}

/// What follows a date without what parts it from the date.
fn trim_start(after: &str) -> &str {
    let after = after.trim_start();
    let Some(gap) = after.chars().next().filter(|c| GAPS.contains(c)) else { return after };
    let rest = after.trim_start_matches(gap);
    let count = (after.len() - rest.len()) / gap.len_utf8();
    // `--concurrency` begins with its own marks.
    if count == 1 || rest.is_empty() || rest.starts_with(char::is_whitespace) {
        rest.trim_start()
    } else {
        after
    }
}

fn trim_end(before: &str) -> &str {
    before.trim_end().trim_end_matches(GAPS).trim_end()
}

/// Whether what stands before token `first` has no open bracket or emphasis.
fn is_balanced(line: &Line<'_, '_>, first: usize) -> bool {
    let mut depth = 0_i32;
    let mut emphasis = 0;
    let mut before = None;
    for token in &line.0[..first] {
        if let Kind::Mark(mark) = token.kind {
            if matches!(mark, '*' | '_' | '`') && before != Some(mark) {
                emphasis += 1;
            }
            if BRACKETS[..11].iter().any(|(open, _)| *open == mark) {
                depth += 1;
            } else if BRACKETS[..11].iter().any(|(_, close)| *close == mark) {
                depth -= 1;
            }
            before = Some(mark);
        } else {
            before = None;
        }
    }
    depth <= 0 && emphasis % 2 == 0
}

/// Whether another day follows close to the one that ends before token `end`.
fn is_followed_by_date(line: &Line<'_, '_>, end: usize) -> bool {
    let parts = |kind: Kind<'_>| match kind {
        Kind::Space => true,
        Kind::Mark(mark) => GAPS.contains(&mark) || matches!(mark, '&' | '/' | '+'),
        Kind::Word(word) => matches!(word, "and" | "und" | "et" | "y"),
        Kind::Letter(letter) => letter == 'と',
        Kind::Number { .. } => false,
    };
    let next = (end..end + 4).find(|at| !line.kind(*at).is_some_and(parts));
    // A `-` or `/` before it is no part of a name here.
    next.and_then(|next| line.single(next))
        .is_some_and(|(spelling, _)| matches!(spelling, Spelling::Days { .. }))
}

/// The tokens of a date with its day of the week and the brackets around both.
struct Extent {
    first: usize,
    /// The token after it.
    end: usize,
    weekday: Option<Weekday>,
    is_east_asian: bool,
    is_bracketed: bool,
    /// Whether it is the text of a link.
    is_link: bool,
    week: Option<Week>,
}

/// The longest target of a link, in tokens.
const LONGEST_TARGET: usize = 400;

impl Extent {
    fn new(line: &Line<'_, '_>, spelling: &Spelling, at: usize, end: usize) -> Self {
        let mut extent = Self {
            first: at,
            end,
            weekday: None,
            is_east_asian: false,
            is_bracketed: false,
            is_link: false,
            week: None,
        };
        extent.take_weekday_before(line);
        extent.take_weekday_after(line, spelling);
        while extent.take_brackets(line) {}
        extent.take_target(line);
        while extent.take_brackets(line) {}
        extent.take_weekday_after(line, spelling);
        extent.take_week(line);
        extent
    }

    /// Takes `week of` before a day, or 週 after it.
    fn take_week(&mut self, line: &Line<'_, '_>) {
        let no = usize::from(line.kind(self.end) == Some(Kind::Letter('の')));
        if matches!(line.kind(self.end + no), Some(Kind::Letter('週'))) {
            (self.end, self.week) = (self.end + no + 1, Some(Week::Part));
            return;
        }
        // `week`, a space, a word, a space.
        let Some(at) = self.first.checked_sub(4) else { return };
        let (Some(Kind::Word(noun)), Some(Kind::Space), Some(Kind::Word(word)), Some(Kind::Space)) =
            (line.kind(at), line.kind(at + 1), line.kind(at + 2), line.kind(at + 3))
        else {
            return;
        };
        let week = match word.to_lowercase().as_str() {
            "of" => Week::Part,
            "ending" | "ended" => Week::Last,
            "starting" | "beginning" | "commencing" | "from" => Week::First,
            _ => return,
        };
        if noun.eq_ignore_ascii_case("week") {
            (self.first, self.week) = (at, Some(week));
        }
    }

    fn take_weekday_before(&mut self, line: &Line<'_, '_>) {
        for at in (self.first.saturating_sub(5)..self.first).rev() {
            let Some((weekday, end)) = line.weekday_name(at) else { continue };
            let is_name = matches!(line.kind(at), Some(Kind::Word(_))) || end > at + 1;
            let next = line.after_space(line.mark(end, &[',']).map_or(end, |_| end + 1));
            if is_name && next == self.first && end < self.first {
                (self.first, self.weekday) = (at, Some(weekday));
                return;
            }
        }
    }

    fn take_weekday_after(&mut self, line: &Line<'_, '_>, spelling: &Spelling) {
        if self.weekday.is_some() {
            return;
        }
        let Some(token) = line.weekday_after(self.end) else { return };
        // `2023-10-11 Sun exposure`: a short name before a word may be one.
        let before_word = !token.is_bracketed
            && line.kind(token.end) == Some(Kind::Space)
            && matches!(
                line.kind(token.end + 1),
                Some(Kind::Word(_) | Kind::Letter(_) | Kind::Number { .. })
            );
        if before_word && !spelling.allows(token.weekday) {
            return;
        }
        self.is_east_asian =
            (self.end..token.end.max(self.end + 3)).any(|at| matches!(line.kind(at), Some(Kind::Letter(_))));
        (self.end, self.weekday) = (token.end, Some(token.weekday));
    }

    /// Takes the target of a link of which the date is the text.
    fn take_target(&mut self, line: &Line<'_, '_>) {
        if !self.is_bracketed || line.mark(self.end - 1, &[']']).is_none() {
            return;
        }
        let close = match line.mark(self.end, &['(', '[']) {
            Some('(') => ')',
            Some(_) => ']',
            None => return,
        };
        let mut inner = self.end + 1..self.end + LONGEST_TARGET;
        if let Some(end) = inner.find(|at| line.mark(*at, &[close]).is_some()) {
            (self.end, self.is_link) = (end + 1, true);
        }
    }

    fn take_brackets(&mut self, line: &Line<'_, '_>) -> bool {
        let Some(first) = self.first.checked_sub(1) else { return false };
        let (Some(Kind::Mark(open)), Some(Kind::Mark(close))) = (line.kind(first), line.kind(self.end))
        else {
            return false;
        };
        if !BRACKETS.contains(&(open, close)) {
            return false;
        }
        self.is_bracketed |= !matches!(open, '*' | '_' | '`');
        (self.first, self.end) = (first, self.end + 1);
        true
    }
}
