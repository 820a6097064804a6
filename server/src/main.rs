//! The program `kepline`: one binary, one SQLite file.

mod cli;
mod commands;
mod config;
mod demo;
mod document;
mod import;
mod loopback;
mod passwords;
mod sync;
mod web;

use std::process::ExitCode;

use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    match run(cli).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("kepline: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: cli::Cli) -> anyhow::Result<ExitCode> {
    let config = config::Config::from_env();
    config.init_log()?;
    commands::run(cli, &config).await
}
