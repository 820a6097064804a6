//! What is wrong with a database, and what of it is not derived yet.

use crate::integrity::{self, Damage};
use crate::rows::unsigned;
use crate::{Result, Store};

/// What a look at the whole database finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// What SQLite finds wrong. Where it is more than what is derived, nothing else is looked at.
    pub damage: Vec<Damage>,
    /// Whether the tables are those of an older Kepline: nothing else is looked at then.
    pub has_older_schema: bool,
    /// What the search does not find although it is there, or finds although it is not.
    pub notes_indexed_wrongly: u32,
    /// Decisions on notes that were removed with their notebook: they count when it is imported again.
    pub decisions_without_note: u32,
    /// Notes that were read by other rules than those of this version.
    pub notes_to_read_again: u32,
    /// Whether states and verdicts were derived by other rules than those of this version.
    pub is_derivation_outdated: bool,
}

impl Store {
    /// Looks at the whole database, and changes nothing.
    pub async fn check_content(&self) -> Result<CheckReport> {
        let mut db = self.reader()?.acquire().await?;
        let damage = integrity::damage(&mut db).await?;
        if !self.is_current || damage.iter().any(|damage| !damage.is_derived) {
            return Ok(CheckReport { damage, has_older_schema: !self.is_current, ..CheckReport::default() });
        }
        let notes_indexed_wrongly: i64 = sqlx::query_scalar(
            r#"
            with indexed (id) as (select rowid from note_words),
                present (id) as (select words_id from note where vanished_at is null)
            select (select count(*) from present where id is null or id not in (select id from indexed))
                + (select count(*) from indexed where id not in (select id from present where id is not null))
            "#,
        )
        .fetch_one(&mut *db)
        .await?;
        let decisions_without_note: i64 = sqlx::query_scalar(
            r#"
            select count(*) from decision
            where note_id is not null and not exists (select 1 from note where note.id = decision.note_id)
            "#,
        )
        .fetch_one(&mut *db)
        .await?;
        drop(db);
        Ok(CheckReport {
            damage,
            has_older_schema: false,
            notes_indexed_wrongly: unsigned("count", notes_indexed_wrongly)?,
            decisions_without_note: unsigned("count", decisions_without_note)?,
            notes_to_read_again: self.notes_to_read_again().await?,
            is_derivation_outdated: self.is_outdated().await?,
        })
    }

    /// What SQLite itself finds wrong with the file, a line each; empty when it is sound.
    pub async fn integrity(&self) -> Result<Vec<String>> {
        let mut db = self.reader()?.acquire().await?;
        let damage = integrity::damage(&mut db).await?;
        Ok(damage.into_iter().map(|damage| damage.message).collect())
    }
}
