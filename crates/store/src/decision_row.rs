//! A decision as the database stores it.

use domain::decision::{
    BatchId, CorrectedMeaning, Correction, Decision, DecisionScope, Mention, Reversal, TagDecision, Verdict,
};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::rows::{read, read_tag, read_target, unsigned};
use crate::{Error, Result};

/// The kind of a decision that is on a reference rather than on a tag.
pub(crate) const REFERENCE: &str = "reference";

#[derive(Clone, Debug, FromRow)]
pub(crate) struct DecisionRow {
    note_id: Option<String>,
    entry_id: Option<String>,
    kind: String,
    value: String,
    nth: i64,
    verdict: String,
    meant: Option<String>,
}

impl DecisionRow {
    /// What every statement for decisions selects, of the table `decision`.
    pub(crate) const COLUMNS: &str = "decision.note_id, decision.entry_id, decision.kind, decision.value, \
         decision.nth, decision.verdict, decision.meant";

    pub(crate) fn new(decision: &Decision) -> Self {
        match decision {
            Decision::Tag(TagDecision { on, tag, verdict }) => {
                let (note_id, entry_id) = match on {
                    DecisionScope::Note(note) => (Some(note.to_string()), None),
                    DecisionScope::Entry(entry) => (None, Some(entry.to_string())),
                };
                Self {
                    note_id,
                    entry_id,
                    kind: tag.kind().to_owned(),
                    value: tag.value(),
                    nth: 0,
                    verdict: verdict.as_str().to_owned(),
                    meant: None,
                }
            }
            Decision::Correction(Correction { note, mention, meant }) => {
                let (verdict, meant) = match meant {
                    CorrectedMeaning::Target(target) => {
                        (Verdict::Applied, serde_json::to_string(target).ok())
                    }
                    CorrectedMeaning::Nothing => (Verdict::Rejected, None),
                    CorrectedMeaning::Cleared => (Verdict::Cleared, None),
                };
                Self {
                    note_id: Some(note.to_string()),
                    entry_id: None,
                    kind: REFERENCE.to_owned(),
                    value: mention.literal.clone(),
                    nth: i64::from(mention.nth),
                    verdict: verdict.as_str().to_owned(),
                    meant,
                }
            }
        }
    }

    pub(crate) fn value(self) -> Result<Decision> {
        let odd = || Error::Row { what: "decision", found: self.value.clone() };
        let verdict: Verdict = read("verdict", &self.verdict)?;
        if self.kind == REFERENCE {
            let meant = match verdict {
                Verdict::Applied => {
                    CorrectedMeaning::Target(read_target(self.meant.as_deref().ok_or_else(odd)?)?)
                }
                Verdict::Rejected => CorrectedMeaning::Nothing,
                Verdict::Cleared => CorrectedMeaning::Cleared,
            };
            let note = read("id", self.note_id.as_deref().ok_or_else(odd)?)?;
            let mention = Mention { literal: self.value, nth: unsigned("place", self.nth)? };
            return Ok(Decision::Correction(Correction { note, mention, meant }));
        }
        let on = match (&self.note_id, &self.entry_id) {
            (Some(note), _) => DecisionScope::Note(read("id", note)?),
            (None, Some(entry)) => DecisionScope::Entry(read("id", entry)?),
            (None, None) => return Err(odd()),
        };
        Ok(Decision::Tag(TagDecision { on, tag: read_tag(&self.kind, &self.value)?, verdict }))
    }

    pub(crate) async fn insert(self, db: &mut SqliteConnection, batch: BatchId) -> Result<()> {
        sqlx::query(
            r#"
            insert into decision (batch, note_id, entry_id, kind, value, nth, verdict, meant)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            "#,
        )
        .bind(batch.0)
        .bind(self.note_id)
        .bind(self.entry_id)
        .bind(self.kind)
        .bind(self.value)
        .bind(self.nth)
        .bind(self.verdict)
        .bind(self.meant)
        .execute(db)
        .await?;
        Ok(())
    }
}

/// When and by whom a batch was undone, where it was.
pub(crate) fn reversal(at: Option<String>, by: Option<String>) -> Result<Option<Reversal>> {
    at.map(|at| Ok(Reversal { at: read("instant", &at)?, by: by.unwrap_or_default() })).transpose()
}
