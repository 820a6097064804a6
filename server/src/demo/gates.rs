//! Reads the feature gates and release notes of the demo. The head of `demo/gates.tsv` describes the format.

use std::collections::BTreeMap;

use anyhow::Context;
use domain::gate::{GateName, GateRecord, GateSource, GateSpec, GateStanding};
use domain::release_note::ReleaseNote;
use domain::version::Version;

/// What is known of gates and releases.
#[derive(Clone, Debug, Default)]
pub struct DemoGates {
    /// What each source says of each gate.
    pub records: BTreeMap<GateSource, BTreeMap<GateName, GateRecord>>,
    /// By the release of each.
    pub release_notes: BTreeMap<Version, Vec<ReleaseNote>>,
}

impl DemoGates {
    /// Reads a file of facts. The file is part of the program, so the first line that cannot be read is an error.
    pub fn read(text: &str) -> anyhow::Result<Self> {
        let mut gates = Self::default();
        for (text, line) in
            text.lines().zip(1..).filter(|(text, _)| !text.starts_with('#') && !text.is_empty())
        {
            gates.add(text).with_context(|| format!("line {line} cannot be read: {text}"))?;
        }
        Ok(gates)
    }

    fn add(&mut self, line: &str) -> Option<()> {
        let columns: Vec<&str> = line.split('\t').collect();
        let column = |n: usize| columns.get(n).copied().unwrap_or_default();
        match column(0) {
            "gate" => {
                let specs = column(4).split(", ").map(spec).collect::<Option<Vec<_>>>()?;
                let record = GateRecord::new(specs, column(3).parse().ok()?);
                let record = if column(5) == "gone" { record.removed() } else { record };
                let source = column(2).parse().ok()?;
                self.records.entry(source).or_default().insert(column(1).parse().ok()?, record);
            }
            "pull" => {
                let note = ReleaseNote {
                    pull: column(1).parse().ok()?,
                    release: column(2).parse().ok()?,
                    sigs: list(column(3))?,
                    kinds: list(column(4))?,
                    areas: Vec::new(),
                    action_required: column(6) == "action",
                    text: Some(column(7).to_owned()).filter(|text| !text.is_empty()),
                    keps: list(column(5))?,
                };
                self.release_notes.entry(note.release).or_default().push(note);
            }
            _ => return None,
        }
        Some(())
    }
}

/// What a gate is from a release on: `1.29..1.32 beta on`, `1.33 stable on locked`.
fn spec(text: &str) -> Option<GateSpec> {
    let words: Vec<&str> = text.split(' ').collect();
    let (releases, standing) = words.split_first()?;
    let (from, until) = match releases.split_once("..") {
        Some((from, until)) => (from, Some(until.parse().ok()?)),
        None => (*releases, None),
    };
    let standing = GateStanding {
        stage: standing.first()?.parse().ok()?,
        default: standing.get(1).map(|word| *word == "on"),
        locked: Some(standing.get(2) == Some(&"locked")),
    };
    Some(GateSpec { from: from.parse().ok()?, until, standing })
}

fn list<T: std::str::FromStr>(text: &str) -> Option<Vec<T>> {
    text.split(", ").filter(|value| !value.is_empty()).map(|value| value.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_facts_are_read() {
        let gates = DemoGates::read(super::super::GATES).unwrap();
        assert_eq!(gates.records.values().map(BTreeMap::len).sum::<usize>(), 11);
        assert_eq!(gates.release_notes.values().map(Vec::len).sum::<usize>(), 3);
    }

    #[test]
    fn a_line_that_cannot_be_read_is_an_error() {
        for line in [
            "gate\tnoGate\tlist\t1.37\t1.27 alpha",
            "gate\tGate\tlist\t1.37\t1.27 new",
            "pull\tx\t1.27",
            "kep",
        ] {
            assert!(DemoGates::read(line).is_err(), "{line}");
        }
    }
}
