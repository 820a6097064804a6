//! The commands of the command line.

mod annotate;
mod backup;
mod check;
mod curator;
mod database;
mod export;
mod forget;
mod import;
mod manual;
mod mcp;
mod note;
mod notebook;
mod output;
mod restore;
mod rights;
mod serve;
mod snapshot;
mod source;
mod sync;

use std::process::ExitCode;

pub use output::printable;

use crate::cli::{Cli, Command, Source};
use crate::config::Config;
use crate::snapshot::store_if_never_synced;
use database::Database;

/// Runs a command.
///
/// The exit code is a failure where `check` found damage or a sync failed, and 3 where `annotate` found what it was to look for;
/// whatever else goes wrong is an error.
pub async fn run(cli: Cli, config: &Config) -> anyhow::Result<ExitCode> {
    let url = match &cli.command {
        Command::Snapshot(options) => return snapshot::run(config, options).await,
        Command::Completions { shell } => return manual::completions(*shell),
        Command::Man { folder } => return manual::pages(folder),
        _ => config.database(cli.database)?,
    };
    match &cli.command {
        Command::Demo(listen) => return serve::demo(config, &url, listen).await,
        Command::Restore(options) => return restore::run(&url, options).await,
        _ => {}
    }
    let database = Database::open(&url, &cli.command).await?;
    let store = &database.store;
    let code = match cli.command {
        Command::Serve(options) => serve::run(store.clone(), config, &url, &options).await?,
        Command::Import(options) => {
            if !options.dry_run {
                store_if_never_synced(store).await;
            }
            import::run(store, config, &options).await?
        }
        Command::Source(command) => {
            if matches!(command, Source::Add(_)) {
                store_if_never_synced(store).await;
            }
            source::run(store, config, command).await?
        }
        Command::Note(options) => note::run(store, config, &options).await?,
        Command::Sync(options) => sync::run(store, config, &options).await?,
        Command::Export(options) => export::run(store, &options).await?,
        Command::Annotate(options) => annotate::run(store, &options).await?,
        Command::Mcp => mcp::run(store, config).await?,
        Command::Forget(options) => forget::run(store, &options).await?,
        Command::Notebook(command) => notebook::run(store, command).await?,
        Command::Curator(command) => curator::run(store, command).await?,
        Command::Backup(options) => backup::run(store, &options).await?,
        Command::Check { repair } => check::run(store, repair).await?,
        Command::Demo(_)
        | Command::Restore(_)
        | Command::Snapshot(_)
        | Command::Completions { .. }
        | Command::Man { .. } => ExitCode::SUCCESS,
    };
    store.close().await;
    Ok(code)
}
