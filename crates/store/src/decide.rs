//! Taking decisions: rows that are only ever added, and what follows from them at once.

use domain::decision::{
    BatchId, ConfirmationDecision, CorrectedMeaning, Correction, Decision, DecisionScope, JudgedVerdict,
    Mention, Ruling, TagDecision, VerdictDecision, check_allowed,
};
use domain::id::NoteId;
use domain::list::filter::Filter;
use domain::tag::Tag;
use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;

use crate::decision_row::DecisionRow;
use crate::filter::{OmittedPart, push_note_conditions};
use crate::rows::unsigned;
use crate::sql::sql;
use crate::syncs::releases;
use crate::{Error, Result, Store, derive, generation, in_force};

impl Store {
    /// Takes decisions, all or none, in the name of a curator; they are undone as one.
    ///
    /// Refuses notes and entries that never existed, references that a note does not have, and tags
    /// that nobody may set. On what has left its source they wait for its return.
    pub async fn decide(&self, decisions: &[Decision], curator: &str, at: Timestamp) -> Result<BatchId> {
        if decisions.is_empty() {
            return Err(Error::NothingToDecide);
        }
        let mut db = self.begin().await?;
        let batch = begin_batch(&mut db, curator, at, None).await?;
        for decision in decisions {
            check(&mut db, decision).await?;
            DecisionRow::new(decision).insert(&mut db, batch).await?;
        }
        update_derived(&mut db, batch).await?;
        db.commit().await?;
        Ok(batch)
    }

    /// Decides on a tag for every note that `filter` matches, on all of its pages; gives how many.
    ///
    /// Refuses with [`Error::OtherCount`] where they are not as many as the curator agreed to.
    pub async fn decide_on_list(
        &self,
        filter: &Filter,
        tag: &Tag,
        ruling: Ruling,
        curator: &str,
        at: Timestamp,
        expected: u32,
    ) -> Result<(BatchId, u32)> {
        let list = Filter { order: Default::default(), cursor: None, ..filter.clone() };
        let mut db = self.begin().await?;
        check_tag(&mut db, tag, ruling).await?;
        let batch = begin_batch(&mut db, curator, at, Some(&list)).await?;
        let mut insert = sql();
        insert.push("insert into decision (batch, note_id, kind, value, ruling) select ").push_bind(batch.0);
        insert.push(", note.id, ").push_bind(tag.kind()).push(", ").push_bind(tag.value());
        insert.push(", ").push_bind(ruling.as_str()).push(" from note where note.vanished_at is null");
        push_note_conditions(&mut insert, &list, OmittedPart::Nothing);
        let found = insert.build().execute(&mut *db).await?.rows_affected();
        let found = u32::try_from(found).unwrap_or(u32::MAX);
        if found != expected {
            return Err(Error::OtherCount { expected, found });
        }
        if found == 0 {
            return Err(Error::NothingToDecide);
        }
        update_derived(&mut db, batch).await?;
        db.commit().await?;
        Ok((batch, found))
    }

    /// Takes back what was decided in one go; what was decided on the same things before counts
    /// again, what was decided later stays. Gives how many decisions no longer count.
    ///
    /// Refuses what was never decided, and what was undone already.
    pub async fn undo(&self, batch: BatchId, curator: &str, at: Timestamp) -> Result<u32> {
        let mut db = self.begin().await?;
        let undone = sqlx::query(
            "update decision_batch set undone_at = ?, undone_by = ? where id = ? and undone_at is null",
        )
        .bind(at.to_string())
        .bind(curator)
        .bind(batch.0)
        .execute(&mut *db)
        .await?;
        if undone.rows_affected() == 0 {
            return Err(Error::NothingToUndo);
        }
        let decisions: i64 = sqlx::query_scalar("select count(*) from decision where batch = ?")
            .bind(batch.0)
            .fetch_one(&mut *db)
            .await?;
        update_derived(&mut db, batch).await?;
        db.commit().await?;
        unsigned("count", decisions)
    }
}

async fn begin_batch(
    db: &mut SqliteConnection,
    curator: &str,
    at: Timestamp,
    list: Option<&Filter>,
) -> Result<BatchId> {
    let id =
        sqlx::query_scalar("insert into decision_batch (at, curator, list) values (?, ?, ?) returning id")
            .bind(at.to_string())
            .bind(curator)
            .bind(list.map(Filter::query))
            .fetch_one(db)
            .await?;
    Ok(BatchId(id))
}

/// Updates all that follows from a batch that was taken or undone.
async fn update_derived(db: &mut SqliteConnection, batch: BatchId) -> Result<()> {
    let to_derive = in_force::update_for_batch(db, batch).await?;
    derive::derive_decided(db, &to_derive).await?;
    generation::raise(db).await
}

async fn check(db: &mut SqliteConnection, decision: &Decision) -> Result<()> {
    match decision {
        Decision::Tag(TagDecision { on, tag, ruling }) => {
            let (statement, id) = match on {
                DecisionScope::Note(note) => {
                    ("select exists (select 1 from note where id = ?)", note.as_str())
                }
                DecisionScope::Entry(entry) => {
                    ("select exists (select 1 from entry where id = ?)", entry.as_str())
                }
            };
            let is_there: bool = sqlx::query_scalar(statement).bind(id).fetch_one(&mut *db).await?;
            match on {
                _ if is_there => check_tag(db, tag, *ruling).await,
                DecisionScope::Note(note) => Err(Error::NoNote(note.to_string())),
                DecisionScope::Entry(entry) => Err(Error::NoEntry(entry.to_string())),
            }
        }
        Decision::Correction(Correction { note, mention, meant }) => {
            check_mention(db, note, mention, *meant == CorrectedMeaning::Cleared).await
        }
        Decision::Verdict(VerdictDecision { note, mention, judged }) => {
            check_mention(db, note, mention, *judged == JudgedVerdict::Cleared).await
        }
        Decision::Confirmation(ConfirmationDecision { note, .. }) => {
            let is_there: bool = sqlx::query_scalar("select exists (select 1 from note where id = ?)")
                .bind(note.as_str())
                .fetch_one(&mut *db)
                .await?;
            if is_there { Ok(()) } else { Err(Error::NoNote(note.to_string())) }
        }
    }
}

/// What is rejected or cleared must be in use; what is applied must be allowed.
async fn check_tag(db: &mut SqliteConnection, tag: &Tag, ruling: Ruling) -> Result<()> {
    let releases = releases(db).await?;
    let Err(refused) = check_allowed(tag, &releases, false) else { return Ok(()) };
    let is_used: bool = sqlx::query_scalar(
        r#"
        select exists (select 1 from derived_tag where kind = ?1 and value = ?2)
            or exists (select 1 from note_ruling where kind = ?1 and value = ?2)
        "#,
    )
    .bind(tag.kind())
    .bind(tag.value())
    .fetch_one(db)
    .await?;
    let fits = match ruling {
        Ruling::Applied => check_allowed(tag, &releases, is_used).is_ok(),
        Ruling::Rejected | Ruling::Cleared => is_used,
    };
    if fits { Ok(()) } else { Err(refused.into()) }
}

/// What is decided on a citation needs one. What was decided on words that an edit has removed can still be cleared.
async fn check_mention(
    db: &mut SqliteConnection,
    note: &NoteId,
    mention: &Mention,
    is_cleared: bool,
) -> Result<()> {
    let (is_there, mentions): (bool, i64) = sqlx::query_as(
        r#"
        select exists (select 1 from note where id = ?1),
            (select count(*) from reference where note_id = ?1 and literal = ?2)
        "#,
    )
    .bind(note.as_str())
    .bind(&mention.literal)
    .fetch_one(db)
    .await?;
    if !is_there {
        return Err(Error::NoNote(note.to_string()));
    }
    if !is_cleared && i64::from(mention.nth) >= mentions {
        return Err(Error::NoReference { note: note.to_string(), literal: mention.literal.clone() });
    }
    Ok(())
}
