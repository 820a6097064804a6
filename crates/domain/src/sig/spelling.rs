//! The spellings of a group's name, and the group that a misspelt one is nearest to.

use std::collections::HashMap;
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
    SPELLINGS.get(name).copied()
}

/// Every plain name that is read as a group. Where one is that of several, the first stands.
static SPELLINGS: LazyLock<HashMap<String, &'static Group>> = LazyLock::new(|| {
    let slack = |group: &Group| group.slack.split_once('-').map_or(group.slack, |(_, name)| name);
    let channels_of = |kind: &'static str| {
        let same_kind = GROUPS.iter().filter(move |group| group.slack.starts_with(kind));
        same_kind.map(move |group| (slack(group).to_owned(), group))
    };
    let directories = GROUPS.iter().map(|group| (group.directory.to_owned(), group));
    let labels = GROUPS.iter().filter_map(|group| Some((plain(group.label?), group)));
    let names = GROUPS.iter().flat_map(|group| [(plain(group.name), group), (group.slack.to_owned(), group)]);
    let own_names = GROUPS.iter().map(|group| (group.parts().1.to_owned(), group));
    let aliases = ALIASES.iter().map(|alias| (alias.name.to_owned(), alias.group));
    let channels = channels_of("sig-").chain(channels_of("wg-"));
    let japanese = JAPANESE_NAMES.iter().flat_map(|(name, group)| {
        let kind = group.directory.split('-').next().unwrap_or_default();
        [(plain(name), *group), (format!("{kind}-{}", plain(name)), *group)]
    });
    let spellings = directories.chain(labels).chain(names).chain(own_names).chain(channels).chain(aliases);
    let spellings = spellings.chain(japanese);
    let mut groups = HashMap::new();
    for (name, group) in spellings.filter(|(name, _)| !name.is_empty()) {
        groups.entry(name).or_insert(group);
    }
    groups
});

/// What is looked up of a group for each link to it.
pub(super) struct ListedGroup {
    pub(super) group: &'static Group,
    /// As in [`Sig::short`](super::Sig::short).
    pub(super) short: &'static str,
}

/// The groups of the list by their directories.
pub(super) static BY_DIRECTORY: LazyLock<HashMap<&'static str, ListedGroup>> = LazyLock::new(|| {
    let short = |group: &Group| {
        let bare = group.directory.strip_prefix("sig-");
        // `none` means untagged in a filter.
        let bare = bare.filter(|bare| *bare != "none" && listed(bare).is_some_and(|read| read == group));
        bare.unwrap_or(group.directory)
    };
    GROUPS.iter().map(|group| (group.directory, ListedGroup { group, short: short(group) })).collect()
});

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

/// The names of `data/sig_names_ja.tsv`, each with its group.
static JAPANESE_NAMES: LazyLock<Vec<(&'static str, &'static Group)>> =
    LazyLock::new(|| japanese_lines().filter_map(japanese_name).collect());

fn japanese_lines() -> impl Iterator<Item = &'static str> {
    include_str!("../../data/sig_names_ja.tsv").lines().filter(|line| !line.starts_with('#'))
}

/// What a line says, or `None` where it cannot be read; a test knows that each can.
fn japanese_name(line: &'static str) -> Option<(&'static str, &'static Group)> {
    let (name, directory) = line.split_once('\t')?;
    Some((name, GROUPS.iter().find(|group| group.directory == directory)?))
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
    fn each_japanese_name_is_read() {
        for line in japanese_lines() {
            let (name, group) = japanese_name(line).unwrap_or_else(|| panic!("not read: {line}"));
            assert!(!name.is_ascii(), "{name}");
            let kind = group.directory.split('-').next().expect("a kind").to_ascii_uppercase();
            for text in [name.to_owned(), format!("{kind} {name}"), format!("{kind}-{name}")] {
                assert_eq!(
                    text.parse::<super::super::Sig>().map(|sig| sig.group()),
                    Ok(Some(group)),
                    "{text}"
                );
            }
        }
        assert_eq!(JAPANESE_NAMES.len(), japanese_lines().count());
    }

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
