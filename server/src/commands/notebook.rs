//! `kepline notebook`: the shelf.

use std::process::ExitCode;

use anyhow::bail;
use store::Store;

use crate::cli::Notebook;
use crate::commands::output::print;

/// Lists, renames or removes.
pub async fn run(store: &Store, what: Notebook) -> anyhow::Result<ExitCode> {
    match what {
        Notebook::List => {
            let shelf = store.notebooks().await?;
            if shelf.is_empty() {
                print("no notebooks yet: kepline import notes.md\n")?;
            }
            for shelved in shelf {
                let notebook = shelved.notebook;
                print(&format!(
                    "{}\t{}\t{} entries\t{} notes\t{}\timported {}\n",
                    notebook.slug,
                    notebook.title,
                    shelved.entries,
                    shelved.notes,
                    notebook.rights.as_str(),
                    shelved.imported_at
                ))?;
            }
        }
        Notebook::Rename { from, to } => {
            store.rename_notebook(&from, &to).await?;
            print(&format!("`{from}` is now `{to}`\n"))?;
        }
        Notebook::Remove { slug, yes } => {
            let Some(shelved) =
                store.notebooks().await?.into_iter().find(|known| known.notebook.slug == slug)
            else {
                bail!("there is no notebook `{slug}`");
            };
            if !yes {
                bail!(
                    "this removes {} entries and {} notes with their permalinks, for good: say --yes if you mean it",
                    shelved.entries,
                    shelved.notes
                );
            }
            store.remove_notebook(&slug).await?;
            print(&format!("removed `{slug}`\n"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
