//! What follows from notes and facts together: the outcome of each reference, the tags of what is
//! cited, and the state of each KEP now. All of it may be derived again at any time.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::cite::{GithubKind, Target};
use domain::github::ItemKey;
use domain::outcome::DERIVATION_VERSION;
use sqlx::sqlite::SqliteConnection;

use crate::sql::json_list;
use crate::{Result, Store, generation, statistics};

mod annotation;
mod as_of;
mod facts;
mod keps_now;
mod moves;
mod note_gates;
mod notes;
mod outcome_row;
mod preview;

pub(crate) use as_of::load_with_outcomes_as_of;
pub(crate) use facts::SyncedFacts;
pub(crate) use keps_now::NewestFile;
use notes::Scope;
pub(crate) use notes::{BatchChanges, DatedNoteRow, JudgedBatch, NoteBatch};

/// How much deriving changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DerivedChanges {
    /// Notes whose outcomes or tags are other than before.
    pub notes: usize,
    /// KEPs whose state now is another one than before.
    pub keps: usize,
}

impl Store {
    /// Judges every reference by the facts at hand and writes what is other than before.
    ///
    /// To be called when a sync has ended, as its end says what *now* means. Pages never wait for it:
    /// notes are judged some thousands at a time.
    ///
    /// Ends by recording the rules by which it judged: see [`Self::is_outdated`].
    pub async fn derive(&self) -> Result<DerivedChanges> {
        let mut db = self.begin().await?;
        let facts = SyncedFacts::load(&mut db).await?;
        let keps = keps_now::store(&mut db, &facts).await?;
        moves::store_for_keps(&mut db, &facts).await?;
        db.commit().await?;
        let mut derived = DerivedChanges { notes: 0, keps };
        let mut after = String::new();
        loop {
            let mut db = self.begin().await?;
            let Some(batch) = NoteBatch::load(&mut db, Scope::All, &after).await? else {
                keps_now::count_notes(&mut db).await?;
                moves::store_for_items(&mut db, &facts).await?;
                statistics::renew(&mut db).await?;
                record_version(&mut db).await?;
                generation::raise(&mut db).await?;
                db.commit().await?;
                return Ok(derived);
            };
            after = batch.last_id().to_owned();
            derived.notes += batch.derive(&mut db, &facts).await?.notes;
            db.commit().await?;
        }
    }

    /// Whether outcomes were derived by other rules than [`DERIVATION_VERSION`]: [`Self::derive`] is to be called.
    pub async fn is_outdated(&self) -> Result<bool> {
        let version: i64 =
            sqlx::query_scalar("select version from derivation").fetch_one(self.reader()?).await?;
        Ok(version != DERIVATION_VERSION)
    }
}

/// Records the rules of judgement with the first import: there is nothing that was derived by others.
pub(crate) async fn record_version_of_first_import(db: &mut SqliteConnection, notebook: i64) -> Result<()> {
    sqlx::query(
        r#"
        update derivation set version = ?1 where version <> ?1 and not exists (select 1 from kep_now)
            and not exists (select 1 from notebook where id <> ?2)
        "#,
    )
    .bind(DERIVATION_VERSION)
    .bind(notebook)
    .execute(db)
    .await?;
    Ok(())
}

/// Derives everything within one transaction, as long as a database has no facts: pages wait for none of it, and
/// other writes have nothing to do yet.
pub(crate) async fn derive_all(db: &mut SqliteConnection) -> Result<()> {
    let facts = SyncedFacts::load(db).await?;
    keps_now::store(db, &facts).await?;
    moves::store_for_keps(db, &facts).await?;
    let mut after = String::new();
    while let Some(batch) = NoteBatch::load(db, Scope::All, &after).await? {
        after = batch.last_id().to_owned();
        batch.derive(db, &facts).await?;
    }
    keps_now::count_notes(db).await?;
    moves::store_for_items(db, &facts).await?;
    statistics::renew(db).await?;
    record_version(db).await
}

/// Records that all was derived by the rules of this version.
async fn record_version(db: &mut SqliteConnection) -> Result<()> {
    sqlx::query("update derivation set version = ?").bind(DERIVATION_VERSION).execute(db).await?;
    Ok(())
}

/// From how many notes on they are judged by all facts instead of those that they need.
const NOTES_FOR_ALL_FACTS: usize = 2000;

/// The facts by which an import judges its notes.
pub(crate) enum ImportFacts {
    /// All of them, for many notes.
    All(Arc<SyncedFacts>),
    /// Those that each batch of notes needs.
    Needed,
}

impl ImportFacts {
    /// Those for so many notes.
    pub(crate) async fn load(db: &mut SqliteConnection, notes: usize) -> Result<Self> {
        if notes < NOTES_FOR_ALL_FACTS {
            return Ok(Self::Needed);
        }
        Ok(Self::All(Arc::new(SyncedFacts::load(db).await?)))
    }

    /// All facts, where they are at hand.
    pub(crate) fn all(&self) -> Option<&Arc<SyncedFacts>> {
        match self {
            Self::All(facts) => Some(facts),
            Self::Needed => None,
        }
    }

    async fn for_targets(
        &self,
        db: &mut SqliteConnection,
        targets: impl Iterator<Item = &Target>,
    ) -> Result<Arc<SyncedFacts>> {
        Ok(match self {
            Self::All(facts) => facts.clone(),
            Self::Needed => Arc::new(SyncedFacts::load_for(db, targets).await?),
        })
    }
}

/// Notes that are stored for the first time, judged as far as the facts were at hand.
pub(crate) enum NewNotes {
    /// By all facts.
    Judged(JudgedBatch),
    /// Not yet.
    Unjudged(NoteBatch),
}

impl NewNotes {
    /// Judges them where all facts are at hand.
    pub(crate) fn new(batch: NoteBatch, facts: Option<&SyncedFacts>) -> Result<Self> {
        Ok(match facts {
            Some(facts) => Self::Judged(batch.judge(facts)?),
            None => Self::Unjudged(batch),
        })
    }

    /// Stores what follows from them, within the transaction of their import.
    pub(crate) async fn store(self, db: &mut SqliteConnection) -> Result<BatchChanges> {
        match self {
            Self::Judged(judged) => judged.store(db).await,
            Self::Unjudged(batch) => {
                let facts = SyncedFacts::load_for(db, batch.targets()).await?;
                batch.derive(db, &facts).await
            }
        }
    }
}

/// Derives notes again that were there before, within the transaction of an import of their notebook.
pub(crate) async fn derive_known_notes(
    db: &mut SqliteConnection,
    facts: &ImportFacts,
    notes: &[String],
) -> Result<BatchChanges> {
    let mut changes = BatchChanges::default();
    for notes in notes.chunks(NOTES_FOR_ALL_FACTS) {
        let mut after = String::new();
        while let Some(batch) = NoteBatch::load(db, Scope::Notes(notes), &after).await? {
            after = batch.last_id().to_owned();
            let facts = facts.for_targets(db, batch.targets()).await?;
            changes.extend(batch.derive(db, &facts).await?);
        }
    }
    Ok(changes)
}

/// The KEPs that notes cited before an import, within its transaction: their notes are to be counted again.
pub(crate) async fn keps_cited_by(db: &mut SqliteConnection, notes: &[String]) -> Result<BTreeSet<i64>> {
    let keps: Vec<i64> = sqlx::query_scalar(
        r#"
        select distinct kep_id from outcome
        where note_id in (select value from json_each(?)) and kep_id is not null
        "#,
    )
    .bind(json_list(notes.iter().cloned()))
    .fetch_all(db)
    .await?;
    Ok(keps.into_iter().collect())
}

/// Records what follows from the notes of an import together, once each of them is derived.
pub(crate) async fn finish_import(
    db: &mut SqliteConnection,
    facts: &ImportFacts,
    changes: &BatchChanges,
) -> Result<()> {
    if !moves::has_moves_of_keps(db).await? {
        // As in a database of an older Kepline.
        let facts = match facts.all() {
            Some(facts) => facts.clone(),
            None => Arc::new(SyncedFacts::load(db).await?),
        };
        moves::store_for_keps(db, &facts).await?;
    }
    if !changes.items.is_empty() {
        let items: Vec<ItemKey> = changes.items.iter().cloned().collect();
        let target = |key: &ItemKey| Target::Github {
            repo: key.repo.clone(),
            number: key.number,
            kind: GithubKind::Unknown,
        };
        let targets: Vec<Target> = items.iter().map(target).collect();
        let facts = facts.for_targets(db, targets.iter()).await?;
        moves::store_for_cited_items(db, &facts, &items).await?;
    }
    keps_now::count_notes_citing(db, &changes.keps).await
}

/// Records what follows from all notes together, once many of them cite other than before.
pub(crate) async fn finish_notes(db: &mut SqliteConnection) -> Result<()> {
    let facts = SyncedFacts::load(db).await?;
    moves::store_for_items(db, &facts).await?;
    keps_now::count_notes(db).await?;
    statistics::renew(db).await
}

/// Derives notes again within the transaction that decided on what they cite, or read them again, by only the facts that they need.
/// Moves are recorded by the next sync.
pub(crate) async fn derive_decided(db: &mut SqliteConnection, notes: &[String]) -> Result<()> {
    if notes.is_empty() {
        return Ok(());
    }
    let mut after = String::new();
    while let Some(batch) = NoteBatch::load(db, Scope::Notes(notes), &after).await? {
        after = batch.last_id().to_owned();
        let facts = SyncedFacts::load_for(db, batch.targets()).await?;
        let changes = batch.derive(db, &facts).await?;
        keps_now::count_notes_citing(db, &changes.keps).await?;
    }
    Ok(())
}

/// Counts the notes of each KEP again, within the transaction that removed some.
pub(crate) async fn count_notes(db: &mut SqliteConnection) -> Result<()> {
    keps_now::count_notes(db).await
}
