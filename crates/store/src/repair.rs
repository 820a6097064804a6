//! What is derived, made anew from what is not.

use domain::notebook::prepared::PreparedNote;

use crate::derive::DerivedChanges;
use crate::read_again::Rereading;
use crate::{Result, Store, cycles, fts, generation, in_force, integrity, syncs};

/// What was made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Rows that followed from notes that are not there.
    pub removed_rows: u64,
    /// Notes that were read again.
    pub notes: Rereading,
    /// States, verdicts and tags that are other than before.
    pub derived: DerivedChanges,
}

impl Store {
    /// Makes anew what follows from notes, facts and decisions: indexes, the index of words, what is in force, the HTML
    /// and references of notes, states and verdicts. `prepare` and `report` are as for [`Self::read_again`].
    ///
    /// Notes, ids, facts and decisions stay as they are.
    pub async fn repair(
        &self,
        prepare: impl Fn(&str, bool) -> PreparedNote + Sync,
        report: impl Fn(u32) + Sync,
    ) -> Result<Repair> {
        let mut db = self.begin().await?;
        sqlx::query("reindex").execute(&mut *db).await?;
        let mut removed_rows = 0;
        for table in integrity::DERIVED_FROM_NOTES {
            let orphans = format!("delete from {table} where note_id not in (select id from note)");
            removed_rows +=
                sqlx::query(sqlx::AssertSqlSafe(orphans)).execute(&mut *db).await?.rows_affected();
        }
        let orphans = r#"
            delete from outcome where not exists (
                select 1 from reference
                where reference.note_id = outcome.note_id and reference.position = outcome.position
            )
            "#;
        removed_rows += sqlx::query(orphans).execute(&mut *db).await?.rows_affected();
        let notebooks: Vec<i64> = sqlx::query_scalar("select id from notebook").fetch_all(&mut *db).await?;
        for notebook in notebooks {
            in_force::update_for_notebook(&mut db, notebook).await?;
        }
        let releases = syncs::releases(&mut db).await?;
        cycles::store(&mut db, &releases).await?;
        // By the rules of no version: whatever stops this, the next start goes on with it.
        sqlx::query("update note_words_made set version = -1").execute(&mut *db).await?;
        sqlx::query("update notebook set reading_version = 0, read_again_up_to = ''")
            .execute(&mut *db)
            .await?;
        sqlx::query("update derivation set version = 0").execute(&mut *db).await?;
        generation::raise(&mut db).await?;
        db.commit().await?;
        fts::reindex_if_outdated(&mut *self.writer.acquire().await?).await?;
        let notes = self.read_again(prepare, report).await?;
        let derived = self.derive().await?;
        Ok(Repair { removed_rows, notes, derived })
    }
}
