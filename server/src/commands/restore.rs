//! `kepline restore`: a backup takes the place of the database.

use std::process::ExitCode;

use anyhow::{Context, bail};
use jiff::Timestamp;
use store::Restoration;

use crate::cli::Restore;
use crate::commands::output::{counted, print};

/// Looks through the backup, and replaces the database where that is confirmed.
pub async fn run(url: &str, options: &Restore) -> anyhow::Result<ExitCode> {
    let shown = options.path.display();
    let restoration =
        Restoration::new(url, &options.path).await.with_context(|| format!("cannot restore {shown}"))?;
    let counts = restoration.counts;
    let content = format!(
        "{}, {}, {}",
        counted(counts.notebooks, "notebook"),
        counted(counts.notes, "note"),
        counted(counts.decisions, "decision")
    );
    let database = restoration.database.display();
    if restoration.database.exists() && !options.yes {
        bail!(
            "this replaces {database} by {shown} ({content}) and keeps it under another name: confirm it with --yes"
        );
    }
    let kept = restoration.run(Timestamp::now()).await.with_context(|| format!("cannot restore {shown}"))?;
    print(&format!("Restored {shown} as {database}: {content}\n"))?;
    if let Some(kept) = kept {
        print(&format!("What was there before is kept as {}\n", kept.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}
