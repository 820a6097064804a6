//! What a reader may mean who has typed the beginning of a word into the search box.

use crate::github;
use crate::kep::Status;
use crate::list::filter::{ContentKind, Field, FilterKey, ShippedStage};
use crate::outcome::verdict::Verdict;
use crate::sig::Sig;
use crate::version::Version;

/// How many suggestions there are at most.
pub const MAX_SUGGESTIONS: usize = 8;

/// How many of each kind there are where several kinds are meant.
const OF_A_KIND: usize = 3;

/// The longest text that anything is suggested for, in characters.
const MAX_CHARS: usize = 60;

/// What can stand in the place of what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What is typed instead: `sig:node` and a space, or a field's name and its colon.
    pub insert: String,
    /// The kind of the suggestion.
    pub kind: SuggestionKind,
}

/// What is suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SuggestionKind {
    /// A field, to be filled in.
    Field,
    /// A SIG or WG.
    Sig(Sig),
    /// A version.
    Version(Version),
    /// A KEP, with its title.
    Kep(u32, String),
    /// A state of what is cited, or a kind of content.
    Value,
}

/// The words that KEPs are to be looked for by, where KEPs may be meant: a number's beginning or words of a title.
pub fn kep_terms(typed: &str) -> Option<&str> {
    match typed.split_once(':') {
        Some((name, terms)) if name.eq_ignore_ascii_case("kep") => Some(terms.trim()),
        Some(_) => None,
        None => {
            let is_number = typed.bytes().all(|byte| byte.is_ascii_digit());
            let enough = if is_number { 2 } else { 3 };
            (!typed.starts_with('-') && typed.chars().count() >= enough).then_some(typed)
        }
    }
    .filter(|terms| terms.chars().count() <= MAX_CHARS)
}

/// What may be meant by `typed`, a word up to the cursor, the likeliest first.
///
/// `versions` newest first; `keps` are those that [`kep_terms`] finds, by number and title, the likeliest first.
pub fn suggest(typed: &str, versions: &[Version], keps: &[(u32, String)]) -> Vec<Suggestion> {
    if typed.chars().count() > MAX_CHARS {
        return Vec::new();
    }
    let (sign, body) = match typed.strip_prefix('-') {
        Some(body) => ("-", body),
        None => ("", typed),
    };
    let mut found = match body.split_once(':') {
        Some((name, value)) => match Field::from_name(name) {
            Some(field) => suggest_values(field, sign, value, versions, keps),
            None => Vec::new(),
        },
        None if body.is_empty() => Vec::new(),
        None => {
            let mut found = field_suggestions(sign, body);
            found.extend(sig_suggestions("sig", sign, body).into_iter().take(OF_A_KIND));
            if body.contains('.') {
                found
                    .extend(version_suggestions("version", sign, body, versions).into_iter().take(OF_A_KIND));
            }
            if sign.is_empty() {
                found.extend(kep_suggestions(keps));
            }
            found
        }
    };
    found.truncate(MAX_SUGGESTIONS);
    found
}

fn suggest_values(
    field: Field,
    sign: &str,
    value: &str,
    versions: &[Version],
    keps: &[(u32, String)],
) -> Vec<Suggestion> {
    let github = || github::ItemState::all_now().map(github::ItemState::as_str);
    let stages = || ShippedStage::all().map(ShippedStage::as_str);
    let statuses = || Status::KNOWN.iter().map(Status::as_str);
    match field {
        Field::Key(FilterKey::Sig) => sig_suggestions("sig", sign, value),
        Field::Key(FilterKey::Version) => version_suggestions("version", sign, value, versions),
        Field::Key(FilterKey::Cycle) => version_suggestions("cycle", sign, value, versions),
        _ if !sign.is_empty() => Vec::new(),
        Field::Key(FilterKey::Kep) => kep_suggestions(keps),
        Field::Key(FilterKey::Has) => {
            value_suggestions("has", value, ContentKind::ALL.iter().map(|has| has.as_str()))
        }
        Field::Key(FilterKey::Stage) => value_suggestions("stage", value, stages()),
        Field::Key(FilterKey::Status) => value_suggestions("status", value, statuses()),
        Field::Key(FilterKey::Github) => value_suggestions("github", value, github()),
        Field::Key(FilterKey::Verdict) => {
            value_suggestions("verdict", value, Verdict::ALL.iter().map(|verdict| verdict.as_str()))
        }
        Field::State => {
            let stages = stages().filter(|stage| *stage != ShippedStage::Nothing.as_str());
            value_suggestions("state", value, github().chain(stages).chain(statuses()).chain(["changed"]))
        }
        Field::Key(_) => Vec::new(),
    }
}

fn field_suggestions(sign: &str, beginning: &str) -> Vec<Suggestion> {
    let beginning = beginning.to_ascii_lowercase();
    let can_stand = |name: &str| sign.is_empty() || matches!(name, "sig" | "version" | "cycle");
    let names = Field::NAMES.into_iter().map(|(name, _)| name);
    names
        .filter(|name| name.starts_with(&beginning) && can_stand(name))
        .take(OF_A_KIND)
        .map(|name| Suggestion { insert: format!("{sign}{name}:"), kind: SuggestionKind::Field })
        .collect()
}

/// Groups whose name begins with the text, then those that hold it; active ones first.
fn sig_suggestions(field: &str, sign: &str, text: &str) -> Vec<Suggestion> {
    let text = text.to_ascii_lowercase().replace(' ', "-");
    let own_name = |directory: &'static str| directory.split_once('-').map_or(directory, |(_, name)| name);
    let mut found: Vec<(usize, &'static crate::sig::Group)> = Sig::known()
        .filter_map(|group| {
            let name = own_name(group.directory);
            let rank = if name.starts_with(&text) || group.directory.starts_with(&text) {
                0
            } else if text.len() > 1 && name.contains(&text) {
                1
            } else {
                return None;
            };
            Some((rank + if group.active { 0 } else { 2 }, group))
        })
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    let sig = |(_, group): (usize, &'static crate::sig::Group)| {
        let sig: Sig = group.directory.parse().ok()?;
        let insert = format!("{sign}{field}:{} ", sig.short());
        Some(Suggestion { insert, kind: SuggestionKind::Sig(sig) })
    };
    found.into_iter().filter_map(sig).collect()
}

fn version_suggestions(field: &str, sign: &str, text: &str, versions: &[Version]) -> Vec<Suggestion> {
    let text = text.trim_start_matches(['v', 'V']);
    // Of a range the end is typed last.
    let (begun, last) = text.rsplit_once("..").map_or(("", text), |(first, last)| (first, last));
    let begun = if begun.is_empty() { String::new() } else { format!("{begun}..") };
    let fits = |version: &&Version| version.to_string().starts_with(last);
    let suggestion = |version: &Version| Suggestion {
        insert: format!("{sign}{field}:{begun}{version} "),
        kind: SuggestionKind::Version(*version),
    };
    versions.iter().filter(fits).map(suggestion).collect()
}

fn kep_suggestions(keps: &[(u32, String)]) -> Vec<Suggestion> {
    let suggestion = |(number, title): &(u32, String)| Suggestion {
        insert: format!("kep:{number} "),
        kind: SuggestionKind::Kep(*number, title.clone()),
    };
    keps.iter().map(suggestion).collect()
}

fn value_suggestions<'a>(
    field: &str,
    beginning: &str,
    values: impl Iterator<Item = &'a str>,
) -> Vec<Suggestion> {
    let beginning = beginning.to_ascii_lowercase();
    let mut found: Vec<Suggestion> = Vec::new();
    for value in values.filter(|value| value.starts_with(&beginning)) {
        let insert = format!("{field}:{value} ");
        if found.iter().all(|other| other.insert != insert) {
            found.push(Suggestion { insert, kind: SuggestionKind::Value });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: &[&str]) {
        let versions: Vec<Version> = [37, 29, 28, 2].map(|minor| Version { minor }).to_vec();
        let keps = [(753, "Sidecar containers".to_owned())];
        let found = suggest(typed, &versions, if kep_terms(typed).is_some() { &keps } else { &[] });
        let found: Vec<&str> = found.iter().map(|suggestion| suggestion.insert.as_str()).collect();
        assert_eq!(found, expected, "{typed}");
    }

    #[test]
    fn a_field_is_suggested_by_its_beginning() {
        check("ve", &["version:", "verdict:"]);
        check("Sin", &["since:", "kep:753 "]);
        check("-ve", &["-version:"]);
        check("cyc", &["cycle:", "sig:cluster-lifecycle ", "sig:wg-node-lifecycle ", "kep:753 "]);
        check("zzz", &["kep:753 "]);
        check("", &[]);
        check("-", &[]);
        check("停", &[]);
    }

    #[test]
    fn a_field_suggests_its_values() {
        check("sig:nod", &["sig:node ", "sig:wg-node-lifecycle "]);
        check("wg:batch", &["sig:wg-batch "]);
        check("-sig:nod", &["-sig:node ", "-sig:wg-node-lifecycle "]);
        check("SIG:Network", &["sig:network "]);
        check("version:1.2", &["version:1.29 ", "version:1.28 ", "version:1.2 "]);
        check("version:v1.3", &["version:1.37 "]);
        check("version:1.28..1.3", &["version:1.28..1.37 "]);
        check("cycle:1.28..1.3", &["cycle:1.28..1.37 "]);
        check("-cycle:v1.3", &["-cycle:1.37 "]);
        check("kep:side", &["kep:753 "]);
        check("kep:", &["kep:753 "]);
        check("-kep:7", &[]);
        check("has:", &["has:code ", "has:quote ", "has:lost-link "]);
        check("state:me", &["state:merged "]);
        check("state:cha", &["state:changed "]);
        check("stage:no", &["stage:none "]);
        check("verdict:la", &["verdict:late "]);
        check("since:20", &[]);
        check("foo:bar", &[]);
    }

    #[test]
    fn a_word_may_mean_a_group_a_version_or_a_kep() {
        check("node", &["sig:node ", "sig:wg-node-lifecycle ", "kep:753 "]);
        check("1.28", &["version:1.28 ", "kep:753 "]);
        check("753", &["kep:753 "]);
        check("7", &[]);
        check("sidecar", &["kep:753 "]);
    }

    #[test]
    fn suggestions_are_few() {
        assert_eq!(suggest("sig:", &[], &[]).len(), MAX_SUGGESTIONS);
        let keps: Vec<(u32, String)> = (0..100).map(|number| (number, String::new())).collect();
        assert_eq!(suggest("kep:", &[], &keps).len(), MAX_SUGGESTIONS);
        check(&"a".repeat(MAX_CHARS + 1), &[]);
        assert_eq!(kep_terms(&"a".repeat(MAX_CHARS + 1)), None);
    }
}
