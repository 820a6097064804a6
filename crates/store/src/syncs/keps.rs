//! The history of KEPs, as the main line of their repository tells it.

use std::collections::HashMap;

use domain::kep::{KepRevision, number_in_path};
use jiff::Timestamp;
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use super::{raise_generation, revision_json};
use crate::rows::unsigned;
use crate::{Result, Store};

/// A stretch of the main line.
#[derive(Clone, Debug, Default)]
pub struct KepHistory {
    /// Whether it begins at the first commit: what was known before is forgotten.
    pub whole: bool,
    /// Oldest first; of one commit removals last.
    pub changes: Vec<KepChange>,
    /// Which pull request touched which KEP.
    pub pulls: Vec<KepPull>,
}

/// A commit's change of one KEP's file.
#[derive(Clone, Debug)]
pub struct KepChange {
    /// The folder below `keps/`, as in `sig-node/753-sidecar-containers`.
    pub folder: String,
    /// The folder from which the commit moved it.
    pub moved_from: Option<String>,
    /// When the commit came to the main line.
    pub at: Timestamp,
    /// Its hash.
    pub commit: String,
    /// What the file says now, and what is odd in it; `None` where the commit removed it.
    pub revision: Option<(KepRevision, Vec<String>)>,
}

/// A pull request that touched a KEP's folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KepPull {
    /// Its number in the enhancements repository.
    pub pull: u64,
    /// The KEP's number.
    pub number: u32,
    /// Where it stands in [`domain::kep::touched`], from 0.
    pub position: u32,
    /// When it was merged.
    pub merged_at: Timestamp,
}

/// What a stretch of history brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KepCounts {
    /// KEPs that were not there before.
    pub new_keps: usize,
    /// Revisions that were added.
    pub revisions: usize,
    /// Pairs of a pull request and a KEP that were added.
    pub pulls: usize,
}

/// A KEP as far as its identity goes.
struct Known {
    folder: String,
    number: Option<u32>,
    gone: bool,
}

impl Store {
    /// Takes over a stretch of history, whole or not at all.
    ///
    /// A KEP keeps its history when its folder moves: in a commit that says so, in one that
    /// removes a folder and adds another with its number, or in two.
    pub async fn put_keps(&self, history: &KepHistory) -> Result<KepCounts> {
        let mut connection = self.writer.acquire().await?;
        let mut db = connection.begin_with("begin immediate").await?;
        if history.whole {
            sqlx::query("delete from kep").execute(&mut *db).await?;
            sqlx::query("delete from kep_pull").execute(&mut *db).await?;
        }
        let mut counts = KepCounts::default();
        let mut known = load(&mut db).await?;
        for change in &history.changes {
            match &change.revision {
                Some((revision, remarks)) => {
                    let id = find_or_add(&mut db, &mut known, change, &mut counts).await?;
                    sqlx::query(
                        "insert into kep_revision (kep_id, at, \"commit\", path, revision, remarks) \
                         values (?, ?, ?, ?, ?, ?)",
                    )
                    .bind(id)
                    .bind(change.at.to_string())
                    .bind(&change.commit)
                    .bind(&change.folder)
                    .bind(revision_json(revision))
                    .bind(serde_json::Value::from(remarks.clone()).to_string())
                    .execute(&mut *db)
                    .await?;
                    counts.revisions += 1;
                }
                None => remove(&mut db, &mut known, &change.folder).await?,
            }
        }
        for pull in &history.pulls {
            let done = sqlx::query(
                "insert into kep_pull (pull, number, position, merged_at) values (?, ?, ?, ?) \
                 on conflict (pull, number) do nothing",
            )
            .bind(pull.pull as i64)
            .bind(i64::from(pull.number))
            .bind(i64::from(pull.position))
            .bind(pull.merged_at.to_string())
            .execute(&mut *db)
            .await?;
            counts.pulls += done.rows_affected() as usize;
        }
        raise_generation(&mut db).await?;
        db.commit().await?;
        Ok(counts)
    }
}

async fn load(db: &mut SqliteConnection) -> Result<HashMap<i64, Known>> {
    let rows: Vec<(i64, String, Option<i64>, bool)> =
        sqlx::query_as("select id, folder, number, gone from kep").fetch_all(db).await?;
    rows.into_iter()
        .map(|(id, folder, number, gone)| {
            let number = number.map(|number| unsigned("KEP number", number)).transpose()?;
            Ok((id, Known { folder, number, gone }))
        })
        .collect()
}

/// The KEP that a revision is of: that of its folder, of the folder it was moved from, the only one
/// of its number whose file is gone, or a new one.
async fn find_or_add(
    db: &mut SqliteConnection,
    known: &mut HashMap<i64, Known>,
    change: &KepChange,
    counts: &mut KepCounts,
) -> Result<i64> {
    let at = |folder: &str| known.iter().find(|(_, kep)| kep.folder == folder).map(|(&id, _)| id);
    let number = number_in_path(&format!("keps/{}/", change.folder));
    let moved = || change.moved_from.as_deref().and_then(at);
    let gone = || {
        let mut gone = known.iter().filter(|(_, kep)| kep.gone && number.is_some() && kep.number == number);
        gone.next().filter(|_| gone.next().is_none()).map(|(&id, _)| id)
    };
    let found = at(&change.folder).or_else(moved).or_else(gone);
    let kep = Known { folder: change.folder.clone(), number, gone: false };
    let id = match found {
        Some(id) => {
            sqlx::query("update kep set folder = ?, number = ?, gone = 0 where id = ?")
                .bind(&change.folder)
                .bind(number)
                .bind(id)
                .execute(db)
                .await?;
            id
        }
        None => {
            counts.new_keps += 1;
            sqlx::query_scalar("insert into kep (folder, number) values (?, ?) returning id")
                .bind(&change.folder)
                .bind(number)
                .fetch_one(db)
                .await?
        }
    };
    known.insert(id, kep);
    Ok(id)
}

/// Notes that a file is gone; its history goes to the only KEP of its number that is still there.
async fn remove(db: &mut SqliteConnection, known: &mut HashMap<i64, Known>, folder: &str) -> Result<()> {
    let found = known.iter().find(|(_, kep)| kep.folder == folder).map(|(&id, kep)| (id, kep.number));
    let Some((id, number)) = found else { return Ok(()) };
    let mut others = known
        .iter()
        .filter(|(other, kep)| **other != id && !kep.gone && number.is_some() && kep.number == number);
    let heir = others.next().filter(|_| others.next().is_none()).map(|(&id, _)| id);
    match heir {
        Some(heir) => {
            sqlx::query("update kep_revision set kep_id = ? where kep_id = ?")
                .bind(heir)
                .bind(id)
                .execute(&mut *db)
                .await?;
            sqlx::query("delete from kep where id = ?").bind(id).execute(db).await?;
            known.remove(&id);
        }
        None => {
            sqlx::query("update kep set gone = 1 where id = ?").bind(id).execute(db).await?;
            if let Some(kep) = known.get_mut(&id) {
                kep.gone = true;
            }
        }
    }
    Ok(())
}
