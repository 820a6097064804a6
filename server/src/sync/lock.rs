//! One sync at a time, in all processes; and one look at the sources.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::Context;

/// Held while something runs that there is one of. The system gives it back when its process ends, however it ends.
pub struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // A process that another thread just starts has the file open too, until it is another program.
        let _ = self.0.unlock();
    }
}

impl Lock {
    /// The lock of a database; an error when another sync has it.
    pub fn take(database: &Path) -> anyhow::Result<Self> {
        Self::try_take(database, "sync.lock")?
            .context("another sync of this database is under way: wait until it has finished")
    }

    /// The lock of a database for something else that is done one at a time; `None` while somebody else has it.
    pub fn try_take(database: &Path, what: &str) -> anyhow::Result<Option<Self>> {
        let path = sibling_path(database, what);
        let mut options = File::options();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).with_context(|| format!("cannot create {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("cannot lock {}", path.display()))
            }
        }
    }
}

/// The path of a file or folder that belongs to a database: `kepline.db` has `kepline-keps.git`.
pub fn sibling_path(database: &Path, what: &str) -> PathBuf {
    let name = database.file_name().unwrap_or_default().to_string_lossy().into_owned();
    database.with_file_name(format!("{}-{what}", name.strip_suffix(".db").unwrap_or(&name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sibling_lies_in_the_folder_of_the_database() {
        for (database, expected) in [
            ("kepline.db", "kepline-keps.git"),
            ("/var/lib/notes.db", "/var/lib/notes-keps.git"),
            ("/var/lib/notes.sqlite3", "/var/lib/notes.sqlite3-keps.git"),
        ] {
            assert_eq!(sibling_path(Path::new(database), "keps.git"), Path::new(expected));
        }
    }

    #[test]
    fn a_lock_is_had_by_one() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("kepline.db");
        let lock = Lock::take(&database).unwrap();
        assert!(Lock::take(&database).is_err_and(|error| error.to_string().contains("under way")));
        drop(lock);
        assert!(Lock::take(&database).is_ok());
    }
}
