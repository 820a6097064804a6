//! The version of the tables.

use crate::{MIGRATIONS, Result, Store};

impl Store {
    /// Whether a newer program has changed the tables since this one opened the database: one statement.
    pub async fn has_newer_schema(&self) -> Result<bool> {
        let own = MIGRATIONS.iter().map(|migration| migration.version).max();
        let stored: Option<i64> =
            sqlx::query_scalar("select max(version) from _sqlx_migrations").fetch_one(self.reader()?).await?;
        Ok(stored > own)
    }
}
