//! The spellings of a group's name, and the group that a misspelt one is nearest to.

use std::sync::LazyLock;

use strsim::levenshtein;

use super::groups::{GROUPS, Group};

/// In lower case, with a single hyphen for every run of white space, `/`, `_` and hyphens.
pub(super) fn plain(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '_' | '-'));
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.join("-")
}

/// The group of a plain name: by its directory, then its other names, then its name without the kind.
pub(super) fn listed(name: &str) -> Option<&'static Group> {
    let slack = |group: &Group| group.slack.split_once('-').map_or(group.slack, |(_, name)| name);
    GROUPS
        .iter()
        .find(|group| group.directory == name)
        .or_else(|| GROUPS.iter().find(|group| group.label.is_some_and(|label| plain(label) == name)))
        .or_else(|| GROUPS.iter().find(|group| plain(group.name) == name || group.slack == name))
        .or_else(|| GROUPS.iter().find(|group| group.parts().1 == name))
        .or_else(|| GROUPS.iter().find(|group| group.slack.starts_with("sig-") && slack(group) == name))
        .or_else(|| GROUPS.iter().find(|group| group.slack.starts_with("wg-") && slack(group) == name))
        .or_else(|| ALIASES.iter().find(|alias| alias.name == name).map(|alias| alias.group))
        .filter(|_| !name.is_empty())
}

/// A short name that is on no list.
pub(super) struct Alias {
    /// With its kind: `sig-arch`.
    pub(super) name: &'static str,
    pub(super) group: &'static Group,
}

/// The short names of `data/sig_aliases.tsv`.
pub(super) static ALIASES: LazyLock<Vec<Alias>> = LazyLock::new(|| lines().filter_map(alias).collect());

/// The lines of the table that are no comments.
fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("../../data/sig_aliases.tsv").lines().filter(|line| !line.starts_with('#'))
}

/// What a line says, or `None` where it cannot be read; a test knows that each can.
fn alias(line: &'static str) -> Option<Alias> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [name, directory, source] = columns[..] else { return None };
    let group = GROUPS.iter().find(|group| group.directory == directory)?;
    (!source.trim().is_empty()).then_some(Alias { name, group })
}

/// Whether a group on no list may have this name after its kind.
pub(super) fn is_own_name(name: &str) -> bool {
    (1..=40).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The directory of the group whose name is at most two edits, and less than half of it, from `text`.
pub(super) fn nearest(text: &str) -> Option<&'static str> {
    let text = plain(text);
    let distances = GROUPS.iter().map(|group| {
        let (_, own) = group.parts();
        let distance = levenshtein(&text, own).min(levenshtein(&text, group.directory));
        (distance, group.directory)
    });
    let nearest = distances.min_by_key(|(distance, _)| *distance);
    nearest.filter(|(distance, _)| *distance <= 2 && distance * 2 < text.chars().count()).map(|found| found.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_short_name_is_read_has_a_source_and_is_on_no_list() {
        for line in lines() {
            let Alias { name, group } = alias(line).unwrap_or_else(|| panic!("not read: {line}"));
            assert_eq!(plain(name), name);
            assert!(matches!(name.split_once('-'), Some(("sig" | "wg", own)) if is_own_name(own)), "{name}");
            let is_listed = |known: &Group| {
                known.directory == name
                    || known.slack == name
                    || known.label.is_some_and(|label| plain(label) == name)
            };
            assert!(!GROUPS.iter().any(is_listed), "{name} is in the table of groups");
            assert_eq!(listed(name), Some(group), "{name}");
        }
        assert_eq!(ALIASES.len(), lines().count());
        for wrong in ["", "sig-a\tsig-apps", "sig-a\tsig-apps\t ", "sig-a\tsig-b\tits list"] {
            assert!(alias(wrong).is_none(), "{wrong}");
        }
    }
}
