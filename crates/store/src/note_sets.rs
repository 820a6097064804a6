//! Which notes each facet's values have: loaded once a generation, so that long lists are counted in memory.

use std::collections::HashMap;
use std::sync::Arc;

use domain::Date;
use domain::id;
use domain::kep::Stage;
use domain::outcome::verdict::Verdict;
use roaring::RoaringBitmap;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, FromRow};

use crate::filter::OmittedPart;
use crate::rows::{read, read_opt};
use crate::{Result, Store};

/// The characters of a note's id.
type IdBytes = [u8; id::LENGTH];

/// What the values of each facet are loaded by, with the ids of their notes one after the other: SQLite gives a row a
/// value, and reads indexes alone.
const FACETS: [(OmittedPart, &str); 8] = [
    (
        OmittedPart::Sigs,
        "select value, group_concat(note_id, '') from shown_tag where kind = 'sig' group by value, ordinal order by value",
    ),
    (
        OmittedPart::Versions,
        "select value, group_concat(note_id, '') from shown_tag where kind = 'version' group by value, ordinal \
         order by ordinal desc",
    ),
    (
        OmittedPart::Notebooks,
        "select notebook.slug, group_concat(note.id, '') from note join notebook on notebook.id = note.notebook_id \
         where note.vanished_at is null group by note.notebook_id",
    ),
    (
        OmittedPart::Stages,
        "select coalesce(stage, 'none'), group_concat(note_id, '') from outcome where kep_id is not null group by stage",
    ),
    (
        OmittedPart::Statuses,
        "select status, group_concat(note_id, '') from outcome where kep_id is not null and status is not null \
         group by status",
    ),
    (
        OmittedPart::Github,
        "select github, group_concat(note_id, '') from outcome where github is not null group by github",
    ),
    (
        OmittedPart::Verdicts,
        "select verdict, group_concat(note_id, '') from outcome where verdict is not null group by verdict",
    ),
    (
        OmittedPart::Changed,
        "select 'changed', group_concat(note_id, '') from outcome where changed = 1 group by changed",
    ),
];

/// A value with the notes that have it.
pub(crate) type NotesOfValue<T> = (T, RoaringBitmap);

/// The notes that are there, by what they are counted by.
#[derive(Debug)]
pub(crate) struct NoteSets {
    numbers: NoteNumbers,
    facets: HashMap<OmittedPart, Vec<NotesOfValue<String>>>,
    /// Each day with its notes.
    pub dated: Vec<NotesOfValue<Date>>,
    /// Notes of entries without a date, by the two days that they lie between.
    pub undated: Vec<NotesOfValue<(Date, Date)>>,
    /// By the rows of KEPs, the notes that cite them or a pull request about them.
    pub citing: Vec<NotesOfValue<i64>>,
    /// Those of these since which the KEP has moved.
    pub moved: Vec<NotesOfValue<i64>>,
    /// By verdict and the stage that was expected.
    pub expected: Vec<NotesOfValue<(Verdict, Option<Stage>)>>,
}

impl Store {
    /// The notes of a generation, which is that of the transaction of `db`: a fixed number of statements, and none once
    /// they are known.
    pub(crate) async fn note_sets(
        &self,
        db: &mut SqliteConnection,
        generation: i64,
    ) -> Result<Arc<NoteSets>> {
        if let Some(sets) = self.note_sets.get(generation, "") {
            return Ok(sets);
        }
        let sets = Arc::new(NoteSets::load(db).await?);
        self.note_sets.insert(generation, String::new(), Arc::clone(&sets), 1);
        Ok(sets)
    }
}

impl NoteSets {
    /// All of them, as the transaction of `db` sees them: a fixed number of statements.
    async fn load(db: &mut SqliteConnection) -> Result<Self> {
        let ids: Option<String> = sqlx::query_scalar(
            "select group_concat(id, '') from (select id from note where vanished_at is null order by id)",
        )
        .fetch_one(&mut *db)
        .await?;
        let numbers = NoteNumbers::new(&ids.unwrap_or_default());
        let mut facets = HashMap::new();
        for (part, sql) in FACETS {
            facets.insert(part, load_sets(db, &numbers, sql, |(value, ids)| Ok((value, ids))).await?);
        }
        let dated = load_sets(
            db,
            &numbers,
            "select date, group_concat(id, '') from note where vanished_at is null and date is not null group by date",
            |(day, ids): (String, String)| Ok((read("day", &day)?, ids)),
        );
        let dated = dated.await?;
        let undated = load_sets(
            db,
            &numbers,
            "select entry.not_before, entry.sort_day, group_concat(note.id, '') \
             from (select id, not_before, sort_day from entry \
             where vanished_at is null and date is null and not_before is not null and not_after is not null) as entry \
             cross join note indexed by note_of_entry on note.entry_id = entry.id \
             where note.vanished_at is null group by entry.not_before, entry.sort_day",
            |(first, last, ids): (String, String, String)| {
                Ok(((read("day", &first)?, read("day", &last)?), ids))
            },
        );
        let undated = undated.await?;
        let citing =
            "select kep_id, group_concat(note_id, '') from outcome where kep_id is not null group by kep_id";
        let citing = load_sets(db, &numbers, citing, |(kep, ids)| Ok((kep, ids))).await?;
        let moved =
            "select kep_id, group_concat(note_id, '') from outcome where kep_changed = 1 group by kep_id";
        let moved = load_sets(db, &numbers, moved, |(kep, ids)| Ok((kep, ids))).await?;
        let expected = load_sets(
            db,
            &numbers,
            "select verdict, expected_stage, group_concat(note_id, '') from outcome where verdict is not null \
             group by verdict, expected_stage",
            |(verdict, stage, ids): (String, Option<String>, String)| {
                Ok(((read("verdict", &verdict)?, read_opt("stage", stage.as_deref())?), ids))
            },
        );
        let expected = expected.await?;
        Ok(Self { numbers, facets, dated, undated, citing, moved, expected })
    }

    /// The notes with these ids, written one after the other.
    pub(crate) fn notes(&self, ids: &str) -> RoaringBitmap {
        self.numbers.set(ids)
    }

    /// All notes.
    pub(crate) fn all(&self) -> RoaringBitmap {
        (0..self.numbers.0.len() as u32).collect()
    }

    /// The values that a part of a filter can have, in the order of their statement.
    pub(crate) fn facet(&self, part: OmittedPart) -> &[NotesOfValue<String>] {
        self.facets.get(&part).map_or(&[], Vec::as_slice)
    }
}

/// Values with their notes; `value` parts a row into its value and the ids.
async fn load_sets<T, R>(
    db: &mut SqliteConnection,
    numbers: &NoteNumbers,
    sql: &'static str,
    value: impl Fn(R) -> Result<(T, String)>,
) -> Result<Vec<NotesOfValue<T>>>
where
    R: for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
{
    let rows: Vec<R> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(db).await?;
    let mut sets = Vec::with_capacity(rows.len());
    for row in rows {
        let (value, ids) = value(row)?;
        sets.push((value, numbers.set(&ids)));
    }
    Ok(sets)
}

/// The ids of all notes, ascending: the number of each is its place.
#[derive(Debug)]
struct NoteNumbers(Vec<IdBytes>);

impl NoteNumbers {
    fn new(ids: &str) -> Self {
        Self(ids.as_bytes().as_chunks().0.to_vec())
    }

    /// The notes with these ids, as far as they are there.
    fn set(&self, ids: &str) -> RoaringBitmap {
        let (ids, _) = ids.as_bytes().as_chunks();
        let mut numbers = Vec::with_capacity(ids.len());
        let (mut last, mut from) = (&[0; id::LENGTH], 0);
        for id in ids {
            // An index mostly has them in their order.
            if id < last {
                from = 0;
            }
            last = id;
            if let Some(number) = self.number(id, from) {
                numbers.push(number as u32);
                from = number;
            }
        }
        numbers.sort_unstable();
        numbers.into_iter().collect()
    }

    /// The number of an id: the sooner found, the nearer it is to `from`, before which it is not.
    fn number(&self, id: &IdBytes, from: usize) -> Option<usize> {
        let rest = &self.0[from..];
        let mut beyond = 1;
        while beyond < rest.len() && rest[beyond] < *id {
            beyond *= 2;
        }
        rest[..rest.len().min(beyond + 1)].binary_search(id).ok().map(|place| from + place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_in_any_order_and_those_that_are_not_there_left_out() {
        let ids: String = (0..100).map(|n| format!("{:08}", n * 3)).collect();
        let numbers = NoteNumbers::new(&ids);
        assert_eq!(numbers.set(&ids), (0..100).collect());
        assert_eq!(
            numbers.set("0000000900000000000002970000000300000003"),
            RoaringBitmap::from([0, 1, 3, 99])
        );
        assert_eq!(numbers.set("00000001000000040000029900000298"), RoaringBitmap::new());
        assert_eq!(numbers.set(""), RoaringBitmap::new());
        assert_eq!(NoteNumbers::new("").set(&ids), RoaringBitmap::new());
    }
}
