//! What waits for a curator, a page at a time.

use std::collections::HashMap;

use domain::Date;
use domain::decision::Mention;
use domain::id::NoteId;
use domain::pages::{Doubt, DoubtfulReference, Review, ReviewKind, ReviewNote};
use sqlx::sqlite::SqliteConnection;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use crate::notes::add_references_and_tags;
use crate::rows::{NoteRow, read, read_opt, unsigned};
use crate::sql::push_list;
use crate::tags::IS_SUGGESTED;
use crate::{Result, Store, tags};

/// How many notes a page has.
const NOTES_A_PAGE: usize = 20;

/// Which rows of `reference` nobody decided on.
const IS_OPEN: &str = "not exists (select 1 from note_correction as decided \
     where decided.note_id = reference.note_id and decided.position = reference.position)";

/// Which rows of `outcome` lead nowhere: as in the index `outcome_unresolved`.
const IS_UNRESOLVED: &str =
    "(outcome.relation = 'unknown' or json_extract(outcome.outcome, '$.item.missing') = 'not_found')";

#[derive(FromRow)]
struct ReviewNoteRow {
    id: String,
    entry_id: String,
    html: String,
    text: String,
    date: Option<String>,
}

#[derive(FromRow)]
struct DoubtRow {
    note_id: String,
    position: i64,
    literal: String,
    nth: i64,
    relation: Option<String>,
    unresolved: bool,
}

impl Store {
    /// The notes with something that waits, newest entry first, after the note `after`: seven
    /// statements, however many notes. From the beginning where `after` is not there.
    pub async fn review(&self, kind: ReviewKind, after: Option<&NoteId>) -> Result<Review> {
        let mut db = self.reader.begin().await?;
        let mut sql = QueryBuilder::<Sqlite>::new("select count(*) from note where note.vanished_at is null");
        push_has_open_points(&mut sql, kind);
        let waiting: i64 = sql.build_query_scalar().fetch_one(&mut *db).await?;

        let mut sql = QueryBuilder::<Sqlite>::new(
            "select note.id, note.entry_id, note.html, note.text, entry.date \
             from note cross join entry on entry.id = note.entry_id where note.vanished_at is null",
        );
        push_has_open_points(&mut sql, kind);
        push_after_note(&mut sql, &mut db, after).await?;
        sql.push(" order by entry.sort_day desc, entry.position desc, entry.id desc, note.position limit ");
        sql.push_bind(NOTES_A_PAGE as i64 + 1);
        let mut rows: Vec<ReviewNoteRow> = sql.build_query_as().fetch_all(&mut *db).await?;
        let more = rows.len() > NOTES_A_PAGE;
        rows.truncate(NOTES_A_PAGE);
        let mut notes = Vec::new();
        for row in rows {
            let day: Option<Date> = read_opt("day", row.date.as_deref())?;
            let entry = read("id", &row.entry_id)?;
            let note = NoteRow { id: row.id, entry_id: row.entry_id, html: row.html, text: row.text };
            let note = note.value()?;
            notes.push(ReviewNote { entry, day, note, suggested: Vec::new(), doubtful: Vec::new() });
        }
        add_references_and_tags(&mut db, notes.iter_mut().map(|reviewed| &mut reviewed.note).collect(), None)
            .await?;
        add_open_points(&mut db, kind, &mut notes).await?;
        db.rollback().await?;
        let next = notes.last().map(|last| last.note.id.clone()).filter(|_| more);
        Ok(Review { kind, notes, waiting: unsigned("count", waiting)?, next })
    }
}

/// Adds `and …` on the table `note`: only those with something that waits.
fn push_has_open_points(sql: &mut QueryBuilder<Sqlite>, kind: ReviewKind) {
    sql.push(" and note.id in (");
    match kind {
        ReviewKind::Suggestions => {
            sql.push("select derived_tag.note_id from derived_tag where ").push(IS_SUGGESTED);
        }
        ReviewKind::References => {
            sql.push("select reference.note_id from reference where reference.corrected = 1 and ")
                .push(IS_OPEN);
            sql.push(
                " union all select outcome.note_id from outcome join reference \
                 on reference.note_id = outcome.note_id and reference.position = outcome.position where ",
            );
            sql.push(IS_UNRESOLVED).push(" and ").push(IS_OPEN);
        }
    }
    sql.push(")");
}

/// Adds `and …`: only what comes after a note in the list.
async fn push_after_note(
    sql: &mut QueryBuilder<Sqlite>,
    db: &mut SqliteConnection,
    after: Option<&NoteId>,
) -> Result<()> {
    let Some(after) = after else { return Ok(()) };
    let place: Option<(String, i64, String, i64)> = sqlx::query_as(
        r#"
        select entry.sort_day, entry.position, entry.id, note.position
        from note join entry on entry.id = note.entry_id where note.id = ?
        "#,
    )
    .bind(after.as_str())
    .fetch_optional(db)
    .await?;
    let Some((day, position, entry, note)) = place else { return Ok(()) };
    sql.push(" and ((entry.sort_day, entry.position, entry.id) < (");
    sql.separated(", ").push_bind(day).push_bind(position).push_bind(entry.clone());
    sql.push(") or (entry.id = ").push_bind(entry).push(" and note.position > ").push_bind(note).push("))");
    Ok(())
}

async fn add_open_points(
    db: &mut SqliteConnection,
    kind: ReviewKind,
    notes: &mut [ReviewNote],
) -> Result<()> {
    let ids: Vec<NoteId> = notes.iter().map(|reviewed| reviewed.note.id.clone()).collect();
    let place: HashMap<String, usize> = ids.iter().enumerate().map(|(n, id)| (id.to_string(), n)).collect();
    match kind {
        ReviewKind::Suggestions => {
            for (note, tag) in tags::load_suggested(db, &ids).await? {
                if let Some(&n) = place.get(note.as_str()) {
                    notes[n].suggested.push(tag);
                }
            }
        }
        ReviewKind::References => {
            for row in load_doubts(db, &ids).await? {
                let Some(&n) = place.get(&row.note_id) else { continue };
                let why = match (row.unresolved, row.relation.as_deref()) {
                    (true, Some("unknown")) => Doubt::UnknownKep,
                    (true, _) => Doubt::NotFound,
                    (false, _) => Doubt::Misspelt,
                };
                notes[n].doubtful.push(DoubtfulReference {
                    mention: Mention { literal: row.literal, nth: unsigned("place", row.nth)? },
                    position: unsigned("position", row.position)?,
                    why,
                });
            }
        }
    }
    Ok(())
}

/// The citations of notes that look wrong, in the order of the text.
async fn load_doubts(db: &mut SqliteConnection, notes: &[NoteId]) -> Result<Vec<DoubtRow>> {
    let mut sql = QueryBuilder::<Sqlite>::new(
        "select reference.note_id, reference.position, reference.literal, (select count(*) from reference as before \
         where before.note_id = reference.note_id and before.literal = reference.literal \
         and before.position < reference.position) as nth, outcome.relation, coalesce(",
    );
    sql.push(IS_UNRESOLVED).push(
        ", 0) as unresolved from reference left join outcome on outcome.note_id = reference.note_id \
         and outcome.position = reference.position where reference.note_id in (",
    );
    push_list(&mut sql, notes.iter().map(NoteId::to_string));
    sql.push(" and (reference.corrected = 1 or ").push(IS_UNRESOLVED).push(") and ").push(IS_OPEN);
    sql.push(" order by reference.note_id, reference.position");
    Ok(sql.build_query_as().fetch_all(db).await?)
}
