//! The scanner: one pass over a text, from run to run.
//!
//! A run is a longest stretch of letters, digits and `._-/`: `comment-`, `k/k`, `KEP-753`.
//! Each is looked at once, with a bounded look at what follows it, so the pass is linear.

use std::ops::Range;

use super::number::{digits, number};
use super::{address, spelling};
use crate::cite::{GithubKind, Repo, Target, overrides};

/// One citation as it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextReference {
    /// Where the literal stands, in bytes of the text; the label is not part of it.
    pub range: Range<usize>,
    /// The word before it that says what of the target is meant: `comment`, `commit`.
    pub label: Option<String>,
    /// What it resolves to.
    pub target: Target,
    /// Whether the literal is a misspelling that was put right.
    pub corrected: bool,
}

/// Every reference of `text`, in order, none overlapping another.
///
/// What is read: `owner/repo#12` and its short forms (`k/k#12`, `k/website#12`, `kk#12`),
/// `owner/repo#v1.7.0`, a bare `#12`, KEPs (`KEP-753`, `KEP 753`, `KEP- 753`, `KEP - 753`,
/// in any case) and addresses with `http://` or `https://`. A number need not be followed
/// by the end of a word: `k/k#115331RestartPolicy` cites 115331.
///
/// A KEP's number that stands apart from the word has 2 to 5 digits and no counter after
/// it, so that `KEP 2 つ` and `KEP 16 件` are prose.
///
/// `around` is the repository that was cited last before `text` in the same note;
/// a bare `#109777` belongs to it, or to one cited earlier in `text`, and is no reference
/// without either. A KEP is not a repository in this sense.
///
/// Takes time linear in the length of `text`.
pub fn find(text: &str, around: Option<&Repo>) -> Vec<TextReference> {
    Scanner::new(text, around).run()
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    last: Option<Repo>,
    found: Vec<TextReference>,
}

fn is_run(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._-/".contains(&byte)
}

/// Whether `text` goes on as a decimal or a version does: `.7`.
fn goes_on(text: &str) -> bool {
    text.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str, around: Option<&Repo>) -> Self {
        Self { text, at: 0, last: around.cloned(), found: Vec::new() }
    }

    fn run(mut self) -> Vec<TextReference> {
        // Only ASCII bytes are acted on, so every slice is cut on a character's bound.
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            match byte {
                b'#' => self.bare(),
                byte if is_run(*byte) => self.word(),
                _ => self.at += 1,
            }
        }
        self.found
    }

    /// Takes what begins with the run at `self.at`.
    fn word(&mut self) {
        let start = self.at;
        let length = self.text.as_bytes()[start..].iter().take_while(|byte| is_run(**byte)).count();
        let end = start + length;
        self.at = end;
        let rest = &self.text[end..];
        if rest.starts_with("://") {
            self.url(start, end);
        } else if !(rest.starts_with('#') && self.numbered(start, end)) {
            self.keps(start, end);
        }
    }

    fn url(&mut self, start: usize, end: usize) {
        let run = &self.text.as_bytes()[start..end];
        let scheme = run.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let scheme_start = end - scheme;
        let scheme = &self.text[scheme_start..end];
        if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
            return;
        }
        if let Some((end, target)) = address::at(self.text, scheme_start) {
            self.push(scheme_start, end, target, false);
        }
    }

    /// Takes `owner/repo#12`, `kk#12` or `owner/repo#v1.7.0`, whose `#` stands at `end`.
    fn numbered(&mut self, start: usize, end: usize) -> bool {
        let run = self.text[start..end].trim_start_matches(['-', '.', '_']);
        let start = end - run.len();
        let (repo, mut corrected) = match run.split_once('/') {
            None if run == "kk" => (Repo::new("kubernetes", "kubernetes"), true),
            Some((owner, name)) if spelling::is_owner(owner) && spelling::is_name(name) => {
                spelling::repo(owner, name)
            }
            _ => return false,
        };
        let rest = &self.text[end + 1..];
        if let Some(length) = tag(rest) {
            let tag = rest[..length].to_owned();
            self.push(start, end + 1 + length, Target::Release { repo, tag }, corrected);
            return true;
        }
        let Some((number, length)) = number(rest) else { return false };
        let written = run.split_once('/').map(|(owner, name)| Repo::new(owner, name));
        let meant = written.and_then(|written| overrides::short_form_reading(&written, number));
        corrected |= meant.is_some();
        let (repo, number) = meant.map_or((repo, number), |meant| (meant.repo, meant.number));
        let target = Target::Github { repo, number, kind: GithubKind::Unknown };
        self.push(start, end + 1 + length, target, corrected);
        true
    }

    /// Takes a bare `#12` of the repository cited last, or passes over the `#` at `self.at`.
    fn bare(&mut self) {
        let start = self.at;
        self.at += 1;
        let glued = |byte: &u8| byte.is_ascii_alphanumeric() || b"#&/_-.=@?\\".contains(byte);
        let before = start.checked_sub(1).map(|at| &self.text.as_bytes()[at]);
        let (Some(repo), false) = (&self.last, before.is_some_and(glued)) else { return };
        let rest = &self.text[start + 1..];
        let Some((number, length)) = number(rest) else { return };
        let after = &rest[length..];
        if goes_on(after) || after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            return;
        }
        let target = Target::Github { repo: repo.clone(), number, kind: GithubKind::Unknown };
        self.push(start, start + 1 + length, target, false);
    }

    /// Takes the KEPs that a run begins with: `KEP-753`, `KEP-753/KEP-127`, `kep.k8s.io/753`.
    fn keps(&mut self, start: usize, end: usize) {
        let run = &self.text[start..end];
        if run.starts_with("kep.k8s.io/")
            && let Some(target) = address::known(run.trim_end_matches('.'))
        {
            return self.push(start, start + run.trim_end_matches(['.', '/']).len(), target, false);
        }
        let mut part_start = start;
        for part in run.split('/') {
            let word = part.trim_start_matches(['-', '.', '_']);
            let word_start = part_start + part.len() - word.len();
            let Some(name) = word.get(..3) else { return };
            if !name.eq_ignore_ascii_case("kep") {
                return;
            }
            let after = word_start + name.len();
            let Some((number, length)) = kep(&self.text[after..]) else { return };
            // The number may stand after the run, as in `KEP - 2008`; what is left of the run is looked at here.
            let past = self.at.max(after + length);
            self.push(word_start, after + length, Target::Kep(number), false);
            self.at = past;
            part_start += part.len() + 1;
        }
    }

    fn push(&mut self, start: usize, end: usize, target: Target, corrected: bool) {
        if let Target::Github { repo, .. } | Target::Release { repo, .. } = &target {
            self.last = Some(repo.clone());
        }
        let label = label(&self.text[..start]);
        self.found.push(TextReference { range: start..end, label, target, corrected });
        self.at = end;
    }
}

/// The length of the release tag that `text` begins with: `v1.7.0`, `1.7.0-rc.1`, not `v1` and not `12`.
fn tag(text: &str) -> Option<usize> {
    let bare = text.strip_prefix('v').unwrap_or(text);
    let major = digits(bare, 6);
    if major == 0 || !goes_on(&bare[major..]) {
        return None;
    }
    let is_tag = |byte: &u8| byte.is_ascii_alphanumeric() || b".-+_".contains(byte);
    let length = text.bytes().take(100).take_while(is_tag).count();
    Some(text[..length].trim_end_matches(['.', '-', '+', '_']).len())
}

/// The number of the KEP and its length, where `text` is what follows the word `KEP`.
fn kep(text: &str) -> Option<(u32, usize)> {
    const DASHES: [char; 7] = ['-', '‐', '‑', '–', '—', '−', '#'];
    const SPACES: [char; 3] = [' ', '\u{a0}', '\u{3000}'];
    let after_space = text.strip_prefix(SPACES).unwrap_or(text);
    let after_dash = after_space.strip_prefix(DASHES).unwrap_or(after_space);
    let rest = after_dash.strip_prefix(SPACES).unwrap_or(after_dash);
    if rest.len() == text.len() {
        return None;
    }
    let joined = after_space.len() == text.len() && rest.len() == after_dash.len();
    let length = digits(rest, 6);
    let after = &rest[length..];
    let fewest = if joined { 1 } else { 2 };
    if !(fewest..=5).contains(&length) || goes_on(after) || (!joined && is_counted(after)) {
        return None;
    }
    rest[..length].parse().ok().map(|number| (number, text.len() - rest.len() + length))
}

/// Whether what follows a number makes it a count, a date or a word instead of a name.
fn is_counted(after: &str) -> bool {
    const COUNTERS: [char; 17] =
        ['つ', '個', '件', '本', '年', '月', '日', '回', '人', '割', '%', '％', '時', '分', '倍', '番', '種'];
    let mut next = after.chars();
    match next.next() {
        Some(' ') => next.next().is_some_and(|c| COUNTERS.contains(&c)),
        Some('-' | '/' | ':') => next.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => c.is_ascii_alphanumeric() || COUNTERS.contains(&c),
        None => false,
    }
}

/// The label that ends right before a reference: `comment - `, `comment- `, `comment `.
fn label(before: &str) -> Option<String> {
    const SPACES: [char; 2] = [' ', '\u{3000}'];
    const JOINTS: [char; 5] = ['-', '–', '—', ':', '：'];
    let before = before.trim_end_matches(SPACES);
    let before = before.strip_suffix(JOINTS).unwrap_or(before).trim_end_matches(SPACES);
    ["comment", "commit"].into_iter().find_map(|label| {
        let at = before.len().checked_sub(label.len())?;
        let word = before.get(at..)?;
        let whole = !before[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        (whole && word.eq_ignore_ascii_case(label)).then(|| label.to_owned())
    })
}
