//! A part of a source, added to its notebook: what it does not have stays.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::list::filter::Filter;
use domain::notebook::reimport::ChangeCount;
use store::{Replacement, Report, RunId};
use support::{Database, filter, replace, replacement};

const JOURNAL: &str = "\
# Test

## Undated
- kubelet restarts on its own

## 2023-10-10
- alpha in Kubernetes 1.28 (k/k#1)
- the same words

## 2023-10-12
- the same words
- beta in 1.29, see KEP-753
";

/// A week of it: a day in between, and more of the last one, of which a note is edited and one is left out.
const WEEK: &str = "\
# Test

## 2023-10-11
- SIG Node met

## 2023-10-12
- beta in 1.30, see KEP-753
- and more
";

async fn append(db: &Database, text: &str) -> Report {
    replace(&db.store, &Replacement { is_part: true, ..replacement("test", text) }).await.unwrap()
}

fn count(new: u32, changed: u32, unchanged: u32, vanished: u32) -> ChangeCount {
    ChangeCount { new, changed, unchanged, vanished }
}

/// All that readers see of each note, with its ids, oldest first.
async fn notes(db: &Database) -> Vec<String> {
    let entries = db.store.export(&filter("order=asc")).await.unwrap();
    let listed = entries.iter().flat_map(|entry| {
        let day = entry.entry.date.map_or("-".to_owned(), |day| day.to_string());
        entry.notes.iter().map(move |note| format!("{day} {} {}", note.note.id, note.markdown.trim()))
    });
    listed.collect()
}

/// The same without ids.
async fn words(db: &Database) -> Vec<String> {
    notes(db)
        .await
        .into_iter()
        .map(|note| {
            note.split(' ')
                .enumerate()
                .filter(|(at, _)| *at != 1)
                .map(|(_, word)| word)
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

#[tokio::test]
async fn what_a_part_does_not_have_stays_and_what_it_has_is_found() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    let before = db.texts().await;
    let report = append(&db, WEEK).await;
    assert_eq!(
        (report.entries, report.notes),
        (count(1, 1, 2, 0), count(2, 1, 4, 0)),
        "{:?}",
        report.remarks
    );
    assert_eq!((report.not_in_part, report.kept, report.is_new), (4, 0, false));
    assert!(report.vanished.is_empty());
    assert_eq!(
        words(&db).await,
        [
            "- kubelet restarts on its own",
            "2023-10-10 alpha in Kubernetes 1.28 (k/k#1)",
            "2023-10-10 the same words",
            "2023-10-11 SIG Node met",
            "2023-10-12 the same words",
            "2023-10-12 beta in 1.30, see KEP-753",
            "2023-10-12 and more",
        ]
    );
    let after = db.texts().await;
    assert!(before.keys().all(|id| after.contains_key(id)), "ids stay");
    assert_eq!(db.found("version=1.30").await, ["beta in 1.30, see KEP-753"]);
    assert_eq!(db.found("version=1.28").await, ["alpha in Kubernetes 1.28 (k/k#1)"]);
}

#[tokio::test]
async fn the_same_part_again_changes_nothing() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    append(&db, WEEK).await;
    let before = notes(&db).await;
    let report = append(&db, WEEK).await;
    assert_eq!((report.entries, report.notes), (count(0, 0, 4, 0), count(0, 0, 7, 0)));
    assert_eq!((report.not_in_part, report.remade), (4, 0));
    assert_eq!(notes(&db).await, before);
    assert_eq!(
        db.store.run_log(false).await.unwrap().runs.len(),
        2,
        "a run without changes is not in the log"
    );
}

#[tokio::test]
async fn the_whole_is_added_as_it_is_imported() {
    let grown = format!("{JOURNAL}\n## 2023-10-13\n- charlie\n- delta\n");
    let (one, other) = (Database::new().await, Database::new().await);
    append(&one, JOURNAL).await;
    other.import("test", JOURNAL).await;
    assert_eq!(notes(&one).await, notes(&other).await);
    append(&one, &grown).await;
    other.import("test", &grown).await;
    assert_eq!(notes(&one).await, notes(&other).await);
}

#[tokio::test]
async fn an_addition_is_undone_and_brought_back() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    let before = notes(&db).await;
    append(&db, WEEK).await;
    let after = notes(&db).await;
    let undo = async |run: i64| {
        db.store
            .undo_run(RunId(run), "2026-02-01T11:00:00Z".parse().unwrap(), false, ingest::prepare)
            .await
            .unwrap()
    };
    let undone = undo(2).await;
    assert_eq!(undone.report.notes, count(0, 1, 4, 2));
    assert_eq!(notes(&db).await, before);
    undo(3).await;
    assert_eq!(notes(&db).await, after);
}

#[tokio::test]
async fn a_trial_says_what_an_import_would_lose() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    let trial = |is_part| Replacement { is_part, dry_run: true, may_lose: true, ..replacement("test", WEEK) };
    let whole = replace(&db.store, &trial(false)).await.unwrap();
    assert_eq!((whole.notes.vanished, whole.vanished.len()), (4, 4));
    let part = replace(&db.store, &trial(true)).await.unwrap();
    assert_eq!((part.notes.vanished, part.vanished.len()), (0, 0));
    assert_eq!(db.store.export(&Filter::default()).await.unwrap().len(), 3, "nothing is changed");
}

#[tokio::test]
async fn an_entry_without_a_day_keeps_its_place() {
    let db = Database::new().await;
    db.import(
        "test",
        "# Test\n\n## 2023-10-10\n- a\n\n## Undated\n- kubelet restarts on its own\n\n## 2023-10-12\n- b\n",
    )
    .await;
    append(&db, "# Test\n\n## Undated\n- kubelet restarts on its own\n- and more\n\n## 2023-10-13\n- c\n")
        .await;
    assert_eq!(
        words(&db).await,
        ["2023-10-10 a", "- kubelet restarts on its own", "- and more", "2023-10-12 b", "2023-10-13 c"]
    );
}
