//! A database of many entries, made of a few that the program wrote itself.

use domain::list::search;
use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Executor};

use store::{KepChange, KepHistory, KepPull, SyncEnd, SyncKind};

use super::Database;

/// How many days the notebook has that is multiplied.
pub const DAYS: u32 = 100;

const SIGS: [&str; 7] =
    ["SIG Node", "SIG Network", "SIG Storage", "SIG Apps", "SIG Auth", "SIG Windows", "nobody"];

/// A journal in which tags and citations are spread: all notes of a day but the last cite something.
pub fn journal() -> String {
    let mut text = String::from("---\ntitle: Large\nrights: own\n---\n");
    let mut day = domain::Date::constant(2000, 1, 1);
    for n in 0..DAYS {
        let (sig, minor) = (SIGS[(n * 5 + n / 7) as usize % SIGS.len()], 14 + n % 23);
        text += &format!("\n## {day}\n\n- {sig} は Kubernetes 1.{minor} で変更を予定 (k/k#{})\n", 1000 + n);
        if n % 10 == 3 {
            text += "- KEP-753 を確認する\n";
        }
        if n % 50 == 7 {
            text += "- kubernetes/enhancements#4183 と KEP-127\n";
        }
        text += &format!("- the {n}th note without any tag\n");
        day = day.tomorrow().expect("a day of this millennium");
    }
    text
}

/// Brings two KEPs, of which one has moved on since the notes, and pull requests about it.
pub async fn sync(db: &Database) {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let change = |folder: &str, day: &str, rest: &str| KepChange {
        folder: folder.into(),
        moved_from: None,
        at: at(&format!("{day}T00:00:00Z")),
        commit: day.into(),
        revision: Some((
            ingest::kep_yaml::read(&format!("title: T\nowning-sig: sig-node\n{rest}")).0,
            Vec::new(),
        )),
    };
    let pulls = (4183..4197).map(|pull| KepPull {
        pull,
        number: 753,
        position: 0,
        merged_at: at("2023-10-05T19:27:00Z"),
    });
    let history = KepHistory {
        whole: true,
        changes: vec![
            change(
                "sig-node/753-sidecars",
                "1999-06-12",
                "status: implementable\nstage: alpha\nmilestone:\n  alpha: v1.28\n",
            ),
            change(
                "sig-node/127-userns",
                "1999-07-12",
                "status: implementable\nstage: alpha\nmilestone:\n  alpha: v1.25\n",
            ),
            change(
                "sig-node/753-sidecars",
                "2025-03-01",
                "status: implemented\nstage: stable\nmilestone:\n  alpha: v1.28\n  stable: v1.33\n",
            ),
        ],
        pulls: pulls.collect(),
        ..KepHistory::default()
    };
    let run = db.store.begin_sync(SyncKind::Keps, "a test", at("2026-07-24T00:00:00Z")).await.unwrap();
    db.store.store_keps(&history).await.unwrap();
    let end = SyncEnd { data_at: Some(at("2026-07-24T00:00:00Z")), ..SyncEnd::default() };
    db.store.end_sync(run, at("2026-07-24T00:00:00Z"), &end).await.unwrap();
    db.store.derive().await.unwrap();
}

/// A connection of its own to the database, as other tools have it.
pub async fn raw(db: &Database) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(db.path("kepline.db")).pragma("temp_store", "memory");
    options.disable_statement_logging().connect().await.unwrap()
}

/// Repeats the one notebook of a database, each time [`DAYS`] later and with other numbers on GitHub,
/// until there are so many of each entry. What is not of notes stays as it is.
pub async fn multiply(db: &Database, times: u32) {
    let mut to = raw(db).await;
    to.execute("create temp table original (words_id integer primary key, words text, parts text)")
        .await
        .unwrap();
    let notes: Vec<(i64, String)> =
        sqlx::query_as("select words_id, text from note").fetch_all(&mut to).await.unwrap();
    for (words_id, text) in notes {
        let index = search::index_text(&text);
        sqlx::query("insert into original values (?, ?, ?)")
            .bind(words_id)
            .bind(index.tokens)
            .bind(index.parts)
            .execute(&mut to)
            .await
            .unwrap();
    }
    let sql = include_str!("multiply.sql")
        .replace(":times", &times.to_string())
        .replace(":days", &DAYS.to_string());
    to.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
}

/// Has SQLite look at the first rows of each index alone, as `pragma optimize` does: of a notebook of many
/// entries it then believes that it has some two thousand.
pub async fn optimize(db: &Database) {
    // All of its measures, also for tables that this connection has not read.
    raw(db).await.execute("pragma optimize = 0x1fffe").await.unwrap();
}

/// How many entries SQLite believes that a notebook has on average.
pub async fn believed_entries(db: &Database) -> i64 {
    let sql = "select cast(substr(stat, instr(stat, ' ') + 1) as integer) from sqlite_stat1 \
        where idx = 'entry_of_notebook'";
    sqlx::query_scalar(sql).fetch_one(&mut raw(db).await).await.unwrap()
}
