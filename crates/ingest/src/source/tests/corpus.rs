//! Journals that nobody wrote: every spelling of a day in every shape, and who knows which day each word is of.

use std::fmt::Write;

use jiff::ToSpan;

use super::*;
use domain::remark::RemarkKind;

/// A small generator of numbers: the same seed gives the same journal everywhere.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }
}

/// The days that a word is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Oracle {
    Day(Date),
    Period(Date, Date),
    /// None is stated, or what is stated is not certain.
    Undated,
}

const SPELLINGS: [fn(Date) -> String; 38] = [
    |day| day.to_string(),
    |day| day.strftime("%Y/%m/%d").to_string(),
    |day| day.strftime("%Y/%-m/%-d").to_string(),
    |day| day.strftime("%Y.%m.%d").to_string(),
    |day| day.strftime("%Y年%-m月%-d日").to_string(),
    |day| day.strftime("%Y 年 %m 月 %d 日").to_string(),
    |day| format!("{}（{}）", day.strftime("%Y年%-m月%-d日"), letter(day)),
    |day| format!("{}({}曜日)", day.strftime("%Y/%m/%d"), letter(day)),
    |day| format!("令和{}年{}", i32::from(day.year()) - 2018, day.strftime("%-m月%-d日")),
    |day| wide(&day.strftime("%Y/%m/%d").to_string()),
    |day| wide(&day.strftime("%Y年%-m月%-d日").to_string()),
    |day| day.strftime("%b %-d, %Y").to_string(),
    |day| day.strftime("%B %-d, %Y").to_string(),
    |day| day.strftime("%B %-d %Y").to_string(),
    |day| day.strftime("%-d %B %Y").to_string(),
    |day| day.strftime("%d %b %Y").to_string(),
    |day| day.strftime("%d-%b-%Y").to_string(),
    |day| day.strftime("%Y-%b-%d").to_string(),
    |day| day.strftime("%Y %b %-d").to_string(),
    |day| format!("{}, {}", ordinal(day, "%B"), day.year()),
    |day| day.strftime("%A, %B %-d, %Y").to_string(),
    |day| day.strftime("%a %d %b %Y").to_string(),
    |day| day.strftime("%a %Y-%m-%d").to_string(),
    |day| day.strftime("%Y-%m-%d (%a)").to_string(),
    |day| day.strftime("%Y-%m-%d %A").to_string(),
    |day| day.strftime("[%Y-%m-%d](https://example.org/%j)").to_string(),
    |day| day.strftime("[[%Y-%m-%d]]").to_string(),
    |day| day.strftime("<%Y-%m-%d %a>").to_string(),
    |day| day.strftime("【%Y/%m/%d】").to_string(),
    |day| day.strftime("**%Y-%m-%d**").to_string(),
    |day| day.strftime("`%Y-%m-%d`").to_string(),
    |day| day.strftime("%Y%m%d").to_string(),
    |day| day.strftime("%G-W%V-%u").to_string(),
    |day| day.strftime("%Y-%m-%dT09:30").to_string(),
    |day| format!("{}. {} {}", day.day(), GERMAN[usize::from(day.month().unsigned_abs()) - 1], day.year()),
    |day| day.strftime("%Y년 %-m월 %-d일").to_string(),
    |day| format!("{} 星期{}", day.strftime("%Y年%-m月%-d日"), chinese(day)),
    |day| day.strftime("%b %-d '%y").to_string(),
];

const GERMAN: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// Numbers whose order only the file can settle.
const NUMBERS: [fn(Date) -> String; 5] = [
    |day| day.strftime("%m/%d/%Y").to_string(),
    |day| day.strftime("%-d/%-m/%Y").to_string(),
    |day| day.strftime("%d.%m.%Y").to_string(),
    |day| day.strftime("%m-%d-%Y").to_string(),
    |day| day.strftime("%m/%d/%y").to_string(),
];

/// Days without their year, below a heading with it.
const PARTS: [fn(Date) -> String; 6] = [
    |day| format!("{} ({})", day.strftime("%-m/%-d"), letter(day)),
    |day| day.strftime("%-m月%-d日").to_string(),
    |day| format!("{}({})", day.strftime("%-d日"), letter(day)),
    |day| day.strftime("%B %-d").to_string(),
    |day| day.strftime("%-d %b (%a)").to_string(),
    |day| ordinal(day, "%b"),
];

const MONTHS: [fn(Date) -> String; 5] = [
    |day| day.strftime("%Y年%-m月").to_string(),
    |day| day.strftime("%B %Y").to_string(),
    |day| day.strftime("%Y-%m").to_string(),
    |day| day.strftime("%Y/%m").to_string(),
    |day| day.strftime("%b %Y").to_string(),
];

const PERIODS: [fn(Date, Date) -> String; 5] = [
    |first, last| format!("{first} ~ {last}"),
    |first, last| format!("{}〜{}", first.strftime("%Y/%m/%d"), last.strftime("%Y/%m/%d")),
    |first, last| format!("{} to {}", first.strftime("%b %-d, %Y"), last.strftime("%b %-d, %Y")),
    |first, last| format!("{first} – {last}"),
    |first, last| format!("{} ({}) ~ {} ({})", first, first.strftime("%a"), last, last.strftime("%a")),
];

/// Days among words, of which some say no year.
const IN_WORDS: [fn(Date) -> String; 7] = [
    |day| day.strftime("%b %-d Agenda {#agenda}").to_string(),
    |day| day.strftime("%B %-d {#day-%j}").to_string(),
    |day| format!("{} weekly meeting", ordinal(day, "%B")),
    |day| day.strftime("Meeting of %-d %B").to_string(),
    |day| day.strftime("Agenda %Y-%m-%d").to_string(),
    |day| day.strftime("[Cancelled] %Y/%m/%d meeting").to_string(),
    |day| day.strftime("Call %B %-d, %Y at noon").to_string(),
];

/// Whether a heading looks like one of a day: a month and a number at an edge, or a full date anywhere.
fn looks_like_a_day(heading: &str) -> bool {
    let heading = heading.split(" {#").next().unwrap_or("");
    let words: Vec<&str> = heading
        .split(|c: char| c.is_whitespace() || "()[]*`,:".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let is_month = |word: &str| {
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            .iter()
            .any(|month| word.starts_with(month))
    };
    let is_day = |word: &str| {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        digits.parse().is_ok_and(|day: u32| (1..=31).contains(&day)) && word.len() < 5
    };
    let is_pair = |pair: &[&str]| match pair {
        [one, two] => is_month(one) && is_day(two) || is_day(one) && is_month(two),
        _ => false,
    };
    let is_full = |word: &&str| {
        let parts: Vec<&str> = word.split(['-', '/']).collect();
        matches!(parts[..], [year, month, day] if year.len() == 4
            && [year, month, day].iter().all(|part| part.parse::<u32>().is_ok()))
    };
    is_pair(words.get(..2).unwrap_or(&[]))
        || words.len() > 1 && is_pair(&words[words.len() - 2..])
        || words.iter().any(is_full)
}

/// What looks like a day and is not certain to be one.
const UNREAD: [&str; 7] = [
    "2023/02/30",
    "2023-13-01",
    "2023年2月29日",
    "31 April 2023",
    "2023-10-11-12",
    "0001-02-03",
    "2023年第41週",
];

/// Headings that have numbers and are no days.
const PLAIN: [&str; 9] = [
    "1.28.4",
    "v1.28",
    "KEP-3721",
    "k/k#115138",
    "Kubernetes 1.27.1 released",
    "3 of 7",
    "24h",
    "Notes",
    "10.0.0.1",
];

fn letter(day: Date) -> char {
    ['月', '火', '水', '木', '金', '土', '日']
        [usize::try_from(day.weekday().to_monday_zero_offset()).expect("small")]
}

fn chinese(day: Date) -> char {
    ['一', '二', '三', '四', '五', '六', '日']
        [usize::try_from(day.weekday().to_monday_zero_offset()).expect("small")]
}

fn ordinal(day: Date, month: &str) -> String {
    let ending = match day.day() {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    format!("{} {}{ending}", day.strftime(month), day.day())
}

fn wide(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xfee0).expect("a wide form") } else { c }
        })
        .collect()
}

/// How the days of a journal stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Heading(usize),
    Setext,
    Bold,
    Line,
}

/// A journal, and what is true of it.
#[derive(Default)]
struct Journal {
    text: String,
    words: Vec<(String, Oracle)>,
    /// Lines that must be remarked.
    unread: Vec<u32>,
}

impl Journal {
    fn line(&self) -> u32 {
        u32::try_from(self.text.matches('\n').count() + 1).expect("few lines")
    }

    /// A word of its own, of the days of `oracle`.
    fn word(&mut self, oracle: Oracle) -> String {
        let word = format!("word{:04}x", self.words.len());
        self.words.push((word.clone(), oracle));
        word
    }

    fn body(&mut self, random: &mut Random, oracle: Oracle, level: usize) {
        for _ in 0..random.below(4) + 1 {
            let (one, two) = (self.word(oracle), self.word(oracle));
            let text = match random.below(10) {
                0 => format!("- {one}\n  - {two} 停止\n"),
                1 => format!("* **{one}** (k/k#115138)\n\n  {two}\n"),
                2 => format!("1. {one}\n2. {two}\n"),
                3 => format!("{one} about it\n{two} は次の行\n"),
                4 => format!("- {one}\n\n```yaml\nkey: {two}\n```\n"),
                5 => format!("> {one}\n\n- [ ] {two}\n"),
                6 => format!("| a | b |\n|---|---|\n| {one} | {two} |\n"),
                7 if level < 6 => format!("{} {one}\n\n{two}\n", "#".repeat(level + 1)),
                8 if level < 6 => {
                    format!("{} {} {one}\n\n- {two}\n", "#".repeat(level + 1), random.pick(&PLAIN))
                }
                _ => format!("- {one} since 2023-10-11 until 2023/12/24\n- {two} in 12/07/2020\n"),
            };
            self.text.push_str(&text);
            self.text.push('\n');
        }
    }

    /// A heading of `shape`; a word beside the day is part of it.
    fn day(&mut self, random: &mut Random, shape: Shape, spelling: &str, oracle: Oracle) {
        let titled = random.chance(30) && shape != Shape::Line;
        let is_marked = spelling.starts_with(['*', '`', '[', '<']);
        let text = match (titled, random.below(3)) {
            (false, _) => spelling.to_owned(),
            (true, 0) => format!("{spelling}: {}", self.word(oracle)),
            (true, 1) if !spelling.contains('T') => format!("{} ({spelling})", self.word(oracle)),
            (true, _) => format!("{spelling} - {}", self.word(oracle)),
        };
        let heading = match shape {
            Shape::Heading(level) => format!("{} {text}\n", "#".repeat(level)),
            Shape::Setext => format!("{text}\n===\n"),
            Shape::Bold if is_marked => format!("{spelling}\n"),
            Shape::Bold => format!("**{text}**\n"),
            Shape::Line => format!("{text}\n"),
        };
        if shape == Shape::Bold && is_marked && titled {
            self.words.pop();
        }
        self.text.push_str(&heading);
        self.text.push('\n');
    }
}

/// A journal by its seed.
fn generate(seed: u64) -> Journal {
    let mut random = Random::new(seed);
    let mut journal = Journal::default();
    let shape = match random.below(10) {
        0 => Shape::Bold,
        1 => Shape::Line,
        2 => Shape::Setext,
        _ => Shape::Heading(random.below(5) + 2),
    };
    let level = match shape {
        Shape::Heading(level) => level,
        Shape::Setext => 1,
        // Any heading may stand in the entry of a line.
        Shape::Bold | Shape::Line => 3,
    };
    let is_line = matches!(shape, Shape::Bold | Shape::Line);
    let kind = random.below(8);
    let spelling = random.below(SPELLINGS.len());
    let number = random.pick(&NUMBERS);
    let part = random.pick(&PARTS);
    let newest_first = random.chance(30);
    let mut day = jiff::civil::date(2019, 6, 1)
        .checked_add(i32::try_from(random.below(1500)).expect("small").days())
        .expect("a day");
    if random.chance(70) && shape != Shape::Setext {
        journal.text.push_str("# A log of things\n\n");
    }
    if random.chance(30) {
        journal.body(&mut random, Oracle::Undated, 6);
    }
    let mut month = None;
    for _ in 0..random.below(8) + 3 {
        let step = i32::try_from(random.below(40) + 1).expect("small").days();
        day = if newest_first { day.checked_sub(step) } else { day.checked_add(step) }.expect("a day");
        if matches!(shape, Shape::Heading(_)) && random.chance(15) {
            // What a heading above the days leads to is of no day, or of the next.
            month = None;
            let above = "#".repeat(random.below(level - 1) + 1);
            if random.chance(50) {
                let word = journal.word(Oracle::Undated);
                let _ = write!(journal.text, "{above} {word}\n\n");
                journal.body(&mut random, Oracle::Undated, 6);
            } else if above.len() > 1 {
                let word = journal.word(Oracle::Undated);
                let place = journal.words.len() - 1;
                let _ = write!(journal.text, "{above} {word}\n\n");
                let spelled = SPELLINGS[spelling](day);
                journal.day(&mut random, shape, &spelled, Oracle::Day(day));
                journal.words[place].1 = Oracle::Day(day);
                journal.body(&mut random, Oracle::Day(day), level);
            }
            continue;
        }
        let (text, oracle) = match kind {
            0 => (number(day), Oracle::Day(day)),
            1 if !is_line && level > 1 => {
                // A month above its days.
                let name = random.pick(&MONTHS)(day);
                if month != Some((day.year(), day.month())) {
                    month = Some((day.year(), day.month()));
                    let _ = write!(journal.text, "{} {name}\n\n", "#".repeat(level - 1));
                    if random.chance(40) {
                        journal.body(
                            &mut random,
                            Oracle::Period(day.first_of_month(), day.last_of_month()),
                            6,
                        );
                    }
                }
                (part(day), Oracle::Day(day))
            }
            2 if !is_line && random.chance(50) => {
                let last = day
                    .checked_add(i32::try_from(random.below(20) + 1).expect("small").days())
                    .expect("a day");
                (random.pick(&PERIODS)(day, last), Oracle::Period(day, last))
            }
            3 if !is_line && random.chance(25) => {
                journal.unread.push(journal.line());
                (random.pick(&UNREAD).to_owned(), Oracle::Undated)
            }
            4 if random.chance(30) && !is_line => {
                (random.pick(&["Undated", "日付不明", "No date"]).to_owned(), Oracle::Undated)
            }
            5 => (random.pick(&SPELLINGS)(day), Oracle::Day(day)),
            6 if !is_line && random.chance(15) => {
                let marks = if shape == Shape::Setext { 1 } else { level };
                let _ = write!(journal.text, "{} {}\n\n", "#".repeat(marks), random.pick(&IN_WORDS)(day));
                journal.body(&mut random, Oracle::Day(day), level);
                continue;
            }
            _ => (SPELLINGS[spelling](day), Oracle::Day(day)),
        };
        let title_is_safe = !matches!(oracle, Oracle::Undated);
        if title_is_safe {
            journal.day(&mut random, shape, &text, oracle);
        } else {
            let marks = if shape == Shape::Setext { 1 } else { level };
            let _ = write!(journal.text, "{} {text}\n\n", "#".repeat(marks));
        }
        journal.body(&mut random, oracle, level);
    }
    journal
}

#[test]
fn no_day_is_wrong_and_no_word_is_lost_in_journals_of_any_shape() {
    let (mut dated, mut missed) = (0, 0);
    for seed in 0..600 {
        let journal = generate(seed);
        let (draft, remarks) = read_text(&journal.text);
        assert_eq!(draft.format, SourceFormat::Journal, "{seed}");
        let unread: Vec<u32> = remarks
            .iter()
            .filter(|remark| remark.kind == RemarkKind::UnreadDay)
            .filter_map(|remark| remark.line)
            .collect();
        for line in &journal.unread {
            assert!(unread.contains(line), "seed {seed}: line {line} is not remarked\n{}", journal.text);
        }
        for (number, heading) in journal.text.lines().enumerate().filter(|(_, line)| line.starts_with('#')) {
            let line = u32::try_from(number + 1).expect("few lines");
            let is_day =
                |entry: &DraftEntry| entry.line == line && (entry.date.or(entry.not_after)).is_some();
            let is_remarked = || remarks.iter().any(|remark| remark.line == Some(line));
            assert!(
                !looks_like_a_day(heading.trim_matches('#'))
                    || draft.entries.iter().any(is_day)
                    || is_remarked(),
                "seed {seed}: {heading} is passed over\n{}",
                journal.text
            );
        }
        for (word, oracle) in &journal.words {
            let mut holders = draft.entries.iter().flat_map(|entry| {
                let count: usize = entry.notes.iter().map(|note| note.markdown.matches(word).count()).sum();
                std::iter::repeat_n(entry, count)
            });
            let entry =
                holders.next().unwrap_or_else(|| panic!("seed {seed}: {word} is lost\n{}", journal.text));
            assert_eq!(holders.count(), 0, "seed {seed}: {word} stands twice\n{}", journal.text);
            let bounds = entry.not_before.zip(entry.not_after);
            let is_remarked = entry.date.is_none() && unread.contains(&entry.line);
            match *oracle {
                Oracle::Day(day) => {
                    dated += 1;
                    missed += usize::from(is_remarked);
                    assert!(
                        entry.date == Some(day) || is_remarked,
                        "seed {seed}: {word} is of {day}, not {:?} {remarks:?}\n{}",
                        entry.date,
                        journal.text
                    );
                }
                Oracle::Period(first, last) => {
                    let is_right = entry.date.is_none() && bounds == Some((first, last));
                    assert!(
                        is_right || is_remarked,
                        "seed {seed}: {word} is of {first} to {last}, not {:?}, {bounds:?}\n{}",
                        entry.date,
                        journal.text
                    );
                }
                Oracle::Undated => {
                    assert_eq!(entry.date, None, "seed {seed}: {word} is of no day\n{}", journal.text);
                }
            }
        }
        assert!(substance(&through_journal(&draft)) == substance(&draft), "seed {seed}: {}", journal.text);
    }
    // Numbers whose order nothing settles are left, and hardly anything else.
    assert!(dated > 10_000 && missed * 20 < dated, "{missed} of {dated}");
}
