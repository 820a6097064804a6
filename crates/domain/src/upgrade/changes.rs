//! Everything that an upgrade changes, from all facts.

use std::collections::{BTreeMap, BTreeSet};

use super::{ApiChange, Change, Kind, Source, UpgradeRange, gate_changes};
use crate::api_removal::ApiRemoval;
use crate::gate::{Gate, GateName};
use crate::kep::Stage;
use crate::pages::{GateKep, GateReleaseNote, KepName};
use crate::release_note::{self, ReleaseNote};
use crate::sig::Sig;
use crate::version::Version;

/// What is known of the releases of an upgrade.
#[derive(Clone, Debug, Default)]
pub struct UpgradeFacts {
    /// Every gate, by name.
    pub gates: BTreeMap<GateName, Gate>,
    /// The release notes of the range, in any order.
    pub release_notes: Vec<GateReleaseNote>,
    /// What KEPs reached in the range, in any order.
    pub kep_steps: Vec<KepStep>,
    /// The KEPs whose files name gates, by the name as they spell it.
    pub gate_keps: BTreeMap<String, Vec<GateKep>>,
}

/// A stage that a KEP reached with a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KepStep {
    /// What its page is called.
    pub name: KepName,
    /// Its title.
    pub title: Option<String>,
    /// The group that owns it.
    pub sig: Option<Sig>,
    /// The stage.
    pub stage: Stage,
    /// The release that it was reached with.
    pub release: Version,
    /// By how many releases that was later than the file had promised at first.
    pub releases_late: Option<u16>,
}

/// Everything that an upgrade changes, by kind, then release, then name; without notes.
///
/// What a KEP reached is told with its gate where that reached the same, and by itself elsewhere. Of several stages of one
/// KEP the last counts.
pub fn list_changes(facts: &UpgradeFacts, range: UpgradeRange) -> Vec<Change> {
    let notes = NotesByGate::new(&facts.release_notes);
    let mut changes = Vec::new();
    for gate in facts.gates.values() {
        let keps = facts.gate_keps.get(gate.name.as_str()).map(Vec::as_slice).unwrap_or_default();
        let sigs = notes.sigs(&gate.name, keps);
        for change in gate_changes(gate, range) {
            // Which of several KEPs a change is about is not known.
            let kep = if let [kep] = keps { Some(kep) } else { None };
            changes.push(Change {
                kep: kep.map(GateKep::name),
                kep_title: kep.and_then(|kep| kep.title.clone()),
                pull: notes.pull(&gate.name, change.release),
                sigs: sigs.clone(),
                ..change
            });
        }
    }
    add_kep_steps(&mut changes, &facts.kep_steps);
    changes.extend(
        ApiRemoval::all().iter().filter(|removal| range.contains(removal.removed_in)).map(api_change),
    );
    let shown = facts.release_notes.iter().filter(|note| range.contains(note.note.release));
    changes.extend(shown.filter_map(|note| note_change(&note.note)));
    changes.sort_by(|one, other| order(one).cmp(&order(other)));
    changes
}

fn order(change: &Change) -> impl Ord + '_ {
    let gate = change.gate.as_ref().map(|gate| gate.as_str().to_ascii_lowercase());
    let api = change.api.as_ref().map(|api| &api.version);
    (change.kind, change.release, gate, api, &change.kep, change.pull)
}

/// The release notes of the range by the gates that they name.
struct NotesByGate<'a>(BTreeMap<&'a GateName, Vec<&'a ReleaseNote>>);

impl<'a> NotesByGate<'a> {
    fn new(all: &'a [GateReleaseNote]) -> Self {
        let mut notes: BTreeMap<&GateName, Vec<&ReleaseNote>> = BTreeMap::new();
        for GateReleaseNote { note, gates } in all {
            for gate in gates {
                notes.entry(gate).or_default().push(note);
            }
        }
        Self(notes)
    }

    fn get(&self, gate: &GateName) -> &[&'a ReleaseNote] {
        self.0.get(gate).map(Vec::as_slice).unwrap_or_default()
    }

    /// The pull request of the one note of a release that names the gate.
    fn pull(&self, gate: &GateName, release: Version) -> Option<u64> {
        let mut in_release = self.get(gate).iter().filter(|note| note.release == release);
        let first = in_release.next()?;
        in_release.next().is_none().then_some(first.pull)
    }

    /// The groups of a gate: those that own its KEPs, else those of the notes that name it.
    fn sigs(&self, gate: &GateName, keps: &[GateKep]) -> Vec<Sig> {
        let owners: BTreeSet<Sig> = keps.iter().filter_map(|kep| kep.owning_sig.clone()).collect();
        let named = || {
            let sigs =
                self.get(gate).iter().flat_map(|note| note.sigs.iter().filter(|sig| note.is_about(sig)));
            sigs.cloned().collect::<BTreeSet<_>>()
        };
        let sigs = if owners.is_empty() { named() } else { owners };
        sigs.into_iter().collect()
    }
}

/// Adds what KEPs reached: to the line of a gate that reached the same, else as a line.
fn add_kep_steps(changes: &mut Vec<Change>, steps: &[KepStep]) {
    let mut last: BTreeMap<&KepName, &KepStep> = BTreeMap::new();
    for step in steps {
        let known = last.entry(&step.name).or_insert(step);
        if (known.release, known.stage) < (step.release, step.stage) {
            *known = step;
        }
    }
    for step in last.into_values() {
        let is_same = |change: &&mut Change| {
            change.kep.as_ref() == Some(&step.name)
                && change.stage_to == Some(step.stage)
                && matches!(change.kind, Kind::Alpha | Kind::Beta | Kind::Stable | Kind::Deprecated)
        };
        let mut is_listed = false;
        for change in changes.iter_mut().filter(is_same) {
            change.releases_late = step.releases_late;
            is_listed = true;
        }
        if !is_listed {
            changes.push(Change {
                kep: Some(step.name.clone()),
                kep_title: step.title.clone(),
                releases_late: step.releases_late,
                sigs: step.sig.iter().cloned().collect(),
                stage_to: Some(step.stage),
                sources: vec![Source::Keps],
                ..Change::new(step.stage.into(), step.release)
            });
        }
    }
}

fn api_change(removal: &ApiRemoval) -> Change {
    let replacements = removal.replacements.iter();
    Change {
        api: Some(ApiChange {
            version: removal.api.to_owned(),
            kinds: removal.kinds.iter().map(|kind| (*kind).to_owned()).collect(),
            replacements: replacements.map(|other| (other.api.to_owned(), other.since)).collect(),
        }),
        sources: vec![Source::DeprecationGuide],
        ..Change::new(Kind::ApiRemoved, removal.removed_in)
    }
}

/// What a release note tells; without a text only where something has to be done.
fn note_change(note: &ReleaseNote) -> Option<Change> {
    let kind = if note.action_required {
        Kind::ActionRequired
    } else if note.kinds.contains(&release_note::ChangeKind::Deprecation) {
        Kind::Deprecated
    } else {
        Kind::ReleaseNote
    };
    let kep = match note.keps[..] {
        [number] => Some(KepName::Number(number)),
        _ => None,
    };
    (note.text.is_some() || kind == Kind::ActionRequired).then(|| Change {
        kep,
        pull: Some(note.pull),
        sigs: note.sigs.clone(),
        text: note.text.clone(),
        sources: vec![Source::ReleaseNotes],
        ..Change::new(kind, note.release)
    })
}
