//! Numbers without a repository: which `#12` is a citation, and of which repository.

use std::collections::BTreeSet;

use super::spelling;
use crate::cite::{Repo, Target};
use crate::version;

/// What the rest of a note says of numbers that stand without their repository.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The repository that was cited last before a text.
    last: Option<Repo>,
    /// Whether that citation stands right before the text, so that a list may go on there.
    is_adjacent: bool,
    /// The numbers that are cited anywhere in the note with a repository.
    numbers: BTreeSet<(u64, Repo)>,
}

impl Surroundings {
    /// Of a text before which `last` was cited, and nothing else.
    pub fn after(last: Repo) -> Self {
        Self { last: Some(last), ..Self::default() }
    }

    /// Goes on after a citation of `target`, to a text that begins right after it or (not `is_adjacent`) elsewhere.
    pub fn pass(&mut self, target: &Target, is_adjacent: bool) {
        if let Some(repo) = Self::repo_after(target) {
            self.last = Some(repo.clone());
        }
        self.is_adjacent = is_adjacent;
    }

    /// Goes on to a text that begins elsewhere.
    pub fn leave(&mut self) {
        self.is_adjacent = false;
    }

    /// Whether a citation stands right before the text.
    pub(super) fn end_in_citation(&self) -> bool {
        self.is_adjacent
    }

    /// The repository that a citation of `target` makes the one cited last. A KEP is none in this sense.
    pub(super) fn repo_after(target: &Target) -> Option<&Repo> {
        match target {
            Target::Github { repo, .. } | Target::Release { repo, .. } => Some(repo),
            Target::Kep(_) | Target::Url(_) => None,
        }
    }

    /// The repository that was cited last before the text.
    pub(super) fn last(&self) -> Option<&Repo> {
        self.last.as_ref()
    }

    /// The repository of a bare `number` after `project`: the one with which it stands in the note, else `last`, the one
    /// cited last.
    ///
    /// Of several with that number the one cited last is meant; where that is none of them, it is not certain, nor is
    /// it where it is not that of the project.
    pub(super) fn repo(&self, number: u64, project: &Project, last: Option<&Repo>) -> Option<Repo> {
        let found = self.nearest_repo(number, last);
        match project {
            Project::None => found.cloned(),
            Project::Name(name) => found.filter(|repo| repo.name == *name || repo.owner == *name).cloned(),
            Project::Repo(repo) => {
                let is_ours = matches!(repo.owner.as_str(), "kubernetes" | "kubernetes-sigs");
                (is_ours || found == Some(repo)).then(|| repo.clone())
            }
        }
    }

    fn nearest_repo<'a>(&'a self, number: u64, last: Option<&'a Repo>) -> Option<&'a Repo> {
        let least = Repo::new("", "");
        let mut same = self.numbers.range((number, least)..).take_while(|(own, _)| *own == number);
        let Some((_, first)) = same.next() else { return last };
        match same.next() {
            None => Some(first),
            Some(_) => last.filter(|last| self.numbers.contains(&(number, (*last).clone()))),
        }
    }
}

/// Of a note that cites these targets, none of them yet. A KEP has the number of its issue.
impl FromIterator<Target> for Surroundings {
    fn from_iter<I: IntoIterator<Item = Target>>(targets: I) -> Self {
        let items = targets.into_iter().filter_map(|target| target.item_key());
        Self { numbers: items.map(|item| (item.number, item.repo)).collect(), ..Self::default() }
    }
}

/// The project that stands right before a bare number: `etcd #1234`, `k/k #1234`.
pub(super) enum Project {
    None,
    /// In lower case.
    Name(String),
    Repo(Repo),
}

/// How many bytes around a number are looked at.
const NEAR: usize = 48;

/// What stands around a bare number.
pub(super) struct BareNumber<'t> {
    /// What precedes its `#` on the line, as far as it is looked at.
    before: &'t str,
    /// What follows it on the line, as far as it is looked at.
    after: &'t str,
    digits: usize,
}

impl<'t> BareNumber<'t> {
    /// The number of `digits` digits whose `#` stands at `start` of `text`.
    pub(super) fn new(text: &'t str, start: usize, digits: usize) -> Self {
        let mut from = start.saturating_sub(NEAR);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let end = start + 1 + digits;
        let mut to = text.len().min(end + NEAR);
        while !text.is_char_boundary(to) {
            to -= 1;
        }
        let before = &text[from..start];
        let after = &text[end..to];
        Self {
            before: before.rsplit('\n').next().unwrap_or(before),
            after: after.split('\n').next().unwrap_or(after),
            digits,
        }
    }

    /// Whether a word before it says that it is a colour, a rank, a step, a meetup or a build.
    pub(super) fn is_other(&self) -> bool {
        let after = self.after.trim_start();
        if ["回目", "番目"].iter().any(|counter| after.starts_with(counter)) {
            return true;
        }
        let before = without_links(self.before);
        let word = last_word(before).to_ascii_lowercase();
        OTHER_WORDS.contains(&word.as_str()) || OTHER_ENDINGS.iter().any(|ending| before.ends_with(ending))
    }

    /// Whether something says that it is a citation: a word before it, its length, its parentheses.
    pub(super) fn has_sign(&self, in_parentheses: bool) -> bool {
        (4..=6).contains(&self.digits) || self.is_called_one() || (in_parentheses && self.is_alone())
    }

    /// `PR #12`, `プルリク #12`.
    fn is_called_one(&self) -> bool {
        let before = self.before.trim_end_matches(SPACES);
        let word = last_word(before).to_ascii_lowercase();
        SIGNS.contains(&word.as_str()) || SIGN_ENDINGS.iter().any(|ending| before.ends_with(ending))
    }

    /// The project whose name stands right before it.
    pub(super) fn project(&self) -> Project {
        let before = self.before.trim_end_matches(SPACES);
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-/".contains(byte);
        let length = before.bytes().rev().take_while(is_name).count();
        let name = before[before.len() - length..].trim_start_matches(['-', '.', '_']);
        match name.split_once('/') {
            Some((owner, name)) if spelling::is_owner(owner) && spelling::is_name(name) => {
                Project::Repo(spelling::repo(owner, name).0)
            }
            None if version::is_project(name) => Project::Name(name.to_ascii_lowercase()),
            _ => Project::None,
        }
    }

    /// Whether it is all that stands in its parentheses, or a part of a list there: `(#12, #13)`, `(comment - #12)`.
    fn is_alone(&self) -> bool {
        let Some(at) = self.before.rfind(['(', '（', ',', '、', '，']) else { return false };
        let mark = self.before[at..].chars().next().map_or(0, char::len_utf8);
        let before = self.before[at + mark..].trim_matches(SPACES);
        let after = self.after.trim_start_matches(SPACES);
        let label = before.trim_end_matches(['-', '–', '—', ':', ' ']).to_ascii_lowercase();
        (before.is_empty() || label == "comment" || label == "commit")
            && after.starts_with([')', '）', ',', '、', '，'])
    }

    /// Whether `between`, what stands between the citation before it and its `#`, makes one list of both.
    ///
    /// After a comma a list goes on only where no word follows: `k/k#12, #1 focus` is none.
    pub(super) fn is_joined(&self, between: &str) -> bool {
        let word_follows = self.after.trim_start().starts_with(|c: char| c.is_ascii_alphanumeric());
        is_joint(between) && !(word_follows && between.contains([',', '、', '，']))
    }
}

/// Whether `between`, what stands between two numbers, makes one list of them.
pub(super) fn is_joint(between: &str) -> bool {
    const JOINTS: [&str; 17] = [
        ",",
        "、",
        "，",
        "/",
        "／",
        "&",
        "+",
        "・",
        "と",
        "や",
        "and",
        "or",
        ", and",
        ", or",
        "および",
        "及び",
        "または",
    ];
    JOINTS.contains(&between.trim_matches(SPACES))
}

const SPACES: [char; 3] = [' ', '\u{a0}', '\u{3000}'];

/// Words that call a number a citation.
const SIGNS: [&str; 8] = ["pr", "prs", "issue", "issues", "pull", "pulls", "request", "requests"];

/// The same, where no space stands between words.
const SIGN_ENDINGS: [&str; 3] = ["プルリク", "プルリクエスト", "イシュー"];

/// Words before a number that is no citation: colours; ranks; steps and parts; meetups; builds.
///
/// What Kubernetes has a kind or a field of (`volume`, `job`, `event`, `phase`) is not among them.
#[rustfmt::skip]
const OTHER_WORDS: &[&str] = &[
    "color", "colors", "colour", "colours", "hex", "rgb", "rgba", "background", "foreground", "bg", "fg", "border",
    "fill", "stroke", "shade", "tint", "palette", "theme",
    "rank", "ranks", "ranked", "ranking", "rankings", "top",
    "step", "steps", "part", "round", "chapter", "section", "episode", "ep", "vol", "season", "tip", "slide", "page",
    "figure", "fig", "lesson", "exercise", "question", "answer", "day", "week", "reason", "room", "invoice", "ticket",
    "meetup", "meetups", "conference", "conf", "summit", "workshop", "kubecon",
    "build", "builds", "run", "runs", "attempt", "iteration", "rev",
];

/// The same in Japanese.
const OTHER_ENDINGS: [&str; 10] =
    ["第", "色", "カラー", "順位", "ランク", "ランキング", "ステップ", "手順", "勉強会", "ミートアップ"];

/// `text` without the marks and small words that may link a word at its end to a number.
fn without_links(mut text: &str) -> &str {
    const MARKS: [char; 16] =
        [':', '：', '=', '(', '（', '[', '"', '\'', '「', '-', '–', '—', 'は', 'が', 'の', 'を'];
    const SMALL: [&str; 9] = ["is", "are", "of", "the", "to", "no", "code", "value", "number"];
    for _ in 0..6 {
        text = text.trim_end_matches(SPACES).trim_end_matches(MARKS).trim_end_matches(SPACES);
        let word = last_word(text);
        let is_small = SMALL.iter().any(|small| small.eq_ignore_ascii_case(word));
        if !is_small {
            break;
        }
        text = &text[..text.len() - word.len()];
    }
    text
}

/// The Latin letters at the end of `text`.
fn last_word(text: &str) -> &str {
    let length = text.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    &text[text.len() - length..]
}
