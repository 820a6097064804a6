//! The history of KEPs on the main line of their repository.

use std::collections::HashMap;

use domain::kep::{KepLoss, KepRevision, Status, number_in_path};
use jiff::Timestamp;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use super::SyncId;
use crate::rows::{read, unsigned};
use crate::{Error, Result, Store, generation};

/// A stretch of the main line.
#[derive(Clone, Debug, Default)]
pub struct KepHistory {
    /// Whether it begins at the first commit: what is stored is replaced.
    pub whole: bool,
    /// Oldest first; of one commit removals last.
    pub changes: Vec<KepChange>,
    /// Which pull request touched which KEP.
    pub pulls: Vec<KepPull>,
    /// The titles of pull requests, where they are known.
    pub titles: Vec<(u64, String)>,
    /// The progress of the run that read it, stored together with what was read, so that nothing is
    /// stored twice when the run is cut off afterwards.
    pub progress: Option<KepProgress>,
}

/// The facts on KEPs that the program carries, for the time before the first sync.
#[derive(Clone, Debug)]
pub struct KepSnapshot {
    /// The whole main line.
    pub history: KepHistory,
    /// The instant of its newest commit: up to when it is complete.
    pub data_at: Timestamp,
    /// The newest commit that was read.
    pub cursor: String,
}

/// How far a run has read.
#[derive(Clone, Debug)]
pub struct KepProgress {
    /// The run that began with [`Store::begin_sync`].
    pub run: SyncId,
    /// Up to when its facts are complete.
    pub data_at: Option<Timestamp>,
    /// The newest commit that was read.
    pub cursor: String,
}

/// A commit's change of one KEP's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KepChange {
    /// The folder below `keps/`, as in `sig-node/753-sidecar-containers`.
    pub folder: String,
    /// The folder from which the commit moved it.
    pub moved_from: Option<String>,
    /// When the commit came to the main line.
    pub at: Timestamp,
    /// The hash of the commit.
    pub commit: String,
    /// The new content of the file, and what is odd in it; `None` where the commit removed it.
    pub revision: Option<(KepRevision, Vec<String>)>,
}

/// A pull request that touched a KEP's folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KepPull {
    /// Its number in the enhancements repository.
    pub pull: u64,
    /// The KEP's number.
    pub number: u32,
    /// Where it stands in [`domain::kep::touched_keps`], from 0.
    pub position: u32,
    /// When it was merged.
    pub merged_at: Timestamp,
}

/// A KEP with the commits of its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredKep {
    /// Where its file lies, or lay last.
    pub folder: String,
    /// The number of the folder.
    pub number: Option<u32>,
    /// Whether no file lies there any more.
    pub gone: bool,
    /// The commits of its revisions, oldest first.
    pub commits: Vec<String>,
    /// What is odd in its newest revision.
    pub remarks: Vec<String>,
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

/// A file of a KEP whose newest revision cannot be read: the one before it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadKep {
    /// The folder in which it lies.
    pub folder: String,
    /// The instant of the commit that brought it.
    pub at: Timestamp,
    /// What it has lost.
    pub loss: KepLoss,
    /// What its reader remarked, in a line.
    pub reason: String,
}

#[derive(FromRow)]
struct UnreadRow {
    path: String,
    at: String,
    loss: String,
    reason: String,
}

/// How much of what is odd in a file is stored, in characters.
const LONGEST_REASON: usize = 200;

/// Whether a revision may have lost something, so that it is to be compared with the one before.
fn is_suspect(revision: &KepRevision) -> bool {
    revision.title.is_none() || revision.standing.status == Status::Unstated
}

/// What a revision has lost of the newest one that is stored.
async fn loss(db: &mut SqliteConnection, kep: i64, revision: &KepRevision) -> Result<Option<KepLoss>> {
    let newest: Option<String> =
        sqlx::query_scalar("select revision from kep_revision where kep_id = ? order by id desc limit 1")
            .bind(kep)
            .fetch_optional(db)
            .await?;
    let newest = newest.map(|json| {
        serde_json::from_str::<KepRevision>(&json)
            .map_err(|_| Error::Row { what: "revision of a KEP", found: format!("row of KEP {kep}") })
    });
    Ok(newest.transpose()?.and_then(|before| revision.loss(&before)))
}

/// Records that the newest revision of a file cannot be read.
async fn store_unread(
    db: &mut SqliteConnection,
    kep: i64,
    change: &KepChange,
    loss: KepLoss,
    remarks: &[String],
) -> Result<()> {
    let reason: String =
        remarks.first().map(String::as_str).unwrap_or_default().chars().take(LONGEST_REASON).collect();
    sqlx::query(
        r#"
        insert or replace into kep_unread (kep_id, at, "commit", path, loss, reason)
        values (?, ?, ?, ?, ?, ?)
        "#,
    )
    .bind(kep)
    .bind(change.at.to_string())
    .bind(&change.commit)
    .bind(&change.folder)
    .bind(loss.as_str())
    .bind(reason)
    .execute(db)
    .await?;
    Ok(())
}

/// The files of KEPs that cannot be read, by folder; those that are gone are left out.
pub(crate) async fn load_unread(db: &mut SqliteConnection) -> Result<Vec<UnreadKep>> {
    let rows: Vec<UnreadRow> = sqlx::query_as(
        r#"
        select kep_unread.path, kep_unread.at, kep_unread.loss, kep_unread.reason
        from kep_unread join kep on kep.id = kep_unread.kep_id where kep.gone = 0 order by kep_unread.path
        "#,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let UnreadRow { path, at, loss, reason } = row;
            Ok(UnreadKep { folder: path, at: read("instant", &at)?, loss: read("loss", &loss)?, reason })
        })
        .collect()
}

/// A KEP as far as its identity goes.
struct KepIdentity {
    folder: String,
    number: Option<u32>,
    gone: bool,
    /// The commit that brought it, where it came with this stretch.
    born: Option<String>,
}

impl Store {
    /// Every KEP with the commits of its history, in the order in which they came.
    pub async fn stored_keps(&self) -> Result<Vec<StoredKep>> {
        type Row = (i64, String, Option<i64>, bool, String, String);
        let rows: Vec<Row> = sqlx::query_as(
            r#"
            select kep.id, kep.folder, kep.number, kep.gone, kep_revision."commit", kep_revision.remarks
            from kep join kep_revision on kep_revision.kep_id = kep.id order by kep.id, kep_revision.id
            "#,
        )
        .fetch_all(self.reader()?)
        .await?;
        let mut keps: Vec<(i64, StoredKep)> = Vec::new();
        for (id, folder, number, gone, commit, remarks) in rows {
            if keps.last().is_none_or(|(last, _)| *last != id) {
                let number = number.map(|number| unsigned("KEP number", number)).transpose()?;
                let (commits, remarks) = (Vec::new(), Vec::new());
                keps.push((id, StoredKep { folder, number, gone, commits, remarks }));
            }
            if let Some((_, kep)) = keps.last_mut() {
                kep.commits.push(commit);
                kep.remarks = serde_json::from_str(&remarks).unwrap_or_default();
            }
        }
        Ok(keps.into_iter().map(|(_, kep)| kep).collect())
    }

    /// The files of KEPs that cannot be read, by folder: of each the last revision that could be read counts.
    pub async fn unread_keps(&self) -> Result<Vec<UnreadKep>> {
        load_unread(&mut *self.reader()?.acquire().await?).await
    }

    /// Stores a stretch of history, whole or not at all.
    ///
    /// A revision that lost what the one before had (see [`KepRevision::loss`]) is none: it is recorded for
    /// [`Self::unread_keps`], until the next that can be read.
    ///
    /// A KEP retains its history when its folder moves: in a commit that git reads as a move, in one that
    /// removes a folder and adds another with its number, or in two that remove and add, or add and
    /// remove a folder of the same name.
    pub async fn store_keps(&self, history: &KepHistory) -> Result<KepCounts> {
        let mut db = self.begin().await?;
        let counts = store_history(&mut db, history).await?;
        generation::raise(&mut db).await?;
        db.commit().await?;
        Ok(counts)
    }
}

/// Stores a stretch of history within a transaction.
pub(crate) async fn store_history(db: &mut SqliteConnection, history: &KepHistory) -> Result<KepCounts> {
    if history.whole {
        sqlx::query("delete from kep").execute(&mut *db).await?;
        sqlx::query("delete from kep_pull").execute(&mut *db).await?;
        sqlx::query("delete from kep_pull_title").execute(&mut *db).await?;
    }
    let mut counts = KepCounts::default();
    let mut known = load(db).await?;
    for change in &history.changes {
        match &change.revision {
            Some((revision, remarks)) => {
                let id = find_or_add(db, &mut known, change, &mut counts).await?;
                if is_suspect(revision)
                    && let Some(loss) = loss(db, id, revision).await?
                {
                    store_unread(db, id, change, loss, remarks).await?;
                    continue;
                }
                sqlx::query("delete from kep_unread where kep_id = ?").bind(id).execute(&mut *db).await?;
                sqlx::query(
                    r#"
                        insert into kep_revision (kep_id, at, "commit", path, revision, remarks)
                        values (?, ?, ?, ?, ?, ?)
                        "#,
                )
                .bind(id)
                .bind(change.at.to_string())
                .bind(&change.commit)
                .bind(&change.folder)
                .bind(serde_json::to_string(revision).unwrap_or_default())
                .bind(serde_json::Value::from(remarks.clone()).to_string())
                .execute(&mut *db)
                .await?;
                counts.revisions += 1;
            }
            None => remove(db, &mut known, change).await?,
        }
    }
    for pull in &history.pulls {
        let done = sqlx::query(
            r#"
                insert into kep_pull (pull, number, position, merged_at) values (?, ?, ?, ?)
                on conflict (pull, number) do nothing
                "#,
        )
        .bind(pull.pull as i64)
        .bind(i64::from(pull.number))
        .bind(i64::from(pull.position))
        .bind(pull.merged_at.to_string())
        .execute(&mut *db)
        .await?;
        counts.pulls += done.rows_affected() as usize;
    }
    for (pull, title) in &history.titles {
        sqlx::query(
            r#"
            insert into kep_pull_title (pull, title) values (?, ?)
            on conflict (pull) do update set title = excluded.title
            "#,
        )
        .bind(*pull as i64)
        .bind(title)
        .execute(&mut *db)
        .await?;
    }
    if let Some(progress) = &history.progress {
        sqlx::query("update sync_run set data_at = ?, cursor = ? where id = ?")
            .bind(progress.data_at.map(|at| at.to_string()))
            .bind(&progress.cursor)
            .bind(progress.run.0)
            .execute(&mut *db)
            .await?;
    }
    Ok(counts)
}

async fn load(db: &mut SqliteConnection) -> Result<HashMap<i64, KepIdentity>> {
    let rows: Vec<(i64, String, Option<i64>, bool)> =
        sqlx::query_as("select id, folder, number, gone from kep").fetch_all(db).await?;
    rows.into_iter()
        .map(|(id, folder, number, gone)| {
            let number = number.map(|number| unsigned("KEP number", number)).transpose()?;
            Ok((id, KepIdentity { folder, number, gone, born: None }))
        })
        .collect()
}

/// The KEP that a revision is of: that of its folder, of the folder it was moved from, the only one
/// of its number whose file is gone, or a new one.
async fn find_or_add(
    db: &mut SqliteConnection,
    known: &mut HashMap<i64, KepIdentity>,
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
    let born = found.is_none().then(|| change.commit.clone());
    let kep = KepIdentity { folder: change.folder.clone(), number, gone: false, born };
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

/// Records that a file is gone. Its history goes to the KEP that took its place: the only one of its
/// number that came with the same commit or has the same name. Numbers alone are no proof: 2133
/// is that of two KEPs.
async fn remove(
    db: &mut SqliteConnection,
    known: &mut HashMap<i64, KepIdentity>,
    change: &KepChange,
) -> Result<()> {
    let found = known.iter().find(|(_, kep)| kep.folder == change.folder);
    let Some((id, number)) = found.map(|(&id, kep)| (id, kep.number)) else { return Ok(()) };
    let mut others = known.iter().filter(|(other, kep)| {
        let takes_over =
            kep.born.as_ref() == Some(&change.commit) || name(&kep.folder) == name(&change.folder);
        **other != id && !kep.gone && number.is_some() && kep.number == number && takes_over
    });
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

/// The folder's own name, whose SIG may change.
fn name(folder: &str) -> &str {
    folder.rsplit('/').next().unwrap_or_default()
}
