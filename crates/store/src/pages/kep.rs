//! The list of KEPs, and a KEP by itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::Date;
use domain::cite::overrides::{self, Continuation};
use domain::kep::KepRevision;
use domain::list::filter::Filter;
use domain::list::keps::{KepFilter, KepList};
use domain::outcome::known_revisions;
use domain::outcome::story;
use domain::outcome::then_now::{DatedRevision, History};
use domain::pages::{KepAnswer, KepLine, KepName, KepPage, Pointer, PullLine, Successor, UnknownKep};
use domain::release::Releases;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sqlx::sqlite::SqliteConnection;

use super::kep_days::{KepDays, end_of, utc};
use super::kep_on;
use super::kep_rows::{KepRow, push_numbers};
use super::note_list::NoteList;
use crate::gates::{GateSelection, load_gates};
use crate::rows::{read, unsigned};
use crate::syncs::releases;
use crate::{Result, Store};

/// How many entries the page of a KEP shows; the others are on the timeline.
const ENTRIES: usize = 30;

impl Store {
    /// A page of the list of KEPs: two statements. Those whose files are gone are there where notes cite them.
    ///
    /// As of a day four statements more: KEPs without a file by then are left out, and the others of the page are as they
    /// were, in the order and by the filter of today.
    pub async fn keps(&self, filter: &KepFilter) -> Result<KepList> {
        let mut db = self.reader()?.begin().await?;
        let mut rows = kep_rows(&mut db).await?;
        if let Some(day) = self.as_of {
            let known = kep_on::known_on(&mut db, day).await?;
            rows.retain(|row| known.contains(&row.id));
        }
        let lines = rows.iter().map(KepRow::line).collect::<Result<Vec<_>>>()?;
        let ids: HashMap<KepName, i64> =
            lines.iter().zip(&rows).map(|(line, row)| (line.name.clone(), row.id)).collect();
        let days = KepDays::load(&mut db).await?;
        let mut list = filter.list(lines, days.map(|days| days.known_on(self.as_of).data));
        if let Some(day) = self.as_of {
            let shown = std::mem::take(&mut list.keps).into_iter();
            let shown = shown.filter_map(|line| Some((*ids.get(&line.name)?, line))).collect();
            list.keps = kep_on::as_of_day(&mut db, shown, day).await?;
        }
        db.rollback().await?;
        Ok(list)
    }

    /// The answer to a name of a KEP: a page, several KEPs, another name, or nothing.
    pub async fn kep(&self, name: &KepName) -> Result<KepAnswer> {
        let mut db = self.reader()?.begin().await?;
        let mut sql = KepRow::select();
        match name {
            KepName::Number(number) => push_numbers(&mut sql, std::iter::once(*number)),
            KepName::Folder(folder) => {
                sql.push("(kep.folder = ").push_bind(folder.clone());
                sql.push(" or substr(kep.folder, -length(").push_bind(folder.clone());
                sql.push(") - 1) = '/' || ").push_bind(folder.clone()).push(")");
            }
        }
        let mut rows = KepRow::fetch(sql, &mut db).await?;
        // Of several the files that are still there are meant.
        if rows.iter().any(|row| !row.gone) {
            rows.retain(|row| !row.gone);
        }
        let as_of = self.as_of;
        let answer = match (name, &rows[..]) {
            (_, []) => unknown(&mut db, name, as_of).await?,
            (KepName::Number(number), [_, _, ..]) => {
                KepAnswer::Several(*number, kep_on::lines(&mut db, &rows, as_of).await?)
            }
            (_, [row, ..]) if row.name()? != *name => KepAnswer::Elsewhere(row.name()?),
            (_, [row, ..]) => match KepDays::load(&mut db).await? {
                Some(days) => match self.kep_page(&mut db, row, days).await? {
                    Some(page) => KepAnswer::One(Box::new(page)),
                    None => unknown(&mut db, name, as_of).await?,
                },
                None => unknown(&mut db, name, as_of).await?,
            },
        };
        db.rollback().await?;
        Ok(answer)
    }

    /// The page of a KEP; `None` where it had no file yet as of the day.
    async fn kep_page(
        &self,
        db: &mut SqliteConnection,
        row: &KepRow,
        days: KepDays,
    ) -> Result<Option<KepPage>> {
        let as_of = self.as_of;
        let lines = kep_on::lines(db, std::slice::from_ref(row), as_of).await?;
        let Some(line) = lines.into_iter().next() else { return Ok(None) };
        let releases = releases(db).await?;
        let mut revisions =
            kep_on::revisions(db, std::iter::once(row.id)).await?.remove(&row.id).unwrap_or_default();
        let events = event_days(&revisions, line.number, &releases, days.data);
        let latest_day = days.data;
        let days = days.known_on(as_of);
        if let Some(day) = as_of {
            revisions = known_revisions(&revisions, day, &TimeZone::UTC).cloned().collect();
        }
        let revised: Vec<DatedRevision> = revisions
            .iter()
            .map(|(at, revision)| DatedRevision { day: utc(*at), standing: revision.standing.clone() })
            .collect();
        let shipped_overrides = line
            .number
            .map(|number| overrides::shipped_milestones(number, Some(days.now)))
            .unwrap_or_default();
        let history = History {
            revisions: &revised,
            releases: &releases,
            data_day: days.data,
            shipped_overrides: &shipped_overrides,
        };
        let story = story::stage_stories(&history, days.now);
        let since = revised.first().map(|revised| revised.day);
        let newest = revisions.into_iter().next_back().map(|(_, revision)| revision).unwrap_or_default();
        // Of two KEPs with one number it is that which the number means that notes cite.
        let is_meant = row.number()?.filter(|_| row.notes > 0);
        let filter = is_meant.map(|number| Filter::default().toggle_kep(number));
        let notes = NoteList::load_citing(self, db, filter).await?;
        let cited = notes.citations(db, as_of).await?.into_iter().map(|citation| citation.cited).collect();
        let entries = notes.entries(self, db, ENTRIES).await?;
        let mut pulls = pulls(db, line.number).await?;
        pulls.retain(|pull| as_of.is_none_or(|day| pull.merged <= day));
        let pointers = |texts: &[String]| texts.iter().map(|text| Pointer::parse(text)).collect::<Vec<_>>();
        let mut see_also = pointers(&newest.see_also);
        let mut replaces = pointers(&newest.replaces);
        let mut superseded_by = pointers(&newest.superseded_by);
        let continued = line.number.and_then(|number| continued_as(number, as_of));
        let pointed =
            see_also.iter().chain(&replaces).chain(&superseded_by).filter_map(|pointer| pointer.kep);
        let numbers = pointed.chain(continued.iter().map(|continued| continued.number)).collect();
        let titles = titles(db, numbers, as_of).await?;
        for pointer in see_also.iter_mut().chain(&mut replaces).chain(&mut superseded_by) {
            pointer.title = pointer.kep.and_then(|kep| titles.get(&kep).cloned()).flatten();
            // What is no KEP any more, or was none yet, is shown as the file writes it.
            pointer.kep = pointer.kep.filter(|kep| titles.contains_key(kep));
        }
        let names: Vec<String> = newest.feature_gates.iter().map(|gate| gate.name.clone()).collect();
        let any_gate: bool =
            sqlx::query_scalar("select exists (select 1 from gate_record)").fetch_one(&mut *db).await?;
        let gates = load_gates(db, GateSelection::AnyOf(&names)).await?;
        let gates = any_gate.then(|| gates.into_values().collect());
        Ok(Some(KepPage {
            line,
            gates,
            folder: row.folder.clone(),
            // When a file went is not recorded: as of an earlier day it is not said.
            gone: row.gone && as_of.is_none_or(|day| latest_day <= day),
            newest,
            since,
            story,
            see_also,
            replaces,
            superseded_by,
            continued_as: continued.map(|continued| successor(continued, &titles)),
            data_day: days.data,
            latest_day,
            events,
            releases,
            entries,
            cited,
            pulls,
        }))
    }
}

/// Every KEP of the list: those whose files are gone are there where notes cite them.
pub(crate) async fn kep_lines(db: &mut SqliteConnection) -> Result<Vec<KepLine>> {
    kep_rows(db).await?.iter().map(KepRow::line).collect()
}

async fn kep_rows(db: &mut SqliteConnection) -> Result<Vec<KepRow>> {
    let mut sql = KepRow::select();
    sql.push("(kep.gone = 0 or kep_now.notes > 0)");
    KepRow::fetch(sql, db).await
}

/// What is known of a name that no KEP has.
async fn unknown(db: &mut SqliteConnection, name: &KepName, as_of: Option<Date>) -> Result<KepAnswer> {
    let any_kep: bool =
        sqlx::query_scalar("select exists (select 1 from kep_now)").fetch_one(&mut *db).await?;
    let Some(number) = name.number() else {
        return Ok(KepAnswer::Unknown(UnknownKep { any_kep, ..UnknownKep::default() }));
    };
    let mut sql = KepRow::select();
    push_numbers(&mut sql, std::iter::once(number));
    let same_number = KepRow::fetch(sql, db).await?;
    if !same_number.is_empty() && !matches!(name, KepName::Number(_)) {
        return Ok(KepAnswer::Elsewhere(KepName::Number(number)));
    }
    let mut sql = KepRow::select();
    sql.push("kep.number in (select kep_pull.number from kep_pull where kep_pull.pull = ");
    sql.push_bind(i64::from(number));
    if let Some(day) = as_of {
        sql.push(" and kep_pull.merged_at < ").push_bind(end_of(day));
    }
    sql.push(")");
    let about = KepRow::fetch(sql, db).await?;
    let pull_about = kep_on::lines(db, &about, as_of).await?;
    let continued = continued_as(number, as_of);
    let titles = titles(db, continued.iter().map(|continued| continued.number).collect(), as_of).await?;
    let notes: i64 = sqlx::query_scalar(
        "select count(distinct note_id) from outcome where kep_number = ? and relation = 'unknown'",
    )
    .bind(i64::from(number))
    .fetch_one(db)
    .await?;
    Ok(KepAnswer::Unknown(UnknownKep {
        number: Some(number),
        pull_about,
        continued_as: continued.map(|continued| successor(continued, &titles)),
        notes: unsigned("count", notes)?,
        any_kep,
    }))
}

/// The KEP that a number lives on as, as far as that was known.
fn continued_as(number: u32, as_of: Option<Date>) -> Option<Continuation> {
    overrides::continued_as(number).filter(|continued| as_of.is_none_or(|day| continued.since <= day))
}

/// The days up to `until` on which there is something new of a KEP, ascending: of its files, and of the releases that they
/// ever named.
fn event_days(
    revisions: &[(Timestamp, KepRevision)],
    number: Option<u32>,
    releases: &Releases,
    until: Date,
) -> Vec<Date> {
    let named = revisions.iter().flat_map(|(_, revision)| revision.standing.milestones.iter());
    let otherwise = number.map(|number| overrides::shipped_milestones(number, None)).unwrap_or_default();
    let shipped = named.chain(otherwise).filter_map(|milestone| releases.day_of(milestone.version));
    let first = revisions.first().map(|(at, _)| utc(*at));
    let days = revisions.iter().map(|(at, _)| utc(*at)).chain(shipped).chain([until]);
    let days = days.filter(|day| *day <= until && first.is_some_and(|first| first <= *day));
    days.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The KEP that a number lives on as; `titles` are those of the KEPs that there are.
fn successor(continued: Continuation, titles: &BTreeMap<u32, Option<String>>) -> Successor {
    Successor {
        number: continued.number,
        has_page: titles.contains_key(&continued.number),
        reason: continued.reason.to_owned(),
    }
}

/// The pull requests that touched a KEP's folder: those that notes cite first, then newest first.
async fn pulls(db: &mut SqliteConnection, number: Option<u32>) -> Result<Vec<PullLine>> {
    // A plus leaves `outcome_by_item` as the one index: many notes cite a KEP, few cite one pull request.
    let rows: Vec<(i64, String, Option<String>, i64)> = sqlx::query_as(
        r#"
        select pull, merged_at, coalesce((
            select json_extract(answer, '$.title') from github_item
            where owner = 'kubernetes' and repo = 'enhancements' and github_item.number = kep_pull.pull
        ), (select title from kep_pull_title where kep_pull_title.pull = kep_pull.pull)), (
            select count(distinct outcome.note_id) from outcome
            where +outcome.kep_number = kep_pull.number and outcome.number = kep_pull.pull
                and +outcome.repo = 'enhancements'
        ) as notes
        from kep_pull where number = ? order by notes = 0, merged_at desc, pull desc
        "#,
    )
    .bind(number.map(i64::from))
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|(pull, merged_at, title, notes)| {
            Ok(PullLine {
                pull: unsigned("number", pull)?,
                title,
                merged: utc(read("instant", &merged_at)?),
                notes: unsigned("count", notes)?,
            })
        })
        .collect()
}

/// The titles of KEPs by number; numbers that no KEP has are absent, as are those that none had as of the day.
async fn titles(
    db: &mut SqliteConnection,
    numbers: BTreeSet<u32>,
    as_of: Option<Date>,
) -> Result<BTreeMap<u32, Option<String>>> {
    let mut sql = crate::sql::sql();
    sql.push("select kep.number, kep_now.title from kep join kep_now on kep_now.kep_id = kep.id where ");
    sql.push(
        "(kep.gone = 0 or not exists (select 1 from kep as other where other.number = kep.number and other.gone = 0)) and ",
    );
    push_numbers(&mut sql, numbers.into_iter());
    if let Some(day) = as_of {
        sql.push(" and ");
        kep_on::push_known_on(&mut sql, day);
    }
    let rows: Vec<(i64, Option<String>)> = sql.build_query_as().fetch_all(db).await?;
    let mut titles = BTreeMap::new();
    for (number, title) in rows {
        // What several KEPs are called is no title of one.
        titles.entry(unsigned("KEP number", number)?).and_modify(|title| *title = None).or_insert(title);
    }
    Ok(titles)
}

/// KEPs by stage, each stage's in the order that they came in.
pub(super) fn by_stage(keps: Vec<(domain::kep::Stage, KepLine)>) -> Vec<(domain::kep::Stage, Vec<KepLine>)> {
    let mut stages: BTreeMap<domain::kep::Stage, Vec<KepLine>> = BTreeMap::new();
    for (stage, kep) in keps {
        stages.entry(stage).or_default().push(kep);
    }
    stages.into_iter().rev().collect()
}
