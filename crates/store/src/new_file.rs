//! Files that Kepline makes: only their owner reads them.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;

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
