//! Feature gates and release notes, and what follows from them for notes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeMap;

use domain::cite::Repo;
use domain::gate::{
    GateName, GateOutcome, GateRecord, GateSource, GateSpec, GateStanding, GateState, GateStep,
};
use domain::github::{Answer, Item, ItemKey, ItemKind, ItemState};
use domain::kep::Stage;
use domain::release_note::ReleaseNote;
use domain::version::Version;
use jiff::Timestamp;
use store::{
    FactSource, FetchedItem, ReadReleaseNotes, ReleaseNoteFile, SourceProgress, SyncEnd, SyncKind, TagState,
};
use support::{Database, filter};

const NOTEBOOK: &str =
    "# Notes\n\n## 2023-06-12\n\n- `PaintShed` を試す k/k#7\n- EndpointSlice と KEP-753\n- k/k#8\n";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn v(minor: u16) -> Version {
    Version { minor }
}

fn progress() -> SourceProgress {
    SourceProgress {
        commit: Some("c0ffee".to_owned()),
        data_at: Some(at("2026-07-28T00:00:00Z")),
        checked_at: at("2026-11-22T00:00:00Z"),
        error: None,
    }
}

fn record(from: u16, known_until: u16) -> GateRecord {
    let standing = GateStanding { stage: Stage::Alpha, default: Some(false), locked: Some(false) };
    GateRecord::new([GateSpec { from: v(from), until: None, standing }], v(known_until))
}

fn records(names: &[&str], known_until: u16) -> BTreeMap<GateName, GateRecord> {
    names.iter().map(|name| (name.parse().unwrap(), record(28, known_until))).collect()
}

fn note(pull: u64, sigs: &[&str], text: &str) -> ReleaseNote {
    ReleaseNote {
        pull,
        release: v(28),
        sigs: sigs.iter().map(|sig| sig.parse().unwrap()).collect(),
        kinds: Vec::new(),
        areas: Vec::new(),
        action_required: false,
        text: Some(text.to_owned()),
        keps: Vec::new(),
    }
}

fn file(blob: &str, notes: Vec<ReleaseNote>) -> ReadReleaseNotes {
    let file = ReleaseNoteFile { blob: Some(blob.to_owned()), error: None, notes: notes.len() };
    ReadReleaseNotes { release: v(28), file, notes: Some(notes) }
}

async fn with_facts() -> Database {
    let db = Database::new().await;
    db.import("notes", NOTEBOOK).await;
    let gates = records(&["PaintShed", "EndpointSlice"], 37);
    assert_eq!(db.store.store_gates(GateSource::List, &gates, &progress()).await.unwrap(), 2);
    let sigs = ["sig-apps", "sig-auth", "sig-cli", "sig-node"];
    let notes =
        vec![note(7, &sigs[3..], "Removed the `PaintShed` feature gate."), note(8, &sigs, "Adds PaintShed.")];
    assert_eq!(db.store.store_release_notes(&[file("b1", notes)], &progress()).await.unwrap(), 2);
    db.store.derive().await.unwrap();
    db
}

/// The gates of each note.
async fn gates(db: &Database) -> Vec<Vec<String>> {
    let exported = db.store.export(&filter("")).await.unwrap();
    let notes = exported.iter().flat_map(|entry| &entry.notes);
    notes.map(|note| note.gates.iter().map(ToString::to_string).collect()).collect()
}

/// The tags of each note as `sig-node release-notes applied`.
async fn tags(db: &Database) -> Vec<Vec<String>> {
    let exported = db.store.export(&filter("")).await.unwrap();
    let notes = exported.iter().flat_map(|entry| &entry.notes);
    let shown = |tag: &store::ExportedTag| {
        format!("{} {} {}", tag.tag.tag.value(), tag.tag.origin.as_str(), tag.state.as_str())
    };
    notes.map(|note| note.tags.iter().map(shown).collect()).collect()
}

#[tokio::test]
async fn notes_name_gates_whichever_comes_first() {
    let db = with_facts().await;
    assert_eq!(gates(&db).await, [vec!["PaintShed".to_owned()], vec![], vec![]]);
    db.import("later", "# Later\n\n## 2023-06-13\n\n- EndpointSlice=true\n").await;
    assert_eq!(gates(&db).await[0], ["EndpointSlice"], "by import");
    db.store.store_gates(GateSource::List, &records(&["EndpointSlice"], 38), &progress()).await.unwrap();
    db.store.derive().await.unwrap();
    assert_eq!(gates(&db).await[1], ["PaintShed"], "a gate that has vanished is one");
}

#[tokio::test]
async fn a_pull_request_in_the_release_notes_tags_notes_until_github_answers() {
    let db = with_facts().await;
    assert_eq!(tags(&db).await[0], ["sig-node release-notes applied"]);
    let suggested = &tags(&db).await[2];
    assert_eq!(suggested.len(), 4);
    assert!(suggested.iter().all(|tag| tag.ends_with("release-notes suggested")), "{suggested:?}");
    let exported = db.store.export(&filter("")).await.unwrap();
    let outcome = exported[0].notes[0].note.references[0].outcome.clone().unwrap();
    let item = outcome.item.unwrap();
    assert_eq!((item.now.state, item.release, item.missing), (ItemState::Merged, Some(v(28)), None));
    assert_eq!(exported[0].notes[0].tags[0].tag.evidence, "release notes of 1.28, kubernetes/kubernetes#7");
    assert_eq!(exported[0].notes[0].tags[0].state, TagState::Applied);
    let item = Item {
        kind: ItemKind::Pull,
        title: "Paint".into(),
        state: ItemState::Open,
        created_at: Some(at("2023-01-01T00:00:00Z")),
        closed_at: None,
        merged_at: None,
        updated_at: None,
        milestone: None,
        labels: vec!["sig/network".into()],
        events: Some(Vec::new()),
        moved_to: None,
    };
    let fetched = FetchedItem {
        key: ItemKey { repo: Repo::kubernetes(), number: 7 },
        answer: Some(Answer::Item(Box::new(item))),
        at: at("2026-11-22T00:00:00Z"),
        etag: None,
    };
    db.store.store_items(&[fetched]).await.unwrap();
    db.store.derive().await.unwrap();
    assert_eq!(tags(&db).await[0], ["sig-network label applied"]);
}

#[tokio::test]
async fn a_gate_is_what_its_sources_and_the_release_notes_say() {
    let db = with_facts().await;
    let name: GateName = "PaintShed".parse().unwrap();
    let gate = db.store.gate(&name).await.unwrap().unwrap();
    assert_eq!(gate.removal_notes.iter().map(|note| note.pull).collect::<Vec<_>>(), [7]);
    assert_eq!(gate.removal(), None, "the list still has it");
    assert!(matches!(gate.state_in(v(28)), GateState::Present(_)));
    assert_eq!(db.store.gates().await.unwrap()[&name], gate);
    assert_eq!(db.store.gate(&"NoSuchGate".parse().unwrap()).await.unwrap(), None);
    let on_gate = db.store.release_notes_on_gate(&name).await.unwrap();
    assert_eq!(on_gate.iter().map(|note| note.note.pull).collect::<Vec<_>>(), [7, 8]);
    let release_notes = db.store.release_notes(v(27), v(28)).await.unwrap();
    assert_eq!(release_notes, on_gate);
    assert_eq!(release_notes[0].gates, [name]);
    assert_eq!(db.store.release_notes(v(28), v(29)).await.unwrap(), []);
}

#[tokio::test]
async fn notes_are_found_by_what_they_name() {
    let db = with_facts().await;
    let name: GateName = "PaintShed".parse().unwrap();
    let found = db.store.naming_notes([&name], [753], [7, 8, 9], u32::MAX).await.unwrap();
    let texts = |notes: &[domain::pages::NamingNote]| {
        notes.iter().map(|note| note.opening.trim().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(texts(&found.gates[&name]), ["PaintShed を試す k/k#7"]);
    assert_eq!(found.gates[&name][0].day, "2023-06-12".parse().ok());
    assert_eq!(found.pulls.keys().copied().collect::<Vec<_>>(), [7, 8]);
    assert_eq!(found.pulls[&7], found.gates[&name]);
    assert!(found.keps.is_empty(), "no KEP was ever synced");
    let unquoted = db.store.naming_notes([&name], [], [], 0).await.unwrap();
    assert_eq!(texts(&unquoted.gates[&name]), [""]);
    let none = db.store.naming_notes([], [], [], u32::MAX).await.unwrap();
    assert_eq!(none, domain::pages::NamingNotes::default());
}

/// What became of the gates of each note of the timeline: the release and whether the gate was there, then and now.
async fn gate_outcomes(store: &store::Store) -> Vec<Vec<String>> {
    let step = |step: GateStep| format!("{} {}", step.release, step.state.is_present());
    let shown = |outcome: &GateOutcome| {
        let then = outcome.then.map_or("nothing".to_owned(), step);
        format!("{}: {then}, now {}", outcome.gate.name, step(outcome.now))
    };
    let entries = store.timeline(&filter("")).await.unwrap().entries;
    let notes = entries.iter().flat_map(|entry| &entry.notes);
    notes.map(|note| note.gates.iter().map(shown).collect()).collect()
}

#[tokio::test]
async fn a_note_says_what_its_gates_were_on_its_day_and_are_now() {
    let db = with_facts().await;
    let is_silent = |outcomes: Vec<Vec<String>>| outcomes.iter().all(Vec::is_empty);
    assert!(is_silent(gate_outcomes(&db.store).await), "nobody knows when *now* is before a sync");
    let run = db.store.begin_sync(SyncKind::Gates, "a test", at("2026-07-28T00:00:00Z")).await.unwrap();
    let end = SyncEnd { data_at: progress().data_at, ..SyncEnd::default() };
    db.store.end_sync(run, at("2026-07-28T00:00:00Z"), &end).await.unwrap();
    let now = ["PaintShed: 1.27 false, now 1.36 true"];
    assert_eq!(gate_outcomes(&db.store).await, [now.map(str::to_owned).to_vec(), vec![], vec![]]);
    let as_of = |day: &str| db.store.as_of(day.parse().ok());
    assert_eq!(gate_outcomes(&as_of("2023-08-15")).await[0], ["PaintShed: 1.27 false, now 1.28 true"]);
    assert!(is_silent(gate_outcomes(&as_of("2023-06-11")).await), "the note is newer");
    db.import("undated", "# Undated\n\n## Undated (~ 2023-09-01)\n\n- `PaintShed`\n").await;
    let undated = gate_outcomes(&db.store).await;
    assert_eq!(
        undated[0],
        ["PaintShed: 1.28 true, now 1.36 true"],
        "its last possible day counts: {undated:?}"
    );
    let entry = db.store.timeline(&filter("")).await.unwrap().entries.remove(1);
    let page = db.store.note_page(&entry.id, &entry.notes[0].id).await.unwrap().unwrap();
    assert_eq!(page.entry.notes[0].gates, entry.notes[0].gates);
    let page = db.store.entry(&entry.id, &Default::default()).await.unwrap().unwrap();
    assert_eq!(page.entry.notes[0].gates, entry.notes[0].gates);
}

#[tokio::test]
async fn a_gate_that_leaves_the_list_has_vanished_and_a_page_that_goes_is_forgotten() {
    let db = with_facts().await;
    let list = records(&["EndpointSlice"], 38);
    assert_eq!(db.store.store_gates(GateSource::List, &list, &progress()).await.unwrap(), 2);
    let gate = db.store.gate(&"PaintShed".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!(gate.removal().map(|removal| removal.release), Some(v(38)));
    assert_eq!(
        db.store.store_gates(GateSource::List, &list, &progress()).await.unwrap(),
        0,
        "nothing is new"
    );
    let pages = records(&["OilHinges", "PaintShed"], 35);
    db.store.store_gates(GateSource::Website, &pages, &progress()).await.unwrap();
    db.store.store_gates(GateSource::Website, &records(&["PaintShed"], 35), &progress()).await.unwrap();
    assert_eq!(db.store.gate(&"OilHinges".parse().unwrap()).await.unwrap(), None);
}

#[tokio::test]
async fn a_source_that_fails_keeps_its_facts_with_their_age() {
    let db = with_facts().await;
    let failed_at = at("2026-11-23T00:00:00Z");
    db.store.record_source_failure(FactSource::GateList, failed_at, "no network").await.unwrap();
    let sources = db.store.fact_sources().await.unwrap();
    let expected =
        SourceProgress { checked_at: failed_at, error: Some("no network".to_owned()), ..progress() };
    assert_eq!(sources, [(FactSource::ReleaseNotes, progress()), (FactSource::GateList, expected)]);
    assert_eq!(db.store.gates().await.unwrap().len(), 2);
    assert_eq!(db.store.fact_source(FactSource::GatePages).await.unwrap(), None);
    let broken =
        ReleaseNoteFile { blob: Some("b1".to_owned()), error: Some("is no JSON".to_owned()), notes: 2 };
    let read = ReadReleaseNotes { release: v(28), file: broken.clone(), notes: None };
    assert_eq!(db.store.store_release_notes(&[read], &progress()).await.unwrap(), 0);
    assert_eq!(db.store.release_note_files().await.unwrap(), [(v(28), broken)].into());
    assert_eq!(db.store.release_notes(v(27), v(28)).await.unwrap().len(), 2);
}

#[tokio::test]
async fn notes_of_a_release_are_replaced() {
    let db = with_facts().await;
    let notes = vec![note(7, &["sig-node"], "Removed the `PaintShed` feature gate."), note(9, &[], "Oils.")];
    assert_eq!(db.store.store_release_notes(&[file("b2", notes)], &progress()).await.unwrap(), 2);
    let stored = db.store.release_notes(v(27), v(28)).await.unwrap();
    assert_eq!(stored.iter().map(|note| note.note.pull).collect::<Vec<_>>(), [7, 9]);
    assert_eq!(stored[0].gates.len(), 1, "what is as before still names its gate");
    assert!(!ReleaseNoteFile { notes: 5, ..ReleaseNoteFile::default() }.has_most_in(2));
    assert!(ReleaseNoteFile { notes: 5, ..ReleaseNoteFile::default() }.has_most_in(3));
}
