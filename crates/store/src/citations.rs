//! What notes cite: as it was written, as curators corrected it, and with its outcome.
//!
//! The one loader of references. Pages, exports and judgement differ only in what else they load.

use std::collections::HashMap;

use domain::list::timeline::Reference;
use domain::outcome::ReadAs;
use sqlx::sqlite::SqliteConnection;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use crate::rows::{CorrectionRow, ReferenceRow, read_outcome, read_target, unsigned};
use crate::sql::push_list;
use crate::{Error, Result};

/// The notes whose references are loaded.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NoteScope<'a> {
    /// Every note of the database.
    All,
    /// The notes of these ids.
    Ids(&'a [String]),
}

/// References without their outcomes.
#[derive(Debug, Default)]
pub(crate) struct CorrectedCitations {
    /// By note, in the order of its text; corrections are applied.
    pub references: HashMap<String, Vec<Reference>>,
    /// Why a reference means something else than is written, by note and position: of each
    /// correction that changed one to another target.
    pub reasons: HashMap<(String, usize), ReadAs>,
}

/// References by note, in the order of its text, with corrections and outcomes: one statement,
/// however many notes.
pub(crate) async fn load_with_outcomes(
    db: &mut SqliteConnection,
    scope: NoteScope<'_>,
) -> Result<HashMap<String, Vec<Reference>>> {
    let columns = format!("{}, {CORRECTION} as correction, {OUTCOME} as outcome", ReferenceRow::COLUMNS);
    let mut sql = select(&columns, "reference", scope);
    sql.push(" order by note_id, position");
    let rows: Vec<CitationRow> = sql.build_query_as().fetch_all(db).await?;
    let mut references: HashMap<String, Vec<Reference>> = HashMap::new();
    for CitationRow { reference: row, correction, outcome } in rows {
        let before = references.entry(row.note_id.clone()).or_default();
        row.append_to(before)?;
        let Some(reference) = before.last_mut() else { continue };
        if let Some(correction) = correction {
            apply(&read_correction(&correction)?, reference)?;
        }
        if let Some(outcome) = outcome {
            reference.outcome = Some(Box::new(read_outcome(&outcome)?));
        }
    }
    Ok(references)
}

/// The correction of a row of `reference`, as JSON.
const CORRECTION: &str = "(select json_array(meant, curator, at) from note_correction \
     where note_correction.note_id = reference.note_id and note_correction.position = reference.position)";

/// The outcome of a row of `reference`.
const OUTCOME: &str = "(select outcome.outcome from outcome \
     where outcome.note_id = reference.note_id and outcome.position = reference.position)";

/// A reference with its correction and its outcome.
#[derive(FromRow)]
struct CitationRow {
    #[sqlx(flatten)]
    reference: ReferenceRow,
    correction: Option<String>,
    outcome: Option<String>,
}

/// References as they were written, by note and in the order of its text: one statement.
pub(crate) async fn load_rows(db: &mut SqliteConnection, scope: NoteScope<'_>) -> Result<Vec<ReferenceRow>> {
    let mut sql = select(ReferenceRow::COLUMNS, "reference", scope);
    sql.push(" order by note_id, position");
    Ok(sql.build_query_as().fetch_all(db).await?)
}

/// References by note, as curators corrected them, to be judged: two statements, however many notes.
pub(crate) async fn load_corrected(
    db: &mut SqliteConnection,
    scope: NoteScope<'_>,
) -> Result<CorrectedCitations> {
    let mut citations = CorrectedCitations::default();
    for row in load_rows(db, scope).await? {
        row.clone().append_to(citations.references.entry(row.note_id).or_default())?;
    }
    let mut sql = select(CorrectionRow::COLUMNS, "note_correction", scope);
    let rows: Vec<CorrectionRow> = sql.build_query_as().fetch_all(db).await?;
    for row in rows {
        let Some(reference) = reference_at(&mut citations.references, &row.note_id, row.position)? else {
            continue;
        };
        let correction = Correction { meant: row.meant, curator: row.curator, at: row.at };
        if let Some(reason) = apply(&correction, reference)? {
            citations.reasons.insert((row.note_id, unsigned("position", row.position)?), reason);
        }
    }
    Ok(citations)
}

/// What a curator corrected, when.
struct Correction {
    /// The target as JSON; absent where it is no reference.
    meant: Option<String>,
    curator: String,
    at: String,
}

/// Reads what [`CORRECTION`] selects.
fn read_correction(json: &str) -> Result<Correction> {
    let (meant, curator, at) =
        serde_json::from_str(json).map_err(|_| Error::Row { what: "correction", found: json.to_owned() })?;
    Ok(Correction { meant, curator, at })
}

/// Makes a reference what it was corrected to; gives the reason where that is another target than before.
fn apply(correction: &Correction, reference: &mut Reference) -> Result<Option<ReadAs>> {
    let Some(meant) = correction.meant.as_deref() else {
        reference.none = true;
        return Ok(None);
    };
    let target = read_target(meant)?;
    if target == reference.target {
        return Ok(None);
    }
    if target.item_key() != reference.target.item_key() {
        // It was a part of something else.
        reference.fragment = None;
    }
    reference.target = target.clone();
    reference.corrected = true;
    let day = correction.at.get(..10).unwrap_or(&correction.at);
    let reason = format!("corrected by {} on {day}", correction.curator);
    Ok(Some(ReadAs { target, reason }))
}

/// The reference at a position of a note; `None` where an import has removed it meanwhile.
fn reference_at<'a>(
    references: &'a mut HashMap<String, Vec<Reference>>,
    note: &str,
    position: i64,
) -> Result<Option<&'a mut Reference>> {
    let position: usize = unsigned("position", position)?;
    Ok(references.get_mut(note).and_then(|references| references.get_mut(position)))
}

/// `select … from …`, of the notes in scope.
fn select(columns: &str, table: &str, scope: NoteScope<'_>) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new(format!("select {columns} from {table}"));
    if let NoteScope::Ids(notes) = scope {
        sql.push(" where note_id in (");
        push_list(&mut sql, notes.iter().cloned());
    }
    sql
}
