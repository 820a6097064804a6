//! A backup that takes the place of a database.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rustix::fs::{FlockOperation, fcntl_lock};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

use crate::file_names::with_suffix;
use crate::file_state::{self, FileState};
use crate::new_file::{UnnamedFile, sync_folder};
use crate::row_counts::RowCounts;
use crate::{Error, Result, backup, connections};

/// A backup that was looked through, and the database that it is to replace.
#[derive(Clone, Debug)]
pub struct Restoration {
    /// The database's file, which may be missing or damaged.
    pub database: PathBuf,
    backup: PathBuf,
    /// What the backup has.
    pub counts: RowCounts,
}

impl Restoration {
    /// Looks through a backup, or any other database of Kepline. Nothing is changed.
    ///
    /// Fails when it is damaged, of another program or of a newer Kepline.
    pub async fn new(url: &str, backup: &Path) -> Result<Self> {
        let database = connections::database_path(url)?;
        match FileState::load(backup).await? {
            FileState::Missing => return Err(Error::NoBackup(backup.to_path_buf())),
            FileState::Empty => return Err(Error::EmptyFile(backup.to_path_buf())),
            FileState::Kepline { .. } => {}
        }
        let counts = backup::verify(backup).await?;
        Ok(Self { database, backup: backup.to_path_buf(), counts })
    }

    /// Puts a copy of the backup in the place of the database; gives where that lies now, if there was one.
    ///
    /// The path never names a part of a database, also where the machine stops in the midst of this, and the old one stays
    /// with all that its log has. Fails when another process has it open, and changes nothing of what it has then.
    pub async fn run(&self, at: Timestamp) -> Result<Option<PathBuf>> {
        let copy = UnnamedFile::in_folder_of(&self.database)?;
        let mut db = file_state::connect(&self.backup).await?;
        backup::copy_into(&mut db, &copy).await?;
        db.close().await?;
        backup::verify(copy.path()).await?;
        fold_log(&self.database).await;
        let Some(_lock) = lock(&self.database)? else {
            copy.replace(&self.database)?;
            return Ok(None);
        };
        let kept = self.path_of_old(at);
        give_second_name(&self.database, &kept)?;
        // With a log that could not be folded: one of another database must not lie next to the new one.
        rename_if_there(&with_suffix(&self.database, "-wal"), &with_suffix(&kept, "-wal"))?;
        let index = with_suffix(&self.database, "-shm");
        remove_if_there(&index)?;
        sync_folder(&self.database)?;
        copy.replace(&self.database)?;
        Ok(Some(kept))
    }

    /// `kepline.db` is kept as `kepline-replaced-20261127T213000Z.db`.
    fn path_of_old(&self, at: Timestamp) -> PathBuf {
        let name = self.database.file_name().unwrap_or_default().to_string_lossy();
        let stem = name.strip_suffix(".db").unwrap_or(&name);
        self.database.with_file_name(format!("{stem}-replaced-{}.db", at.strftime("%Y%m%dT%H%M%SZ")))
    }
}

/// Brings what a database's log has into its file, so that the file is whole by itself when it moves. Where that cannot be, as
/// in one that is damaged, the log moves after it.
async fn fold_log(path: &Path) {
    if !with_suffix(path, "-wal").exists() {
        return;
    }
    // The last connection that closes removes a log that it has folded.
    if let Ok(mut db) = SqliteConnectOptions::new().filename(path).connect().await {
        let _ = sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut db).await;
        let _ = db.close().await;
    }
}

/// Locks the file of a database against all others; `None` where there is none.
///
/// Each connection of SQLite, of whatever program, has a lock on the file for as long as it is open, also where
/// the file is damaged. A process cannot see locks of its own: none may have the database open in this one.
fn lock(path: &Path) -> Result<Option<File>> {
    let file = match File::options().read(true).write(true).open(path) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(None),
        file => file.map_err(Error::file("open", path))?,
    };
    match fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Some(file)),
        Err(rustix::io::Errno::AGAIN | rustix::io::Errno::ACCESS) => Err(Error::InUse(path.to_path_buf())),
        Err(cause) => Err(Error::file("lock", path)(cause.into())),
    }
}

/// A second name where the file system has such, so that the first one never names nothing.
fn give_second_name(path: &Path, second: &Path) -> Result<()> {
    match fs::hard_link(path, second) {
        Ok(()) => Ok(()),
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => Err(Error::file("create", second)(cause)),
        Err(_) => fs::rename(path, second).map_err(Error::file("move", path)),
    }
}

fn rename_if_there(from: &Path, to: &Path) -> Result<()> {
    match fs::rename(from, to) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(()),
        result => result.map_err(Error::file("move", from)),
    }
}

fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(()),
        result => result.map_err(Error::file("remove", path)),
    }
}
