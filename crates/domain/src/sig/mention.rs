//! Which groups a text names: one pass from one `SIG` or `WG` to the next.

use std::ops::Range;

use super::spelling::{self, ALIASES, is_own_name, plain};
use super::{Group, Sig};

/// A group that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigMention {
    /// The group that is named.
    pub sig: Sig,
    /// Where the words stand, in bytes of the text.
    pub range: Range<usize>,
    /// False for a SIG on no list (`SIG-owned` names none) and for a WG by a word such as `leads`. Such a tag is
    /// suggested, not applied. Other WGs on no list (`WG-sidecar`) are meant: they come and go without being listed.
    pub certain: bool,
}

/// Every group that `prose` names, in order of the text; ranges never overlap.
///
/// A name begins with SIG or WG. After a hyphen or a slash it may be on no list
/// (`WG-sidecar`), after a space it must be on the list (`SIG API Machinery`), so that
/// `the SIG agreed` names none. Short names (`sig-arch`, `SIG-scale`) are those of the group that
/// they mean; after a space they begin with a capital. What follows a listed name with a hyphen is the
/// group's, as in `sig-node-bugs`. Parts of a path (`keps/sig-node`) are not read.
///
/// Takes time linear in the length of `prose`.
pub fn mentions(prose: &str) -> Vec<SigMention> {
    let bytes = prose.as_bytes();
    let mut found: Vec<SigMention> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let begins_word = at == 0
            || !is_word(bytes[at - 1])
            || found.last().is_some_and(|named| {
                // `SIG-Node/SIG-Network` is a list, not a path.
                bytes[at - 1] == b'/' && named.range.end == at - 1
            });
        match kind(&bytes[at..]).filter(|_| begins_word) {
            Some(kind) => {
                let named = name(prose, at, kind);
                at = named.as_ref().map_or(at + kind.len(), |named| named.range.end);
                found.extend(named);
            }
            None => at += 1,
        }
    }
    found
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_./".contains(&byte)
}

/// The kind of group that `text` begins with, in lower case.
fn kind(text: &[u8]) -> Option<&'static str> {
    let starts =
        |kind: &&str| text.get(..kind.len()).is_some_and(|word| word.eq_ignore_ascii_case(kind.as_bytes()));
    ["sig", "wg", "ug"].into_iter().find(starts)
}

/// The group named by the `kind` at `at` and what follows it.
fn name(prose: &str, at: usize, kind: &str) -> Option<SigMention> {
    let after = at + kind.len();
    let joint = *prose.as_bytes().get(after)?;
    if !b" -/".contains(&joint) {
        return None;
    }
    let text = &prose[after + 1..];
    let may_be_short = joint != b' ' || text.starts_with(|c: char| c.is_ascii_uppercase());
    let listed = listed(text, kind, may_be_short);
    let is_listed = listed.is_some();
    let (sig, length) = listed.or_else(|| own(text, kind).filter(|_| joint != b' '))?;
    let certain = is_listed || (kind == "wg" && !is_role(&text[..length]));
    Some(SigMention { sig, range: at..after + 1 + length, certain })
}

/// The longest name on the list, or short name, that `text` begins with, and its length.
fn listed(text: &str, kind: &str, may_be_short: bool) -> Option<(Sig, usize)> {
    let names = |group: &'static Group| {
        let slack = group.slack.strip_prefix(kind).and_then(|name| name.strip_prefix('-'));
        [Some(group.parts().1), slack].into_iter().flatten()
    };
    let same_kind = Sig::known().filter(|group| group.parts().0 == kind);
    let fitting = same_kind.flat_map(|group| names(group).map(move |name| (group, name)));
    let short_names = ALIASES.iter().filter(|_| may_be_short).filter_map(|alias| {
        let name = alias.name.strip_prefix(kind)?.strip_prefix('-')?;
        Some((alias.group, name))
    });
    let fitting = fitting.chain(short_names);
    let longest = fitting.filter(|(_, name)| begins_with(text, name)).max_by_key(|(_, name)| name.len())?;
    Some((Sig(longest.0.directory.to_owned()), longest.1.len()))
}

/// Whether the words of `text` begin with those of `name`, in any case, with spaces or hyphens between.
fn begins_with(text: &str, name: &str) -> bool {
    let same = |(a, b): (u8, u8)| a.eq_ignore_ascii_case(&b) || (b == b'-' && a == b' ');
    text.len() >= name.len()
        && text.bytes().zip(name.bytes()).all(same)
        && !text[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether what follows `WG-` is a word of people or of what they do: `WG-leads`, `WG-owned`.
fn is_role(name: &str) -> bool {
    const ROLES: [&str; 28] = [
        "approved",
        "approvers",
        "chair",
        "chairs",
        "channel",
        "charter",
        "charters",
        "internal",
        "lead",
        "leads",
        "led",
        "level",
        "meeting",
        "meetings",
        "member",
        "members",
        "only",
        "owned",
        "owner",
        "owners",
        "related",
        "reviewers",
        "specific",
        "sponsored",
        "sync",
        "update",
        "updates",
        "wide",
    ];
    let word = name.split('-').next().unwrap_or(name).to_ascii_lowercase();
    ROLES.contains(&word.as_str())
}

/// A group on no list: the word that `text` begins with, as its own name.
fn own(text: &str, kind: &str) -> Option<(Sig, usize)> {
    const LONGEST: usize = 40;
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let length = text.bytes().take(LONGEST + 1).take_while(is_name).count();
    let word = text[..length].trim_end_matches('-');
    let name = plain(word);
    let is_kind = matches!(name.as_str(), "sig" | "wg" | "ug");
    let ours =
        kind != "ug" && !is_kind && name.starts_with(|c: char| c.is_ascii_lowercase()) && is_own_name(&name);
    let name = format!("{kind}-{name}");
    // With one hyphen more it may be one of the list: `SIG--arch`.
    let name = spelling::listed(&name).map_or(name, |group| group.directory.to_owned());
    ours.then_some((Sig(name), word.len()))
}
