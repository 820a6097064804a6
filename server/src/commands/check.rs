//! `kepline check`: what is wrong with a database.

use std::process::ExitCode;

use store::{CheckReport, Store};

use crate::commands::output::print;

/// Looks at the database. The exit code is a failure where it is damaged.
pub async fn run(store: &Store) -> anyhow::Result<ExitCode> {
    let report = store.check_content().await?;
    print(&describe(&report))?;
    Ok(if report.damage.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A line for each thing that was found, with what to do about it.
fn describe(report: &CheckReport) -> String {
    let mut lines: Vec<String> = report.damage.iter().map(ToString::to_string).collect();
    if !report.damage.is_empty() {
        lines.push("The database is damaged: restore a backup".to_owned());
    }
    if report.has_older_schema {
        lines.push(
            "The tables are those of an older Kepline, which `kepline serve` brings up to date: only the file was checked"
                .to_owned(),
        );
    }
    if report.notes_indexed_wrongly > 0 {
        lines.push(format!("The search is wrong on {} notes", report.notes_indexed_wrongly));
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

#[cfg(test)]
mod tests;
