//! The spellings of a group's name, and the group that a misspelt one is nearest to.

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
        .filter(|_| !name.is_empty())
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
