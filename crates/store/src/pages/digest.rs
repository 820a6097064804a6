//! What a week, a month or a cycle brought.

use std::collections::{BTreeMap, HashMap};

use domain::Date;
use domain::cite::{GithubKind, Target, overrides};
use domain::digest::{
    Days, Digest, DigestChange, DigestIndex, DigestMove, DigestPeriod, MoveGroups, NoDigest, PlanChange,
    StagePlan, UpcomingRelease, plan_changes, stage_plans,
};
use domain::github::{Answer, ItemKey};
use domain::list::filter::Filter;
use domain::list::timeline::Entry;
use domain::outcome::moves::{CitingNote, Move, MoveSubject};
use domain::outcome::story;
use domain::outcome::then_now::History;
use domain::pages::NamingNote;
use domain::release::Releases;
use domain::sig::Sig;
use domain::tag::{CitedTarget, Tag, cited_tags};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use super::expectations::load_expectations;
use super::kep_days::{KepDays, end_of};
use super::kep_rows::{KepRow, push_numbers};
use super::kep_standings::standings;
use crate::feed::moves::{
    CitingScope, CountedMoveRow, moves_between_sql, moves_by_day_sql, with_citing_notes,
};
use crate::rows::{read, read_opt, unsigned};
use crate::sql::{json_list, push_list, sql};
use crate::syncs::load_release_notes;
use crate::{Error, Result, Store};

/// How many moves are listed at most, and as many changes of plans.
const MOVES: usize = 120;

/// How many plans for the next release are listed at most.
const PLANS: usize = 60;

impl Store {
    /// What a period brought, as of `today`: a fixed number of statements for each kind of period.
    ///
    /// Notes belong to the day that they were written on, moves to their day in UTC. What moved counts where any note
    /// cites it, whenever that was written; what the facts took back does not.
    pub async fn digest(
        &self,
        period: DigestPeriod,
        today: Date,
    ) -> Result<std::result::Result<Digest, NoDigest>> {
        let releases = self.releases().await?;
        let days = match period.begun(&releases, today) {
            Ok(days) => days,
            Err(why) => return Ok(Err(why)),
        };
        let selection = self.selection(&period.filter(days), Digest::NOTES as u16).await?;
        let mut db = self.reader()?.begin().await?;
        let kep_days = KepDays::load(&mut db).await?;
        let (moves, all_moves) = load_moves(&mut db, days).await?;
        let mut upcoming = UpcomingRelease::after(days.last, &releases);
        let keps = match kep_days {
            Some(kep_days) => {
                let next = upcoming.as_ref().map(|it| it.release.version.minor);
                let released = releases.iter().filter(|release| days.contains(release.day));
                let minors = released.map(|release| release.version.minor).chain(next);
                load_keps(&mut db, &moves, days, minors, &releases, kep_days).await?
            }
            None => Vec::new(),
        };
        let item_sigs = load_item_sigs(&mut db, &moves).await?;
        let expectations = match period {
            DigestPeriod::Cycle(version) => load_expectations(&mut db, version, &releases).await?,
            DigestPeriod::Week(_) | DigestPeriod::Month(_) => Vec::new(),
        };
        let first_note: Option<String> =
            sqlx::query_scalar("select min(date) from note where vanished_at is null")
                .fetch_one(&mut *db)
                .await?;
        db.rollback().await?;
        let with_plans = keps.iter().filter(|kep| !kep.changes.is_empty()).map(|kep| kep.number);
        let naming = self.naming_notes([], with_plans, [], 0).await?;

        let listed = moves.len() as u32;
        let mut digest_moves: Vec<DigestMove> =
            moves.into_iter().map(|it| state_move(it, &keps, &item_sigs)).collect();
        let plan_moves: Vec<DigestMove> = keps
            .iter()
            .flat_map(|kep| {
                kep.plan_moves(naming.keps.get(&kep.number).map(Vec::as_slice).unwrap_or_default())
            })
            .collect();
        let left_out = all_moves.saturating_sub(listed) + plan_moves.len().saturating_sub(MOVES) as u32;
        digest_moves.extend(plan_moves.into_iter().take(MOVES));
        if let Some(upcoming) = &mut upcoming {
            upcoming.plans = keps.iter().flat_map(|kep| kep.plans.clone()).collect();
            upcoming.plans.sort_by_key(|plan| (std::cmp::Reverse(plan.stage), plan.kep));
            upcoming.plans_left_out = upcoming.plans.len().saturating_sub(PLANS) as u32;
            upcoming.plans.truncate(PLANS);
        }
        let earliest =
            releases.iter().map(|release| release.day).chain(read_opt("day", first_note.as_deref())?).min();
        let may_hold = |period: &DigestPeriod| {
            period.days(&releases).zip(earliest).is_some_and(|(days, earliest)| days.last >= earliest)
        };
        let entries = selection.entries.into_iter().map(|exported| {
            let notes = exported.notes.into_iter().map(|it| it.note).collect();
            Entry { notes, ..exported.entry }
        });
        let digest = Digest {
            period,
            days,
            is_running: days.last >= today,
            entries: entries.collect(),
            notes: selection.notes,
            entries_count: selection.matching_entries,
            moves: MoveGroups::new(digest_moves, left_out),
            marks: releases.marks(days.first.yesterday().unwrap_or(days.first), days.last.min(today)),
            upcoming,
            expectations,
            previous: period.previous(&releases).filter(may_hold),
            next: period.next(&releases).filter(|next| next.begun(&releases, today).is_ok()),
        };
        Ok(Ok(digest.with_listed_notes()))
    }

    /// Which periods there are digests of, as of `today`: at most four statements.
    pub async fn digest_index(&self, today: Date) -> Result<DigestIndex> {
        let list = self.counted_list(&Filter::default()).await?;
        let notes = self.days(&list).await?.clone();
        let rows: Vec<(String, i64)> =
            moves_by_day_sql(sql(), today).build_query_as().fetch_all(self.reader()?).await?;
        let moves = rows.into_iter().map(|(day, moves)| Ok((read("day", &day)?, unsigned("count", moves)?)));
        Ok(DigestIndex::new(notes, moves.collect::<Result<_>>()?, self.releases().await?, today))
    }
}

/// The moves of some days, as many as are listed, with how many there are: two statements.
async fn load_moves(db: &mut SqliteConnection, days: Days) -> Result<(Vec<Move>, u32)> {
    let rows: Vec<CountedMoveRow> =
        moves_between_sql(sql(), (days.first, days.last), MOVES).build_query_as().fetch_all(&mut *db).await?;
    let all_moves = rows.first().map_or(Ok(0), |row| unsigned("count", row.all_moves))?;
    let rows = rows.into_iter().map(|counted| counted.row).collect();
    let moves = with_citing_notes(db, rows, &Filter::default(), CitingScope::Any).await?;
    Ok((moves, all_moves))
}

/// A KEP that notes cite, with what is told of it.
struct DigestKep {
    number: u32,
    title: Option<String>,
    sig: Option<Sig>,
    /// Plans that changed in the period.
    changes: Vec<(Date, PlanChange)>,
    /// Plans for the next release.
    plans: Vec<StagePlan>,
}

impl DigestKep {
    /// A move for each day on which plans changed.
    fn plan_moves(&self, notes: &[NamingNote]) -> Vec<DigestMove> {
        let mut by_day: BTreeMap<Date, Vec<PlanChange>> = BTreeMap::new();
        for (day, change) in &self.changes {
            by_day.entry(*day).or_default().push(*change);
        }
        let citing = notes.iter().rev().take(DigestMove::NOTES).map(|note| CitingNote {
            entry: note.entry.clone(),
            note: note.note.clone(),
            day: note.day,
        });
        let citing: Vec<CitingNote> = citing.collect();
        by_day
            .into_iter()
            .map(|(day, changes)| DigestMove {
                subject: MoveSubject::Kep(self.number),
                title: self.title.clone(),
                sig: self.sig.clone(),
                day,
                change: DigestChange::Plans(changes),
                release: None,
                known_at: None,
                citing: citing.clone(),
                notes: notes.len() as u32,
            })
            .collect()
    }
}

/// The cited KEPs that moved, whose files changed in some days, or that ever planned something for some releases, by
/// their numbers: two statements.
async fn load_keps(
    db: &mut SqliteConnection,
    moves: &[Move],
    days: Days,
    minors: impl Iterator<Item = u16>,
    releases: &Releases,
    kep_days: KepDays,
) -> Result<Vec<DigestKep>> {
    let moved = moves.iter().filter_map(|it| match it.subject {
        MoveSubject::Kep(number) => Some(number),
        MoveSubject::Item(_) => None,
    });
    let mut sql = KepRow::select();
    sql.push("kep_now.notes > 0 and (");
    push_numbers(&mut sql, moved);
    sql.push(
        " or exists (select 1 from kep_revision where kep_revision.kep_id = kep.id and kep_revision.at >= ",
    );
    sql.push_bind(days.first.to_string()).push(" and kep_revision.at < ").push_bind(end_of(days.last));
    sql.push(") or kep.id in (select kep_id from kep_milestone where minor in (");
    push_list(&mut sql, minors);
    sql.push("))");
    let rows = KepRow::fetch(sql, &mut *db).await?;
    let mut standings = standings(db, rows.iter().map(|row| row.id)).await?;
    let next = UpcomingRelease::after(days.last, releases).map(|it| it.release.version);
    let mut keps: Vec<DigestKep> = Vec::new();
    for row in &rows {
        let (line, revisions) = (row.line()?, standings.remove(&row.id).unwrap_or_default());
        let Some(number) = line.number.filter(|number| keps.iter().all(|kep| kep.number != *number)) else {
            continue;
        };
        let shipped_overrides = overrides::shipped_milestones(number, Some(kep_days.now));
        let history = History {
            revisions: &revisions,
            releases,
            data_day: kep_days.data,
            shipped_overrides: &shipped_overrides,
        };
        let stories = story::stage_stories(&history, kep_days.now);
        let plans = next.map(|next| stage_plans(&history, &stories, next, days.last)).unwrap_or_default();
        let plans = plans.into_iter().map(|(stage, fate)| StagePlan {
            kep: number,
            title: line.title.clone(),
            sig: line.owning_sig.clone(),
            stage,
            fate,
        });
        keps.push(DigestKep {
            number,
            title: line.title.clone(),
            sig: line.owning_sig.clone(),
            changes: plan_changes(&stories, releases, days),
            plans: plans.collect(),
        });
    }
    Ok(keps)
}

#[derive(FromRow)]
struct AnswerRow {
    target: String,
    answer: String,
}

/// The groups of the pull requests and issues that moved, by what they are called among moves: two statements.
async fn load_item_sigs(db: &mut SqliteConnection, moves: &[Move]) -> Result<HashMap<String, Sig>> {
    let keys: Vec<&ItemKey> = moves
        .iter()
        .filter_map(|it| match &it.subject {
            MoveSubject::Item(key) => Some(key),
            MoveSubject::Kep(_) => None,
        })
        .collect();
    let targets = keys.iter().map(|key| MoveSubject::Item((*key).clone()).to_string());
    let rows: Vec<AnswerRow> = sqlx::query_as(
        r#"
        select distinct move.target, github_item.answer from json_each(?) as listed
            cross join move on move.target = listed.value
            cross join github_item on github_item.owner = move.owner and github_item.repo = move.repo
                and github_item.number = move.number
        "#,
    )
    .bind(json_list(targets))
    .fetch_all(&mut *db)
    .await?;
    let mut labels: HashMap<String, Vec<String>> = HashMap::new();
    for row in rows {
        let answer: Answer = serde_json::from_str(&row.answer)
            .map_err(|_| Error::Row { what: "answer of GitHub", found: row.target.clone() })?;
        if let Answer::Item(item) = answer {
            labels.insert(row.target, item.labels);
        }
    }
    let pulls = keys.iter().filter(|key| key.repo.is_kubernetes()).map(|key| key.number).collect();
    let release_notes = load_release_notes(db, Some(&pulls)).await?;
    let sigs = keys.into_iter().filter_map(|key| {
        let name = MoveSubject::Item(key.clone()).to_string();
        let target = Target::Github { repo: key.repo.clone(), number: key.number, kind: GithubKind::Unknown };
        let release_note = release_notes.get(&key.number).filter(|_| key.repo.is_kubernetes());
        let cited = CitedTarget {
            target: &target,
            labels: labels.get(&name).map(Vec::as_slice).unwrap_or_default(),
            milestone: None,
            release_note,
            kep: None,
        };
        let sig = cited_tags(&[cited]).into_iter().filter(|tag| tag.strong).find_map(|tag| match tag.tag {
            Tag::Sig(sig) => Some(sig),
            Tag::Version(_) => None,
        });
        Some((name, sig?))
    });
    Ok(sigs.collect())
}

/// A move of a state, with the group that owns what moved.
fn state_move(moved: Move, keps: &[DigestKep], item_sigs: &HashMap<String, Sig>) -> DigestMove {
    let sig = match &moved.subject {
        MoveSubject::Kep(number) => {
            keps.iter().find(|kep| kep.number == *number).and_then(|kep| kep.sig.clone())
        }
        MoveSubject::Item(_) => item_sigs.get(&moved.subject.to_string()).cloned(),
    };
    DigestMove {
        subject: moved.subject,
        title: moved.title,
        sig,
        day: moved.day,
        change: DigestChange::State(moved.change),
        release: moved.release,
        known_at: Some(moved.updated_at),
        citing: moved.cited.into_iter().take(DigestMove::NOTES).collect(),
        notes: moved.notes,
    }
}
