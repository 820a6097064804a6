//! Decisions of curators: they count, and nothing but another decision ends them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::decision::{
    BatchId, CorrectedMeaning, Correction, Decision, DecisionScope, JudgedVerdict, Mention, Ruling,
    TagDecision, VerdictDecision,
};
use domain::id::{EntryId, NoteId};
use domain::list::timeline::{Entry, Note};
use domain::pages::ReviewKind;
use domain::tag::Origin;
use jiff::Timestamp;
use store::{Error, KepChange, KepHistory, Replacement, SyncEnd, SyncKind};
use support::{Database, filter, replace, replacement};

const JOURNAL: &str = "\
# Notes

## 2023-11-01
- first: SIG Node and KEP-753, k/k#9
- second: nothing is named
- third: KEP-3990 and k/k#7, kk#8

## 2023-11-02
- fourth: SIG Network
";

fn at(minute: u32) -> Timestamp {
    format!("2026-11-22T10:{minute:02}:00Z").parse().unwrap()
}

fn on_note(note: &NoteId, tag: &str, ruling: Ruling) -> Decision {
    Decision::Tag(TagDecision { on: DecisionScope::Note(note.clone()), tag: tag.parse().unwrap(), ruling })
}

fn on_entry(entry: &EntryId, tag: &str, ruling: Ruling) -> Decision {
    Decision::Tag(TagDecision { on: DecisionScope::Entry(entry.clone()), tag: tag.parse().unwrap(), ruling })
}

fn correction(note: &NoteId, literal: &str, meant: &str) -> Decision {
    let mention = Mention { literal: literal.to_owned(), nth: 0 };
    let meant = if meant == "cleared" { CorrectedMeaning::Cleared } else { meant.parse().unwrap() };
    Decision::Correction(Correction { note: note.clone(), mention, meant })
}

fn verdict(note: &NoteId, literal: &str, judged: &str) -> Decision {
    let mention = Mention { literal: literal.to_owned(), nth: 0 };
    Decision::Verdict(VerdictDecision { note: note.clone(), mention, judged: judged.parse().unwrap() })
}

async fn decide(db: &Database, decision: Decision) -> BatchId {
    db.store.decide(&[decision], "alice", at(0)).await.unwrap()
}

async fn entries(db: &Database) -> Vec<Entry> {
    db.store.timeline(&filter("order=asc")).await.unwrap().entries
}

/// The note whose text begins so, with its entry.
async fn note(db: &Database, begin: &str) -> (EntryId, Note) {
    let entries = entries(db).await;
    let mut all = entries.into_iter().flat_map(|entry| {
        let id = entry.id.clone();
        entry.notes.into_iter().map(move |note| (id.clone(), note))
    });
    all.find(|(_, note)| note.text.trim_start().starts_with(begin)).unwrap()
}

/// The tags that a note shows: `sig-node manual (alice, 2026-11-22)`, `+` before an inherited one.
async fn shown(db: &Database, begin: &str) -> Vec<String> {
    let (_, note) = note(db, begin).await;
    let tags = note.tags.iter().map(|tag| {
        let inherited = if tag.inherited { "+" } else { "" };
        format!("{inherited}{} {} ({})", tag.tag.value(), tag.origin.as_str(), tag.evidence)
    });
    tags.collect()
}

/// The values of the tags that a note shows.
async fn values(db: &Database, begin: &str) -> Vec<String> {
    note(db, begin).await.1.tags.iter().map(|tag| tag.tag.value()).collect()
}

async fn suggested(db: &Database, begin: &str) -> Vec<String> {
    let (_, note) = note(db, begin).await;
    let curation = db.store.curation(std::slice::from_ref(&note.id)).await.unwrap().remove(&note.id).unwrap();
    curation.suggested.iter().map(|tag| tag.tag.value()).collect()
}

async fn rejected(db: &Database, begin: &str) -> Vec<String> {
    let (_, note) = note(db, begin).await;
    let curation = db.store.curation(std::slice::from_ref(&note.id)).await.unwrap().remove(&note.id).unwrap();
    curation.rejected.iter().map(|tag| format!("{} by {}", tag.tag.value(), tag.evidence)).collect()
}

fn kep(number: u32, folder: &str) -> KepChange {
    let yaml = format!(
        "title: Sidecars\nkep-number: {number}\nowning-sig: sig-node\nparticipating-sigs: [sig-apps]\n\
         status: implementable\nstage: alpha\nmilestone:\n  alpha: v1.28\n"
    );
    KepChange {
        folder: folder.into(),
        moved_from: None,
        at: "2023-06-12T00:00:00Z".parse().unwrap(),
        commit: "c0ffee".into(),
        revision: Some((ingest::kep_yaml::read(&yaml).0, Vec::new())),
    }
}

async fn sync(db: &Database) {
    let run = db.store.begin_sync(SyncKind::Keps, "a test", at(0)).await.unwrap();
    let history = KepHistory {
        progress: None,
        titles: Vec::new(),
        whole: true,
        changes: vec![kep(753, "sig-node/753-sidecar"), kep(4293, "sig-node/4293-other")],
        pulls: Vec::new(),
    };
    db.store.store_keps(&history).await.unwrap();
    let end = SyncEnd { data_at: Some("2026-07-24T00:00:00Z".parse().unwrap()), ..SyncEnd::default() };
    db.store.end_sync(run, at(1), &end).await.unwrap();
    db.store.derive().await.unwrap();
}

async fn filled() -> Database {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    db
}

#[tokio::test]
async fn a_tag_that_a_curator_sets_is_shown_found_and_counted() {
    let db = filled().await;
    let (_, second) = note(&db, "second").await;
    decide(&db, on_note(&second.id, "SIG Storage", Ruling::Applied)).await;
    decide(&db, on_note(&second.id, "v1.29", Ruling::Applied)).await;
    assert_eq!(
        shown(&db, "second").await,
        ["sig-storage manual (alice, 2026-11-22)", "1.29 manual (alice, 2026-11-22)"]
    );
    assert_eq!(db.found("sig=storage").await.len(), 1);
    assert_eq!(db.found("version=1.29").await.len(), 1);
    assert_eq!(db.found("sig=none").await.len(), 1);
    let facets = db.store.timeline(&filter("")).await.unwrap().facets;
    assert!(facets.sigs.iter().any(|count| count.value.as_str() == "sig-storage" && count.notes == 1));
    assert_eq!(facets.no_sig, 1);
}

#[tokio::test]
async fn a_derived_tag_that_a_curator_rejects_is_gone_until_it_is_restored() {
    let db = filled().await;
    let (_, first) = note(&db, "first").await;
    decide(&db, on_note(&first.id, "sig-node", Ruling::Rejected)).await;
    assert_eq!(shown(&db, "first").await, [""; 0]);
    assert_eq!(rejected(&db, "first").await, ["sig-node by alice, 2026-11-22"]);
    assert_eq!(db.found("sig=node").await, [""; 0]);
    // More evidence is no reason to suggest it again.
    sync(&db).await;
    assert_eq!(
        (values(&db, "first").await, suggested(&db, "first").await),
        (vec![], vec!["sig-apps".into()])
    );
    decide(&db, on_note(&first.id, "sig-node", Ruling::Cleared)).await;
    assert_eq!(shown(&db, "first").await, ["sig-node kep (owns KEP-753)"]);
    assert_eq!(rejected(&db, "first").await, [""; 0]);
}

#[tokio::test]
async fn a_suggestion_is_accepted_or_never_returns() {
    let db = filled().await;
    sync(&db).await;
    assert_eq!(suggested(&db, "first").await, ["sig-apps"]);
    let (_, first) = note(&db, "first").await;
    let batch = decide(&db, on_note(&first.id, "sig-apps", Ruling::Applied)).await;
    assert_eq!(values(&db, "first").await, ["sig-apps", "sig-node"]);
    assert_eq!(suggested(&db, "first").await, [""; 0]);
    db.store.undo(batch, "bob", at(1)).await.unwrap();
    assert_eq!(suggested(&db, "first").await, ["sig-apps"]);
    decide(&db, on_note(&first.id, "sig-apps", Ruling::Rejected)).await;
    sync(&db).await;
    db.import("notes", JOURNAL).await;
    assert_eq!(
        (suggested(&db, "first").await, values(&db, "first").await),
        (vec![], vec!["sig-node".into()])
    );
}

/// The same journal with small edits in every note, and one more note before them all.
fn edited() -> String {
    JOURNAL
        .replace("- first: SIG Node and", "- a new note\n- first: SIG Node, and also")
        .replace("nothing is named", "nothing at all is named")
        .replace("KEP-3990 and k/k#7", "KEP-3990, then k/k#7")
}

#[tokio::test]
async fn decisions_outlive_syncs_and_imports_of_the_same_and_of_an_edited_file() {
    let db = filled().await;
    let (entry, first) = note(&db, "first").await;
    let (_, second) = note(&db, "second").await;
    decide(&db, on_note(&second.id, "sig-storage", Ruling::Applied)).await;
    decide(&db, on_note(&first.id, "sig-node", Ruling::Rejected)).await;
    decide(&db, on_entry(&entry, "1.29", Ruling::Applied)).await;
    decide(&db, correction(&first.id, "k/k#9", "KEP-4293")).await;
    let check = async |when: &str| {
        let storage = "sig-storage manual (alice, 2026-11-22)".to_owned();
        let version = "+1.29 manual (alice, 2026-11-22)".to_owned();
        assert_eq!(shown(&db, "second").await, [storage, version.clone()], "{when}");
        assert_eq!(shown(&db, "first").await, [version], "{when}");
        assert_eq!(rejected(&db, "first").await.len(), 1, "{when}");
        let (_, first) = note(&db, "first").await;
        assert_eq!(first.references[1].target.name(), "KEP-4293", "{when}");
    };
    check("at once").await;
    sync(&db).await;
    check("after a sync").await;
    db.import("notes", JOURNAL).await;
    check("after the same import").await;
    db.import("notes", &edited()).await;
    check("after an edited import").await;
    sync(&db).await;
    db.store.derive().await.unwrap();
    check("after another sync").await;
    assert_eq!(values(&db, "a new note").await, ["1.29"], "a new note inherits");
    assert_eq!(db.store.derive().await.unwrap(), store::DerivedChanges::default(), "nothing is new");
}

#[tokio::test]
async fn decisions_wait_for_a_note_that_vanished() {
    let db = filled().await;
    let (_, fourth) = note(&db, "fourth").await;
    decide(&db, on_note(&fourth.id, "sig-storage", Ruling::Applied)).await;
    let without = JOURNAL.replace("- fourth: SIG Network\n", "- other: nothing to do with it\n");
    replace(&db.store, &Replacement { may_lose: true, ..replacement("notes", &without) }).await.unwrap();
    assert_eq!(db.found("sig=storage").await, [""; 0]);
    assert_eq!(db.store.timeline(&filter("")).await.unwrap().facets.sigs.len(), 1, "sig-node alone");
    decide(&db, on_note(&fourth.id, "sig-network", Ruling::Rejected)).await;
    db.import("notes", JOURNAL).await;
    assert_eq!(values(&db, "fourth").await, ["sig-storage"]);
    assert_eq!(note(&db, "fourth").await.1.id, fourth.id);
}

#[tokio::test]
async fn decisions_outlive_the_removal_of_a_notebook() {
    let db = filled().await;
    let (_, second) = note(&db, "second").await;
    decide(&db, on_note(&second.id, "sig-storage", Ruling::Applied)).await;
    db.store.remove_notebook(&"notes".parse().unwrap()).await.unwrap();
    db.import("notes", JOURNAL).await;
    assert_eq!(values(&db, "second").await, ["sig-storage"]);
}

#[tokio::test]
async fn notes_inherit_from_their_entry_and_may_reject() {
    let db = filled().await;
    let (entry, second) = note(&db, "second").await;
    decide(&db, on_entry(&entry, "sig-node", Ruling::Applied)).await;
    assert_eq!(shown(&db, "second").await, ["+sig-node manual (alice, 2026-11-22)"]);
    // What the note itself names comes first.
    assert_eq!(shown(&db, "first").await, ["sig-node text (SIG Node)"]);
    assert_eq!(shown(&db, "fourth").await, ["sig-network text (SIG Network)"]);
    decide(&db, on_note(&second.id, "sig-node", Ruling::Rejected)).await;
    assert_eq!(shown(&db, "second").await, [""; 0]);
    assert_eq!(values(&db, "third").await, ["sig-node"]);
    decide(&db, on_note(&second.id, "sig-node", Ruling::Cleared)).await;
    assert_eq!(shown(&db, "second").await, ["+sig-node manual (alice, 2026-11-22)"]);
    decide(&db, on_entry(&entry, "sig-node", Ruling::Rejected)).await;
    assert_eq!(shown(&db, "first").await, [""; 0]);
    decide(&db, on_note(&second.id, "sig-node", Ruling::Applied)).await;
    assert_eq!(shown(&db, "second").await, ["sig-node manual (alice, 2026-11-22)"]);
    let history = db.store.history(&second.id).await.unwrap();
    assert_eq!(history.len(), 5, "those of the entry among them");
}

#[tokio::test]
async fn a_note_that_moves_inherits_where_it_is() {
    let db = filled().await;
    let (entry, second) = note(&db, "second").await;
    decide(&db, on_entry(&entry, "1.29", Ruling::Applied)).await;
    let moved = JOURNAL.replace("- second: nothing is named\n", "") + "- second: nothing is named\n";
    db.import("notes", &moved).await;
    let (there, after) = note(&db, "second").await;
    assert_eq!((after.id == second.id, there == entry), (true, false), "it has moved");
    assert_eq!(values(&db, "second").await, [""; 0]);
    db.import("notes", JOURNAL).await;
    assert_eq!(values(&db, "second").await, ["1.29"]);
}

#[tokio::test]
async fn a_whole_list_is_decided_on_and_undone_as_one() {
    let db = filled().await;
    let (_, second) = note(&db, "second").await;
    decide(&db, on_note(&second.id, "1.30", Ruling::Applied)).await;
    let all = filter("in=2023-11&order=asc");
    let tag = "1.30".parse().unwrap();
    let on_list = |expected| db.store.decide_on_list(&all, &tag, Ruling::Applied, "bob", at(1), expected);
    let before = db.store.generation().await.unwrap();
    let refused = on_list(3).await.unwrap_err();
    assert!(matches!(refused, Error::OtherCount { expected: 3, found: 4 }), "{refused}");
    assert_eq!((db.found("version=1.30").await.len(), db.store.generation().await.unwrap()), (1, before));
    let (batch, notes) = on_list(4).await.unwrap();
    assert_eq!((notes, db.found("version=1.30").await.len()), (4, 4));
    let last = db.store.last_batches("bob", 5).await.unwrap();
    assert_eq!((last.len(), last[0].id, last[0].decisions), (1, batch, 4));
    assert_eq!(last[0].list.as_ref().map(|list| list.query()).as_deref(), Some("in=2023-11"));
    // What was decided later on one of them stays, and what was decided before counts again.
    let (_, fourth) = note(&db, "fourth").await;
    db.store.decide(&[on_note(&fourth.id, "1.30", Ruling::Applied)], "alice", at(2)).await.unwrap();
    assert_eq!(db.store.undo(batch, "bob", at(3)).await.unwrap(), 4);
    assert_eq!(db.found("version=1.30&order=asc").await, ["second: nothing is named", "fourth: SIG Network"]);
    assert!(matches!(db.store.undo(batch, "bob", at(4)).await, Err(Error::NothingToUndo)));
    let undone = db.store.last_batches("bob", 5).await.unwrap().remove(0).undone.unwrap();
    assert_eq!((undone.by.as_str(), undone.at), ("bob", at(3)));
}

#[tokio::test]
async fn the_later_of_two_curators_wins_and_both_are_in_the_history() {
    let db = filled().await;
    let other = db.again().await;
    let (_, second) = note(&db, "second").await;
    db.store.decide(&[on_note(&second.id, "sig-node", Ruling::Applied)], "alice", at(1)).await.unwrap();
    other.decide(&[on_note(&second.id, "sig-node", Ruling::Rejected)], "bob", at(2)).await.unwrap();
    assert_eq!(rejected(&db, "second").await, ["sig-node by bob, 2026-11-22"]);
    let history = db.store.history(&second.id).await.unwrap();
    let decided: Vec<(&str, Timestamp)> =
        history.iter().map(|event| (event.curator.as_str(), event.at)).collect();
    assert_eq!(decided, [("bob", at(2)), ("alice", at(1))]);
    assert_eq!(history[0].decision, on_note(&second.id, "sig-node", Ruling::Rejected));
}

#[tokio::test]
async fn what_cannot_be_decided_is_refused_whole() {
    let db = filled().await;
    let (_, second) = note(&db, "second").await;
    let good = on_note(&second.id, "sig-node", Ruling::Applied);
    let nobody: NoteId = "00000000".parse().unwrap();
    let nowhere: EntryId = "00000000".parse().unwrap();
    let before = db.store.generation().await.unwrap();
    for (bad, message) in [
        (on_note(&nobody, "sig-node", Ruling::Applied), "there is no note `00000000`"),
        (on_entry(&nowhere, "sig-node", Ruling::Applied), "there is no entry `00000000`"),
        (on_note(&second.id, "1.13", Ruling::Applied), "`1.13` cannot be tagged"),
        (on_note(&second.id, "1.99", Ruling::Rejected), "`1.99` cannot be tagged"),
        (on_note(&second.id, "wg-sidecar", Ruling::Applied), "`wg-sidecar` is not a SIG"),
        (correction(&second.id, "k/k#1", "KEP-753"), "does not cite `k/k#1`"),
    ] {
        let refused = db.store.decide(&[good.clone(), bad], "alice", at(0)).await.unwrap_err();
        assert!(refused.to_string().contains(message), "{refused}");
    }
    assert!(matches!(db.store.decide(&[], "alice", at(0)).await, Err(Error::NothingToDecide)));
    assert_eq!(values(&db, "second").await, [""; 0]);
    assert_eq!(db.store.generation().await.unwrap(), before);
    assert_eq!(db.store.last_batches("alice", 9).await.unwrap(), []);
}

#[tokio::test]
async fn a_group_that_a_note_names_may_be_tagged() {
    let db = filled().await;
    db.import("other", "## 2023-01-01\n- WG-sidecar met\n").await;
    let (_, second) = note(&db, "second").await;
    decide(&db, on_note(&second.id, "wg-sidecar", Ruling::Applied)).await;
    assert_eq!(values(&db, "second").await, ["wg-sidecar"]);
}

#[tokio::test]
async fn a_citation_is_judged_as_what_it_was_corrected_to() {
    let db = filled().await;
    sync(&db).await;
    let (_, first) = note(&db, "first").await;
    let batch = decide(&db, correction(&first.id, "k/k#9", "KEP-4293")).await;
    let (_, corrected) = note(&db, "first").await;
    let reference = &corrected.references[1];
    assert_eq!((reference.literal.as_str(), reference.corrected, reference.none), ("k/k#9", true, false));
    let outcome = reference.outcome.as_ref().unwrap();
    assert_eq!(outcome.kep.as_ref().map(|kep| kep.number), Some(4293));
    assert_eq!(outcome.read_as.as_ref().unwrap().reason, "corrected by alice on 2026-11-22");
    assert_eq!(db.found("kep=4293").await.len(), 1);
    let curation =
        db.store.curation(std::slice::from_ref(&first.id)).await.unwrap().remove(&first.id).unwrap();
    assert_eq!(curation.corrected[0].mention, Mention { literal: "k/k#9".into(), nth: 0 });
    db.store.undo(batch, "alice", at(1)).await.unwrap();
    assert_eq!(note(&db, "first").await.1, first);
    assert_eq!(db.found("kep=4293").await, [""; 0]);
}

#[tokio::test]
async fn what_is_no_reference_has_no_outcome_and_no_tags() {
    let db = filled().await;
    sync(&db).await;
    let (_, first) = note(&db, "first").await;
    decide(&db, correction(&first.id, "KEP-753", "none")).await;
    let (_, corrected) = note(&db, "first").await;
    assert_eq!((corrected.references[0].none, &corrected.references[0].outcome), (true, &None));
    assert_eq!(suggested(&db, "first").await, [""; 0]);
    assert_eq!(db.found("kep=753").await, [""; 0]);
    db.import("notes", &edited()).await;
    assert!(note(&db, "first").await.1.references[0].none);
    decide(&db, correction(&first.id, "KEP-753", "cleared")).await;
    assert_eq!(db.found("kep=753").await.len(), 1);
}

#[tokio::test]
async fn one_of_equal_citations_is_corrected() {
    let db = Database::new().await;
    db.import("notes", "## 2023-01-01\n- k/k#1 is not k/k#1\n").await;
    let (_, both) = note(&db, "k/k#1").await;
    assert_eq!(both.references.iter().map(|reference| reference.nth).collect::<Vec<_>>(), [0, 1]);
    let mention = Mention { literal: "k/k#1".into(), nth: 1 };
    let correction = Correction { note: both.id.clone(), mention, meant: "k/e#1".parse().unwrap() };
    decide(&db, Decision::Correction(correction)).await;
    db.import("notes", "## 2023-01-01\n- now KEP-753, and k/k#1 is not k/k#1\n").await;
    let (_, after) = note(&db, "now").await;
    let names: Vec<String> = after.references.iter().map(|reference| reference.target.name()).collect();
    assert_eq!(names, ["KEP-753", "kubernetes/kubernetes#1", "kubernetes/enhancements#1"]);
}

/// A KEP that was planned for beta in 1.29 when the notes were written, and came in 1.30.
async fn sync_late_beta(db: &Database) {
    let run = db.store.begin_sync(SyncKind::Keps, "a test", at(0)).await.unwrap();
    let revision = |day: &str, rest: &str| KepChange {
        at: format!("{day}T00:00:00Z").parse().unwrap(),
        revision: Some((
            ingest::kep_yaml::read(&format!("title: Sidecars\nstatus: implementable\n{rest}")).0,
            Vec::new(),
        )),
        commit: day.to_owned(),
        ..kep(753, "sig-node/753-sidecar")
    };
    let changes = vec![
        revision("2023-10-01", "stage: beta\nmilestone:\n  alpha: v1.28\n  beta: v1.29\n"),
        revision("2024-02-01", "stage: beta\nmilestone:\n  alpha: v1.28\n  beta: v1.30\n"),
    ];
    db.store.store_keps(&KepHistory { whole: true, changes, ..KepHistory::default() }).await.unwrap();
    let end = SyncEnd { data_at: Some("2026-07-24T00:00:00Z".parse().unwrap()), ..SyncEnd::default() };
    db.store.end_sync(run, at(1), &end).await.unwrap();
    db.store.derive().await.unwrap();
}

/// The judgement on a citation of a note: `late +1 beta 1.29`, `held by alice beta 1.29`, `none`.
async fn judged(db: &Database, begin: &str, position: usize) -> String {
    let (_, note) = note(db, begin).await;
    let outcome = note.references[position].outcome.clone();
    let Some(judgement) = outcome.and_then(|outcome| outcome.judgement) else { return "none".to_owned() };
    let mut described = judgement.verdict.as_str().to_owned();
    described += &judgement.releases_late().map(|late| format!(" {late:+}")).unwrap_or_default();
    described += &judgement.curator.as_ref().map(|curator| format!(" by {curator}")).unwrap_or_default();
    if let Some(expected) = judgement.expected.map(|expected| expected.milestone) {
        described += &format!(" {} {}", expected.stage, expected.version);
    }
    described
}

#[tokio::test]
async fn the_verdict_of_a_curator_counts_instead_of_the_derived_one() {
    let db = filled().await;
    sync_late_beta(&db).await;
    assert_eq!(judged(&db, "first", 0).await, "late +1 beta 1.29");
    let (_, first) = note(&db, "first").await;
    let batch = decide(&db, verdict(&first.id, "KEP-753", "held")).await;
    assert_eq!(judged(&db, "first", 0).await, "held by alice beta 1.29");
    // What is derived again leaves it alone, as an import of an edited source does.
    db.store.derive().await.unwrap();
    db.import("notes", &edited()).await;
    assert_eq!(judged(&db, "first", 0).await, "held by alice beta 1.29");
    let none = decide(&db, verdict(&first.id, "KEP-753", "none")).await;
    assert_eq!(judged(&db, "first", 0).await, "none");
    let curation = db.store.curation(std::slice::from_ref(&first.id)).await.unwrap();
    let in_force = &curation[&first.id].judged[0];
    assert_eq!((in_force.mention.literal.as_str(), in_force.judged), ("KEP-753", JudgedVerdict::Nothing));
    db.store.undo(none, "alice", at(2)).await.unwrap();
    assert_eq!(judged(&db, "first", 0).await, "held by alice beta 1.29");
    db.store.undo(batch, "alice", at(3)).await.unwrap();
    assert_eq!(judged(&db, "first", 0).await, "late +1 beta 1.29");
    decide(&db, verdict(&first.id, "KEP-753", "dropped")).await;
    decide(&db, verdict(&first.id, "KEP-753", "cleared")).await;
    assert_eq!(judged(&db, "first", 0).await, "late +1 beta 1.29");
    assert_eq!(db.store.history(&first.id).await.unwrap().len(), 4);
    assert_eq!(db.store.last_batches("alice", 10).await.unwrap().len(), 4);
}

#[tokio::test]
async fn a_verdict_is_of_a_citation_of_a_kep_and_waits_for_its_note() {
    let db = filled().await;
    sync_late_beta(&db).await;
    let (_, first) = note(&db, "first").await;
    // A pull request has none, until it is corrected to a KEP.
    decide(&db, verdict(&first.id, "k/k#9", "missed")).await;
    assert_eq!(judged(&db, "first", 1).await, "none");
    decide(&db, correction(&first.id, "k/k#9", "KEP-753")).await;
    assert_eq!(judged(&db, "first", 1).await, "late +1 beta 1.29");
    decide(&db, verdict(&first.id, "k/k#9", "missed")).await;
    assert_eq!(judged(&db, "first", 1).await, "missed by alice beta 1.29");
    let wrong = db.store.decide(&[verdict(&first.id, "KEP-9999", "held")], "alice", at(1)).await;
    assert!(matches!(wrong, Err(Error::NoReference { .. })), "{wrong:?}");
    let without = JOURNAL.replace("- first: SIG Node and KEP-753, k/k#9\n", "");
    db.import("notes", &without).await;
    db.import("notes", JOURNAL).await;
    assert_eq!(judged(&db, "first", 1).await, "missed by alice beta 1.29");
}

#[tokio::test]
async fn a_verdict_is_of_what_the_citation_meant_then() {
    let db = filled().await;
    sync_late_beta(&db).await;
    let (_, first) = note(&db, "first").await;
    decide(&db, correction(&first.id, "k/k#9", "KEP-753")).await;
    decide(&db, verdict(&first.id, "k/k#9", "held")).await;
    assert_eq!(judged(&db, "first", 1).await, "held by alice beta 1.29");
    let later = decide(&db, correction(&first.id, "k/k#9", "kubernetes/enhancements#753")).await;
    assert_eq!(judged(&db, "first", 1).await, "late +1 beta 1.29");
    let curation = db.store.curation(std::slice::from_ref(&first.id)).await.unwrap();
    assert_eq!(curation[&first.id].judged.len(), 0);
    db.store.undo(later, "alice", at(2)).await.unwrap();
    assert_eq!(judged(&db, "first", 1).await, "held by alice beta 1.29");
    // Of another citation nothing changes.
    decide(&db, correction(&first.id, "KEP-753", "KEP-9")).await;
    assert_eq!(judged(&db, "first", 1).await, "held by alice beta 1.29");
}

#[tokio::test]
async fn what_waits_is_reviewed_until_it_is_decided_on() {
    let db = filled().await;
    sync(&db).await;
    let review = db.store.review(ReviewKind::Suggestions, None, at(9)).await.unwrap();
    assert_eq!((review.waiting(), review.notes.len(), review.next), (1, 1, None));
    assert_eq!(review.notes[0].suggested[0].evidence, "takes part in KEP-753");
    let first = &review.notes[0].note;
    decide(&db, on_note(&first.id, "sig-apps", Ruling::Rejected)).await;
    assert_eq!(db.store.review(ReviewKind::Suggestions, None, at(9)).await.unwrap().waiting(), 0);

    let review = db.store.review(ReviewKind::References, None, at(9)).await.unwrap();
    let third = &review.notes[0];
    let why: Vec<String> =
        third.doubtful.iter().map(|doubt| format!("{} {:?}", doubt.mention.literal, doubt.why)).collect();
    assert_eq!((review.waiting(), why), (1, vec!["KEP-3990 UnknownKep".into(), "kk#8 Misspelt".into()]));
    decide(&db, correction(&third.note.id, "KEP-3990", "none")).await;
    // That the guess was right is a decision too.
    decide(&db, correction(&third.note.id, "kk#8", "k/k#8")).await;
    assert_eq!(db.store.review(ReviewKind::References, None, at(9)).await.unwrap().waiting(), 0);
}

#[tokio::test]
async fn untagged_notes_wait_with_the_likeliest_groups_until_one_is_decided_on() {
    let db = Database::new().await;
    let journal = "# Notes\n\n## 2023-11-01\n- SIG Node: cgroup one\n- SIG Node: cgroup two\n- SIG Network: DNS\n\
                   - SIG Apps: jobs\n- SIG Auth: tokens\n\n\
                   ## 2023-11-02\n- kubelet and more\n- about cgroup\n- nothing at all\n";
    db.import("notes", journal).await;
    let review = db.store.review(ReviewKind::Untagged, None, at(9)).await.unwrap();
    let queues = [
        (ReviewKind::Suggestions, 1),
        (ReviewKind::References, 0),
        (ReviewKind::Untagged, 3),
        (ReviewKind::Confirmations, 0),
    ];
    assert_eq!((review.waiting(), &review.queues[..]), (3, &queues[..]));
    let likely = |n: usize| {
        let note = &review.notes[n];
        let first = &note.likely[0];
        format!("{} {}: {}", note.note.text.trim(), first.sig.short(), first.evidence.join(" "))
    };
    assert_eq!(likely(0), "kubelet and more node: kubelet");
    assert_eq!(likely(1), "about cgroup node: cgroup");
    assert_eq!(likely(2), "nothing at all node: ");
    let ids: Vec<NoteId> = review.notes.iter().map(|reviewed| reviewed.note.id.clone()).collect();
    decide(&db, on_note(&ids[0], "sig-node", Ruling::Applied)).await;
    decide(&db, on_note(&ids[2], "sig-node", Ruling::Rejected)).await;
    let review = db.store.review(ReviewKind::Untagged, None, at(9)).await.unwrap();
    assert_eq!((review.waiting(), &review.notes[0].note.id), (1, &ids[1]));
    decide(&db, on_note(&ids[0], "sig-node", Ruling::Cleared)).await;
    assert_eq!(
        db.store.review(ReviewKind::Untagged, None, at(9)).await.unwrap().waiting(),
        2,
        "it waits again"
    );
}

#[tokio::test]
async fn notes_without_a_group_that_name_its_components_are_a_list() {
    let db = Database::new().await;
    let journal = "# Notes\n\n## 2023-11-01\n- SIG Node: cgroup\n- kubelet one\n- Kubelet two and kubectl\n\
                   - containerd\n- SIG Network: the kubelet\n- kubectl\n";
    db.import("notes", journal).await;
    let page = db.store.timeline(&filter("sig=node")).await.unwrap();
    assert_eq!((page.notes, page.untagged_mentions.notes), (1, 3));
    assert_eq!(
        page.untagged_mentions.names.iter().map(|name| name.to_lowercase()).collect::<Vec<_>>(),
        ["kubelet", "containerd"]
    );
    let list = page.filter.untagged_naming().unwrap();
    assert_eq!(list.query(), "sig=none&names=node");
    let found = db.found(&list.query()).await;
    assert_eq!(found, ["kubelet one", "Kubelet two and kubectl", "containerd"]);
    let both = db.store.timeline(&filter("sig=node&sig=cli")).await.unwrap();
    assert_eq!(both.untagged_mentions.notes, 4, "a note counts once");
    for query in ["", "sig=none", "sig=node&sig=none", "exclude.sig=node", "sig=windows"] {
        let page = db.store.timeline(&filter(query)).await.unwrap();
        assert_eq!(page.untagged_mentions, Default::default(), "{query}");
    }
    // What a curator decided is no suggestion any more.
    let (_, one) = note(&db, "kubelet one").await;
    decide(&db, on_note(&one.id, "sig-node", Ruling::Rejected)).await;
    let page = db.store.timeline(&filter("sig=node")).await.unwrap();
    assert_eq!(page.untagged_mentions.notes, 2);
}

#[tokio::test]
async fn what_waits_comes_in_pages() {
    let db = Database::new().await;
    let mut journal = String::new();
    for day in 1..=25 {
        journal += &format!("## 2023-01-{day:02}\n- one of {day}: kk#{day}\n- two of {day}: kk#1\n\n");
    }
    db.import("notes", &journal).await;
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = db.store.review(ReviewKind::References, after.as_ref(), at(9)).await.unwrap();
        assert_eq!(page.waiting(), 50);
        seen.extend(
            page.notes.iter().map(|reviewed| (reviewed.day.unwrap().day(), reviewed.note.text.clone())),
        );
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 50);
    let days: Vec<i8> = seen.iter().map(|(day, _)| *day).collect();
    assert!(days.is_sorted_by(|one, other| one >= other), "{days:?}");
    assert!(
        seen.chunks(2).all(|pair| pair[0].1.contains("one of") && pair[1].1.contains("two of")),
        "{seen:?}"
    );
}

/// How many decisions are taken at once; 10,000 have been tried.
const AT_ONCE: usize = 2000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_decisions_at_once_while_imports_run_are_all_kept() {
    const CURATORS: usize = 8;
    let db = filled().await;
    let journal = support::long_journal(60);
    db.import("long", &journal).await;
    let notes: Vec<NoteId> = db.texts().await.into_keys().collect();
    let begun = std::time::Instant::now();
    let done = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let mut tasks = tokio::task::JoinSet::new();
    for curator in 0..CURATORS {
        // Half of them are other processes.
        let store = if curator % 2 == 0 { db.store.clone() } else { db.again().await };
        let (notes, done) = (notes.clone(), std::sync::Arc::clone(&done));
        tasks.spawn(async move {
            for n in 0..AT_ONCE / CURATORS {
                let note = &notes[(n * CURATORS + curator) % notes.len()];
                let ruling = if n % 3 == 2 { Ruling::Rejected } else { Ruling::Applied };
                let name = format!("curator {curator}");
                store.decide(&[on_note(note, "sig-storage", ruling)], &name, at(0)).await.unwrap();
                done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
        });
    }
    let mut imports = 0;
    while done.load(std::sync::atomic::Ordering::Relaxed) < AT_ONCE / CURATORS * CURATORS {
        let text = if imports % 2 == 0 { journal.replace("SIG Node,", "SIG Node:") } else { journal.clone() };
        db.import("long", &text).await;
        imports += 1;
        assert!(imports < 100_000, "a task has failed");
        if tasks.try_join_next().is_some_and(|ended| ended.is_err()) {
            panic!("a task has failed");
        }
    }
    while let Some(ended) = tasks.join_next().await {
        ended.unwrap();
    }
    eprintln!("{AT_ONCE} decisions and {imports} imports in {:?}", begun.elapsed());
    let mut stored = 0;
    for curator in 0..CURATORS {
        let last = db.store.last_batches(&format!("curator {curator}"), AT_ONCE as u32).await.unwrap();
        stored += last.len();
    }
    assert_eq!(stored, AT_ONCE / CURATORS * CURATORS);
    // What is shown follows from the newest event of each note.
    for entry in db.store.export(&filter("")).await.unwrap() {
        for note in entry.notes {
            let history = db.store.history(&note.note.id).await.unwrap();
            let Some(Decision::Tag(last)) = history.first().map(|event| &event.decision) else { continue };
            let manual = note.tags.iter().find(|tag| tag.tag.origin == Origin::Manual).unwrap();
            assert_eq!(manual.state.as_str(), last.ruling.as_str());
        }
    }
}
