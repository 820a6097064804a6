//! All rows that imports leave, whatever was there before.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Column, Row, TypeInfo, ValueRef};
use support::corpus::Dice;
use support::{Database, large, replace, replacement};

/// Columns that say when something was imported, and numbers of rows, which tell nobody anything.
const OF_THE_ROW: [&str; 7] =
    ["imported_at", "added_at", "changed_at", "vanished_at", "words_id", "raised_at", "notebook_id"];

/// Tables of what is there before an import, and of how often it was.
const OF_NO_NOTES: [&str; 3] = ["import_run", "generation", "_sqlx_migrations"];

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
