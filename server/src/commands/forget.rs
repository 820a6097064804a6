//! `kepline forget`: removes the words of a note or an entry for good.

use std::process::ExitCode;

use anyhow::{Context, bail};
use jiff::Timestamp;
use store::{Forgotten, Store};

use crate::cli::Forget;
use crate::commands::output::{counted, print};

/// Removes what an id stands for, where that is confirmed.
pub async fn run(store: &Store, options: &Forget) -> anyhow::Result<ExitCode> {
    let id = &options.id;
    if store.is_forgotten(id).await? {
        bail!("`{id}` was forgotten already");
    }
    let scope = store.forget_scope(id).await?.with_context(|| {
        format!("there is no note or entry `{id}`: its id is the last part of its permalink, eight letters and digits")
    })?;
    let preview = store.forget_preview(&scope).await?;
    if !options.yes {
        bail!(
            "this permanently removes {}. Backups, replicas and what readers have saved are not touched. Confirm it with \
             --yes",
            content(&preview)
        );
    }
    let forgotten = store.forget(&scope, Timestamp::now(), ingest::prepare).await?;
    print(&format!("Forgot {}\n", content(&forgotten)))?;
    if !forgotten.is_log_empty {
        print(
            "Others read the database all the time, so that its log could not be emptied: what was removed stands in it \
             until they end, or the next command that writes\n",
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

fn content(forgotten: &Forgotten) -> String {
    let Forgotten { notes, revisions, decisions, .. } = forgotten;
    let (notes, decisions) = (counted(*notes, "note"), counted(*decisions, "decision"));
    format!("{notes}, {} and {decisions}", counted(*revisions, "earlier text"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::import_text;

    #[tokio::test]
    async fn forgetting_is_confirmed_and_done_once() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
        let store = Store::open(&url).await.unwrap();
        import_text(&store, "# Notes\n\n## 2031-01-05\n- one\n- two\n").await.unwrap();
        let entry = store.export(&Default::default()).await.unwrap().remove(0);
        let forget = async |id: &str, yes| run(&store, &Forget { id: id.to_owned(), yes }).await;
        let note = entry.notes[0].note.id.to_string();
        let refused = forget(&note, false).await.unwrap_err().to_string();
        assert!(
            refused.starts_with("this permanently removes 1 note, 0 earlier texts and 0 decisions."),
            "{refused}"
        );
        forget(&note, true).await.unwrap();
        let refused = forget(&note, true).await.unwrap_err().to_string();
        assert_eq!(refused, format!("`{note}` was forgotten already"));
        let refused = forget("nothing0", true).await.unwrap_err().to_string();
        assert!(refused.starts_with("there is no note or entry `nothing0`"), "{refused}");
        assert_eq!(store.notebooks().await.unwrap()[0].notes, 1);
    }
}
