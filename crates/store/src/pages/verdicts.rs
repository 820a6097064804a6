//! How expectations turned out, over all notes.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;

use domain::kep::Milestone;
use domain::outcome::verdict::Verdict;
use domain::pages::{Arrival, Slips, VerdictCounts, VerdictGroup, VerdictPage};
use domain::release::Releases;
use domain::version::Version;
use sqlx::sqlite::SqliteConnection;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use super::kep_days::KepDays;
use crate::rows::{read, read_opt, unsigned};
use crate::syncs::releases;
use crate::{Error, Result, Store, generation};

/// How many of the longest slips and of the quickest arrivals are shown.
const ARRIVALS: i64 = 5;

/// By what notes are counted, in the statement and in its rows.
const ALL: &str = "all";

/// Notes by the value of something and by verdict; without a verdict, all notes with an expectation.
type GroupedCounts = BTreeMap<String, BTreeMap<String, VerdictCounts>>;

impl Store {
    /// How the expectations of all notes turned out: six statements, and one until something is written.
    pub async fn verdicts(&self) -> Result<VerdictPage> {
        let mut db = self.reader()?.begin().await?;
        let generation = generation::number(&mut db).await?;
        if let Some(page) = self.verdicts.get(generation, "") {
            return Ok(VerdictPage::clone(&page));
        }
        let days = KepDays::load(&mut db).await?;
        let releases = releases(&mut db).await?;
        let mut counts = load_counts(&mut db).await?;
        let slips = load_slips(&mut db).await?;
        let longest_slips = load_arrivals(&mut db, &releases, Sort::Slip).await?;
        let quickest = load_arrivals(&mut db, &releases, Sort::Days).await?;
        db.rollback().await?;
        let mut sigs = groups(&mut counts, "sig", "SIG")?;
        sigs.sort_by_key(|group| std::cmp::Reverse(group.counts.notes));
        let mut stages = groups(&mut counts, "stage", "stage")?;
        stages.sort_by_key(|group| group.value);
        let mut years = groups(&mut counts, "year", "year")?;
        years.reverse();
        let mut cycles = groups(&mut counts, "cycle", "version")?;
        cycles.sort_by_key(|group| std::cmp::Reverse(group.value));
        let all = counts.remove(ALL).and_then(|mut values| values.remove("")).unwrap_or_default();
        let data_day = days.map(|days| days.data);
        let page = VerdictPage { all, slips, sigs, stages, years, cycles, longest_slips, quickest, data_day };
        self.verdicts.insert(generation, String::new(), Arc::new(page.clone()), 1);
        Ok(page)
    }
}

fn groups<T>(counts: &mut GroupedCounts, by: &str, what: &'static str) -> Result<Vec<VerdictGroup<T>>>
where
    T: FromStr,
    T::Err: Display,
{
    let values = counts.remove(by).unwrap_or_default();
    values
        .into_iter()
        .map(|(value, counts)| Ok(VerdictGroup { value: read(what, &value)?, counts }))
        .collect()
}

/// Every count of notes at once.
async fn load_counts(db: &mut SqliteConnection) -> Result<GroupedCounts> {
    let rows: Vec<(String, String, String, i64)> = sqlx::query_as(
        r#"
        with judged as (
            select outcome.note_id, outcome.verdict, coalesce(outcome.expected_stage, '') as stage,
                coalesce(entry.date, '') as date, coalesce(entry.date, entry.not_before) as first,
                coalesce(entry.date, entry.not_after) as last
            from outcome join note on note.id = outcome.note_id join entry on entry.id = note.entry_id
            where outcome.verdict is not null
        ), counted as (
            select note_id, verdict, stage, date, first, last from judged
            union all select note_id, '', stage, date, first, last from judged where verdict <> 'overtaken'
        )
        select 'all' as part, '' as value, verdict, count(distinct note_id) as notes from counted group by verdict
        union all
        select 'stage', stage, verdict, count(distinct note_id) from counted
        where stage <> '' group by stage, verdict
        union all
        select 'year', substr(date, 1, 4), verdict, count(distinct note_id) from counted
        where date <> '' and verdict <> 'overtaken' group by substr(date, 1, 4), verdict
        union all
        select 'sig', shown_tag.value, verdict, count(distinct counted.note_id)
        from counted join shown_tag on shown_tag.note_id = counted.note_id and shown_tag.kind = 'sig'
        where verdict <> 'overtaken' group by shown_tag.value, verdict
        union all
        select 'cycle', '1.' || cycle.minor, verdict, count(distinct note_id)
        from cycle join counted on counted.first >= cycle.first_day and counted.last <= cycle.last_day
        where verdict <> 'overtaken' group by cycle.minor, verdict
        "#,
    )
    .fetch_all(db)
    .await?;
    let mut counts = GroupedCounts::new();
    for (part, value, verdict, notes) in rows {
        let counts = counts.entry(part).or_default().entry(value).or_default();
        let notes = unsigned("count", notes)?;
        match verdict.as_str() {
            "" => counts.notes = notes,
            verdict => counts.set(read("verdict", verdict)?, notes),
        }
    }
    Ok(counts)
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
    // Of the columns without a function, SQLite takes the row that `min` or `max` finds.
    let mut sql = QueryBuilder::<Sqlite>::new("select note.entry_id, outcome.note_id, ");
    sql.push(match sort {
        Sort::Slip => "min(note.date)",
        Sort::Days => "max(note.date)",
    });
    sql.push(
        r#" as date, outcome.kep_number, kep_now.title, outcome.expected_stage, outcome.expected_version,
            outcome.releases_late, outcome.verdict
        from outcome join note on note.id = outcome.note_id left join kep_now on kep_now.kep_id = outcome.kep_id
            left join json_each("#,
    );
    sql.push_bind(serde_json::Value::from_iter(days).to_string());
    sql.push(
        r#") as release on release.value ->> 0 = outcome.expected_version + outcome.releases_late
        where outcome.kep_number is not null and outcome.releases_late is not null
            and outcome.expected_stage is not null and "#,
    );
    sql.push(match sort {
        Sort::Slip => "outcome.verdict = 'late' and outcome.releases_late > 0",
        Sort::Days => "outcome.verdict in ('held', 'early') and note.date is not null",
    });
    sql.push(" group by outcome.kep_number, outcome.expected_stage, outcome.expected_version order by ");
    sql.push(match sort {
        Sort::Slip => "outcome.releases_late desc, date, outcome.kep_number",
        Sort::Days => "julianday(release.value ->> 1) - julianday(max(note.date)), outcome.kep_number",
    });
    sql.push(" limit ").push_bind(ARRIVALS);
    let rows: Vec<ArrivalRow> = sql.build_query_as().fetch_all(db).await?;
    rows.into_iter().map(|row| row.value(releases)).collect()
}
