//! API versions of Kubernetes that are no longer served: a small table of facts.

mod mention;

use std::sync::LazyLock;

use jiff::civil::date;

use crate::Date;
use crate::version::Version;

pub use self::mention::{ApiMention, ApiOutcome, ApiService};

/// Kinds of an API version that a release no longer serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiRemoval {
    /// The first release that does not serve it.
    pub removed_in: Version,
    /// The API version: `batch/v1beta1`.
    pub api: &'static str,
    /// The kinds of it: `CronJob`.
    pub kinds: Vec<&'static str>,
    /// What serves the same kinds, the best first; empty where nothing does.
    pub replacements: Vec<ApiReplacement>,
}

/// An API version that takes the place of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiReplacement {
    /// The API version: `batch/v1`.
    pub api: &'static str,
    /// The first release that serves it, where the guide says so.
    pub since: Option<Version>,
}

impl ApiRemoval {
    /// Where the facts are from, for readers.
    pub const SOURCE: &str = "https://kubernetes.io/docs/reference/using-api/deprecation-guide/";

    /// The day up to which the table is complete: that of the guide's last change that was read.
    pub const AS_OF: Date = date(2025, 5, 16);

    /// Every removal, by release, in the order of the table.
    pub fn all() -> &'static [Self] {
        &TABLE
    }
}

static TABLE: LazyLock<Vec<ApiRemoval>> = LazyLock::new(|| lines().filter_map(removal).collect());

/// The lines of the table that are no comments.
fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("../data/api_removals.tsv").lines().filter(|line| !line.starts_with('#'))
}

/// What a line says, or `None` where it cannot be read; a test knows that each can.
fn removal(line: &'static str) -> Option<ApiRemoval> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [removed_in, api, kinds, replacements] = columns[..] else { return None };
    let replacements = replacements.split_whitespace().filter(|text| *text != "-");
    let replacements: Option<Vec<ApiReplacement>> = replacements.map(replacement).collect();
    let kinds: Vec<&str> = kinds.split_whitespace().collect();
    let is_whole = is_api(api) && !kinds.is_empty();
    is_whole.then_some(ApiRemoval {
        removed_in: removed_in.parse().ok()?,
        api,
        kinds,
        replacements: replacements?,
    })
}

/// An API version, with the release since which it is served: `batch/v1@1.21`.
fn replacement(text: &'static str) -> Option<ApiReplacement> {
    let (api, since) = match text.split_once('@') {
        Some((api, since)) => (api, Some(since.parse().ok()?)),
        None => (text, None),
    };
    is_api(api).then_some(ApiReplacement { api, since })
}

fn is_api(text: &str) -> bool {
    text.split_once('/').is_some_and(|(group, version)| !group.is_empty() && version.starts_with('v'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_read_newest_release_last() {
        for line in lines() {
            assert!(removal(line).is_some(), "not read: {line}");
        }
        assert_eq!(ApiRemoval::all().len(), lines().count());
        assert!(ApiRemoval::all().is_sorted_by_key(|removal| removal.removed_in));
        for wrong in [
            "",
            "1.25\tbatch/v1beta1\t\t-",
            "1.25\tbatch\tCronJob\t-",
            "1.25\tbatch/v1beta1\tCronJob\tbatch/v1@x",
        ] {
            assert!(removal(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_removal_names_what_serves_its_kinds_now() {
        let removals_with = |api: &str| {
            let removals = ApiRemoval::all().iter().filter(|removal| removal.api == api);
            removals.cloned().collect::<Vec<_>>()
        };
        let cron_job = &removals_with("batch/v1beta1")[0];
        assert_eq!((cron_job.removed_in, &cron_job.kinds[..]), (Version { minor: 25 }, &["CronJob"][..]));
        let replacement = ApiReplacement { api: "batch/v1", since: Some(Version { minor: 21 }) };
        assert_eq!(cron_job.replacements, [replacement]);
        let policies: Vec<_> = removals_with("policy/v1beta1");
        assert!(
            policies
                .iter()
                .any(|removal| removal.kinds == ["PodSecurityPolicy"] && removal.replacements.is_empty())
        );
        assert_eq!(removals_with("flowcontrol.apiserver.k8s.io/v1beta2")[0].replacements.len(), 2);
    }
}
