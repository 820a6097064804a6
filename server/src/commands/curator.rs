//! `kepline curator`: those who may tag.

use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;

use anyhow::{Context, bail};
use jiff::Timestamp;
use store::Store;

use crate::cli::Curator;
use crate::commands::output::print;
use crate::passwords;

/// Adds, lists, removes, or sets a password.
pub async fn run(store: &Store, what: Curator) -> anyhow::Result<ExitCode> {
    match what {
        Curator::Add { name } => {
            if store.curator_by_name(&name).await?.is_some() {
                bail!("there is a curator `{name}` already: kepline curator password {name}");
            }
            let hash = passwords::hash(&new_password()?);
            store.add_curator(&name, Some(&hash), Timestamp::now()).await?;
            print(&format!("`{name}` may tag: sign in at /sign-in\n"))?;
        }
        Curator::List => {
            let curators = store.curators().await?;
            if curators.is_empty() {
                print("no curators yet: kepline curator add NAME\n")?;
            }
            for curator in curators {
                let password = if curator.password_hash.is_some() { "password" } else { "no password" };
                print(&format!("{}\tsince {}\t{password}\n", curator.name, curator.created_at))?;
            }
        }
        Curator::Remove { name } => {
            store.remove_curator(&name).await?;
            print(&format!("`{name}` may tag no longer and is signed out; what was decided stays\n"))?;
        }
        Curator::Password { name } => {
            if store.curator_by_name(&name).await?.is_none() {
                bail!("there is no curator `{name}`: kepline curator add {name}");
            }
            store.set_password(&name, &passwords::hash(&new_password()?)).await?;
            print(&format!("`{name}` has another password and is signed out everywhere\n"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Asked for twice on a terminal, without showing it; the first line of what is piped in otherwise.
fn new_password() -> anyhow::Result<String> {
    let stdin = std::io::stdin();
    let password = if stdin.is_terminal() {
        let ask = |words: &str| rpassword::prompt_password(words).context("no password was read");
        let password = ask(&format!("Password (at least {} characters): ", passwords::MIN_CHARS))?;
        if let Some(objection) = passwords::objection(&password) {
            bail!(objection);
        }
        if ask("Once more: ")? != password {
            bail!("the two differ; nothing was changed");
        }
        password
    } else {
        let mut line = String::new();
        stdin.lock().read_line(&mut line).context("no password was read from standard input")?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    match passwords::objection(&password) {
        Some(objection) => bail!(objection),
        None => Ok(password),
    }
}
