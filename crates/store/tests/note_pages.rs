//! The page of a note, and which cited KEPs moved last.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::list::timeline::{MovedKep, NotePage, OTHER_NOTES};
use support::keps::{change, sync_keps};
use support::{Database, filter};

const JOURNAL: &str = "\
# Test

## 2023-07-01
- first: KEP-1 is planned
- second: KEP-2
- third: nothing

## 2023-10-01
- fourth: KEP-1 again, and k/k#7
- fifth: KEP-3, KEP-4 and K/K#7

## 2023-11-01
";

fn kep(number: u32, day: &str, yaml: &str) -> store::KepChange {
    let yaml = format!("title: KEP {number}\nowning-sig: sig-node\n{yaml}");
    change(&format!("sig-node/{number}-x"), day, Some(&yaml))
}

/// KEP-1 was planned for 1.28, KEP-2 and KEP-3 moved without a plan, KEP-4 did not move.
async fn synced() -> Database {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    let implementable = "status: implementable\nstage: alpha\nmilestone:\n  alpha: v1.28\n";
    let implemented = "status: implemented\nstage: stable\nmilestone:\n  stable: v1.25\n";
    let changes = vec![
        kep(1, "2023-06-01", implementable),
        kep(2, "2023-01-01", "status: provisional\n"),
        kep(2, "2024-02-01", "status: withdrawn\n"),
        kep(3, "2023-01-01", "status: provisional\n"),
        kep(3, "2024-03-01", "status: rejected\n"),
        kep(4, "2023-01-01", implemented),
    ];
    sync_keps(&db, changes, Vec::new()).await;
    db
}

async fn latest_moves(db: &Database, query: &str) -> Vec<MovedKep> {
    db.store.timeline(&filter(query)).await.unwrap().latest_moves
}

/// The page of the note that begins so.
async fn note_page(db: &Database, beginning: &str) -> NotePage {
    let entries = db.store.timeline(&filter("order=asc")).await.unwrap().entries;
    let mut notes = entries.iter().flat_map(|entry| entry.notes.iter().map(move |note| (&entry.id, note)));
    let (entry, note) = notes.find(|(_, note)| note.text.starts_with(beginning)).unwrap();
    db.store.note_page(entry, &note.id).await.unwrap().unwrap()
}

#[tokio::test]
async fn the_keps_that_moved_last_come_with_the_note_that_says_most() {
    let db = synced().await;
    let texts = db.texts().await;
    let moves: Vec<(String, u32, &str)> = latest_moves(&db, "")
        .await
        .iter()
        .map(|moved| {
            let number = moved.outcome.kep.as_ref().unwrap().number;
            (moved.day.to_string(), number, texts[&moved.note].split(':').next().unwrap())
        })
        .collect();
    // Of the two notes on KEP-1 the later one came after the release: it is no plan any more, and has not moved.
    let expected = [("2024-03-01", 3, "fifth"), ("2024-02-01", 2, "second"), ("2023-08-15", 1, "first")];
    assert_eq!(moves, expected.map(|(day, number, note)| (day.to_owned(), number, note)));
    for query in ["sig=node", "order=asc", "changed=1&order=moved", "q=first"] {
        assert_eq!(latest_moves(&db, query).await, [], "{query}");
    }
}

#[tokio::test]
async fn without_facts_and_for_few_keps_there_are_few_moves() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    assert_eq!(latest_moves(&db, "").await, []);
    let changes = (1..=4).flat_map(|number| {
        [kep(number, "2023-01-01", "status: provisional\n"), kep(number, "2024-01-01", "status: withdrawn\n")]
    });
    sync_keps(&db, changes.collect(), Vec::new()).await;
    let moves = latest_moves(&db, "").await;
    let numbers: Vec<u32> = moves.iter().map(|moved| moved.outcome.kep.as_ref().unwrap().number).collect();
    assert_eq!(numbers, [1, 2, 3], "of one day those that most notes cite");
}

#[tokio::test]
async fn a_note_has_the_others_of_its_day_and_those_on_the_same_thing() {
    let db = synced().await;
    let page = note_page(&db, "second").await;
    let others: Vec<&str> = page.others.iter().map(|note| note.text.split(':').next().unwrap()).collect();
    assert_eq!((others, page.others_before, page.entry.folded), (vec!["first", "third"], 1, 0));
    assert!(page.previous.is_none() && page.next.is_some());
    assert_eq!(page.related, []);
    let related = |page: NotePage| -> Vec<String> {
        page.related.iter().map(|note| note.text.split(':').next().unwrap().to_owned()).collect()
    };
    assert_eq!(related(note_page(&db, "first").await), ["fourth"], "the same KEP");
    assert_eq!(related(note_page(&db, "fifth").await), ["fourth"], "the same number, in whatever capitals");
    assert_eq!(related(note_page(&db, "fourth").await), ["fifth", "first"], "the newest first");
    assert_eq!(related(note_page(&db, "third").await), [""; 0]);
}

#[tokio::test]
async fn a_long_entry_has_the_notes_around_and_many_citations_the_newest() {
    let db = Database::new().await;
    let notes: String = (0..100).map(|n| format!("- n{n:02}: k/k#7\n")).collect();
    db.import("test", &format!("# Test\n\n## 2023-07-01\n{notes}")).await;
    let entry = db.store.timeline(&filter("")).await.unwrap().entries.remove(0);
    let texts = db.texts().await;
    let id = texts.iter().find(|(_, text)| text.starts_with("n60")).map(|(id, _)| id).unwrap();
    let page = db.store.note_page(&entry.id, id).await.unwrap().unwrap();
    assert_eq!((page.others.len(), page.entry.folded as usize), (OTHER_NOTES, 99 - OTHER_NOTES));
    assert!(page.others[0].text.starts_with("n40"), "{}", page.others[0].text);
    assert!(page.related.len() <= 5);
    let nothing = "00000000".parse().unwrap();
    assert!(db.store.note_page(&entry.id, &nothing).await.unwrap().is_none());
    assert!(db.store.has_entry(&entry.id).await.unwrap());
    assert!(!db.store.has_entry(&"00000000".parse().unwrap()).await.unwrap());
}
