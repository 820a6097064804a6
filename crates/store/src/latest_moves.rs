//! Which of the cited KEPs moved last, each with the note that says most about it.

use domain::list::timeline::MovedKep;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use crate::rows::{read, read_opt, read_outcome};
use crate::sql::sql;
use crate::{Result, Store};

/// How many KEPs are listed.
const LISTED: i64 = 3;

/// How much a citation says of a KEP, the least first: most says what expects a stage, then what cites the KEP itself.
const RANK: &str = "(outcome.expected_stage is null) * 2 + (outcome.relation <> 'itself')";

#[derive(FromRow)]
struct MovedRow {
    moved_on: String,
    entry_id: String,
    note_id: String,
    date: Option<String>,
    outcome: String,
}

impl Store {
    /// The KEPs that moved last since some note cited them, or a pull request about them: one statement.
    pub(crate) async fn latest_moves(&self) -> Result<Vec<MovedKep>> {
        let rows: Vec<MovedRow> = latest_moves_sql(sql()).build_query_as().fetch_all(self.reader()?).await?;
        rows.into_iter().map(MovedRow::value).collect()
    }
}

/// First the few KEPs, by what is known of each, then their citations, of which one is read.
///
/// Of several KEPs of a day, such as that of a release, those that most notes cite.
pub(crate) fn latest_moves_sql(mut sql: QueryBuilder<Sqlite>) -> QueryBuilder<Sqlite> {
    sql.push(
        "with latest as materialized (select kep_now.kep_id, kep_now.moved_on, kep_now.notes from kep_now \
         where kep_now.moved_on is not null and kep_now.notes > 0 and exists (select 1 from outcome indexed by outcome_moved_kep \
         where outcome.kep_id = kep_now.kep_id and outcome.kep_changed = 1) \
         order by kep_now.moved_on desc, kep_now.notes desc, kep_now.kep_id limit ",
    )
    .push_bind(LISTED);
    // What a citation says is known by the index; where it stands, by its entry: only of those that say most.
    sql.push(
        "), ranked as materialized (select latest.kep_id, latest.moved_on, latest.notes, (select min(",
    )
    .push(RANK)
    .push(
        ") from outcome indexed by outcome_moved_kep where outcome.kep_id = latest.kep_id and outcome.kep_changed = 1) as rank \
         from latest), citing as materialized (select ranked.kep_id, ranked.moved_on, ranked.notes, note.entry_id, \
         outcome.note_id, outcome.position, entry.date, row_number() over (partition by ranked.kep_id \
         order by entry.sort_day desc, entry.position desc, note.position, outcome.position) as nth from ranked \
         cross join outcome indexed by outcome_moved_kep on outcome.kep_id = ranked.kep_id \
         cross join note indexed by note_place on note.id = outcome.note_id \
         cross join entry on entry.id = note.entry_id where outcome.kep_changed = 1 and ",
    )
    .push(RANK)
    .push(
        " = ranked.rank) \
         select citing.moved_on, citing.entry_id, citing.note_id, citing.date, outcome.outcome from citing \
         cross join outcome on outcome.note_id = citing.note_id and outcome.position = citing.position \
         where citing.nth = 1 order by citing.moved_on desc, citing.notes desc, citing.kep_id",
    );
    sql
}

impl MovedRow {
    fn value(self) -> Result<MovedKep> {
        Ok(MovedKep {
            day: read("day", &self.moved_on)?,
            entry: read("id", &self.entry_id)?,
            note: read("id", &self.note_id)?,
            noted_on: read_opt("day", self.date.as_deref())?,
            outcome: read_outcome(&self.outcome)?,
        })
    }
}
