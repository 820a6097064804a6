//! What each command does; the server's own jobs call the same functions.

mod export;
pub(crate) mod import;
mod notebook;
mod serve;

use std::process::ExitCode;

use anyhow::Context;
use store::Store;

use crate::cli::{Cli, Command};

/// Runs a command; its exit code tells a found fault (1) from a refusal (an error).
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    if let Command::Demo(listen) = &cli.command {
        return serve::demo(&cli.database, listen).await;
    }
    let store = Store::open(&cli.database).await?;
    let code = match cli.command {
        Command::Serve(options) => serve::run(store.clone(), &cli.database, &options).await?,
        Command::Import(options) => import::run(&store, &options).await?,
        Command::Export(options) => export::run(&store, &options).await?,
        Command::Notebook(what) => notebook::run(&store, what).await?,
        Command::Backup { path } => {
            store.backup(&path).await.context("no backup was written")?;
            println!("wrote {}", path.display());
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
        println!("{line}");
    }
    if found.is_empty() {
        println!("the database is sound");
        Ok(ExitCode::SUCCESS)
    } else {
        Ok(ExitCode::FAILURE)
    }
}
