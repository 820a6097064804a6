//! What waits for a curator, a page at a time.

use std::collections::HashMap;

use domain::decision::Mention;
use domain::id::NoteId;
use domain::outcome::move_weight::MoveWeight;
use domain::pages::{Doubt, DoubtfulReference, MovedNote, Review, ReviewKind, ReviewNote, TaggedWords};
use domain::sig::Sig;
use domain::{Date, Timestamp};
use sqlx::sqlite::SqliteConnection;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use crate::confirmations::{load_moves, push_waiting_notes};
use crate::notes::add_references_and_tags;
use crate::rows::{NoteRow, read, read_opt, unsigned};
use crate::sql::{push_list, sql};
use crate::tags::IS_SUGGESTED;
use crate::{Result, Store, tags};

/// How many notes a page has.
const NOTES_A_PAGE: usize = 20;

/// How many tagged notes say by their words which SIGs a note of none may be about, and how much of each is read.
const TAGGED_NOTES: i64 = 1000;
const TEXT_CHARS: i64 = 4000;

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
    /// Of confirmations alone.
    #[sqlx(default)]
    weight: Option<i64>,
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
    /// The notes with something that waits at `now`, newest entry first, after the note `after`: seven
    /// statements, however many notes. From the beginning where `after` is not there. Of confirmations, the notes that
    /// weigh most, always from the beginning.
    pub async fn review(&self, kind: ReviewKind, after: Option<&NoteId>, now: Timestamp) -> Result<Review> {
        let mut db = self.reader()?.begin().await?;
        let queues = load_queues(&mut db, now).await?;

        let mut sql = match kind {
            ReviewKind::Confirmations => confirmations_sql(now),
            kind => points_sql(&mut db, kind, after).await?,
        };
        let mut rows: Vec<ReviewNoteRow> = sql.build_query_as().fetch_all(&mut *db).await?;
        let more = rows.len() > NOTES_A_PAGE;
        rows.truncate(NOTES_A_PAGE);
        let mut notes = Vec::new();
        for row in rows {
            let day: Option<Date> = read_opt("day", row.date.as_deref())?;
            let entry = read("id", &row.entry_id)?;
            let note = NoteRow { id: row.id, entry_id: row.entry_id, html: row.html, text: row.text };
            let note = note.value()?;
            notes.push(ReviewNote {
                entry,
                day,
                note,
                suggested: Vec::new(),
                doubtful: Vec::new(),
                likely: Vec::new(),
                moved: match row.weight {
                    None => None,
                    Some(rank) => {
                        let weight = MoveWeight::from_rank(unsigned("rank", rank)?);
                        Some(MovedNote { weight, moves: Vec::new() })
                    }
                },
            });
        }
        add_references_and_tags(&mut db, notes.iter_mut().map(|reviewed| &mut reviewed.note).collect(), None)
            .await?;
        add_open_points(&mut db, kind, &mut notes, now).await?;
        db.rollback().await?;
        let is_paged = kind != ReviewKind::Confirmations;
        let next = notes.last().map(|last| last.note.id.clone()).filter(|_| more && is_paged);
        Ok(Review { kind, notes, queues, next })
    }
}

/// The notes with open points of a kind, newest entry first, after a note.
async fn points_sql(
    db: &mut SqliteConnection,
    kind: ReviewKind,
    after: Option<&NoteId>,
) -> Result<QueryBuilder<Sqlite>> {
    let mut sql = sql();
    sql.push("select note.id, note.entry_id, note.html, note.text, entry.date from ");
    sql.push(match kind {
        // Most notes wait: the entries are walked down until the page is full.
        ReviewKind::Untagged => {
            "entry cross join note on note.entry_id = entry.id and entry.vanished_at is null"
        }
        // Few notes wait, and their entries are sorted.
        _ => "note cross join entry on entry.id = note.entry_id",
    });
    sql.push(" where note.vanished_at is null");
    push_has_open_points(&mut sql, kind);
    push_after_note(&mut sql, db, after).await?;
    sql.push(" order by entry.sort_day desc, entry.position desc, entry.id desc, note.position limit ");
    sql.push_bind(NOTES_A_PAGE as i64 + 1);
    Ok(sql)
}

/// The notes whose citations have moved: those first that weigh most, of as many the one that moved last.
fn confirmations_sql(now: Timestamp) -> QueryBuilder<Sqlite> {
    let mut sql = sql();
    sql.push("select note.id, note.entry_id, note.html, note.text, entry.date, waiting.weight from (select * from ");
    push_waiting_notes(&mut sql, now);
    sql.push(" order by weight desc, moved_on desc, note_id limit ").push_bind(NOTES_A_PAGE as i64 + 1);
    sql.push(
        ") as waiting cross join note on note.id = waiting.note_id cross join entry on entry.id = note.entry_id \
         order by waiting.weight desc, waiting.moved_on desc, note.id",
    );
    sql
}

/// How many notes wait, of each kind: one statement.
async fn load_queues(db: &mut SqliteConnection, now: Timestamp) -> Result<Vec<(ReviewKind, u32)>> {
    let mut sql = QueryBuilder::<Sqlite>::new("");
    for (n, &kind) in ReviewKind::ALL.iter().enumerate() {
        sql.push(if n == 0 { "select " } else { " union all select " }).push_bind(n as i64);
        if kind == ReviewKind::Confirmations {
            sql.push(", count(*) from ");
            push_waiting_notes(&mut sql, now);
        } else {
            sql.push(", count(*) from note where note.vanished_at is null");
            push_has_open_points(&mut sql, kind);
        }
    }
    sql.push(" order by 1");
    let rows: Vec<(i64, i64)> = sql.build_query_as().fetch_all(db).await?;
    let kinds = ReviewKind::ALL.iter().copied();
    kinds.zip(rows).map(|(kind, (_, waiting))| Ok((kind, unsigned("count", waiting)?))).collect()
}

/// Adds `and …` on the table `note`: only those with something that waits.
fn push_has_open_points(sql: &mut QueryBuilder<Sqlite>, kind: ReviewKind) {
    if kind == ReviewKind::Untagged {
        for decided in ["shown_tag", "note_ruling"] {
            sql.push(format!(
                " and not exists (select 1 from {decided} as tag where tag.note_id = note.id and tag.kind = 'sig')"
            ));
        }
        return;
    }
    sql.push(" and note.id in (");
    match kind {
        ReviewKind::Untagged | ReviewKind::Confirmations => {}
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
    now: Timestamp,
) -> Result<()> {
    let ids: Vec<NoteId> = notes.iter().map(|reviewed| reviewed.note.id.clone()).collect();
    let place: HashMap<String, usize> = ids.iter().enumerate().map(|(n, id)| (id.to_string(), n)).collect();
    match kind {
        ReviewKind::Untagged => {
            let counts = load_tagged_words(db).await?;
            for reviewed in notes {
                reviewed.likely = counts.likely(&reviewed.note.text);
            }
        }
        ReviewKind::Suggestions => {
            for (note, tag) in tags::load_suggested(db, &ids).await? {
                if let Some(&n) = place.get(note.as_str()) {
                    notes[n].suggested.push(tag);
                }
            }
        }
        ReviewKind::Confirmations => {
            let ids: Vec<String> = ids.iter().map(NoteId::to_string).collect();
            let mut moves = load_moves(db, &ids, now).await?;
            for reviewed in notes {
                if let Some(moved) = &mut reviewed.moved {
                    moved.moves = moves.remove(reviewed.note.id.as_str()).unwrap_or_default();
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

/// The words of the newest notes that are tagged with groups, by their groups.
async fn load_tagged_words(db: &mut SqliteConnection) -> Result<TaggedWords> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        r#"
        select substr(text, 1, ?1), (
            select json_group_array(distinct value) from shown_tag where shown_tag.note_id = note.id and kind = 'sig'
        ) from note where vanished_at is null and id in (select note_id from shown_tag where kind = 'sig')
        order by date desc, id limit ?2
        "#,
    )
    .bind(TEXT_CHARS)
    .bind(TAGGED_NOTES)
    .fetch_all(db)
    .await?;
    let mut counts = TaggedWords::default();
    for (text, sigs) in rows {
        let sigs: Vec<String> = serde_json::from_str(&sigs)
            .map_err(|_| crate::Error::Row { what: "list of SIGs", found: sigs.clone() })?;
        let sigs: Vec<Sig> = sigs.iter().map(|sig| read("SIG", sig)).collect::<Result<_>>()?;
        counts.add(&text, &sigs);
    }
    Ok(counts)
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
