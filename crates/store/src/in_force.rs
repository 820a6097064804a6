//! The decisions that are in force on each note, stored where pages look for them.
//!
//! `note_ruling` has those on tags, `note_correction` those on references, `note_judgement` those on verdicts,
//! `note_confirmation` those on the note as a whole; tags that curators applied are among those of `derived_tag`. What follows from what is decided on a citation is derived
//! afterwards, by the caller.

use std::collections::{BTreeMap, HashMap};

use domain::decision::{BatchId, Confirmation, Ruling, digest_words, ruling_in_force};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::Result;
use crate::decision_row::{CONFIRMATION, REFERENCE, VERDICT, confirmation};
use crate::rows::{CorrectionRow, JudgementRow, group_by, ordinal, read, read_tag};
use crate::sql::{json_list, sql};

/// How many notes are updated at once.
const NOTES_AT_ONCE: usize = 2000;

/// Updates the notes that a batch is about. Gives those of whose citations something else counts than before: what
/// they cite is to be judged again.
pub(crate) async fn update_for_batch(db: &mut SqliteConnection, batch: BatchId) -> Result<Vec<String>> {
    let notes: Vec<String> = sqlx::query_scalar(
        r#"
        select note.id from decision join note on note.id = decision.note_id where decision.batch = ?1
        union select note.id from decision join note on note.entry_id = decision.entry_id
        where decision.batch = ?1
        "#,
    )
    .bind(batch.0)
    .fetch_all(&mut *db)
    .await?;
    update(db, &notes).await
}

/// Updates the notes of a notebook that decisions are about, within the transaction of its import. Gives those of whose
/// citations something else counts than before.
pub(crate) async fn update_for_notebook(db: &mut SqliteConnection, notebook: i64) -> Result<Vec<String>> {
    // Decisions are few, notes many.
    let notes: Vec<String> = sqlx::query_scalar(
        r#"
        with decided (id) as (
            select note_id from decision where note_id is not null
            union select note.id from decision join note on note.entry_id = decision.entry_id
                where note.vanished_at is null
            union select note_id from note_ruling
            union select note_id from note_correction
            union select note_id from note_judgement
            union select note_id from note_confirmation
        )
        select note.id from decided cross join note on note.id = decided.id where note.notebook_id = ?
        "#,
    )
    .bind(notebook)
    .fetch_all(&mut *db)
    .await?;
    update(db, &notes).await
}

/// Updates notes that were read again, of which decisions may be about citations in other places than before. To be
/// judged again are all of them anyway.
pub(crate) async fn update_for_notes(db: &mut SqliteConnection, notes: &[String]) -> Result<()> {
    update(db, notes).await?;
    Ok(())
}

/// Gives the notes of whose citations something else counts than before.
async fn update(db: &mut SqliteConnection, notes: &[String]) -> Result<Vec<String>> {
    let mut to_derive = Vec::new();
    for notes in notes.chunks(NOTES_AT_ONCE) {
        let NotesInForce { rulings, corrections, judgements, confirmations } =
            load_decided(db, notes).await?;
        let stored = load_stored(db, notes).await?;
        let with_new_rulings: Vec<&str> = notes
            .iter()
            .map(String::as_str)
            .filter(|note| rows_for(&rulings, note) != rows_for(&stored.rulings, note))
            .collect();
        if !with_new_rulings.is_empty() {
            let rows: Vec<&RulingRow> =
                with_new_rulings.iter().flat_map(|note| rows_for(&rulings, note)).collect();
            store_rulings(db, &with_new_rulings, &rows).await?;
        }
        for note in notes {
            let (corrected, judged) = (rows_for(&corrections, note), rows_for(&judgements, note));
            let same_corrections = corrected == rows_for(&stored.corrections, note);
            let same_judgements = judged == rows_for(&stored.judgements, note);
            if !same_corrections {
                store_corrections(db, note, corrected).await?;
            }
            if !same_judgements {
                store_judgements(db, note, judged).await?;
            }
            if confirmations.get(note) != stored.confirmations.get(note) {
                store_confirmation(db, note, confirmations.get(note)).await?;
            }
            to_derive.extend((!same_corrections || !same_judgements).then(|| note.clone()));
        }
    }
    Ok(to_derive)
}

/// What is in force on some notes, by note, each in the order of its table's key.
struct NotesInForce {
    rulings: HashMap<String, Vec<RulingRow>>,
    corrections: HashMap<String, Vec<CorrectionRow>>,
    judgements: HashMap<String, Vec<JudgementRow>>,
    confirmations: HashMap<String, ConfirmationRow>,
}

fn rows_for<'a, T>(rows: &'a HashMap<String, Vec<T>>, note: &str) -> &'a [T] {
    rows.get(note).map_or(&[], Vec::as_slice)
}

/// A tag's ruling as the database stores it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
struct RulingRow {
    note_id: String,
    kind: String,
    value: String,
    ordinal: i64,
    applied: bool,
    inherited: bool,
    curator: String,
    at: String,
}

/// What was decided on a note as a whole, as the database stores it.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromRow)]
struct ConfirmationRow {
    confirmed_at: Option<String>,
    later_at: Option<String>,
}

impl ConfirmationRow {
    /// Adds a decision that is newer than those before.
    fn add(&mut self, confirmation: Confirmation, at: String) {
        *self = match confirmation {
            Confirmation::StillTrue => Self { confirmed_at: Some(at), later_at: None },
            Confirmation::Later => Self { confirmed_at: self.confirmed_at.take(), later_at: Some(at) },
        };
    }
}

/// What is stored of the last update.
async fn load_stored(db: &mut SqliteConnection, notes: &[String]) -> Result<NotesInForce> {
    let notes = json_list(notes.iter().cloned());
    let rulings: Vec<RulingRow> = sqlx::query_as(
        r#"
        select note_id, kind, value, ordinal, applied, inherited, curator, at from note_ruling
        where note_id in (select value from json_each(?)) order by note_id, kind, value
        "#,
    )
    .bind(&notes)
    .fetch_all(&mut *db)
    .await?;
    let mut sql = sql();
    sql.push("select ").push(CorrectionRow::COLUMNS).push(" from note_correction where note_id in ");
    sql.push("(select value from json_each(").push_bind(&notes).push(")) order by note_id, position");
    let corrections: Vec<CorrectionRow> = sql.build_query_as().fetch_all(&mut *db).await?;
    let judgements: Vec<JudgementRow> = sqlx::query_as(
        r#"
        select note_id, position, verdict, curator, at from note_judgement
        where note_id in (select value from json_each(?)) order by note_id, position
        "#,
    )
    .bind(&notes)
    .fetch_all(&mut *db)
    .await?;
    let confirmations: Vec<(String, Option<String>, Option<String>)> = sqlx::query_as(
        r#"
        select note_id, confirmed_at, later_at from note_confirmation
        where note_id in (select value from json_each(?))
        "#,
    )
    .bind(&notes)
    .fetch_all(db)
    .await?;
    let confirmations = confirmations
        .into_iter()
        .map(|(note, confirmed_at, later_at)| (note, ConfirmationRow { confirmed_at, later_at }));
    Ok(NotesInForce {
        confirmations: confirmations.collect(),
        rulings: group_by(rulings, |row| row.note_id.clone()),
        corrections: group_by(corrections, |row| row.note_id.clone()),
        judgements: group_by(judgements, |row| row.note_id.clone()),
    })
}

/// A decision that was not undone, with the note that it counts for.
#[derive(Clone, Debug, FromRow)]
struct NoteDecisionRow {
    /// Greater than that of every decision before.
    nr: i64,
    note: String,
    /// Decided on the note's entry rather than on the note.
    on_entry: bool,
    kind: String,
    value: String,
    nth: i64,
    ruling: String,
    meant: Option<String>,
    judged: Option<String>,
    curator: String,
    at: String,
}

/// The newest decisions on each literal of a note and its place among equal ones.
type NewestOnCitations = BTreeMap<(String, String, i64), NewestOnCitation>;

/// The newest decisions on one citation.
#[derive(Default)]
struct NewestOnCitation {
    correction: Option<NoteDecisionRow>,
    verdict: Option<NoteDecisionRow>,
}

impl NewestOnCitation {
    /// What the citation was corrected to.
    fn correction(&self) -> Option<&NoteDecisionRow> {
        self.correction.as_ref().filter(|row| row.ruling != Ruling::Cleared.as_str())
    }

    /// What was decided on the verdict, unless the citation was corrected since: it was of what it meant before.
    fn verdict(&self) -> Option<&NoteDecisionRow> {
        let verdict = self.verdict.as_ref().filter(|row| row.ruling != Ruling::Cleared.as_str())?;
        let is_of_today = self.correction().is_none_or(|correction| correction.nr < verdict.nr);
        is_of_today.then_some(verdict)
    }
}

/// What the decisions on notes amount to, of notes that are in their source.
async fn load_decided(db: &mut SqliteConnection, notes: &[String]) -> Result<NotesInForce> {
    let rows: Vec<NoteDecisionRow> = sqlx::query_as(
        r#"
        select note.id as note, 0 as on_entry, decision.id as nr, decision.kind, decision.value, decision.nth,
            decision.ruling, decision.meant, decision.judged, batch.curator, batch.at
        from note join decision on decision.note_id = note.id
            join decision_batch as batch on batch.id = decision.batch
        where note.vanished_at is null and batch.undone_at is null
            and note.id in (select value from json_each(?1))
        union all
        select note.id as note, 1 as on_entry, decision.id as nr, decision.kind, decision.value, decision.nth,
            decision.ruling, decision.meant, decision.judged, batch.curator, batch.at
        from note join decision on decision.entry_id = note.entry_id
            join decision_batch as batch on batch.id = decision.batch
        where note.vanished_at is null and batch.undone_at is null
            and note.id in (select value from json_each(?1))
        order by nr
        "#,
    )
    .bind(json_list(notes.iter().cloned()))
    .fetch_all(&mut *db)
    .await?;
    // Of several on one tag, reference or verdict, the newest replaces the others.
    let mut tags: BTreeMap<(String, String, String), [Option<NoteDecisionRow>; 2]> = BTreeMap::new();
    let mut citations = NewestOnCitations::new();
    let mut on_notes: Vec<NoteDecisionRow> = Vec::new();
    for row in rows {
        match row.kind.as_str() {
            CONFIRMATION => on_notes.push(row),
            kind @ (REFERENCE | VERDICT) => {
                let key = (row.note.clone(), row.value.clone(), row.nth);
                let newest = citations.entry(key).or_default();
                let newest = if kind == VERDICT { &mut newest.verdict } else { &mut newest.correction };
                *newest = Some(row);
            }
            _ => {
                let key = (row.note.clone(), row.kind.clone(), row.value.clone());
                let level = usize::from(row.on_entry);
                tags.entry(key).or_default()[level] = Some(row);
            }
        }
    }
    let mut rulings: HashMap<String, Vec<RulingRow>> = HashMap::new();
    for ((note_id, kind, value), [on_note, on_entry]) in tags {
        let ruling = |row: &Option<NoteDecisionRow>| {
            row.as_ref().map(|row| read::<Ruling>("ruling", &row.ruling)).transpose()
        };
        let Some(found) = ruling_in_force(ruling(&on_note)?, ruling(&on_entry)?) else { continue };
        let Some(row) = (if found.inherited { on_entry } else { on_note }) else { continue };
        let ordinal = ordinal(&read_tag(&kind, &value)?);
        rulings.entry(note_id.clone()).or_default().push(RulingRow {
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
    let mut in_force = NotesInForce {
        rulings,
        corrections: HashMap::new(),
        judgements: HashMap::new(),
        confirmations: load_confirmations(db, on_notes).await?,
    };
    locate(db, citations, &mut in_force).await?;
    Ok(in_force)
}

/// What was decided on notes as a whole, by note, as far as it was decided on the words that they have now.
async fn load_confirmations(
    db: &mut SqliteConnection,
    rows: Vec<NoteDecisionRow>,
) -> Result<HashMap<String, ConfirmationRow>> {
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let texts: Vec<(String, String)> =
        sqlx::query_as("select id, text from note where id in (select value from json_each(?))")
            .bind(json_list(rows.iter().map(|row| row.note.as_str())))
            .fetch_all(db)
            .await?;
    let words: HashMap<String, String> =
        texts.into_iter().map(|(note, text)| (note, digest_words(&text).to_string())).collect();
    let mut in_force: HashMap<String, ConfirmationRow> = HashMap::new();
    for row in rows.into_iter().filter(|row| words.get(&row.note) == Some(&row.value)) {
        if let Some(confirmation) = confirmation(read("ruling", &row.ruling)?) {
            in_force.entry(row.note).or_default().add(confirmation, row.at);
        }
    }
    Ok(in_force)
}

/// Adds what was decided on citations by the positions at which their literals stand today; those whose literals are
/// gone, and verdicts on what they meant before a correction, are left out.
async fn locate(
    db: &mut SqliteConnection,
    newest: NewestOnCitations,
    in_force: &mut NotesInForce,
) -> Result<()> {
    if newest.is_empty() {
        return Ok(());
    }
    let mut notes: Vec<String> = newest.keys().map(|(note, ..)| note.clone()).collect();
    notes.dedup();
    let rows: Vec<(String, i64, String, i64)> = sqlx::query_as(
        r#"
        select note_id, position, literal,
            row_number() over (partition by note_id, literal order by position) - 1 as nth
        from reference where note_id in (select value from json_each(?)) order by note_id, position
        "#,
    )
    .bind(json_list(notes))
    .fetch_all(&mut *db)
    .await?;
    for (note_id, position, literal, nth) in rows {
        let Some(newest) = newest.get(&(note_id.clone(), literal, nth)) else { continue };
        if let Some(row) = newest.correction() {
            in_force.corrections.entry(note_id.clone()).or_default().push(CorrectionRow {
                note_id: note_id.clone(),
                position,
                meant: row.meant.clone(),
                curator: row.curator.clone(),
                at: row.at.clone(),
            });
        }
        if let Some(row) = newest.verdict() {
            in_force.judgements.entry(note_id.clone()).or_default().push(JudgementRow {
                note_id,
                position,
                verdict: row.judged.clone(),
                curator: row.curator.clone(),
                at: row.at.clone(),
            });
        }
    }
    Ok(())
}

/// Replaces the rulings of some notes and what follows from them: five statements, however many notes.
async fn store_rulings(db: &mut SqliteConnection, notes: &[&str], rows: &[&RulingRow]) -> Result<()> {
    let notes = json_list(notes.iter().copied());
    sqlx::query("delete from note_ruling where note_id in (select value from json_each(?))")
        .bind(&notes)
        .execute(&mut *db)
        .await?;
    sqlx::query(
        "delete from derived_tag where note_id in (select value from json_each(?)) and origin = 'manual'",
    )
    .bind(&notes)
    .execute(&mut *db)
    .await?;
    let values = rows.iter().map(|row| {
        let RulingRow { note_id, kind, value, ordinal, applied, inherited, curator, at } = row;
        let (applied, inherited) = (u8::from(*applied), u8::from(*inherited));
        serde_json::json!([note_id, kind, value, ordinal, applied, inherited, curator, at])
    });
    sqlx::query(
        r#"
        insert into note_ruling (note_id, kind, value, ordinal, applied, inherited, curator, at)
        select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6,
            value ->> 7
        from json_each(?)
        "#,
    )
    .bind(json_list(values))
    .execute(&mut *db)
    .await?;
    sqlx::query(
        r#"
        insert into derived_tag (note_id, kind, value, ordinal, origin, evidence, strong, inherited, shown)
        select note_id, kind, value, ordinal, 'manual', curator || ', ' || substr(at, 1, 10), 1, inherited, 1
        from note_ruling where applied = 1 and note_id in (select value from json_each(?))
        "#,
    )
    .bind(&notes)
    .execute(&mut *db)
    .await?;
    sqlx::query(
        r#"
        update derived_tag set shown = strong and not exists (
            select 1 from note_ruling
            where note_ruling.note_id = derived_tag.note_id and note_ruling.kind = derived_tag.kind
                and note_ruling.value = derived_tag.value and note_ruling.applied = 0
        )
        where note_id in (select value from json_each(?))
        "#,
    )
    .bind(&notes)
    .execute(db)
    .await?;
    Ok(())
}

/// Replaces the corrections of a note.
async fn store_corrections(db: &mut SqliteConnection, note: &str, rows: &[CorrectionRow]) -> Result<()> {
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

/// Replaces what curators decided on the verdicts of a note.
async fn store_judgements(db: &mut SqliteConnection, note: &str, rows: &[JudgementRow]) -> Result<()> {
    sqlx::query("delete from note_judgement where note_id = ?").bind(note).execute(&mut *db).await?;
    for row in rows {
        sqlx::query(
            "insert into note_judgement (note_id, position, verdict, curator, at) values (?, ?, ?, ?, ?)",
        )
        .bind(&row.note_id)
        .bind(row.position)
        .bind(&row.verdict)
        .bind(&row.curator)
        .bind(&row.at)
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Replaces what was decided on a note as a whole.
async fn store_confirmation(
    db: &mut SqliteConnection,
    note: &str,
    row: Option<&ConfirmationRow>,
) -> Result<()> {
    sqlx::query("delete from note_confirmation where note_id = ?").bind(note).execute(&mut *db).await?;
    if let Some(row) = row {
        sqlx::query("insert into note_confirmation (note_id, confirmed_at, later_at) values (?, ?, ?)")
            .bind(note)
            .bind(&row.confirmed_at)
            .bind(&row.later_at)
            .execute(db)
            .await?;
    }
    Ok(())
}
