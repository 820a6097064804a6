//! The number that every write raises, by which caches and other processes see that something changed.

use domain::Timestamp;
use sqlx::sqlite::SqliteConnection;

use crate::rows::read;
use crate::{Result, Store};

/// The last write to the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastWrite {
    /// A number that every write raises.
    pub generation: i64,
    /// When it was raised last.
    pub at: Timestamp,
}

impl Store {
    /// A number that every write raises: where it is as before, so is everything else.
    pub async fn generation(&self) -> Result<i64> {
        Ok(sqlx::query_scalar("select number from generation").fetch_one(self.reader()?).await?)
    }

    /// The last write: where that is as before, so is everything else.
    pub async fn last_write(&self) -> Result<LastWrite> {
        let (generation, at): (i64, String) =
            sqlx::query_as("select number, raised_at from generation").fetch_one(self.reader()?).await?;
        Ok(LastWrite { generation, at: read("instant", &at)? })
    }
}

/// The number as a transaction sees it.
pub(crate) async fn number(db: &mut SqliteConnection) -> Result<i64> {
    Ok(sqlx::query_scalar("select number from generation").fetch_one(db).await?)
}

/// Raises the number, within the transaction that writes.
pub(crate) async fn raise(db: &mut SqliteConnection) -> Result<()> {
    sqlx::query("update generation set number = number + 1").execute(db).await?;
    Ok(())
}
