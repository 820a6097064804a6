//! What changed the notebooks last.

use std::collections::{BTreeMap, HashSet};

use domain::notebook::import_log::{PastRun, Undoable};
use domain::notebook::reimport::ChangeCount;
use domain::pages::{LoggedDecisions, LoggedRun, RunLog};
use serde::Deserialize;
use sqlx::FromRow;

use crate::rows::{read, unsigned};
use crate::sql::sql;
use crate::undo_import::CHANGED_SOMETHING;
use crate::{Result, Store};

/// How many runs are looked at: those that are shown, and what decides on which of them can be taken back.
const LOOKED_AT: i64 = 500;

#[derive(FromRow)]
struct RunRow {
    id: i64,
    notebook: String,
    title: String,
    at: String,
    source: Option<String>,
    is_written: bool,
    written_by: Option<String>,
    undoes: Option<i64>,
    is_kept: bool,
    report: String,
}

/// What is kept of a report; of older ones a part.
#[derive(Default, Deserialize)]
#[serde(default)]
struct StoredReport {
    entries: ChangeCount,
    notes: ChangeCount,
    repaired: u32,
}

#[derive(FromRow)]
struct BatchRow {
    id: i64,
    at: String,
    curator: String,
    list: Option<String>,
    is_undone: bool,
    decisions: i64,
}

impl Store {
    /// The last imports that changed something, with which of them can be taken back, and `with_decisions` what curators
    /// decided last: two statements.
    pub async fn run_log(&self, with_decisions: bool) -> Result<RunLog> {
        let mut statement = sql();
        statement.push(
            "select import_run.id, notebook.slug as notebook, notebook.title, import_run.at, import_run.source, \
             import_run.is_written, import_run.written_by, import_run.undoes, import_run.is_kept, import_run.report \
             from import_run join notebook on notebook.id = import_run.notebook_id where ",
        );
        statement.push(CHANGED_SOMETHING).push(" order by import_run.id desc limit ").push_bind(LOOKED_AT);
        let rows: Vec<RunRow> = statement.build_query_as().fetch_all(self.reader()?).await?;
        let mut runs: BTreeMap<&str, Vec<PastRun>> = BTreeMap::new();
        for row in rows.iter().rev() {
            let run = PastRun { id: row.id, undoes: row.undoes, is_kept: row.is_kept };
            runs.entry(&row.notebook).or_default().push(run);
        }
        let undoable: BTreeMap<&str, Undoable> =
            runs.iter().map(|(notebook, runs)| (*notebook, Undoable::new(runs))).collect();
        let taken_back: HashSet<i64> = rows.iter().filter_map(|row| row.undoes).collect();
        // An undo that was taken back takes nothing back.
        let in_effect = rows.iter().filter(|row| !taken_back.contains(&row.id));
        let undone: HashSet<i64> = in_effect.filter_map(|row| row.undoes).collect();
        let logged = rows.iter().take(RunLog::SHOWN).map(|row| {
            let report: StoredReport = serde_json::from_str(&row.report).unwrap_or_default();
            Ok(LoggedRun {
                id: row.id,
                notebook: read("notebook", &row.notebook)?,
                title: row.title.clone(),
                at: read("instant", &row.at)?,
                source: row.source.clone(),
                is_written: row.is_written,
                written_by: row.written_by.clone(),
                undoes: row.undoes,
                entries: report.entries,
                notes: report.notes,
                repaired: report.repaired,
                is_undone: undone.contains(&row.id),
                can_undo: undoable[row.notebook.as_str()].contains(row.id),
            })
        });
        let runs = logged.collect::<Result<_>>()?;
        let decisions = if with_decisions { self.last_decisions().await? } else { Vec::new() };
        Ok(RunLog { runs, decisions })
    }

    async fn last_decisions(&self) -> Result<Vec<LoggedDecisions>> {
        let rows: Vec<BatchRow> = sqlx::query_as(
            r#"
            select id, at, curator, list, undone_at is not null as is_undone,
                (select count(*) from decision where decision.batch = decision_batch.id) as decisions
            from decision_batch order by id desc limit ?
            "#,
        )
        .bind(RunLog::SHOWN as i64)
        .fetch_all(self.reader()?)
        .await?;
        let batch = |row: BatchRow| {
            Ok(LoggedDecisions {
                batch: row.id,
                at: read("instant", &row.at)?,
                curator: row.curator,
                decisions: unsigned("count", row.decisions)?,
                list: row.list,
                is_undone: row.is_undone,
            })
        };
        rows.into_iter().map(batch).collect()
    }
}
