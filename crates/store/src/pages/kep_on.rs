//! KEPs as lists show them, now or as of a day.

use std::collections::{HashMap, HashSet};

use domain::Date;
use domain::kep::KepRevision;
use domain::outcome::{FactBase, Judge, KepDataTimes, KepFacts};
use domain::pages::KepLine;
use domain::release::Releases;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Sqlite};

use super::kep_days::end_of;
use super::kep_rows::KepRow;
use crate::rows::{group_by, read};
use crate::sql::json_list;
use crate::syncs::{SyncKind, last_sync, releases};
use crate::{Error, Result};

/// The lines of KEPs, now or as of a day; then those without a file by that day are left out. As of a day three
/// statements, however many KEPs, else none.
pub(super) async fn lines(
    db: &mut SqliteConnection,
    rows: &[KepRow],
    as_of: Option<Date>,
) -> Result<Vec<KepLine>> {
    let lines = rows.iter().map(|row| Ok((row.id, row.line()?))).collect::<Result<Vec<_>>>()?;
    let Some(day) = as_of else { return Ok(lines.into_iter().map(|(_, line)| line).collect()) };
    as_of_day(db, lines, day).await
}

/// The same for lines of today, each with the row of its KEP.
pub(super) async fn as_of_day(
    db: &mut SqliteConnection,
    lines: Vec<(i64, KepLine)>,
    day: Date,
) -> Result<Vec<KepLine>> {
    let mut revisions = revisions(db, lines.iter().map(|(id, _)| *id)).await?;
    let judging = Judging::load(db).await?;
    let judged = lines.into_iter().filter_map(|(id, line)| {
        let revisions = revisions.remove(&id).unwrap_or_default();
        judging.line_on(line, revisions, day)
    });
    Ok(judged.collect())
}

/// The KEPs that had a file at the end of a day: one statement.
pub(super) async fn known_on(db: &mut SqliteConnection, day: Date) -> Result<HashSet<i64>> {
    let mut sql = QueryBuilder::new("select kep.id from kep where ");
    push_known_on(&mut sql, day);
    let ids: Vec<i64> = sql.build_query_scalar().fetch_all(db).await?;
    Ok(ids.into_iter().collect())
}

/// Adds that a KEP, of the table `kep`, had a file at the end of a day.
pub(super) fn push_known_on(sql: &mut QueryBuilder<Sqlite>, day: Date) {
    sql.push("kep.id in (select kep_id from kep_revision where at < ").push_bind(end_of(day)).push(")");
}

/// Every revision of some KEPs' files, oldest first, by the row of the KEP: one statement.
pub(super) async fn revisions(
    db: &mut SqliteConnection,
    keps: impl Iterator<Item = i64>,
) -> Result<HashMap<i64, Vec<(Timestamp, KepRevision)>>> {
    let rows: Vec<(i64, String, String)> = sqlx::query_as(
        r#"
        select kep_id, at, revision from kep_revision
        where kep_id in (select value from json_each(?)) order by kep_id, id
        "#,
    )
    .bind(json_list(keps))
    .fetch_all(db)
    .await?;
    let mut revisions: HashMap<i64, Vec<_>> = HashMap::new();
    for (kep, rows) in group_by(rows, |(kep, _, _)| *kep) {
        let read_row = |(_, at, revision): (i64, String, String)| {
            let revision = serde_json::from_str(&revision)
                .map_err(|_| Error::Row { what: "revision of a KEP", found: format!("row of KEP {kep}") })?;
            Ok((read("instant", &at)?, revision))
        };
        revisions.insert(kep, rows.into_iter().map(read_row).collect::<Result<_>>()?);
    }
    Ok(revisions)
}

/// What KEPs are judged by besides their own files.
struct Judging {
    releases: Releases,
    /// Absent before the first sync.
    times: Option<KepDataTimes>,
}

impl Judging {
    /// Two statements.
    async fn load(db: &mut SqliteConnection) -> Result<Self> {
        let times = last_sync(db, SyncKind::Keps)
            .await?
            .and_then(|run| Some(KepDataTimes { now: run.now(), data_at: run.data_at? }));
        Ok(Self { releases: releases(db).await?, times })
    }

    /// A KEP's line as of the end of a day in UTC; `None` where it had no file.
    fn line_on(&self, line: KepLine, revisions: Vec<(Timestamp, KepRevision)>, day: Date) -> Option<KepLine> {
        // Of two KEPs with one number each is judged by its own files.
        let number = line.number.unwrap_or_default();
        let facts = FactBase {
            keps: [(number, KepFacts { revisions })].into(),
            releases: self.releases.clone(),
            as_of: self.times,
            ..FactBase::default()
        };
        let known = facts.known_on(day, &TimeZone::UTC);
        let newest = known.keps.get(&number)?.newest()?.clone();
        let mut judge = Judge::new(&known, TimeZone::UTC);
        Some(KepLine {
            title: newest.title,
            gates: newest.feature_gates.into_iter().map(|gate| gate.name).collect(),
            owning_sig: newest.owning_sig,
            participating_sigs: newest.participating_sigs,
            state: judge.state(number, None),
            milestones: newest.standing.milestones,
            moved_on: judge.moved_on(number, Date::MIN),
            ..line
        })
    }
}
