//! Who else on the machine may read a database.

use std::io;
use std::path::{Path, PathBuf};

use crate::{Error, Result, Store};

impl Store {
    /// The files of the database, its backups and those that it replaced, as far as they lie in its folder, which others than
    /// their owner may read. Kepline makes them for their owner alone; what came from elsewhere has the rights that it was given.
    pub fn files_open_to_others(&self) -> Result<Vec<PathBuf>> {
        let path = self.path();
        open_to_others(&path).map_err(Error::file("read the folder of", &path))
    }

    /// Gives these files to their owner alone (mode 0600). Returns which they were.
    pub fn close_files_to_others(&self) -> Result<Vec<PathBuf>> {
        let open = self.files_open_to_others()?;
        for path in &open {
            close_to_others(path).map_err(Error::file("change the rights of", path))?;
        }
        Ok(open)
    }
}

#[cfg(unix)]
fn open_to_others(database: &Path) -> io::Result<Vec<PathBuf>> {
    use std::os::unix::fs::PermissionsExt;

    /// Reading by the group and by all others; a folder is open to whom it lets through.
    const READ: u32 = 0o044;
    const PASS: u32 = 0o011;

    let folder = match database.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mode = |path: &Path| path.metadata().map(|metadata| metadata.permissions().mode());
    if mode(folder)? & PASS == 0 {
        return Ok(Vec::new());
    }
    let mut open = Vec::new();
    for entry in folder.read_dir()? {
        let entry = entry?;
        let path = entry.path();
        // A link in the folder may lead to what is no file of Kepline's.
        let is_file = path == database || entry.file_type()?.is_file();
        if is_file && is_copy(database, &path) && mode(&path)? & READ != 0 {
            open.push(path);
        }
    }
    open.sort();
    Ok(open)
}

#[cfg(unix)]
fn close_to_others(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn open_to_others(_: &Path) -> io::Result<Vec<PathBuf>> {
    Ok(Vec::new())
}

#[cfg(not(unix))]
fn close_to_others(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether a file has what the database has or had: `kepline.db-wal`, `kepline-20261127T213000Z.db`.
#[cfg(unix)]
fn is_copy(database: &Path, path: &Path) -> bool {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (database, name) = (name(database), name(path));
    let stem = database.strip_suffix(".db").unwrap_or(&database);
    let is_other = name.strip_prefix(stem).is_some_and(|rest| rest.starts_with('-'));
    name.starts_with(&database)
        || is_other && [".db", ".db-wal", ".db-shm"].iter().any(|end| name.ends_with(end))
}
