//! What curators see of notes: what may be accepted, what was decided, and its history.

use std::collections::HashMap;

use domain::decision::{BatchId, CorrectedMeaning, CorrectionInForce, Curation, DecisionEvent, Mention};
use domain::id::NoteId;
use domain::list::timeline::NoteTag;
use domain::tag::Origin;
use sqlx::sqlite::SqliteConnection;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use super::row::DecisionRow;
use super::undone;
use crate::rows::{TagRow, read, read_tag, read_target, unsigned};
use crate::sql::{push_list, sql};
use crate::{Result, Store};

/// Which derived tags are suggestions that nobody decided on, and that no stronger evidence has applied.
pub(super) const WAITS: &str = "derived_tag.strong = 0 and not exists (select 1 from note_verdict \
     where note_verdict.note_id = derived_tag.note_id and note_verdict.kind = derived_tag.kind \
     and note_verdict.value = derived_tag.value) and not exists (select 1 from derived_tag as other \
     where other.note_id = derived_tag.note_id and other.kind = derived_tag.kind \
     and other.value = derived_tag.value and other.shown = 1)";

#[derive(FromRow)]
struct EventRow {
    batch: i64,
    at: String,
    curator: String,
    undone_at: Option<String>,
    undone_by: Option<String>,
    #[sqlx(flatten)]
    decision: DecisionRow,
}

impl EventRow {
    fn value(self) -> Result<DecisionEvent> {
        Ok(DecisionEvent {
            batch: BatchId(self.batch),
            at: read("instant", &self.at)?,
            curator: self.curator,
            decision: self.decision.value()?,
            undone: undone(self.undone_at, self.undone_by)?,
        })
    }
}

/// A rejection that is in force.
#[derive(FromRow)]
pub(crate) struct RejectedRow {
    note_id: String,
    kind: String,
    value: String,
    inherited: bool,
    curator: String,
    at: String,
}

impl RejectedRow {
    /// The note, and the tag with who rejected it.
    pub(crate) fn value(self) -> Result<(String, NoteTag)> {
        let tag = NoteTag {
            tag: read_tag(&self.kind, &self.value)?,
            origin: Origin::Manual,
            evidence: format!("{}, {}", self.curator, self.at.get(..10).unwrap_or(&self.at)),
            inherited: self.inherited,
        };
        Ok((self.note_id, tag))
    }
}

#[derive(FromRow)]
struct CorrectedRow {
    note_id: String,
    literal: String,
    nth: i64,
    meant: Option<String>,
    curator: String,
    at: String,
}

impl Store {
    /// Every decision on a note and on the entry that it stands in, newest first, undone ones among
    /// them; empty for a note that is not there.
    pub async fn history(&self, note: &NoteId) -> Result<Vec<DecisionEvent>> {
        let mut sql = sql();
        sql.push("select decision.batch, batch.at, batch.curator, batch.undone_at, batch.undone_by, ");
        sql.push(DecisionRow::COLUMNS);
        sql.push(
            " from decision join decision_batch as batch on batch.id = decision.batch where decision.id in \
             (select own.id from decision as own where own.note_id = ",
        );
        sql.push_bind(note.as_str()).push(
            " union all select inherited.id from decision as inherited join note \
             on note.entry_id = inherited.entry_id where note.id = ",
        );
        sql.push_bind(note.as_str()).push(") order by decision.id desc");
        let rows: Vec<EventRow> = sql.build_query_as().fetch_all(&self.reader).await?;
        rows.into_iter().map(EventRow::value).collect()
    }

    /// What curators see of notes beyond their tags: three statements, however many notes.
    /// Every note has its value, empty where nothing is to be told.
    pub async fn curation(&self, notes: &[NoteId]) -> Result<HashMap<NoteId, Curation>> {
        let mut of_note: HashMap<NoteId, Curation> =
            notes.iter().map(|note| (note.clone(), Curation::default())).collect();
        let mut db = self.reader.begin().await?;
        for (note, tag) in suggested(&mut db, notes).await? {
            of_note.entry(note).or_default().suggested.push(tag);
        }
        let mut sql = QueryBuilder::<Sqlite>::new(
            "select note_id, kind, value, inherited, curator, at from note_verdict \
             where applied = 0 and note_id in (",
        );
        push_notes(&mut sql, notes);
        sql.push(" order by note_id, kind, ordinal, value");
        let rejected: Vec<RejectedRow> = sql.build_query_as().fetch_all(&mut *db).await?;
        for row in rejected {
            let (note, tag) = row.value()?;
            of_note.entry(read("id", &note)?).or_default().rejected.push(tag);
        }
        let mut sql = QueryBuilder::<Sqlite>::new(
            "select note_id, reference.literal, (select count(*) from reference as before \
             where before.note_id = reference.note_id and before.literal = reference.literal \
             and before.position < reference.position) as nth, meant, curator, at \
             from note_correction join reference using (note_id, position) where note_id in (",
        );
        push_notes(&mut sql, notes);
        sql.push(" order by note_id, position");
        let corrected: Vec<CorrectedRow> = sql.build_query_as().fetch_all(&mut *db).await?;
        for row in corrected {
            let corrected = CorrectionInForce {
                mention: Mention { literal: row.literal, nth: unsigned("place", row.nth)? },
                meant: match row.meant {
                    Some(meant) => CorrectedMeaning::Target(read_target(&meant)?),
                    None => CorrectedMeaning::Nothing,
                },
                curator: row.curator,
                at: read("instant", &row.at)?,
            };
            of_note.entry(read("id", &row.note_id)?).or_default().corrected.push(corrected);
        }
        db.rollback().await?;
        Ok(of_note)
    }
}

fn push_notes(sql: &mut QueryBuilder<Sqlite>, notes: &[NoteId]) {
    push_list(sql, notes.iter().map(NoteId::to_string));
}

/// The suggestions of notes that nobody decided on, in order: one statement.
pub(super) async fn suggested(db: &mut SqliteConnection, notes: &[NoteId]) -> Result<Vec<(NoteId, NoteTag)>> {
    let mut sql = QueryBuilder::<Sqlite>::new(
        "select note_id, kind, value, origin, evidence, strong, inherited from derived_tag where ",
    );
    sql.push(WAITS).push(" and note_id in (");
    push_notes(&mut sql, notes);
    sql.push(" order by note_id, kind, ordinal, value, origin");
    let rows: Vec<TagRow> = sql.build_query_as().fetch_all(db).await?;
    rows.into_iter().map(|row| Ok((read("id", &row.note_id)?, row.value()?))).collect()
}
