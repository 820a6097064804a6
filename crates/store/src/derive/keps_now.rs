//! The state of each KEP now, for lists and filters.

use std::collections::{BTreeSet, HashMap};

use domain::Date;
use domain::kep::{FeatureGate, KepStanding};
use domain::outcome::{FactBase, Judge};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use super::facts::{SyncedFacts, SyncedKep};
use crate::Result;
use crate::sql::json_list;

#[derive(Debug, PartialEq, Eq, FromRow)]
struct KepNowRow {
    kep_id: i64,
    title: Option<String>,
    owning_sig: Option<String>,
    participating_sigs: String,
    status: String,
    stage: Option<String>,
    version: Option<i64>,
    state: String,
    moved_on: Option<String>,
    newest: Option<String>,
}

/// What lists show of the newest file of a KEP, as `kep_now.newest` has it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct NewestFile {
    pub standing: KepStanding,
    pub gates: Option<Vec<FeatureGate>>,
}

/// Stores what is other than before; gives of how many KEPs.
pub(super) async fn store(db: &mut SqliteConnection, facts: &SyncedFacts) -> Result<usize> {
    let stored: Vec<KepNowRow> = sqlx::query_as(
        "select kep_id, title, owning_sig, participating_sigs, status, stage, version, state, moved_on, newest from kep_now",
    )
    .fetch_all(&mut *db)
    .await?;
    let mut stored: HashMap<i64, KepNowRow> = stored.into_iter().map(|row| (row.kep_id, row)).collect();
    let mut changed = 0;
    for kep in &facts.keps {
        let row = KepNowRow::new(kep, &facts.base);
        if stored.remove(&kep.id).as_ref() == Some(&row) {
            continue;
        }
        changed += 1;
        sqlx::query(
            r#"
            insert into kep_now (
                kep_id, title, owning_sig, participating_sigs, status, stage, version, state, moved_on, newest
            ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (kep_id) do update set title = excluded.title, owning_sig = excluded.owning_sig,
                participating_sigs = excluded.participating_sigs, status = excluded.status,
                stage = excluded.stage, version = excluded.version, state = excluded.state,
                moved_on = excluded.moved_on, newest = excluded.newest
            "#,
        )
        .bind(row.kep_id)
        .bind(row.title)
        .bind(row.owning_sig)
        .bind(row.participating_sigs)
        .bind(row.status)
        .bind(row.stage)
        .bind(row.version)
        .bind(row.state)
        .bind(row.moved_on)
        .bind(row.newest)
        .execute(&mut *db)
        .await?;
    }
    for id in stored.into_keys() {
        changed += 1;
        sqlx::query("delete from kep_now where kep_id = ?").bind(id).execute(&mut *db).await?;
    }
    store_milestones(db, facts).await?;
    store_gates(db, facts).await?;
    Ok(changed)
}

/// Stores every release that a file of a KEP ever named, where that is other than before.
async fn store_milestones(db: &mut SqliteConnection, facts: &SyncedFacts) -> Result<()> {
    let stored: Vec<(i64, i64)> =
        sqlx::query_as("select minor, kep_id from kep_milestone").fetch_all(&mut *db).await?;
    let mut stored: BTreeSet<(i64, i64)> = stored.into_iter().collect();
    let named = facts.keps.iter().flat_map(|kep| {
        let milestones =
            kep.facts.revisions.iter().flat_map(|(_, revision)| revision.standing.milestones.iter());
        milestones.map(|milestone| (i64::from(milestone.version.minor), kep.id))
    });
    for row in named.collect::<BTreeSet<_>>() {
        if !stored.remove(&row) {
            let insert = sqlx::query("insert into kep_milestone (minor, kep_id) values (?, ?)");
            insert.bind(row.0).bind(row.1).execute(&mut *db).await?;
        }
    }
    for (minor, kep) in stored {
        let delete = sqlx::query("delete from kep_milestone where minor = ? and kep_id = ?");
        delete.bind(minor).bind(kep).execute(&mut *db).await?;
    }
    Ok(())
}

/// Stores the gates that the newest file of each KEP names, where they are other than before.
async fn store_gates(db: &mut SqliteConnection, facts: &SyncedFacts) -> Result<()> {
    let stored: Vec<(String, i64)> =
        sqlx::query_as("select gate, kep_id from kep_gate").fetch_all(&mut *db).await?;
    let mut stored: BTreeSet<(String, i64)> = stored.into_iter().collect();
    let named = facts.keps.iter().flat_map(|kep| {
        let gates = kep.facts.newest().into_iter().flat_map(|newest| &newest.feature_gates);
        gates.map(|gate| (gate.name.clone(), kep.id))
    });
    for row in named.collect::<BTreeSet<_>>() {
        if !stored.remove(&row) {
            let insert = sqlx::query("insert into kep_gate (gate, kep_id) values (?, ?)");
            insert.bind(row.0).bind(row.1).execute(&mut *db).await?;
        }
    }
    for (gate, kep) in stored {
        let delete = sqlx::query("delete from kep_gate where gate = ? and kep_id = ?");
        delete.bind(gate).bind(kep).execute(&mut *db).await?;
    }
    Ok(())
}

impl KepNowRow {
    fn new(kep: &SyncedKep, facts: &FactBase) -> Self {
        // The twin of a number that occurs twice is judged by its own file, not by the other.
        let mut own =
            FactBase { releases: facts.releases.clone(), as_of: facts.as_of, ..FactBase::default() };
        let number = kep.number.unwrap_or_default();
        own.keps.insert(number, kep.facts.clone());
        let mut judge = Judge::new(&own, TimeZone::UTC);
        let state = judge.state(number, None);
        let moved_on = judge.moved_on(number, Date::MIN).map(|day| day.to_string());
        let newest = kep.facts.newest();
        let sigs = newest.into_iter().flat_map(|newest| &newest.participating_sigs);
        let sigs: Vec<&str> = sigs.map(|sig| sig.as_str()).collect();
        Self {
            kep_id: kep.id,
            title: newest.and_then(|newest| newest.title.clone()),
            owning_sig: newest.and_then(|newest| newest.owning_sig.as_ref()).map(ToString::to_string),
            participating_sigs: serde_json::Value::from(sigs).to_string(),
            status: state.status_name().to_owned(),
            stage: state.shipped.map(|shipped| shipped.stage.to_string()),
            version: state.shipped.map(|shipped| i64::from(shipped.version.minor)),
            state: serde_json::to_string(&state).unwrap_or_default(),
            moved_on,
            newest: newest.and_then(|newest| {
                let gates = Some(newest.feature_gates.clone());
                let file = NewestFile { standing: newest.standing.clone(), gates };
                serde_json::to_string(&file).ok()
            }),
        }
    }
}

/// Counts the notes that cite each KEP, or a pull request about it.
pub(super) async fn count_notes(db: &mut SqliteConnection) -> Result<()> {
    sqlx::query(
        r#"
        update kep_now set notes = coalesce(cited.notes, 0) from kep_now as counted left join (
            select kep_id, count(distinct note_id) as notes from outcome where kep_id is not null group by kep_id
        ) as cited on cited.kep_id = counted.kep_id
        where counted.kep_id = kep_now.kep_id and kep_now.notes is not coalesce(cited.notes, 0)
        "#,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Counts the same for some KEPs alone.
pub(super) async fn count_notes_citing(db: &mut SqliteConnection, keps: &BTreeSet<i64>) -> Result<()> {
    sqlx::query(
        r#"
        update kep_now set notes = (
            select count(distinct note_id) from outcome where outcome.kep_id = kep_now.kep_id
        ) where kep_id in (select value from json_each(?))
        "#,
    )
    .bind(json_list(keps.iter().copied()))
    .execute(db)
    .await?;
    Ok(())
}
