//! Whole entries and notes, page by page: nothing twice, nothing lost, in the order of the list.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::list::entry_part::EntryPart;
use domain::list::filter::{Cursor, Filter, NoteCursor};
use store::{ExportedEntry, TagState};
use support::{Database, filter, long_journal};

const JOURNAL: &str = "\
# Test

## Undated
- one: nothing

## 2023-02-10
- two: SIG Node, Kubernetes 1.27 (KEP-753)
- three: SIG Network, Kubernetes 1.27
- four: SIG Node and Foobar 1.28

## 2023-10-11
- five: Kubernetes 1.28 -> 1.29
- six: SIG Node (k/k#1, k/k#1)

## 2023-10-12

## 2024-01-05
- seven: Kubernetes 1.29
";

const QUERIES: [&str; 9] = [
    "",
    "order=asc",
    "sig=node",
    "in=2023&order=asc",
    "version=none",
    "sig=batch",
    "q=kubernetes",
    "q=kubernetes&order=relevance",
    "q=sig+-network&since=2023-10&order=asc",
];

/// The first word of each note of some entries; `-` for an entry without.
fn names(entries: &[ExportedEntry]) -> Vec<String> {
    let names = |entry: &ExportedEntry| {
        let names = entry.notes.iter().map(|note| note.note.text.split(':').next().unwrap().to_owned());
        let names: Vec<_> = names.collect();
        if names.is_empty() { vec!["-".to_owned()] } else { names }
    };
    entries.iter().flat_map(names).collect()
}

/// Every page of entries from the first on, and from the last back.
async fn walk_entries(db: &Database, query: &str, limit: u16) -> [Vec<String>; 2] {
    let mut filter = filter(query);
    let (mut there, mut back) = (Vec::new(), Vec::new());
    loop {
        let page = db.store.selection(&filter, limit).await.unwrap();
        assert!(page.entries.len() <= usize::from(limit));
        assert_eq!(page.has_previous, filter.cursor.is_some());
        there.extend(names(&page.entries));
        let Some(last) = page.entries.last().filter(|_| page.has_next) else { break };
        filter.cursor = Some(Cursor::After(last.entry.place(filter.order)));
    }
    filter.cursor = None;
    let mut last = db.store.selection(&filter, 200).await.unwrap().entries;
    while let Some(entry) = last.last() {
        filter.cursor = Some(Cursor::Before(entry.entry.place(filter.order)));
        back.insert(0, names(std::slice::from_ref(entry)));
        last = db.store.selection(&filter, 1).await.unwrap().entries;
    }
    [there, back.concat()]
}

/// The same by notes.
async fn walk_notes(db: &Database, query: &str, limit: u16) -> [Vec<String>; 2] {
    let filter = filter(query);
    let mut cursor = None;
    let (mut there, mut back) = (Vec::new(), Vec::new());
    let end = loop {
        let page = db.store.note_selection(&filter, cursor.as_ref(), limit).await.unwrap();
        assert!(page.entries.iter().all(|entry| !entry.notes.is_empty()));
        assert!(page.entries.iter().map(|entry| entry.notes.len()).sum::<usize>() <= usize::from(limit));
        assert_eq!(page.has_previous, cursor.is_some());
        there.extend(names(&page.entries));
        let last =
            page.entries.last().map(|entry| entry.note_place(entry.notes.last().unwrap(), filter.order));
        let Some(last) = last else { return [there, back] };
        if !page.has_next {
            break last;
        }
        cursor = Some(NoteCursor::After(last));
    };
    let mut end = end;
    back.push(there.last().unwrap().clone());
    loop {
        let before = NoteCursor::Before(end.clone());
        let page = db.store.note_selection(&filter, Some(&before), limit).await.unwrap();
        assert!(page.has_next);
        back.splice(0..0, names(&page.entries));
        let Some(first) = page.entries.first().filter(|_| page.has_previous) else { break };
        end = first.note_place(&first.notes[0], filter.order);
    }
    [there, back]
}

#[tokio::test]
async fn pages_of_any_size_hold_what_the_timeline_holds() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    db.import("other", &long_journal(3)).await;
    for query in QUERIES {
        let all = db.store.timeline(&filter(query)).await.unwrap();
        let page = db.store.selection(&filter(query), 200).await.unwrap();
        assert_eq!((page.notes, page.matching_entries), (all.notes, all.matching_entries), "{query}");
        let ids = page.entries.iter().map(|entry| &entry.entry.id);
        assert_eq!(ids.collect::<Vec<_>>(), all.entries.iter().map(|entry| &entry.id).collect::<Vec<_>>());
        let entries = names(&page.entries);
        let notes: Vec<String> = entries.iter().filter(|word| *word != "-").cloned().collect();
        for limit in [1, 2, 3, 200] {
            assert_eq!(walk_entries(&db, query, limit).await, [entries.clone(), entries.clone()], "{query}");
            assert_eq!(walk_notes(&db, query, limit).await, [notes.clone(), notes.clone()], "{query}");
        }
    }
}

#[tokio::test]
async fn a_note_is_whole_and_as_the_export_has_it() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    let exported = db.store.export(&Filter::default()).await.unwrap();
    let page = db.store.selection(&filter("order=asc"), 200).await.unwrap();
    assert_eq!(exported.len(), page.entries.len());
    for (known, found) in exported.iter().zip(&page.entries) {
        assert_eq!(known.entry, found.entry);
        for (known, found) in known.notes.iter().zip(&found.notes) {
            assert_eq!(
                (&known.markdown, &known.note.html, known.position),
                (&found.markdown, &found.note.html, found.position)
            );
            assert_eq!(known.note.references, found.note.references);
            let tags = |note: &store::ExportedNote| {
                let tags = note.tags.iter().map(|tag| (tag.tag.clone(), tag.state));
                tags.collect::<Vec<_>>()
            };
            assert_eq!(tags(known), tags(found));
        }
    }
    let four =
        page.entries.iter().flat_map(|entry| &entry.notes).find(|note| note.note.text.contains("four"));
    let states: Vec<_> = four.unwrap().tags.iter().map(|tag| tag.state).collect();
    assert_eq!(states, [TagState::Applied, TagState::Suggested]);
}

#[tokio::test]
async fn one_entry_is_whole_or_has_the_one_note() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    let page = db.store.selection(&filter("sig=network"), 1).await.unwrap();
    let found = &page.entries[0];
    assert_eq!((found.notes.len(), found.entry.folded), (1, 2));
    let whole = db.store.whole_entry(&found.entry.id, &EntryPart::First).await.unwrap().unwrap();
    assert_eq!((whole.notes.len(), whole.entry.folded), (3, 0));
    let one = db.store.whole_note(&found.entry.id, &found.notes[0].note.id).await.unwrap().unwrap();
    assert_eq!((names(std::slice::from_ref(&one)), one.entry.folded), (vec!["three".to_owned()], 2));
    assert!(db.store.whole_entry(&"00000000".parse().unwrap(), &EntryPart::First).await.unwrap().is_none());
}

#[tokio::test]
async fn a_cursor_whose_note_has_gone_goes_on_after_it() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    let all = filter("order=asc");
    let page = db.store.note_selection(&all, None, 2).await.unwrap();
    let last = page.entries.last().unwrap();
    let cursor = NoteCursor::After(last.note_place(&last.notes[0], all.order));
    assert_eq!(names(&page.entries), ["one", "two"]);
    db.import("test", &JOURNAL.replace("- two: SIG Node, Kubernetes 1.27 (KEP-753)\n", "")).await;
    let page = db.store.note_selection(&all, Some(&cursor), 2).await.unwrap();
    assert_eq!(names(&page.entries), ["four", "five"], "the third moved up into its place");
}

#[tokio::test]
async fn a_limit_out_of_bounds_is_the_bound() {
    let db = Database::new().await;
    db.import("test", &long_journal(210)).await;
    for (limit, expected) in [(0, 1), (1, 1), (200, 200), (u16::MAX, 200)] {
        let page = db.store.selection(&Filter::default(), limit).await.unwrap();
        assert_eq!(page.entries.len(), expected);
        let page = db.store.note_selection(&Filter::default(), None, limit).await.unwrap();
        assert_eq!(page.entries.iter().map(|entry| entry.notes.len()).sum::<usize>(), expected);
    }
}

#[tokio::test]
async fn a_page_ends_before_it_has_thousands_of_notes() {
    let db = Database::new().await;
    let day = |day: u32, notes: usize| {
        let notes = (0..notes).map(|n| format!("- note {n}\n"));
        format!("\n## 2023-01-{day:02}\n{}", notes.collect::<String>())
    };
    let journal = format!("# Many\n{}{}{}", day(1, 3), day(2, 2500), day(3, 3));
    db.import("many", &journal).await;
    // Of one entry by itself as many as a page has.
    for (query, expected) in [("", [3, 2000, 3]), ("order=asc", [3, 2000, 3])] {
        let mut filter = filter(query);
        for notes in expected {
            let page = db.store.selection(&filter, 200).await.unwrap();
            assert_eq!(page.entries.iter().map(|entry| entry.notes.len()).collect::<Vec<_>>(), [notes]);
            filter.cursor = Some(Cursor::After(page.entries[0].entry.place(filter.order)));
        }
    }
}

#[tokio::test]
async fn a_notebook_that_is_not_there_is_reported() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    let page = db.store.note_selection(&filter("notebook=other"), None, 5).await.unwrap();
    assert_eq!(page.unknown_notebook.map(|slug| slug.to_string()).as_deref(), Some("other"));
    assert!(db.store.selection(&filter("notebook=test"), 5).await.unwrap().unknown_notebook.is_none());
}
