//! An import that recognises stored Markdown by its digests does what one that reads all of it does.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use sqlx::Executor;
use store::Report;
use support::corpus::Dice;
use support::{Database, large, replace, replacement};

/// What notes say: so little that texts repeat.
const TEXTS: [&str; 8] = [
    "kubelet restarts",
    "SIG Node met",
    "alpha in Kubernetes 1.28 (k/k#1)",
    "beta in Kubernetes 1.29, see KEP-753",
    "`kubectl` prints (slack)",
    "the same again",
    "a longer sentence on how sidecar containers are stopped when a job has ended",
    "a longer sentence on how sidecar containers are stopped after a job has ended",
];

/// Days of October, each with its notes.
type Journal = Vec<(usize, Vec<String>)>;

fn text(dice: &mut Dice) -> String {
    TEXTS[dice.roll(TEXTS.len())].to_owned()
}

fn day(dice: &mut Dice) -> (usize, Vec<String>) {
    let notes = dice.roll(4);
    (1 + dice.roll(28), (0..notes).map(|_| text(dice)).collect())
}

fn markdown(journal: &Journal) -> String {
    let mut markdown = "# Test\n".to_owned();
    for (day, notes) in journal {
        markdown += &format!("\n## 2023-10-{day:02}\n");
        for note in notes {
            markdown += &format!("- {note}\n");
        }
    }
    markdown
}

/// Adds, removes, edits or moves a note or a day.
fn edit(journal: &mut Journal, dice: &mut Dice) {
    let at = dice.roll(journal.len());
    let notes = journal[at].1.len();
    match dice.roll(8) {
        0 => journal.push(day(dice)),
        1 if journal.len() > 1 => drop(journal.remove(at)),
        2 => journal[at].0 = 1 + dice.roll(28),
        3 => {
            let (first, other) = (journal.len() - 1, at);
            journal.swap(first, other);
        }
        4 if notes > 0 => {
            let note = journal[at].1.remove(dice.roll(notes));
            let to = dice.roll(journal.len());
            journal[to].1.push(note);
        }
        5 if notes > 0 => drop(journal[at].1.remove(dice.roll(notes))),
        6 if notes > 0 => journal[at].1[dice.roll(notes)].push_str(" once more"),
        _ => journal[at].1.push(text(dice)),
    }
}

/// All that an import stores of notes, a row a text.
async fn rows(db: &Database) -> Vec<String> {
    sqlx::query_scalar(
        r#"
        select json_array('note', id, entry_id, position, markdown, html, text, vanished_at, date, added_at, changed_at,
            has_code, words_id, hex(digest)) as line from note left join note_digest on note_id = id
        union all select json_array('entry', id, position, date, vanished_at) from entry
        union all select json_array('reference', note_id, position, literal) from reference
        union all select json_array('tag', note_id, kind, value, origin) from derived_tag
        union all select json_array('outcome', note_id, position, outcome) from outcome
        union all select json_array('words', rowid) from note_words
        order by line
        "#,
    )
    .fetch_all(&mut large::raw(db).await)
    .await
    .unwrap()
}

/// Imports a journal, with other options now and then.
async fn import(db: &Database, journal: &Journal, options: usize) -> Report {
    let mut source = replacement("test", &markdown(journal));
    source.may_lose = true;
    source.notebook.lost_links = options == 0;
    source.notebook.time_zone = if options == 1 { "America/New_York" } else { "Asia/Tokyo" }.to_owned();
    replace(&db.store, &source).await.unwrap()
}

#[tokio::test]
async fn recognising_notes_by_their_digests_changes_nothing_of_an_import() {
    let mut dice = Dice::new(0x6469_6765_7374);
    for _ in 0..4 {
        let (recognising, reading) = (Database::new().await, Database::new().await);
        let mut journals = vec![(0..6).map(|_| day(&mut dice)).collect::<Journal>()];
        for _ in 0..16 {
            let (journal, options) = (journals.last().unwrap(), dice.roll(6));
            let recognised = import(&recognising, journal, options).await;
            large::raw(&reading).await.execute("delete from note_digest").await.unwrap();
            let read = import(&reading, journal, options).await;
            assert_eq!(recognised, read, "{}", markdown(journal));
            assert_eq!(rows(&recognising).await, rows(&reading).await, "{}", markdown(journal));
            // Sometimes what had vanished returns.
            let before = if dice.roll(4) == 0 { dice.roll(journals.len()) } else { journals.len() - 1 };
            let mut next = journals[before].clone();
            for _ in 0..dice.roll(4) {
                edit(&mut next, &mut dice);
            }
            journals.push(next);
        }
    }
}

#[tokio::test]
async fn an_import_may_go_on_on_another_thread() {
    let db = Database::new().await;
    let (store, source) = (db.store.clone(), replacement("test", "## 2023-10-01\n- a note\n"));
    let import = tokio::spawn(async move { replace(&store, &source).await });
    assert_eq!(import.await.unwrap().unwrap().notes.new, 1);
}

#[tokio::test]
async fn markdown_that_something_else_wrote_is_not_taken_for_that_of_the_source() {
    let db = Database::new().await;
    let journal = vec![(1, vec![TEXTS[0].to_owned(), TEXTS[1].to_owned()])];
    import(&db, &journal, 2).await;
    let written = "update note set markdown = 'written over' where text like 'kubelet%'";
    large::raw(&db).await.execute(written).await.unwrap();
    let report = import(&db, &journal, 2).await;
    assert_eq!((report.notes.unchanged, report.notes.new + report.notes.changed), (1, 1), "{report:?}");
    let stored: Vec<String> =
        sqlx::query_scalar("select markdown from note where vanished_at is null order by position")
            .fetch_all(&mut large::raw(&db).await)
            .await
            .unwrap();
    assert_eq!(stored, journal[0].1);
}
