//! The commands of the command line.

mod curator;
mod export;
mod import;
mod manual;
mod notebook;
mod output;
mod serve;
mod snapshot;
mod sync;

use std::process::ExitCode;

use anyhow::Context;
use store::Store;

use crate::cli::{Cli, Command, Curator};
use crate::config::Config;
use crate::snapshot::store_if_never_synced;
use output::print;

/// Runs a command.
///
/// The exit code is a failure where `check` found damage or a sync failed; whatever else goes wrong is an error.
pub async fn run(cli: Cli, config: &Config) -> anyhow::Result<ExitCode> {
    match &cli.command {
        Command::Snapshot(options) => return snapshot::run(config, options).await,
        Command::Completions { shell } => return manual::completions(*shell),
        Command::Man { folder } => return manual::pages(folder),
        _ => {}
    }
    let database = config.database(cli.database)?;
    if let Command::Demo(listen) = &cli.command {
        return serve::demo(config, &database, listen).await;
    }
    // A dry run without a database has one in a folder that is removed at the end.
    let mut folder = None;
    let store = match &cli.command {
        Command::Import(options) if options.dry_run => match Store::open_existing(&database).await {
            Err(store::Error::NotThere(_)) => {
                let folder = folder.insert(tempfile::tempdir().context("cannot create a temporary folder")?);
                Store::open(&format!("sqlite://{}", folder.path().join("dry-run.db").display())).await?
            }
            store => store?,
        },
        Command::Serve(_) | Command::Import(_) | Command::Sync(_) | Command::Curator(Curator::Add { .. }) => {
            Store::open(&database).await?
        }
        _ => Store::open_existing(&database).await?,
    };
    let code = match cli.command {
        Command::Serve(options) => serve::run(store.clone(), config, &database, &options).await?,
        Command::Import(options) => {
            if !options.dry_run {
                store_if_never_synced(&store).await;
            }
            import::run(&store, &options).await?
        }
        Command::Sync(options) => sync::run(&store, config, &options).await?,
        Command::Export(options) => export::run(&store, &options).await?,
        Command::Notebook(command) => notebook::run(&store, command).await?,
        Command::Curator(command) => curator::run(&store, command).await?,
        Command::Backup { path } => {
            store.backup(&path).await.context("cannot write the backup")?;
            print(&format!("Wrote {}\n", path.display()))?;
            ExitCode::SUCCESS
        }
        Command::Check => check(&store).await?,
        Command::Demo(_) | Command::Snapshot(_) | Command::Completions { .. } | Command::Man { .. } => {
            ExitCode::SUCCESS
        }
    };
    store.close().await;
    Ok(code)
}

async fn check(store: &Store) -> anyhow::Result<ExitCode> {
    let left = store.notes_to_read_again().await?;
    if left > 0 {
        print(&format!(
            "Notes are to be read again by the rules of this version, which `kepline serve` does: {left} left\n"
        ))?;
    }
    let problems = store.integrity().await?;
    for line in &problems {
        print(&format!("{line}\n"))?;
    }
    if problems.is_empty() {
        print("No problems found\n")?;
        Ok(ExitCode::SUCCESS)
    } else {
        Ok(ExitCode::FAILURE)
    }
}
