//! What a date looks like: the spellings of days, months and spans, as they stand in a line.

use domain::Date;

use super::calendar::{self, Span};
use super::token::{Kind, Token};

/// In which order a day that is written in numbers, its year last, names month and day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrder {
    /// `12/07/2020` is 2020-12-07.
    MonthFirst,
    /// `12/07/2020` is 2020-07-12.
    DayFirst,
}

/// One of the ways in which numbers may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading<T> {
    /// `None` where the year comes first.
    pub order: Option<DayOrder>,
    pub value: T,
}

/// What is written, without what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// Days with their year; more than one reading where the order of numbers decides.
    Days { mark: char, readings: Vec<Reading<Span>> },
    /// A month or a year by itself.
    Long(Span),
    /// A month and a day of it, without a year.
    MonthDay { mark: char, readings: Vec<Reading<(u32, u32)>> },
    /// A month without a year.
    Month(u32),
    /// A day of a month that is not there.
    DayOfMonth(u32),
    /// Nothing but a day of the week.
    Weekday,
    /// It has the shape of a date, and there is none such.
    NoSuchDay,
    /// It has the shape of a date, and what it means is not certain.
    Unclear,
}

/// The mark of spellings whose order is certain.
const NONE: char = ' ';

/// The mark of numbers of which the first is the year.
pub(super) const YEAR_FIRST: char = '年';

impl Spelling {
    fn span(span: Option<Span>) -> Self {
        span.map_or(Self::NoSuchDay, |value| Self::Days {
            mark: NONE,
            readings: vec![Reading { order: None, value }],
        })
    }

    fn day(day: Option<Date>) -> Self {
        Self::span(day.map(Span::from))
    }

    fn year_first(day: Option<Date>) -> Self {
        day.map_or(Self::NoSuchDay, |day| Self::Days {
            mark: YEAR_FIRST,
            readings: vec![Reading { order: None, value: Span::from(day) }],
        })
    }

    /// The one span that it can be.
    fn certain(&self) -> Option<Span> {
        match self {
            Self::Days { readings, .. } => match readings[..] {
                [Reading { value, order: None }] => Some(value),
                _ => None,
            },
            Self::Long(span) => Some(*span),
            _ => None,
        }
    }

    /// Whether it is a day of a month by the month's name, or its sign as in `10月11日`, without a year.
    pub fn is_named_day(&self) -> bool {
        matches!(self, Self::MonthDay { mark: NONE, .. })
    }

    /// Whether it names days of a certain year, or has the shape of that.
    pub fn is_complete(&self) -> bool {
        matches!(self, Self::Days { .. } | Self::NoSuchDay | Self::Unclear)
    }
}

/// A spelling, and the token after it.
type Parsed = Option<(Spelling, usize)>;

/// The tokens of a line, read from any of them on. Each rule looks at a bounded number of tokens.
pub(super) struct Line<'t, 'a>(pub &'t [Token<'a>]);

impl<'a> Line<'_, 'a> {
    /// The date that begins with token `at`; none where it goes on from what stands before it.
    pub fn spelling(&self, at: usize) -> Parsed {
        if !self.begins(at) {
            return None;
        }
        let (spelling, end) = self.single(at)?;
        if let Some(range) = self.range(&spelling, at, end) {
            return Some(range);
        }
        if self.ends(end) {
            return Some((spelling, end));
        }
        // `2023-10-11-12` and `November 20/21` may be anything.
        (spelling.is_complete() || spelling.is_named_day()).then_some((Spelling::Unclear, end))
    }

    /// Without what a span adds.
    pub fn single(&self, at: usize) -> Parsed {
        self.year_first(at)
            .or_else(|| self.era(at))
            .or_else(|| self.compact(at))
            .or_else(|| self.year_last(at))
            .or_else(|| self.month_word(at))
            .or_else(|| self.day_and_month_word(at))
            .or_else(|| self.without_year(at))
    }

    pub fn kind(&self, at: usize) -> Option<Kind<'a>> {
        self.0.get(at).map(|token| token.kind)
    }

    pub fn after_space(&self, at: usize) -> usize {
        if self.kind(at) == Some(Kind::Space) { at + 1 } else { at }
    }

    pub fn mark(&self, at: usize, marks: &[char]) -> Option<char> {
        match self.kind(at) {
            Some(Kind::Mark(mark)) if marks.contains(&mark) => Some(mark),
            _ => None,
        }
    }

    fn letter(&self, at: usize, letters: &[char]) -> bool {
        matches!(self.kind(at), Some(Kind::Letter(letter)) if letters.contains(&letter))
    }

    /// The number of `least` to `most` digits.
    fn number(&self, at: usize, least: usize, most: usize) -> Option<u32> {
        match self.kind(at) {
            Some(Kind::Number { value, digits }) if (least..=most).contains(&digits) => Some(value),
            _ => None,
        }
    }

    fn month_name(&self, at: usize) -> Option<u32> {
        match self.kind(at) {
            Some(Kind::Word(word)) => calendar::month(word),
            _ => None,
        }
    }

    fn word(&self, at: usize, words: &[&str]) -> bool {
        matches!(self.kind(at), Some(Kind::Word(word)) if words.iter().any(|other| word.eq_ignore_ascii_case(other)))
    }

    /// Whether token `at` is not the middle of a number, an address or a name.
    fn begins(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|before| self.kind(before)) else { return true };
        match before {
            Kind::Number { .. } => !matches!(self.kind(at), Some(Kind::Number { .. } | Kind::Word(_))),
            Kind::Word(_) => !matches!(self.kind(at), Some(Kind::Number { .. } | Kind::Word(_))),
            Kind::Mark(mark) if "./-_#@=&+%$\\".contains(mark) => {
                // `_2023-10-11_` and `- 2023-10-11` are no names.
                let ahead = at.checked_sub(2).and_then(|ahead| self.kind(ahead));
                mark != '@' && mark != '#' && matches!(ahead, None | Some(Kind::Space | Kind::Mark(_)))
                    || mark == '_' && ahead == Some(Kind::Mark('_'))
            }
            _ => true,
        }
    }

    /// Whether a date can end before token `at`.
    fn ends(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(Kind::Number { .. }) => false,
            // A time, as in `2023-10-11T09:00`.
            Some(Kind::Word(word)) => word == "T" && self.number(at + 1, 2, 2).is_some(),
            Some(Kind::Mark('/' | '.')) => {
                !matches!(self.kind(at + 1), Some(Kind::Number { .. } | Kind::Word(_)))
            }
            Some(Kind::Mark('-' | '_' | '%')) => !matches!(self.kind(at + 1), Some(Kind::Number { .. })),
            _ => true,
        }
    }

    /// `2023-10-11`, `2023 年 10 月 11 日`, `2023 Oct 11`, `2023-W41`, `2023-10`, `2023`.
    fn year_first(&self, at: usize) -> Parsed {
        let year = i32::try_from(self.number(at, 4, 4)?).ok()?;
        let next = self.after_space(at + 1);
        if self.letter(next, &['年', '년']) {
            return self.after_year_letter(year, next + 1);
        }
        if let Some(week) = self.week(year, at + 1) {
            return Some(week);
        }
        if let Some(mark) = self.mark(next, &['/', '-', '.']) {
            let month =
                if mark == '-' && next > at + 1 { None } else { self.month_of_mark(year, mark, next + 1) };
            if month.is_some() {
                return month;
            }
        } else {
            let name = self.after_space(self.mark(at + 1, &[',']).map_or(next, |_| at + 2));
            if let Some(month) = self.month_name(name) {
                return Some(self.after_year_and_name(year, month, name + 1));
            }
        }
        calendar::is_near_year(year)
            .then(|| Span::year(year))
            .flatten()
            .map(|year| (Spelling::Long(year), at + 1))
    }

    /// What follows `2023` and a mark.
    fn month_of_mark(&self, year: i32, mark: char, at: usize) -> Parsed {
        if let Some(month) = self.month_name(at).filter(|_| mark != '.') {
            self.mark(at + 1, &[mark])?;
            let day = self.number(at + 2, 1, 2)?;
            return Some((Spelling::day(calendar::date(year, month, day)), at + 3));
        }
        let spaced = |at: usize| if mark == '-' { at } else { self.after_space(at) };
        let at = spaced(at);
        let month = self.number(at, 1, 2)?;
        let second = spaced(at + 1);
        if self.mark(second, &[mark]).is_some()
            && let Some(day) = self.number(spaced(second + 1), 1, 2)
        {
            let mut end = spaced(second + 1) + 1;
            // Korean ends the day by a stop as well.
            if mark == '.' && self.mark(end, &['.']).is_some() && self.ends(end) {
                end += 1;
            }
            return Some((Spelling::year_first(calendar::date(year, month, day)), end));
        }
        // `2023.10` is a version as well.
        let is_month = mark != '.' && self.mark(at + 1, &[mark]).is_none();
        let month = Span::month(year, month).filter(|_| is_month)?;
        Some((Spelling::Long(month), at + 1))
    }

    fn after_year_letter(&self, year: i32, at: usize) -> Parsed {
        let year_alone = |end| Span::year(year).map(|year| (Spelling::Long(year), end));
        let month_at = self.after_space(at);
        if self.letter(month_at, &['第'])
            && self.number(month_at + 1, 1, 2).is_some()
            && self.letter(month_at + 2, &['週', '周'])
        {
            return Some((Spelling::Unclear, month_at + 3));
        }
        let Some(month) = self.number(month_at, 1, 2) else { return year_alone(at) };
        let letter = self.after_space(month_at + 1);
        if !self.letter(letter, &['月', '월']) {
            return year_alone(at);
        }
        let day_at = self.after_space(letter + 1);
        let Some(day) = self.number(day_at, 1, 2) else {
            let Some(month) = Span::month(year, month) else {
                return Some((Spelling::NoSuchDay, letter + 1));
            };
            let third = match self.kind(letter + 1) {
                Some(Kind::Letter(third)) if self.letter(letter + 2, &['旬']) => month.third(third),
                _ => None,
            };
            return Some(match third {
                Some(third) => (Spelling::Long(third), letter + 3),
                None => (Spelling::Long(month), letter + 1),
            });
        };
        let letter = self.after_space(day_at + 1);
        if !self.letter(letter, &['日', '일', '号']) {
            // `2023年10月11` lacks its end, and the number may belong to what follows.
            return Some((Spelling::Unclear, day_at + 1));
        }
        Some((Spelling::year_first(calendar::date(year, month, day)), letter + 1))
    }

    fn after_year_and_name(&self, year: i32, month: u32, at: usize) -> (Spelling, usize) {
        let at = self.mark(at, &['.']).map_or(at, |_| at + 1);
        match self.number(self.after_space(at), 1, 2) {
            Some(day) => {
                let end = self.after_ordinal(self.after_space(at) + 1);
                (Spelling::day(calendar::date(year, month, day)), end)
            }
            None => (Span::month(year, month).map_or(Spelling::NoSuchDay, Spelling::Long), at),
        }
    }

    /// `-W41` and `W41-3` after a year.
    fn week(&self, year: i32, at: usize) -> Parsed {
        let at = self.mark(at, &['-']).map_or(at, |_| at + 1);
        if !self.word(at, &["W"]) {
            return None;
        }
        let week = self.number(at + 1, 1, 2)?;
        if self.mark(at + 2, &['-']).is_some()
            && let Some(day) = self.number(at + 3, 1, 1)
        {
            return Some((Spelling::day(calendar::week_day(year, week, day)), at + 4));
        }
        Some((Spelling::span(Span::week(year, week)), at + 2))
    }

    /// `令和5年10月11日`
    fn era(&self, at: usize) -> Parsed {
        let (Some(Kind::Letter(first)), Some(Kind::Letter(second))) = (self.kind(at), self.kind(at + 1))
        else {
            return None;
        };
        let before = calendar::era([first, second])?;
        let at = self.after_space(at + 2);
        let year = if self.letter(at, &['元']) { 1 } else { self.number(at, 1, 2)? };
        let letter = self.after_space(at + 1);
        if !self.letter(letter, &['年']) {
            return None;
        }
        self.after_year_letter(before + i32::try_from(year).ok()?, letter + 1)
    }

    /// `20231011`
    fn compact(&self, at: usize) -> Parsed {
        let number = self.number(at, 8, 8)?;
        let year = i32::try_from(number / 10_000).ok().filter(|year| calendar::is_near_year(*year))?;
        let day = calendar::date(year, number / 100 % 100, number % 100)?;
        Some((Spelling::day(Some(day)), at + 1))
    }

    /// `10/11/2023`, `11.10.2023`, `10/11/23`
    fn year_last(&self, at: usize) -> Parsed {
        let first = self.number(at, 1, 2)?;
        let mark = self.mark(at + 1, &['/', '.', '-'])?;
        let spaced = |at: usize| if mark == '.' { self.after_space(at) } else { at };
        let second_at = spaced(at + 2);
        let second = self.number(second_at, 1, 2)?;
        self.mark(second_at + 1, &[mark])?;
        let year_at = spaced(second_at + 2);
        let mut readings = Vec::new();
        let mut add = |order, year: Option<i32>, month, day| {
            if let Some(day) = year.and_then(|year| calendar::date(year, month, day)) {
                readings.push(Reading { order, value: Span::from(day) });
            }
        };
        if let Some(year) = self.number(year_at, 4, 4) {
            let year = i32::try_from(year).ok();
            add(Some(DayOrder::MonthFirst), year, first, second);
            add(Some(DayOrder::DayFirst), year, second, first);
            if readings.is_empty() {
                return Some((Spelling::NoSuchDay, year_at + 1));
            }
        } else {
            let third = self.number(year_at, 2, 2).filter(|_| mark == '/')?;
            let year = calendar::short_year(third);
            add(Some(DayOrder::MonthFirst), year, first, second);
            add(Some(DayOrder::DayFirst), year, second, first);
            if self.number(at, 2, 2).is_some() {
                add(None, calendar::short_year(first), second, third);
            }
            if readings.is_empty() {
                return None;
            }
        }
        Some((Spelling::Days { mark, readings }, year_at + 1))
    }

    /// The token after `st`, `nd`, `rd`, `th`, or a stop.
    fn after_ordinal(&self, at: usize) -> usize {
        if self.word(at, &["st", "nd", "rd", "th"]) { at + 1 } else { at }
    }

    /// `, 2023`, ` 2023`, `-2023` after a day and a month.
    fn year_after(&self, at: usize, mark: Option<char>) -> Option<(i32, usize)> {
        let at = match mark {
            Some(mark) => self.mark(at, &[mark]).map(|_| at + 1)?,
            None => {
                let at = self.mark(at, &[',', '.']).map_or(at, |_| at + 1);
                let spaced = self.after_space(at);
                if self.word(spaced, &["de", "of"]) { self.after_space(spaced + 1) } else { spaced }
            }
        };
        let year = self.number(at, 4, 4)?;
        // `Oct 11, 0900` is a time.
        let year = i32::try_from(year).ok().filter(|year| Span::year(*year).is_some())?;
        Some((year, at + 1))
    }

    /// `October 11th, 2023`, `Oct. 11-13, 2023`, `October 30 - November 3, 2023`, `Oct 2023`, `Oct 11`.
    fn month_word(&self, at: usize) -> Parsed {
        let month = self.month_name(at)?;
        let after = self.mark(at + 1, &['.']).map_or(at + 1, |_| at + 2);
        let mark = self.mark(after, &['-', '/']);
        let day_at = if mark.is_some() { after + 1 } else { self.after_space(after) };
        let Some(day) = self.number(day_at, 1, 2) else {
            let (year, end) = match self.year_after(after, mark).or_else(|| self.short_year_after(after)) {
                Some(year) => year,
                None => return Some((Spelling::Month(month), after)),
            };
            return Span::month(year, month).map(|month| (Spelling::Long(month), end));
        };
        let end = self.after_ordinal(day_at + 1);
        if let Some((year, end)) = self.year_after(end, mark).or_else(|| self.short_year_after(end)) {
            return Some((Spelling::day(calendar::date(year, month, day)), end));
        }
        if let Some(dash) = self.dash(end) {
            let (last_month, last_at) = match self.month_name(dash) {
                Some(month) => {
                    (month, self.after_space(self.mark(dash + 1, &['.']).map_or(dash + 1, |_| dash + 2)))
                }
                None => (month, dash),
            };
            if let Some(last) = self.number(last_at, 1, 2)
                && let Some((year, end)) = self.year_after(self.after_ordinal(last_at + 1), None)
            {
                return Some((span_of(year, (month, day), (last_month, last)), end));
            }
        }
        Some((certain_month_day(month, day), end))
    }

    /// `'23`
    fn short_year_after(&self, at: usize) -> Option<(i32, usize)> {
        let at = self.after_space(self.mark(at, &[',']).map_or(at, |_| at + 1));
        self.mark(at, &['\'', '’'])?;
        Some((calendar::short_year(self.number(at + 1, 2, 2)?)?, at + 2))
    }

    /// `11 October 2023`, `11. Oktober 2023`, `11th of October`, `11-Oct-2023`, `11-13 October 2023`.
    fn day_and_month_word(&self, at: usize) -> Parsed {
        let day = self.number(at, 1, 2)?;
        let end = self.after_day(at + 1);
        let mark = self.mark(at + 1, &['-', '/']).filter(|_| self.month_name(at + 2).is_some());
        let month_at = if mark.is_some() { at + 2 } else { self.month_after(end) };
        if let Some(month) = self.month_name(month_at) {
            if mark.is_some()
                && let Some((readings, end)) = self.short_year_readings(day, month, month_at + 1, mark)
            {
                return Some((Spelling::Days { mark: NONE, readings }, end));
            }
            let after = self.mark(month_at + 1, &['.']).map_or(month_at + 1, |_| month_at + 2);
            if let Some((year, end)) = self.year_after(after, mark).or_else(|| self.short_year_after(after)) {
                return Some((Spelling::day(calendar::date(year, month, day)), end));
            }
            if let Some(dash) = self.dash(after)
                && let Some(last) = self.number(dash, 1, 2)
                && let last_at = self.month_after(self.after_day(dash + 1))
                && let Some(last_month) = self.month_name(last_at)
                && let Some((year, end)) = self.year_after(last_at + 1, None)
            {
                return Some((span_of(year, (month, day), (last_month, last)), end));
            }
            return Some((certain_month_day(month, day), month_at + 1));
        }
        let last_at = self.dash(end)?;
        let last = self.number(last_at, 1, 2)?;
        let month_at = self.month_after(self.after_day(last_at + 1));
        let month = self.month_name(month_at)?;
        let (year, end) = self.year_after(month_at + 1, None)?;
        Some((span_of(year, (month, day), (month, last)), end))
    }

    /// `11-Oct-23`, where either number may be the year.
    fn short_year_readings(
        &self,
        first: u32,
        month: u32,
        at: usize,
        mark: Option<char>,
    ) -> Option<(Vec<Reading<Span>>, usize)> {
        self.mark(at, &[mark?])?;
        let last = self.number(at + 1, 2, 2)?;
        let reading = |year, day| calendar::date(calendar::short_year(year)?, month, day);
        let readings: Vec<_> =
            [(Some(DayOrder::DayFirst), reading(last, first)), (None, reading(first, last))]
                .into_iter()
                .filter_map(|(order, day)| Some(Reading { order, value: Span::from(day?) }))
                .collect();
        (!readings.is_empty()).then_some((readings, at + 2))
    }

    fn after_day(&self, at: usize) -> usize {
        self.mark(at, &['.']).map_or(self.after_ordinal(at), |_| at + 1)
    }

    fn month_after(&self, at: usize) -> usize {
        let at = self.after_space(at);
        if self.word(at, &["of", "de"]) { self.after_space(at + 1) } else { at }
    }

    /// What follows a dash that a span has in its middle.
    fn dash(&self, at: usize) -> Option<usize> {
        let at = self.after_space(at);
        let is_dash = self.mark(at, &['-', '–', '—', '~']).is_some()
            || self.word(at, &["to", "bis", "until", "through"]);
        is_dash.then(|| self.after_space(at + 1))
    }

    /// `10/11`, `10月11日`, `11日`, `11th`, `10月`, and `11 (Wed)`.
    fn without_year(&self, at: usize) -> Parsed {
        let first = self.number(at, 1, 2)?;
        let next = self.after_space(at + 1);
        if self.letter(next, &['月', '월']) {
            let day_at = self.after_space(next + 1);
            if let Some(day) = self.number(day_at, 1, 2) {
                let letter = self.after_space(day_at + 1);
                return self
                    .letter(letter, &['日', '일', '号'])
                    .then(|| (certain_month_day(first, day), letter + 1));
            }
            return (1..=12).contains(&first).then_some((Spelling::Month(first), next + 1));
        }
        let is_day = (1..=31).contains(&first);
        if self.letter(next, &['日', '일']) {
            return is_day.then_some((Spelling::DayOfMonth(first), next + 1));
        }
        if self.after_ordinal(at + 1) > at + 1 {
            return is_day.then_some((Spelling::DayOfMonth(first), at + 2));
        }
        if self.mark(at + 1, &['/', '-']).is_some()
            && let Some(second) = self.number(at + 2, 1, 2)
        {
            let mark = if self.mark(at + 1, &['/']).is_some() { '/' } else { '-' };
            // With a dash it is two numbers rather, unless a day of the week stands with it.
            if mark == '-' && self.weekday_after(at + 3).is_none() {
                return None;
            }
            let valid = |month: u32, day: u32| calendar::date(2024, month, day).map(|_| (month, day));
            let readings: Vec<_> =
                [(DayOrder::MonthFirst, valid(first, second)), (DayOrder::DayFirst, valid(second, first))]
                    .into_iter()
                    .filter_map(|(order, value)| Some(Reading { order: Some(order), value: value? }))
                    .collect();
            return (!readings.is_empty()).then_some((Spelling::MonthDay { mark, readings }, at + 3));
        }
        (is_day && self.weekday_after(at + 1).is_some_and(|day| day.is_bracketed))
            .then_some((Spelling::DayOfMonth(first), at + 1))
    }

    /// `~ 2023-10-15`, `-13`, `〜13日` after a date.
    fn range(&self, first: &Spelling, at: usize, end: usize) -> Parsed {
        let after_weekday = self.weekday_after(end).map_or(end, |weekday| weekday.end);
        let mark_at = self.after_space(after_weekday);
        let is_tilde = self.mark(mark_at, &['~']).is_some();
        let is_dash = self.mark(mark_at, &['-', '–', '—']).is_some();
        let is_word = self.word(mark_at, &["to", "until", "through", "bis"]);
        let kara = self.letter(mark_at, &['か']) && self.letter(mark_at + 1, &['ら']);
        if !(is_tilde || is_dash || is_word || kara) {
            return None;
        }
        let is_tight = mark_at == end && self.kind(mark_at + 1) != Some(Kind::Space);
        let last_at = self.after_space(mark_at + if kara { 2 } else { 1 });
        if let Some((last, end)) = self.single(last_at)
            && self.ends(end)
            && last.is_complete()
        {
            let end = self.after_made(end);
            let (Some(from), Some(to)) = (first.certain(), last.certain()) else {
                return Some((paired(first, &last), end));
            };
            return Some((Spelling::span(Span::new(from.first, to.last)), end));
        }
        if let (Spelling::Long(from), Some((Spelling::Long(to), end))) = (first, self.single(last_at))
            && (is_tilde || is_word || kara || !is_tight)
            && self.ends(end)
        {
            return Some((Spelling::span(Span::new(from.first, to.last)), self.after_made(end)));
        }
        let Some(from) = first.certain().filter(|_| first.is_complete()) else {
            // A span of days without a year.
            let is_partial = matches!(first, Spelling::MonthDay { .. } | Spelling::DayOfMonth(_));
            let (last, end) = self.single(last_at).filter(|(_, end)| self.ends(*end))?;
            let is_span = is_partial && matches!(last, Spelling::MonthDay { .. } | Spelling::DayOfMonth(_));
            return is_span.then(|| (Spelling::Unclear, self.after_made(end)));
        };
        // A `-` that parts year and month as well would make four numbers of the date.
        if is_tight && self.mark(mark_at, &['-']).is_some() && self.mark(at + 1, &['-']).is_some() {
            return None;
        }
        let (month, day, end) = self.rest_of_day(last_at, from.last)?;
        let is_apart = is_tilde || kara || is_tight || self.is_over(end);
        let is_time = self.mark(end, &[':']).is_some() && self.number(end + 1, 2, 2).is_some();
        if !is_apart || is_time || !self.ends(end) {
            return None;
        }
        let last = calendar::date(i32::from(from.last.year()), month, day);
        Some((Spelling::span(last.and_then(|last| Span::new(from.first, last))), self.after_made(end)))
    }

    /// `13`, `13日`, `10/13`, `10-13`, `10月13日` at the end of a span.
    fn rest_of_day(&self, at: usize, from: Date) -> Option<(u32, u32, usize)> {
        let first = self.number(at, 1, 2)?;
        let month = u32::try_from(from.month()).ok()?;
        if self.letter(at + 1, &['日', '일']) {
            return Some((month, first, at + 2));
        }
        if self.letter(at + 1, &['月', '월']) {
            let day = self.number(self.after_space(at + 2), 1, 2)?;
            let letter = self.after_space(at + 2) + 1;
            return self.letter(letter, &['日', '일']).then_some((first, day, letter + 1));
        }
        if self.mark(at + 1, &['/', '-', '.']).is_some()
            && let Some(day) = self.number(at + 2, 1, 2)
        {
            return Some((first, day, at + 3));
        }
        Some((month, first, at + 1))
    }

    fn after_made(&self, at: usize) -> usize {
        if self.letter(at, &['ま']) && self.letter(at + 1, &['で']) { at + 2 } else { at }
    }

    /// Whether nothing but a bracket, a colon or a day of the week follows.
    fn is_over(&self, at: usize) -> bool {
        let at = self.weekday_after(at).map_or(at, |weekday| weekday.end);
        matches!(
            self.kind(self.after_space(at)),
            None | Some(Kind::Mark(')' | ']' | '】' | '>' | ':' | ',' | '*' | '_'))
        )
    }

    /// A day of the week that stands after a date: in brackets, by its whole name, or before anything but a word.
    pub fn weekday_after(&self, at: usize) -> Option<WeekdayToken> {
        let at = self.after_space(self.mark(at, &[',']).map_or(at, |_| at + 1));
        if self.mark(at, &['(', '[']).is_some() {
            let inner = self.after_space(at + 1);
            let (weekday, end) = self.weekday_name(inner)?;
            let end = self.after_space(end);
            let is_closed = self.mark(end, &[')', ']']).is_some();
            // More within the brackets is kept as it is.
            let end = if is_closed { end + 1 } else { at };
            let is_name = is_closed || matches!(self.kind(end), Some(Kind::Mark(_)));
            return is_name.then_some(WeekdayToken { weekday, end, is_bracketed: is_closed });
        }
        let (weekday, end) = self.weekday_name(at)?;
        let is_alone = !matches!(self.kind(end), Some(Kind::Letter(_) | Kind::Number { .. } | Kind::Word(_)));
        is_alone.then_some(WeekdayToken { weekday, end, is_bracketed: false })
    }

    /// A day of the week by any name that begins with token `at`.
    pub fn weekday_name(&self, at: usize) -> Option<(jiff::civil::Weekday, usize)> {
        let after_dot = |end: usize| self.mark(end, &['.']).map_or(end, |_| end + 1);
        match self.kind(at)? {
            Kind::Word(word) => Some((calendar::weekday(word)?, after_dot(at + 1))),
            Kind::Letter(first) => {
                let second = match self.kind(at + 1) {
                    Some(Kind::Letter(second)) => Some(second),
                    _ => None,
                };
                let (weekday, end) = match (first, second) {
                    ('星', Some('期')) | ('礼' | '禮', Some('拜')) => match self.kind(at + 2)? {
                        Kind::Letter(number) => (calendar::weekday_number(number)?, at + 3),
                        _ => return None,
                    },
                    ('周' | '週', Some(number)) => (calendar::weekday_number(number)?, at + 2),
                    (letter, _) => (calendar::weekday_letter(letter)?, at + 1),
                };
                let end = match (self.kind(end), self.kind(end + 1)) {
                    (Some(Kind::Letter('曜')), Some(Kind::Letter('日')))
                    | (Some(Kind::Letter('요')), Some(Kind::Letter('일'))) => end + 2,
                    (Some(Kind::Letter('曜')), _) => end + 1,
                    _ => end,
                };
                Some((weekday, end))
            }
            _ => None,
        }
    }
}

/// A day of the week after a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WeekdayToken {
    pub weekday: jiff::civil::Weekday,
    /// The token after it.
    pub end: usize,
    pub is_bracketed: bool,
}

fn certain_month_day(month: u32, day: u32) -> Spelling {
    match calendar::date(2024, month, day) {
        Some(_) => {
            Spelling::MonthDay { mark: NONE, readings: vec![Reading { order: None, value: (month, day) }] }
        }
        None => Spelling::NoSuchDay,
    }
}

/// Days of one year, given as months and days.
fn span_of(year: i32, first: (u32, u32), last: (u32, u32)) -> Spelling {
    let day = |(month, day)| calendar::date(year, month, day);
    Spelling::span(day(first).zip(day(last)).and_then(|(first, last)| Span::new(first, last)))
}

/// A span whose ends have to be read in the same order.
fn paired(first: &Spelling, last: &Spelling) -> Spelling {
    let (Spelling::Days { mark, readings }, Spelling::Days { readings: ends, .. }) = (first, last) else {
        return Spelling::Unclear;
    };
    let spans = readings.iter().filter_map(|from| {
        let to = ends.iter().find(|to| to.order == from.order)?;
        Some(Reading { order: from.order, value: Span::new(from.value.first, to.value.last)? })
    });
    let readings: Vec<_> = spans.collect();
    if readings.is_empty() { Spelling::NoSuchDay } else { Spelling::Days { mark: *mark, readings } }
}
