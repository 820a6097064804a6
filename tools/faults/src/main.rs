//! `faults`: kills the program, as often as is wanted.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use faults::Options;

/// Kills Kepline at random moments and looks for what it had acknowledged
#[derive(Debug, Parser)]
struct Arguments {
    /// The program
    #[arg(long, value_name = "PATH", default_value = "target/debug/kepline")]
    kepline: PathBuf,
    /// How often it is killed
    #[arg(long, value_name = "COUNT", default_value_t = 200)]
    kills: u32,
    /// Another seed has other moments
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { kepline, kills, seed } = Arguments::parse();
    match faults::run(&Options { kepline, kills, seed }).await {
        Ok(tally) => {
            println!("{tally}: nothing was lost, nothing was damaged");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("faults: {error:#}");
            ExitCode::FAILURE
        }
    }
}
