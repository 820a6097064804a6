//! How expectations turned out, over all notes.

use std::sync::Arc;

use domain::kep::Milestone;
use domain::outcome::verdict::Verdict;
use domain::pages::{Arrival, Slips, VerdictPage};
use domain::release::Releases;
use domain::version::Version;
use sqlx::sqlite::SqliteConnection;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use super::kep_days::KepDays;
use super::verdict_counts::JudgedNotes;
use crate::rows::{read, read_opt, unsigned};
use crate::syncs::releases;
use crate::{Error, Result, Store, generation};

/// How many of the longest slips and of the quickest arrivals are shown.
const ARRIVALS: i64 = 5;

impl Store {
    /// How the expectations of all notes turned out: a fixed number of statements, and one until something is written.
    pub async fn verdicts(&self) -> Result<VerdictPage> {
        let mut db = self.reader()?.begin().await?;
        let generation = generation::number(&mut db).await?;
        if let Some(page) = self.verdicts.get(generation, "") {
            return Ok(VerdictPage::clone(&page));
        }
        let days = KepDays::load(&mut db).await?;
        let releases = releases(&mut db).await?;
        let sets = self.note_sets(&mut db, generation).await?;
        let slips = load_slips(&mut db).await?;
        let longest_slips = load_arrivals(&mut db, &releases, Sort::Slip).await?;
        let quickest = load_arrivals(&mut db, &releases, Sort::Days).await?;
        db.rollback().await?;
        let judged = JudgedNotes::new(&sets);
        let (all, sigs, stages) = (judged.all(), judged.by_sig()?, judged.by_stage());
        let (years, cycles) = (judged.by_year(), judged.by_cycle(&releases));
        let data_day = days.map(|days| days.data);
        let page = VerdictPage { all, slips, sigs, stages, years, cycles, longest_slips, quickest, data_day };
        self.verdicts.insert(generation, String::new(), Arc::new(page.clone()), 1);
        Ok(page)
    }
}

async fn load_slips(db: &mut SqliteConnection) -> Result<Slips> {
    let (count, total): (i64, i64) = sqlx::query_as(
        r#"
        select count(*), coalesce(sum(releases_late), 0) from (
            select distinct note_id, kep_number, expected_stage, expected_version, releases_late from outcome
            where verdict = 'late' and releases_late > 0
        )
        "#,
    )
    .fetch_one(db)
    .await?;
    Ok(Slips { count: unsigned("count", count)?, releases: unsigned("count", total)? })
}

/// Which arrivals come first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Those with the most releases of delay.
    Slip,
    /// Those that came in time with the fewest days after the note.
    Days,
}

#[derive(FromRow)]
struct ArrivalRow {
    entry_id: String,
    note_id: String,
    date: Option<String>,
    kep_number: i64,
    title: Option<String>,
    expected_stage: String,
    expected_version: i64,
    releases_late: i64,
    verdict: String,
}

impl ArrivalRow {
    fn value(self, releases: &Releases) -> Result<Arrival> {
        let minor = |minor: i64| {
            u16::try_from(minor)
                .map(|minor| Version { minor })
                .map_err(|_| Error::Row { what: "version", found: minor.to_string() })
        };
        let came_in = minor(self.expected_version + self.releases_late)?;
        let verdict: Verdict = read("verdict", &self.verdict)?;
        Ok(Arrival {
            entry: read("id", &self.entry_id)?,
            note: read("id", &self.note_id)?,
            date: read_opt("day", self.date.as_deref())?,
            kep: unsigned("KEP number", self.kep_number)?,
            title: self.title,
            expected: Milestone {
                stage: read("stage", &self.expected_stage)?,
                version: minor(self.expected_version)?,
            },
            came_in,
            verdict,
            released: releases.day_of(came_in),
        })
    }
}

/// The first arrivals of an order, each KEP and stage with the earliest note that expected it, or the latest.
async fn load_arrivals(db: &mut SqliteConnection, releases: &Releases, sort: Sort) -> Result<Vec<Arrival>> {
    let days =
        releases.iter().map(|release| serde_json::json!([release.version.minor, release.day.to_string()]));
    // Of the columns without a function, SQLite takes the row that `min` or `max` finds. Only what is left of many notes
    // is joined with its release.
    let mut sql = QueryBuilder::<Sqlite>::new("with arrival as materialized (select outcome.note_id, ");
    sql.push(match sort {
        Sort::Slip => "min(note.date)",
        Sort::Days => "max(note.date)",
    });
    sql.push(
        r#" as date, outcome.kep_number, outcome.kep_id, outcome.expected_stage, outcome.expected_version,
            outcome.releases_late, outcome.verdict
        from outcome join note on note.id = outcome.note_id
        where outcome.kep_number is not null and outcome.releases_late is not null
            and outcome.expected_stage is not null and "#,
    );
    sql.push(match sort {
        Sort::Slip => "outcome.verdict = 'late' and outcome.releases_late > 0",
        Sort::Days => "outcome.verdict in ('held', 'early') and note.date is not null",
    });
    sql.push(
        r#" group by outcome.kep_number, outcome.expected_stage, outcome.expected_version)
        select note.entry_id, arrival.note_id, arrival.date, arrival.kep_number, kep_now.title,
            arrival.expected_stage, arrival.expected_version, arrival.releases_late, arrival.verdict
        from arrival join note on note.id = arrival.note_id left join kep_now on kep_now.kep_id = arrival.kep_id
            left join json_each("#,
    );
    sql.push_bind(serde_json::Value::from_iter(days).to_string());
    sql.push(
        ") as release on release.value ->> 0 = arrival.expected_version + arrival.releases_late order by ",
    );
    sql.push(match sort {
        Sort::Slip => "arrival.releases_late desc, arrival.date, arrival.kep_number",
        Sort::Days => "julianday(release.value ->> 1) - julianday(arrival.date), arrival.kep_number",
    });
    sql.push(" limit ").push_bind(ARRIVALS);
    let rows: Vec<ArrivalRow> = sql.build_query_as().fetch_all(db).await?;
    rows.into_iter().map(|row| row.value(releases)).collect()
}
