//! `kepline check`: what is wrong with a database, and what can be done about it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use store::{CheckReport, Store};

use crate::commands::output::{counted, print, printable};
use crate::sync::{Lock, Progress};

/// Looks at the database, and mends what is derived first where that is wanted. The exit code is a failure where it is damaged.
pub async fn run(store: &Store, repair: bool) -> anyhow::Result<ExitCode> {
    let mut report = store.check_content().await?;
    if repair {
        if let Some(damage) = report.damage.iter().find(|damage| !damage.is_derived) {
            bail!("this cannot be derived anew ({damage}): restore a backup with `kepline restore FILE`");
        }
        self::repair(store).await?;
        report = store.check_content().await?;
    }
    print(&describe(&report))?;
    if repair {
        print(&describe_closed_files(&store.close_files_to_others()?))?;
    }
    print(&describe_open_files(&store.files_open_to_others()?))?;
    Ok(if report.damage.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn repair(store: &Store) -> anyhow::Result<()> {
    // A sync derives as well.
    let _lock = Lock::take(&store.path())?;
    let progress = Progress::printed();
    let total = store.row_counts().await?.notes as usize;
    let report = |left: u32| {
        progress.count("notes read again", total.saturating_sub(left as usize), total);
    };
    let repair = store.repair(ingest::prepare, report).await?;
    print(&format!(
        "Made all indexes and the search anew\n\
         Removed {} that followed from nothing\n\
         Read {} again, other than before: {}\n\
         Derived states, verdicts and tags, other than before: {} and {}\n",
        counted(repair.removed_rows, "row"),
        counted(repair.notes.notes, "note"),
        repair.notes.changed,
        counted(repair.derived.notes, "note"),
        counted(repair.derived.keps, "KEP")
    ))
}

/// A line for each thing that was found, with what to do about it.
fn describe(report: &CheckReport) -> String {
    let mut lines: Vec<String> = report.damage.iter().map(ToString::to_string).collect();
    if !report.damage.is_empty() {
        lines.push(
            match report.damage.iter().all(|damage| damage.is_derived) {
                true => "This follows from the notes and facts: `kepline check --repair` makes it anew",
                false => "The database is damaged: restore a backup with `kepline restore FILE`",
            }
            .to_owned(),
        );
    }
    if report.has_older_schema {
        lines.push(
            "The tables are those of an older Kepline, which `kepline serve` brings up to date: only the file was checked"
                .to_owned(),
        );
    }
    if report.notes_indexed_wrongly > 0 {
        lines.push(format!(
            "The search is wrong on {}: `kepline check --repair` makes it anew",
            counted(report.notes_indexed_wrongly, "note")
        ));
    }
    if report.decisions_without_note > 0 {
        lines.push(format!(
            "{} decisions are on notes that are not there: they count again once the notes are imported",
            report.decisions_without_note
        ));
    }
    if report.notes_to_read_again > 0 {
        lines.push(format!(
            "Notes are to be read again by the rules of this version, which `kepline serve` does: {} left",
            report.notes_to_read_again
        ));
    }
    if report.is_derivation_outdated {
        lines.push(
            "States and verdicts are to be derived by the rules of this version, which `kepline serve` does"
                .to_owned(),
        );
    }
    if report.damage.is_empty() && report.notes_indexed_wrongly == 0 {
        lines.push("No problems found".to_owned());
    }
    lines.join("\n") + "\n"
}

/// A remark on files that others may read, with the commands that end it; nothing where there are none.
fn describe_open_files(files: &[PathBuf]) -> String {
    if files.is_empty() {
        return String::new();
    }
    format!(
        "Others than their owner may read files of the database: `kepline check --repair`, or `chmod 600 {}`, makes them \
         private\n",
        listed(files)
    )
}

/// What was done about them; nothing where there were none.
fn describe_closed_files(files: &[PathBuf]) -> String {
    if files.is_empty() {
        return String::new();
    }
    format!("Made files private (mode 600) that others than their owner could read: {}\n", listed(files))
}

/// Paths as a shell reads them.
fn listed(files: &[PathBuf]) -> String {
    let paths: Vec<String> = files.iter().map(|path| printable(&quoted(path)).into_owned()).collect();
    paths.join(" ")
}

/// A path as a shell reads it.
fn quoted(path: &Path) -> String {
    let path = path.to_string_lossy();
    let is_plain = path.chars().all(|c| c.is_ascii_alphanumeric() || "/._-+".contains(c));
    if is_plain { path.into_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests;
