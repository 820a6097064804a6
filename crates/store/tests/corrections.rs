//! A correction judges its notes by only the facts that they need, with the same result as by all facts.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::cite::Repo;
use domain::decision::{CorrectedMeaning, Correction, Decision, Mention};
use domain::github::{Answer, Item, ItemEvent, ItemEventKind, ItemKey, ItemKind, ItemState};
use domain::id::NoteId;
use jiff::Timestamp;
use sqlx::AssertSqlSafe;
use store::{DerivedChanges, FetchedItem, KepPull};
use support::Database;
use support::keps::{revisions, sync_keps};
use support::large::raw;

/// Each note that is corrected cites one thing; all that it is corrected to is cited by another note as well,
/// so that its moves are recorded.
const JOURNAL: &str = "\
---
title: Notes
time_zone: Asia/Tokyo
---
## 2023-11-01

- kep: KEP-1001, which is one of many
- pull: k/k#9 is merged
- unknown: KEP-99998 is none
- twice: KEP-1002 and KEP-1002
- proposal: kubernetes/enhancements#3761 is about one

## 2023-11-02

- all: k/k#9, k/k#10, Kubernetes/Kubernetes#11, k/e#3761, k/e#3901, k/e#3902, k/e#99998, k/e#3063
";

/// What references are corrected to.
const MEANINGS: [&str; 16] = [
    "KEP-1040",
    // Two folders have this number, of which one is gone.
    "KEP-2133",
    // Its file names another KEP in its place.
    "KEP-1003",
    // Numbers that go on as other KEPs: with a file, without one, and that of a pull request.
    "KEP-3063",
    "KEP-4153",
    "KEP-3759",
    // Pull requests: about a KEP; about the second KEP that it touched; about too many.
    "KEP-3761",
    "k/e#3761",
    "KEP-3901",
    "KEP-3902",
    "k/e#3902",
    "KEP-99998",
    "k/k#9",
    "k/k#10",
    "kubernetes/kubernetes#11",
    "none",
];

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn item(number: u64, kind: ItemKind, state: ItemState) -> FetchedItem {
    let closed = at("2024-02-01T00:00:00Z");
    let what = if state == ItemState::Merged { ItemEventKind::Merged } else { ItemEventKind::Closed(state) };
    let item = Item {
        kind,
        title: format!("The title of {number}"),
        state,
        created_at: Some(at("2023-01-01T00:00:00Z")),
        closed_at: Some(closed),
        merged_at: (state == ItemState::Merged).then_some(closed),
        updated_at: Some(closed),
        milestone: Some("v1.29".into()),
        labels: vec!["sig/network".into()],
        events: Some(vec![ItemEvent { at: closed, what }]),
        moved_to: None,
    };
    FetchedItem {
        key: ItemKey { repo: Repo::new("kubernetes", "kubernetes"), number },
        answer: Some(Answer::Item(Box::new(item))),
        at: at("2026-11-22T00:00:00Z"),
        etag: None,
    }
}

/// A database of many KEPs, pull requests about them, and answers of GitHub.
async fn synced() -> Database {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    let mut changes = Vec::new();
    for number in 1000..1060 {
        changes.extend(revisions(&format!("sig-node/{number}-of-many"), "sig-node", 3));
    }
    for (folder, sig) in [
        ("sig-node/753-sidecars", "sig-node"),
        ("sig-node/4381-structured", "sig-auth"),
        ("sig-api/2133-gone", "sig-apps"),
        ("sig-node/2133-here", "sig-windows"),
        ("sig-node/99998-not-yet", "sig-node"),
    ] {
        changes.extend(revisions(folder, sig, 2));
    }
    let withdrawn = "title: Withdrawn\nowning-sig: sig-storage\nstatus: withdrawn\nsuperseded-by:\n  - /keps/sig-node/1004-of-many\n";
    changes.push(support::keps::change("sig-node/1003-of-many", "2024-03-01", Some(withdrawn)));
    changes.push(support::keps::change("sig-api/2133-gone", "2024-04-01", None));
    let pulls = [(3761, vec![753]), (3901, vec![77777, 4381]), (3902, vec![1010, 1011, 1012, 1013])];
    let pulls = pulls.into_iter().flat_map(|(pull, keps)| {
        keps.into_iter().zip(0..).map(move |(number, position)| KepPull {
            pull,
            number,
            position,
            merged_at: at("2023-12-05T19:27:00Z"),
        })
    });
    sync_keps(&db, changes, pulls.collect()).await;
    let items = [
        item(9, ItemKind::Pull, ItemState::Merged),
        item(10, ItemKind::Issue, ItemState::NotPlanned),
        item(11, ItemKind::Pull, ItemState::Closed),
    ];
    db.store.store_items(&items).await.unwrap();
    db.store.derive().await.unwrap();
    db
}

/// Every row of what is derived, as JSON.
async fn derived_rows(db: &Database) -> Vec<String> {
    let mut connection = raw(db).await;
    let mut rows = Vec::new();
    for table in ["outcome", "derived_tag", "kep_now", "move"] {
        let columns: String =
            sqlx::query_scalar("select group_concat('\"' || name || '\"') from pragma_table_info(?)")
                .bind(table)
                .fetch_one(&mut connection)
                .await
                .unwrap();
        let sql = format!("select '{table} ' || json_array({columns}) from {table} order by 1");
        let found: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap();
        assert!(!found.is_empty(), "{table}");
        rows.extend(found);
    }
    rows
}

/// Expects that deriving everything again changes nothing.
async fn expect_derived_as_by_all_facts(db: &Database, case: &str) {
    let derived = derived_rows(db).await;
    assert_eq!(db.store.derive().await.unwrap(), DerivedChanges::default(), "{case}");
    assert_eq!(derived, derived_rows(db).await, "{case}");
}

fn correction(note: &NoteId, literal: &str, nth: u32, meant: CorrectedMeaning) -> Decision {
    let mention = Mention { literal: literal.to_owned(), nth };
    Decision::Correction(Correction { note: note.clone(), mention, meant })
}

#[tokio::test]
async fn a_correction_comes_to_what_all_facts_give() {
    let db = synced().await;
    let texts = db.texts().await;
    let note = |begin: &str| texts.iter().find(|(_, text)| text.starts_with(begin)).unwrap().0;
    let before = derived_rows(&db).await;
    expect_derived_as_by_all_facts(&db, "before").await;
    let subjects = [
        ("kep", "KEP-1001"),
        ("pull", "k/k#9"),
        ("unknown", "KEP-99998"),
        ("proposal", "kubernetes/enhancements#3761"),
    ];
    for (begin, literal) in subjects {
        for meaning in MEANINGS {
            let case = format!("{literal} to {meaning}");
            let decision = correction(note(begin), literal, 0, meaning.parse().unwrap());
            let batch = db.store.decide(&[decision], "alice", at("2026-11-22T10:00:00Z")).await.unwrap();
            expect_derived_as_by_all_facts(&db, &case).await;
            if meaning == "KEP-1040" {
                assert_ne!(derived_rows(&db).await, before, "{case}");
            }
            if meaning == "KEP-3761" {
                db.store.undo(batch, "alice", at("2026-11-22T10:01:00Z")).await.unwrap();
                expect_derived_as_by_all_facts(&db, &format!("{case}, undone")).await;
            }
        }
        let cleared = correction(note(begin), literal, 0, CorrectedMeaning::Cleared);
        db.store.decide(&[cleared], "alice", at("2026-11-22T10:02:00Z")).await.unwrap();
        expect_derived_as_by_all_facts(&db, &format!("{literal} cleared")).await;
        assert_eq!(derived_rows(&db).await, before, "{literal} cleared");
    }
}

#[tokio::test]
async fn corrections_of_several_notes_at_once_come_to_what_all_facts_give() {
    let db = synced().await;
    let texts = db.texts().await;
    let note = |begin: &str| texts.iter().find(|(_, text)| text.starts_with(begin)).unwrap().0;
    let decisions = [
        correction(note("kep"), "KEP-1001", 0, "KEP-3901".parse().unwrap()),
        correction(note("pull"), "k/k#9", 0, "KEP-3063".parse().unwrap()),
        correction(note("unknown"), "KEP-99998", 0, "k/k#11".parse().unwrap()),
        correction(note("twice"), "KEP-1002", 1, "KEP-1030".parse().unwrap()),
        correction(note("all"), "k/e#3761", 0, "none".parse().unwrap()),
    ];
    let batch = db.store.decide(&decisions, "alice", at("2026-11-22T10:00:00Z")).await.unwrap();
    expect_derived_as_by_all_facts(&db, "decided").await;
    db.store.undo(batch, "alice", at("2026-11-22T10:01:00Z")).await.unwrap();
    expect_derived_as_by_all_facts(&db, "undone").await;
}

#[tokio::test]
async fn notes_of_keps_are_counted_again_when_a_notebook_is_removed() {
    let db = synced().await;
    db.import("others", "# Others\n\n## 2023-12-01\n\n- KEP-1001 and KEP-753\n").await;
    db.store.remove_notebook(&"others".parse().unwrap()).await.unwrap();
    expect_derived_as_by_all_facts(&db, "a notebook is removed").await;
}
