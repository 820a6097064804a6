//! A decision as the database stores it.

use domain::decision::{
    BatchId, Confirmation, ConfirmationDecision, CorrectedMeaning, Correction, Decision, DecisionScope,
    JudgedVerdict, Mention, Reversal, Ruling, TagDecision, VerdictDecision,
};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::rows::{read, read_tag, read_target, unsigned};
use crate::{Error, Result};

/// The kind of a decision that is on a reference rather than on a tag.
pub(crate) const REFERENCE: &str = "reference";

/// The kind of a decision that is on the verdict on a citation.
pub(crate) const VERDICT: &str = "verdict";

/// The kind of a decision on whether a note is still true.
pub(crate) const CONFIRMATION: &str = "confirmation";

#[derive(Clone, Debug, FromRow)]
pub(crate) struct DecisionRow {
    note_id: Option<String>,
    entry_id: Option<String>,
    kind: String,
    value: String,
    nth: i64,
    ruling: String,
    meant: Option<String>,
    judged: Option<String>,
}

impl DecisionRow {
    /// What every statement for decisions selects, of the table `decision`.
    pub(crate) const COLUMNS: &str = "decision.note_id, decision.entry_id, decision.kind, decision.value, \
         decision.nth, decision.ruling, decision.meant, decision.judged";

    pub(crate) fn new(decision: &Decision) -> Self {
        match decision {
            Decision::Tag(TagDecision { on, tag, ruling }) => {
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
                    ruling: ruling.as_str().to_owned(),
                    meant: None,
                    judged: None,
                }
            }
            Decision::Correction(Correction { note, mention, meant }) => {
                let (ruling, meant) = match meant {
                    CorrectedMeaning::Target(target) => (Ruling::Applied, serde_json::to_string(target).ok()),
                    CorrectedMeaning::Nothing => (Ruling::Rejected, None),
                    CorrectedMeaning::Cleared => (Ruling::Cleared, None),
                };
                Self {
                    note_id: Some(note.to_string()),
                    entry_id: None,
                    kind: REFERENCE.to_owned(),
                    value: mention.literal.clone(),
                    nth: i64::from(mention.nth),
                    ruling: ruling.as_str().to_owned(),
                    meant,
                    judged: None,
                }
            }
            Decision::Verdict(VerdictDecision { note, mention, judged }) => {
                let (ruling, judged) = match judged {
                    JudgedVerdict::Verdict(verdict) => (Ruling::Applied, Some(verdict.as_str().to_owned())),
                    JudgedVerdict::Nothing => (Ruling::Rejected, None),
                    JudgedVerdict::Cleared => (Ruling::Cleared, None),
                };
                Self {
                    note_id: Some(note.to_string()),
                    entry_id: None,
                    kind: VERDICT.to_owned(),
                    value: mention.literal.clone(),
                    nth: i64::from(mention.nth),
                    ruling: ruling.as_str().to_owned(),
                    meant: None,
                    judged,
                }
            }
            Decision::Confirmation(ConfirmationDecision { note, confirmation, words }) => {
                let ruling = match confirmation {
                    Confirmation::StillTrue => Ruling::Applied,
                    Confirmation::Later => Ruling::Rejected,
                };
                Self {
                    note_id: Some(note.to_string()),
                    entry_id: None,
                    kind: CONFIRMATION.to_owned(),
                    value: words.to_string(),
                    nth: 0,
                    ruling: ruling.as_str().to_owned(),
                    meant: None,
                    judged: None,
                }
            }
        }
    }

    pub(crate) fn value(self) -> Result<Decision> {
        let odd = || Error::Row { what: "decision", found: self.value.clone() };
        let ruling: Ruling = read("ruling", &self.ruling)?;
        if self.kind == REFERENCE {
            let meant = match ruling {
                Ruling::Applied => {
                    CorrectedMeaning::Target(read_target(self.meant.as_deref().ok_or_else(odd)?)?)
                }
                Ruling::Rejected => CorrectedMeaning::Nothing,
                Ruling::Cleared => CorrectedMeaning::Cleared,
            };
            let note = read("id", self.note_id.as_deref().ok_or_else(odd)?)?;
            let mention = Mention { literal: self.value, nth: unsigned("place", self.nth)? };
            return Ok(Decision::Correction(Correction { note, mention, meant }));
        }
        if self.kind == VERDICT {
            let judged = match ruling {
                Ruling::Applied => {
                    JudgedVerdict::Verdict(read("verdict", self.judged.as_deref().ok_or_else(odd)?)?)
                }
                Ruling::Rejected => JudgedVerdict::Nothing,
                Ruling::Cleared => JudgedVerdict::Cleared,
            };
            let note = read("id", self.note_id.as_deref().ok_or_else(odd)?)?;
            let mention = Mention { literal: self.value, nth: unsigned("place", self.nth)? };
            return Ok(Decision::Verdict(VerdictDecision { note, mention, judged }));
        }
        if self.kind == CONFIRMATION {
            let confirmation = confirmation(ruling).ok_or_else(odd)?;
            let note = read("id", self.note_id.as_deref().ok_or_else(odd)?)?;
            let words = read("digest", &self.value)?;
            return Ok(Decision::Confirmation(ConfirmationDecision { note, confirmation, words }));
        }
        let on = match (&self.note_id, &self.entry_id) {
            (Some(note), _) => DecisionScope::Note(read("id", note)?),
            (None, Some(entry)) => DecisionScope::Entry(read("id", entry)?),
            (None, None) => return Err(odd()),
        };
        Ok(Decision::Tag(TagDecision { on, tag: read_tag(&self.kind, &self.value)?, ruling }))
    }

    pub(crate) async fn insert(self, db: &mut SqliteConnection, batch: BatchId) -> Result<()> {
        sqlx::query(
            r#"
            insert into decision (batch, note_id, entry_id, kind, value, nth, ruling, meant, judged)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            "#,
        )
        .bind(batch.0)
        .bind(self.note_id)
        .bind(self.entry_id)
        .bind(self.kind)
        .bind(self.value)
        .bind(self.nth)
        .bind(self.ruling)
        .bind(self.meant)
        .bind(self.judged)
        .execute(db)
        .await?;
        Ok(())
    }
}

/// What a ruling says of a note; `None` where it says nothing.
pub(crate) fn confirmation(ruling: Ruling) -> Option<Confirmation> {
    match ruling {
        Ruling::Applied => Some(Confirmation::StillTrue),
        Ruling::Rejected => Some(Confirmation::Later),
        Ruling::Cleared => None,
    }
}

/// When and by whom a batch was undone, where it was.
pub(crate) fn reversal(at: Option<String>, by: Option<String>) -> Result<Option<Reversal>> {
    at.map(|at| Ok(Reversal { at: read("instant", &at)?, by: by.unwrap_or_default() })).transpose()
}
