//! `kepline snapshot`: writes the facts on KEPs that the next build of Kepline carries.

use std::process::ExitCode;

use anyhow::Context;

use crate::cli::Snapshot;
use crate::commands::output::print;
use crate::config::Config;
use crate::snapshot;
use crate::sync::{GitRepository, Progress, read_whole};

/// Reads the whole history of the KEPs and writes the file. No database is opened.
pub async fn run(config: &Config, options: &Snapshot) -> anyhow::Result<ExitCode> {
    let settings = config.sync()?;
    let source = GitRepository::find(options.from.as_deref().unwrap_or(&settings.keps_git))?;
    let cache = tempfile::tempdir().context("cannot create a temporary folder")?;
    let read = read_whole(&source, cache.path(), &Progress::printed()).await?;
    let bytes = tokio::task::spawn_blocking(move || {
        let bytes = snapshot::write(&read)?;
        anyhow::Ok((bytes, read))
    });
    let (bytes, read) = bytes.await??;
    let shown = options.path.display();
    tokio::fs::write(&options.path, &bytes).await.with_context(|| format!("cannot write {shown}"))?;
    let day = read.data_at.to_zoned(jiff::tz::TimeZone::UTC).date();
    let changes = read.history.changes.len();
    print(&format!("Wrote {shown}: {changes} changes up to {day}, {} bytes\n", bytes.len()))?;
    Ok(ExitCode::SUCCESS)
}
