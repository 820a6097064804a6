//! `kepline sync`: fetches what became of what notes cite.

use std::process::ExitCode;

use anyhow::bail;
use store::{Store, SyncKind};

use crate::cli::Sync;
use crate::commands::output::{print, printable};
use crate::config::Config;
use crate::sync::{self, Progress};

/// Syncs the kinds of the options; the exit code is a failure when one of them failed.
pub async fn run(store: &Store, config: &Config, options: &Sync) -> anyhow::Result<ExitCode> {
    let kinds: Vec<SyncKind> = match &options.kinds[..] {
        [] => SyncKind::ALL.to_vec(),
        kinds => kinds.iter().map(|kind| (*kind).into()).collect(),
    };
    let read_from_git = sync::KINDS_FROM_GIT.iter().filter(|kind| kinds.contains(kind)).count();
    if options.from.is_some() && !options.kinds.is_empty() && read_from_git != 1 {
        bail!("--from names one repository: use it with one of `keps`, `release-notes` and `gates`");
    }
    let settings = config.sync()?;
    let outcomes = sync::run(store, &settings, &kinds, options.from.as_deref(), &Progress::printed()).await?;
    let mut code = ExitCode::SUCCESS;
    for outcome in outcomes {
        match outcome.result {
            Ok(summary) => print(&format!("{}: {summary}\n", outcome.kind.as_str()))?,
            Err(error) => {
                eprintln!("kepline: {}: {}", outcome.kind.as_str(), printable(&error));
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}
