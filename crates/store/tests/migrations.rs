//! Each migration over rows of the schema before it.
//!
//! `migrations/0003.sql` next to this file brings sample rows into the schema that migration 3 makes, as the
//! Kepline of that time wrote them: rows of each table that it creates, and of what it adds to older ones.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use domain::list::filter::Filter;
use domain::list::timeline::NoteLocation;
use domain::notebook::followed::SourceState;
use sqlx::migrate::{Migration, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Executor};
use store::{Store, SyncKind, TagState};
use tempfile::TempDir;

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

#[tokio::test]
async fn each_migration_keeps_the_rows_of_the_schema_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut db = connect(&folder).await;
    for migration in MIGRATIONS.iter() {
        let before = Rows::load(&mut db).await;
        apply(&mut db, migration).await;
        before.are_kept_by(migration, &mut db).await;
        promise(migration, &before, &mut db).await;
        insert_samples(&mut db, migration).await;
    }
}

#[tokio::test]
async fn the_program_opens_a_database_of_every_schema() {
    for newest in MIGRATIONS.iter().map(|migration| migration.version) {
        let folder = tempfile::tempdir().unwrap();
        let mut db = connect(&folder).await;
        for migration in MIGRATIONS.iter().filter(|migration| migration.version <= newest) {
            apply(&mut db, migration).await;
            insert_samples(&mut db, migration).await;
        }
        drop(db);
        let store = Store::open(&url(&folder)).await.unwrap();
        assert_eq!(store.integrity().await.unwrap(), [""; 0], "schema {newest}");
        expect_samples(&store, newest).await;
        assert!(store.is_outdated().await.unwrap(), "schema {newest}");
        assert!(store.is_reading_outdated().await.unwrap(), "schema {newest}");
        let read = store.read_again(ingest::prepare, |_| {}).await.unwrap();
        // In the last schema one of the three was read again before.
        assert_eq!(read.notes, if newest >= 13 { 2 } else { 3 }, "schema {newest}");
        assert!(!store.is_reading_outdated().await.unwrap(), "schema {newest}");
        store.derive().await.unwrap();
        assert!(!store.is_outdated().await.unwrap(), "schema {newest}");
        expect_derived(&store, newest).await;
    }
}

/// What is judged of the samples once all is derived again, with ids and decisions as they were.
async fn expect_derived(store: &Store, newest: i64) {
    let exported = store.export(&Filter::default()).await.unwrap();
    let ids: Vec<&str> =
        exported.iter().flat_map(|entry| &entry.notes).map(|note| note.note.id.as_str()).collect();
    assert_eq!(ids, ["n0te0001", "n0te0002", "n0te0004"], "schema {newest}");
    if newest >= 4 {
        assert!(exported[0].notes[0].note.references[1].none, "it was corrected to nothing");
        let decided = match newest {
            ..7 => 3,
            7..25 => 4,
            _ => 5,
        };
        assert_eq!(store.history(&"n0te0001".parse().unwrap()).await.unwrap().len(), decided);
    }
    let outcome = exported[0].notes[0].note.references[0].outcome.as_ref();
    let judgement = outcome.and_then(|outcome| outcome.judgement.as_ref());
    let described = judgement.map(|judgement| (judgement.verdict.as_str(), judgement.curator.as_deref()));
    let expected = match newest {
        1 => None,
        2..7 => Some(("overtaken", None)),
        _ => Some(("late", Some("Alice"))),
    };
    assert_eq!(described, expected, "schema {newest}");
}

/// The checksum of each migration that a database somewhere has applied.
const APPLIED: [(i64, &str); 26] = [
    (1, "e2c4bb2039a0458b831eb329272d04180dc34be7f5796ffe0b360e65a1aef8f84a8576719a866494adabdf41b53fa10e"),
    (2, "d648bb306b14d477978cb990c8319f5987a77bb1a24e8f50fedfa84b2121710d2d42e2df6645e57b777bc1e96f538355"),
    (3, "cebadb62bbf6f62979ca0e3b08cd7aa36a5b527359e413166f0e89e7177b251a9e5dcbdbee9aee4d32d5872110ad8465"),
    (4, "0ca72ceda83a427bbd0c7e28028bf2f6a0d3b34e24a098e1141296181d7f0d40286262c802690bdfab59a2fa53c23ea6"),
    (5, "d221b1f9a0a88f95ba7776b5d19284f09403b52cadd94da0d68169d1027e3110984251ac24248195da8a955bde03db77"),
    (6, "dfaf492ee82322b9e40dee611c8dd1c5f64ed4ef907bb514c65d6a09c07b72e27848638ef9297c0ea0b0829d75f6db6c"),
    (7, "e1322dc2610fb181bb772ab01fa87037bdf3ba98e0d5818b23d7b5a4b454f4fb71606928b3b8fccffa758129f8d82db8"),
    (8, "d41a1d7920315e2dd6b1bb689fb2d9335be882276ed58be84056ff79760d5d21f3817ffd813aa4621d39143964ab9731"),
    (9, "7629e9f9204f4eb56c104a84a7e8d0b7dbe4a7120ab29aca02d3f41ff955f0de268697d3c5d83b4706a109df4ee001ab"),
    (10, "5e716fcb64d0b2f5fa7945d2213e2391a40fc713d7bf0ea898a1c42bb7db0e51d4d3d0ffe73820f954a15676423a27d8"),
    (11, "7ca01aa06523af449da51a7f9abad764dc93b982706365d4ecb20b37bf76dd1ffb75096fb25200d1080f9da9296cf904"),
    (12, "fe2ee7e7cac2710db3b2f7c55627f561b0ef87ec88a8ae893b87744b1d23975fbf0c2f1d4dde701dd4b4296146dd2227"),
    (13, "2f748022803d0471f342ae11afc2c7b35f422f278a814d549122dc4c8c458b989870408bc17d1d8f73ac5faa6f60a511"),
    (14, "7e40d0241e974919cc1baaefe0f7361041b7f100a8a07b6ccc94f85dbd29611c77e97146053eb673ebc567cc5bf7adcb"),
    (15, "3a33ebc8c113389d753f20bad0e91037ba5f8b1447c2bd8c8d614cf4ee7051a0639200b48213985fe5e64de34b067323"),
    (16, "5c44f0fef2333fb709e24b01c41fc39959ab5557e530389c063943fc5c4c9fe5e4160836d7a40ee123c2d101eceb3f84"),
    (17, "bbdeb56bd0c0c764a52c316b884e5aa19eadb10a93641018e73c85907ae8bca4fa2edb3c9dd124eea0132ffdb66952c2"),
    (18, "bb68f2f62628f15eba5eb8ad86964bc38d4cd5ab8c6456748cb13aa897fcdeca9ba7a4294ab95bda0087a4ee96a2b746"),
    (19, "c8a9ff938ffb82275b2653d9e993333dbdf7852938b60df409849e5da3566a414d06e1e8bd84d6bcb4966e36c6680df7"),
    (20, "a72f0b5bab6c8cb5c0760d037cb0498a854324be2ec83c3bfafc80a6fd04acbf1eb5b29b92e78d255994e3dac33caf81"),
    (21, "5357d1ee68d2ab73257f1105b321eb56d47471621142690fce7ed78ab83159d008305cdca0ef094e09f98a396b61d2c2"),
    (22, "f9192708b1123e9f1b4012dcdbd76dcf5728e2197135c9ebe7d31a375ea8d3db6b8914f41551e4b8e9c1da8d6a80805b"),
    (23, "76cffeb0c20ad88e7bfd9495c46112b55530e907c529ae5dac70ae3f2cca20d6969dfad6b010f16d9864578347003a47"),
    (24, "259b5a92cc8bb74315887d13c30ecc216c15f52b86e773e5b8050b2eeb1ef71179f00d759ed06797f9cec6f571a41012"),
    (25, "e8142544f73314a398c13e1c44de30739598eb68ad1739cf86fe1d30146a9ada986b5fea987e8f270f42755006e26d3a"),
    (26, "caf5c4fc2071fff0e2b3592332e31ff545ae0628855f0bf36302a5983e68d16752d2fdf3575a1c8e5c70365eec142d7a"),
];

#[test]
fn a_migration_stays_as_it_was_applied() {
    // A database is not opened where a migration is another than the one that it applied, comments included.
    let checksums: Vec<(i64, String)> =
        MIGRATIONS.iter().map(|migration| (migration.version, hex::encode(&*migration.checksum))).collect();
    let applied: Vec<(i64, String)> =
        APPLIED.map(|(version, checksum)| (version, checksum.to_owned())).into();
    assert_eq!(checksums, applied, "an old migration is never edited; a new one is added to `APPLIED`");
}

#[test]
fn a_new_migration_needs_sample_rows() {
    let why = samples(&Path::new("tests/migrations").join("9999.sql"), "9999 later").unwrap_err();
    assert!(why.contains("tests/migrations/9999.sql") && why.contains("`promise`"), "{why}");
}

/// What a migration does to rows that are there, beyond keeping them.
async fn promise(migration: &Migration, before: &Rows, db: &mut SqliteConnection) {
    match migration.version {
        // These only bring tables or an index.
        1..=3 | 9 | 10 | 14..=16 | 24 | 26 => {}
        // What was shown still is, until it is decided on.
        4 => {
            let shown = |strong: &str| {
                format!("select note_id, kind, value, origin from derived_tag where {strong} = 1")
            };
            assert!(!texts(db, &shown("strong")).await.is_empty());
            assert_eq!(texts(db, &shown("shown")).await, texts(db, &shown("strong")).await);
            assert_eq!(
                texts(db, "select note_id, kind, value, origin from shown_tag").await,
                texts(db, &shown("strong")).await
            );
        }
        // Nothing is indexed yet: the next start does it.
        5 => {
            assert_eq!(texts(db, "select version from note_words_made").await, ["[0]"]);
            assert_eq!(texts(db, "select id from note where words_id is not null").await, [""; 0]);
        }
        // A note came with the first import of its notebook, or with the only one that is known.
        6 => {
            assert_eq!(
                texts(db, "select id, added_at, changed_at from note order by id").await,
                [
                    r#"["n0te0001","2025-01-01T00:00:00Z","2025-01-01T00:00:00Z"]"#,
                    r#"["n0te0002","2025-01-01T00:00:00Z","2025-01-01T00:00:00Z"]"#,
                    r#"["n0te0003","2025-01-01T00:00:00Z","2025-01-01T00:00:00Z"]"#,
                    r#"["n0te0004","2025-01-05T00:00:00Z","2025-01-05T00:00:00Z"]"#,
                ]
            );
            assert_eq!(before.tables["generation"].rows, [r#"[1,7]"#]);
            db.execute("update generation set raised_at = 'never'; update generation set number = 7")
                .await
                .unwrap();
            let dated = "select number from generation where raised_at between '2026' and '9999'";
            assert_eq!(texts(db, dated).await, ["[7]"], "what raises the number dates it");
        }
        // Judged when the facts are looked at next.
        7 => {
            assert_eq!(texts(db, "select version from derivation").await, ["[0]"]);
            assert_eq!(texts(db, "select note_id from outcome where verdict is not null").await, [""; 0]);
            let sequence = "select seq from sqlite_sequence where name = 'decision'";
            assert_eq!(texts(db, sequence).await, ["[4]"], "no number of a decision is given twice");
        }
        // Nothing is known of entries that were imported before.
        11 => {
            let known = "select id from entry where coalesce(author, time_zone, posted, edited, reply_to) is not null";
            assert_eq!(texts(db, known).await, [""; 0]);
        }
        // The next start fills it.
        8 => assert_eq!(texts(db, "select minor from cycle").await, [""; 0]),
        // Notes that are stored are not read again by it.
        12 => {
            assert_eq!(texts(db, "select note_id from reference where fragment is not null").await, [""; 0]);
        }
        // All notes are read again when the program serves them next.
        13 => {
            let notebooks = "select reading_version, read_again_up_to from notebook";
            assert_eq!(texts(db, notebooks).await, [r#"[0,""]"#; 2]);
        }
        // What lists show of the newest file is as it was, before anything is derived again.
        17 => {
            let newest = "select newest ->> '$.standing.status', newest ->> '$.gates' from kep_now";
            assert_eq!(texts(db, newest).await, [r#"["implemented","[]"]"#]);
            let milestones = "select minor, kep_id from kep_milestone order by minor";
            assert_eq!(texts(db, milestones).await, ["[28,1]", "[33,1]"]);
        }
        // The file says whose it is.
        18 => {
            let application_id: i32 =
                sqlx::query_scalar("pragma application_id").fetch_one(&mut *db).await.unwrap();
            assert_eq!(application_id.to_be_bytes(), *b"Kepl");
        }
        // The runs of before are there, and nothing is known of gates yet: the file of the KEP names none.
        19 => {
            assert_eq!(before.tables["sync_run"].rows, texts(db, RUNS).await);
            assert_eq!(texts(db, "select gate from kep_gate").await, [""; 0]);
        }
        // The next import of each notebook reads the Markdown of all notes once more.
        20 => assert_eq!(texts(db, "select note_id from note_digest").await, [""; 0]),
        // Of imports of before nothing was kept, and the notes of a copy have what a copy has.
        21 => {
            assert_eq!(
                texts(db, "select kind, undoes, is_kept from import_run group by kind, undoes, is_kept")
                    .await,
                [r#"["import",null,0]"#]
            );
            let fidelity = "select notebook.lost_links, note.fidelity from note \
                join notebook on notebook.id = note.notebook_id group by notebook.lost_links, note.fidelity";
            assert_eq!(texts(db, fidelity).await, [r#"[0,"written"]"#, r#"[1,"copy"]"#]);
        }
        // What is there came from sources.
        22 => {
            assert_eq!(texts(db, "select is_written from notebook group by is_written").await, ["[0]"]);
            let runs = "select is_written, written_by from import_run group by is_written, written_by";
            assert_eq!(texts(db, runs).await, ["[0,null]"]);
        }
        // No import of before came from a source.
        23 => {
            let origins = "select id from import_run where coalesce(source_id, revision) is not null";
            assert_eq!(texts(db, origins).await, [""; 0]);
        }
        // Decisions of before are there, and no number of one is given twice.
        25 => {
            let sequence = "select seq from sqlite_sequence where name = 'decision'";
            let numbers: Vec<i64> =
                sqlx::query_scalar("select id from decision").fetch_all(&mut *db).await.unwrap();
            let newest = numbers.iter().max().unwrap();
            assert_eq!(texts(db, sequence).await, [format!("[{newest}]")]);
            assert_eq!(texts(db, "select note_id from note_confirmation").await, [""; 0]);
        }
        version => panic!("say here what migration {version} does to rows that are there"),
    }
}

/// What the program makes of the samples of all schemas up to one.
async fn expect_samples(store: &Store, newest: i64) {
    let exported = store.export(&Filter::default()).await.unwrap();
    let ids: Vec<String> =
        exported.iter().flat_map(|entry| &entry.notes).map(|note| note.note.id.to_string()).collect();
    assert_eq!(ids, ["n0te0001", "n0te0002", "n0te0004"], "schema {newest}");
    let gone = store.note_location(&"n0te0003".parse().unwrap()).await.unwrap();
    assert_eq!(gone, Some(NoteLocation::Gone("entry003".parse().unwrap())), "schema {newest}");
    let found = store.timeline(&support::filter("q=kubectl")).await.unwrap();
    assert_eq!(found.notes, 1, "schema {newest}: what is there is indexed again");
    let with_code = store.timeline(&support::filter("has=code")).await.unwrap();
    assert_eq!(with_code.notes, 1, "schema {newest}: the content of notes is known");
    if newest >= 2 {
        assert!(
            exported[0].notes[0].note.references[0].outcome.as_ref().is_some_and(|outcome| outcome.changed)
        );
        assert!(store.last_sync(SyncKind::Keps).await.unwrap().is_some());
        assert_eq!(store.keps(&Default::default()).await.unwrap().cited, 1);
    }
    if newest >= 3 {
        let names: Vec<String> =
            store.curators().await.unwrap().into_iter().map(|curator| curator.name.to_string()).collect();
        assert_eq!(names, ["Alice", "local"]);
        assert!(store.session("digest", "2026-01-01T00:00:00Z".parse().unwrap()).await.unwrap().is_some());
    }
    if newest >= 4 {
        let tags = |n: usize| {
            let tags = exported[0].notes[n].tags.iter().filter(|tag| tag.state == TagState::Applied);
            tags.map(|tag| format!("{} {}", tag.tag.tag.value(), tag.tag.origin.as_str())).collect::<Vec<_>>()
        };
        assert_eq!((tags(0), tags(1)), (vec!["sig-node text".to_owned()], vec!["1.28 manual".to_owned()]));
        assert!(exported[0].notes[0].note.references[1].none, "it was corrected to nothing");
        let decided = match newest {
            ..7 => 3,
            7..25 => 4,
            _ => 5,
        };
        assert_eq!(store.history(&"n0te0001".parse().unwrap()).await.unwrap().len(), decided);
    }
    if newest >= 12 {
        let fragment = exported[0].notes[0].note.references[1].fragment.as_deref();
        assert_eq!(fragment, Some("issuecomment-34"));
    }
    if newest >= 19 {
        let name = "PaintShed".parse().unwrap();
        assert!(store.gate(&name).await.unwrap().is_some_and(|gate| gate.first_release().is_some()));
        assert_eq!(store.release_notes_on_gate(&name).await.unwrap().len(), 1);
        assert_eq!(store.gate_keps().await.unwrap()["PaintShed"][0].number, Some(753));
        assert_eq!(exported[0].notes[0].gates, [name]);
    }
    if newest >= 21 {
        let runs = store.run_log(false).await.unwrap().runs;
        let from_sources = runs.iter().filter(|run| !run.is_written);
        let runs: Vec<_> = from_sources.map(|run| (run.id, run.is_undone, run.can_undo)).collect();
        let expected =
            [(5, false, true), (4, true, false), (3, false, true), (2, false, false), (1, false, false)];
        assert_eq!(runs, expected);
        let history = store.entry_history(&"entry001".parse().unwrap()).await.unwrap().unwrap();
        // The other one only made room.
        assert_eq!(history.notes.len(), 1);
        let forgotten = store.note_location(&"n0te0009".parse().unwrap()).await.unwrap();
        assert_eq!(forgotten, Some(NoteLocation::Forgotten));
    }
    if newest >= 22 {
        let written = store.written_notebooks().await.unwrap();
        assert_eq!(written.iter().map(|notebook| notebook.slug.as_str()).collect::<Vec<_>>(), ["diary"]);
        let runs = store.run_log(false).await.unwrap().runs;
        let runs = runs.iter().filter(|run| run.is_written).map(|run| run.written_by.as_deref());
        assert_eq!(runs.collect::<Vec<_>>(), [None, Some("kim")]);
    }
    if newest >= 23 {
        let followed = store.followed_sources().await.unwrap().remove(0);
        assert_eq!(followed.source.notebook.as_str(), "other-notes");
        assert_eq!(followed.state(), SourceState::Waits);
    }
    if newest >= 24 {
        let alice = "Alice".parse().unwrap();
        let tokens = store.tokens(&alice).await.unwrap();
        assert_eq!(tokens.iter().map(|token| token.id).collect::<Vec<_>>(), [2, 1, 3]);
    }
    if newest >= 6 {
        let feed = store.feed(&Filter::default(), domain::list::feed::FeedItems::All).await.unwrap();
        assert_eq!((feed.notes.len(), feed.moves.len()), (3, 2), "what was taken back is marked as such");
    }
}

/// All that is recorded of syncs, in the columns of any schema.
const RUNS: &str =
    "select id, kind, started_at, finished_at, error, summary, data_at, cursor, source from sync_run";

/// The tables and columns that a migration gives another name.
const RENAMED: [(i64, &str, &str); 2] = [(7, "note_verdict", "note_ruling"), (7, "verdict", "ruling")];

/// A table with its columns and its rows, each as a JSON list.
struct Table {
    columns: Vec<String>,
    rows: Vec<String>,
}

/// All that is in a database.
struct Rows {
    tables: BTreeMap<String, Table>,
}

impl Rows {
    async fn load(db: &mut SqliteConnection) -> Self {
        let mut tables = BTreeMap::new();
        for table in tables_of(db).await {
            let columns: Vec<String> = sqlx::query_scalar("select name from pragma_table_info(?)")
                .bind(&table)
                .fetch_all(&mut *db)
                .await
                .unwrap();
            let rows = rows_of(db, &table, &columns).await;
            tables.insert(table, Table { columns, rows });
        }
        Self { tables }
    }

    /// That every row is still there with what its columns held.
    async fn are_kept_by(&self, migration: &Migration, db: &mut SqliteConnection) {
        for (name, table) in &self.tables {
            let renamed = |name: &str| {
                let (_, _, new) =
                    RENAMED.iter().find(|(by, old, _)| (*by, *old) == (migration.version, name))?;
                Some((*new).to_owned())
            };
            let columns: Vec<String> =
                table.columns.iter().map(|name| renamed(name).unwrap_or_else(|| name.clone())).collect();
            let new_name = renamed(name).unwrap_or_else(|| name.clone());
            let migrated = rows_of(db, &new_name, &columns).await;
            assert_eq!(migrated, table.rows, "{name} after migration {}", migration.version);
        }
    }
}

/// The tables with rows of ours, but not those in which SQLite stores the full-text index.
async fn tables_of(db: &mut SqliteConnection) -> Vec<String> {
    sqlx::query_scalar(
        "select name from pragma_table_list where type in ('table', 'virtual') and schema = 'main' \
         and name not like 'sqlite_%' and name not like '\\_sqlx%' escape '\\' order by name",
    )
    .fetch_all(db)
    .await
    .unwrap()
}

async fn rows_of(db: &mut SqliteConnection, table: &str, columns: &[String]) -> Vec<String> {
    // The index stores no texts: what can be read of it is which notes it contains.
    let columns = match table {
        "note_words" => "rowid".to_owned(),
        // JSON has no bytes.
        _ => columns
            .iter()
            .map(|column| format!("iif(typeof(\"{column}\") = 'blob', hex(\"{column}\"), \"{column}\")"))
            .collect::<Vec<_>>()
            .join(", "),
    };
    texts(db, &format!("select {columns} from \"{table}\"")).await
}

/// The rows of a statement, each as a JSON list, sorted.
async fn texts(db: &mut SqliteConnection, sql: &str) -> Vec<String> {
    let columns = sql.trim_start_matches("select ").split(" from ").next().unwrap();
    let rest = &sql[sql.find(" from ").unwrap()..];
    let sql = format!("select json_array({columns}){rest}");
    let mut rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(db).await.unwrap();
    rows.sort();
    rows
}

async fn apply(db: &mut SqliteConnection, migration: &Migration) {
    let mut only = Migrator::with_migrations(vec![migration.clone()]);
    only.set_ignore_missing(true).run(db).await.unwrap();
}

/// Brings the samples of a schema, and sees that every table has some.
async fn insert_samples(db: &mut SqliteConnection, migration: &Migration) {
    let Migration { version, description, .. } = migration;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/migrations/{version:04}.sql"));
    let sql = samples(&path, &format!("{version} {description}")).unwrap_or_else(|why| panic!("{why}"));
    db.execute(AssertSqlSafe(sql)).await.unwrap();
    for (name, table) in Rows::load(db).await.tables {
        assert!(
            !table.rows.is_empty(),
            "`{name}` has no row for the next migration: add one to {}",
            path.display()
        );
    }
}

fn samples(path: &Path, migration: &str) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|_| {
        format!(
            "migration {migration} has no sample rows: add {}, with rows of each table that it creates and of what it \
             adds to others, and say in `promise` what it does to rows that are there",
            path.display()
        )
    })
}

async fn connect(folder: &TempDir) -> SqliteConnection {
    let options =
        SqliteConnectOptions::new().filename(folder.path().join("kepline.db")).create_if_missing(true);
    options.connect().await.unwrap()
}

fn url(folder: &TempDir) -> String {
    format!("sqlite://{}", folder.path().join("kepline.db").display())
}
