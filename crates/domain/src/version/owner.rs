//! Whose a number is, by what stands before it.

use std::ops::Range;

use super::products::{self, Owner, Word};

/// How many bytes before or after a number are looked at.
pub(super) const NEAR: usize = 120;

/// Whose a number is by what stands before it, and where its product's name begins.
pub(super) struct NumberOwner {
    /// Whose it is.
    pub(super) owner: Owner,
    /// Where the name begins, or the number where there is none.
    pub(super) start: usize,
}

/// Whose the number at `at` is by what stands before it, and after `past`.
pub(super) fn owner_before(prose: &str, past: usize, at: usize) -> NumberOwner {
    let text = near_before(prose, past, at);
    let begin = at - text.len();
    let verdict = |owner| NumberOwner { owner, start: at };
    let named = |words: Range<usize>| {
        let start = begin + words.start;
        products::owner(&text[words]).map(|owner| NumberOwner { owner, start })
    };
    if let Some(close) = text.chars().next_back().filter(|c| !c.is_whitespace()) {
        let rest = &text[..text.len() - close.len_utf8()];
        let name = last_word(rest);
        let at_name = rest.len() - name.len()..rest.len();
        match close {
            // `release-1.28` is a branch, of whatever repository; `-1.28` an amount.
            '-' if name.eq_ignore_ascii_case("release") => return verdict(Owner::Unclear),
            '-' if !name.is_empty() || !rest.ends_with('-') => {
                return named(at_name).unwrap_or(verdict(Owner::Other));
            }
            // An image's tag, but not `Kubernetes:1.28`.
            ':' if !name.is_empty() => {
                let services = ["kubernetes", "k8s", "gke", "eks", "aks"];
                let is_service = services.iter().any(|service| name.eq_ignore_ascii_case(service));
                return if is_service { named(at_name) } else { None }.unwrap_or(verdict(Owner::Other));
            }
            // `--kubernetes-version=1.28`, and any other flag.
            '=' if !name.is_empty() => {
                let lower = name.to_ascii_lowercase();
                let ours = lower.contains("kubernetes") || lower.contains("k8s");
                return verdict(if ours { Owner::Kubernetes } else { Owner::Other });
            }
            '/' if !name.is_empty() => return verdict(Owner::Other),
            '.' if name.eq_ignore_ascii_case("ver") => {}
            '.' | '_' | '#' | '$' | '¥' | '€' | '£' | '×' | '±' | '@' | '%' | '\\' | '§' => {
                return verdict(Owner::Other);
            }
            c if c.is_ascii_alphanumeric() => {
                let glued = text.len() - last_word(text).len()..text.len();
                return named(glued).unwrap_or(verdict(Owner::Other));
            }
            _ => {}
        }
    }
    let (text, linked) = without_links(text);
    if text.ends_with("約") || text.ends_with("平均") {
        return verdict(Owner::Other);
    }
    phrase(text, begin, linked, &named).unwrap_or(verdict(Owner::Unsaid))
}

/// `text` without the operators, brackets, particles and words for a version that may link
/// a name at its end to a number, and whether there were any but spaces and operators.
fn without_links(mut text: &str) -> (&str, bool) {
    const OPERATORS: [&str; 12] = [">", "<", "=", "≥", "≤", "＞", "＜", "~", "〜", "^", "\"", "'"];
    #[rustfmt::skip]
    const LINKS: [&str; 17] = [
        "(", "（", "「", "[", ":", "：", "は", "が", "の", "を", "も",
        "バージョン", "リリース", "最新", "最低", "最小", "言語",
    ];
    let mut linked = false;
    for _ in 0..8 {
        text = text.trim_end_matches([' ', '\u{3000}', '\u{a0}']);
        let operator = OPERATORS.iter().find_map(|link| text.strip_suffix(link));
        let link = LINKS.iter().find_map(|link| text.strip_suffix(link));
        linked |= link.is_some();
        match operator.or(link) {
            Some(rest) => text = rest,
            None => break,
        }
    }
    (text, linked)
}

/// The Latin word at the end of `text`, hyphens and dots within it included; empty where there is none.
fn last_word(text: &str) -> &str {
    if !text.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return "";
    }
    let is_word = |byte: &&u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    let length = text.bytes().rev().take_while(|byte| is_word(&byte)).count();
    text[text.len() - length..].trim_start_matches(['-', '.', '_'])
}

/// Whose a number is by the words at the end of `text`; `None` where they say nothing.
///
/// `begin` is where `text` begins in the prose, `named` knows the products in it.
fn phrase(
    text: &str,
    begin: usize,
    linked: bool,
    named: &dyn Fn(Range<usize>) -> Option<NumberOwner>,
) -> Option<NumberOwner> {
    let words = last_words(text);
    // The nearest name of one to three words decides; the longest of those is it.
    let product = |upto: usize| {
        let end = words.get(upto)?;
        let longest = (upto + 3).min(words.len());
        (upto..longest).rev().find_map(|from| named(words[from].start..end.end))
    };
    let mut nearest = 0;
    loop {
        if let Some(known) = product(nearest) {
            return Some(known);
        }
        let word = words.get(nearest).map(|word| products::word(&text[word.clone()]))?;
        match word {
            Word::Generic => nearest += 1,
            Word::Towards => return product(nearest + 1),
            Word::Plain => {
                let other = product(nearest + 1).filter(|known| known.owner == Owner::Other);
                return other.map(|known| NumberOwner { owner: Owner::Unclear, ..known });
            }
            Word::Unknown if linked => return None,
            Word::Unknown => break,
        }
    }
    // An unknown name: part of a known product's, or one of its own.
    let known = product(nearest + 1).or_else(|| product(nearest + 2));
    let owner = match known {
        Some(NumberOwner { owner: Owner::Other, .. }) => Owner::Other,
        _ => Owner::Unclear,
    };
    Some(NumberOwner { owner, start: begin + words[nearest].start })
}

/// Where up to five Latin words at the end of `text` stand, the nearest first, a single space between them.
fn last_words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut end = text.len();
    while words.len() < 5 {
        let word = last_word(&text[..end]);
        let start = end - word.len();
        if !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
            break;
        }
        words.push(start..end);
        match text[..start].strip_suffix(' ') {
            Some(rest) => end = rest.len(),
            None => break,
        }
    }
    words
}

/// At most [`NEAR`] bytes of `text` from `past` to `at`, cut on a character's bound.
fn near_before(text: &str, past: usize, at: usize) -> &str {
    let mut start = past.max(at.saturating_sub(NEAR));
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..at]
}
