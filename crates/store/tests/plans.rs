//! How SQLite plans the statements of pages, feeds and the API over a large notebook, when its statistics
//! mislead it as much as they can. Alone in its file: it listens to everything that sqlx runs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::list::entry_part::EntryPart;
use domain::list::feed::FeedItems;
use domain::list::filter::{Cursor, Filter, NoteCursor, NotePlace};
use domain::pages::ReviewKind;
use sqlx::sqlite::SqliteConnection;
use store::Store;
use support::statement_log::StatementLog;
use support::{Database, filter, large};

/// What walks down the entries in their order.
const BY_DAY: [&str; 19] = [
    "",
    "order=asc",
    "sig=node",
    "sig=none&names=node",
    "exclude.sig=windows",
    "sig=none",
    "version=1.20..1.22",
    "cycle=1.14..1.22",
    "sig=node&exclude.cycle=1.28",
    "sig=node&version=1.28",
    "in=2005-05",
    "since=2005&until=2006",
    "notebook=large",
    "stage=stable&status=implemented",
    "github=unknown",
    "verdict=overtaken",
    "kep=753",
    "repo=kubernetes/kubernetes",
    "q=変更",
];

/// What few of the ten thousand entries match.
const FEW: [&str; 6] = [
    "sig=node&version=1.28",
    "version=1.28",
    "sig=windows&order=asc",
    "kep=127",
    "ref=kubernetes/kubernetes%231007",
    "q=k/k%231007",
];

/// What begins with the few notes that a search finds, and sorts their entries.
const BY_HIT: [&str; 2] = ["q=k/k%231007", "q=変更&order=relevance"];

/// Tables of which a notebook has many rows.
const LARGE: [&str; 5] = ["entry", "note", "reference", "outcome", "derived_tag"];

#[tokio::test]
async fn lists_walk_down_their_order_whatever_the_statistics_say() {
    let log = StatementLog::listen();
    let small = notebook(1).await;
    // From here on a scan of all entries looks cheaper than a walk that ends after a page.
    let large = notebook(100).await;
    large::optimize(&large).await;
    let store = large.again().await;
    assert!(large::believed_entries(&large).await <= 2001, "the statistics mislead");

    for query in BY_DAY {
        for filter in pages(&store, query).await {
            let steps = entries_plan(&store, &filter).await;
            assert!(steps[0].contains(" entry USING INDEX entry_in_order"), "{query}: {steps:#?}");
            assert!(!steps.iter().any(|step| step.contains("ORDER BY")), "{query}: {steps:#?}");
        }
    }
    for query in BY_HIT {
        for name in ["entries", "hits", "entries by hits"] {
            let steps = plan(&store, &filter(query), name).await;
            assert!(!begins_at_notebooks(&steps), "{query} {name}: {steps:#?}");
            assert!(!steps.iter().any(|step| is_whole(step)), "{query} {name}: {steps:#?}");
        }
    }
    let steps = entries_plan(&store, &filter("changed=1&order=moved")).await;
    assert!(steps[0].contains("outcome_by_move"), "{steps:#?}");
    assert!(!begins_at_notebooks(&steps), "{steps:#?}");

    // Where few entries match, whatever restricts them, a page walks down none of the others.
    for query in FEW {
        log.drain();
        assert!(!store.timeline(&filter(query)).await.unwrap().entries.is_empty(), "{query}");
        store.feed(&filter(query), FeedItems::All).await.unwrap();
        store.note_selection(&filter(query), None, 50).await.unwrap();
        let statements = log.drain();
        let walks =
            |sql: &str| sql.contains("from entry cross join") || sql.contains("from note cross join entry");
        let walk = statements.iter().find(|statement| walks(&statement.sql));
        assert!(walk.is_none(), "{query}: {}", walk.unwrap().sql);
        for name in ["hits", "entries by hits"] {
            let steps = plan(&store, &filter(query), name).await;
            assert!(!steps.iter().any(|step| is_whole(step)), "{query} {name}: {steps:#?}");
        }
    }

    log.drain();
    run_all(&small.store).await;
    let mut db = large::raw(&large).await;
    let statements = log.drain();
    assert!(statements.len() > 100, "statements are heard");
    for statement in statements.iter().filter(|statement| !is_count(&statement.sql)) {
        let steps = explain(&mut db, &statement.sql).await;
        let context = format!("{}\n{steps:#?}", statement.sql);
        assert!(!begins_at_notebooks(&steps), "begins at the notebooks: {context}");
        assert!(!steps.iter().any(|step| is_whole(step)), "reads all of a table: {context}");
    }
    // Of a KEP that has not moved no citation is read.
    let condition = "outcome.kep_id = kep.id and outcome.kep_changed = 1)";
    let matching: Vec<_> = statements.iter().filter(|statement| statement.sql.contains(condition)).collect();
    assert!(!matching.is_empty(), "lists of KEPs ask which have moved");
    for statement in matching {
        let steps = explain(&mut db, &statement.sql).await;
        assert!(steps.iter().any(|step| step.contains("INDEX outcome_moved_kep ")), "{steps:#?}");
    }
}

/// The first page of a list, and pages amid it in both directions.
async fn pages(store: &Store, query: &str) -> [Filter; 3] {
    let first = filter(query);
    let middle =
        store.entry(&amid(store).await, &EntryPart::First).await.unwrap().unwrap().entry.place(first.order);
    [first.clone(), first.at(Cursor::After(middle.clone())), first.at(Cursor::Before(middle))]
}

/// The id of an entry in the middle of the notebook.
async fn amid(store: &Store) -> domain::id::EntryId {
    store.feed(&filter("in=2005-05"), FeedItems::Notes).await.unwrap().notes[0].entry.id.clone()
}

async fn entries_plan(store: &Store, filter: &Filter) -> Vec<String> {
    plan(store, filter, "entries").await
}

async fn plan(store: &Store, filter: &Filter, name: &str) -> Vec<String> {
    let plans = store.plans(filter).await.unwrap();
    plans.into_iter().find(|(other, _)| *other == name).unwrap().1
}

/// Asks once for all that pages, feeds and the API wait for.
async fn run_all(store: &Store) {
    for query in BY_DAY.into_iter().chain(BY_HIT).chain(["changed=1&order=moved"]) {
        let list = filter(query);
        let place = NotePlace { entry: some_entry(store).await.place(list.order), note: 0 };
        store.timeline(&list).await.unwrap();
        store.selection(&list, 50).await.unwrap();
        for cursor in [None, Some(NoteCursor::After(place.clone())), Some(NoteCursor::Before(place))] {
            store.note_selection(&list, cursor.as_ref(), 50).await.unwrap();
        }
        store.feed(&list, FeedItems::All).await.unwrap();
    }
    let entry = some_entry(store).await;
    let notes: Vec<_> = entry.notes.iter().map(|note| note.id.clone()).collect();
    let note = entry.notes[0].id.clone();
    for part in [
        EntryPart::First,
        EntryPart::After(note.clone()),
        EntryPart::Before(note.clone()),
        EntryPart::From(note.clone()),
    ] {
        store.entry(&entry.id, &part).await.unwrap();
        store.whole_entry(&entry.id, &part).await.unwrap();
    }
    store.entry_with_note(&entry.id, &note).await.unwrap();
    store.whole_note(&entry.id, &note).await.unwrap();
    store.note_page(&entry.id, &notes[0]).await.unwrap();
    store.has_entry(&entry.id).await.unwrap();
    store.note_location(&notes[0]).await.unwrap();
    store.curation(&notes).await.unwrap();
    store.history(&notes[0]).await.unwrap();
    store.kep_feed(&Default::default()).await.unwrap();
    store.keps(&Default::default()).await.unwrap();
    store.kep(&"753".parse().unwrap()).await.unwrap();
    store.kep(&"4183".parse().unwrap()).await.unwrap();
    for (name, number) in [("kubernetes", 1007), ("enhancements", 4183)] {
        let repo = domain::cite::Repo::new("kubernetes", name);
        store.item(&domain::github::ItemKey { repo, number }).await.unwrap();
    }
    store.sigs().await.unwrap();
    store.sig(&"sig-node".parse().unwrap()).await.unwrap();
    store.sig_releases(&"sig-node".parse().unwrap(), "1.14..1.29".parse().unwrap()).await.unwrap();
    store.versions().await.unwrap();
    store.version("1.28".parse().unwrap()).await.unwrap();
    let today = domain::Date::constant(2026, 11, 28);
    for period in ["2000-W07", "2000-02", "2025-04", "1.20", "1.33"] {
        store.digest(period.parse().unwrap(), today).await.unwrap().unwrap();
    }
    store.digest_index(today).await.unwrap();
    for kind in ReviewKind::ALL {
        store.review(*kind, Some(&notes[0]), "2026-11-22T00:00:00Z".parse().unwrap()).await.unwrap();
    }
}

async fn some_entry(store: &Store) -> domain::list::timeline::Entry {
    store.timeline(&filter("in=2000-02")).await.unwrap().entries.remove(0)
}

/// Whether entries are looked for notebook by notebook.
fn begins_at_notebooks(steps: &[String]) -> bool {
    let notebooks = steps.iter().position(|step| step == "SCAN notebook");
    let entries = steps.iter().position(|step| step.split(' ').nth(1) == Some("entry"));
    matches!((notebooks, entries), (Some(notebooks), Some(entries)) if notebooks < entries)
}

/// Whether a step reads a table of many rows from its beginning, and in no order, or makes an index of it first.
fn is_whole(step: &str) -> bool {
    let reads = |table: &&str| {
        step == format!("SCAN {table}") || step.starts_with(&format!("SEARCH {table} USING AUTOMATIC"))
    };
    LARGE.iter().any(reads)
}

/// Whether a statement counts, which looks at all that it counts.
fn is_count(sql: &str) -> bool {
    let beginnings = [
        "select count(",
        "select value, count(",
        "select date, count(",
        "select minor, sum(",
        "select ?, count(",
        "select coalesce(outcome.stage",
        "select outcome.",
        "select period",
    ];
    // By notebook, and of KEPs.
    let parts = [
        "notebook.title, count(*)",
        "as entries, (select count(*)",
        "as moved from outcome",
        "from named group by",
    ];
    beginnings.iter().any(|beginning| sql.starts_with(beginning))
        || parts.iter().any(|part| sql.contains(part))
}

/// How SQLite means to answer a statement, a line a step.
async fn explain(db: &mut SqliteConnection, sql: &str) -> Vec<String> {
    let sql = sqlx::AssertSqlSafe(format!("explain query plan {sql}"));
    let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(sql).fetch_all(db).await.unwrap();
    steps.into_iter().map(|(.., step)| step).collect()
}

/// A notebook that knows what became of what it cites, so many times over.
async fn notebook(times: u32) -> Database {
    let db = Database::new().await;
    db.import("large", &large::journal()).await;
    large::sync(&db).await;
    large::multiply(&db, times).await;
    db
}
