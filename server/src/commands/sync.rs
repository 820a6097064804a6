//! `kepline sync`: brings what became of what notes cite.

use std::process::ExitCode;

use anyhow::bail;
use store::{Store, SyncKind};

use crate::cli::Sync;
use crate::commands::output::print;
use crate::sync::{self, Progress, Settings};

/// Syncs what was asked for; a failure when one of it failed.
pub async fn run(store: &Store, options: &Sync) -> anyhow::Result<ExitCode> {
    let kinds: Vec<SyncKind> = match &options.kinds[..] {
        [] => SyncKind::ALL.to_vec(),
        kinds => kinds.iter().map(|kind| (*kind).into()).collect(),
    };
    if options.from.is_some() && !kinds.contains(&SyncKind::Keps) {
        bail!("--from is where KEPs are read from: kepline sync keps --from …");
    }
    let settings = Settings::read(|name| std::env::var(name).ok())?;
    let outcomes = sync::run(store, &settings, &kinds, options.from.as_deref(), &Progress::printed()).await?;
    let mut code = ExitCode::SUCCESS;
    for outcome in outcomes {
        match outcome.result {
            Ok(summary) => print(&format!("{}: {summary}\n", outcome.kind.as_str()))?,
            Err(error) => {
                eprintln!("kepline: {}: {error}", outcome.kind.as_str());
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}
