//! What is in force of all decisions on a note: written down where pages look for it.

use std::collections::{BTreeMap, HashMap};

use domain::decision::{BatchId, Verdict, verdict_in_force};
use sqlx::sqlite::SqliteConnection;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use super::row::REFERENCE;
use crate::Result;
use crate::derive::derive_some;
use crate::rows::{CorrectionRow, ordinal, read, read_tag};
use crate::sql::{push_list, sql};

/// How many notes are looked at in one go.
const NOTES_A_GO: usize = 2000;

/// Makes the notes that a batch is about show what is in force.
pub(super) async fn resolve_batch(db: &mut SqliteConnection, batch: BatchId) -> Result<()> {
    let notes: Vec<String> = sqlx::query_scalar(
        "select note.id from decision join note on note.id = decision.note_id where decision.batch = ?1 \
         union select note.id from decision join note on note.entry_id = decision.entry_id \
         where decision.batch = ?1",
    )
    .bind(batch.0)
    .fetch_all(&mut *db)
    .await?;
    let corrected = resolve(db, &notes).await?;
    derive_some(db, corrected).await
}

/// The same for the notes of a notebook that decisions are about, within the transaction of its
/// import; what follows from citations is derived after this.
pub(crate) async fn resolve_notebook(db: &mut SqliteConnection, notebook: i64) -> Result<()> {
    let notes: Vec<String> = sqlx::query_scalar(
        "select id from note where notebook_id = ? and ( \
         id in (select note_id from decision where note_id is not null) \
         or entry_id in (select entry_id from decision where entry_id is not null) \
         or id in (select note_id from note_verdict) or id in (select note_id from note_correction))",
    )
    .bind(notebook)
    .fetch_all(&mut *db)
    .await?;
    resolve(db, &notes).await?;
    Ok(())
}

/// Gives the notes whose corrections are other than before.
async fn resolve(db: &mut SqliteConnection, notes: &[String]) -> Result<Vec<String>> {
    let mut corrected = Vec::new();
    for notes in notes.chunks(NOTES_A_GO) {
        let (verdicts, corrections) = decided(db, notes).await?;
        let known_verdicts = known::<VerdictRow>(db, notes).await?;
        let known_corrections = known::<CorrectionRow>(db, notes).await?;
        let moved: Vec<&str> = notes
            .iter()
            .map(String::as_str)
            .filter(|note| of(&verdicts, note) != of(&known_verdicts, note))
            .collect();
        if !moved.is_empty() {
            let rows: Vec<&VerdictRow> = moved.iter().flat_map(|note| of(&verdicts, note)).collect();
            write_verdicts(db, &moved, &rows).await?;
        }
        for note in notes {
            let (now, before) = (of(&corrections, note), of(&known_corrections, note));
            if now != before {
                write_corrections(db, note, now).await?;
                corrected.push(note.clone());
            }
        }
    }
    Ok(corrected)
}

type ByNote<T> = HashMap<String, Vec<T>>;

fn of<'a, T>(rows: &'a ByNote<T>, note: &str) -> &'a [T] {
    rows.get(note).map_or(&[], Vec::as_slice)
}

/// A tag's verdict as the database keeps it, in the order of its key.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
struct VerdictRow {
    note_id: String,
    kind: String,
    value: String,
    ordinal: i64,
    applied: bool,
    inherited: bool,
    curator: String,
    at: String,
}

trait OfNote {
    const TABLE: &str;
    const COLUMNS: &str;
    /// What orders the rows of a note.
    const KEY: &str;
    fn note(&self) -> &str;
}

impl OfNote for VerdictRow {
    const TABLE: &str = "note_verdict";
    const COLUMNS: &str = "note_id, kind, value, ordinal, applied, inherited, curator, at";
    const KEY: &str = "kind, value";
    fn note(&self) -> &str {
        &self.note_id
    }
}

impl OfNote for CorrectionRow {
    const TABLE: &str = "note_correction";
    const COLUMNS: &str = Self::COLUMNS;
    const KEY: &str = "position";
    fn note(&self) -> &str {
        &self.note_id
    }
}

async fn known<T>(db: &mut SqliteConnection, notes: &[String]) -> Result<ByNote<T>>
where
    T: OfNote + for<'r> FromRow<'r, sqlx::sqlite::SqliteRow> + Send + Unpin,
{
    let mut sql = sql();
    sql.push("select ").push(T::COLUMNS).push(" from ").push(T::TABLE).push(" where note_id in (");
    push_list(&mut sql, notes.iter().cloned());
    sql.push(" order by note_id, ").push(T::KEY);
    let mut of_note: ByNote<T> = HashMap::new();
    let rows: Vec<T> = sql.build_query_as().fetch_all(db).await?;
    for row in rows {
        of_note.entry(row.note().to_owned()).or_default().push(row);
    }
    Ok(of_note)
}

/// The last decision on a thing that was not undone.
#[derive(Clone, Debug, FromRow)]
struct LastRow {
    /// The note that it counts for.
    id: String,
    of_entry: bool,
    kind: String,
    value: String,
    nth: i64,
    verdict: String,
    meant: Option<String>,
    curator: String,
    at: String,
}

/// What decisions say of notes that are in their source.
async fn decided(
    db: &mut SqliteConnection,
    notes: &[String],
) -> Result<(ByNote<VerdictRow>, ByNote<CorrectionRow>)> {
    let mut sql = sql();
    for (n, (of_entry, joined)) in
        [("0", "decision.note_id = note.id"), ("1", "decision.entry_id = note.entry_id")].iter().enumerate()
    {
        sql.push(if n == 0 { "" } else { " union all " });
        sql.push("select note.id, ").push(of_entry).push(" as of_entry, decision.id as nr, decision.kind, ");
        sql.push("decision.value, decision.nth, decision.verdict, decision.meant, batch.curator, batch.at ");
        sql.push("from note join decision on ").push(joined);
        sql.push(" join decision_batch as batch on batch.id = decision.batch ");
        sql.push("where note.vanished_at is null and batch.undone_at is null and note.id in (");
        push_list(&mut sql, notes.iter().cloned());
    }
    sql.push(" order by nr");
    let rows: Vec<LastRow> = sql.build_query_as().fetch_all(&mut *db).await?;
    // Of several on one thing, the last stays.
    let mut tags: BTreeMap<(String, String, String), [Option<LastRow>; 2]> = BTreeMap::new();
    let mut citations: BTreeMap<(String, String, i64), LastRow> = BTreeMap::new();
    for row in rows {
        if row.kind == REFERENCE {
            citations.insert((row.id.clone(), row.value.clone(), row.nth), row);
        } else {
            let key = (row.id.clone(), row.kind.clone(), row.value.clone());
            let place = usize::from(row.of_entry);
            tags.entry(key).or_default()[place] = Some(row);
        }
    }
    let mut verdicts: ByNote<VerdictRow> = HashMap::new();
    for ((note_id, kind, value), [own, of_entry]) in tags {
        let verdict = |row: &Option<LastRow>| {
            row.as_ref().map(|row| read::<Verdict>("verdict", &row.verdict)).transpose()
        };
        let Some(found) = verdict_in_force(verdict(&own)?, verdict(&of_entry)?) else { continue };
        let Some(row) = (if found.inherited { of_entry } else { own }) else { continue };
        let ordinal = ordinal(&read_tag(&kind, &value)?);
        verdicts.entry(note_id.clone()).or_default().push(VerdictRow {
            note_id,
            kind,
            value,
            ordinal,
            applied: found.applied,
            inherited: found.inherited,
            curator: row.curator,
            at: row.at,
        });
    }
    let corrections = placed(db, citations).await?;
    Ok((verdicts, corrections))
}

/// Corrections by the places at which their words stand today; those whose words are gone are left out.
async fn placed(
    db: &mut SqliteConnection,
    citations: BTreeMap<(String, String, i64), LastRow>,
) -> Result<ByNote<CorrectionRow>> {
    let mut corrections: ByNote<CorrectionRow> = HashMap::new();
    if citations.is_empty() {
        return Ok(corrections);
    }
    let mut sql = QueryBuilder::<Sqlite>::new(
        "select note_id, position, literal, \
         row_number() over (partition by note_id, literal order by position) - 1 as nth \
         from reference where note_id in (",
    );
    let mut notes: Vec<String> = citations.keys().map(|(note, ..)| note.clone()).collect();
    notes.dedup();
    push_list(&mut sql, notes.into_iter());
    sql.push(" order by note_id, position");
    let rows: Vec<(String, i64, String, i64)> = sql.build_query_as().fetch_all(&mut *db).await?;
    for (note_id, position, literal, nth) in rows {
        let Some(row) = citations.get(&(note_id.clone(), literal, nth)) else { continue };
        if read::<Verdict>("verdict", &row.verdict)? == Verdict::Cleared {
            continue;
        }
        corrections.entry(note_id.clone()).or_default().push(CorrectionRow {
            note_id,
            position,
            meant: row.meant.clone(),
            curator: row.curator.clone(),
            at: row.at.clone(),
        });
    }
    Ok(corrections)
}

/// Puts what is in force of some notes in the place of what was: five statements, however many notes.
async fn write_verdicts(db: &mut SqliteConnection, notes: &[&str], rows: &[&VerdictRow]) -> Result<()> {
    let of_notes = |before: &str, behind: &str| {
        let mut sql = QueryBuilder::<Sqlite>::new(before);
        sql.push(" note_id in (");
        push_list(&mut sql, notes.iter().map(|note| (*note).to_owned()));
        sql.push(behind);
        sql
    };
    of_notes("delete from note_verdict where", "").build().execute(&mut *db).await?;
    of_notes("delete from derived_tag where", " and origin = 'manual'").build().execute(&mut *db).await?;
    let values = rows.iter().map(|row| {
        let VerdictRow { note_id, kind, value, ordinal, applied, inherited, curator, at } = row;
        serde_json::json!([
            note_id,
            kind,
            value,
            ordinal,
            u8::from(*applied),
            u8::from(*inherited),
            curator,
            at
        ])
    });
    sqlx::query(
        "insert into note_verdict (note_id, kind, value, ordinal, applied, inherited, curator, at) \
         select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, \
         value ->> 7 from json_each(?)",
    )
    .bind(serde_json::Value::from_iter(values).to_string())
    .execute(&mut *db)
    .await?;
    let applied = "insert into derived_tag \
         (note_id, kind, value, ordinal, origin, evidence, strong, inherited, shown) \
         select note_id, kind, value, ordinal, 'manual', curator || ', ' || substr(at, 1, 10), 1, inherited, 1 \
         from note_verdict where applied = 1 and";
    of_notes(applied, "").build().execute(&mut *db).await?;
    let shown = "update derived_tag set shown = strong and not exists (select 1 from note_verdict \
         where note_verdict.note_id = derived_tag.note_id and note_verdict.kind = derived_tag.kind \
         and note_verdict.value = derived_tag.value and note_verdict.applied = 0) where";
    of_notes(shown, "").build().execute(&mut *db).await?;
    Ok(())
}

async fn write_corrections(db: &mut SqliteConnection, note: &str, rows: &[CorrectionRow]) -> Result<()> {
    sqlx::query("delete from note_correction where note_id = ?").bind(note).execute(&mut *db).await?;
    for row in rows {
        sqlx::query(
            "insert into note_correction (note_id, position, meant, curator, at) values (?, ?, ?, ?, ?)",
        )
        .bind(&row.note_id)
        .bind(row.position)
        .bind(&row.meant)
        .bind(&row.curator)
        .bind(&row.at)
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}
