//! The facts that syncs brought, as judgement wants them.

use std::collections::HashMap;

use domain::cite::reference::Repo;
use domain::github::{Answer, ItemKey};
use domain::kep::KepRevision;
use domain::outcome::{FactBase, KepDataTimes, KepFacts, fold};
use sqlx::sqlite::SqliteConnection;

use super::number;
use crate::rows::{read, unsigned};
use crate::syncs::{SyncKind, last_sync, releases};
use crate::{Error, Result};

/// Facts with what the database calls them.
pub(crate) struct Known {
    pub facts: FactBase,
    /// The KEP that a number means.
    pub kep_ids: HashMap<u32, i64>,
    /// Every KEP, that of the other folder where a number occurs twice among them.
    pub keps: Vec<(i64, Option<u32>, KepFacts)>,
}

pub(crate) async fn load(db: &mut SqliteConnection) -> Result<Known> {
    let run = last_sync(db, SyncKind::Keps).await?;
    let as_of = run.and_then(|run| {
        let data_at = run.data_at?;
        Some(KepDataTimes { now: run.finished_at.unwrap_or(run.started_at), data_at })
    });
    let mut known = Known {
        facts: FactBase { releases: releases(db).await?, as_of, ..FactBase::default() },
        kep_ids: HashMap::new(),
        keps: load_keps(db).await?,
    };
    // Of two with one number, that which is still there, then that which is longer known.
    for (id, number, facts) in &known.keps {
        if let Some(number) = *number
            && !known.kep_ids.contains_key(&number)
        {
            known.kep_ids.insert(number, *id);
            known.facts.keps.insert(number, facts.clone());
        }
    }
    let pulls: Vec<(i64, i64, String)> =
        sqlx::query_as("select pull, number, merged_at from kep_pull order by pull, position")
            .fetch_all(&mut *db)
            .await?;
    for (pull, kep, merged_at) in pulls {
        let merged_at = read("instant", &merged_at)?;
        let pull = known.facts.pulls.entry(unsigned("number", pull)?).or_insert((Vec::new(), merged_at));
        pull.0.push(number(kep)?);
    }
    let items: Vec<(String, String, i64, String)> =
        sqlx::query_as("select owner, repo, number, answer from github_item").fetch_all(db).await?;
    for (owner, repo, number, answer) in items {
        let key = ItemKey { repo: Repo::new(owner, repo), number: unsigned("number", number)? };
        let answer: Answer = serde_json::from_str(&answer)
            .map_err(|_| Error::Row { what: "answer of GitHub", found: key.to_string() })?;
        known.facts.items.insert(fold(&key), answer);
    }
    Ok(known)
}

/// Every KEP: those still there first, then in the order in which they came.
async fn load_keps(db: &mut SqliteConnection) -> Result<Vec<(i64, Option<u32>, KepFacts)>> {
    let rows: Vec<(i64, Option<i64>, String, String)> = sqlx::query_as(
        "select kep.id, kep.number, kep_revision.at, kep_revision.revision from kep \
         join kep_revision on kep_revision.kep_id = kep.id order by kep.gone, kep.id, kep_revision.id",
    )
    .fetch_all(db)
    .await?;
    let mut keps: Vec<(i64, Option<u32>, KepFacts)> = Vec::new();
    for (id, its_number, at, revision) in rows {
        let revision: KepRevision = serde_json::from_str(&revision)
            .map_err(|_| Error::Row { what: "revision of a KEP", found: format!("row of KEP {id}") })?;
        if keps.last().is_none_or(|(last, ..)| *last != id) {
            keps.push((id, its_number.map(number).transpose()?, KepFacts::default()));
        }
        if let Some((_, _, facts)) = keps.last_mut() {
            facts.revisions.push((read("instant", &at)?, revision.standing));
            facts.title = revision.title;
            facts.owning_sig = revision.owning_sig;
            facts.participating_sigs = revision.participating_sigs;
            facts.superseded_by = revision.superseded_by;
        }
    }
    Ok(keps)
}
