//! Entries of very many notes, a part at a time.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::id::{EntryId, NoteId};
use domain::list::entry_part::{EntryPart, NOTES_A_PART};
use domain::list::filter::NoteCursor;
use store::ExportedEntry;
use support::keps::{revisions, sync_keps};
use support::{Database, filter};

const PART: usize = NOTES_A_PART as usize;

/// A day of so many notes, each of which cites a KEP, between two others.
async fn long_entry(notes: usize) -> (Database, EntryId) {
    let db = Database::new().await;
    let many: String = (0..notes).map(|n| format!("- note {n} of KEP-753\n")).collect();
    db.import(
        "notes",
        &format!("## 2023-10-10\n- before\n\n## 2023-10-11\n{many}\n## 2023-10-12\n- after\n"),
    )
    .await;
    sync_keps(&db, revisions("sig-node/753-sidecars", "sig-node", 3), Vec::new()).await;
    let entry = db.store.timeline(&filter("in=2023-10-11")).await.unwrap().entries.remove(0);
    (db, entry.id)
}

/// The numbers of the notes of a part, with how many stand before and after them, and the ids at its ends.
async fn part(db: &Database, entry: &EntryId, part: &EntryPart) -> (Vec<usize>, u32, u32, NoteId, NoteId) {
    let page = db.store.entry(entry, part).await.unwrap().unwrap();
    assert!(page.previous.is_some() && page.next.is_some());
    let notes = &page.entry.notes;
    assert!(notes.iter().all(|note| note.references.len() == 1 && note.references[0].outcome.is_some()));
    let numbers = notes.iter().map(|note| note.text.split(' ').nth(1).unwrap().parse().unwrap()).collect();
    let (first, last) = (notes[0].id.clone(), notes[notes.len() - 1].id.clone());
    (numbers, page.notes_before, page.notes_after, first, last)
}

#[tokio::test]
async fn the_parts_of_an_entry_are_all_of_it_in_both_directions() {
    let (db, entry) = long_entry(2 * PART + 50).await;
    let (first, before, after, _, end) = part(&db, &entry, &EntryPart::First).await;
    assert_eq!((first, before, after), ((0..PART).collect(), 0, 250));
    let (second, before, after, start, end) = part(&db, &entry, &EntryPart::After(end)).await;
    assert_eq!((second, before, after), ((PART..2 * PART).collect(), 200, 50));
    let (from, ..) = part(&db, &entry, &EntryPart::From(start.clone())).await;
    assert_eq!(from, (PART..2 * PART).collect::<Vec<_>>());
    let (third, before, after, last_start, last) = part(&db, &entry, &EntryPart::After(end)).await;
    assert_eq!((third, before, after), ((2 * PART..2 * PART + 50).collect(), 400, 0));
    let (back, before, after, ..) = part(&db, &entry, &EntryPart::Before(last_start)).await;
    assert_eq!((back, before, after), ((PART..2 * PART).collect(), 200, 50));
    let (back, ..) = part(&db, &entry, &EntryPart::Before(start)).await;
    assert_eq!(back, (0..PART).collect::<Vec<_>>());
    let (back, before, ..) = part(&db, &entry, &EntryPart::Before(last)).await;
    assert_eq!((back[0], back.len(), before), (PART + 49, PART, 249));

    // A note that left its source still leads to its place, and one of elsewhere to an end.
    let elsewhere = db.store.timeline(&filter("in=2023-10-10")).await.unwrap().entries[0].notes[0].id.clone();
    let (numbers, ..) = part(&db, &entry, &EntryPart::After(elsewhere.clone())).await;
    assert_eq!(numbers[0], 0);
    let (numbers, ..) = part(&db, &entry, &EntryPart::Before(elsewhere)).await;
    assert_eq!(numbers[numbers.len() - 1], 2 * PART + 49);
}

#[tokio::test]
async fn a_short_entry_is_one_part() {
    let (db, entry) = long_entry(PART).await;
    let page = db.store.entry(&entry, &EntryPart::First).await.unwrap().unwrap();
    assert_eq!((page.entry.notes.len(), page.notes_before, page.notes_after), (PART, 0, 0));
    let last = page.entry.notes[PART - 1].id.clone();
    let beyond = db.store.entry(&entry, &EntryPart::After(last)).await.unwrap().unwrap();
    assert_eq!(beyond.entry.notes.len(), 0);
}

#[tokio::test]
async fn the_page_of_a_note_shows_those_around_it() {
    let (db, entry) = long_entry(500).await;
    let at = |n: usize| {
        let db = &db;
        let entry = &entry;
        async move {
            let texts = db.texts().await;
            let note =
                texts.iter().find(|(_, text)| **text == format!("note {n} of KEP-753")).unwrap().0.clone();
            db.store.note_page(entry, &note).await.unwrap().unwrap()
        }
    };
    for (n, before, after) in [(0, 0, 40), (250, 20, 20), (499, 40, 0)] {
        let page = at(n).await;
        assert_eq!(page.entry.notes[0].text, format!("note {n} of KEP-753"));
        assert_eq!((page.others_before, page.others.len()), (before, (before + after) as usize), "{n}");
        assert_eq!(page.entry.folded, 459);
    }
}

fn texts(entry: &ExportedEntry) -> Vec<&str> {
    entry.notes.iter().map(|note| note.note.text.as_str()).collect()
}

#[tokio::test]
async fn whole_entries_are_bounded_and_can_be_read_on() {
    let (db, entry) = long_entry(4_500).await;
    let mut all: Vec<String> = Vec::new();
    let mut part = EntryPart::First;
    let mut sizes = Vec::new();
    loop {
        let whole = db.store.whole_entry(&entry, &part).await.unwrap().unwrap();
        sizes.push(whole.notes.len());
        all.extend(texts(&whole).into_iter().map(str::to_owned));
        if !whole.is_cut {
            break;
        }
        part = EntryPart::After(whole.notes[whole.notes.len() - 1].note.id.clone());
    }
    assert_eq!(sizes, [2_000, 2_000, 500]);
    assert!(all.iter().enumerate().all(|(n, text)| *text == format!("note {n} of KEP-753")));
    assert_eq!(all.len(), 4_500);

    // A list of entries has the first of it, and the list of notes goes on behind them.
    let list = filter("in=2023-10-11&order=asc");
    let page = db.store.selection(&list, 50).await.unwrap();
    let [found] = &page.entries[..] else { panic!("one entry") };
    assert_eq!((found.notes.len(), found.is_cut, found.entry.folded), (2_000, true, 2_500));
    let place = found.note_place(&found.notes[1_999], list.order);
    let rest = db.store.note_selection(&list, Some(&NoteCursor::After(place)), 50).await.unwrap();
    assert_eq!(texts(&rest.entries[0])[0], "note 2000 of KEP-753");
    let short = db.store.selection(&filter("in=2023-10-12"), 50).await.unwrap();
    assert!(!short.entries[0].is_cut);
}

#[tokio::test]
async fn lists_show_the_first_notes_of_an_entry() {
    let (db, entry) = long_entry(1_000).await;
    let timeline = db.store.timeline(&filter("kep=753")).await.unwrap();
    assert_eq!((timeline.entries[0].notes.len(), timeline.entries[0].folded), (40, 960));
    let domain::pages::KepAnswer::One(page) = db.store.kep(&"753".parse().unwrap()).await.unwrap() else {
        panic!("a page")
    };
    assert_eq!(page.entries[0].id, entry);
    assert_eq!((page.entries[0].notes.len(), page.entries[0].folded), (40, 960));
    let sig = db.store.sig(&"sig-node".parse().unwrap()).await.unwrap().unwrap();
    assert!(sig.entries.iter().all(|entry| entry.notes.len() <= 40));
}

#[tokio::test]
async fn one_note_of_a_long_entry_is_loaded_alone() {
    let (db, entry) = long_entry(300).await;
    let page = db.store.entry(&entry, &EntryPart::First).await.unwrap().unwrap();
    let note = page.entry.notes[7].clone();
    let whole = db.store.whole_note(&entry, &note.id).await.unwrap().unwrap();
    assert_eq!((texts(&whole), whole.entry.folded), (vec!["note 7 of KEP-753"], 299));
    let found = db.store.entry_with_note(&entry, &note.id).await.unwrap().unwrap();
    assert_eq!((found.notes, found.folded), (vec![note], 299));
}
