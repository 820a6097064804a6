//! `kepline notebook`: lists, renames and removes notebooks.

use std::process::ExitCode;

use anyhow::bail;
use store::Store;

use crate::cli::Notebook;
use crate::commands::output::print;

/// Runs a command on notebooks.
pub async fn run(store: &Store, command: Notebook) -> anyhow::Result<ExitCode> {
    match command {
        Notebook::List => {
            let notebooks = store.notebooks().await?;
            if notebooks.is_empty() {
                print("No notebooks yet: import one with `kepline import FILE`\n")?;
            }
            for stored in notebooks {
                let notebook = stored.notebook;
                print(&format!(
                    "{}\t{}\t{} entries\t{} notes\t{}\timported {}\n",
                    notebook.slug,
                    notebook.title,
                    stored.entries,
                    stored.notes,
                    notebook.rights.as_str(),
                    stored.imported_at
                ))?;
            }
        }
        Notebook::Rename { from, to } => {
            store.rename_notebook(&from, &to).await?;
            print(&format!("Renamed `{from}` to `{to}`\n"))?;
        }
        Notebook::Remove { slug, yes } => {
            let Some(stored) =
                store.notebooks().await?.into_iter().find(|stored| stored.notebook.slug == slug)
            else {
                bail!("there is no notebook `{slug}`: list them with `kepline notebook list`");
            };
            if !yes {
                bail!(
                    "this permanently removes {} entries and {} notes with their permalinks: confirm it with --yes",
                    stored.entries,
                    stored.notes
                );
            }
            store.remove_notebook(&slug).await?;
            print(&format!("Removed `{slug}`\n"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
