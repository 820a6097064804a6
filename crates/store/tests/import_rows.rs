//! All rows that imports leave, whatever was there before.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Column, Row, TypeInfo, ValueRef};
use support::corpus::Dice;
use support::{Database, large, replace, replacement};

/// Columns that say when something was imported, and numbers of rows, which tell nobody anything.
const OF_THE_ROW: [&str; 8] = [
    "imported_at",
    "added_at",
    "added_in",
    "changed_at",
    "vanished_at",
    "words_id",
    "raised_at",
    "notebook_id",
];

/// Tables of what is there before an import, and of how often it was.
const OF_NO_NOTES: [&str; 5] =
    ["import_run", "note_change", "entry_change", "generation", "_sqlx_migrations"];

#[tokio::test]
async fn what_is_imported_over_anything_is_what_is_imported_first() {
    let mut dice = Dice::new(0x1234_5678);
    for round in 0..12 {
        let (db, fresh) = (Database::new().await, Database::new().await);
        for db in [&db, &fresh] {
            db.import("other", "## 2000-01-01\n- KEP-127 of another notebook\n").await;
            large::sync(db).await;
        }
        let mut lines = journal(&mut dice);
        for _ in 0..1 + round % 4 {
            import(&db, &lines).await;
            edit(&mut lines, &mut dice);
        }
        import(&db, &lines).await;
        let again = contents(&db).await;
        import(&db, &lines).await;
        assert_eq!(contents(&db).await, again, "the same once more changes nothing");
        import(&fresh, &lines).await;
        let first = contents(&fresh).await;
        for (table, rows) in &first {
            assert_eq!(again.get(table), Some(rows), "{table} in round {round}: {lines:?}");
        }
        assert_eq!(db.store.integrity().await.unwrap(), [""; 0]);
    }
}

#[tokio::test]
async fn an_undo_leaves_what_was_there_before() {
    let mut dice = Dice::new(0x9abc_def0);
    for round in 0..12 {
        let db = Database::new().await;
        db.import("other", "## 2000-01-01\n- KEP-127 of another notebook\n").await;
        large::sync(&db).await;
        let mut lines = journal(&mut dice);
        let mut states = Vec::new();
        for _ in 0..2 + round % 3 {
            import(&db, &lines).await;
            states.push(state(&db).await);
            edit(&mut lines, &mut dice);
        }
        // Notes and their places are other after each of them.
        states.dedup();
        let mut undone = Vec::new();
        while let Some(after) = states.pop() {
            assert_eq!(state(&db).await, after, "round {round}");
            let run = last_in_effect(&db).await;
            undo(&db, run).await;
            undone.push(after);
        }
        assert!(db.store.timeline(&support::filter("notebook=notes")).await.unwrap().entries.is_empty());
        // The last undo brings its import back, and the file of before all the rest.
        let redo = db.store.run_log(false).await.unwrap().runs[0].id;
        undo(&db, redo).await;
        assert_eq!(state(&db).await, undone.pop().unwrap(), "round {round}");
        assert_eq!(db.store.integrity().await.unwrap(), [""; 0]);
    }
}

/// All rows, without moves: these are only ever added.
async fn state(db: &Database) -> BTreeMap<String, Vec<String>> {
    let mut state = contents(db).await;
    state.remove("move");
    state
}

async fn last_in_effect(db: &Database) -> i64 {
    let runs = db.store.run_log(false).await.unwrap().runs;
    let run =
        runs.iter().find(|run| run.notebook.as_str() == "notes" && run.undoes.is_none() && run.can_undo);
    run.unwrap().id
}

async fn undo(db: &Database, run: i64) {
    let at = "2026-03-01T00:00:00Z".parse().unwrap();
    db.store.undo_run(store::RunId(run), at, false, ingest::prepare).await.unwrap();
}

async fn import(db: &Database, lines: &[String]) {
    let mut replacement = replacement("notes", &lines.join("\n"));
    replacement.may_lose = true;
    replace(&db.store, &replacement).await.unwrap();
}

/// A journal of a few days, some without a date.
fn journal(dice: &mut Dice) -> Vec<String> {
    let mut lines = Vec::new();
    for day in 1..=6 + dice.roll(6) {
        let heading =
            if dice.roll(6) == 0 { "## Undated".to_owned() } else { format!("## 2001-03-{day:02}") };
        lines.push(heading);
        for _ in 0..dice.roll(4) {
            lines.push(note(dice));
        }
    }
    lines
}

fn note(dice: &mut Dice) -> String {
    let words = [
        "SIG Node",
        "beta in 1.28",
        "KEP-753",
        "kubernetes/enhancements#4183",
        "k/k#7",
        "`code`",
        "停止を検証",
    ];
    let words: Vec<&str> = (0..1 + dice.roll(4)).map(|_| words[dice.roll(words.len())]).collect();
    format!("- {} {}", words.join(" と "), dice.roll(9))
}

/// Edits a line or two as an author does.
fn edit(lines: &mut Vec<String>, dice: &mut Dice) {
    for _ in 0..1 + dice.roll(5) {
        let at = dice.roll(lines.len());
        match dice.roll(5) {
            0 => lines.insert(at, note(dice)),
            1 if lines.len() > 4 => {
                lines.remove(at);
            }
            2 => {
                let line = lines.remove(at);
                lines.insert(dice.roll(lines.len()), line);
            }
            3 if lines[at].starts_with("- ") => lines[at] += " KEP-127",
            _ => lines.insert(at, format!("## 2001-04-{:02}", 1 + dice.roll(28))),
        }
    }
}

/// Every row of every table that is about notes of the source, in an order and with names of notes and entries that
/// follow from their places; and every word of the index.
async fn contents(db: &Database) -> BTreeMap<String, Vec<String>> {
    let mut raw = large::raw(db).await;
    let names: HashMap<String, String> = sqlx::query_as(
        r#"
        select note.id, notebook.slug || '/' || entry.position || '/' || note.position from note
            join entry on entry.id = note.entry_id join notebook on notebook.id = note.notebook_id
            where note.vanished_at is null
        union all select entry.id, notebook.slug || '/' || entry.position from entry
            join notebook on notebook.id = entry.notebook_id where entry.vanished_at is null
        "#,
    )
    .fetch_all(&mut raw)
    .await
    .unwrap()
    .into_iter()
    .collect();
    let tables: Vec<String> = sqlx::query_scalar(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like 'note_words%'",
    )
    .fetch_all(&mut raw)
    .await
    .unwrap();
    let mut contents = BTreeMap::new();
    for table in tables.iter().filter(|table| !OF_NO_NOTES.contains(&table.as_str())) {
        contents.insert(table.clone(), rows(&mut raw, table, &names).await);
    }
    sqlx::query("create virtual table temp.word using fts5vocab (main, note_words, instance)")
        .execute(&mut raw)
        .await
        .unwrap();
    let words: Vec<(String, String)> = sqlx::query_as(
        "select note.id, term || ' ' || col || ' ' || offset from temp.word left join note on note.words_id = doc",
    )
    .fetch_all(&mut raw)
    .await
    .unwrap();
    let words: BTreeSet<String> =
        words.into_iter().map(|(note, word)| format!("{} {word}", names[&note])).collect();
    contents.insert("words".to_owned(), words.into_iter().collect());
    contents
}

async fn rows(db: &mut SqliteConnection, table: &str, names: &HashMap<String, String>) -> Vec<String> {
    let sql = match table {
        "note" | "entry" => format!("select * from {table} where vanished_at is null"),
        // What notes cite and are recognised by outlives them, as their permalinks do.
        "reference" | "note_digest" => {
            format!("select * from {table} where note_id in (select id from note where vanished_at is null)")
        }
        _ => format!("select * from {table}"),
    };
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(db).await.unwrap();
    let mut rows: Vec<String> = rows.iter().map(|row| as_text(row, names)).collect();
    rows.sort();
    rows
}

fn as_text(row: &SqliteRow, names: &HashMap<String, String>) -> String {
    let columns = row.columns().iter().filter(|column| !OF_THE_ROW.contains(&column.name()));
    let values = columns.map(|column| {
        let value = row.try_get_raw(column.ordinal()).unwrap();
        let text = match (value.is_null(), value.type_info().name()) {
            (true, _) => "-".to_owned(),
            (false, "TEXT") => row.get::<String, _>(column.ordinal()),
            (false, "BLOB") => hex::encode(row.get::<Vec<u8>, _>(column.ordinal())),
            (false, _) => row.get::<i64, _>(column.ordinal()).to_string(),
        };
        let text = names.get(&text).cloned().unwrap_or(text);
        format!("{}={text}", column.name())
    });
    values.collect::<Vec<_>>().join(" ")
}
