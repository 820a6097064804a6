//! The database of a command: made, opened, or read alone, as the command needs it.

use anyhow::Context;
use store::{Error, Store, SyncKind};
use tempfile::TempDir;

use crate::cli::{Command, Curator, Notebook, Source};
use crate::snapshot::store_if_never_synced;

/// An open database.
pub struct Database {
    pub store: Store,
    /// Where a command without a database has one; it is removed at the end.
    _folder: Option<TempDir>,
}

impl Database {
    /// Opens the database for a command.
    ///
    /// What only reads does not write to the file either, unless its tables are of an older Kepline, as those cannot be
    /// read.
    pub async fn open(url: &str, command: &Command) -> anyhow::Result<Self> {
        let store = match command {
            Command::Import(options) if options.dry_run => match Store::open_existing(url).await {
                Err(Error::NotThere(_) | Error::EmptyFile(_)) => return Self::temporary().await,
                store => store?,
            },
            Command::Annotate(_) => return Self::with_facts(url).await,
            Command::Serve(_)
            | Command::Import(_)
            | Command::Sync(_)
            | Command::Source(Source::Add(_))
            | Command::Notebook(Notebook::Begin(_))
            | Command::Curator(Curator::Add { .. }) => Store::open(url).await?,
            Command::Check { repair: false } | Command::Backup(_) => Store::open_read_only(url).await?,
            Command::Export(_)
            | Command::Mcp
            | Command::Notebook(Notebook::List | Notebook::Log)
            | Command::Source(Source::List)
            | Command::Curator(Curator::List) => open_to_read(url).await?,
            _ => Store::open_existing(url).await?,
        };
        Ok(Self { store, _folder: None })
    }

    /// A database to read facts from: the one that is there, else one with the facts that the program carries.
    async fn with_facts(url: &str) -> anyhow::Result<Self> {
        match open_to_read(url).await {
            Err(Error::NotThere(_) | Error::EmptyFile(_)) => {}
            store => {
                let store = store?;
                if store.last_sync(SyncKind::Keps).await?.is_some() {
                    return Ok(Self { store, _folder: None });
                }
                store.close().await;
            }
        }
        let database = Self::temporary().await?;
        store_if_never_synced(&database.store).await;
        Ok(database)
    }

    async fn temporary() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir().context("cannot create a temporary folder")?;
        let store =
            Store::open(&format!("sqlite://{}", folder.path().join("temporary.db").display())).await?;
        Ok(Self { store, _folder: Some(folder) })
    }
}

async fn open_to_read(url: &str) -> Result<Store, Error> {
    let store = Store::open_read_only(url).await?;
    if store.is_current() {
        return Ok(store);
    }
    store.close().await;
    Store::open_existing(url).await
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::Cli;

    #[tokio::test]
    async fn a_notebook_is_begun_where_there_is_no_database_yet() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
        let command = |words: &[&str]| Cli::try_parse_from(words).unwrap().command;
        let list = command(&["kepline", "notebook", "list"]);
        assert!(Database::open(&url, &list).await.is_err());
        let begin = command(&["kepline", "notebook", "begin", "diary"]);
        assert!(Database::open(&url, &begin).await.is_ok());
        assert!(Database::open(&url, &list).await.is_ok());
    }
}
