//! The scanner: one pass over a text, from run to run.
//!
//! A run is a longest stretch of letters, digits and `._-/`: `comment-`, `k/k`, `KEP-753`.
//! Each is looked at once, with a bounded look at what follows it, so the pass is linear.

use std::ops::Range;

use super::bare::{BareNumber, Project, Surroundings, is_joint};
use super::number::{digits, number};
use super::width::FoldedText;
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
    /// The part of a pull request or an issue that an address leads to: `issuecomment-34`.
    pub fragment: Option<String>,
    /// Whether the literal is a misspelling that was put right.
    pub corrected: bool,
}

/// Every reference of `text`, in order, none overlapping another.
///
/// What is read: `owner/repo#12` and its short forms (`k/k#12`, `k/website#12`, `kk#12`),
/// `owner/repo#v1.7.0`, a bare `#12`, KEPs (`KEP-753`, `KEP 753`, `KEP- 753`, `KEP - 753`,
/// in any case), addresses with `http://` or `https://`, and without them those that name
/// something (`github.com/a/b/pull/12`, `kep.k8s.io/753`). Full-width letters, digits and `＃`
/// are read as narrow ones. A number need not be followed by the end of a word:
/// `k/k#115331RestartPolicy` cites 115331.
///
/// A KEP's number that stands apart from the word has 2 to 5 digits and no counter after
/// it, so that `KEP 2 つ` and `KEP 16 件` are prose. An address of a redirector (Slack,
/// Google) cites what it leads on to.
///
/// A bare `#109777` has a sign that it is one: four to six digits, a word such as `PR` or
/// `issue` before it, parentheses of its own (`(#12, #13)`), or a citation that it is joined
/// to (`k/k#12 と #13`); and no word of a colour, a rank, a step, a meetup or a build before
/// it. Its repository is the one with which its number stands anywhere in the note, else the
/// one cited last; without any it is no reference. `around` says both of the note that `text`
/// is a part of; without it `text` is all that there is.
///
/// Takes time linear in the length of `text`, but for the search of numbers in `around`.
pub fn find(text: &str, around: Option<&Surroundings>) -> Vec<TextReference> {
    let folded = FoldedText::new(text);
    let candidates = Scanner::new(&folded, around.is_some_and(Surroundings::end_in_citation)).run();
    let own = match around {
        Some(_) => Surroundings::default(),
        None => candidates.iter().filter_map(|candidate| candidate.target.as_ref().ok().cloned()).collect(),
    };
    let around = around.unwrap_or(&own);
    let mut last = around.last().cloned();
    let mut found = Vec::with_capacity(candidates.len());
    for Candidate { range, label, target, fragment, corrected } in candidates {
        let target = target.or_else(|(number, project)| {
            let repo = around.repo(number, &project, last.as_ref()).ok_or(())?;
            Ok::<_, ()>(Target::Github { repo, number, kind: GithubKind::Unknown })
        });
        let Ok(target) = target else { continue };
        last = Surroundings::repo_after(&target).cloned().or(last);
        let range = folded.place(range.start)..folded.place(range.end);
        found.push(TextReference { range, label, target, fragment, corrected });
    }
    found
}

/// What `text` cites that needs nothing around it: all but its bare numbers.
pub fn explicit_targets(text: &str) -> Vec<Target> {
    let folded = FoldedText::new(text);
    Scanner::new(&folded, false).run().into_iter().filter_map(|candidate| candidate.target.ok()).collect()
}

/// A reference, or a number that is one where its repository is known.
struct Candidate {
    range: Range<usize>,
    label: Option<String>,
    target: Result<Target, (u64, Project)>,
    fragment: Option<String>,
    corrected: bool,
}

struct Scanner<'f, 't> {
    folded: &'f FoldedText<'t>,
    text: &'f str,
    at: usize,
    in_parentheses: bool,
    /// Where the last citation ended: a list goes on with bare numbers.
    cited_until: Option<usize>,
    /// Where the last bare number ended that is a colour, a step or the like: a list of such goes on.
    other_until: Option<usize>,
    found: Vec<Candidate>,
}

fn is_run(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._-/".contains(&byte)
}

/// Whether `text` goes on as a decimal or a version does: `.7`.
fn goes_on(text: &str) -> bool {
    text.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

impl<'f, 't> Scanner<'f, 't> {
    /// `follows_citation`: whether a citation stands right before the text.
    fn new(folded: &'f FoldedText<'t>, follows_citation: bool) -> Self {
        let text = folded.as_str();
        let cited_until = follows_citation.then_some(0);
        Self { folded, text, at: 0, in_parentheses: false, cited_until, other_until: None, found: Vec::new() }
    }

    fn run(mut self) -> Vec<Candidate> {
        // Only ASCII bytes are acted on, so every slice is cut on a character's bound.
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            match byte {
                b'#' => self.bare(),
                byte if is_run(*byte) => self.word(),
                byte => {
                    let wide = || self.text.get(self.at..).and_then(|rest| rest.chars().next());
                    match byte {
                        b'(' => self.in_parentheses = true,
                        b')' | b'\n' => self.in_parentheses = false,
                        0xef if wide() == Some('（') => self.in_parentheses = true,
                        0xef if wide() == Some('）') => self.in_parentheses = false,
                        _ => {}
                    }
                    self.at += 1;
                }
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
            return self.url(start, end);
        }
        let taken =
            self.address_without_scheme(start, end) || (rest.starts_with('#') && self.numbered(start, end));
        if !taken {
            self.keps(start, end);
        }
    }

    /// Takes the address whose scheme ends the run. A word may be glued to it, as an empty link leaves it: `docshttps://`.
    fn url(&mut self, start: usize, end: usize) {
        let run = self.text[start..end].to_ascii_lowercase();
        let Some(scheme) = ["https", "http"].into_iter().find(|scheme| run.ends_with(scheme)) else { return };
        let scheme_start = end - scheme.len();
        self.keps(start, scheme_start);
        self.address(scheme_start, address::at);
    }

    /// Takes `github.com/a/b/pull/12`, with which the run begins.
    fn address_without_scheme(&mut self, start: usize, end: usize) -> bool {
        let run = self.text[start..end].trim_start_matches(['-', '.', '_']);
        self.address(end - run.len(), address::without_scheme)
    }

    /// Takes what `read` reads at `start`, in the source: what is folded is no part of an address.
    fn address(
        &mut self,
        start: usize,
        read: fn(&str, usize) -> Option<(usize, address::AddressCitation)>,
    ) -> bool {
        let place = self.folded.place(start);
        let Some((end, cited)) = read(self.folded.source(), place) else { return false };
        self.push(start, start + end - place, Ok(cited.target), cited.fragment, false);
        true
    }

    /// Takes `owner/repo#12`, `kk#12` or `owner/repo#v1.7.0`, whose `#` stands at `end`.
    fn numbered(&mut self, start: usize, end: usize) -> bool {
        let run = self.text[start..end].trim_start_matches(['-', '.', '_']);
        let start = end - run.len();
        let (repo, mut corrected) = match run.split_once('/') {
            None if run == "kk" => (Repo::kubernetes(), true),
            Some((owner, name)) if spelling::is_owner(owner) && spelling::is_name(name) => {
                spelling::repo(owner, name)
            }
            _ => return false,
        };
        let rest = &self.text[end + 1..];
        if let Some(length) = tag(rest) {
            let tag = rest[..length].to_owned();
            self.push(start, end + 1 + length, Ok(Target::Release { repo, tag }), None, corrected);
            return true;
        }
        let Some((number, length)) = number(rest) else { return false };
        let written = run.split_once('/').map(|(owner, name)| Repo::new(owner, name));
        let meant = written.and_then(|written| overrides::short_form_reading(&written, number));
        corrected |= meant.is_some();
        let (repo, number) = meant.map_or((repo, number), |meant| (meant.repo, meant.number));
        let target = Target::Github { repo, number, kind: GithubKind::Unknown };
        self.push(start, end + 1 + length, Ok(target), None, corrected);
        true
    }

    /// Takes a bare `#12` that has a sign of a citation, or passes over the `#` at `self.at`.
    fn bare(&mut self) {
        let start = self.at;
        self.at += 1;
        let glued = |byte: &u8| byte.is_ascii_alphanumeric() || b"#&/_-.=@?\\".contains(byte);
        if start.checked_sub(1).is_some_and(|at| glued(&self.text.as_bytes()[at])) {
            return;
        }
        let rest = &self.text[start + 1..];
        let Some((number, length)) = number(rest) else { return self.colour(start) };
        let (after, end) = (&rest[length..], start + 1 + length);
        if goes_on(after) || after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            return self.colour(start);
        }
        let bare = BareNumber::new(self.text, start, length);
        let since = |until: usize| near(self.text, until, start);
        if bare.is_other() || self.other_until.is_some_and(|until| is_joint(since(until))) {
            self.other_until = Some(end);
        } else if bare.has_sign(self.in_parentheses)
            || self.cited_until.is_some_and(|until| bare.is_joined(since(until)))
        {
            self.push(start, end, Err((number, bare.project())), None, false);
        }
    }

    /// Passes over a colour, `#12ab34`, whose `#` stands at `start`.
    fn colour(&mut self, start: usize) {
        const LONGEST: usize = 8;
        let rest = &self.text.as_bytes()[start + 1..];
        let length = rest.iter().take(LONGEST + 1).take_while(|byte| byte.is_ascii_hexdigit()).count();
        if matches!(length, 3 | 4 | 6 | 8) {
            self.at = start + 1 + length;
            self.other_until = Some(self.at);
        }
    }

    /// Takes the KEPs that a run begins with: `KEP-753`, `KEP-753/KEP-127`.
    fn keps(&mut self, start: usize, end: usize) {
        let run = &self.text[start..end];
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
            self.push(word_start, after + length, Ok(Target::Kep(number)), None, false);
            self.at = past;
            part_start += part.len() + 1;
        }
    }

    fn push(
        &mut self,
        start: usize,
        end: usize,
        target: Result<Target, (u64, Project)>,
        fragment: Option<String>,
        corrected: bool,
    ) {
        let label = label(&self.text[..start]);
        self.found.push(Candidate { range: start..end, label, target, fragment, corrected });
        self.at = end;
        self.cited_until = Some(end);
    }
}

/// What stands between two places of a text, or nothing where that is too long to join what is there.
fn near(text: &str, from: usize, to: usize) -> &str {
    const LONGEST: usize = 16;
    let between = text.get(from..to).unwrap_or_default();
    if between.len() <= LONGEST { between } else { "" }
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
    const DASHES: [char; 8] = ['-', '‐', '‑', '–', '—', '−', '－', '#'];
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
