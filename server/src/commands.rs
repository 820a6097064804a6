//! What each command does; the server's own jobs call the same functions.

mod curator;
mod export;
mod import;
mod notebook;
mod output;
mod serve;
mod sync;

use std::process::ExitCode;

use anyhow::Context;
use store::Store;

use crate::cli::{Cli, Command, Curator};
use output::print;

/// Runs a command. Its exit code is a failure where `check` found damage; what cannot be done is an error.
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    if let Command::Demo(listen) = &cli.command {
        return serve::demo(&cli.database, listen).await;
    }
    // Kept until the end: a trial without a database has one in a folder that goes away.
    let mut trial = None;
    let store = match &cli.command {
        Command::Import(options) if options.dry_run => match Store::open_existing(&cli.database).await {
            Err(store::Error::NotThere(_)) => {
                let folder = trial.insert(tempfile::tempdir().context("no folder for the trial")?);
                Store::open(&format!("sqlite://{}", folder.path().join("trial.db").display())).await?
            }
            known => known?,
        },
        Command::Serve(_) | Command::Import(_) | Command::Sync(_) | Command::Curator(Curator::Add { .. }) => {
            Store::open(&cli.database).await?
        }
        _ => Store::open_existing(&cli.database).await?,
    };
    let code = match cli.command {
        Command::Serve(options) => serve::run(store.clone(), &cli.database, &options).await?,
        Command::Import(options) => import::run(&store, &options).await?,
        Command::Sync(options) => sync::run(&store, &options).await?,
        Command::Export(options) => export::run(&store, &options).await?,
        Command::Notebook(what) => notebook::run(&store, what).await?,
        Command::Curator(what) => curator::run(&store, what).await?,
        Command::Backup { path } => {
            store.backup(&path).await.context("no backup was written")?;
            print(&format!("wrote {}\n", path.display()))?;
            ExitCode::SUCCESS
        }
        Command::Check => check(&store).await?,
        Command::Demo(_) => ExitCode::SUCCESS,
    };
    store.close().await;
    Ok(code)
}

async fn check(store: &Store) -> anyhow::Result<ExitCode> {
    let found = store.integrity().await?;
    for line in &found {
        print(&format!("{line}\n"))?;
    }
    if found.is_empty() {
        print("the database is sound\n")?;
        Ok(ExitCode::SUCCESS)
    } else {
        Ok(ExitCode::FAILURE)
    }
}
