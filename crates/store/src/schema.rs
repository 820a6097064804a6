//! The version of the tables.

use crate::{MIGRATIONS, Result, Store};

/// The version that this program knows: the number of its last migration.
pub(crate) fn known() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

impl Store {
    /// Whether a newer program has changed the tables since this one opened the database: one statement.
    pub async fn has_newer_schema(&self) -> Result<bool> {
        let stored: Option<i64> =
            sqlx::query_scalar("select max(version) from _sqlx_migrations").fetch_one(self.reader()?).await?;
        Ok(stored.is_some_and(|stored| stored > known()))
    }
}
