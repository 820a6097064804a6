//! An outcome as the database stores it.

use std::collections::HashMap;

use domain::cite::{Repo, Target};
use domain::github::{ItemKey, ItemState};
use domain::outcome::verdict::Judgement;
use domain::outcome::{Outcome, then_now};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::Result;
use crate::rows::{group_by, read_outcome, unsigned};
use crate::sql::{execute_rows, json_list};

#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub(super) struct OutcomeRow {
    pub note_id: String,
    pub position: i64,
    pub kep_id: Option<i64>,
    pub kep_number: Option<i64>,
    relation: Option<String>,
    owner: Option<String>,
    repo: Option<String>,
    number: Option<i64>,
    changed: bool,
    moved_on: Option<String>,
    kep_changed: bool,
    stage: Option<String>,
    status: Option<String>,
    github: Option<String>,
    outcome: String,
    verdict: Option<String>,
    expected_stage: Option<String>,
    expected_version: Option<i64>,
    releases_late: Option<i64>,
}

impl OutcomeRow {
    /// The outcome of what a note cites at `position`; `kep_id` is the row of the KEP that it is about.
    pub(super) fn new(
        note: &str,
        position: usize,
        target: &Target,
        outcome: &Outcome,
        kep_id: Option<i64>,
    ) -> Self {
        let kep = outcome.kep.as_ref();
        let now = kep.filter(|kep| kep.relation.is_known()).map(|kep| &kep.now);
        // A KEP that is cited by its number alone is no pull request or issue that was cited, unless it is no KEP.
        let is_item = matches!(target, Target::Github { .. }) || outcome.item.is_some();
        let key = target.item_key().filter(|_| is_item);
        let judgement = outcome.judgement.as_ref();
        let expected = judgement.and_then(|judgement| judgement.expected).map(|expected| expected.milestone);
        let github = outcome.item.as_ref().map(|item| item.now.state);
        Self {
            note_id: note.to_owned(),
            position: position as i64,
            kep_id,
            kep_number: kep.map(|kep| i64::from(kep.number)),
            relation: kep.map(|kep| kep.relation.as_str().to_owned()),
            number: key.as_ref().and_then(|key| i64::try_from(key.number).ok()),
            owner: key.as_ref().map(|key| key.repo.owner.clone()),
            repo: key.map(|key| key.repo.name),
            changed: outcome.changed,
            moved_on: outcome.moved_on.map(|day| day.to_string()),
            kep_changed: outcome.then_day.is_some()
                && kep.is_some_and(|kep| then_now::changed(&kep.then, &kep.now)),
            stage: now.and_then(|now| now.shipped).map(|shipped| shipped.stage.to_string()),
            status: now.map(|now| now.status_name().to_owned()),
            github: github.map(ItemState::as_str).map(str::to_owned),
            outcome: serde_json::to_string(outcome).unwrap_or_default(),
            verdict: judgement.map(|judgement| judgement.verdict.as_str().to_owned()),
            expected_stage: expected.map(|expected| expected.stage.to_string()),
            expected_version: expected.map(|expected| i64::from(expected.version.minor)),
            releases_late: judgement.and_then(Judgement::releases_late).map(i64::from),
        }
    }

    /// The outcome itself.
    pub(super) fn value(&self) -> Result<Outcome> {
        read_outcome(&self.outcome)
    }

    /// The pull request or issue that is cited, where GitHub answered what it is.
    pub(super) fn answered_item(&self) -> Result<Option<ItemKey>> {
        let is_answered = self.github.as_deref().is_some_and(|state| state != ItemState::Unknown.as_str());
        let (true, Some(owner), Some(repo), Some(number)) =
            (is_answered, &self.owner, &self.repo, self.number)
        else {
            return Ok(None);
        };
        Ok(Some(ItemKey { repo: Repo::new(owner, repo), number: unsigned("number", number)? }))
    }
}

/// The stored outcomes of notes, by note, in the order of the text.
pub(super) async fn load(
    db: &mut SqliteConnection,
    notes: &[String],
) -> Result<HashMap<String, Vec<OutcomeRow>>> {
    let rows: Vec<OutcomeRow> = sqlx::query_as(
        r#"
        select note_id, position, kep_id, kep_number, relation, owner, repo, number, changed, moved_on,
            kep_changed, stage, status, github, outcome, verdict, expected_stage, expected_version, releases_late
        from outcome where note_id in (select value from json_each(?)) order by note_id, position
        "#,
    )
    .bind(json_list(notes.iter().cloned()))
    .fetch_all(db)
    .await?;
    Ok(group_by(rows, |row| row.note_id.clone()))
}

/// Removes the outcomes of notes.
pub(super) async fn remove(db: &mut SqliteConnection, notes: &[String]) -> Result<()> {
    sqlx::query("delete from outcome where note_id in (select value from json_each(?))")
        .bind(json_list(notes.iter().cloned()))
        .execute(db)
        .await?;
    Ok(())
}

/// Inserts outcomes.
pub(super) async fn insert(db: &mut SqliteConnection, rows: Vec<OutcomeRow>) -> Result<()> {
    let statement = (
        r#"
        insert into outcome (
            note_id, position, kep_id, kep_number, relation, owner, repo, number, changed, moved_on,
            kep_changed, stage, status, github, outcome, verdict, expected_stage, expected_version, releases_late
        )
        "#,
        "",
    );
    execute_rows(db, statement, 19, rows, |values, row| {
        values.push_bind(row.note_id).push_bind(row.position).push_bind(row.kep_id).push_bind(row.kep_number);
        values.push_bind(row.relation).push_bind(row.owner).push_bind(row.repo).push_bind(row.number);
        values.push_bind(row.changed).push_bind(row.moved_on).push_bind(row.kep_changed);
        values.push_bind(row.stage).push_bind(row.status).push_bind(row.github).push_bind(row.outcome);
        values.push_bind(row.verdict).push_bind(row.expected_stage).push_bind(row.expected_version);
        values.push_bind(row.releases_late);
    })
    .await
}
