//! A file or a folder on this machine.

use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, bail};
use domain::notebook::followed::{LookState, Revision};
use sha2::{Digest, Sha256};

use super::fetched::{Content, Fetched};
use crate::import::note_files;

/// What lies at a path, where it is other than before: by times and sizes, then by the bytes.
///
/// # Errors
/// Where it cannot be read.
pub async fn fetch(location: &str, looks: &LookState) -> anyhow::Result<Fetched> {
    let (path, looks) = (PathBuf::from(location), looks.clone());
    tokio::task::spawn_blocking(move || {
        let stamp = stamp(&path)?;
        if looks.stamp.as_ref() == Some(&stamp) {
            return Ok(Fetched::Unchanged { stamp: None });
        }
        let revision = Revision::Digest(digest(&path)?);
        Ok(match looks.revision.as_ref() == Some(&revision) {
            true => Fetched::Unchanged { stamp: Some(stamp) },
            false => Fetched::Content(Content { path, revision, stamp, folder: None }),
        })
    })
    .await?
}

/// The paths, times and sizes of all files, as one hash.
///
/// # Errors
/// Where a file cannot be looked at.
pub fn stamp(path: &Path) -> anyhow::Result<String> {
    let mut hash = Sha256::new();
    for file in note_files(path)? {
        let metadata = metadata(&file)?;
        let modified = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        hash.update(file.as_os_str().as_encoded_bytes());
        hash.update(format!("\0{}\0{}\0", modified.as_nanos(), metadata.len()));
    }
    Ok(hex::encode(hash.finalize()))
}

/// The paths below it and the bytes of all files, as one hash.
fn digest(path: &Path) -> anyhow::Result<String> {
    let mut hash = Sha256::new();
    for file in note_files(path)? {
        let cannot_read = || format!("cannot read {}", file.display());
        let below = file.strip_prefix(path).unwrap_or(&file);
        hash.update(below.as_os_str().as_encoded_bytes());
        hash.update(format!("\0{}\0", metadata(&file)?.len()));
        std::io::copy(&mut File::open(&file).with_context(cannot_read)?, &mut hash)
            .with_context(cannot_read)?;
    }
    Ok(hex::encode(hash.finalize()))
}

/// What is known of a file; opening a device or a pipe might wait for ever.
fn metadata(path: &Path) -> anyhow::Result<Metadata> {
    let metadata = std::fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    if !metadata.is_file() {
        bail!("{} is a device or a pipe: save the notes as a file", path.display());
    }
    Ok(metadata)
}
