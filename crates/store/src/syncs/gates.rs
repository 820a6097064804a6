//! What the sources say of feature gates.

use std::collections::BTreeMap;

use domain::gate::{GateName, GateRecord, GateSource};
use domain::version::Version;
use sqlx::sqlite::SqliteConnection;

use super::sources::{FactSource, SourceProgress, record_progress};
use super::{gate_names, release_notes};
use crate::rows::read;
use crate::sql::execute_rows;
use crate::{Error, Result, Store, generation};

impl Store {
    /// What a source says of each gate: one statement.
    pub async fn gate_records(&self, source: GateSource) -> Result<BTreeMap<GateName, GateRecord>> {
        load_records(&mut *self.reader()?.acquire().await?, source).await
    }

    /// Stores what a source says of gates, whole or not at all; gives of how many it says something new.
    ///
    /// A gate that is no longer in the list has [vanished](GateRecord::vanished) from it; one without a page any more is
    /// forgotten.
    pub async fn store_gates(
        &self,
        source: GateSource,
        records: &BTreeMap<GateName, GateRecord>,
        progress: &SourceProgress,
    ) -> Result<usize> {
        let mut db = self.begin().await?;
        let before = load_records(&mut db, source).await?;
        let known_until = records.values().map(GateRecord::known_until).max();
        let vanished =
            before.iter().filter(|(name, _)| source == GateSource::List && !records.contains_key(*name));
        let vanished = vanished.map(|(name, record)| {
            let known_until = known_until.unwrap_or(Version { minor: 0 });
            (name.clone(), record.clone().vanished(known_until))
        });
        let after: BTreeMap<GateName, GateRecord> =
            records.iter().map(|(name, record)| (name.clone(), record.clone())).chain(vanished).collect();
        let changed = after.iter().filter(|(name, record)| before.get(*name) != Some(*record)).count();
        let removed = before.keys().filter(|name| !after.contains_key(*name)).count();
        if changed + removed > 0 {
            replace(&mut db, source, &after).await?;
            let index = gate_names::load_index(&mut db).await?;
            let notes = release_notes::load(&mut db, None).await?;
            gate_names::remove_all(&mut db).await?;
            gate_names::insert(&mut db, notes.values(), &index).await?;
        }
        let fact_source = match source {
            GateSource::Website => FactSource::GatePages,
            GateSource::List | GateSource::ReleaseNotes => FactSource::GateList,
        };
        record_progress(&mut db, fact_source, progress).await?;
        generation::raise(&mut db).await?;
        db.commit().await?;
        Ok(changed + removed)
    }
}

async fn replace(
    db: &mut SqliteConnection,
    source: GateSource,
    records: &BTreeMap<GateName, GateRecord>,
) -> Result<()> {
    sqlx::query("delete from gate_record where source = ?").bind(source.as_str()).execute(&mut *db).await?;
    let rows = records
        .iter()
        .map(|(name, record)| (name.to_string(), serde_json::to_string(record).unwrap_or_default()));
    let statement = ("insert into gate_record (gate, source, record) ", "");
    execute_rows(db, statement, 3, rows.collect(), |values, (name, record)| {
        values.push_bind(name).push_bind(source.as_str()).push_bind(record);
    })
    .await
}

async fn load_records(
    db: &mut SqliteConnection,
    source: GateSource,
) -> Result<BTreeMap<GateName, GateRecord>> {
    let rows: Vec<(String, String)> = sqlx::query_as("select gate, record from gate_record where source = ?")
        .bind(source.as_str())
        .fetch_all(db)
        .await?;
    rows.iter().map(|(name, record)| Ok((read("gate", name)?, read_record(record)?))).collect()
}

/// What a source says of a gate, as it is stored.
pub(crate) fn read_record(json: &str) -> Result<GateRecord> {
    serde_json::from_str(json).map_err(|_| Error::Row { what: "gate", found: json.to_owned() })
}
