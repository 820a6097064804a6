//! Notes whose citations have moved since they were written or confirmed, and those that are still true.

use std::collections::HashMap;

use domain::decision::Confirmation;
use domain::outcome::move_weight::MoveWeight;
use domain::outcome::verdict::Verdict;
use domain::pages::CitationMove;
use domain::{Date, Timestamp, utc_day};
use jiff::SignedDuration;
use sqlx::sqlite::SqliteConnection;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use crate::move_rows::{IS_ABOUT, SubjectRow};
use crate::rows::{read, unsigned};
use crate::sql::{json_list, sql};
use crate::{Error, Result};

/// The last day that a row of `note` can be of.
const NOTE_DAY: &str = "coalesce(note.date, entry.not_after)";

/// A note with what says its day, where it has none of its own.
const NOTE_WITH_DAY: &str =
    "note indexed by note_place left join entry on note.date is null and entry.id = note.entry_id";

/// By how many releases what a row of `outcome` expected came late, or how many came out without it.
const RELEASES: &str = "coalesce(outcome.releases_late, (select max(minor) from cycle where last_day <= \
     (select max(substr(data_at, 1, 10)) from sync_run where kind = 'keps')) - outcome.expected_version, 0)";

/// Which rows of `outcome` have moved, and what `move` calls their target: a KEP, a number on GitHub.
const MOVED_TARGETS: [(&str, &str); 2] = [
    ("outcome.kep_changed = 1", "'kep/' || outcome.kep_number"),
    ("outcome.changed = 1", "'ref/' || lower(outcome.owner || '/' || outcome.repo) || '/' || outcome.number"),
];

/// Adds the notes that wait, as a table in parentheses: `note_id`, the greatest `weight` of what moved, and the day of the
/// latest of these moves.
///
/// Begins with what has moved, each once, and looks at single moves of the few notes alone on which something was decided.
pub(crate) fn push_waiting_notes(sql: &mut QueryBuilder<Sqlite>, now: Timestamp) {
    sql.push("(select note_id, max(weight) as weight, max(moved_on) as moved_on from (");
    for (n, (about, (has_moved, _))) in IS_ABOUT.into_iter().zip(MOVED_TARGETS).enumerate() {
        sql.push(if n == 0 { "" } else { " union all " });
        sql.push("select outcome.note_id, ");
        push_weight(sql);
        sql.push(
            " as weight, move.moved_on from (select target, kep_number, owner, repo, number, max(moved_on) as moved_on \
             from move where step is not null and taken_back_at is null group by target) as move \
             cross join outcome cross join ",
        )
        .push(NOTE_WITH_DAY)
        .push(" where note.id = outcome.note_id and note.vanished_at is null and ")
        .push(about)
        .push(" and ")
        .push(has_moved)
        .push(" and move.moved_on >= ")
        .push(NOTE_DAY)
        .push(
            " and (not exists (select 1 from note_confirmation as seen where seen.note_id = note.id) \
             or exists (select 1 from note_confirmation as seen cross join move as newer \
             on newer.target = move.target where seen.note_id = note.id and ",
        );
        push_is_new(sql, "newer", now);
        sql.push(")) and ");
        push_is_unanswered(sql, "move");
    }
    sql.push(") group by note_id)");
}

/// Adds [`MoveWeight::rank`] of a row of `outcome`.
fn push_weight(sql: &mut QueryBuilder<Sqlite>) {
    sql.push("case outcome.verdict");
    for verdict in Verdict::ALL {
        sql.push(" when '").push(verdict.as_str()).push("' then ");
        sql.push(MoveWeight::new(Some(*verdict), 0).rank());
        if MoveWeight::new(Some(*verdict), 1) > MoveWeight::new(Some(*verdict), 0) {
            sql.push(" + min(max(").push(RELEASES).push(", 0), ").push(MoveWeight::MOST_RELEASES).push(")");
        }
    }
    sql.push(" else ").push(MoveWeight::new(None, 0).rank()).push(" end");
}

/// Adds which rows of `moved` hold, came after a note and its follow-ups, and are new to whoever decided on it: `seen` is the row of
/// `note_confirmation`, or null where nothing was decided.
fn push_is_new(sql: &mut QueryBuilder<Sqlite>, moved: &str, now: Timestamp) {
    let later_since = now - SignedDuration::from_hours(24 * Confirmation::LATER_DAYS);
    sql.push(format!(
        "{moved}.step is not null and {moved}.taken_back_at is null and {moved}.moved_on >= {NOTE_DAY} \
         and {moved}.seen_at > coalesce(seen.confirmed_at, '') \
         and (seen.later_at is null or {moved}.seen_at > seen.later_at or seen.later_at <= "
    ));
    sql.push_bind(later_since.to_string()).push(") and ");
    push_is_unanswered(sql, moved);
}

/// Adds which rows of `moved` came after every follow-up of a note.
fn push_is_unanswered(sql: &mut QueryBuilder<Sqlite>, moved: &str) {
    sql.push(format!(
        "not exists (select 1 from follow_up cross join note as answer on answer.id = follow_up.note_id \
         where follow_up.follows = note.id and answer.vanished_at is null and answer.date >= {moved}.moved_on)"
    ));
}

#[derive(FromRow)]
struct CitationMoveRow {
    note_id: String,
    position: i64,
    moved_on: String,
    change: String,
    #[sqlx(flatten)]
    subject: SubjectRow,
}

impl CitationMoveRow {
    fn value(self) -> Result<CitationMove> {
        let change = serde_json::from_str(&self.change);
        Ok(CitationMove {
            position: unsigned("position", self.position)?,
            day: read("day", &self.moved_on)?,
            change: change.map_err(|_| Error::Row { what: "move", found: self.change })?,
            subject: self.subject.value()?,
        })
    }
}

/// What makes notes wait, by note, in the order of their texts and the newest move first: one statement.
pub(crate) async fn load_moves(
    db: &mut SqliteConnection,
    notes: &[String],
    now: Timestamp,
) -> Result<HashMap<String, Vec<CitationMove>>> {
    let mut sql = sql();
    for (n, (has_moved, target)) in MOVED_TARGETS.into_iter().enumerate() {
        sql.push(if n == 0 { "" } else { " union " });
        sql.push(
            "select outcome.note_id, outcome.position, move.moved_on, move.change, move.kep_number, move.owner, \
             move.repo, move.number from outcome cross join ",
        )
        .push(NOTE_WITH_DAY)
        .push(" left join note_confirmation as seen on seen.note_id = note.id cross join move on move.target = ")
        .push(target)
        .push(" where note.id = outcome.note_id and ")
        .push(has_moved)
        .push(" and outcome.note_id in (select value from json_each(")
        .push_bind(json_list(notes.iter().cloned()))
        .push(")) and ");
        push_is_new(&mut sql, "move", now);
    }
    sql.push(" order by 1, 2, 3 desc");
    let rows: Vec<CitationMoveRow> = sql.build_query_as().fetch_all(db).await?;
    let mut moves: HashMap<String, Vec<CitationMove>> = HashMap::new();
    for row in rows {
        moves.entry(row.note_id.clone()).or_default().push(row.value()?);
    }
    Ok(moves)
}

/// The days on which notes were confirmed of which nothing has moved since, as of the end of a day: one statement.
pub(crate) async fn load_confirmed_days(
    db: &mut SqliteConnection,
    notes: &[String],
    as_of: Option<Date>,
) -> Result<HashMap<String, Date>> {
    let mut sql = sql();
    let as_of = as_of.unwrap_or(Date::MAX).to_string();
    sql.push("select seen.note_id, seen.confirmed_at from note_confirmation as seen cross join ")
        .push(NOTE_WITH_DAY)
        .push(" where note.id = seen.note_id and substr(seen.confirmed_at, 1, 10) <= ")
        .push_bind(as_of.clone())
        .push(" and seen.note_id in (select value from json_each(")
        .push_bind(json_list(notes.iter().cloned()))
        .push("))");
    for (has_moved, target) in MOVED_TARGETS {
        sql.push(" and not exists (select 1 from outcome cross join move on move.target = ")
            .push(target)
            .push(" where outcome.note_id = seen.note_id and ")
            .push(has_moved)
            .push(" and move.step is not null and move.taken_back_at is null and move.moved_on >= ")
            .push(NOTE_DAY)
            .push(" and move.moved_on <= ")
            .push_bind(as_of.clone())
            .push(" and move.seen_at > seen.confirmed_at)");
    }
    let rows: Vec<(String, String)> = sql.build_query_as().fetch_all(db).await?;
    rows.into_iter().map(|(note, at)| Ok((note, utc_day(read("instant", &at)?)))).collect()
}
