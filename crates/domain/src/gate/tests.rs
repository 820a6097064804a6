use std::collections::BTreeMap;

use super::*;

fn v(minor: u16) -> Version {
    Version { minor }
}

/// A spec as `1.28 beta on`: the releases, the stage, the default, the lock; `1.28-1.30` names the end.
fn spec(text: &str) -> GateSpec {
    let mut words = text.split(' ');
    let releases = words.next().unwrap();
    let (from, until) =
        releases.split_once('-').map_or((releases, None), |(from, until)| (from, Some(until)));
    let stage = words.next().unwrap().parse().unwrap();
    let default = words.next().map(|word| word == "on");
    let locked = words.next().map(|word| word == "locked");
    let until = until.map(|until| until.parse().unwrap());
    GateSpec { from: from.parse().unwrap(), until, standing: GateStanding { stage, default, locked } }
}

fn record(specs: &[&str], known_until: u16) -> GateRecord {
    GateRecord::new(specs.iter().map(|text| spec(text)), v(known_until))
}

fn gate(list: Option<GateRecord>, website: Option<GateRecord>) -> Gate {
    let records = [(GateSource::List, list), (GateSource::Website, website)];
    let records: BTreeMap<_, _> =
        records.into_iter().filter_map(|(source, record)| Some((source, record?))).collect();
    Gate { name: "PaintShed".parse().unwrap(), records, removal_notes: Vec::new() }
}

/// A state as `beta on locked`, `gone`, `(stable on)` for what is implied.
fn shown(state: GateState) -> String {
    let standing = |standing: GateStanding| {
        let default = standing.default.map_or("?", |on| if on { "on" } else { "off" });
        let locked = standing.locked.map_or("", |locked| if locked { " locked" } else { " free" });
        format!("{} {default}{locked}", standing.stage)
    };
    match state {
        GateState::Unknown => "unknown".to_owned(),
        GateState::Absent => "absent".to_owned(),
        GateState::Gone => "gone".to_owned(),
        GateState::Implied(implied) => format!("({})", standing(implied)),
        GateState::Present(present) => standing(present),
    }
}

#[track_caller]
fn check_steps(gate: &Gate, expected: &[&str]) {
    let steps: Vec<String> =
        gate.steps().iter().map(|step| format!("{} {}", step.release, shown(step.state))).collect();
    assert_eq!(steps, expected);
}

fn shown_contradictions(gate: &Gate) -> Vec<String> {
    let contradictions = gate.contradictions().into_iter().map(|contradiction| match contradiction {
        GateContradiction::State { from, until, states } => {
            let states =
                states.iter().map(|(source, state)| format!("{} {}", source.as_str(), shown(*state)));
            format!("{from}-{until}: {}", states.collect::<Vec<_>>().join(", "))
        }
        GateContradiction::Removal { removals } => {
            let removals =
                removals.iter().map(|removal| format!("{} {}", removal.source.as_str(), removal.release));
            format!("removal: {}", removals.collect::<Vec<_>>().join(", "))
        }
    });
    contradictions.collect()
}

#[test]
fn a_source_reads_its_own_word() {
    for source in GateSource::ALL {
        assert_eq!(source.as_str().parse(), Ok(*source));
        assert_eq!(serde_json::to_string(source).unwrap(), format!("\"{}\"", source.as_str()));
    }
}

#[test]
fn a_spec_holds_until_the_next_and_of_one_release_the_last_counts() {
    let list = record(&["1.37 beta off", "1.37 beta on", "1.30 alpha off free"], 37);
    assert_eq!(list.specs().len(), 3);
    let gate = gate(Some(list), None);
    check_steps(&gate, &["1.30 alpha off free", "1.37 beta on"]);
    assert_eq!(gate.state_in(v(29)), GateState::Absent);
    assert_eq!(gate.state_in(v(38)), GateState::Unknown, "no source knows 1.38");
    assert_eq!(gate.first_release(), Some(v(30)));
}

#[test]
fn a_spec_of_1_0_says_how_it_was_before_there_was_the_gate() {
    let list = record(&["1.0 stable on free", "1.33 deprecated off free"], 37);
    let website = record(&["1.33 deprecated off"], 35);
    let gate = gate(Some(list), Some(website));
    check_steps(&gate, &["1.33 deprecated off free"]);
    assert_eq!(shown(gate.state_in(v(32))), "(stable on free)");
    assert_eq!(gate.first_release(), Some(v(33)));
    assert_eq!(shown_contradictions(&gate), [""; 0]);
    assert!(gate.state_in(v(32)).standing().is_some() && !gate.state_in(v(32)).is_present());
}

#[test]
fn what_only_a_page_of_the_website_has_is_known_as_far_as_the_website() {
    let website = record(&["1.28-1.28 alpha off", "1.29-1.32 beta on", "1.33 stable on locked"], 35);
    let gate = gate(None, Some(website));
    check_steps(&gate, &["1.28 alpha off", "1.29 beta on", "1.33 stable on locked"]);
    assert_eq!(gate.state_in(v(36)), GateState::Unknown);
    assert_eq!(gate.removal(), None);
}

#[test]
fn a_release_note_says_when_a_gate_went_that_no_page_marks() {
    let website = record(&["1.28-1.32 beta on", "1.33 stable on locked"], 35);
    let mut gate = gate(None, Some(website));
    // A claim of its day, before the gate was what it became.
    gate.removal_notes =
        [(32, 1), (37, 2), (38, 3)].map(|(minor, pull)| RemovalNote { release: v(minor), pull }).to_vec();
    let removal = GateRemoval { release: v(37), source: GateSource::ReleaseNotes, pull: Some(2) };
    assert_eq!(gate.removal(), Some(removal));
    check_steps(&gate, &["1.28 beta on", "1.33 stable on locked", "1.37 gone"]);
    assert_eq!(shown(gate.state_in(v(36))), "stable on locked", "no source knows 1.36, and it went later");
}

#[test]
fn the_website_says_when_a_gate_was_removed() {
    let website = record(&["1.22-1.22 alpha off", "1.23-1.27 stable on"], 35).removed();
    let mut gate = gate(None, Some(website));
    let removal = GateRemoval { release: v(28), source: GateSource::Website, pull: None };
    assert_eq!(gate.removal(), Some(removal));
    check_steps(&gate, &["1.22 alpha off", "1.23 stable on", "1.28 gone"]);
    assert_eq!(gate.contradictions(), []);
    gate.removal_notes = vec![RemovalNote { release: v(27), pull: 7 }];
    assert_eq!(gate.removal(), Some(removal));
    assert_eq!(
        shown_contradictions(&gate),
        ["1.27-1.27: website stable on, release_notes gone", "removal: website 1.28, release_notes 1.27"]
    );
    assert!(gate.contradictions()[0].concerns(v(27)) && !gate.contradictions()[0].concerns(v(28)));
}

#[test]
fn a_gate_that_is_removed_without_a_last_release_is_gone_by_what_the_website_knows() {
    let website = record(&["1.11-1.11 alpha off", "1.12 deprecated"], 35).removed();
    let gate = gate(None, Some(website));
    assert_eq!(gate.removal(), None);
    check_steps(&gate, &["1.11 alpha off", "1.12 deprecated ?", "1.13 unknown", "1.35 gone"]);
}

#[test]
fn a_gate_that_vanished_from_the_list_went_between_two_of_its_states() {
    let list = || record(&["1.30 alpha off free", "1.34 stable on locked"], 36);
    let next = gate(Some(list().vanished(v(37))), None);
    assert_eq!(next.removal().map(|removal| removal.release), Some(v(37)));
    check_steps(&next, &["1.30 alpha off free", "1.34 stable on locked", "1.37 gone"]);
    let same = gate(Some(list().vanished(v(36))), None);
    assert_eq!(same.removal().map(|removal| removal.release), Some(v(36)));
    let later = gate(Some(list().vanished(v(38)).vanished(v(39))), None);
    assert_eq!(later.removal(), None);
    check_steps(&later, &["1.30 alpha off free", "1.34 stable on locked", "1.37 unknown", "1.38 gone"]);
}

#[test]
fn a_listed_gate_is_there_whatever_the_website_says() {
    let list = record(&["1.30 alpha off free", "1.33 beta on free"], 37);
    let website = record(&["1.30-1.31 alpha off"], 35).removed();
    let gate = gate(Some(list), Some(website));
    assert_eq!(gate.removal(), None);
    check_steps(&gate, &["1.30 alpha off free", "1.33 beta on free"]);
    assert_eq!(
        shown_contradictions(&gate),
        ["1.32-1.32: list alpha off free, website gone", "1.33-1.37: list beta on free, website gone"]
    );
}

#[test]
fn the_list_wins_and_what_the_website_says_otherwise_is_a_contradiction() {
    let list = record(&["1.24 alpha off free", "1.35 beta off free", "1.37 beta on free"], 37);
    let website = record(&["1.24-1.34 alpha off", "1.35 beta on"], 35);
    let gate = gate(Some(list), Some(website));
    check_steps(&gate, &["1.24 alpha off free", "1.35 beta off free", "1.37 beta on free"]);
    assert_eq!(shown_contradictions(&gate), ["1.35-1.35: list beta off free, website beta on"]);
    assert!(gate.contradictions()[0].concerns(v(35)));
    assert!(!gate.contradictions()[0].concerns(v(37)));
}

#[test]
fn what_a_patch_release_took_back_is_a_contradiction() {
    let list = record(&["1.29 alpha off free", "1.31 deprecated off free"], 37);
    let website = record(&["1.29-1.30 alpha off", "1.31-1.31 beta on", "1.31 deprecated off"], 35);
    let gate = gate(Some(list), Some(website));
    check_steps(&gate, &["1.29 alpha off free", "1.31 deprecated off free"]);
    let expected = "1.31-1.31: list deprecated off free, website deprecated off, website beta on";
    assert_eq!(shown_contradictions(&gate), [expected]);
}

#[test]
fn a_lock_is_that_of_the_list_else_of_the_table_else_of_the_website() {
    let list = record(&["1.30 stable on free", "1.32 stable on locked"], 37);
    let website = record(&["1.30 stable on locked"], 35);
    let listed = gate(Some(list), Some(website));
    check_steps(&listed, &["1.30 stable on free", "1.32 stable on locked"]);
    assert_eq!(shown_contradictions(&listed), ["1.30-1.31: list stable on free, website stable on locked"]);
    assert_eq!(listed.state_in(v(32)).standing().and_then(GateStanding::locked_to), Some(true));
    let website = record(&["1.28-1.29 beta off", "1.30-1.31 stable on"], 35).removed();
    let mut other = gate(None, Some(website));
    assert_eq!(other.state_in(v(30)).standing().and_then(|standing| standing.locked), None);
    other.name = "ValidatingAdmissionPolicy".parse().unwrap();
    check_steps(&other, &["1.28 beta off", "1.30 stable on locked", "1.32 gone"]);
}

#[test]
fn a_gate_survives_its_json() {
    let list = record(&["1.0 stable on free", "1.33 deprecated off free"], 37);
    let website = record(&["1.33-1.34 deprecated off", "1.35 stable"], 35).removed();
    let mut gate = gate(Some(list), Some(website));
    gate.removal_notes = vec![RemovalNote { release: v(36), pull: 1 }];
    let json = serde_json::to_string(&gate).unwrap();
    assert_eq!(serde_json::from_str::<Gate>(&json).unwrap(), gate);
}
