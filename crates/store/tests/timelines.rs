//! What a filter finds, and what a page costs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::list::filter::{Cursor, Filter, Order};
use support::{Database, filter, long_journal};

const JOURNAL: &str = "\
# Test

## Undated
- one: no tag at all

## 2023-02-10
- two: SIG Node, Kubernetes 1.27
- three: SIG Network, Kubernetes 1.27
- four: SIG Node and SIG Network, Kubernetes 1.28

## 2023-10-11
- five: Kubernetes 1.28 -> 1.29
- six: SIG Node

## 2023-10-12

## 2024-01-05
- seven: Kubernetes 1.29
";

async fn check(db: &Database, query: &str, expected: &[&str]) {
    let found = db.found(query).await;
    let names: Vec<&str> = found.iter().map(|text| text.split(':').next().unwrap()).collect();
    assert_eq!(names, expected, "{query}");
}

#[tokio::test]
async fn a_filter_finds_what_it_says() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    for (query, expected) in [
        ("", &["seven", "five", "six", "two", "three", "four", "one"][..]),
        ("order=asc", &["one", "two", "three", "four", "five", "six", "seven"]),
        ("sig=node", &["six", "two", "four"]),
        ("sig=node&sig=network", &["six", "two", "three", "four"]),
        ("sig=node&version=1.28", &["four"]),
        ("sig=node&exclude.sig=network", &["six", "two"]),
        ("exclude.version=1.27", &["seven", "five", "six", "four", "one"]),
        ("version=1.28..1.29", &["seven", "five", "four"]),
        ("version=1.27&version=1.29", &["seven", "five", "two", "three"]),
        ("sig=none", &["seven", "five", "one"]),
        ("sig=none&sig=network", &["seven", "five", "three", "four", "one"]),
        ("sig=none&version=none", &["one"]),
        ("in=2023", &["five", "six", "two", "three", "four"]),
        ("in=2023-10", &["five", "six"]),
        ("in=2023-10-11&in=2024", &["seven", "five", "six"]),
        ("notebook=test&sig=network", &["three", "four"]),
        ("notebook=other", &[]),
    ] {
        check(&db, query, expected).await;
    }
}

#[tokio::test]
async fn an_entry_counts_how_many_of_its_notes_are_folded() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    let page = db.store.timeline(&filter("sig=node")).await.unwrap();
    let folded: Vec<u32> = page.entries.iter().map(|entry| entry.folded).collect();
    assert_eq!(folded, [1, 1]);
    assert_eq!((page.notes, page.matching_entries), (3, 2));
}

#[tokio::test]
async fn a_lost_body_is_shown_unless_a_tag_is_wanted() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    for (query, lost, entries) in [
        ("", 1, 5),
        ("in=2023-10", 1, 2),
        ("in=2023-10-12&notebook=test", 1, 1),
        ("in=2023-02", 0, 1),
        ("sig=none", 0, 3),
        ("exclude.sig=node", 0, 4),
    ] {
        let page = db.store.timeline(&filter(query)).await.unwrap();
        assert_eq!(page.entries.iter().filter(|entry| entry.body_lost).count(), lost, "{query}");
        assert_eq!((page.matching_entries, page.entries.len()), (entries, entries as usize), "{query}");
    }
}

#[tokio::test]
async fn a_facet_counts_the_notes_that_its_value_would_leave() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    for query in [
        "",
        "sig=node",
        "version=1.28&exclude.sig=network",
        "exclude.version=1.28&sig=node",
        "in=2023",
        "sig=none",
    ] {
        let list = filter(query);
        let facets = db.store.timeline(&list).await.unwrap().facets;
        assert!(!facets.sigs.is_empty() || query == "version=1.28&exclude.sig=network", "{query}");
        for count in &facets.sigs {
            let mut chosen = list.clone();
            chosen.sigs.any = vec![count.value.clone()];
            chosen.sigs.none = false;
            assert_eq!(
                db.store.timeline(&chosen).await.unwrap().notes,
                count.notes,
                "{query}: {}",
                count.value
            );
        }
        for count in &facets.versions {
            let mut chosen = list.clone();
            chosen.versions.any = vec![domain::list::filter::VersionRange::new(count.value, count.value)];
            chosen.versions.none = false;
            assert_eq!(
                db.store.timeline(&chosen).await.unwrap().notes,
                count.notes,
                "{query}: {}",
                count.value
            );
        }
        for count in facets.months.iter().chain(&facets.days) {
            let chosen = Filter { period: vec![count.value], ..list.clone() };
            assert_eq!(
                db.store.timeline(&chosen).await.unwrap().notes,
                count.notes,
                "{query}: {}",
                count.value
            );
        }
        assert!(facets.days.is_empty() == facets.months.is_empty(), "{query}");
        let mut untagged = list.clone();
        untagged.sigs.any.clear();
        untagged.sigs.none = true;
        assert_eq!(db.store.timeline(&untagged).await.unwrap().notes, facets.no_sig, "{query}: none");
    }
}

#[tokio::test]
async fn days_are_counted_where_a_list_looks_at_them_closely() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    for (query, days) in [
        ("", &["2024-01-05 1"][..]),
        ("sig=node", &["2023-10-11 1"]),
        ("in=2023", &["2024-01-05 1"]),
        ("in=2023-10", &["2024-01-05 1", "2023-10-11 2"]),
        ("in=2023-10-12", &["2024-01-05 1", "2023-10-11 2"]),
        ("in=2023-02&in=2023-10", &["2024-01-05 1"]),
    ] {
        let facets = db.store.timeline(&filter(query)).await.unwrap().facets;
        let found: Vec<String> =
            facets.days.iter().map(|count| format!("{} {}", count.value, count.notes)).collect();
        assert_eq!(found, days, "{query}");
    }
}

#[tokio::test]
async fn an_empty_page_says_what_each_restriction_costs() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    let page = db.store.timeline(&filter("sig=network&version=1.29")).await.unwrap();
    let remedies: Vec<(String, u32)> =
        page.remedies.iter().map(|(part, notes)| (page.filter.remove(part).query(), *notes)).collect();
    assert_eq!(remedies, [("version=1.29".to_owned(), 2), ("sig=network".to_owned(), 2)]);
    assert!(page.any_notebook);
}

#[tokio::test]
async fn an_empty_database_says_so() {
    let page = Database::new().await.store.timeline(&filter("")).await.unwrap();
    assert!(page.entries.is_empty() && !page.any_notebook);
}

#[tokio::test]
async fn pages_follow_one_another_without_a_gap_and_lead_back() {
    let db = Database::new().await;
    db.import("long", &long_journal(50)).await;
    for order in [Order::Newest, Order::Oldest] {
        for query in ["", "sig=node"] {
            let mut list = filter(query).with_order(order);
            let mut forwards = Vec::new();
            let mut pages = Vec::new();
            loop {
                let page = db.store.timeline(&list).await.unwrap();
                assert_eq!(page.has_previous, !pages.is_empty());
                forwards.extend(page.entries.iter().map(|entry| entry.date.unwrap()));
                pages.push(page.entries.clone());
                if !page.has_next {
                    break;
                }
                list = list.at(Cursor::After(page.entries.last().unwrap().place(list.order)));
            }
            let mut sorted = forwards.clone();
            sorted.sort();
            sorted.dedup();
            if order == Order::Newest {
                sorted.reverse();
            }
            assert_eq!((forwards.len(), &forwards), (50, &sorted));
            let last = pages.pop().unwrap();
            let back = db.store.timeline(&list.at(Cursor::Before(last[0].place(list.order)))).await.unwrap();
            assert_eq!(Some(back.entries), pages.pop());
            assert!(back.has_next && back.has_previous);
        }
    }
}

#[tokio::test]
async fn an_undated_entry_after_all_days_is_the_newest() {
    let db = Database::new().await;
    db.import("test", "## 2023-01-01\n- first\n\n## 2023-01-02\n- second\n\n## Undated\n- third\n").await;
    assert_eq!(db.found("").await, ["third", "second", "first"]);
    let exported = db.store.export(&filter("")).await.unwrap();
    let order: Vec<u32> = exported.iter().map(|entry| entry.entry.position).collect();
    assert_eq!(order, [0, 1, 2]);
}

#[tokio::test]
async fn an_export_of_one_notebook_keeps_the_entries_that_lost_their_body() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    db.import("other", "## 2023-01-01\n- elsewhere\n").await;
    let lost = |query: &'static str| {
        let store = db.store.clone();
        async move {
            let entries = store.export(&filter(query)).await.unwrap();
            (entries.len(), entries.iter().filter(|entry| entry.entry.body_lost).count())
        }
    };
    assert_eq!(lost("notebook=test").await, (5, 1));
    assert_eq!(lost("in=2023-10").await, (2, 1));
    assert_eq!(lost("sig=node").await, (2, 0));
}

#[tokio::test]
async fn a_notebook_that_does_not_exist_is_reported() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    let unknown = |query: &'static str| {
        let store = db.store.clone();
        async move { store.timeline(&filter(query)).await.unwrap().unknown_notebook.map(|slug| slug.to_string()) }
    };
    assert_eq!(unknown("notebook=test").await, None);
    assert_eq!(unknown("notebook=nope&notebook=test").await.as_deref(), Some("nope"));
}

#[tokio::test]
async fn an_entry_can_be_loaded_with_one_of_its_notes() {
    let db = Database::new().await;
    db.import("test", JOURNAL).await;
    let entry = db.store.timeline(&filter("in=2023-02-10")).await.unwrap().entries.remove(0);
    let note = entry.notes[1].clone();
    let found = db.store.entry_with_note(&entry.id, &note.id).await.unwrap().unwrap();
    assert_eq!((found.notes, found.folded), (vec![note], 2));
}

#[tokio::test]
async fn several_notebooks_share_a_timeline_and_its_pages() {
    let db = Database::new().await;
    db.import("one", &long_journal(20)).await;
    db.import("other", &long_journal(20)).await;
    let mut list = filter("");
    let mut seen = Vec::new();
    loop {
        let page = db.store.timeline(&list).await.unwrap();
        seen.extend(page.entries.iter().map(|entry| entry.id.clone()));
        let Some(last) = page.entries.last().filter(|_| page.has_next) else { break };
        list = list.at(Cursor::After(last.place(list.order)));
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((all, seen.len()), (40, 40));
}
