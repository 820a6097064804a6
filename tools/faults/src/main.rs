//! `faults`: tries what the program bears.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::ensure;
use clap::{Parser, Subcommand};
use faults::power_cuts::{self, Recording};
use faults::{crowd, hostile, kills, load};
use measure::process::Bounds;

/// At so many connections nobody may be turned away.
const CONNECTIONS: usize = 64;

/// Tries what Kepline bears
#[derive(Debug, Parser)]
struct Arguments {
    /// The program
    #[arg(long, value_name = "PATH", default_value = "target/debug/kepline", global = true)]
    kepline: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Kill it at random moments and look for what it had acknowledged
    Kills {
        /// How often it is killed
        #[arg(long, value_name = "COUNT", default_value_t = 200)]
        kills: u32,
        /// Another seed has other moments
        #[arg(long, value_name = "NUMBER", default_value_t = 1)]
        seed: u64,
    },
    /// Cut the power at random moments and look for what it had acknowledged
    PowerCuts {
        /// How often it is cut
        #[arg(long, value_name = "COUNT", default_value_t = 500)]
        cuts: u32,
        /// Another seed has other moments, and leaves other things
        #[arg(long, value_name = "NUMBER", default_value_t = 1)]
        seed: u64,
    },
    /// Read and tag over many connections, with imports and syncs meanwhile
    Load {
        /// How long a round lasts
        #[arg(long, value_name = "SECONDS", default_value_t = 60)]
        seconds: u64,
        /// How many connections are open at once
        #[arg(long, value_name = "COUNT", default_value_t = CONNECTIONS)]
        connections: usize,
        /// How many rounds there are; memory is looked at after each
        #[arg(long, value_name = "COUNT", default_value_t = 10)]
        rounds: u32,
        /// Another seed reads other addresses
        #[arg(long, value_name = "NUMBER", default_value_t = 1)]
        seed: u64,
    },
    /// Connect and want nothing, or take for ever, while somebody reads
    Crowd {
        /// How many clients connect
        #[arg(long, value_name = "COUNT", default_value_t = 10_000)]
        clients: usize,
        /// How many connections the server has at once
        #[arg(long, value_name = "COUNT", default_value_t = 1024)]
        max_connections: usize,
        /// How long they stay
        #[arg(long, value_name = "SECONDS", default_value_t = 20)]
        seconds: u64,
    },
    /// Import files that nobody should
    Hostile {
        /// How long an import may take
        #[arg(long, value_name = "SECONDS", default_value_t = 10)]
        seconds: u64,
        /// How much memory it may take
        #[arg(long, value_name = "MEGABYTES", default_value_t = 256)]
        megabytes: u32,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("faults: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(Arguments { kepline, command }: Arguments) -> anyhow::Result<()> {
    match command {
        Command::Kills { kills, seed } => {
            let tally = kills::run(&kills::Options { kepline, kills, seed }).await?;
            println!("{tally}: nothing was lost, nothing was damaged");
        }
        Command::PowerCuts { cuts, seed } => {
            ensure!(power_cuts::is_possible(), "strace is not there or may not trace");
            let tally = Recording::new(&kepline).await?.cut(cuts, seed).await?;
            println!("{tally}: nothing was lost, nothing was damaged");
        }
        Command::Load { seconds, connections, rounds, seed } => {
            let round = Duration::from_secs(seconds);
            let report = load::run(&load::Options { kepline, connections, round, rounds, seed }).await?;
            println!("{report}");
            let turned_away = report.figures.turned_away();
            ensure!(turned_away == 0 || connections > CONNECTIONS, "{turned_away} requests were turned away");
            ensure!(report.is_flat() != Some(false), "memory grows");
        }
        Command::Crowd { clients, max_connections, seconds } => {
            let stay = Duration::from_secs(seconds);
            println!("{}", crowd::run(&crowd::Options { kepline, clients, max_connections, stay }).await?);
        }
        Command::Hostile { seconds, megabytes } => {
            let bounds = Bounds { wall: Duration::from_secs(seconds), peak: f64::from(megabytes) };
            println!("| file | s | MB | message |\n|---|--:|--:|---|");
            hostile::run(&hostile::Options { kepline, bounds, part: 1 }, |report| println!("{report}"))?;
        }
    }
    Ok(())
}
