//! `kepline mcp`: the tools of `/mcp` for a program on this machine, which begins it and speaks to it by its standard
//! input and output.
//!
//! Rights are those of a stranger: what a model is given may go on to wherever the model is.

use std::process::ExitCode;

use store::Store;

use crate::config::Config;
use crate::web::mcp;

/// Answers until standard input ends. Links are those of the site that is configured.
pub async fn run(store: &Store, config: &Config) -> anyhow::Result<ExitCode> {
    let site = config.server(None, None)?.site;
    mcp::serve_stdio(store.clone(), site).await?;
    Ok(ExitCode::SUCCESS)
}
