//! Which numbers in a text mean Kubernetes.
//!
//! One pass from number to number. What stands before and after each is looked at
//! in a bounded stretch, so the pass is linear.

use std::ops::{Range, RangeInclusive};

use super::Version;
use super::owner::{NEAR, NumberOwner, owner_after, owner_before};
use super::products::{JOINTS, Owner, UNIT_WORDS, UNITS};
use super::topic::Topics;
use crate::release::Releases;

/// The newest minor number that can mean Kubernetes: people write of the next releases, but not of the ones after.
const NEWEST: u16 = Releases::NEWEST_BUILT_IN.minor + 2;
/// The minor numbers that mean Kubernetes where its name or a word of its releases says so, and where nothing does.
const NAMED: RangeInclusive<u16> = 0..=NEWEST;
const UNNAMED: RangeInclusive<u16> = 14..=NEWEST;

/// A Kubernetes version that a text means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionMention {
    /// The version that is meant.
    pub version: Version,
    /// Where the words stand, in bytes of the text, the product's name included: `GKE 1.27.2`.
    pub range: Range<usize>,
    /// False where the text may mean something else; such a tag is suggested, not applied.
    pub certain: bool,
}

/// Every Kubernetes minor version that `prose` means, in order of the text; ranges never overlap.
///
/// A number counts by the words around it: after Kubernetes or something that carries its
/// numbers (`GKE 1.27.2`, `kubectl < 1.28`) from 1.0 on, after another product (`Go 1.20`, `Go updated
/// to 1.21`) not at all, and alone from 1.14 on, or from 1.0 on with a word of Kubernetes' releases
/// (`1.10 code freeze`, `milestone v1.9`, `since v1.13`). None counts that is more than two beyond the newest
/// release that is known. Lists, ranges and arrows name each of their numbers,
/// all of one product: `1.25, 1.26, and 1.27`, `1.20 -> 1.24`. Amounts (`1.5 倍`), image tags
/// (`busybox:1.28`), addresses and numbers of four parts name none.
///
/// A heading (`## containerd`) or the beginning of a line (`[crio] `) that names another project says whose the
/// numbers are that nothing else is named for.
///
/// It is not certain after a name that is not known, and in a sentence that already
/// named a version of another product.
///
/// `prose` is text without its code; headings in it are marked as in Markdown. Takes time linear in its length.
pub fn mentions(prose: &str) -> Vec<VersionMention> {
    Scanner::new(prose).run()
}

struct Scanner<'t> {
    prose: &'t str,
    named: Vec<VersionMention>,
    /// Where the last number that was somebody's version ended, and whose it was.
    last: Option<(usize, Owner)>,
    /// Where the dotted number before ended: names do not reach back over it.
    past: usize,
    /// Whether this sentence named a version of another product.
    other_in_sentence: bool,
    topics: Topics,
}

/// A number with dots, as in `v1.28.3`.
struct Number {
    start: usize,
    end: usize,
    /// `None` where it cannot be a Kubernetes version by its form.
    version: Option<Version>,
}

impl<'t> Scanner<'t> {
    fn new(prose: &'t str) -> Self {
        let mut topics = Topics::default();
        topics.begin_line(first_line(prose, 0));
        Self { prose, named: Vec::new(), last: None, past: 0, other_in_sentence: false, topics }
    }

    fn run(mut self) -> Vec<VersionMention> {
        let bytes = self.prose.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let rest = &bytes[at..];
            if byte.is_ascii_digit() {
                let number = self.number(at);
                at = number.end;
                self.judge(&number);
                // A digit within a word, as in `k8s`, bounds nothing.
                if self.prose[number.start..number.end].contains('.') {
                    self.past = number.end;
                }
            } else if rest.starts_with(b"http://") || rest.starts_with(b"https://") {
                at += rest.iter().take_while(|byte| (b'!'..=b'~').contains(*byte)).count();
            } else {
                if *byte == b'\n' || rest.starts_with("。".as_bytes()) || rest.starts_with(b". ") {
                    self.other_in_sentence = false;
                }
                at += 1;
                if *byte == b'\n' {
                    self.topics.begin_line(first_line(self.prose, at));
                }
            }
        }
        self.named
    }

    /// The number whose first digit stands at `at`, a `v` before it and `.x` after it included.
    fn number(&self, at: usize) -> Number {
        let bytes = self.prose.as_bytes();
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let mut end = at;
        while is_digit(end) || (bytes.get(end) == Some(&b'.') && is_digit(end + 1)) {
            end += 1;
        }
        let version = if end - at <= 12 { self.prose[at..end].parse().ok() } else { None };
        if self.prose[end..].starts_with(".x") {
            end += 2;
        }
        let v = at > 0 && matches!(bytes[at - 1], b'v' | b'V');
        let alone = at < 2 || !bytes[at - 2].is_ascii_alphanumeric();
        Number { start: if v && alone { at - 1 } else { at }, end, version }
    }

    fn judge(&mut self, number: &Number) {
        let last = self.last.take();
        let Some(version) = number.version else { return };
        let after = near_after(self.prose, number.end);
        let joined = last.filter(|(end, _)| is_joint(&self.prose[*end..number.start]));
        let mut before = match joined {
            Some((_, owner)) => NumberOwner { owner, start: number.start },
            None => owner_before(self.prose, self.past, number.start),
        };
        if is_amount(after) || (before.owner != Owner::Kubernetes && is_image(after)) {
            return;
        }
        let linked = self.prose[before.start..number.start].contains(['は', 'が', 'の', 'も']);
        let turned = joined.is_some() && is_topic(after);
        if before.owner == Owner::Other && (turned || linked && is_supported(after)) {
            before = NumberOwner { owner: Owner::Unclear, start: number.start };
        }
        let preceding = near_before(self.prose, number.start);
        let has_sign = has_release_sign(preceding, &self.prose[number.start..number.end], after);
        if matches!(before.owner, Owner::Unsaid | Owner::Unclear) {
            let named_after = owner_after(preceding, after);
            if self.topics.is_other() {
                before.owner = Owner::Other;
            } else if let Some(owner) = named_after {
                before.owner = owner;
            } else if before.owner == Owner::Unsaid && self.other_in_sentence && !has_sign {
                before.owner = Owner::Unclear;
            }
        }
        if !NAMED.contains(&version.minor) && before.owner != Owner::Kubernetes {
            before.owner = Owner::Other;
        }
        self.last = Some((number.end, before.owner));
        let window = match before.owner {
            Owner::Kubernetes => NAMED,
            Owner::Unsaid if has_sign => NAMED,
            Owner::Unclear | Owner::Unsaid => UNNAMED,
            Owner::Other => {
                self.other_in_sentence |= version.minor >= *UNNAMED.start();
                return;
            }
        };
        if window.contains(&version.minor) {
            let plus = usize::from(after.starts_with('+') && !after[1..].starts_with(char::is_alphanumeric));
            let certain = before.owner != Owner::Unclear;
            self.named.push(VersionMention { version, range: before.start..number.end + plus, certain });
            self.last = Some((number.end + plus, before.owner));
        }
    }
}

/// At most [`NEAR`] bytes of `text` before `at`, on its line, cut on a character's bound.
fn near_before(text: &str, at: usize) -> &str {
    let mut start = at.saturating_sub(NEAR);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let before = &text[start..at];
    before.rsplit('\n').next().unwrap_or(before)
}

/// The line of `text` that begins at `at`, as far as it says what it is about.
fn first_line(text: &str, at: usize) -> &str {
    let near = near_after(text, at);
    near.split('\n').next().unwrap_or(near)
}

/// Whether a word of the releases of Kubernetes stands next to a number: `1.10 code freeze`, `milestone v1.9`.
fn has_release_sign(before: &str, number: &str, after: &str) -> bool {
    #[rustfmt::skip]
    const AFTER: [&str; 18] = [
        "code freeze", "feature freeze", "enhancement freeze", "enhancements freeze", "docs freeze", "test freeze", "freeze",
        "milestone", "release team", "release lead", "release cycle", "cycle", "burndown", "コードフリーズ", "フリーズ",
        "マイルストーン", "リリースチーム", "リリースサイクル",
    ];
    const BEFORE: [&str; 6] =
        ["milestone", "milestones", "freeze for", "freeze of", "マイルストーン", "フリーズは"];
    let has_v = number.starts_with(['v', 'V']);
    let next = after.trim_start_matches([' ', '\u{3000}']);
    let next = next.strip_prefix('の').map_or(next, str::trim_start);
    let begins = |word: &str| {
        let begin = next.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
        begin && !next[word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
    };
    let before = before.trim_end_matches([' ', ':', '：', '\u{3000}']);
    let ends = |word: &str| {
        let at = before.len().checked_sub(word.len());
        let end = at.and_then(|at| before.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(word));
        end && !before[..before.len() - word.len()].ends_with(|c: char| c.is_ascii_alphanumeric())
    };
    AFTER.iter().any(|word| begins(word))
        || BEFORE.iter().any(|word| ends(word))
        || (has_v && (ends("since") || ends("as of") || next.starts_with("以降")))
}

/// At most [`NEAR`] bytes of `text` from `at`, cut on a character's bound.
fn near_after(text: &str, at: usize) -> &str {
    let mut end = text.len().min(at + NEAR);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[at..end]
}

/// Whether what stands between two numbers makes one list, range or arrow of them.
fn is_joint(between: &str) -> bool {
    const LONGEST: usize = 32;
    between.len() <= LONGEST && JOINTS.contains(&between.trim())
}

/// Whether what follows a number makes it an amount, a heading or part of a word.
fn is_amount(after: &str) -> bool {
    if after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        return true;
    }
    let next = after.trim_start_matches([' ', '\u{3000}']);
    is_unit(next) || end_of_range(next).is_some_and(is_unit)
}

/// Whether `text` begins with a unit.
fn is_unit(text: &str) -> bool {
    let word = text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    UNITS.iter().any(|unit| text.starts_with(unit))
        || UNIT_WORDS.contains(&word.to_ascii_lowercase().as_str())
}

/// What follows the second number of a range whose first number is followed by `after`: `to 1.35 cores`.
fn end_of_range(after: &str) -> Option<&str> {
    const RANGES: [&str; 8] = ["to ", "から", "->", "→", "-", "–", "〜", "～"];
    let rest = RANGES.iter().find_map(|joint| after.strip_prefix(joint))?.trim_start();
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    (number.len() < rest.len()).then(|| number.trim_start_matches([' ', '\u{3000}']))
}

/// Whether what follows a number makes it the tag of an image or of an add-on: `-alpine`, `-eksbuild.3`.
fn is_image(after: &str) -> bool {
    const TAGS: [&str; 6] = ["-eksbuild", "-alpine", "-slim", "-debian", "-bullseye", "-bookworm"];
    TAGS.iter().any(|tag| after.starts_with(tag))
}

/// Whether what follows a number makes it what is the topic from here on: `、1.28 は`.
fn is_topic(after: &str) -> bool {
    after.trim_start().starts_with('は')
}

/// Whether what follows a number says that a product supports it: `1.28 に対応`.
fn is_supported(after: &str) -> bool {
    let next = after.trim_start().trim_start_matches(['を', 'に', 'の', 'へ', 'も', 'で']).trim_start();
    ["対応", "サポート"].iter().any(|word| next.starts_with(word))
}
