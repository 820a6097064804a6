//! The state of each KEP now, for lists and filters.

use std::collections::HashMap;

use domain::Date;
use domain::outcome::{FactBase, Judge, KepFacts};
use jiff::tz::TimeZone;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use super::facts::Known;
use crate::Result;

#[derive(Debug, PartialEq, Eq, FromRow)]
struct NowRow {
    kep_id: i64,
    title: Option<String>,
    owning_sig: Option<String>,
    participating_sigs: String,
    status: String,
    stage: Option<String>,
    version: Option<i64>,
    state: String,
    moved_on: Option<String>,
}

/// Writes what is other than before; gives how many KEPs that are.
pub(crate) async fn write(db: &mut SqliteConnection, known: &Known) -> Result<usize> {
    let before: Vec<NowRow> = sqlx::query_as(
        "select kep_id, title, owning_sig, participating_sigs, status, stage, version, state, moved_on from kep_now",
    )
    .fetch_all(&mut *db)
    .await?;
    let mut before: HashMap<i64, NowRow> = before.into_iter().map(|row| (row.kep_id, row)).collect();
    let mut changed = 0;
    for (id, number, facts) in &known.keps {
        let row = row(*id, *number, facts, &known.facts);
        if before.remove(id).as_ref() == Some(&row) {
            continue;
        }
        changed += 1;
        sqlx::query(
            "insert into kep_now (kep_id, title, owning_sig, participating_sigs, status, stage, version, state, \
             moved_on) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (kep_id) do update set \
             title = excluded.title, owning_sig = excluded.owning_sig, \
             participating_sigs = excluded.participating_sigs, status = excluded.status, stage = excluded.stage, \
             version = excluded.version, state = excluded.state, moved_on = excluded.moved_on",
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
        .execute(&mut *db)
        .await?;
    }
    for id in before.into_keys() {
        changed += 1;
        sqlx::query("delete from kep_now where kep_id = ?").bind(id).execute(&mut *db).await?;
    }
    Ok(changed)
}

fn row(id: i64, number: Option<u32>, kep: &KepFacts, facts: &FactBase) -> NowRow {
    // The twin of a number that occurs twice is judged by its own file, not by the other.
    let mut own = FactBase { releases: facts.releases.clone(), as_of: facts.as_of, ..FactBase::default() };
    let number = number.unwrap_or_default();
    own.keps.insert(number, kep.clone());
    let mut judge = Judge::new(&own, TimeZone::UTC);
    let state = judge.state(number, None);
    let moved_on = judge.moved_on(number, Date::MIN).map(|day| day.to_string());
    let sigs: Vec<&str> = kep.participating_sigs.iter().map(|sig| sig.as_str()).collect();
    NowRow {
        kep_id: id,
        title: kep.title.clone(),
        owning_sig: kep.owning_sig.as_ref().map(ToString::to_string),
        participating_sigs: serde_json::Value::from(sigs).to_string(),
        status: state.status_name().to_owned(),
        stage: state.shipped.map(|shipped| shipped.stage.to_string()),
        version: state.shipped.map(|shipped| i64::from(shipped.version.minor)),
        state: serde_json::to_string(&state).unwrap_or_default(),
        moved_on,
    }
}

/// Counts the notes that cite each KEP, or a pull request about it.
pub(crate) async fn count_notes(db: &mut SqliteConnection) -> Result<()> {
    sqlx::query(
        "update kep_now set notes = coalesce(cited.notes, 0) from kep_now as known left join \
         (select kep_id, count(distinct note_id) as notes from outcome where kep_id is not null group by kep_id) \
         as cited on cited.kep_id = known.kep_id \
         where known.kep_id = kep_now.kep_id and kep_now.notes is not coalesce(cited.notes, 0)",
    )
    .execute(db)
    .await?;
    Ok(())
}
