use std::collections::BTreeMap;

use super::*;
use crate::gate::{Gate, GateRecord, GateSource, GateSpec, GateStanding, RemovalNote};
use crate::pages::{FactDays, GateKep, GateReleaseNote};
use crate::release_note::{self, ReleaseNote};

const KNOWN_UNTIL: Version = Version { minor: 36 };

/// A gate of the versioned list: `28 alpha off, 30 beta on, 31 stable on locked`, and where it ends, `33 gone`.
fn gate(name: &str, specs: &str) -> Gate {
    let mut record = GateRecord::new([], KNOWN_UNTIL);
    let mut read: Vec<GateSpec> = Vec::new();
    let mut gone = false;
    for spec in specs.split(", ") {
        let words: Vec<&str> = spec.split(' ').collect();
        let from = Version { minor: words[0].parse().unwrap() };
        if words[1] == "gone" {
            read.last_mut().unwrap().until = Some(Version { minor: from.minor - 1 });
            gone = true;
            break;
        }
        let standing = GateStanding {
            stage: words[1].parse().unwrap(),
            default: words.get(2).map(|word| *word == "on"),
            locked: Some(words.get(3) == Some(&"locked")),
        };
        read.push(GateSpec { from, until: None, standing });
    }
    record = GateRecord::new(read, record.known_until());
    if gone {
        record = record.removed();
    }
    let records = BTreeMap::from([(GateSource::List, record)]);
    Gate { name: name.parse().unwrap(), records, removal_notes: Vec::<RemovalNote>::new() }
}

/// The changes in words: `1.30 default_on alpha off -> beta on`.
fn described(changes: &[Change]) -> Vec<String> {
    let standing = |stage: Option<Stage>, default: Option<bool>| match (stage, default) {
        (None, _) => "-".to_owned(),
        (Some(stage), None) => stage.to_string(),
        (Some(stage), Some(default)) => format!("{stage} {}", if default { "on" } else { "off" }),
    };
    let one = |change: &Change| {
        let Change { kind, release, stage_from, stage_to, default_from, default_to, .. } = change;
        let before = standing(*stage_from, *default_from);
        let locked = change.locked_to.map_or("", |value| if value { " locked on" } else { " locked off" });
        let again = change.gone_again.map(|release| format!(" gone in {release}")).unwrap_or_default();
        let word = kind.as_str();
        let before = if change.gate_is_new { format!("({before})") } else { before };
        format!("{release} {word} {before} -> {}{locked}{again}", standing(*stage_to, *default_to))
    };
    changes.iter().map(one).collect()
}

#[track_caller]
fn check(specs: &str, range: &str, expected: &[&str]) {
    let changes = gate_changes(&gate("PaintShed", specs), range.parse().unwrap());
    assert_eq!(described(&changes), expected, "{specs} in {range}");
}

const LIFE: &str = "28 alpha off, 30 beta on, 31 stable on locked, 33 gone";

#[test]
fn a_gate_changes_into_what_it_is_afterwards() {
    check(LIFE, "1.27..1.28", &["1.28 alpha - -> alpha off"]);
    check(LIFE, "1.28..1.29", &[]);
    check(LIFE, "1.29..1.30", &["1.30 default_on alpha off -> beta on", "1.30 beta alpha off -> beta on"]);
    check(
        LIFE,
        "1.30..1.31",
        &["1.31 gate_locked beta on -> stable on locked on", "1.31 stable beta on -> stable on"],
    );
    check(LIFE, "1.32..1.33", &["1.33 gate_removed stable on -> -"]);
    check(LIFE, "1.33..1.35", &[]);
}

#[test]
fn a_gate_that_is_new_was_none_before_however_the_code_behaved() {
    let deprecated = "0 stable on, 33 deprecated off";
    check(
        deprecated,
        "1.32..1.33",
        &["1.33 default_off (stable on) -> deprecated off", "1.33 deprecated (stable on) -> deprecated off"],
    );
    check(deprecated, "1.33..1.34", &[]);
    check("0 alpha off, 30 beta off", "1.29..1.30", &["1.30 beta (alpha off) -> beta off"]);
    check(
        "0 stable on, 33 deprecated on, 34 deprecated off",
        "1.32..1.34",
        &[
            "1.34 default_off deprecated on -> deprecated off",
            "1.33 deprecated (stable on) -> deprecated off",
        ],
    );
}

#[test]
fn several_releases_add_up() {
    check(
        LIFE,
        "1.28..1.31",
        &[
            "1.31 gate_locked beta on -> stable on locked on",
            "1.30 default_on alpha off -> beta on",
            "1.31 stable alpha off -> stable on",
        ],
    );
    check(
        LIFE,
        "1.28..1.34",
        &[
            "1.33 gate_removed stable on -> -",
            "1.30 default_on alpha off -> beta on",
            "1.31 stable alpha off -> stable on",
        ],
    );
}

#[test]
fn what_comes_and_goes_within_the_range_says_so() {
    check(
        LIFE,
        "1.27..1.34",
        &["1.30 default_on alpha off -> beta on", "1.31 stable - -> stable on gone in 1.33"],
    );
}

#[test]
fn a_gate_that_flips_twice_has_both() {
    let watch = gate("PaintShed", "30 beta off, 32 beta on, 33 beta off, 34 beta on");
    let changes = gate_changes(&watch, "1.31..1.33".parse().unwrap());
    assert_eq!(
        described(&changes),
        ["1.32 default_on beta off -> beta on", "1.33 default_off beta on -> beta off"]
    );
    let flips = vec![(Version { minor: 32 }, true), (Version { minor: 33 }, false)];
    assert!(changes.iter().all(|change| change.flips == flips));
    let once = gate_changes(&watch, "1.31..1.32".parse().unwrap());
    assert!(once[0].flips.is_empty());
}

#[test]
fn a_gate_may_come_on_be_born_deprecated_and_lock_without_a_flip() {
    check("30 beta on", "1.29..1.30", &["1.30 default_on - -> beta on", "1.30 beta - -> beta on"]);
    check(
        "0 stable on, 31 deprecated off",
        "1.30..1.31",
        &["1.31 default_off (stable on) -> deprecated off", "1.31 deprecated (stable on) -> deprecated off"],
    );
    check(
        "20 stable on, 35 stable on locked",
        "1.34..1.35",
        &["1.35 gate_locked stable on -> stable on locked on"],
    );
    check(
        "30 deprecated off, 36 deprecated off locked",
        "1.34..1.36",
        &["1.36 gate_locked deprecated off -> deprecated off locked off"],
    );
}

fn release_note(pull: u64, text: Option<&str>) -> ReleaseNote {
    ReleaseNote {
        pull,
        release: Version { minor: 30 },
        sigs: vec!["sig-node".parse().unwrap()],
        kinds: Vec::new(),
        areas: Vec::new(),
        action_required: false,
        text: text.map(str::to_owned),
        keps: Vec::new(),
    }
}

fn naming(note: ReleaseNote, gates: &[&str]) -> GateReleaseNote {
    GateReleaseNote { note, gates: gates.iter().map(|gate| gate.parse().unwrap()).collect() }
}

#[test]
fn a_line_has_what_all_sources_say_of_it() {
    let kep = GateKep {
        number: Some(753),
        folder: "sig-apps/753-sheds".to_owned(),
        title: Some("Sheds".to_owned()),
        owning_sig: Some("sig-apps".parse().unwrap()),
    };
    let step = KepStep {
        name: KepName::Number(753),
        title: kep.title.clone(),
        sig: kep.owning_sig.clone(),
        stage: Stage::Beta,
        release: Version { minor: 30 },
        releases_late: Some(2),
    };
    let facts = UpgradeFacts {
        gates: BTreeMap::from([(
            "PaintShed".parse().unwrap(),
            gate("PaintShed", "28 alpha off, 30 beta on"),
        )]),
        release_notes: vec![
            naming(release_note(1, Some("`PaintShed` is beta now.")), &["PaintShed"]),
            naming(ReleaseNote { action_required: true, ..release_note(2, None) }, &[]),
            naming(
                ReleaseNote {
                    kinds: vec![release_note::ChangeKind::Deprecation],
                    ..release_note(3, Some("Old paint."))
                },
                &[],
            ),
            naming(release_note(4, None), &[]),
        ],
        kep_steps: vec![step.clone(), KepStep { name: KepName::Number(9), ..step }],
        gate_keps: BTreeMap::from([("PaintShed".to_owned(), vec![kep])]),
    };
    let changes = list_changes(&facts, "1.29..1.30".parse().unwrap());
    let lines: Vec<_> = changes
        .iter()
        .map(|change| {
            let kep = change.kep.as_ref().and_then(KepName::number);
            (change.kind.as_str(), change.pull, kep, change.releases_late)
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("action_required", Some(2), None, None),
            ("default_on", Some(1), Some(753), None),
            ("deprecated", Some(3), None, None),
            ("beta", None, Some(9), Some(2)),
            ("beta", Some(1), Some(753), Some(2)),
            ("release_note", Some(1), None, None),
        ]
    );
    assert_eq!(changes[1].sigs, ["sig-apps".parse().unwrap()]);
    assert_eq!(changes[0].sources, [Source::ReleaseNotes]);
}

#[test]
fn an_api_has_what_serves_its_kinds_now() {
    let changes = list_changes(&UpgradeFacts::default(), "1.28..1.29".parse().unwrap());
    let apis: Vec<&ApiChange> = changes.iter().filter_map(|change| change.api.as_ref()).collect();
    assert_eq!(apis.len(), changes.len());
    assert_eq!(apis[0].version, "flowcontrol.apiserver.k8s.io/v1beta2");
    assert_eq!(apis[0].replacements[0].0, "flowcontrol.apiserver.k8s.io/v1");
}

fn page(query: &str) -> UpgradePage {
    let mut changes = Vec::new();
    for n in 0..70 {
        let mut change = Change::new(Kind::Alpha, Version { minor: 30 });
        change.notes_count = u32::from(n == 69);
        change.sigs = vec![if n < 10 { "sig-node" } else { "sig-apps" }.parse().unwrap()];
        changes.push(change);
    }
    changes.push(Change::new(Kind::GateRemoved, Version { minor: 30 }));
    changes.extend((0..150).map(|_| Change::new(Kind::ReleaseNote, Version { minor: 30 })));
    let range = "1.29..1.30".parse().unwrap();
    UpgradePage::new(range, query.parse().unwrap(), changes, Vec::new(), FactDays::default())
}

#[test]
fn a_page_shows_the_beginning_of_each_part_and_a_part_is_paged() {
    let shown = |query: &str| {
        let parts = page(query).parts;
        parts
            .iter()
            .map(|part| (part.group, part.changes.len(), part.matching, part.pages()))
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(""), [(Group::Before, 1, 1, 1), (Group::New, 60, 70, 1), (Group::Other, 0, 150, 2)]);
    assert_eq!(shown("part=other"), [(Group::Other, 100, 150, 2)]);
    assert_eq!(shown("part=other&page=2"), [(Group::Other, 50, 150, 2)]);
    assert_eq!(shown("sig=node"), [(Group::New, 10, 10, 1)]);
    assert_eq!(shown("notes=1"), [(Group::New, 1, 1, 1)]);
    assert_eq!(shown("action=1"), [(Group::Before, 1, 1, 1)]);
    assert_eq!(shown("sig=windows"), []);
}

#[test]
fn other_release_notes_are_folded_by_group_with_as_many_of_each_as_fit() {
    let range: UpgradeRange = "1.29..1.30".parse().unwrap();
    let folded = |groups: &[(&str, usize)], query: &str| {
        let mut changes = Vec::new();
        for (sigs, count) in groups {
            let sigs: Vec<_> = sigs.split_whitespace().map(|sig| sig.parse().unwrap()).collect();
            let note = Change { sigs, ..Change::new(Kind::ReleaseNote, range.to()) };
            changes.extend(std::iter::repeat_n(note, *count));
        }
        let page = UpgradePage::new(range, query.parse().unwrap(), changes, Vec::new(), FactDays::default());
        let parts = page.parts.iter().flat_map(|part| &part.by_sig);
        let shown = parts.map(|part| {
            let sig = part.sig.as_ref().map_or("none", |sig| sig.short());
            format!("{sig} {} of {}", part.changes.len(), part.matching)
        });
        shown.collect::<Vec<_>>()
    };
    let few = [("sig-node", 3), ("sig-apps sig-node", 2), ("", 4)];
    assert_eq!(folded(&few, ""), ["node 5 of 5", "apps 2 of 2", "none 4 of 4"]);
    assert_eq!(folded(&few, "sig=apps"), ["apps 2 of 2"]);
    assert_eq!(folded(&few, "part=other"), [""; 0], "they are unfolded there");
    let many = [("sig-node", 300), ("sig-apps", 200), ("sig-cli", 10), ("", 90)];
    assert_eq!(folded(&many, ""), ["node 36 of 300", "apps 36 of 200", "cli 10 of 10", "none 36 of 90"]);
}

#[test]
fn lines_with_notes_come_first_and_groups_are_counted_without_their_own_choice() {
    let page = page("sig=node");
    let sigs: Vec<(&str, u32)> = page.sigs.iter().map(|count| (count.sig.short(), count.changes)).collect();
    assert_eq!(sigs, [("apps", 60), ("node", 10)]);
    assert_eq!((page.all, page.matching, page.with_notes, page.needing_action), (221, 10, 0, 0));
    assert_eq!(self::page("").parts[1].changes[0].notes_count, 1);
}
