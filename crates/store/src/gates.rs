//! Gates as all sources know them, wherever they are shown.

use std::collections::BTreeMap;

use domain::gate::{Gate, GateName, RemovalNote, assemble};
use domain::version::Version;
use domain::{Date, utc_day};
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Sqlite};

use crate::Result;
use crate::rows::{read, unsigned};
use crate::sql::push_list;
use crate::syncs::{SyncKind, last_sync, read_record};

/// The day that *now* means of gates: that of their last sync, never that of the clock; `None` before the first. One statement.
pub(crate) async fn gates_now(db: &mut SqliteConnection) -> Result<Option<Date>> {
    Ok(last_sync(db, SyncKind::Gates).await?.map(|run| utc_day(run.now())))
}

/// Which gates are loaded.
#[derive(Clone, Copy, Debug)]
pub(crate) enum GateSelection<'a> {
    All,
    /// In any capitals.
    Named(&'a GateName),
    /// As they are spelt.
    AnyOf(&'a [String]),
}

impl GateSelection<'_> {
    /// Adds the condition after a word, `where` or `and`.
    fn push_condition(self, sql: &mut QueryBuilder<Sqlite>, word: &str) {
        match self {
            Self::All => {}
            Self::Named(name) => {
                sql.push(word).push(" gate = ").push_bind(name.to_string()).push(" collate nocase");
            }
            Self::AnyOf(names) => {
                sql.push(word).push(" gate in (");
                push_list(sql, names.iter().map(String::as_str));
            }
        }
    }
}

/// Gates as all sources know them, by name: two statements.
pub(crate) async fn load_gates(
    db: &mut SqliteConnection,
    selection: GateSelection<'_>,
) -> Result<BTreeMap<GateName, Gate>> {
    let mut sql = QueryBuilder::<Sqlite>::new("select gate, source, record from gate_record");
    selection.push_condition(&mut sql, " where");
    let records: Vec<(String, String, String)> = sql.build_query_as().fetch_all(&mut *db).await?;
    let records = records.iter().map(|(gate, source, record)| {
        Ok((read("gate", gate)?, read("source", source)?, read_record(record)?))
    });
    let records = records.collect::<Result<Vec<_>>>()?;
    let mut sql = QueryBuilder::<Sqlite>::new(
        "select gate, minor, release_note.pull from release_note_gate \
         join release_note on release_note.pull = release_note_gate.pull where removes = 1",
    );
    selection.push_condition(&mut sql, " and");
    let removals: Vec<(String, i64, i64)> = sql.build_query_as().fetch_all(db).await?;
    let removals = removals.iter().map(|(gate, minor, pull)| {
        let release = Version { minor: unsigned("release", *minor)? };
        Ok((read("gate", gate)?, RemovalNote { release, pull: unsigned("number", *pull)? }))
    });
    Ok(assemble(records, removals.collect::<Result<Vec<_>>>()?))
}
