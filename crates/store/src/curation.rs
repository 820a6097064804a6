//! What curators see of notes: suggestions, what was decided, and its history; and what they decided last.

use std::collections::HashMap;

use domain::decision::{
    Batch, BatchId, CorrectedMeaning, CorrectionInForce, Curation, DecisionEvent, JudgedVerdict, Mention,
    VerdictInForce,
};
use domain::id::NoteId;
use sqlx::FromRow;

use crate::decision_row::{DecisionRow, reversal};
use crate::rows::{read, read_opt, read_target, unsigned};
use crate::sql::{json_list, sql};
use crate::{Result, Store, tags};

#[derive(FromRow)]
struct DecisionEventRow {
    batch: i64,
    at: String,
    curator: String,
    undone_at: Option<String>,
    undone_by: Option<String>,
    #[sqlx(flatten)]
    decision: DecisionRow,
}

impl DecisionEventRow {
    fn value(self) -> Result<DecisionEvent> {
        Ok(DecisionEvent {
            batch: BatchId(self.batch),
            at: read("instant", &self.at)?,
            curator: self.curator,
            decision: self.decision.value()?,
            undone: reversal(self.undone_at, self.undone_by)?,
        })
    }
}

#[derive(FromRow)]
struct CorrectionInForceRow {
    note_id: String,
    literal: String,
    nth: i64,
    meant: Option<String>,
    curator: String,
    at: String,
}

#[derive(FromRow)]
struct VerdictInForceRow {
    note_id: String,
    literal: String,
    nth: i64,
    verdict: Option<String>,
    curator: String,
    at: String,
}

#[derive(FromRow)]
struct BatchRow {
    id: i64,
    at: String,
    curator: String,
    list: Option<String>,
    undone_at: Option<String>,
    undone_by: Option<String>,
    decisions: i64,
    #[sqlx(flatten)]
    first: DecisionRow,
}

impl BatchRow {
    fn value(self) -> Result<Batch> {
        Ok(Batch {
            id: BatchId(self.id),
            at: read("instant", &self.at)?,
            curator: self.curator,
            decisions: unsigned("count", self.decisions)?,
            first: self.first.value()?,
            list: read_opt("filter", self.list.as_deref())?,
            undone: reversal(self.undone_at, self.undone_by)?,
        })
    }
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
        let rows: Vec<DecisionEventRow> = sql.build_query_as().fetch_all(self.reader()?).await?;
        rows.into_iter().map(DecisionEventRow::value).collect()
    }

    /// What curators see of notes beyond their tags: four statements, however many notes.
    /// Every note has its value, empty where there is nothing to show.
    pub async fn curation(&self, notes: &[NoteId]) -> Result<HashMap<NoteId, Curation>> {
        let mut curations: HashMap<NoteId, Curation> =
            notes.iter().map(|note| (note.clone(), Curation::default())).collect();
        let mut db = self.reader()?.begin().await?;
        for (note, tag) in tags::load_suggested(&mut db, notes).await? {
            curations.entry(note).or_default().suggested.push(tag);
        }
        let ids: Vec<String> = notes.iter().map(NoteId::to_string).collect();
        for (note, tag) in tags::load_rejected(&mut db, Some(&ids)).await? {
            curations.entry(read("id", &note)?).or_default().rejected.push(tag);
        }
        let rows: Vec<CorrectionInForceRow> = sqlx::query_as(
            r#"
            select note_id, reference.literal, (
                select count(*) from reference as before
                where before.note_id = reference.note_id and before.literal = reference.literal
                    and before.position < reference.position
            ) as nth, meant, curator, at
            from note_correction join reference using (note_id, position)
            where note_id in (select value from json_each(?)) order by note_id, position
            "#,
        )
        .bind(json_list(ids.iter().cloned()))
        .fetch_all(&mut *db)
        .await?;
        for row in rows {
            let correction = CorrectionInForce {
                mention: Mention { literal: row.literal, nth: unsigned("place", row.nth)? },
                meant: match row.meant {
                    Some(meant) => CorrectedMeaning::Target(read_target(&meant)?),
                    None => CorrectedMeaning::Nothing,
                },
                curator: row.curator,
                at: read("instant", &row.at)?,
            };
            curations.entry(read("id", &row.note_id)?).or_default().corrected.push(correction);
        }
        let rows: Vec<VerdictInForceRow> = sqlx::query_as(
            r#"
            select note_id, reference.literal, (
                select count(*) from reference as before
                where before.note_id = reference.note_id and before.literal = reference.literal
                    and before.position < reference.position
            ) as nth, verdict, curator, at
            from note_judgement join reference using (note_id, position)
            where note_id in (select value from json_each(?)) order by note_id, position
            "#,
        )
        .bind(json_list(ids))
        .fetch_all(&mut *db)
        .await?;
        for row in rows {
            let verdict = VerdictInForce {
                mention: Mention { literal: row.literal, nth: unsigned("place", row.nth)? },
                judged: match row.verdict {
                    Some(verdict) => JudgedVerdict::Verdict(read("verdict", &verdict)?),
                    None => JudgedVerdict::Nothing,
                },
                curator: row.curator,
                at: read("instant", &row.at)?,
            };
            curations.entry(read("id", &row.note_id)?).or_default().judged.push(verdict);
        }
        db.rollback().await?;
        Ok(curations)
    }

    /// What a curator decided last, newest first, with what was undone of it.
    pub async fn last_batches(&self, curator: &str, most: u32) -> Result<Vec<Batch>> {
        let mut sql = sql();
        sql.push("select batch.id, batch.at, batch.curator, batch.list, batch.undone_at, batch.undone_by, ");
        sql.push("(select count(*) from decision as counted where counted.batch = batch.id) as decisions, ");
        sql.push(DecisionRow::COLUMNS);
        sql.push(
            " from decision_batch as batch join decision on decision.id = \
             (select min(first.id) from decision as first where first.batch = batch.id) where batch.curator = ",
        );
        sql.push_bind(curator).push(" order by batch.id desc limit ").push_bind(i64::from(most));
        let rows: Vec<BatchRow> = sql.build_query_as().fetch_all(self.reader()?).await?;
        rows.into_iter().map(BatchRow::value).collect()
    }
}
