//! `kepline backup`: a copy of the database in a file, or one more in a folder that keeps the newest.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use store::Store;

use crate::cli::Backup;
use crate::commands::output::{counted, print};

/// How the time stands in a name: names sort as times do.
const TIME: &str = "%Y%m%dT%H%M%SZ";

/// Writes a backup; where older ones are to go, they go once it is there.
pub async fn run(store: &Store, options: &Backup) -> anyhow::Result<ExitCode> {
    let folder = options.path.is_dir().then(|| DatedBackups::new(&options.path, &store.path()));
    let path = match &folder {
        Some(backups) => backups.path(Timestamp::now()),
        None if options.keep.is_some() => {
            bail!("--keep needs a folder, and {} is none", options.path.display())
        }
        None => options.path.clone(),
    };
    let written = format!("Wrote {}", path.display());
    let failed = "cannot write the backup";
    if options.verify {
        let counts = store.verified_backup(&path).await.context(failed)?;
        print(&format!(
            "{written}, which is sound: {}, {}, {}\n",
            counted(counts.notebooks, "notebook"),
            counted(counts.notes, "note"),
            counted(counts.decisions, "decision")
        ))?;
    } else {
        store.backup(&path).await.context(failed)?;
        print(&format!("{written}\n"))?;
    }
    if let (Some(backups), Some(keep)) = (folder, options.keep) {
        for removed in backups.remove_older(usize::from(keep))? {
            print(&format!("Removed {}\n", removed.display()))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The backups of one database in a folder: `kepline-20261127T213000Z.db` of `kepline.db`.
struct DatedBackups {
    folder: PathBuf,
    stem: String,
}

impl DatedBackups {
    fn new(folder: &Path, database: &Path) -> Self {
        let stem = database.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Self { folder: folder.to_path_buf(), stem }
    }

    fn path(&self, at: Timestamp) -> PathBuf {
        self.folder.join(format!("{}-{}.db", self.stem, at.to_zoned(TimeZone::UTC).strftime(TIME)))
    }

    /// Whether a file is one of them; files of other names are never removed.
    fn is_own(&self, name: &str) -> bool {
        let time = name
            .strip_prefix(&self.stem)
            .and_then(|name| name.strip_prefix('-'))
            .and_then(|name| name.strip_suffix(".db"));
        time.is_some_and(|time| {
            DateTime::strptime(TIME, time).is_ok_and(|at| at.strftime(TIME).to_string() == time)
        })
    }

    /// Removes all but the newest; gives what was removed.
    fn remove_older(&self, keep: usize) -> anyhow::Result<Vec<PathBuf>> {
        let cannot_read = || format!("cannot read {}", self.folder.display());
        let mut names = Vec::new();
        for file in std::fs::read_dir(&self.folder).with_context(cannot_read)? {
            let name = file.with_context(cannot_read)?.file_name().to_string_lossy().into_owned();
            if self.is_own(&name) {
                names.push(name);
            }
        }
        names.sort_unstable_by(|one, other| other.cmp(one));
        let mut removed = Vec::new();
        for name in names.into_iter().skip(keep) {
            let path = self.folder.join(name);
            std::fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            removed.push(path);
        }
        Ok(removed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_backups_of_the_same_database_are_removed_and_the_newest_stay() {
        let folder = tempfile::tempdir().unwrap();
        let backups = DatedBackups::new(folder.path(), Path::new("/var/lib/kepline.db"));
        let at = |text: &str| backups.path(text.parse().unwrap());
        let (first, second) = (at("2026-11-26T21:30:00Z"), at("2026-11-27T09:05:01+09:00"));
        assert_eq!(second, folder.path().join("kepline-20261127T000501Z.db"));
        let others = [
            "kepline.db",
            "kepline-demo.db",
            "kepline-20261126.db",
            "kepline-20261126T213000Z.db-wal",
            "kepline-20261326T213000Z.db",
            "notes-20261126T213000Z.db",
        ];
        let others = others.map(|name| folder.path().join(name));
        for path in [&first, &second].into_iter().chain(&others) {
            std::fs::write(path, "").unwrap();
        }
        assert!(backups.remove_older(2).unwrap().is_empty());
        assert_eq!(backups.remove_older(1).unwrap(), std::slice::from_ref(&first));
        assert!(!first.exists() && second.exists());
        assert!(others.iter().all(|path| path.exists()));
    }
}
