//! Files that Kepline makes: only their owner reads them, and they are whole as soon as they have their name.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::{Error, Result};

/// Makes the empty file of a database. SQLite gives the files that it makes next to it the same rights.
pub(crate) fn create_private(path: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        // Another process was faster.
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => Ok(()),
        result => result.map(drop).map_err(Error::file("create", path)),
    }
}

/// A file that has no name of its own yet, and is removed where it never gets one.
pub(crate) struct UnnamedFile(NamedTempFile);

impl UnnamedFile {
    /// An empty file in the folder of `path`.
    pub(crate) fn in_folder_of(path: &Path) -> Result<Self> {
        let file = Builder::new().prefix(".kepline-").suffix(".part").tempfile_in(folder(path));
        Ok(Self(file.map_err(Error::file("create a file next to", path))?))
    }

    /// Where it lies until then.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Gives it its name once it is on the disk. Fails where a file has that name already.
    pub(crate) fn publish(self, path: &Path) -> Result<()> {
        self.sync()?;
        match self.0.persist_noclobber(path) {
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => {
                Err(Error::BackupExists(path.to_path_buf()))
            }
            result => {
                result.map_err(|error| Error::file("write", path)(error.error))?;
                sync_folder(path)
            }
        }
    }

    /// Puts it in the place of the file of that name, at once, when it is on the disk.
    pub(crate) fn replace(self, path: &Path) -> Result<()> {
        self.sync()?;
        self.0.persist(path).map_err(|error| Error::file("write", path)(error.error))?;
        sync_folder(path)
    }

    fn sync(&self) -> Result<()> {
        self.0.as_file().sync_all().map_err(Error::file("write", self.path()))
    }
}

/// Writes the names of a file's folder to the disk.
pub(crate) fn sync_folder(path: &Path) -> Result<()> {
    let folder = folder(path);
    if cfg!(unix) {
        File::open(&folder).and_then(|folder| folder.sync_all()).map_err(Error::file("write", &folder))?;
    }
    Ok(())
}

fn folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}
