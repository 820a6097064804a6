//! `kepline curator`: adds, lists and removes curators, and changes their passwords.

use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;

use anyhow::{Context, bail};
use domain::decision::curator::CuratorName;
use jiff::Timestamp;
use store::Store;

use crate::cli::Curator;
use crate::commands::output::print;
use crate::passwords;

/// Runs a command on curators.
pub async fn run(store: &Store, command: Curator) -> anyhow::Result<ExitCode> {
    match command {
        Curator::Add { name } => {
            if store.curator_by_name(&name).await?.is_some() {
                bail!(
                    "there is a curator `{name}` already: change the password with `kepline curator password {name}`"
                );
            }
            let hash = passwords::hash(&new_password(&name)?);
            store.add_curator(&name, Some(&hash), Timestamp::now()).await?;
            print(&format!("Added `{name}`, who can sign in at /sign-in\n"))?;
        }
        Curator::List => {
            let curators = store.curators().await?;
            if curators.is_empty() {
                print("No curators yet: add one with `kepline curator add NAME`\n")?;
            }
            for curator in curators {
                let password = if curator.password_hash.is_some() { "password" } else { "no password" };
                print(&format!("{}\tsince {}\t{password}\n", curator.name, curator.created_at))?;
            }
        }
        Curator::Remove { name } => {
            store.remove_curator(&name).await?;
            print(&format!("Removed `{name}` and ended their sessions and tokens; their decisions stay\n"))?;
        }
        Curator::Password { name } => {
            if store.curator_by_name(&name).await?.is_none() {
                bail!("there is no curator `{name}`: add them with `kepline curator add {name}`");
            }
            store.set_password(&name, &passwords::hash(&new_password(&name)?)).await?;
            print(&format!("Changed the password of `{name}` and ended their sessions\n"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Prompts twice on a terminal, without showing the password; reads a line of standard input otherwise.
fn new_password(curator: &CuratorName) -> anyhow::Result<String> {
    let stdin = std::io::stdin();
    let password = if stdin.is_terminal() {
        let prompt = |text: &str| rpassword::prompt_password(text).context("cannot read the password");
        let password = prompt(&format!("Password (at least {} characters): ", passwords::MIN_CHARS))?;
        if let Some(objection) = passwords::objection(&password, curator.as_str()) {
            bail!(objection);
        }
        if prompt("Repeat the password: ")? != password {
            bail!("the passwords differ; nothing was changed");
        }
        password
    } else {
        let mut line = String::new();
        stdin.lock().read_line(&mut line).context("cannot read the password from standard input")?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    match passwords::objection(&password, curator.as_str()) {
        Some(objection) => bail!(objection),
        None => Ok(password),
    }
}
