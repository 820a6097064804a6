//! The table of cycles: which days each version was in the making.

use domain::release::{Cycle, Releases};
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use crate::{Result, generation};

/// Brings the table up to date where the program knows other releases than the one that made it.
pub(crate) async fn refresh_if_outdated(
    connection: &mut SqliteConnection,
    releases: &Releases,
) -> Result<()> {
    if !is_outdated(connection, releases).await? {
        return Ok(());
    }
    let mut db = connection.begin_with("begin immediate").await?;
    store(&mut db, releases).await?;
    generation::raise(&mut db).await?;
    db.commit().await?;
    Ok(())
}

/// Makes the table anew, within the transaction that stores releases.
pub(crate) async fn store(db: &mut SqliteConnection, releases: &Releases) -> Result<()> {
    sqlx::query("delete from cycle").execute(&mut *db).await?;
    for Cycle { version, first, last } in releases.cycles() {
        sqlx::query("insert into cycle (minor, first_day, last_day) values (?, ?, ?)")
            .bind(i64::from(version.minor))
            .bind(first.to_string())
            .bind(last.to_string())
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

async fn is_outdated(db: &mut SqliteConnection, releases: &Releases) -> Result<bool> {
    let stored: Vec<(i64, String, String)> =
        sqlx::query_as("select minor, first_day, last_day from cycle order by minor").fetch_all(db).await?;
    let row =
        |cycle: Cycle| (i64::from(cycle.version.minor), cycle.first.to_string(), cycle.last.to_string());
    Ok(!releases.cycles().map(row).eq(stored))
}
