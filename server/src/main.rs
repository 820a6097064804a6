//! The program `kepline`: one binary, one SQLite file.

// The command line and the configuration.
mod cli;
mod config;

// What several commands need.
mod annotation;
mod document;
mod loopback;
mod passwords;

// What brings notes and facts.
mod import;
mod note_capture;
mod sync;

// The sources that notebooks follow by themselves.
mod sources;

// The facts that the program carries.
mod snapshot;

mod demo;

// What the commands do, the site over HTTP included.
mod web;

mod commands;

use std::process::ExitCode;

use clap::Parser;

// Pages are made of many small values: a fifth less time than with the system's, and less memory is held.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    match run(cli).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("kepline: {}", commands::printable(&format!("{error:#}")));
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: cli::Cli) -> anyhow::Result<ExitCode> {
    let config = config::Config::from_env();
    config.init_log()?;
    commands::run(cli, &config).await
}
