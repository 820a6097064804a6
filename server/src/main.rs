//! The program `kepline`: one binary, one SQLite file.

// What the operator says.
mod cli;
mod config;

// What several commands need.
mod document;
mod loopback;
mod passwords;

// What brings notes and facts.
mod import;
mod sync;

mod demo;

// What is done: the site over HTTP, and the other commands.
mod web;

mod commands;

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
