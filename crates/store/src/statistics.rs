//! The statistics of tables and indexes that SQLite plans by.

use sqlx::sqlite::SqliteConnection;

use crate::Result;

/// Counts all rows of all indexes again, within the transaction that changed many.
///
/// `pragma optimize` would look at the first 2,000 rows of each index at most, and take a notebook of 100,000
/// entries for one of 2,001 or fewer; nothing in this program runs it. The whole count takes about a second for 100,000 entries.
/// Connections that are open already plan by it when they are opened again, after half an hour at most.
pub(crate) async fn renew(db: &mut SqliteConnection) -> Result<()> {
    sqlx::query("pragma analysis_limit = 0").execute(&mut *db).await?;
    sqlx::query("analyze").execute(db).await?;
    Ok(())
}

/// The same where there are a tenth more notes or fewer than when they were counted last: what SQLite plans does not
/// depend on less, and counting looks at all rows of a large database for one new note.
pub(crate) async fn renew_if_grown(db: &mut SqliteConnection) -> Result<()> {
    if is_outdated(db).await? { renew(db).await } else { Ok(()) }
}

async fn is_outdated(db: &mut SqliteConnection) -> Result<bool> {
    let was_counted: bool =
        sqlx::query_scalar("select exists (select 1 from sqlite_schema where name = 'sqlite_stat1')")
            .fetch_one(&mut *db)
            .await?;
    if !was_counted {
        return Ok(true);
    }
    // The first number is that of all rows.
    let counted: Option<i64> = sqlx::query_scalar(
        "select max(cast(stat as integer)) from sqlite_stat1 where tbl = 'note' and idx = 'sqlite_autoindex_note_1'",
    )
    .fetch_one(&mut *db)
    .await?;
    let notes: i64 = sqlx::query_scalar("select count(*) from note").fetch_one(db).await?;
    Ok(counted.is_none_or(|counted| (notes - counted).abs() * 10 > counted))
}
