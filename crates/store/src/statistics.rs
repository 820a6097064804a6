//! The statistics of tables and indexes that SQLite plans by.

use sqlx::sqlite::SqliteConnection;

use crate::Result;

/// Counts all rows of all indexes again, within the transaction that changed many.
///
/// `pragma optimize` would look at the first 2,000 rows of each index alone, and take a notebook of 100,000
/// entries for one of 2,001; nothing in this program runs it. The whole count takes about a second for 100,000 entries.
/// Connections that are open already plan by it when they are opened again, after half an hour at most.
pub(crate) async fn renew(db: &mut SqliteConnection) -> Result<()> {
    sqlx::query("pragma analysis_limit = 0").execute(&mut *db).await?;
    sqlx::query("analyze").execute(db).await?;
    Ok(())
}
