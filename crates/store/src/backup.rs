//! Copies of the whole database, consistent although others write meanwhile.

use std::path::Path;

use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use crate::new_file::UnnamedFile;
use crate::row_counts::RowCounts;
use crate::{Error, Result, Store, file_state, integrity};

impl Store {
    /// Writes a copy, which only its owner may read. It has its name once it is whole and on the disk.
    ///
    /// Fails when `path` is there already.
    pub async fn backup(&self, path: &Path) -> Result<()> {
        self.copy(path).await?.publish(path)
    }

    /// The same, with a copy that is opened and looked through before it gets its name; gives what it has.
    ///
    /// Fails as well when the copy is damaged, or has other rows than the database had before and after.
    pub async fn verified_backup(&self, path: &Path) -> Result<RowCounts> {
        let before = self.row_counts().await?;
        let copy = self.copy(path).await?;
        let after = self.row_counts().await?;
        let copied = verify(copy.path()).await?;
        let is_same = [before, after].contains(&copied)
            || (before.generation < copied.generation && copied.generation < after.generation);
        if !is_same {
            return Err(Error::BackupDiffers { copied: copied.notes, stored: after.notes });
        }
        copy.publish(path)?;
        Ok(copied)
    }

    /// How many rows the database has.
    pub async fn row_counts(&self) -> Result<RowCounts> {
        // Of one moment.
        let mut db = self.reader()?.begin().await?;
        RowCounts::load(&mut db).await
    }

    async fn copy(&self, path: &Path) -> Result<UnnamedFile> {
        if path.exists() {
            return Err(Error::BackupExists(path.to_path_buf()));
        }
        self.file.check()?;
        let copy = UnnamedFile::in_folder_of(path)?;
        copy_into(&mut *self.writer.acquire().await?, &copy).await?;
        Ok(copy)
    }
}

/// Writes all that a connection sees into an empty file.
pub(crate) async fn copy_into(db: &mut SqliteConnection, copy: &UnnamedFile) -> Result<()> {
    let path = copy.path().to_string_lossy().into_owned();
    sqlx::query("vacuum into ?").bind(path).execute(db).await?;
    Ok(())
}

/// Looks through a copy; gives what it has.
///
/// Fails when it is damaged.
pub(crate) async fn verify(path: &Path) -> Result<RowCounts> {
    let mut db = file_state::connect(path).await?;
    let damage = integrity::damage(&mut db).await?;
    if let Some(first) = damage.first() {
        return Err(Error::DamagedBackup { path: path.to_path_buf(), damage: first.to_string() });
    }
    let counts = RowCounts::load(&mut db).await?;
    db.close().await?;
    Ok(counts)
}
