//! The list of versions, and one by itself.

use std::collections::{BTreeMap, BTreeSet};

use domain::Date;
use domain::cite::overrides;
use domain::kep::{KepStanding, Milestone, Stage};
use domain::list::filter::Filter;
use domain::outcome::then_now::{DatedRevision, History};
use domain::pages::{KepLine, VersionLine, VersionList, VersionPage};
use domain::release::Releases;
use domain::version::Version;
use sqlx::sqlite::SqliteConnection;

use super::expectations::load_expectations;
use super::kep::by_stage;
use super::kep_days::{KepDays, end_of};
use super::kep_rows::{KepRow, push_numbers};
use super::note_list::NoteList;
use crate::sql::json_list;
use crate::syncs::releases;
use crate::{Error, Result, Store};

/// How many entries the page of a version shows; the others are on the timeline.
const ENTRIES: usize = 8;

impl Store {
    /// Every version that is known or that notes name, newest first: four statements.
    pub async fn versions(&self) -> Result<VersionList> {
        let list = self.counted_list(&Filter::default()).await?;
        let tagged = &self.version_counts(&list).await?.tagged;
        let in_cycles = self.cycle_counts(&list).await?;
        let mut db = self.reader()?.begin().await?;
        let releases = releases(&mut db).await?;
        let as_of = KepDays::load(&mut db).await?;
        db.rollback().await?;
        let notes: BTreeMap<Version, u32> = tagged.iter().map(|count| (count.value, count.notes)).collect();
        let all: BTreeSet<Version> =
            releases.iter().map(|release| release.version).chain(notes.keys().copied()).collect();
        let line = |version: Version| {
            let in_cycle = in_cycles.iter().find(|count| count.value == version);
            Ok(VersionLine {
                version,
                release: releases.get(version).copied(),
                notes: notes.get(&version).copied().unwrap_or_default(),
                cycle_notes: in_cycle.map_or(0, |count| count.notes),
            })
        };
        let versions = all.into_iter().rev().map(line).collect::<Result<_>>()?;
        Ok(VersionList { versions, as_of: as_of.map(|days| days.now) })
    }

    /// A version with the KEPs that reached a stage with it and its newest notes; `None` for one
    /// that is not known and that nothing names.
    pub async fn version(&self, version: Version) -> Result<Option<VersionPage>> {
        let tagged = Filter::default().toggle_version(version.into());
        let written = Filter::default().toggle_cycle(version.into());
        let notes = self.totals(&*self.counted_list(&tagged).await?).await?.notes;
        let cycle_notes = self.totals(&*self.counted_list(&written).await?).await?.notes;
        let mut db = self.reader()?.begin().await?;
        let releases = releases(&mut db).await?;
        let days = KepDays::load(&mut db).await?;
        let mut sql = KepRow::select();
        // Those that ever planned something for it, or reached it though no file says so.
        sql.push("(kep.gone = 0 or kep_now.notes > 0) and (kep.id in (select kep_id from kep_milestone where minor = ");
        sql.push_bind(i64::from(version.minor)).push(") or ");
        push_numbers(&mut sql, overrides::keps_shipped_in(version).into_iter());
        sql.push(")");
        let rows = KepRow::fetch(sql, &mut db).await?;
        let release = releases.get(version).copied();
        let release_day = release.map_or(Date::MIN, |release| release.day);
        let planned_then = planned_on(&mut db, rows.iter().map(|row| row.id), release_day).await?;
        let expectations = load_expectations(&mut db, version, &releases).await?;
        let notes_about = NoteList::load(self, &mut db, Some(tagged), ENTRIES).await?;
        let entries = notes_about.entries(self, &mut db, ENTRIES).await?;
        db.rollback().await?;

        let (mut shipped, mut planned, mut missed) = (Vec::new(), Vec::new(), Vec::new());
        if let Some(days) = days {
            for row in &rows {
                let line = row.line()?;
                for (stage, role) in
                    release_roles(row, &releases, days.data, version, planned_then.get(&row.id))?
                {
                    match role {
                        ReleaseRole::Shipped => shipped.push((stage, line.clone())),
                        ReleaseRole::Planned => planned.push((stage, line.clone())),
                        ReleaseRole::Missed => missed.push((stage, line.clone())),
                    }
                }
            }
        }
        let nothing: [&Vec<(Stage, KepLine)>; 3] = [&shipped, &planned, &missed];
        if release.is_none() && notes == 0 && nothing.iter().all(|keps| keps.is_empty()) {
            return Ok(None);
        }
        let neighbour = |version: Option<Version>| version.filter(|version| releases.get(*version).is_some());
        Ok(Some(VersionPage {
            line: VersionLine { version, release, notes, cycle_notes },
            cycle: releases.cycle(version).map(|cycle| (cycle.first, cycle.last)),
            shipped: by_stage(shipped),
            planned: by_stage(planned),
            missed: by_stage(missed),
            expectations,
            entries,
            as_of: days.map(|days| days.now),
            data_day: days.map(|days| days.data),
            previous: neighbour(version.minor.checked_sub(1).map(|minor| Version { minor })),
            next: neighbour(version.minor.checked_add(1).map(|minor| Version { minor })),
        }))
    }
}

/// What a release was for a stage of a KEP: it shipped it, is to ship it, or missed it.
enum ReleaseRole {
    Shipped,
    Planned,
    Missed,
}

/// The stages of a KEP that have to do with a version: by its newest file and by that of the day of the release.
fn release_roles(
    row: &KepRow,
    releases: &Releases,
    data_day: Date,
    version: Version,
    planned_then: Option<&KepStanding>,
) -> Result<Vec<(Stage, ReleaseRole)>> {
    let newest = [DatedRevision { day: Date::MIN, standing: row.standing()? }];
    let shipped_overrides =
        row.number()?.map(|number| overrides::shipped_milestones(number, Some(data_day))).unwrap_or_default();
    let history = History { revisions: &newest, releases, data_day, shipped_overrides: &shipped_overrides };
    let standing = &newest[0].standing;
    let is_out = releases.is_out(version, data_day);
    let role = |stage: Stage| {
        let milestone = Milestone { stage, version };
        let names = |standing: &KepStanding| {
            !standing.status.is_given_up() && standing.milestones.get(stage) == Some(version)
        };
        if is_out && history.confirms(milestone) {
            Some(ReleaseRole::Shipped)
        } else if !is_out {
            names(standing).then_some(ReleaseRole::Planned)
        } else {
            // A stage that had come out before, or without a plan for it, was not missed.
            let before = standing.milestones.get(stage).is_some_and(|other| {
                other < version && history.confirms(Milestone { stage, version: other })
            });
            (planned_then.is_some_and(names) && !before).then_some(ReleaseRole::Missed)
        }
    };
    Ok(Stage::ALL.iter().copied().filter_map(|stage| Some((stage, role(stage)?))).collect())
}

/// The standing in the file of each of some KEPs at the end of a day.
async fn planned_on(
    db: &mut SqliteConnection,
    keps: impl Iterator<Item = i64>,
    day: Date,
) -> Result<BTreeMap<i64, KepStanding>> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        r#"
        select newest.kep_id, json_extract(newest.revision, '$.standing') from json_each(?) as kep
            cross join kep_revision as newest on newest.id = (
                select max(id) from kep_revision where kep_id = kep.value and at < ?
            )
        "#,
    )
    .bind(json_list(keps))
    .bind(end_of(day))
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|(id, json)| {
            let standing = serde_json::from_str(&json)
                .map_err(|_| Error::Row { what: "revision of a KEP", found: format!("row of KEP {id}") })?;
            Ok((id, standing))
        })
        .collect()
}
