//! The files of a database.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::Store;

/// What a database takes on the disk, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileSizes {
    /// Its file.
    pub database: u64,
    /// Its write-ahead log; 0 where there is none.
    pub log: u64,
}

impl Store {
    /// What the database takes on the disk now.
    pub fn file_sizes(&self) -> FileSizes {
        let size = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
        let path = self.path();
        FileSizes { database: size(&path), log: size(&with_suffix(&path, "-wal")) }
    }
}

/// `kepline.db` with `-wal` is `kepline.db-wal`.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}
