//! Whether the file at a database's path is still the one that is open.
//!
//! A file that is moved away or removed stays open: what is written to it then is acknowledged, and lost.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::{Error, Result};

/// How long a reader may go on before the path is looked at again.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(1);

/// The file of a database that is open.
#[derive(Debug)]
pub(crate) struct FileWatch {
    path: PathBuf,
    /// `None` where the system has no number for it.
    opened: Option<FileId>,
    /// Once it was, connections to both files may be open: only a new start makes that right.
    is_replaced: AtomicBool,
    since: Instant,
    /// When the path was looked at last, in milliseconds since `since`.
    looked_at: AtomicU64,
}

/// The device of a file and its number there, which no other file has as long as it is open.
type FileId = (u64, u64);

impl FileWatch {
    /// Watches the file that is at a path now.
    pub(crate) fn new(path: &Path) -> Self {
        Self {
            path: path.to_path_buf(),
            opened: file_id(path).ok().flatten(),
            is_replaced: AtomicBool::new(false),
            since: Instant::now(),
            looked_at: AtomicU64::new(0),
        }
    }

    /// Fails where another file is at the path, or none, as was seen within the last second.
    pub(crate) fn check_recently(&self) -> Result<()> {
        let now = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        let looked_at = self.looked_at.load(Ordering::Relaxed);
        if u128::from(now.saturating_sub(looked_at)) < LOOKED_AT_EVERY.as_millis() {
            return if self.is_replaced.load(Ordering::Relaxed) { Err(self.replaced()) } else { Ok(()) };
        }
        self.looked_at.store(now, Ordering::Relaxed);
        self.check()
    }

    /// Fails where another file is at the path, or none.
    pub(crate) fn check(&self) -> Result<()> {
        let is_other = match file_id(&self.path) {
            Ok(id) => id != self.opened,
            // Whatever else went wrong says nothing of the file.
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        };
        if is_other {
            self.is_replaced.store(true, Ordering::Relaxed);
        }
        if self.is_replaced.load(Ordering::Relaxed) { Err(self.replaced()) } else { Ok(()) }
    }

    fn replaced(&self) -> Error {
        Error::Replaced(self.path.clone())
    }
}

#[cfg(unix)]
fn file_id(path: &Path) -> std::io::Result<Option<FileId>> {
    use std::os::unix::fs::MetadataExt;
    let metadata = std::fs::metadata(path)?;
    Ok(Some((metadata.dev(), metadata.ino())))
}

#[cfg(not(unix))]
fn file_id(path: &Path) -> std::io::Result<Option<FileId>> {
    std::fs::metadata(path)?;
    Ok(None)
}
