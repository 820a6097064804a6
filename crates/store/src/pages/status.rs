//! How fresh the facts are.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::notebook::prepared::READING_VERSION;
use domain::pages::{FailingSource, KindStatus, Run, StatusCounts, StatusPage, UnreadFile, UnreadFiles};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::followed::count_sources;
use crate::rows::{read, read_opt, unsigned};
use crate::syncs::{FactSource, SNAPSHOT, SourceProgress, SyncKind, UnreadKep, load_sources, load_unread};
use crate::{Result, Store, generation};

/// How many runs of a kind are shown.
const RUNS: usize = 3;

#[derive(FromRow)]
struct CountRow {
    notebooks: i64,
    entries: i64,
    notes: i64,
    to_read_again: i64,
    refs: i64,
    with_state: i64,
    unknown: i64,
    keps: i64,
    items: i64,
}

impl CountRow {
    /// Counts over all notes: one statement.
    async fn load(db: &mut SqliteConnection) -> Result<Self> {
        Ok(sqlx::query_as(
            r#"
            select
                (select count(*) from notebook) as notebooks,
                (select count(*) from entry where vanished_at is null) as entries,
                (select count(*) from note where vanished_at is null) as notes,
                (select count(*) from notebook join note on note.notebook_id = notebook.id
                    where notebook.reading_version <> ?1 and note.vanished_at is null
                    and note.id > notebook.read_again_up_to) as to_read_again,
                -- Those of vanished notes are few.
                (select count(*) from reference) - (
                    select count(*) from note indexed by note_vanished
                        cross join reference on reference.note_id = note.id where note.vanished_at is not null
                ) as refs,
                with_state, unknown,
                (select count(*) from kep where gone = 0) as keps,
                (select count(*) from github_item) as items
            from (
                select
                    count(*) filter (
                        where github <> 'unknown' or (kep_number is not null and relation <> 'unknown')
                    ) as with_state,
                    count(*) filter (
                        where coalesce(github, 'unknown') = 'unknown' and (kep_number is null or relation = 'unknown')
                    ) as unknown
                from outcome
            )
            "#,
        )
        .bind(READING_VERSION)
        .fetch_one(db)
        .await?)
    }

    fn value(self) -> Result<StatusCounts> {
        let count = |count: i64| unsigned("count", count);
        Ok(StatusCounts {
            notebooks: count(self.notebooks)?,
            entries: count(self.entries)?,
            notes: count(self.notes)?,
            to_read_again: count(self.to_read_again)?,
            references: count(self.refs)?,
            with_state: count(self.with_state)?,
            unknown: count(self.unknown)?,
            keps: count(self.keps)?,
            items: count(self.items)?,
        })
    }
}

#[derive(FromRow)]
struct RunRow {
    kind: String,
    started_at: String,
    finished_at: Option<String>,
    failed: bool,
    is_snapshot: bool,
    summary: Option<String>,
    data_at: Option<String>,
}

impl Store {
    /// The state of the facts, by the clock of the database: seven statements, and six until something is
    /// written. What went wrong in a
    /// sync is shown to the operator elsewhere, as it may name what is not public.
    pub async fn status(&self, program: &str) -> Result<StatusPage> {
        let mut db = self.reader()?.begin().await?;
        let at: String =
            sqlx::query_scalar("select strftime('%Y-%m-%dT%H:%M:%SZ', 'now')").fetch_one(&mut *db).await?;
        let generation = generation::number(&mut db).await?;
        let counts = match self.status.get(generation, "") {
            Some(counts) => *counts,
            None => {
                let counts = CountRow::load(&mut db).await?.value()?;
                self.status.insert(generation, String::new(), Arc::new(counts), 1);
                counts
            }
        };
        let runs: Vec<RunRow> = sqlx::query_as(
            r#"
            select kind, started_at, finished_at, error is not null as failed,
                coalesce(source = ?, 0) as is_snapshot, summary, data_at
            from sync_run order by id desc
            "#,
        )
        .bind(SNAPSHOT)
        .fetch_all(&mut *db)
        .await?;
        let unread_keps = unread_files(load_unread(&mut db).await?);
        let failing_sources = load_sources(&mut db).await?.into_iter().filter_map(failing).collect();
        let followed = count_sources(&mut db).await?;
        db.rollback().await?;
        let kinds = SyncKind::ALL.iter().map(|kind| {
            let kind_runs = || runs.iter().filter(|run| run.kind == kind.as_str());
            let data_at = kind_runs().find_map(|run| run.data_at.as_deref());
            let runs = kind_runs().take(RUNS).map(|run| {
                Ok(Run {
                    started_at: read("instant", &run.started_at)?,
                    finished_at: read_opt("instant", run.finished_at.as_deref())?,
                    failed: run.failed,
                    is_snapshot: run.is_snapshot,
                    summary: run.summary.clone(),
                })
            });
            Ok(KindStatus {
                kind: kind.as_str().to_owned(),
                data_at: read_opt("instant", data_at)?,
                runs: runs.collect::<Result<_>>()?,
            })
        });
        Ok(StatusPage {
            program: program.to_owned(),
            at: read("instant", &at)?,
            kinds: kinds.collect::<Result<_>>()?,
            unread_keps,
            failing_sources,
            followed,
            counts,
        })
    }
}

/// A source as it is shown, where it could not be read last. What went wrong may name what is not public.
fn failing((source, progress): (FactSource, SourceProgress)) -> Option<FailingSource> {
    progress.error.is_some().then(|| FailingSource {
        name: source.as_str().to_owned(),
        data_at: progress.data_at,
        checked_at: progress.checked_at,
    })
}

fn unread_files(keps: Vec<UnreadKep>) -> UnreadFiles {
    let mut counts = BTreeMap::new();
    for kep in &keps {
        *counts.entry(kep.loss).or_default() += 1;
    }
    let files = keps.into_iter().take(UnreadFiles::SHOWN).map(|kep| {
        let UnreadKep { folder, at, loss, reason } = kep;
        UnreadFile { path: format!("keps/{folder}/kep.yaml"), at, loss, reason }
    });
    UnreadFiles { files: files.collect(), counts: counts.into_iter().collect() }
}
