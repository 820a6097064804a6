//! Notes that an older Kepline read follow the rules of this one, without an import.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use domain::decision::{
    Correction, Decision, DecisionScope, JudgedVerdict, Mention, Ruling, TagDecision, VerdictDecision,
};
use domain::id::NoteId;
use domain::list::feed::FeedItems;
use domain::list::timeline::{Note, NoteLocation};
use domain::notebook::prepared::{Content, PreparedNote};
use domain::outcome::Relation;
use domain::tag::Origin;
use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Executor};
use store::{ChangeCount, ExportedEntry, Rereading, Store};
use support::keps::{revisions, sync_keps};
use support::{Database, filter, long_journal, replace, replacement};

const JOURNAL: &str = "\
# Notes

## 2023-11-01
- first: KEP-4381 and KEP-753 in SIG Node, as k/k#9 says
- second: nothing is named
- third: 停止 in `code`

## 2023-11-02
- fourth: SIG Network and 1.28
";

/// Rules that know less than those of today: neither the first citation of a note, nor tags, nor code, nor the end of
/// the text.
fn older_rules(markdown: &str, lost_links: bool) -> PreparedNote {
    let mut prepared = ingest::prepare(markdown, lost_links);
    if !prepared.references.is_empty() {
        prepared.references.remove(0);
    }
    prepared.text.truncate("first".len());
    PreparedNote { tags: Vec::new(), content: Content::default(), ..prepared }
}

async fn replace_by_older_rules(db: &Database, journal: &str) {
    let replacement = replacement("notes", journal);
    db.store.replace(replacement, older_rules, |_, _| {}).await.unwrap();
}

/// A journal as an older Kepline left it.
async fn left_by_older_rules(journal: &str) -> Database {
    let db = Database::new().await;
    let history = revisions("sig-node/753-sidecars", "sig-node", 3).into_iter();
    sync_keps(&db, history.chain(revisions("sig-node/4381-structured", "sig-node", 3)).collect(), Vec::new())
        .await;
    replace_by_older_rules(&db, journal).await;
    outdate(&db).await;
    db
}

/// Makes the notes of a database those of another version.
async fn outdate(db: &Database) {
    let mut raw = support::large::raw(db).await;
    sqlx::query("update notebook set reading_version = 0").execute(&mut raw).await.unwrap();
}

async fn read_again(store: &Store) -> Rereading {
    store.read_again(ingest::prepare, |_| {}).await.unwrap()
}

async fn notes(db: &Database) -> Vec<Note> {
    let entries = db.store.timeline(&filter("order=asc")).await.unwrap().entries;
    entries.into_iter().flat_map(|entry| entry.notes).collect()
}

fn literals(note: &Note) -> Vec<&str> {
    note.references.iter().map(|reference| reference.literal.as_str()).collect()
}

async fn decide(store: &Store, decision: Decision) {
    store.decide(&[decision], "alice", "2026-11-22T10:00:00Z".parse().unwrap()).await.unwrap();
}

fn rejected(note: &NoteId, tag: &str) -> Decision {
    let on = DecisionScope::Note(note.clone());
    Decision::Tag(TagDecision { on, tag: tag.parse().unwrap(), ruling: Ruling::Rejected })
}

#[tokio::test]
async fn stored_notes_follow_the_rules_without_an_import() {
    let db = left_by_older_rules(JOURNAL).await;
    assert_eq!((db.found("sig=network").await.len(), db.found("q=nothing").await.len()), (0, 0));
    assert!(db.store.is_reading_outdated().await.unwrap());
    assert_eq!(db.store.notes_to_read_again().await.unwrap(), 4);
    assert_eq!(db.store.status("0").await.unwrap().counts.to_read_again, 4);
    let before = notes(&db).await;
    assert_eq!(literals(&before[0]), ["KEP-753", "k/k#9"]);

    let generation = db.store.generation().await.unwrap();
    assert_eq!(read_again(&db.store).await, Rereading { notes: 4, changed: 4 });
    assert!(db.store.generation().await.unwrap() > generation, "caches notice");
    assert!(!db.store.is_reading_outdated().await.unwrap());
    assert_eq!(db.store.status("0").await.unwrap().counts.to_read_again, 0);

    // The same as a fresh database gives, ids included.
    let fresh = Database::new().await;
    fresh.import("notes", JOURNAL).await;
    let bare = |note: &Note| (note.id.clone(), note.html.clone(), note.text.clone(), note.tags.clone());
    let (read, fresh_notes) = (notes(&db).await, notes(&fresh).await);
    assert_eq!(literals(&read[0]), ["KEP-4381", "KEP-753", "k/k#9"]);
    assert!(read[0].references[..2].iter().all(|reference| reference.outcome.is_some()), "they are judged");
    let texts = |notes: &[Note]| notes.iter().map(|note| note.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&read), texts(&fresh_notes));
    assert_eq!(bare(&read[3]), bare(&fresh_notes[3]));
    for query in ["q=停止", "q=nothing", "has=code", "sig=network", "version=1.28", "kep=4381"] {
        assert_eq!(db.found(query).await.len(), 1, "{query}");
    }
    assert_eq!(read_again(&db.store).await, Rereading::default(), "once is enough");
    assert_eq!(db.import("notes", JOURNAL).await.remade, 0, "an import finds nothing to do");
}

/// The ids of the notes of the sample, oldest first; one has left its source.
const SAMPLE_NOTES: [&str; 9] = [
    "sbbqq9k7", "gkbdp0e0", "b26tewqs", "t6gbkc04", "anyr2str", "qj2ckp8v", "3zetaffp", "ze5522jn",
    "xdpa55hb",
];

/// A database as the version with schema 10 left it.
async fn left_by_schema_10() -> Store {
    static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");
    let folder = tempfile::tempdir().unwrap().keep();
    let file = folder.join("kepline.db");
    let mut db = SqliteConnectOptions::new().filename(&file).create_if_missing(true).connect().await.unwrap();
    let old = MIGRATIONS.iter().filter(|migration| migration.version <= 10).cloned().collect();
    Migrator::with_migrations(old).run(&mut db).await.unwrap();
    db.execute(include_str!("databases/schema_10.sql")).await.unwrap();
    db.close().await.unwrap();
    Store::open(&format!("sqlite://{}", file.display())).await.unwrap()
}

#[tokio::test]
async fn a_database_of_the_version_before_gets_the_rules_of_this_one() {
    let store = left_by_schema_10().await;
    let exported = async || store.export(&filter("")).await.unwrap();
    let ids = |entries: &[ExportedEntry]| -> Vec<String> {
        entries.iter().flat_map(|entry| &entry.notes).map(|note| note.note.id.to_string()).collect()
    };
    let times = async || {
        let feed = store.feed(&filter(""), FeedItems::Notes).await.unwrap();
        feed.notes.into_iter().map(|note| (note.note.id, note.added_at, note.changed_at)).collect::<Vec<_>>()
    };
    let (before, before_times) = (exported().await, times().await);
    let mut sorted = ids(&before);
    sorted.sort_by_key(|id| SAMPLE_NOTES.iter().position(|note| note == id));
    assert_eq!(sorted, SAMPLE_NOTES);
    let first: NoteId = SAMPLE_NOTES[0].parse().unwrap();
    let history = store.history(&first).await.unwrap();
    assert_eq!(history.len(), 3, "a tag, a correction and a verdict");

    assert!(store.is_reading_outdated().await.unwrap() && store.is_outdated().await.unwrap());
    assert_eq!(read_again(&store).await.notes, SAMPLE_NOTES.len());
    store.derive().await.unwrap();
    assert!(!store.is_reading_outdated().await.unwrap() && !store.is_outdated().await.unwrap());

    // All is as this version reads it.
    let after = exported().await;
    assert_eq!(ids(&after), ids(&before));
    for note in after.iter().flat_map(|entry| &entry.notes) {
        let prepared = ingest::prepare(&note.markdown, false);
        assert_eq!((&note.note.html, &note.note.text), (&prepared.html, &prepared.text));
        let written: Vec<&str> = prepared.references.iter().map(|reference| &*reference.literal).collect();
        assert_eq!(literals(&note.note), written);
        for tag in &prepared.tags {
            assert!(note.tags.iter().any(|stored| stored.tag.tag == tag.tag), "{} {:?}", note.markdown, tag);
        }
        // The search finds it by its words of today.
        let word =
            prepared.text.split_whitespace().find(|word| word.chars().all(char::is_alphabetic)).unwrap();
        let found = store.note_ids(&filter(&format!("q={word}"))).await.unwrap();
        assert!(found.contains(&note.note.id), "{word}");
    }
    // What was decided still counts.
    assert_eq!(store.history(&first).await.unwrap(), history);
    let note = |id: &str| {
        let notes = after.iter().flat_map(|entry| &entry.notes);
        notes.clone().find(|note| note.note.id.as_str() == id).unwrap()
    };
    let tags = |id: &str| -> Vec<String> {
        let applied = note(id).tags.iter().filter(|tag| tag.tag.origin == Origin::Manual);
        applied.map(|tag| format!("{} {}", tag.tag.tag.value(), tag.state.as_str())).collect()
    };
    assert_eq!(tags("sbbqq9k7"), ["sig-node rejected"]);
    assert_eq!(tags("gkbdp0e0"), ["sig-storage applied"]);
    assert_eq!(tags("b26tewqs"), [""; 0], "it was undone");
    for id in ["t6gbkc04", "ze5522jn"] {
        assert_eq!(tags(id), ["1.30 applied"], "it was decided on the entry");
    }
    let reference = |literal: &str| {
        let references = note("sbbqq9k7").note.references.iter();
        references.clone().find(|reference| reference.literal == literal).unwrap()
    };
    assert_eq!(reference("k/k#115138").target.name(), "KEP-127");
    let judgement = reference("KEP-753").outcome.as_ref().unwrap().judgement.as_ref().unwrap();
    assert_eq!((judgement.verdict.as_str(), judgement.curator.as_deref()), ("late", Some("alice")));
    // Nothing is news, and what has vanished is not back.
    assert_eq!(times().await, before_times);
    let gone = store.note_location(&"k5c1t4fr".parse().unwrap()).await.unwrap();
    assert!(matches!(gone, Some(NoteLocation::Gone(_))));
    // Rules of derivation that are new since count as well.
    let twins = note("qj2ckp8v").note.references[0].outcome.as_ref().unwrap().kep.as_ref().unwrap().relation;
    assert_eq!(twins, Relation::Ambiguous);
    store.close().await;
}

#[tokio::test]
async fn reading_again_is_no_news() {
    let db = left_by_older_rules(JOURNAL).await;
    let times = async || {
        let feed = db.store.feed(&filter(""), FeedItems::Notes).await.unwrap();
        feed.notes.into_iter().map(|note| (note.note.id, note.added_at, note.changed_at)).collect::<Vec<_>>()
    };
    let before = times().await;
    read_again(&db.store).await;
    assert_eq!(times().await, before);
}

#[tokio::test]
async fn decisions_stay_where_they_were_made() {
    let db = left_by_older_rules(JOURNAL).await;
    let before = notes(&db).await;
    let first = &before[0].id;
    let mention = |literal: &str| Mention { literal: literal.to_owned(), nth: 0 };
    decide(
        &db.store,
        Decision::Correction(Correction {
            note: first.clone(),
            mention: mention("k/k#9"),
            meant: "KEP-4381".parse().unwrap(),
        }),
    )
    .await;
    decide(
        &db.store,
        Decision::Verdict(VerdictDecision {
            note: first.clone(),
            mention: mention("KEP-753"),
            judged: "late".parse::<JudgedVerdict>().unwrap(),
        }),
    )
    .await;
    decide(&db.store, rejected(first, "sig-node")).await;
    decide(&db.store, rejected(&before[3].id, "sig-network")).await;
    let history = db.store.history(first).await.unwrap();

    read_again(&db.store).await;
    let read = notes(&db).await;
    assert_eq!(read[0].id, *first);
    // A citation is before them now; what was decided is on the same words.
    assert_eq!(literals(&read[0]), ["KEP-4381", "KEP-753", "k/k#9"]);
    let judged = read[0].references[1].outcome.as_ref().unwrap().judgement.as_ref().unwrap();
    assert_eq!((judged.verdict.as_str(), judged.curator.as_deref()), ("late", Some("alice")));
    assert!(
        read[0].references[0]
            .outcome
            .as_ref()
            .unwrap()
            .judgement
            .as_ref()
            .is_none_or(|it| it.curator.is_none())
    );
    assert!(read[0].references[2].corrected && !read[0].references[0].corrected);
    assert_eq!(read[0].references[2].target, read[0].references[0].target);
    assert_eq!(db.found("sig=network").await, [""; 0], "what was rejected does not come back");
    assert_eq!(db.store.history(first).await.unwrap(), history);
}

#[tokio::test]
async fn what_vanished_waits_until_it_is_back() {
    let db = left_by_older_rules(JOURNAL).await;
    let without = JOURNAL.replace("- fourth: SIG Network and 1.28\n", "");
    replace_by_older_rules(&db, &without).await;
    outdate(&db).await;
    assert_eq!(read_again(&db.store).await.notes, 3);
    assert_eq!(db.found("sig=network").await, [""; 0]);
    let back = replace(&db.store, &replacement("notes", JOURNAL)).await.unwrap();
    assert_eq!(back.notes, ChangeCount { changed: 1, unchanged: 3, ..ChangeCount::default() });
    assert_eq!(db.found("sig=network").await.len(), 1);
}

#[tokio::test]
async fn what_was_done_before_a_stop_is_not_done_twice() {
    let db = left_by_older_rules(&long_journal(300)).await;
    db.import("other", JOURNAL).await;
    let store = db.store.clone();
    let read = Arc::new(AtomicUsize::new(0));
    let counted = read.clone();
    let stopped = tokio::spawn(async move {
        let prepare = |markdown: &str, lost_links: bool| {
            assert!(counted.fetch_add(1, Ordering::Relaxed) < 450, "stopped");
            ingest::prepare(markdown, lost_links)
        };
        store.read_again(prepare, |_| {}).await
    });
    assert!(stopped.await.unwrap_err().is_panic());
    // Two times two hundred are done, the third is not.
    assert_eq!(db.store.notes_to_read_again().await.unwrap(), 200);
    assert_eq!(db.found("kep=753").await.len(), 12, "the page is full meanwhile");
    let again = db.again().await;
    assert_eq!(read_again(&again).await, Rereading { notes: 200, changed: 200 });
    assert!(!db.store.is_reading_outdated().await.unwrap());
    assert_eq!(db.store.timeline(&filter("notebook=notes&version=1.28")).await.unwrap().notes, 300);
}

#[tokio::test]
async fn curators_and_readers_go_on_meanwhile() {
    let db = left_by_older_rules(&long_journal(500)).await;
    let note = notes(&db).await[0].id.clone();
    let lefts = Mutex::new(Vec::new());
    let reading = db.store.read_again(ingest::prepare, |left| lefts.lock().unwrap().push(left));
    let deciding = async {
        tokio::time::timeout(
            std::time::Duration::from_secs(20),
            decide(&db.store, rejected(&note, "sig-apps")),
        )
        .await
        .unwrap();
        let found = db.store.timeline(&filter("q=note")).await.unwrap().entries.len();
        (db.store.notes_to_read_again().await.unwrap(), found)
    };
    let (read, (left, found)) = tokio::join!(reading, deciding);
    assert_eq!(read.unwrap().notes, 1000);
    assert!(left > 0, "it did not wait until all were read");
    assert!(found > 0);
    assert_eq!(*lefts.lock().unwrap(), [1000, 800, 600, 400, 200, 0]);
}

#[tokio::test]
async fn an_import_meanwhile_does_all_of_it() {
    let db = left_by_older_rules(&long_journal(300)).await;
    let other = db.again().await;
    let imported = Mutex::new(None);
    let calls = AtomicUsize::new(0);
    // Between loading the second batch and storing it another process imports the notebook without its last day.
    let prepare = |markdown: &str, lost_links: bool| {
        if calls.fetch_add(1, Ordering::Relaxed) == 250 {
            let other = other.clone();
            let import = std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(async {
                    replace(&other, &replacement("notes", &long_journal(299))).await.unwrap()
                })
            });
            *imported.lock().unwrap() = Some(import.join().unwrap());
        }
        ingest::prepare(markdown, lost_links)
    };
    let read = db.store.read_again(prepare, |_| {}).await.unwrap();
    assert_eq!(read.notes, 200, "what came after the import is its own");
    let report = imported.lock().unwrap().take().unwrap();
    assert_eq!((report.notes.unchanged, report.notes.vanished), (598, 2));
    assert_eq!(db.store.timeline(&filter("version=1.28")).await.unwrap().notes, 299);
}

#[tokio::test]
async fn a_first_import_and_every_later_one_are_by_the_rules_of_today() {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    assert!(!db.store.is_reading_outdated().await.unwrap());
    outdate(&db).await;
    let mut dry = replacement("notes", JOURNAL);
    dry.dry_run = true;
    replace(&db.store, &dry).await.unwrap();
    assert!(db.store.is_reading_outdated().await.unwrap(), "a dry run changes nothing");
    db.import("notes", JOURNAL).await;
    assert!(!db.store.is_reading_outdated().await.unwrap());
}
