//! Where a text names an API version that a release no longer serves, and what became of it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::ApiRemoval;
use crate::Date;
use crate::release::Releases;

/// How far from an API version its kind may stand, in bytes: a few lines of a manifest.
const NEAR: usize = 200;

/// An API version that a text names, with the removals that concern it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiMention {
    /// The API version: `batch/v1beta1`.
    pub api: &'static str,
    /// Of the kinds that stand near it, else of all that it had; by release.
    pub removals: Vec<&'static ApiRemoval>,
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
}

/// Whether a release serves the kinds that are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiService {
    /// All of them.
    Served,
    /// Some of them.
    PartlyRemoved,
    /// None.
    Removed,
}

/// An API version that a document names, then and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiOutcome {
    /// The API version: `batch/v1beta1`.
    pub api: &'static str,
    /// What removed its kinds, by release.
    pub removals: Vec<&'static ApiRemoval>,
    /// What the newest release of the document's day served; `None` where that is not known.
    pub then: Option<ApiService>,
    /// What the newest release serves now; `None` where none is known.
    pub now: Option<ApiService>,
}

static REMOVALS: LazyLock<BTreeMap<&str, Vec<&ApiRemoval>>> = LazyLock::new(|| {
    let mut removals: BTreeMap<&str, Vec<&ApiRemoval>> = BTreeMap::new();
    for removal in ApiRemoval::all() {
        removals.entry(removal.api).or_default().push(removal);
    }
    removals
});

impl ApiMention {
    /// Every API version of the table that `text`, prose or code, names, in its order. Takes time linear in its length.
    pub fn find(text: &str) -> Vec<Self> {
        let named = tokens(text).filter_map(|token| {
            let (api, all) = REMOVALS.get_key_value(&text[token.clone()])?;
            let removals = near_kinds(text, &token, all);
            Some(Self { api, removals, range: token })
        });
        named.collect()
    }

    /// What became of it between the document's day and `now`.
    pub fn outcome(&self, then: Option<Date>, now: Option<Date>, releases: &Releases) -> ApiOutcome {
        let service_on = |day: Date| {
            let newest = releases.latest_on(day)?;
            let removed = self.removals.iter().filter(|removal| removal.removed_in <= newest).count();
            Some(match removed {
                0 => ApiService::Served,
                removed if removed == self.removals.len() => ApiService::Removed,
                _ => ApiService::PartlyRemoved,
            })
        };
        ApiOutcome {
            api: self.api,
            removals: self.removals.clone(),
            then: then.and_then(service_on),
            now: now.and_then(service_on),
        }
    }
}

impl ApiOutcome {
    /// Whether it was removed since.
    pub fn has_changed(&self) -> bool {
        self.then.is_some() && self.then != self.now
    }
}

/// The longest stretches of what API versions are written with, without the dots that end a sentence.
fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-');
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_part)?;
        let end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |length| start + length);
        at = end;
        let word = text[start..end].trim_end_matches(['.', '/', '-']);
        Some(start..start + word.len())
    })
}

/// The removals of the kinds that stand near an API version; all where none of them does.
fn near_kinds(text: &str, api: &Range<usize>, removals: &[&'static ApiRemoval]) -> Vec<&'static ApiRemoval> {
    let start = text.ceil_char_boundary(api.start.saturating_sub(NEAR));
    let end = text.floor_char_boundary((api.end + NEAR).min(text.len()));
    let words: Vec<&str> = text[start..end]
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let is_near = |removal: &&&ApiRemoval| removal.kinds.iter().any(|kind| words.contains(kind));
    let near: Vec<&ApiRemoval> = removals.iter().filter(is_near).copied().collect();
    if near.is_empty() { removals.to_vec() } else { near }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &[u16])]) {
        let mentions = ApiMention::find(text);
        let found: Vec<(&str, Vec<u16>)> = mentions
            .iter()
            .map(|it| {
                assert_eq!(&text[it.range.clone()], it.api);
                (it.api, it.removals.iter().map(|removal| removal.removed_in.minor).collect())
            })
            .collect();
        let expected: Vec<(&str, Vec<u16>)> =
            expected.iter().map(|(api, in_)| (*api, in_.to_vec())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn an_api_version_is_found_with_the_kinds_near_it() {
        check("apiVersion: batch/v1beta1\nkind: CronJob", &[("batch/v1beta1", &[25])]);
        check("uses `extensions/v1beta1` Ingress.", &[("extensions/v1beta1", &[22])]);
        check("extensions/v1beta1.", &[("extensions/v1beta1", &[16, 16, 16, 22])]);
        check("batch/v1 と apps/v1 と x/batch/v1beta1", &[]);
    }

    #[test]
    fn it_is_removed_with_the_release() {
        let mention = ApiMention::find("batch/v1beta1").remove(0);
        let day = |text: &str| text.parse::<Date>().ok();
        let outcome = mention.outcome(day("2022-08-22"), day("2022-08-23"), &Releases::built_in());
        assert_eq!((outcome.then, outcome.now), (Some(ApiService::Served), Some(ApiService::Removed)));
        assert!(outcome.has_changed());
        assert!(!mention.outcome(None, day("2026-01-01"), &Releases::built_in()).has_changed());
    }
}
