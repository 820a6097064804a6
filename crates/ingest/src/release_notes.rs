//! Reading the release notes that kubernetes/sig-release keeps, a file a release.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use domain::release_note::{ChangeKind, ReleaseNote, linked_kep, says_action_required, shown_text};
use domain::remark::Remark;
use domain::sig::Sig;
use domain::version::Version;
use serde::Deserialize;
use serde_json::{Map, Value};

/// A record, as far as it is read.
#[derive(Deserialize)]
struct Record {
    pr_number: Option<u64>,
    pr_url: Option<String>,
    text: Option<String>,
    kinds: Option<Vec<String>>,
    sigs: Option<Vec<String>>,
    areas: Option<Vec<String>>,
    #[serde(default)]
    action_required: bool,
    #[serde(default)]
    do_not_publish: bool,
    documentation: Option<Vec<Link>>,
}

#[derive(Deserialize)]
struct Link {
    url: Option<String>,
}

/// The notes of a file `releases/release-1.*/release-notes/release-notes-draft.json`, ascending by pull request, with remarks
/// on what is odd.
///
/// The format is a map from the number of a pull request to its record. The number in the record counts, as some keys lie.
/// Records of other repositories, and those that cannot be read, are left out, with a remark. Authors are not read.
///
/// # Errors
/// Where it is no map in JSON: then nothing of the file counts.
pub fn read(text: &str, release: Version) -> Result<(Vec<ReleaseNote>, Vec<Remark>), Remark> {
    let records: Map<String, Value> = serde_json::from_str(text).map_err(|error| {
        Remark::at(
            u32::try_from(error.line()).unwrap_or(u32::MAX).max(1),
            format!("is not a map in JSON: {error}"),
        )
    })?;
    let mut remarks = Vec::new();
    let mut notes = BTreeMap::new();
    for (key, value) in records {
        let record: Record = match serde_json::from_value(value) {
            Ok(record) => record,
            Err(error) => {
                remarks.push(Remark::whole(format!("record {key} is left out: {error}")));
                continue;
            }
        };
        match note(&key, record, release, &mut remarks) {
            Some(note) => drop(notes.insert(note.pull, note)),
            None => remarks.push(Remark::whole(format!("record {key} is of no pull request of Kubernetes"))),
        }
    }
    Ok((notes.into_values().collect(), remarks))
}

fn note(key: &str, record: Record, release: Version, remarks: &mut Vec<Remark>) -> Option<ReleaseNote> {
    let number = record.pr_number.or_else(|| key.parse().ok()).filter(|number| *number > 0)?;
    let is_kubernetes = |url: &String| url.contains("github.com/kubernetes/kubernetes/");
    record.pr_url.as_ref().is_none_or(is_kubernetes).then_some(())?;
    if key.parse() != Ok(number) {
        remarks.push(Remark::whole(format!("record {key} is of pull request {number}")));
    }
    let raw = record.text.unwrap_or_default();
    let links = record.documentation.unwrap_or_default().into_iter().filter_map(|link| link.url);
    let keps: BTreeSet<u32> = links.filter_map(|url| linked_kep(&url)).collect();
    let areas: BTreeSet<String> = record.areas.unwrap_or_default().into_iter().collect();
    let mut odd =
        |label: String| remarks.push(Remark::whole(format!("`{label}` of record {key} is not known")));
    Some(ReleaseNote {
        pull: number,
        release,
        sigs: labels::<Sig>(record.sigs, "sig/", &mut odd),
        kinds: labels::<ChangeKind>(record.kinds, "", &mut odd),
        areas: areas.into_iter().collect(),
        action_required: record.action_required || says_action_required(&raw),
        text: shown_text(&raw).filter(|_| !record.do_not_publish),
        keps: keps.into_iter().collect(),
    })
}

/// What labels mean, in order, each once; those that mean nothing are `odd`.
fn labels<T: FromStr + Ord>(
    labels: Option<Vec<String>>,
    prefix: &str,
    odd: &mut impl FnMut(String),
) -> Vec<T> {
    let labels = labels.unwrap_or_default().into_iter();
    let read = labels.filter_map(|label| {
        let meaning = format!("{prefix}{label}").parse().ok();
        if meaning.is_none() {
            odd(label);
        }
        meaning
    });
    read.collect::<BTreeSet<T>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RELEASE: Version = Version { minor: 32 };

    fn notes(text: &str) -> Vec<ReleaseNote> {
        read(text, RELEASE).unwrap().0
    }

    /// A record of pull request 7 with more fields.
    fn record(fields: &str) -> ReleaseNote {
        let text = format!(
            r#"{{"7": {{"pr_number": 7, "pr_url": "https://github.com/kubernetes/kubernetes/pull/7", {fields}}}}}"#
        );
        notes(&text).remove(0)
    }

    #[test]
    fn a_record_is_a_note() {
        let note = record(
            r#""text": "Paints the shed.\n", "kinds": ["feature", "api-change"], "sigs": ["node", "apps", "node"],
               "areas": ["kubelet"], "documentation": [
                 {"url": "https://github.com/kubernetes/enhancements/issues/753", "type": "KEP"},
                 {"description": "nowhere"}, {"url": "https://kep.k8s.io/27"}]"#,
        );
        let expected = ReleaseNote {
            pull: 7,
            release: RELEASE,
            sigs: vec!["sig-apps".parse().unwrap(), "sig-node".parse().unwrap()],
            kinds: vec![ChangeKind::ApiChange, ChangeKind::Feature],
            areas: vec!["kubelet".to_owned()],
            action_required: false,
            text: Some("Paints the shed.".to_owned()),
            keps: vec![27, 753],
        };
        assert_eq!(note, expected);
    }

    #[test]
    fn what_is_not_to_be_shown_is_a_fact_all_the_same() {
        for fields in [
            r#""text": "NONE", "sigs": ["node"]"#,
            r#""text": "Paints.", "do_not_publish": true, "sigs": ["node"]"#,
            r#""text": null, "kinds": null, "areas": null, "documentation": null, "sigs": ["node"]"#,
            r#""sigs": ["node"]"#,
        ] {
            let note = record(fields);
            assert_eq!((note.text, note.sigs.len()), (None, 1), "{fields}");
        }
    }

    #[test]
    fn an_action_is_required_by_flag_or_text() {
        assert!(record(r#""text": "Paints.", "action_required": true"#).action_required);
        assert!(record(r#""text": "ACTION REQUIRED: paint""#).action_required);
        assert!(!record(r#""text": "Paints.""#).action_required);
    }

    #[test]
    fn the_number_of_the_record_counts_and_odd_records_are_left_out() {
        let text = r#"{"12908": {"pr_number": 129083, "sigs": ["!", "cli"], "kinds": ["guess"]},
            "5": {"text": "without a number"}, "6": {"pr_number": "six"}, "x": {},
            "8": {"pr_number": 8, "pr_url": "https://github.com/kubernetes/kubectl/pull/8"}}"#;
        let (notes, remarks) = read(text, RELEASE).unwrap();
        assert_eq!(notes.iter().map(|note| note.pull).collect::<Vec<_>>(), [5, 129_083]);
        assert_eq!(notes[1].sigs.len(), 1);
        assert!(notes[1].kinds.is_empty());
        assert_eq!(remarks.len(), 6, "{remarks:?}");
    }

    #[test]
    fn a_file_that_is_no_map_is_an_error() {
        for wrong in
            ["", "[]", "{\"7\": {\"pr_number\": 7},}", "{\"7\": {\"pr_number\": 7} \"8\": {}}", "<html>"]
        {
            assert!(read(wrong, RELEASE).is_err(), "{wrong}");
        }
        assert!(notes("{}").is_empty());
    }
}
