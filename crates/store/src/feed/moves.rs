//! Moves of what notes cite, with the notes.

use domain::Date;
use domain::list::filter::{EntryPlace, Filter};
use domain::outcome::moves::{CitingNote, Move, MoveSubject};
use sqlx::sqlite::SqliteConnection;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use crate::filter::push_note_conditions_on_page;
use crate::move_rows::{IS_ABOUT, SubjectRow};
use crate::rows::{group_by, read, read_opt, read_outcome, unsigned};
use crate::sql::{json_list, sql};
use crate::{Error, Result};

/// How many of the citing notes of a move are listed.
const LISTED: i64 = 10;

/// A move's columns.
#[derive(Debug, FromRow)]
pub(crate) struct MoveRow {
    id: i64,
    #[sqlx(flatten)]
    subject: SubjectRow,
    step: String,
    moved_on: String,
    updated_at: String,
    taken_back: bool,
    change: String,
    /// Of a KEP alone.
    title: Option<String>,
}

/// A note that cites what has moved.
#[derive(FromRow)]
struct CitingRow {
    id: i64,
    note_id: String,
    entry_id: String,
    date: Option<String>,
    notes: i64,
    /// Of the first note of each move.
    outcome: Option<String>,
}

const COLUMNS: &str = "move.id, move.kep_number, move.owner, move.repo, move.number, move.step, \
     move.moved_on, move.updated_at, move.taken_back_at is not null as taken_back, move.change, \
     (select kep_now.title from kep join kep_now on kep_now.kep_id = kep.id where kep.number = move.kep_number \
     order by kep.gone, kep.id limit 1) as title";

const MOVES: &str = " from move where move.step is not null";

/// Which notes count as citing what has moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CitingScope {
    /// Those that are not younger than the move, and whose citation is in another state now.
    MovedSince,
    /// All.
    Any,
}

/// That it is in another state now.
const HAS_MOVED: [&str; 2] = [
    " and (outcome.kep_changed = 1 or move.taken_back_at is not null)",
    " and (outcome.changed = 1 or move.taken_back_at is not null)",
];

/// The day of a note is that of its entry: only for one without a day the entry is looked up.
const CITING: &str = "outcome cross join note indexed by note_place on note.id = outcome.note_id \
     left join entry on note.date is null and entry.id = note.entry_id where note.vanished_at is null";

/// Adds which rows of `outcome` are about a move of a kind.
fn push_about(sql: &mut QueryBuilder<Sqlite>, kind: usize, scope: CitingScope) {
    sql.push(IS_ABOUT[kind]);
    if scope == CitingScope::MovedSince {
        sql.push(HAS_MOVED[kind]);
    }
}

/// Adds the tables and conditions of the notes that cite what a row of `move` of a kind is about.
fn push_citing(sql: &mut QueryBuilder<Sqlite>, kind: usize, scope: CitingScope) {
    sql.push(CITING);
    if scope == CitingScope::MovedSince {
        sql.push(" and coalesce(note.date, entry.not_after) <= move.moved_on");
    }
    sql.push(" and ");
    push_about(sql, kind, scope);
}

/// Adds that some note cites what a row of `move` is about.
fn push_is_cited(sql: &mut QueryBuilder<Sqlite>, scope: CitingScope, filter: &Filter) {
    sql.push(" and (");
    for kind in 0..IS_ABOUT.len() {
        sql.push(if kind == 0 { "" } else { " or " });
        sql.push("exists (select 1 from ");
        push_citing(sql, kind, scope);
        push_note_conditions_on_page(sql, filter);
        sql.push(")");
    }
    sql.push(")");
}

/// The newest moves of what matching notes cite, as far as they moved after the note.
///
/// Walks down the moves until there are enough; where few entries match, begins with what these cite.
pub(super) fn cited_moves_sql(
    mut sql: QueryBuilder<Sqlite>,
    filter: &Filter,
    few: Option<&[EntryPlace]>,
    most: usize,
) -> QueryBuilder<Sqlite> {
    match few {
        Some(places) => push_moves_of_hits(&mut sql, filter, places),
        None => {
            sql.push("select ").push(COLUMNS).push(MOVES);
            push_is_cited(&mut sql, CitingScope::MovedSince, filter);
        }
    }
    sql.push(" order by move.updated_at desc, move.id desc limit ").push_bind(most as i64);
    sql
}

/// The same moves, of what the notes of these entries cite: by their targets, each with the first day of a citation.
fn push_moves_of_hits(sql: &mut QueryBuilder<Sqlite>, filter: &Filter, places: &[EntryPlace]) {
    sql.push("with citation as materialized (select outcome.kep_number, outcome.owner, outcome.repo, outcome.number, ");
    sql.push(
        "outcome.kep_changed, outcome.changed, coalesce(entry.date, entry.not_after) as day from json_each(",
    );
    sql.push_bind(json_list(places.iter().map(|place| place.entry.as_str())));
    sql.push(
        ") as hit cross join entry on entry.id = hit.value cross join note on note.entry_id = entry.id \
         cross join outcome on outcome.note_id = note.id where note.vanished_at is null",
    );
    push_note_conditions_on_page(sql, filter);
    sql.push(
        "), cited as materialized (select 'kep/' || kep_number as target, kep_changed as has_moved, min(day) as day \
         from citation where kep_number is not null group by 1, 2 \
         union all select 'ref/' || lower(owner || '/' || repo) || '/' || number, changed, min(day) \
         from citation where number is not null group by 1, 2) ",
    );
    sql.push("select ").push(COLUMNS).push(MOVES).push(
        " and move.id in (select known.id from cited cross join move as known on known.target = cited.target \
         where cited.day <= known.moved_on and (cited.has_moved = 1 or known.taken_back_at is not null))",
    );
}

/// The newest moves of these KEPs.
pub(super) fn kep_moves_sql(
    mut sql: QueryBuilder<Sqlite>,
    keps: &[u32],
    most: usize,
) -> QueryBuilder<Sqlite> {
    sql.push("select ")
        .push(COLUMNS)
        .push(MOVES)
        .push(" and move.kep_number in (select value from json_each(");
    sql.push_bind(serde_json::Value::from(keps).to_string());
    sql.push(")) order by move.updated_at desc, move.id desc limit ").push_bind(most as i64);
    sql
}

/// What a row of [`moves_between_sql`] has besides.
#[derive(Debug, FromRow)]
pub(crate) struct CountedMoveRow {
    #[sqlx(flatten)]
    pub row: MoveRow,
    /// How many there are, listed or not.
    pub all_moves: i64,
}

/// The moves of some days of what any note cites, whenever it was written: those of KEPs first, oldest first.
/// What the facts took back is left out.
pub(crate) fn moves_between_sql(
    mut sql: QueryBuilder<Sqlite>,
    (first, last): (Date, Date),
    most: usize,
) -> QueryBuilder<Sqlite> {
    sql.push("select count(*) over () as all_moves, ").push(COLUMNS).push(MOVES);
    // No move became known before its day: the index by that time leaves out all earlier ones.
    sql.push(" and move.taken_back_at is null and move.updated_at >= ").push_bind(first.to_string());
    sql.push(" and move.moved_on between ").push_bind(first.to_string());
    sql.push(" and ").push_bind(last.to_string());
    push_is_cited(&mut sql, CitingScope::Any, &Filter::default());
    sql.push(" order by move.kep_number is null, move.moved_on, move.id limit ").push_bind(most as i64);
    sql
}

/// How many such moves each day has, up to one.
pub(crate) fn moves_by_day_sql(mut sql: QueryBuilder<Sqlite>, last: Date) -> QueryBuilder<Sqlite> {
    sql.push("select move.moved_on, count(*)").push(MOVES);
    sql.push(" and move.taken_back_at is null and move.moved_on <= ").push_bind(last.to_string());
    push_is_cited(&mut sql, CitingScope::Any, &Filter::default());
    sql.push(" group by move.moved_on");
    sql
}

/// The matching notes that cite what has moved: the newest of each move, with how many there are.
pub(super) fn citing_notes_sql(
    mut sql: QueryBuilder<Sqlite>,
    ids: &[i64],
    filter: &Filter,
    scope: CitingScope,
) -> QueryBuilder<Sqlite> {
    // The outcome is wide, and read of one note a move.
    sql.push("select id, note_id, entry_id, date, notes, iif(nth = 1, (select min(outcome.outcome) from move, outcome ");
    sql.push("where move.id = ranked.id and outcome.note_id = ranked.note_id and (");
    for kind in 0..IS_ABOUT.len() {
        sql.push(if kind == 0 { "(" } else { " or (" });
        push_about(&mut sql, kind, scope);
        sql.push(")");
    }
    sql.push(")), null) as outcome from (select *, count(*) over (partition by id) as notes, ");
    sql.push("row_number() over (partition by id order by sort_day desc, note_id) as nth from (");
    for kind in 0..IS_ABOUT.len() {
        sql.push(if kind == 0 { "" } else { " union all " });
        sql.push("select distinct move.id, note.id as note_id, note.entry_id, note.date, ");
        sql.push("coalesce(note.date, entry.sort_day) as sort_day from json_each(");
        sql.push_bind(serde_json::Value::from(ids).to_string());
        sql.push(") as listed cross join move on move.id = listed.value cross join ");
        push_citing(&mut sql, kind, scope);
        push_note_conditions_on_page(&mut sql, filter);
    }
    sql.push(")) as ranked where nth <= ").push_bind(LISTED).push(" order by id, nth");
    sql
}

/// Moves with the notes that cite what has moved: one statement.
pub(crate) async fn with_citing_notes(
    db: &mut SqliteConnection,
    rows: Vec<MoveRow>,
    filter: &Filter,
    scope: CitingScope,
) -> Result<Vec<Move>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let citing: Vec<CitingRow> =
        citing_notes_sql(sql(), &ids, filter, scope).build_query_as().fetch_all(db).await?;
    let mut citing = group_by(citing, |row| row.id);
    rows.into_iter()
        .map(|row| {
            let citing = citing.remove(&row.id).unwrap_or_default();
            row.value(citing)
        })
        .collect()
}

impl MoveRow {
    fn value(self, citing: Vec<CitingRow>) -> Result<Move> {
        let odd = || Error::Row { what: "move", found: self.step.clone() };
        let change = serde_json::from_str(&self.change).map_err(|_| odd())?;
        let subject = self.subject.value()?;
        let outcome = citing.iter().find_map(|row| row.outcome.as_deref()).map(read_outcome).transpose()?;
        let item =
            outcome.and_then(|outcome| outcome.item).filter(|_| matches!(subject, MoveSubject::Item(_)));
        Ok(Move {
            change,
            day: read("day", &self.moved_on)?,
            updated_at: read("instant", &self.updated_at)?,
            taken_back: self.taken_back,
            kind: item.as_ref().and_then(|item| item.kind),
            release: item.as_ref().and_then(|item| item.release),
            title: self.title.or(item.and_then(|item| item.title)),
            notes: citing.first().map_or(Ok(0), |row| unsigned("count", row.notes))?,
            cited: citing.iter().map(CitingRow::value).collect::<Result<_>>()?,
            subject,
            reached: self.step,
        })
    }
}

impl CitingRow {
    fn value(&self) -> Result<CitingNote> {
        Ok(CitingNote {
            entry: read("id", &self.entry_id)?,
            note: read("id", &self.note_id)?,
            day: read_opt("day", self.date.as_deref())?,
        })
    }
}
