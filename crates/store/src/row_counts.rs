//! How much a database has of what nothing else could bring back.

use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::Result;

/// How many rows a database has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct RowCounts {
    /// The number that every write raises: where it is the same, so are the others.
    pub generation: i64,
    /// Its notebooks.
    #[sqlx(try_from = "i64")]
    pub notebooks: u64,
    /// Its notes, those that left their source included.
    #[sqlx(try_from = "i64")]
    pub notes: u64,
    /// What curators decided.
    #[sqlx(try_from = "i64")]
    pub decisions: u64,
}

impl RowCounts {
    /// The rows of a database of any version.
    pub(crate) async fn load(db: &mut SqliteConnection) -> Result<Self> {
        let has_decisions: bool =
            sqlx::query_scalar("select exists (select 1 from sqlite_schema where name = 'decision')")
                .fetch_one(&mut *db)
                .await?;
        let statement = if has_decisions {
            r#"
            select (select number from generation) as generation, (select count(*) from notebook) as notebooks,
                (select count(*) from note) as notes, (select count(*) from decision) as decisions
            "#
        } else {
            r#"
            select (select number from generation) as generation, (select count(*) from notebook) as notebooks,
                (select count(*) from note) as notes, 0 as decisions
            "#
        };
        Ok(sqlx::query_as(statement).fetch_one(db).await?)
    }
}
