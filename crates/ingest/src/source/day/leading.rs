//! Days as people write them: `2023/10/11`, `2023-10-11 (Wed)`, `2023年10月11日（水）`.

use jiff::civil::Weekday;

use domain::Date;
use domain::list::filter::Period;

/// A day at the start of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::source) struct Day<'a> {
    /// The day; `None` when there is no such day, as for `2023/13/40`, or no [`Period`] of it.
    pub date: Option<Date>,
    /// The day of the week that stands after it.
    pub weekday: Option<Weekday>,
    /// What follows, without what parts it from the day.
    pub title: &'a str,
}

/// Reads the day that `text` begins with, or `None` where it begins otherwise.
///
/// Year, month and day are parted by `/`, `-` or `.`, or written 年月日. A day of the week,
/// in English or Japanese and in brackets or as all that follows, belongs to the day.
pub(in crate::source) fn leading(text: &str) -> Option<Day<'_>> {
    let text = text.trim();
    let (year, rest) = number(text, 4, 4)?;
    let part = rest.chars().next().filter(|part| matches!(part, '/' | '-' | '.' | '年'))?;
    let (month, rest) = number(rest[part.len_utf8()..].trim_start(), 1, 2)?;
    let rest = rest.strip_prefix(if part == '年' { '月' } else { part })?;
    let (day, rest) = number(rest.trim_start(), 1, 2)?;
    let rest = if part == '年' { rest.strip_prefix('日')? } else { rest };
    let parts_from_day =
        |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '(' | '（' | ',' | '、' | '—' | '–');
    if !rest.is_empty() && !rest.starts_with(parts_from_day) {
        return None;
    }
    let (weekday, rest) = leading_weekday(rest.trim_start());
    let title = rest.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '：' | ',' | '、' | '—' | '–' | '-')
    });
    let date = i8::try_from(month).ok().zip(i8::try_from(day).ok());
    let date = date.and_then(|(month, day)| Date::new(year, month, day).ok());
    let date = date.filter(|date| Period::day(*date).is_some());
    Some(Day { date, weekday, title })
}

/// The number at the start of `text`, of `least` to `most` digits and no digit after them.
fn number(text: &str, least: usize, most: usize) -> Option<(i16, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits < least || digits > most {
        return None;
    }
    Some((text[..digits].parse().ok()?, &text[digits..]))
}

fn leading_weekday(text: &str) -> (Option<Weekday>, &str) {
    if let Some(inner) = text.strip_prefix(['(', '（'])
        && let Some((word, rest)) = inner.split_once([')', '）'])
        && let Some(weekday) = weekday(word)
    {
        return (Some(weekday), rest);
    }
    match weekday(text) {
        Some(weekday) => (Some(weekday), ""),
        None => (None, text),
    }
}

fn weekday(word: &str) -> Option<Weekday> {
    let word = word.trim().trim_end_matches('.').to_lowercase();
    Some(match word.strip_suffix("曜日").or(word.strip_suffix('曜')).unwrap_or(&word) {
        "mon" | "monday" | "月" => Weekday::Monday,
        "tue" | "tues" | "tuesday" | "火" => Weekday::Tuesday,
        "wed" | "wednesday" | "水" => Weekday::Wednesday,
        "thu" | "thur" | "thurs" | "thursday" | "木" => Weekday::Thursday,
        "fri" | "friday" | "金" => Weekday::Friday,
        "sat" | "saturday" | "土" => Weekday::Saturday,
        "sun" | "sunday" | "日" => Weekday::Sunday,
        _ => return None,
    })
}
