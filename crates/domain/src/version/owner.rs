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
        // `SIG Windows: 1.29` is about Kubernetes.
        if text[..words.start].ends_with("SIG ") {
            return None;
        }
        products::owner(&text[words]).map(|owner| NumberOwner { owner, start })
    };
    if let Some(close) = text.chars().next_back().filter(|c| !c.is_whitespace()) {
        let rest = &text[..text.len() - close.len_utf8()];
        let name = last_word(rest);
        let at_name = rest.len() - name.len()..rest.len();
        match close {
            // `-1.28` is an amount.
            '-' if name.eq_ignore_ascii_case("release") => {
                return verdict(branch_owner(&rest[..rest.len() - name.len()]));
            }
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
    let (text, links) = without_links(text);
    if text.ends_with("約") || text.ends_with("平均") {
        return verdict(Owner::Other);
    }
    phrase(text, begin, links, &named).unwrap_or(verdict(Owner::Unsaid))
}

/// Whose the branch `release-1.28` is: Kubernetes', unless what stands before it names somebody else.
fn branch_owner(before: &str) -> Owner {
    const REMOTES: [&str; 5] = ["origin", "upstream", "kubernetes", "k8s", "k/k"];
    let (before, is_path) = before.strip_suffix('/').map_or((before.trim_end(), false), |rest| (rest, true));
    let name = last_word(before);
    match products::owner(name) {
        Some(owner) => owner,
        None if is_path && !REMOTES.iter().any(|remote| before.ends_with(remote)) => Owner::Unclear,
        None => Owner::Unsaid,
    }
}

/// What linked a name to a number, besides spaces and operators.
#[derive(Clone, Copy, Debug, Default)]
struct Links {
    any: bool,
    /// `golangci-lint: 1.28`.
    colon: bool,
    /// `Foobar を 1.28 に`.
    object: bool,
}

/// `text` without the operators, brackets, particles and words for a version that may link
/// a name at its end to a number, and what of them there was.
fn without_links(mut text: &str) -> (&str, Links) {
    const OPERATORS: [&str; 12] = [">", "<", "=", "≥", "≤", "＞", "＜", "~", "〜", "^", "\"", "'"];
    #[rustfmt::skip]
    const LINKS: [&str; 17] = [
        "(", "（", "「", "[", ":", "：", "は", "が", "の", "を", "も",
        "バージョン", "リリース", "最新", "最低", "最小", "言語",
    ];
    let mut links = Links::default();
    for _ in 0..8 {
        text = text.trim_end_matches([' ', '\u{3000}', '\u{a0}']);
        let operator = OPERATORS.iter().find_map(|link| text.strip_suffix(link));
        let link = LINKS.iter().find_map(|link| text.strip_suffix(link));
        links.any |= link.is_some();
        links.colon |= text.ends_with([':', '：']);
        links.object |= text.ends_with('を');
        match operator.or(link) {
            Some(rest) => text = rest,
            None => break,
        }
    }
    (text, links)
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
    links: Links,
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
            Word::Towards => {
                let mut changed = nearest + 1;
                while words.get(changed).is_some_and(|word| products::is_change(&text[word.clone()])) {
                    changed += 1;
                }
                let unnamed = || unknown_owner(text, words.get(changed)?.clone(), begin);
                return product(changed).or_else(unnamed);
            }
            Word::Plain => {
                let other = product(nearest + 1).filter(|known| known.owner == Owner::Other);
                return other.map(|known| NumberOwner { owner: Owner::Unclear, ..known });
            }
            Word::Unknown if (links.object || links.colon) && is_compound(&text[words[nearest].clone()]) => {
                return Some(NumberOwner { owner: Owner::Unclear, start: begin + words[nearest].start });
            }
            Word::Unknown if links.any => return None,
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

/// Whose a number is that an unknown name moves to, as in `bump example.org/lib to 1.24`; `None` where the name is a
/// word of the language.
fn unknown_owner(text: &str, word: Range<usize>, begin: usize) -> Option<NumberOwner> {
    let before = &text[..word.start];
    let token_start = before.trim_end_matches(|c: char| !c.is_whitespace()).len();
    let token = &text[token_start..word.end];
    let name = &text[word.clone()];
    if products::word(name) != Word::Unknown || name.starts_with("sig-") || name.starts_with("wg-") {
        return None;
    }
    let is_first = before.trim_end().is_empty() || before.trim_end().ends_with(['\n', '.', ':', '。']);
    let is_name = is_compound(name) || (!is_first && name.starts_with(|c: char| c.is_ascii_uppercase()));
    let owner = match token.contains('/') {
        true if token.contains('.') => Owner::Other,
        true => Owner::Unclear,
        false if is_name => Owner::Unclear,
        false => return None,
    };
    Some(NumberOwner { owner, start: begin + token_start })
}

/// Whether a word is a name of several parts, `golangci-lint` or `foo.bar`; `KEP-127` and `sig-node` are none of a product.
fn is_compound(word: &str) -> bool {
    let numbered = word.rsplit('-').next().is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    word.contains(['-', '_', '.']) && !numbered && !word.starts_with("sig-") && !word.starts_with("wg-")
}

/// Whose a number is by the name after it: `the 1.20 Go`, `1.10.0 of CoreDNS`, `1.21 の Go`; `None` where no other product
/// is named there. It is not certain either what `Foobar を 1.28 に上げる` raises.
///
/// `before` is what stands before the number. A name after it may be what the number's release has, unless it is that
/// of a language: then it is not certain.
pub(super) fn owner_after(before: &str, after: &str) -> Option<Owner> {
    const PREPOSITIONS: [&str; 3] = ["of the ", "of ", "release of "];
    const PARTICLES: [&str; 4] = ["の", "版の", "系の", "バージョンの"];
    const ARTICLES: [&str; 6] = ["the", "a", "an", "our", "new", "latest"];
    if is_raised(before, after) {
        return Some(Owner::Unclear);
    }
    let next = after.trim_start_matches([' ', '\u{3000}']);
    let named =
        |text: &str, fits: fn(&str) -> bool| first_names(text).find(|name| fits(name)).map(str::to_owned);
    if let Some(rest) = PREPOSITIONS.iter().find_map(|link| next.strip_prefix(link)) {
        return named(rest, |name| products::owner(name) == Some(Owner::Other)).map(|_| Owner::Other);
    }
    let particle = PARTICLES.iter().find_map(|link| next.strip_prefix(link)).map(str::trim_start);
    let has_article = || {
        let word = last_word(before.trim_end_matches([' ', 'v']).trim_end());
        ARTICLES.iter().any(|article| article.eq_ignore_ascii_case(word))
    };
    let rest = particle.or_else(|| has_article().then_some(next))?;
    let name = named(rest, products::is_project)?;
    Some(if products::is_language(&name) { Owner::Other } else { Owner::Unclear })
}

/// Whether a name that is not known is raised to a number: `Foobar を 1.28 に上げる`.
fn is_raised(before: &str, after: &str) -> bool {
    let Some(name) = before.trim_end().strip_suffix('を').map(|rest| last_word(rest.trim_end())) else {
        return false;
    };
    let Some(rest) = after.trim_start().strip_prefix(['に', 'へ']) else { return false };
    let verbs = ["上げ", "更新", "アップ", "移行"];
    !name.is_empty()
        && products::word(name) == Word::Unknown
        && verbs.iter().any(|verb| rest.trim_start().starts_with(verb))
}

/// The names that `text` can begin with: one to three Latin words, the longest first.
pub(super) fn first_names(text: &str) -> impl Iterator<Item = &str> {
    const MOST: usize = 3;
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    let mut ends = Vec::with_capacity(MOST);
    let mut end = 0;
    while ends.len() < MOST {
        let start = if end == 0 { 0 } else { end + 1 };
        let length =
            text.as_bytes().get(start..).unwrap_or_default().iter().take_while(|byte| is_word(byte)).count();
        if length == 0 {
            break;
        }
        let word = text[start..start + length].trim_end_matches(['.', '-', '_']);
        if word.is_empty() {
            break;
        }
        end = start + word.len();
        ends.push(end);
        if word.len() < length || !text[end..].starts_with(' ') {
            break;
        }
    }
    ends.into_iter().rev().map(|end| &text[..end])
}

/// Where up to six Latin words at the end of `text` stand, the nearest first, a single space between them.
fn last_words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut end = text.len();
    while words.len() < 6 {
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
