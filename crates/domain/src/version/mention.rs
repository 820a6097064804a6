//! Which numbers in a text mean Kubernetes.
//!
//! One pass from number to number. What stands before and after each is looked at
//! in a bounded stretch, so the pass is linear.

use std::ops::{Range, RangeInclusive};

use super::Version;
use super::owner::{NEAR, NumberOwner, owner_before};
use super::products::{JOINTS, Owner, UNIT_WORDS, UNITS};

/// The minor numbers that mean Kubernetes where its name stands before them, and where nothing does.
const NAMED: RangeInclusive<u16> = 0..=60;
const UNNAMED: RangeInclusive<u16> = 14..=60;

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
/// A number counts by the words before it: after Kubernetes or something that carries its
/// numbers (`GKE 1.27.2`, `kubectl < 1.28`) from 1.0 to 1.60, after another product (`Go 1.20`)
/// not at all, and alone from 1.14 to 1.60. Lists, ranges and arrows name each of their numbers,
/// all of one product: `1.25, 1.26, and 1.27`, `1.20 -> 1.24`. Amounts (`1.5 倍`), image tags
/// (`busybox:1.28`), addresses and numbers of four parts name none.
///
/// It is not certain after a name that is not known, and in a sentence that already
/// named a version of another product.
///
/// `prose` is text without its code. Takes time linear in its length.
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
        Self { prose, named: Vec::new(), last: None, past: 0, other_in_sentence: false }
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
                if *byte == b'\n' || rest.starts_with("。".as_bytes()) {
                    self.other_in_sentence = false;
                }
                at += 1;
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
        if before.owner == Owner::Unsaid && self.other_in_sentence {
            before.owner = Owner::Unclear;
        }
        self.last = Some((number.end, before.owner));
        let window = match before.owner {
            Owner::Kubernetes => NAMED,
            Owner::Unclear | Owner::Unsaid => UNNAMED,
            Owner::Other => {
                self.other_in_sentence |= UNNAMED.contains(&version.minor);
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
    let word = next.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    UNITS.iter().any(|unit| next.starts_with(unit))
        || UNIT_WORDS.contains(&word.to_ascii_lowercase().as_str())
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
