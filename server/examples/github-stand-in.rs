//! A stand-in for GitHub on this machine, for trying out a sync without the network.
//!
//! ```sh
//! cargo run -p server --example github-stand-in -- 127.0.0.1:4010 [facts.json]
//! KEPLINE_GITHUB_API=http://127.0.0.1:4010 GITHUB_TOKEN=any kepline sync github
//! ```

#[path = "../src/sync/github/stand_in.rs"]
mod stand_in;

use stand_in::StandIn;
use stand_in::facts::GithubFacts;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:4010".to_owned()).parse()?;
    let facts = match arguments.next() {
        Some(path) => serde_json::from_str(&std::fs::read_to_string(path)?)?,
        None => GithubFacts::built_in(),
    };
    let in_an_hour = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1);
    let stand_in = StandIn::start(address, facts, in_an_hour.as_second()).await?;
    println!("Stand-in for GitHub listens on {} (press Ctrl-C to stop)", stand_in.root());
    tokio::signal::ctrl_c().await?;
    Ok(())
}
