//! What requests and imports cost, beside floors in the same run.
//!
//! Seconds differ from machine to machine and from hour to hour; ratios within one run hardly do. Each figure is CPU time
//! of the server that answers, user and system, divided by the requests; the client and other servers are not in it.
//!
//! `bench run` prepares databases of several sizes with the real importer, serves each with the real program, and prints
//! tables in Markdown. `bench floor` is the handler that it is compared with.

mod databases;
mod floor;
mod nginx;
mod report;
mod routes;
mod run;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Measure Kepline.
#[derive(Debug, Parser)]
struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measure a program over databases of several sizes
    Run(Run),
    /// Answer with ready bytes, after the statements of a page or none
    Floor {
        /// The database
        #[arg(long)]
        database: String,
        /// Where to listen
        #[arg(long)]
        listen: SocketAddr,
        /// The folder of the ready bytes
        #[arg(long)]
        bytes: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
struct Run {
    /// The program, built for release
    #[arg(long)]
    kepline: PathBuf,
    /// The files of its site
    #[arg(long)]
    site: PathBuf,
    /// Where databases are made, and found by the next run
    #[arg(long)]
    folder: PathBuf,
    /// How many entries the databases have
    #[arg(long, value_delimiter = ',', default_values_t = [155, 10_000, 100_000])]
    entries: Vec<u32>,
    /// Import anew, and measure that as well
    #[arg(long)]
    imports: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Options::parse().command {
        Command::Run(options) => run::run(&options).await,
        Command::Floor { database, listen, bytes } => floor::serve(&database, listen, &bytes).await,
    }
}
