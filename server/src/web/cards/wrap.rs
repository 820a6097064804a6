//! Breaks text into lines of a width: between Japanese characters, between Latin words.
//!
//! Where a line may end follows the Unicode Standard (UAX 14), whose rules are those of Japanese
//! typesetting too: no line begins with `。` or `」`, none ends with `「`. A Latin word is whole
//! unless it is longer than a line, `k/k#115138` and `--flag-of-something` with it.

use unicode_linebreak::{BreakOpportunity, linebreaks};

/// What stands where a text was cut off.
const CUT: char = '…';

/// A text in at most `most` lines, each at most `width` wide as `measure` measures a character; what
/// finds no room is cut off with an `…`.
pub fn wrap(text: &str, width: f32, most: usize, measure: impl Fn(char) -> f32) -> Vec<String> {
    let wide = |text: &str| text.chars().map(&measure).sum::<f32>();
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if lines.len() > most {
            break;
        }
        if wide(&line) + wide(piece.trim_end()) <= width {
            line += piece;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        // What is wider than a line is cut wherever that is full.
        for c in piece.chars() {
            if wide(&line) + measure(c) > width && !line.is_empty() && !c.is_whitespace() {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    lines.push(line);
    let mut lines: Vec<String> = lines.into_iter().map(|line| line.trim().to_owned()).collect();
    lines.retain(|line| !line.is_empty());
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = cut(last, width, &measure);
        }
    }
    lines
}

/// A text on one line of a width, cut off with an `…` where it is longer.
pub fn fit(text: &str, width: f32, measure: impl Fn(char) -> f32) -> String {
    if text.chars().map(&measure).sum::<f32>() <= width {
        text.to_owned()
    } else {
        cut(text, width, &measure)
    }
}

/// As much of a line as leaves room for an `…`, and that.
fn cut(line: &str, width: f32, measure: &impl Fn(char) -> f32) -> String {
    let mut room = width - measure(CUT);
    let start: String = line
        .chars()
        .take_while(|c| {
            room -= measure(*c);
            room >= 0.0
        })
        .collect();
    let start = start.trim_end_matches(|c: char| c.is_whitespace() || "、。,.;:・".contains(c));
    format!("{start}{CUT}")
}

/// A text in the pieces between which a line may end.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    linebreaks(text).filter_map(move |(end, opportunity)| {
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
        let within = is_word(text[..end].chars().next_back()) && is_word(text[end..].chars().next());
        if within && opportunity != BreakOpportunity::Mandatory {
            return None;
        }
        let piece = &text[start..end];
        start = end;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a terminal does: Japanese characters are two wide.
    fn width_of(c: char) -> f32 {
        if c.is_ascii() || c == CUT { 1.0 } else { 2.0 }
    }

    fn check(text: &str, width: u8, most: usize, expected: &[&str]) {
        let lines = wrap(text, f32::from(width), most, width_of);
        assert_eq!(lines, expected, "{text}");
        assert!(
            lines.iter().all(|line| line.chars().map(width_of).sum::<f32>() <= f32::from(width)),
            "{lines:?}"
        );
    }

    #[test]
    fn lines_end_between_latin_words() {
        check("one two three", 7, 4, &["one two", "three"]);
        check("one two three", 20, 4, &["one two three"]);
        check("see (k/k#115138) now", 14, 4, &["see", "(k/k#115138)", "now"]);
        check("use --max-surge here", 12, 4, &["use", "--max-surge", "here"]);
    }

    #[test]
    fn lines_end_between_japanese_characters() {
        check("検証のために停止した", 8, 4, &["検証のた", "めに停止", "した"]);
        check("停止Pod検証", 8, 4, &["停止Pod", "検証"]);
    }

    #[test]
    fn no_line_begins_with_what_must_not_stand_there() {
        check("あいうえ。お", 8, 4, &["あいう", "え。お"]);
        check("あいうえ、お", 8, 4, &["あいう", "え、お"]);
        check("あい「うえ」お", 8, 4, &["あい「う", "え」お"]);
        check("あいう「えお」", 8, 4, &["あいう", "「えお」"]);
        check("あいうえー", 8, 4, &["あいう", "えー"]);
        check("あいうきゃ", 8, 4, &["あいう", "きゃ"]);
    }

    #[test]
    fn what_is_wider_than_a_line_is_cut_anywhere() {
        check("terminationGracePeriodSeconds", 10, 4, &["terminatio", "nGracePeri", "odSeconds"]);
        check("a terminationGrace b", 10, 4, &["a", "terminatio", "nGrace b"]);
    }

    #[test]
    fn what_finds_no_room_is_cut_off() {
        check("one two three four", 7, 2, &["one two", "three…"]);
        check("検証のために、停止した", 8, 2, &["検証のた", "めに…"]);
        check("", 8, 2, &[]);
        check("  \n ", 8, 2, &[]);
        assert_eq!(fit("kubernetes", 6.0, width_of), "kuber…");
        assert_eq!(fit("kube", 6.0, width_of), "kube");
    }
}
